//! Laws of the fold: the order of writing does not matter, and no set of events panics.

use std::collections::BTreeSet;

use crate::support::story::{Story, instant};
use complaint::domain::case::event::{
    Acknowledge, Amend, Appeal, Approve, Assign, Attach, Chase, Close, Consult, Decide, Dispute,
    Done, Efficacy, Entry, Escalate, Event, Extend, Fault, FollowUp, Inspect, Invalidate,
    Investigate, Link, Means, Note, Pause, Plan, ProposalSubject, Propose, Quality, Refuse,
    Register, Reopen, Reply, Resolve, Respond, ResultClass, Resume, Retract, Ruling, SendBack,
    Settle, Terms, Verdict, Verify, Withdraw,
};
use complaint::domain::case::{Case, Facts, Verb};
use complaint::domain::deadline;
use complaint::domain::names::{Digest, Handle, StaffId};
use complaint::domain::rules;
use complaint::domain::time::Instant;
use complaint::domain::word::Word;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

/// A few texts, so that references sometimes match.
fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "x",
        "general",
        "regional",
        "head-office",
        "respond",
        "resolve",
        "phone",
        "delivery",
        "refund",
        "2026-11-01T09:00:00+08:00",
    ])
    .prop_map(str::to_owned)
}

fn staff() -> impl Strategy<Value = StaffId> {
    prop::sample::select(vec!["ann", "bob", "sue", "dan", "old", "eve"])
        .prop_map(|id| id.parse().expect("a staff id"))
}

fn moment() -> impl Strategy<Value = Instant> {
    // Few instants, so that equal ones are common.
    (0..60i64, 0..3i64).prop_map(|(hours, millis)| {
        instant("2026-11-02T09:00:00+08:00")
            + chrono::TimeDelta::hours(hours * 7)
            + chrono::TimeDelta::milliseconds(millis)
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    (0..3u32, 0..4u32).prop_map(|(handle, amount)| Terms {
        proposal: Handle::new(handle),
        subject: [
            ProposalSubject::Remedy("refund".to_owned()),
            ProposalSubject::Answer,
            ProposalSubject::Loss,
        ][handle as usize]
            .clone(),
        amount: (amount > 0).then(|| Decimal::from(amount * 400)),
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Register(Register)),
        Just(Event::Acknowledge(Acknowledge { via: None })),
        staff().prop_map(|to| Event::Assign(Assign {
            to: Some(to),
            department: None,
            co_handlers: vec![]
        })),
        word().prop_map(|department| Event::Assign(Assign {
            to: None,
            department: Some(department),
            co_handlers: vec![]
        })),
        word().prop_map(|reason| Event::SendBack(SendBack { reason })),
        word().prop_map(|expert| Event::Consult(Consult {
            expert,
            text: "x".into()
        })),
        (word(), word()).prop_map(|(field, to)| Event::Amend(Amend {
            field,
            from: None,
            to: Some(to),
            reason: "x".into()
        })),
        word().prop_map(|to| Event::Amend(Amend {
            field: "received".into(),
            from: None,
            to: Some(to),
            reason: "x".into()
        })),
        prop::sample::select(vec!["told", "papers"]).prop_map(|step| Event::Note(Note {
            text: None,
            step: Some(step.into())
        })),
        Just(Event::Investigate(Investigate {
            verdict: Verdict::Partly,
            cause: None,
            finding: None,
            liable: vec![],
            lead: None
        })),
        (terms(), any::<bool>()).prop_map(|(terms, emergency)| Event::Propose(Propose {
            terms,
            text: None,
            emergency,
            agreed: Vec::new(),
            elsewhere: emergency.then(|| Decimal::from(300))
        })),
        (terms(), prop::option::of(Just(Decimal::from(300))))
            .prop_map(|(terms, elsewhere)| { Event::Approve(Approve { terms, elsewhere }) }),
        terms().prop_map(|terms| Event::Refuse(Refuse {
            terms,
            reason: "x".into()
        })),
        moment().prop_map(|promise| Event::Respond(Respond {
            proposal: None,
            text: Some("x".into()),
            reply: Reply::Interim {
                promise: Some(promise)
            },
            via: None,
            attitude: None
        })),
        Just(Event::Respond(Respond {
            proposal: None,
            text: Some("x".into()),
            reply: Reply::Final(Some(ResultClass::Solved)),
            via: None,
            attitude: None
        })),
        Just(Event::Respond(Respond {
            proposal: None,
            text: Some("x".into()),
            reply: Reply::Final(Some(ResultClass::Refused)),
            via: None,
            attitude: None
        })),
        prop::option::of(Just("x".to_owned())).prop_map(|text| Event::Respond(Respond {
            proposal: None,
            reply: Reply::Final(text.is_none().then_some(ResultClass::Explained)),
            text,
            via: None,
            attitude: None
        })),
        Just(Event::Resolve(Resolve {
            text: None,
            proposal: None
        })),
        Just(Event::FollowUp(FollowUp::Waived("x".into()))),
        (word(), word()).prop_map(|(from, to)| Event::Escalate(Escalate {
            from,
            to,
            reason: "x".into()
        })),
        (prop::option::of(word()), prop::option::of(moment())).prop_map(|(regulator, cutoff)| {
            Event::Appeal(Appeal {
                reason: "x".into(),
                regulator,
                reference: None,
                cutoff,
            })
        }),
        Just(Event::Decide(Decide {
            outcome: Ruling::Upheld,
            text: None
        })),
        Just(Event::Resume(Resume { reason: "x".into() })),
        Just(Event::Pause(Pause { reason: "x".into() })),
        (word(), moment()).prop_map(|(deadline, until)| Event::Extend(Extend {
            deadline,
            until,
            reason: "x".into()
        })),
        Just(Event::Invalidate(Invalidate {
            reason: "x".into(),
            case: None,
            text: None,
            malicious: true
        })),
        Just(Event::Withdraw(Withdraw { reason: "x".into() })),
        (0..2u32, staff(), moment()).prop_map(|(plan, owner, until)| Event::Plan(Plan {
            plan: Handle::new(plan),
            action: "x".into(),
            owner,
            until,
            fall: None
        })),
        (0..2u32).prop_map(|plan| Event::Done(Done {
            plan: Handle::new(plan),
            text: None
        })),
        (
            0..2u32,
            prop::sample::select(Efficacy::ALL),
            prop::option::of(moment())
        )
            .prop_map(|(plan, result, until)| {
                Event::Verify(Verify {
                    plan: Handle::new(plan),
                    result,
                    until,
                    text: None,
                    lesson: Some("x".into()),
                })
            }),
        Just(Event::Inspect(Inspect {
            result: Quality::Wrong,
            faults: vec![Fault::Routed],
            text: None
        })),
        Just(Event::Close(Close { outcome: None })),
        word().prop_map(|file| Event::Attach(Attach {
            file,
            sha256: "0".repeat(64),
            kind: None
        })),
        word().prop_map(|kind| Event::Link(Link {
            case: "20261102-AAAAAA".into(),
            kind
        })),
        prop::option::of(word()).prop_map(|deadline| Event::Chase(Chase {
            text: "x".into(),
            deadline
        })),
        (word(), word()).prop_map(|(between, and)| Event::Dispute(Dispute {
            between,
            and,
            about: None,
            text: "x".into()
        })),
        (prop::sample::select(Means::ALL), any::<bool>()).prop_map(|(means, failed)| {
            Event::Settle(Settle {
                means,
                failed,
                text: "x".into(),
            })
        }),
        any::<bool>().prop_map(|rework| Event::Reopen(Reopen {
            reason: "x".into(),
            rework
        })),
        any::<u64>().prop_map(|event| Event::Retract(Retract {
            event: Digest(event),
            reason: "x".into()
        })),
        Just(Event::Unknown {
            verb: "teleport".into(),
            fields: vec![]
        }),
    ]
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (
        moment(),
        prop::option::of(moment()),
        staff(),
        event(),
        any::<bool>(),
    );
    prop::collection::vec(entry, 0..25).prop_map(|parts| {
        let entry = |(at, recorded, by, event, imported): (Instant, _, _, _, bool)| {
            Entry::new(at, by, event)
                .recorded(recorded)
                .source(imported.then(|| "l.csv#1".to_owned()))
        };
        let mut entries: Vec<Entry> = parts.into_iter().map(entry).collect();
        // Retractions of existing events.
        let targets: Vec<Digest> = entries
            .iter()
            .step_by(4)
            .map(|entry| entry.digest)
            .collect();
        let dan: StaffId = "dan".parse().expect("a staff id");
        let later = instant("2026-11-28T09:00:00+08:00");
        entries.extend(targets.into_iter().map(|event| {
            Entry::new(
                later,
                dan.clone(),
                Event::Retract(Retract {
                    event,
                    reason: "x".into(),
                }),
            )
        }));
        entries
    })
}

/// The standard policy with one more clock of each kind.
fn story() -> Story {
    Story::under(
        "[[deadline]]\nname = \"news\"\nstop = [\"interim\", \"acknowledge\"]\nwithin = \"9h\"\nrepeat = true\n\
         [[deadline]]\nname = \"papers\"\nstart = \"step:told\"\nstop = \"step:papers\"\nwithin = \"8h\"\n\
         [[deadline]]\nname = \"answer-appeal\"\nstart = \"appeal\"\nstop = \"decide\"\nwithin = \"2d\"\n\
         when = { appeal = \"regulator\" }\n\
         [[deadline]]\nname = \"answer-appeal\"\nstart = \"appeal\"\nstop = \"decide\"\nwithin = \"4d\"\n\
         [[deadline]]\nname = \"first\"\nstop = \"decide\"\nwithin = \"3d\"\nwhen = { appeal = \"none\", level = \"general\" }\n",
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::support::scaled(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_writing_does_not_matter(entries in entries().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle()))) {
        let (written, shuffled) = entries;
        let story = story();
        let now = instant("2026-12-31T00:00:00+08:00");
        let judge = |mut entries: Vec<Entry>, twice: bool| {
            if twice {
                entries.extend(entries.clone().into_iter().step_by(2));
            }
            let facts: Facts = story.case().facts;
            let judged = rules::judge(&Case { facts, entries }, story.policy(), now);
            let clocks = deadline::deadlines(&judged.state, story.policy(), now);
            (judged.state, judged.findings, judged.retracted, clocks)
        };
        let (one, two) = (judge(written, false), judge(shuffled, true));
        prop_assert_eq!(one.0, two.0);
        prop_assert_eq!(one.1, two.1);
        prop_assert_eq!(one.2, two.2);
        prop_assert_eq!(one.3, two.3);
    }

    #[test]
    fn a_due_instant_that_has_passed_never_moves(entries in entries()) {
        let story = story();
        let (policy, now) = (story.policy(), instant("2026-12-31T00:00:00+08:00"));
        let mut history: Vec<Entry> = story.case().entries;
        let mut overdue: Vec<(String, usize, Option<Instant>)> = Vec::new();
        let mut later: Vec<Entry> = entries.into_iter().filter(|entry| !matches!(entry.event, Event::Retract(_))).collect();
        later.sort_by_key(|entry| entry.on_record().max(entry.at));
        for entry in later {
            // Commands never write two events of a case at the same instant.
            let last = history.iter().map(|entry| entry.at).max().expect("it is registered");
            let at = entry.on_record().max(entry.at).max(last + chrono::TimeDelta::milliseconds(1));
            history.push(Entry::new(at, entry.by, entry.event));
            let judged = rules::judge(&Case { facts: story.case().facts, entries: history.clone() }, policy, now);
            let clocks = deadline::deadlines(&judged.state, policy, at);
            for (name, round, due) in &overdue {
                let same = clocks.iter().find(|clock| clock.name == *name && clock.round == *round);
                prop_assert_eq!(same.map(|clock| clock.due), Some(*due), "{} moved", name);
            }
            let passed = clocks.into_iter().filter(|clock| clock.due.is_some_and(|due| due < at) && clock.name != deadline::PROMISED);
            overdue = passed.map(|clock| (clock.name, clock.round, clock.due)).collect();
        }
    }
}

#[test]
fn the_generator_of_events_makes_every_verb() {
    let mut runner = TestRunner::deterministic();
    let made: BTreeSet<Verb> = (0..5_000)
        .map(|_| event().new_tree(&mut runner).expect("an event"))
        .filter_map(|tree| tree.current().verb())
        .collect();
    assert_eq!(made, Verb::ALL.iter().copied().collect());
}
