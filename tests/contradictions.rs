//! The table of pairs of verbs, with two real clones: what contradicts something that its author did
//! not know of is a question, and what was recorded one after the other is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use complaint::domain::case::{Case, Verb, document};
use complaint::domain::merge;
use complaint::domain::policy::{self, Policy};
use complaint::domain::rules::conflicts::Relation;
use complaint::domain::rules::{self, Judged};
use complaint::domain::time::Instant;
use complaint::domain::word::Word as _;

use crate::support;
use crate::support::repository::{REAL, Repository};
use crate::support::story::instant;

/// Two clerks, a supervisor, and two directors, each of whom has a clone.
const STAFF: &str = r#"
[staff.ann]
email = "ann@example.com"
role = "clerk"
[staff.sue]
email = "sue@example.com"
role = "supervisor"
[staff.dan]
email = "dan@example.com"
role = "director"
[staff.eve]
email = "eve@example.com"
role = "director"
"#;

/// The states of a case in which pairs are tried, the simple ones first, as the events after
/// `register`.
const STATES: &[&[&str]] = &[
    &[],
    &[ASSIGNED],
    &[PROPOSED],
    &[PROPOSED, APPROVED],
    &[PROPOSED, APPROVED, ANSWERED],
    &[ANSWERED_ALONE, FOLLOWED_UP],
    &[ANSWERED_ALONE, FOLLOWED_UP, CLOSED],
    &[PAUSED],
    &[APPEALED],
    &[DISPUTED],
    &[PLANNED],
    &[PLANNED, DONE],
    // States with much in them, for pairs that have little in common.
    &[
        ASSIGNED, DISPUTED, PLANNED, DONE, PROPOSED, APPEALED, PAUSED,
    ],
    &[ASSIGNED, DISPUTED, PLANNED, PROPOSED, APPEALED, PAUSED],
    &[
        ASSIGNED, DISPUTED, PLANNED, DONE, PROPOSED, APPROVED, APPEALED, PAUSED,
    ],
    &[
        ASSIGNED, DISPUTED, PLANNED, PROPOSED, APPROVED, ANSWERED, APPEALED,
    ],
    &[
        ASSIGNED, DISPUTED, PLANNED, DONE, PROPOSED, APPROVED, ANSWERED, APPEALED, PAUSED,
    ],
    &[
        ASSIGNED,
        DISPUTED,
        PLANNED,
        DONE,
        ANSWERED_ALONE,
        FOLLOWED_UP,
        PAUSED,
    ],
    &[ASSIGNED, DISPUTED, PLANNED, ANSWERED_ALONE, FOLLOWED_UP],
    &[
        ASSIGNED,
        DISPUTED,
        PLANNED,
        ANSWERED_ALONE,
        FOLLOWED_UP,
        CLOSED,
    ],
];
const ASSIGNED: &str = "sue assign|to: ann";
const PROPOSED: &str = "ann propose|proposal: 7Q2M\nremedy: refund\namount: 3000";
const APPROVED: &str = "sue approve|proposal: 7Q2M\nremedy: refund\namount: 3000";
const ANSWERED: &str = "ann respond|text: x\nresult: solved\nproposal: 7Q2M";
const ANSWERED_ALONE: &str = "ann respond|text: x\nresult: solved";
const FOLLOWED_UP: &str = "ann follow-up|score: 5";
const CLOSED: &str = "ann close|outcome: solved";
const PAUSED: &str = "ann pause|reason: x";
const APPEALED: &str = "ann appeal|reason: x\nregulator: A";
const DISPUTED: &str = "ann dispute|between: A\nand: B\ntext: x";
const PLANNED: &str =
    "ann plan|plan: 8PLN\naction: train\nowner: ann\nuntil: 2026-11-20T09:00:00+08:00";
const DONE: &str = "ann done|plan: 8PLN";

/// What makes the other clone's event legal where no state makes both so.
const BEFOREHAND: &[&[&str]] = &[
    &[],
    &["resume|reason: x"],
    &["settle|means: mediation\ntext: y"],
    &["reopen|reason: x"],
    &["decide|outcome: upheld"],
    &[
        "reopen|reason: x",
        "respond|text: y\nresult: solved",
        "follow-up|score: 5",
    ],
    &[
        "approve|proposal: 7Q2M\nremedy: refund\namount: 3000",
        "respond|text: y\nresult: solved\nproposal: 7Q2M",
        "follow-up|score: 5",
    ],
];

/// The keys of an event of each verb, different in the two clones where two of it can differ.
fn keys(verb: Verb, is_here: bool, case: &Case) -> String {
    let pick = |here: &str, there: &str| (if is_here { here } else { there }).to_owned();
    match verb {
        Verb::Register | Verb::Acknowledge => String::new(),
        Verb::Assign => pick("to: ann", "to: sue"),
        Verb::SendBack | Verb::Pause | Verb::Resume | Verb::Withdraw => "reason: x".to_owned(),
        Verb::Appeal => pick("reason: x\nregulator: A", "reason: x\nregulator: B"),
        Verb::Consult => pick("expert: A\ntext: x", "expert: B\ntext: x"),
        Verb::Note | Verb::Chase => pick("text: a", "text: b"),
        Verb::Attach => {
            let sum = pick(&"0".repeat(64), &"1".repeat(64));
            format!("file: {}/{}-a.txt\nsha256: {sum}", case.facts.id, &sum[..8])
        }
        Verb::Link => pick(
            "case: 20261102-AAAAAA\nkind: related",
            "case: 20261102-AAAAAA\nkind: repeated",
        ),
        Verb::Amend => pick(
            "field: product\nto: P1\nreason: x",
            "field: product\nto: P2\nreason: x",
        ),
        Verb::Investigate => pick("verdict: substantiated", "verdict: partly"),
        Verb::Propose => pick(
            "proposal: 1ANN\nremedy: refund\namount: 100",
            "proposal: 1SVE\nremedy: repair",
        ),
        Verb::Refuse => "proposal: 7Q2M\nremedy: refund\namount: 3000\nreason: x".to_owned(),
        Verb::Approve => "proposal: 7Q2M\nremedy: refund\namount: 3000".to_owned(),
        Verb::Respond => pick("text: a\nresult: solved", "text: b\nresult: explained"),
        Verb::Resolve => String::new(),
        Verb::FollowUp => pick("score: 1", "score: 4"),
        Verb::Escalate => pick(
            "from: general\nto: regional\nreason: x",
            "from: general\nto: head-office\nreason: x",
        ),
        Verb::Decide => pick("outcome: upheld", "outcome: dismissed"),
        Verb::Dispute => pick("between: A\nand: B\ntext: x", "between: A\nand: C\ntext: x"),
        Verb::Settle => pick("means: mediation\ntext: x", "means: mediation\ntext: z"),
        Verb::Extend => pick(
            "deadline: respond\nuntil: 2026-11-06T09:00:00+08:00\nreason: x",
            "deadline: respond\nuntil: 2026-11-09T09:00:00+08:00\nreason: x",
        ),
        Verb::Invalidate => pick("reason: spam", "reason: not ours"),
        Verb::Plan => {
            let keys = "action: train\nowner: ann\nuntil: 2026-11-20T09:00:00+08:00";
            format!("plan: {}\n{keys}", pick("1ACT", "2ACT"))
        }
        Verb::Done => "plan: 8PLN".to_owned(),
        Verb::Verify => pick(
            "plan: 8PLN\nresult: effective",
            "plan: 8PLN\nresult: ineffective",
        ),
        Verb::Inspect => pick("result: right", "result: wrong\nfault: [routed]"),
        Verb::Close => pick("outcome: solved", "outcome: explained"),
        Verb::Reopen => pick("reason: x", "reason: x\nrework: true"),
        Verb::Retract => {
            let last = case.in_order().last().expect("an event").digest;
            format!("event: {last}\nreason: x")
        }
    }
}

/// A case file as text, with the time of the next event.
#[derive(Clone)]
struct File {
    text: String,
    minutes: u32,
}

impl File {
    fn new(number: usize) -> Self {
        let text = format!(
            "id: {}\nreceived: 2026-11-02T09:00:00+08:00\nchannel: phone\ncategory: delivery\n\
             level: general\ncomplainant:\n  name: Customer {number}\nsummary: late\nevents:\n",
            id(number)
        );
        Self { text, minutes: 0 }.with("ann register", "")
    }

    fn with(mut self, head: &str, keys: &str) -> Self {
        let (by, verb) = head.split_once(' ').expect("who and what");
        self.minutes += 5;
        let (hour, minute) = (9 + self.minutes / 60, self.minutes % 60);
        let text = &mut self.text;
        let at = format!("2026-11-02T{hour:02}:{minute:02}:00+08:00");
        writeln!(text, "- at: {at}\n  by: {by}\n  do: {verb}").expect("a string");
        for line in keys.lines() {
            writeln!(text, "  {line}").expect("a string");
        }
        self
    }

    fn step(self, step: &str, by: Option<&str>) -> Self {
        let (head, keys) = step.split_once('|').expect("head and keys");
        let head = by.map_or(head.to_owned(), |by| format!("{by} {head}"));
        self.with(&head, keys)
    }

    fn verb(self, verb: Verb, is_here: bool) -> Self {
        let keys = keys(verb, is_here, &self.case());
        let by = if is_here { "dan" } else { "eve" };
        self.with(&format!("{by} {}", verb.word()), &keys)
    }

    fn case(&self) -> Case {
        let read = document::parse(self.text.as_bytes());
        read.case
            .unwrap_or_else(|| panic!("{:#?}\n{}", read.findings, self.text))
    }

    fn judged(&self, policy: &Policy) -> Judged {
        rules::judge(&self.case(), policy, now())
    }

    /// Whether the rules allow what the file has more than one that was judged.
    fn is_allowed_after(&self, before: &Judged, policy: &Policy) -> bool {
        self.judged(policy).refusals(Some(before)).is_empty()
    }
}

/// A case as two clones leave it.
struct Trial {
    verbs: [Verb; 2],
    setting: Setting,
    base: File,
    here: File,
    there: File,
}

impl Trial {
    /// The verbs in a setting where each is legal; the first clone acts first.
    fn new(number: usize, verbs: [Verb; 2], setting: Setting) -> Self {
        let base = setting.base(number);
        Self {
            verbs,
            setting,
            here: base.clone().verb(verbs[0], true),
            there: setting.there(base.clone()).verb(verbs[1], false),
            base,
        }
    }

    /// Whether its two events say different things.
    fn differs(&self) -> bool {
        self.verbs[0] != self.verbs[1] || !matches!(self.verbs[0], Verb::Withdraw | Verb::Appeal)
    }

    /// Whether the driver merges it, which takes longer: the contradictory ones, in one order.
    fn goes_through_the_driver(&self) -> bool {
        let [one, other] = self.verbs;
        Relation::of(one, other) == Relation::Contradictory && one <= other
    }

    /// The second event after the first, by somebody who knows of it.
    fn in_turn(&self) -> File {
        let mut later = self.here.clone();
        later.minutes += 20;
        later.verb(self.verbs[1], false)
    }
}

/// What comes before the verbs of a trial.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Setting {
    beforehand: usize,
    state: usize,
}

impl Setting {
    fn all() -> impl Iterator<Item = Self> {
        (0..BEFOREHAND.len())
            .flat_map(|beforehand| (0..STATES.len()).map(move |state| Self { beforehand, state }))
    }

    fn base(self, number: usize) -> File {
        STATES[self.state]
            .iter()
            .fold(File::new(number), |file, step| file.step(step, None))
    }

    fn there(self, mut base: File) -> File {
        base.minutes += 20;
        BEFOREHAND[self.beforehand]
            .iter()
            .fold(base, |file, step| file.step(step, Some("eve")))
    }

    /// The verbs that are legal there, and without anything beforehand also here.
    fn legal(self, policy: &Policy) -> [BTreeSet<Verb>; 2] {
        let base = self.base(1);
        let before = base.judged(policy);
        let there = self.there(base.clone());
        if !there.is_allowed_after(&before, policy) {
            return [BTreeSet::new(), BTreeSet::new()];
        }
        let verbs = |file: &File, before: &Judged, is_here: bool| {
            let is_legal = |verb: &Verb| {
                let after = file.clone().verb(*verb, is_here);
                after.is_allowed_after(before, policy)
            };
            Verb::ALL.iter().copied().filter(is_legal).collect()
        };
        let here = match self.beforehand {
            0 => verbs(&base, &before, true),
            _ => BTreeSet::new(),
        };
        let later = there.judged(policy);
        [here, verbs(&there, &later, false)]
    }
}

fn id(number: usize) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHJKMNPQRSTVWXYZ";
    let digit = |place: u32| char::from(DIGITS[number / DIGITS.len().pow(place) % DIGITS.len()]);
    let random: String = (0..6).rev().map(digit).collect();
    format!("20261102-{random}")
}

fn path(id: &str) -> String {
    format!("cases/2026/11/{id}-delivery.yaml")
}

fn now() -> Instant {
    instant("2026-11-03T09:00:00+08:00")
}

const NOW: &str = "2026-11-03T09:00";

/// The questions of `check` and its errors about events, by case.
fn checked(clone: &Repository) -> [BTreeMap<String, Vec<String>>; 2] {
    let output = clone.run("dan", NOW, &["check", "--format", "json"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
    let mut found = [BTreeMap::new(), BTreeMap::new()];
    for row in &rows {
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let place = match (word("code").as_str(), word("severity").as_str()) {
            ("questionable", _) => 0,
            // The attached files are invented.
            ("evidence-missing", _) | (_, "warning") => continue,
            _ => 1,
        };
        let about = word("path")[14..29].to_owned();
        let text = format!(
            "{}: {}\nhint: {}",
            word("code"),
            word("message"),
            word("hint")
        );
        found[place]
            .entry(about)
            .or_insert_with(Vec::new)
            .push(text);
    }
    found
}

/// The events that the first way in a hint takes back, in turn.
fn first_way(hint: &str) -> Vec<&str> {
    let way = hint.split(", or --").next().unwrap_or_default();
    let way = way.split("; or ").next().unwrap_or_default();
    way.split("--event ")
        .skip(1)
        .map(|rest| &rest[..16])
        .collect()
}

/// The trials of every pair of verbs, in both orders unless they are independent, and the pairs that
/// no setting makes legal.
fn trials(policy: &Policy) -> (BTreeMap<String, Trial>, Vec<[Verb; 2]>) {
    let legal: Vec<(Setting, [BTreeSet<Verb>; 2])> = std::thread::scope(|scope| {
        let all: Vec<_> = Setting::all()
            .map(|setting| scope.spawn(move || (setting, setting.legal(policy))))
            .collect();
        let ends = all.into_iter();
        ends.map(|thread| thread.join().expect("the verbs"))
            .collect()
    });
    let setting_of = |[here, there]: [Verb; 2]| {
        // What is recorded beforehand may contradict something by itself.
        let is_told = Relation::of(here, there) == Relation::Contradictory;
        let mut settings = legal.iter().filter(|(setting, [_, verbs])| {
            let (_, [of_state, _]) = &legal[setting.state];
            (setting.beforehand == 0 || is_told)
                && of_state.contains(&here)
                && verbs.contains(&there)
        });
        settings.next().map(|(setting, _)| *setting)
    };
    let (mut trials, mut untried) = (BTreeMap::new(), Vec::new());
    for (place, one) in Verb::ALL.iter().enumerate() {
        for other in &Verb::ALL[..=place] {
            let mut orders = BTreeSet::from([[*other, *one]]);
            if Relation::of(*one, *other) != Relation::Independent {
                orders.insert([*one, *other]);
            }
            let before = trials.len();
            for verbs in orders {
                if let Some(setting) = setting_of(verbs) {
                    let number = trials.len() + 1;
                    trials.insert(id(number), Trial::new(number, verbs, setting));
                }
            }
            if trials.len() == before {
                untried.push([*one, *other]);
            }
        }
    }
    (trials, untried)
}

/// A repository with two clones that recorded the trials, merged; and what the driver said.
struct Merged {
    clone: Repository,
    said: String,
}

impl Merged {
    fn new(trials: &BTreeMap<String, Trial>, in_turn: &BTreeMap<String, [String; 3]>) -> Self {
        let clone = Repository::begun("dan", "2026-11-02T08:00", STAFF);
        let by_driver = trials.iter().filter(|(_, it)| it.goes_through_the_driver());
        let attributes: String = by_driver
            .map(|(id, _)| format!("{} merge=complaint\n", path(id)))
            .collect();
        clone.write(".gitattributes", &attributes);
        std::fs::create_dir_all(clone.root().join("cases/2026/11")).expect("a folder");
        clone.write(&path(&id(0)), &File::new(0).text);
        for (id, trial) in trials {
            clone.write(&path(id), &trial.base.text);
        }
        let write_in_turn = |version: usize| {
            for (id, texts) in in_turn {
                clone.write(&path(id), &texts[version]);
            }
        };
        write_in_turn(0);
        clone.commit("dan", NOW, "Cases");
        clone.with_origin();
        let there = clone.another("there");
        for (id, trial) in trials {
            clone.write(&path(id), &trial.here.text);
            there.write(&path(id), &trial.there.text);
        }
        there.commit("eve", NOW, "There");
        write_in_turn(1);
        clone.commit("dan", NOW, "Here");
        write_in_turn(2);
        clone.commit("eve", NOW, "Here, in turn");
        clone.git("dan", REAL, &["fetch", "-q", "../there", "main"]);
        let merge = clone.try_git("dan", NOW, &["merge", "--no-edit", "FETCH_HEAD"]);
        let others = trials
            .iter()
            .filter(|(_, it)| !it.goes_through_the_driver());
        for (id, trial) in others {
            let sides = [&trial.base, &trial.here, &trial.there];
            let [base, here, there] = sides.map(|file| file.text.as_bytes());
            let union = merge::merge(base, here, there).expect("a union");
            clone.write(&path(id), &String::from_utf8(union).expect("text"));
        }
        clone.commit("dan", NOW, "Merge");
        let said = String::from_utf8_lossy(&merge.stderr).into_owned();
        Self { clone, said }
    }
}

#[test]
fn every_pair_of_verbs_is_as_the_table_says() {
    let standard = policy::preset("standard").expect("it is shipped");
    let policy = policy::parse(&format!("{standard}{STAFF}"));
    let policy = policy.0.expect("it reads");
    let (trials, untried) = trials(&policy);
    let in_turn: BTreeMap<String, [String; 3]> = trials
        .values()
        .enumerate()
        .filter(|(_, trial)| trial.setting.beforehand == 0)
        .map(|(index, trial)| {
            let trial = Trial::new(3000 + index, trial.verbs, trial.setting);
            let later = trial.in_turn();
            let texts = [trial.base.text, trial.here.text, later.text];
            (id(3000 + index), texts)
        })
        .collect();
    let Merged { clone, said } = Merged::new(&trials, &in_turn);

    let [questions, errors] = checked(&clone);
    let mut wrong: Vec<String> = Vec::new();
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (id, trial) in &trials {
        let relation = Relation::of(trial.verbs[0], trial.verbs[1]);
        let is_told = questions.contains_key(id);
        let is_right = match relation {
            Relation::Contradictory => is_told == trial.differs(),
            Relation::Independent => !is_told,
            Relation::AsJudged => true,
        };
        let of_relation = counts.entry(format!("{relation:?}")).or_default();
        of_relation[0] += 1;
        of_relation[1] += usize::from(is_told);
        let by_driver = said.contains(&format!("warning: {id}: "));
        let driver_agrees = !trial.goes_through_the_driver() || by_driver == is_told;
        if !is_right || !driver_agrees || errors.contains_key(id) {
            let told = (questions.get(id), errors.get(id), by_driver);
            wrong.push(format!("{:?} {id}: {told:?}", trial.verbs));
        }
    }
    // What is illegal after the first is an error, and never a question.
    let asked = in_turn.keys().filter(|id| questions.contains_key(*id));
    wrong.extend(asked.map(|id| format!("in turn {id}: {:?}", questions[id])));
    let legal = in_turn
        .keys()
        .filter(|id| !errors.contains_key(*id))
        .count();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let is_possible = |pair: &&[Verb; 2]| !pair.contains(&Verb::Register);
    let untried: Vec<_> = untried.iter().filter(is_possible).collect();
    let pairs = Verb::ALL.len() * (Verb::ALL.len() + 1) / 2;
    eprintln!("{pairs} pairs of verbs; trials and questions: {counts:?}");
    eprintln!("{legal} recorded one after the other, without a question");
    eprintln!("never legal in one state: {} {untried:?}", untried.len());
    let mut left = questions;
    // Settling one question can leave another, of what was recorded beforehand.
    for _ in 0..3 {
        let settled = settle(&clone, &trials, &left);
        eprintln!(
            "{settled} of {} settled by command, others by its events",
            left.len()
        );
        [left, _] = checked(&clone);
        if left.is_empty() {
            return;
        }
    }
    panic!("{left:#?}");
}

/// Settles every question as its hint says: one of each verb by the command of the hint, the others
/// by the events that it would record. Returns the number of the first.
fn settle(
    clone: &Repository,
    trials: &BTreeMap<String, Trial>,
    questions: &BTreeMap<String, Vec<String>>,
) -> usize {
    let mut by_command = BTreeSet::new();
    for (id, hints) in questions {
        let hint = hints[0].split("\nhint: ").nth(1).expect("a hint");
        let (who, rest) = hint
            .split_once(" decides")
            .unwrap_or_else(|| panic!("{hint}"));
        let people: Vec<&str> = who.split(" or ").flat_map(|it| it.split(", ")).collect();
        let command = format!("complaint retract {id} --reason TEXT --event ");
        assert!(rest.contains(&command), "{hint}");
        let is_first = by_command.insert(trials[id].verbs[1]);
        let mut file = clone.read(&path(id));
        for (number, event) in first_way(hint).into_iter().enumerate() {
            let runs = |who: &&&str| {
                let retract = ["retract", id, "--reason", "x", "--event", event];
                clone.run(who, NOW, &retract).status.success()
            };
            if is_first {
                assert!(people.iter().any(|who| runs(&who)), "{hint}");
                continue;
            }
            let keys = format!("  do: retract\n  event: {event}\n  reason: x\n");
            file += &support::repository::event(
                &format!("2026-11-03T08:{number:02}"),
                people[0],
                &keys,
            );
        }
        if !is_first {
            clone.write(&path(id), &file);
        }
    }
    clone.git("dan", NOW, &["add", "--all"]);
    let commit = ["commit", "-q", "--allow-empty", "-m", "Settled"];
    clone.git("dan", NOW, &commit);
    by_command.len()
}

/// The questions of `check`, as text.
fn asked(clone: &Repository) -> Vec<String> {
    checked(clone)[0].values().flatten().cloned().collect()
}

/// A case that `who` assigned in two clones, to somebody who goes on in the first one; merged.
fn assigned_twice(who: [&str; 2], at: [&str; 2]) -> (Repository, String) {
    let here = Repository::begun("dan", "2026-11-02T08:00", STAFF);
    let id = here.new_case("ann", "2026-11-02T09:00");
    here.with_origin();
    let there = here.another("there");
    there.with_driver_of(&here);
    here.ok(who[0], at[0], &["assign", &id, "ann"]);
    let finding = ["investigate", &id, "--verdict", "substantiated"];
    here.ok("ann", "2026-11-02T09:40", &finding);
    there.ok(who[1], at[1], &["assign", &id, "sue"]);
    here.git(
        "dan",
        "2026-11-02T10:00",
        &["pull", "-q", "--no-rebase", "../there", "main"],
    );
    (here, id)
}

#[test]
fn what_one_clone_goes_on_with_does_not_show_that_the_other_was_known() {
    let earlier = ["2026-11-02T09:30", "2026-11-02T09:20"];
    let between = ["2026-11-02T09:30", "2026-11-02T09:35"];
    let later = ["2026-11-02T09:30", "2026-11-02T09:50"];
    for at in [earlier, between, later] {
        for who in [["dan", "eve"], ["dan", "dan"]] {
            let (clone, id) = assigned_twice(who, at);
            let told = asked(&clone);
            assert_eq!(told.len(), 1, "{who:?} {at:?}: {told:?}");
            assert!(told[0].contains("assigned it"), "{told:?}");
            clone.ok("dan", "2026-11-02T10:00", &["assign", &id, "sue"]);
            assert_eq!(asked(&clone), Vec::<String>::new(), "{who:?} {at:?}");
        }
    }
}

#[test]
fn a_third_event_of_one_clone_settles_nothing() {
    let (clone, id) = assigned_twice(["dan", "eve"], ["2026-11-02T09:30", "2026-11-02T09:50"]);
    let there = clone.beside("there");
    there.ok("eve", "2026-11-02T10:00", &["assign", &id, "dan"]);
    clone.git(
        "dan",
        NOW,
        &["pull", "-q", "--no-rebase", "../there", "main"],
    );
    let told = asked(&clone);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("dan to ann") && told[0].contains("eve to dan"),
        "{told:?}"
    );
}

#[test]
fn a_shallow_clone_says_nothing_of_what_is_older_than_its_history() {
    let (clone, id) = assigned_twice(["dan", "eve"], ["2026-11-02T09:30", "2026-11-02T09:50"]);
    let url = format!("file://{}", clone.root().display());
    clone.git(
        "dan",
        REAL,
        &["clone", "-q", "--depth", "1", &url, "../shallow"],
    );
    let shallow = clone.beside("shallow");
    assert_eq!(asked(&shallow), Vec::<String>::new());
    // What is newer is decided as ever.
    let second = clone.beside("second");
    clone.git(
        "dan",
        REAL,
        &["clone", "-q", "--depth", "1", &url, "../second"],
    );
    second.with_driver_of(&clone);
    shallow.with_driver_of(&clone);
    shallow.ok("dan", "2026-11-02T11:00", &["assign", &id, "ann"]);
    second.ok("eve", "2026-11-02T11:10", &["assign", &id, "dan"]);
    shallow.git(
        "dan",
        NOW,
        &["pull", "-q", "--no-rebase", "../second", "main"],
    );
    let told = asked(&shallow);
    assert_eq!(told.len(), 1, "{told:?}");
}
