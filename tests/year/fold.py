"""Computes statuses, deadlines and sums of cases from the files alone, and compares them with what
`complaint` says. Written from docs/, for policies like the one beside it: no levels with limits, no
steps, no `repeat`, no `per`.

    fold.py REPOSITORY NOW FOLDER       FOLDER has list.json and shown.json

What the program judges is taken from it: which events are retracted.
"""

import json
import re
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

try:
    import tomllib
except ImportError:
    sys.exit(77)

ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai
DAY = timedelta(days=1)
# The verbs in the order that breaks ties of time: the order of the sections of docs/case.md.
CASE_MD = Path(__file__).parents[2] / "docs" / "case.md"
VERBS = re.findall(r"^## `do: ([a-z-]+)`$", CASE_MD.read_text(encoding="utf-8"), re.M)
ENDS = ("close", "withdraw", "invalidate")


# Files


def scalar(text):
    """A YAML scalar, a flow list or a flow mapping as it is written here; all values are texts."""
    text = text.strip()
    if text.startswith("'"):
        return re.match(r"'((?:[^']|'')*)'", text)[1].replace("''", "'")
    if text.startswith('"'):
        return json.loads(re.match(r'"(?:[^"\\]|\\.)*"', text)[0])
    return re.sub(r"\s+#.*$", "", text)


def block(lines, indent):
    """The lines of a block scalar."""
    text = []
    while lines and (not lines[0].strip() or lines[0].startswith(" " * indent)):
        text.append(lines.pop(0)[indent:])
    return "\n".join(text).rstrip("\n")


def read_case(text):
    """The facts and events of a case file."""
    facts, events, place = {}, [], None
    lines = text.splitlines()
    while lines:
        line = lines.pop(0)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("- "):
            place = {}
            events.append(place)
            line = "  " + line[2:]
        nested = line.startswith("  ")
        key, value = line.strip().split(":", 1)
        into = place if nested else facts
        if nested and place is None:
            into = facts.setdefault("complainant", {})
        if re.match(r"\s*[|>][+-]?$", value):
            value = block(lines, 4 if nested else 2)
        else:
            value = scalar(value)
        if value or nested:
            into[key] = value
    return facts, events


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(ZONE)


def recorded(event):
    return instant(event.get("recorded", event["at"]))


# The calendar


class Calendar:
    def __init__(self, table):
        names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        self.week = [names.index(day) for day in table.get("week", names[:5])]
        self.holidays = set(table.get("holidays", []))
        self.workdays = set(table.get("workdays", []))
        self.roll = table.get("roll", False)
        self.hours = []
        for window in table.get("hours", []):
            opens, closes = window.split("-")
            self.hours.append((clock(opens), clock(closes)))

    def works(self, day):
        if day in self.holidays:
            return False
        return day in self.workdays or day.weekday() in self.week

    def end(self, day):
        """The close of business of a working day; of a day off its last instant."""
        hours = self.hours and self.works(day)
        return midnight(day) + (self.hours[-1][1] if hours else DAY)

    def windows(self, day):
        """The intervals of business on a day."""
        if not self.works(day):
            return []
        hours = self.hours or [(timedelta(0), DAY)]
        return [(midnight(day) + opens, midnight(day) + closes) for opens, closes in hours]


def clock(text):
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def month_later(day, count):
    """The same day of the month, or the month's last."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_after - DAY)


def add(start, within, calendar, roll, pauses):
    """The due instant of a limit; `pauses` are intervals."""
    count, unit = re.fullmatch(r"(\d+)([a-z]+)", within).groups()
    count = int(count)
    if unit in ("min", "h", "bh"):
        rest = timedelta(minutes=count) if unit == "min" else timedelta(hours=count)
        return running(start, rest, calendar if unit == "bh" else None, pauses)
    paused = lambda day: any(begin < calendar.end(day) <= end for begin, end in pauses)
    day = start.date()
    if unit == "mo":
        last = month_later(day, count)
        left = 0
        while day < last:
            day += DAY
            left += paused(day)
        count = left
    while count:
        day += DAY
        if (unit != "bd" or calendar.works(day)) and not paused(day):
            count -= 1
    while roll and not calendar.works(day):
        day += DAY
    return calendar.end(day)


def running(start, rest, calendar, pauses):
    """The instant at which `rest` of unpaused (business) time is used up."""
    day = start.date()
    while True:
        windows = calendar.windows(day) if calendar else [(midnight(day), midnight(day) + DAY)]
        for opens, closes in windows:
            for begin, end in unpaused(max(opens, start), closes, pauses):
                if begin + rest <= end:
                    return begin + rest
                rest -= end - begin
        day += DAY


def unpaused(begin, end, pauses):
    """The parts of an interval in which the case was not paused."""
    for pause_begin, pause_end in sorted(pauses):
        if pause_end <= begin or pause_begin >= end:
            continue
        if pause_begin > begin:
            yield begin, pause_begin
        begin = pause_end
    if begin < end:
        yield begin, end


# Clocks


class Moves(dict):
    """What moves due instants: pauses, resumptions, extensions and corrections, by digest, in order of
    time."""

    def of(self, verb):
        return [event for event in self.values() if event["do"] == verb]

    def severity(self, first):
        amended = self.of("amend")
        return amended[-1].get("to") if amended else first

    def pauses(self):
        """The intervals of pauses; only the last may have no end."""
        pauses = []
        for event in self.values():
            at, is_open = instant(event["at"]), pauses and not pauses[-1][1]
            if event["do"] == "pause" and not is_open:
                pauses.append((at, None))
            elif event["do"] in ("resume", *ENDS) and is_open:
                pauses[-1] = (pauses[-1][0], at)
        return pauses

    def is_open(self):
        pauses = self.pauses()
        return bool(pauses) and not pauses[-1][1]


class Clock:
    """One deadline of one round. `moves` are those that count: put on record by the due instant as it
    then stood."""

    def __init__(self, name, rule, start, moves=(), fixed=None):
        self.name, self.rule, self.start, self.fixed = name, rule, start, fixed
        self.stopped = self.state = self.gone = None
        self.moves = Moves({key: it for key, it in dict(moves).items() if it["do"] != "extend"})

    def due(self, case, resumed=None):
        """The due instant as of the moves so far; `None` while the case is paused, unless it is said
        when that pause ends."""
        if self.fixed:
            return self.fixed
        extended, fixed = self.moves.of("extend"), None
        pauses = [] if self.rule.get("pausable") is False else self.moves.pauses()
        if extended:
            fixed = instant(extended[-1]["until"])
            if not extended[-1]["waiting"]:
                return fixed
            pauses = [(begin, end) for begin, end in pauses if begin <= instant(extended[-1]["at"])]
        closed = [(begin, end or resumed) for begin, end in pauses if end or resumed]
        roll = self.rule.get("roll", case.calendar.roll)
        due = add(self.start, self.rule["within"], case.calendar, roll, closed)
        if not resumed and any(end is None and begin <= due for begin, end in pauses):
            return None
        return max(due, fixed) if fixed else due

    def in_time(self, case, at):
        due = self.due(case)
        return due is None or at <= due

    def heed(self, case, event):
        """Counts a move, or takes one back, if that is on record in time."""
        if self.state or not self.in_time(case, recorded(event)):
            return
        if event["do"] == "retract":
            self.moves.pop(event["event"], None)
        else:
            self.moves[event["digest"]] = event
        self.rule = case.rule(self.name, self.moves) or self.rule

    def stop(self, case, at, state=None):
        self.final = self.due(case, at)
        late = at > self.final
        self.stopped = at
        self.state = "missed" if late else state or "met"


class Case:
    def __init__(self, facts, events, policy, calendar):
        self.policy, self.calendar = policy, calendar
        self.severity = facts.get("severity")
        self.received = instant(facts["received"])
        self.moves = Moves()
        self.clocks = []
        self.proposals = {}
        self.appealed = False
        self.latest = None
        self.round(self.received)
        for event in events:
            self.apply(event)

    # Rounds

    def round(self, at):
        """A new round: what is over and runs from receipt starts again."""
        self.stage = set()
        self.followed = None
        self.earlier = [clock for clock in self.clocks if clock.state]
        self.over = None
        for name in dict.fromkeys(rule["name"] for rule in self.policy["deadline"]):
            rule = self.rule(name, self.moves)
            if rule and rule.get("start", "received") == "received" and not self.clock(name):
                self.clocks.append(Clock(name, rule, at, self.moves))

    def rule(self, name, moves):
        """The rule of a name: the latest `since`, and of several the first in the file."""
        day, severity = self.received.date(), moves.severity(self.severity)
        fits = [
            rule
            for rule in self.policy["deadline"]
            if rule["name"] == name
            and rule.get("since", date.min) <= day
            and rule.get("when", {}).get("severity", severity) == severity
        ]
        latest = max((rule.get("since", date.min) for rule in fits), default=None)
        return next((r for r in fits if r.get("since", date.min) == latest), None)

    def clock(self, name):
        """The running clock of a name."""
        return next((c for c in self.clocks if c.name == name and not c.state), None)

    def stop(self, word, at):
        for clock in self.clocks:
            if not clock.state and clock.rule["stop"] == word:
                clock.stop(self, at)

    # Events

    def apply(self, event):
        at = instant(event["at"])
        if "gone" in event:
            self.retracted(event, at)
            return
        verb = event["do"].replace("-", "_")
        getattr(self, "do_" + verb, lambda *_: None)(event, at)
        if event["do"] in ENDS:
            self.over = {"close": "closed", "withdraw": "withdrawn", "invalidate": "invalid"}[event["do"]]
            for clock in self.clocks:
                if not clock.state:
                    clock.stop(self, at, "cancelled")
            self.move(event)

    def retracted(self, event, at):
        """A retracted event counts for what was due before the retraction: what is late stays late."""
        if event["do"] in ("pause", "resume", "extend", "amend"):
            getattr(self, "do_" + event["do"])(event, at)
        if event.get("promise") and instant(event["promise"]) < event["gone"]:
            self.promise(instant(event["promise"]), at)
            self.clock("promised").gone = event["gone"]

    def move(self, event):
        """Something that moves the due instants of the clocks that run, and of those to come."""
        self.moves[event["digest"]] = event
        for clock in self.clocks:
            clock.heed(self, event)

    def do_retract(self, event, at):
        if "gone" in self.moves.get(event["event"], {}):
            del self.moves[event["event"]]
            for clock in self.clocks:
                clock.heed(self, event)
        for clock in self.clocks:
            if not clock.state and clock.gone == at:
                clock.stop(self, at)

    def do_assign(self, event, at):
        if "to" in event:
            self.stage.add("assigned")

    def do_acknowledge(self, event, at):
        self.stop("acknowledged", at)

    def do_investigate(self, event, at):
        self.stage.add("investigated")

    def do_propose(self, event, at):
        self.stage.add("proposed")
        self.latest = event["proposal"]
        for proposal in self.proposals.values():
            if proposal["state"] == "pending":
                proposal["state"] = "replaced"
        amount = float(event.get("amount", 0))
        self.proposals[self.latest] = {"amount": amount, "state": "pending"}

    def do_refuse(self, event, at):
        proposal = self.proposals.get(event["proposal"])
        if proposal and proposal["state"] == "pending":
            proposal["state"] = "refused"

    def do_respond(self, event, at):
        if event.get("interim"):
            if "promise" in event:
                self.promise(instant(event["promise"]), at)
            return
        carried = self.carried(event)
        if event.get("result") == "refused":
            if carried and carried["state"] == "owed":
                carried["state"] = "pending"
        elif carried and carried["state"] in ("pending", "replaced"):
            carried["state"] = "owed"
        if "text" in event:
            self.stage.add("responded")
            self.stop("acknowledged", at)
            self.stop("respond", at)
        if event.get("result") in ("solved", "explained") and not self.open_remedy():
            self.resolved(at)

    def carried(self, event):
        """The remedy that an answer or a resolution carries: without a handle the pending one."""
        return self.proposals.get(event.get("proposal", self.latest))

    def open_remedy(self):
        """Whether the latest remedy is still to be carried out."""
        latest = self.proposals.get(self.latest)
        return latest is not None and latest["state"] in ("owed", "pending")

    def do_resolve(self, event, at):
        proposal = self.carried(event)
        if proposal and (event.get("proposal") or self.open_remedy()):
            proposal["state"] = "done"
        if not self.open_remedy():
            self.resolved(at)

    def resolved(self, at):
        first = "resolved" not in self.stage
        self.stage.add("resolved")
        self.stop("resolved", at)
        if first:
            for name in dict.fromkeys(rule["name"] for rule in self.policy["deadline"]):
                rule = self.rule(name, self.moves)
                if rule and rule.get("start") == "resolved" and not self.clock(name):
                    self.clocks.append(Clock(name, rule, at, self.moves))
            if self.followed:
                self.stop("follow-up", self.followed)

    def do_follow_up(self, event, at):
        self.followed = self.followed or at
        self.stop("follow-up", at)

    def do_reopen(self, event, at):
        if self.over:
            self.round(at)

    def do_appeal(self, event, at):
        if self.over or not self.appealed:
            self.round(at)
        self.appealed = True

    def do_decide(self, event, at):
        self.appealed = False

    def do_pause(self, event, at):
        if not self.over:
            self.move(event)

    def do_resume(self, event, at):
        self.move(event)

    def do_extend(self, event, at):
        clock = self.clock(event["deadline"])
        if clock and len(clock.moves.of("extend")) < clock.rule["extend"].get("times", 99):
            event["waiting"] = clock.moves.is_open()
            self.moves[event["digest"]] = event
            clock.heed(self, event)

    def do_amend(self, event, at):
        if event["field"] == "severity":
            self.move(event)

    def promise(self, due, at):
        clock = self.clock("promised")
        if clock and clock.in_time(self, at):
            self.clocks.remove(clock)
        elif clock:
            clock.stop(self, at)
        self.clocks.append(Clock("promised", {"stop": "respond"}, at, fixed=due))

    # Results

    def status(self):
        if self.over:
            return self.over
        if "resolved" in self.stage and not self.open_remedy():
            return "resolved"
        stages = ("responded", "proposed", "investigated", "assigned")
        return next((stage for stage in stages if stage in self.stage), "open")

    def deadlines(self, now):
        """The clocks of the newest round: start, due, stop and state."""
        newest = {}
        for clock in (clock for clock in self.clocks if clock not in self.earlier):
            due = clock.final if clock.state else clock.due(self)
            state = clock.state or ("overdue" if due and now > due else "open")
            newest[clock.name] = (clock.start, due, clock.stopped, state)
        return newest

    def paid_before(self):
        others = (value for key, value in self.proposals.items() if key != self.latest)
        return sum(other["amount"] for other in others if other["state"] in ("owed", "done"))


# The comparison


def said_deadlines(row):
    """The deadlines of a row of `list`; `soon` is a kind of open."""
    optional = lambda text: text and instant(text)
    return {
        it["name"]: (
            instant(it["started"]),
            optional(it["due"]),
            optional(it["stopped"]),
            it["state"].replace("soon", "open"),
        )
        for it in row["deadlines"]
    }


def order(event):
    rest = json.dumps(event, sort_keys=True)
    return instant(event["at"]), VERBS.index(event["do"]), rest


def main():
    root, now, folder = Path(sys.argv[1]), instant(sys.argv[2]), Path(sys.argv[3])
    policy = tomllib.loads((root / "policy.toml").read_text(encoding="utf-8"))
    calendar = Calendar(policy["calendar"])
    rows = {row["id"]: row for row in json.loads((folder / "list.json").read_text())}
    shown = {row["id"]: row for row in json.loads((folder / "shown.json").read_text())}
    wrong = 0

    def compare(case, what, mine, theirs):
        nonlocal wrong
        if mine != theirs:
            wrong += 1
            print(f"{case} {what}: {show(mine)} by the documents, {show(theirs)} by the program")

    files = sorted(root.glob("cases/*/*/*.yaml"))
    compare("all", "cases", len(files), len(rows))
    for path in files:
        facts, events = read_case(path.read_text(encoding="utf-8"))
        row, detail = rows[facts["id"]], shown[facts["id"]]
        events.sort(key=order)
        retractions = {it["event"]: instant(it["at"]) for it in events if it["do"] == "retract"}
        for event, judged in zip(events, detail["events"]):
            event["digest"] = judged["digest"]
            if judged["retracted"]:
                event["gone"] = retractions[judged["digest"]]
        case, before = Case(facts, events, policy, calendar), wrong
        compare(facts["id"], "status", case.status(), row["status"])
        mine, theirs = case.deadlines(now), said_deadlines(row)
        for name in sorted(set(mine) | set(theirs)):
            compare(facts["id"], name, mine.get(name), theirs.get(name))
        if detail["proposal"]:
            paid = float(detail["proposal"]["paid_before"])
            compare(facts["id"], "paid before", round(case.paid_before(), 2), paid)
        if wrong > before:
            print(path.read_text(encoding="utf-8"))
    print(f"{len(files)} cases, {wrong} differences")
    sys.exit(1 if wrong else 0)


def show(value):
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


main()
