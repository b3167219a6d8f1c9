//! Generates legal random cases: the text of a file, event by event.

use std::fmt::Write;

use chrono::{DateTime, Duration, FixedOffset};
use toml::{Table, Value};

/// A small random number generator (xorshift), seeded so that failures are reproducible.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    /// `true` with this probability in per cent.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one<'a, T: AsRef<str>>(&mut self, of: &'a [T]) -> &'a str {
        of[self.below(of.len() as u64) as usize].as_ref()
    }
}

/// The words of a policy that cases choose from.
pub struct Words {
    channels: Vec<String>,
    categories: Vec<String>,
    severities: Vec<String>,
    grades: Vec<String>,
    causes: Vec<String>,
    kinds: Vec<String>,
    lines: Vec<String>,
    grounds: Vec<String>,
    levels: Vec<String>,
    deadlines: Vec<String>,
    /// Whether a deadline stops at the evidence.
    needs_evidence: bool,
}

impl Words {
    pub fn of(policy: &Table) -> Self {
        let list = |key: &str| -> Vec<String> {
            let values = policy.get(key).and_then(Value::as_array);
            let texts = values.into_iter().flatten().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        };
        let names = |key: &str| -> Vec<String> {
            let tables = policy[key].as_array().into_iter().flatten();
            let names = tables.filter_map(|table| table["name"].as_str());
            names.map(str::to_owned).collect()
        };
        let categories = policy["categories"].as_table().expect("categories");
        let deadlines = names("deadline");
        Self {
            channels: list("channels"),
            categories: categories.keys().cloned().collect(),
            severities: list("severities"),
            grades: list("grades"),
            causes: list("causes"),
            kinds: list("kinds"),
            lines: list("lines"),
            grounds: list("grounds"),
            levels: names("level"),
            needs_evidence: deadlines.iter().any(|name| name == "evidence"),
            deadlines,
        }
    }
}

const STAFF: [&str; 2] = ["bob", "zoe"];
const DEPARTMENTS: [&str; 2] = ["quality", "logistics"];

/// A file under construction; nothing is written after `now`.
struct Story<'d> {
    dice: &'d mut Dice,
    words: &'d Words,
    /// Another case, for duplicates.
    earlier: Option<&'d str>,
    text: String,
    clock: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    over: bool,
    /// Paused for good, so nothing follows.
    stuck: bool,
    pending: bool,
}

/// The text of a case received at `received`, up to `now`.
pub fn case(
    id: &str,
    received: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    words: &Words,
    earlier: Option<&str>,
    dice: &mut Dice,
) -> String {
    let mut story = Story {
        words,
        earlier,
        text: String::new(),
        clock: received,
        now,
        over: false,
        stuck: false,
        pending: false,
        dice,
    };
    story.facts(id);
    story.event("ann", "register", "");
    if story.dice.chance(15) {
        let to = story.dice.one(&words.categories);
        story.later(1, 20);
        let from = story
            .text
            .split_once("category: ")
            .and_then(|(_, rest)| rest.lines().next())
            .unwrap_or_default()
            .to_owned();
        story.event(
            "ann",
            "amend",
            &format!("field: category\nfrom: {from}\nto: {to}\nreason: misfiled\n"),
        );
    }
    story.round();
    while story.over && story.dice.chance(25) {
        story.later(10, 20_000);
        let rework = if story.dice.chance(40) {
            "rework: true\n"
        } else {
            ""
        };
        story.event("ann", "reopen", &format!("reason: again\n{rework}"));
        story.over = false;
        story.round();
    }
    while story.dice.chance(30) {
        story.later(10, 2_000);
        let result = story.dice.one(&["right", "wrong"]);
        story.event("zoe", "inspect", &format!("result: {result}\n"));
    }
    story.text
}

impl Story<'_> {
    fn facts(&mut self, id: &str) {
        let words = self.words;
        let channel = self.dice.one(&words.channels);
        let category = self.dice.one(&words.categories);
        let level = self.dice.one(&words.levels);
        let received = self.clock.to_rfc3339();
        let _ = writeln!(
            self.text,
            "id: {id}\nreceived: {received}\nchannel: {channel}\ncategory: {category}\nlevel: {level}"
        );
        if self.dice.chance(60) {
            let severity = self.dice.one(&words.severities);
            let _ = writeln!(self.text, "severity: {severity}");
        }
        if !words.kinds.is_empty() && self.dice.chance(60) {
            // Mostly what counts.
            let kind = match self.dice.chance(50) {
                true => &words.kinds[0],
                false => self.dice.one(&words.kinds),
            };
            let _ = writeln!(self.text, "kind: {kind}");
        }
        if !words.lines.is_empty() && self.dice.chance(60) {
            let line = self.dice.one(&words.lines);
            let _ = writeln!(self.text, "line: {line}");
        }
        let _ = writeln!(self.text, "complainant:\n  name: 王芳");
        if self.dice.chance(30) {
            let grade = self.dice.one(&words.grades);
            let _ = writeln!(self.text, "  grade: {grade}");
        }
        if self.dice.chance(50) {
            let _ = writeln!(self.text, "product: PX-{}", self.dice.below(3));
        }
        if self.dice.chance(20) {
            let _ = writeln!(self.text, "person: 柜台的人");
        }
        let _ = writeln!(self.text, "summary: 屏幕出现坏点\nevents:");
    }

    /// From receipt or reopening to an end, or up to `now`.
    fn round(&mut self) {
        if self.dice.chance(60) {
            self.later(5, 2_500);
            self.event("ann", "acknowledge", "");
        }
        if self.dice.chance(8) {
            self.later(5, 3_000);
            let why = self.why_invalid();
            return self.end("invalidate", &why);
        }
        if self.dice.chance(70) {
            self.dispatch();
        }
        if self.stops_in_a_pause() {
            return;
        }
        if self.dice.chance(40) {
            self.later(5, 3_000);
            let verdict = self
                .dice
                .one(&["substantiated", "partly", "unsubstantiated"]);
            let cause = if self.dice.chance(50) {
                format!("cause: {}\n", self.words.causes[0])
            } else {
                String::new()
            };
            let liable = match self.dice.chance(20) {
                true => "liable: {carrier: 40, quality: 60}\n",
                false => "",
            };
            self.event(
                "bob",
                "investigate",
                &format!("verdict: {verdict}\n{cause}{liable}"),
            );
        }
        self.extend();
        if self.dice.chance(10) {
            self.later(5, 9_000);
            return self.end("withdraw", "reason: never mind\n");
        }
        if self.dice.chance(85) {
            self.answer();
        }
    }

    /// Assigns the case, by way of wrong assignments.
    fn dispatch(&mut self) {
        self.later(5, 3_000);
        let (mut holder, mut department) = (self.dice.one(&STAFF), self.dice.one(&DEPARTMENTS));
        self.assign("ann", holder, department);
        while self.dice.chance(25) {
            self.later(5, 1_500);
            if self.dice.chance(30) {
                self.event("ann", "chase", "text: how far is it?\n");
                self.later(5, 500);
            }
            if self.dice.chance(30) {
                let by = if self.dice.chance(50) { "ann" } else { holder };
                self.event(by, "consult", "expert: Dr Wu\ntext: what it may be\n");
                self.later(5, 500);
            }
            let by = match self.dice.chance(50) {
                true => {
                    self.event(holder, "send-back", "reason: not ours\n");
                    self.later(5, 1_500);
                    "ann"
                }
                false => holder,
            };
            (holder, department) = (self.dice.one(&STAFF), self.dice.one(&DEPARTMENTS));
            self.assign(by, holder, department);
        }
    }

    fn assign(&mut self, by: &str, to: &str, department: &str) {
        let said = format!("to: {to}\ndepartment: {department}\n");
        self.event(by, "assign", &said);
    }

    /// Waits for the complainant, mostly not for good; returns whether it is.
    fn stops_in_a_pause(&mut self) -> bool {
        if !self.dice.chance(25) {
            return false;
        }
        self.later(5, 4_000);
        self.event("bob", "pause", "reason: asked for the receipt\n");
        self.extend();
        self.later(5, 9_000);
        if self.dice.chance(85) {
            self.event("bob", "resume", "reason: it came\n");
            return false;
        }
        if self.dice.chance(50) {
            self.end("withdraw", "reason: never mind\n");
        }
        self.stuck = !self.over;
        true
    }

    /// Asks for a later date, allowed or not.
    fn extend(&mut self) {
        if !self.dice.chance(25) {
            return;
        }
        self.later(5, 1_000);
        let deadline = match self.dice.chance(50) && self.has_deadline("resolve") {
            true => "resolve",
            false => self.dice.one(&self.words.deadlines),
        };
        let until = self.clock + Duration::hours(1 + self.dice.below(400) as i64);
        let until = until.to_rfc3339();
        let said = format!("deadline: {deadline}\nuntil: {until}\nreason: it takes longer\n");
        self.event("zoe", "extend", &said);
    }

    fn has_deadline(&self, name: &str) -> bool {
        self.words.deadlines.iter().any(|it| it == name)
    }

    fn answer(&mut self) {
        if self.words.needs_evidence && self.dice.chance(50) {
            self.later(5, 20_000);
            let said = format!(
                "file: 0123abcd-photo.jpg\nsha256: \"{}\"\nkind: photo\n",
                "0123abcd".repeat(8)
            );
            self.event("bob", "attach", &said);
        }
        while self.dice.chance(30) {
            self.later(5, 6_000);
            self.event("bob", "note", "text: asked the workshop\n");
        }
        if self.dice.chance(40) {
            self.later(5, 4_000);
            let (handle, amount) = (1000 + self.dice.below(9_000), self.dice.below(50_000));
            let terms = format!(
                "proposal: P{handle}\nremedy: refund\namount: {}.{:02}\n",
                amount / 100,
                amount % 100
            );
            self.event("bob", "propose", &terms);
            self.pending = true;
        }
        if self.dice.chance(20) {
            self.later(5, 2_000);
            self.event("bob", "respond", "text: 处理中\ninterim: true\n");
        }
        if self.stops_in_a_pause() {
            return;
        }
        self.later(5, 9_000);
        let mut result = self.dice.one(&["solved", "solved", "explained", "refused"]);
        if self.dice.chance(30) {
            // How the answer was taken is known later, or never.
            self.event("bob", "respond", "text: 已处理\n");
            if !self.dice.chance(70) {
                return;
            }
            self.later(5, 2_000);
            self.event("bob", "respond", &format!("result: {result}\n"));
        } else {
            let said = format!("text: 已处理\nresult: {result}\n");
            self.event("bob", "respond", &said);
        }
        if result == "refused" && self.dice.chance(50) {
            // Answered again, and now accepted.
            self.later(5, 3_000);
            result = "explained";
            self.event("bob", "respond", "text: 再次说明\nresult: explained\n");
        }
        let mut resolved = result != "refused" && !self.pending;
        if self.pending && result != "refused" && self.dice.chance(85) {
            self.later(5, 9_000);
            self.event("bob", "resolve", "");
            self.pending = false;
            resolved = true;
        }
        if resolved && self.dice.chance(75) {
            self.later(5, 15_000);
            let score = 1 + self.dice.below(5);
            let asked = self.dice.chance(80);
            let said = if asked {
                format!("score: {score}\n")
            } else {
                "waive: not reachable\n".to_owned()
            };
            self.event("eve", "follow-up", &said);
        }
        if self.dice.chance(75) {
            self.later(5, 3_000);
            self.end("close", "");
        }
    }

    fn why_invalid(&mut self) -> String {
        match (self.dice.below(4), self.earlier) {
            (0, Some(earlier)) => format!("reason: duplicate\ncase: {earlier}\n"),
            (1, _) => "reason: mistaken-entry\n".to_owned(),
            (2, _) => format!("reason: {}\nmalicious: true\n", self.ground()),
            (_, _) => format!("reason: {}\n", self.ground()),
        }
    }

    fn ground(&self) -> &str {
        let grounds = self.words.grounds.first();
        grounds.map_or("nothing in it", String::as_str)
    }

    fn end(&mut self, verb: &str, rest: &str) {
        self.event("ann", verb, rest);
        self.over = self.clock <= self.now;
    }

    /// Advances the clock by a random number of minutes, and some seconds.
    fn later(&mut self, least: u64, most: u64) {
        let minutes = least + self.dice.below(most - least);
        self.clock +=
            Duration::minutes(minutes as i64) + Duration::seconds(self.dice.below(60) as i64);
        if self.dice.chance(10) {
            self.clock += Duration::milliseconds(1 + self.dice.below(999) as i64);
        }
    }

    fn event(&mut self, by: &str, verb: &str, rest: &str) {
        if self.clock > self.now || self.stuck {
            return;
        }
        let _ = write!(
            self.text,
            "- at: {}\n  by: {by}\n  do: {verb}\n",
            self.clock.to_rfc3339()
        );
        for line in rest.lines() {
            let _ = writeln!(self.text, "  {line}");
        }
    }
}
