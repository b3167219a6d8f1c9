//! The table of pairs of verbs, with two real clones: what contradicts something that its author did
//! not know of is a question, and what was recorded one after the other is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use complaint::domain::case::{Case, Verb, document};
use complaint::domain::policy::{self, Policy};
use complaint::domain::rules::conflicts::Relation;
use complaint::domain::rules::{self, Judged};
use complaint::domain::time::Instant;
use complaint::domain::word::Word as _;

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

/// The states of a case in which pairs are tried, as the events after `register`.
const STATES: &[&[&str]] = &[
    &[],
    &[ASSIGNED],
    &[PROPOSED],
    &[PROPOSED, APPROVED],
    &[PROPOSED, APPROVED, ANSWERED],
    &[PROPOSED, APPROVED, ANSWERED, FOLLOWED_UP],
    &[ANSWERED_ALONE, FOLLOWED_UP, CLOSED],
    &["ann pause|reason: x"],
    &["ann appeal|reason: x"],
    &["ann dispute|between: A\nand: B\ntext: x"],
    &["ann plan|plan: 8PLN\naction: train\nowner: ann\nuntil: 2026-11-20T09:00:00+08:00"],
    &[
        "ann plan|plan: 8PLN\naction: train\nowner: ann\nuntil: 2026-11-20T09:00:00+08:00",
        "ann done|plan: 8PLN",
    ],
];
const ASSIGNED: &str = "sue assign|to: ann";
const PROPOSED: &str = "ann propose|proposal: 7Q2M\nremedy: refund\namount: 3000";
const APPROVED: &str = "sue approve|proposal: 7Q2M\nremedy: refund\namount: 3000";
const ANSWERED: &str = "ann respond|text: x\nresult: solved\nproposal: 7Q2M";
const ANSWERED_ALONE: &str = "ann respond|text: x\nresult: solved";
const FOLLOWED_UP: &str = "ann follow-up|score: 5";
const CLOSED: &str = "ann close|outcome: solved";

/// What makes the other clone's event legal where no state makes both so.
const BEFOREHAND: &[&[&str]] = &[
    &[],
    &["resume|reason: x"],
    &["settle|by: mediation\ntext: y"],
    &["reopen|reason: x"],
];

/// The keys of an event of each verb, different in the two clones where two of it can differ.
fn keys(verb: Verb, is_here: bool, case: &Case) -> String {
    let pick = |here: &str, there: &str| (if is_here { here } else { there }).to_owned();
    match verb {
        Verb::Register | Verb::Acknowledge => String::new(),
        Verb::Assign => pick("to: ann", "to: sue"),
        Verb::SendBack
        | Verb::Refuse
        | Verb::Pause
        | Verb::Resume
        | Verb::Withdraw
        | Verb::Appeal => "reason: x".to_owned(),
        Verb::Consult => pick("expert: A\ntext: x", "expert: B\ntext: x"),
        Verb::Note | Verb::Chase => pick("text: a", "text: b"),
        Verb::Attach => {
            let sum = pick(&"0".repeat(64), &"1".repeat(64));
            format!("file: {}/{}-a.txt\nsha256: {sum}", case.facts.id, &sum[..8])
        }
        Verb::Link => pick(
            "case: 20261102-AAAAAA\nkind: related",
            "case: 20261102-AAAAAB\nkind: related",
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
        Verb::Approve => "proposal: 7Q2M\nremedy: refund\namount: 3000".to_owned(),
        Verb::Respond => pick("text: a\nresult: solved", "text: b\nresult: explained"),
        Verb::Resolve => String::new(),
        Verb::FollowUp => pick("score: 1", "score: 4"),
        Verb::Escalate => pick(
            "from: general\nto: regional\nreason: x",
            "from: general\nto: head-office\nreason: x",
        ),
        Verb::Decide => pick("outcome: upheld", "outcome: dismissed"),
        Verb::Dispute => pick(
            "between: A\nand: B\ntext: x",
            "between: A\nand: C\ntext: x",
        ),
        Verb::Settle => pick("by: mediation\ntext: x", "by: mediation\ntext: z"),
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

    /// The later file, if the rules allow its new events.
    fn allowed(&self, later: Self, policy: &Policy) -> Option<Self> {
        let before = self.judged(policy);
        later
            .judged(policy)
            .refusals(Some(&before))
            .is_empty()
            .then_some(later)
    }
}

/// A case as two clones leave it.
struct Trial {
    verbs: [Verb; 2],
    base: File,
    here: File,
    there: File,
}

impl Trial {
    /// The verbs in the first state in which each is legal. The first clone acts first.
    fn find(number: usize, verbs: [Verb; 2], policy: &Policy) -> Option<Self> {
        let tries = BEFOREHAND
            .iter()
            .flat_map(|beforehand| STATES.iter().map(move |state| (*beforehand, *state)));
        let mut tries = tries.filter_map(|(beforehand, state)| {
            let base = state
                .iter()
                .fold(File::new(number), |file, step| file.step(step, None));
            let here = base.allowed(base.clone().verb(verbs[0], true), policy)?;
            let mut there = base.clone();
            there.minutes += 20;
            for step in beforehand {
                there = there.allowed(there.clone().step(step, Some("eve")), policy)?;
            }
            let there = there.allowed(there.clone().verb(verbs[1], false), policy)?;
            Some(Self {
                verbs,
                base,
                here,
                there,
            })
        });
        tries.next()
    }

    /// The second event after the first, by somebody who knows of it, if that is legal.
    fn in_turn(&self, policy: &Policy) -> Option<File> {
        let mut later = self.here.clone();
        later.minutes += 20;
        self.here.allowed(later.verb(self.verbs[1], false), policy)
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

/// The questions of `check`, and its errors about events, by case.
fn checked(clone: &Repository) -> [BTreeMap<String, Vec<String>>; 2] {
    let output = clone.run("dan", NOW, &["check", "--format", "json"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
    let mut found = [BTreeMap::new(), BTreeMap::new()];
    for row in &rows {
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let about = word("path")[14..29].to_owned();
        let place = match (word("code").as_str(), word("severity").as_str()) {
            ("questionable", _) => 0,
            ("evidence-missing", _) | (_, "warning") => continue,
            _ => 1,
        };
        let text = format!("{}: {}\nhint: {}", word("code"), word("message"), word("hint"));
        found[place].entry(about).or_insert_with(Vec::new).push(text);
    }
    found
}

/// The table of all pairs of verbs with what was seen, for the report of the test.
#[derive(Default)]
struct Counts {
    contradictory: usize,
    independent: usize,
    as_judged: usize,
    in_turn: usize,
    stateless: Vec<String>,
}

#[test]
fn every_pair_of_verbs_is_as_the_table_says() {
    let standard = policy::preset("standard").expect("it is shipped");
    let policy = policy::parse(&format!("{standard}{STAFF}")).0.expect("it reads");
    let mut trials: BTreeMap<String, Trial> = BTreeMap::new();
    let mut in_turn: BTreeMap<String, File> = BTreeMap::new();
    let mut counts = Counts::default();
    let mut number = 0;
    for (place, one) in Verb::ALL.iter().enumerate() {
        for other in &Verb::ALL[..=place] {
            let orders: BTreeSet<[Verb; 2]> = [[*one, *other], [*other, *one]].into();
            let mut is_found = false;
            for verbs in orders {
                number += 1;
                let Some(trial) = Trial::find(number, verbs, &policy) else {
                    continue;
                };
                is_found = true;
                if let Some(file) = trial.in_turn(&policy) {
                    in_turn.insert(id(number + 2000), File {
                        text: file.text.replace(&id(number), &id(number + 2000)),
                        minutes: file.minutes,
                    });
                }
                trials.insert(id(number), trial);
            }
            if !is_found {
                counts.stateless.push(format!("{one:?}-{other:?}"));
            }
        }
    }
    eprintln!("{} trials, {} in turn; no common state: {:?}", trials.len(), in_turn.len(), counts.stateless);
}
