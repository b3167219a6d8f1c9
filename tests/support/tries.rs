//! Random steps in two clones of a case: only those are taken that the rules allow in that clone.

use chrono::TimeDelta;
use complaint::domain::case::event::{
    Acknowledge, Amend, Appeal, Approve, Asked, Assign, Attach, Chase, Close, Consult, Decide,
    Dispute, Done, Efficacy, Entry, Escalate, Event, Extend, Fault, FollowUp, Grievance, Inspect,
    Invalidate, Investigate, Link, Marks, Means, Note, Pause, Plan, ProposalSubject, Propose,
    Quality, Refuse, Reopen, Reply, Resolve, Respond, ResultClass, Resume, Retract, Ruling,
    SendBack, Settle, Terms, Verdict, Verify, Withdraw,
};
use complaint::domain::case::{Case, FactField};
use complaint::domain::names::{Handle, StaffId};
use complaint::domain::policy::Policy;
use complaint::domain::rules;
use complaint::domain::state::State;
use complaint::domain::time::Instant;
use complaint::domain::word::Word;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::story::instant;

/// Staff in addition to ann, bob, sue and dan: a second supervisor and a second director.
pub const STAFF: &str = "[staff.tom]\nrole = \"supervisor\"\n[staff.eve]\nrole = \"director\"\n";
/// All staff.
pub const ANYBODY: [&str; 6] = ["ann", "sue", "dan", "bob", "tom", "eve"];

/// The numbers of verbs that [`event`] knows, each more often the later it is used in a case.
pub const VERBS: u8 = 51;

/// The clock for all judgements.
pub fn now() -> Instant {
    instant("2026-12-31T00:00:00+08:00")
}

pub fn id(who: &str) -> StaffId {
    who.parse().expect("a staff id")
}

/// One attempt at a step: person, verb, values, and minutes since the last.
pub type Try = (usize, u8, u8, i64);

/// At most `most` attempts.
pub fn tries(most: usize) -> impl Strategy<Value = Vec<Try>> {
    prop::collection::vec((0..6_usize, 0..VERBS, any::<u8>(), 1..90_i64), 0..most)
}

/// The case after those of `tries` that are allowed to somebody who knows the whole case.
pub fn worked_on(
    case: &Case,
    policy: &Policy,
    people: &[&str],
    tries: &[Try],
    offset: i64,
) -> Case {
    let mut case = case.clone();
    let mut judged = rules::judge(&case, policy, now());
    let last = case
        .entries
        .iter()
        .map(|entry| entry.at)
        .max()
        .expect("it is registered");
    let mut at = last + TimeDelta::milliseconds(offset);
    for (index, (who, verb, value, minutes)) in tries.iter().enumerate() {
        at += TimeDelta::minutes(*minutes);
        let handle = Handle::new((offset as u32) << 10 | index as u32);
        let Some(event) = event(*verb, *value, &judged.state, &case, handle, at) else {
            continue;
        };
        let mut next = case.clone();
        next.entries
            .push(Entry::new(at, id(people[who % people.len()]), event));
        let after = rules::judge(&next, policy, now());
        if after.refusals(Some(&judged)).is_empty() {
            (case, judged) = (next, after);
        }
    }
    case
}

/// The event of a verb and a value; `None` if the case has nothing that it could be about.
pub fn event(
    verb: u8,
    value: u8,
    state: &State,
    case: &Case,
    handle: Handle,
    at: Instant,
) -> Option<Event> {
    let pick = usize::from(value);
    let x = || "x".to_owned();
    let pending = || {
        state
            .pending()
            .nth(pick % 2)
            .or_else(|| state.pending().next())
            .map(|open| open.terms.clone())
    };
    Some(match verb {
        0 => Event::Acknowledge(Acknowledge { via: None }),
        1 if pick % 4 == 3 => Event::Assign(Assign {
            to: None,
            department: Some("quality".to_owned()),
            co_handlers: vec![],
        }),
        1 | 2 => Event::Assign(Assign {
            to: Some(id(ANYBODY[pick % 6])),
            department: None,
            co_handlers: vec![],
        }),
        3 => Event::SendBack(SendBack { reason: x() }),
        4 => Event::Note(Note {
            text: Some(x()),
            step: None,
        }),
        5 => Event::Amend(Amend {
            field: "product".to_owned(),
            from: state.facts.get(FactField::Product),
            to: Some(format!("P{}", value % 3)),
            reason: x(),
        }),
        6 => Event::Amend(Amend {
            field: "received".to_owned(),
            from: state.facts.get(FactField::Received),
            to: Some(format!("2026-11-02T0{}:00:00+08:00", value % 9)),
            reason: x(),
        }),
        7 | 8 => Event::Investigate(Investigate {
            verdict: Verdict::ALL[pick % 3],
            cause: Some("staff".to_owned()),
            finding: None,
            liable: vec![],
            lead: None,
        }),
        9..=12 => Event::Propose(Propose {
            terms: Terms {
                proposal: handle,
                subject: ProposalSubject::Remedy(["refund", "repair"][pick % 2].to_owned()),
                amount: Some(Decimal::from([100, 400, 900, 6000][pick / 2 % 4])),
            },
            text: None,
            emergency: false,
            agreed: vec![],
            elsewhere: (pick % 3 == 0).then(|| Decimal::from(450)),
        }),
        13..=15 => Event::Approve(Approve {
            terms: pending()?,
            elsewhere: (pick % 5 == 0).then(|| Decimal::from(300)),
        }),
        16 => Event::Refuse(Refuse {
            terms: pending()?,
            reason: x(),
        }),
        17..=19 => Event::Respond(Respond {
            proposal: None,
            text: (pick % 8 != 0).then(x),
            reply: Reply::Final(ResultClass::ALL.get(pick % 4).copied()),
            via: None,
            attitude: None,
        }),
        20 => Event::Respond(Respond {
            proposal: None,
            text: Some(x()),
            reply: Reply::Interim { promise: None },
            via: None,
            attitude: None,
        }),
        21 | 22 => Event::Resolve(Resolve {
            text: None,
            proposal: None,
        }),
        23 => Event::FollowUp(FollowUp::Waived(x())),
        24 | 48..=50 => {
            let because = value.is_multiple_of(2).then_some(Grievance::Handling);
            let score = if because.is_some() { 1 } else { 5 };
            Event::FollowUp(FollowUp::Asked(Asked {
                score,
                marks: Marks::default(),
                via: None,
                because,
                comment: None,
            }))
        }
        25 => {
            let levels = ["general", "regional", "head-office"];
            let place = levels.iter().position(|level| *level == state.level)?;
            Event::Escalate(Escalate {
                from: state.level.clone(),
                to: (*levels.get(place + 1 + pick % 2)?).into(),
                reason: x(),
            })
        }
        26 => Event::Appeal(Appeal {
            reason: x(),
            regulator: value.is_multiple_of(3).then(|| "12315".to_owned()),
            reference: None,
            cutoff: None,
        }),
        27 => Event::Decide(Decide {
            outcome: Ruling::ALL[pick % 4],
            text: None,
        }),
        28 => Event::Dispute(Dispute {
            between: "a".into(),
            and: ["b", "c"][pick % 2].into(),
            about: None,
            text: x(),
        }),
        29 => Event::Settle(Settle {
            means: Means::ALL[pick % 2],
            failed: value.is_multiple_of(4),
            text: format!("t{}", value % 3),
        }),
        30 => Event::Resume(Resume { reason: x() }),
        31 => Event::Pause(Pause { reason: x() }),
        32 => Event::Extend(Extend {
            deadline: ["respond", "resolve"][pick % 2].into(),
            until: at + TimeDelta::days(i64::from(value % 9)),
            reason: x(),
        }),
        33 if value.is_multiple_of(3) => Event::Withdraw(Withdraw { reason: x() }),
        34 if value.is_multiple_of(3) => Event::Invalidate(Invalidate {
            reason: ["spam", "not ours"][pick % 2].into(),
            case: None,
            text: None,
            malicious: false,
        }),
        35 => Event::Plan(Plan {
            plan: handle,
            action: x(),
            owner: id("ann"),
            until: at + TimeDelta::days(9),
            fall: None,
        }),
        36 => {
            let plan = state
                .actions
                .get(pick / 4 % state.actions.len().max(1))?
                .plan
                .clone();
            match value % 2 {
                0 => Event::Done(Done { plan, text: None }),
                _ => Event::Verify(Verify {
                    plan,
                    result: Efficacy::ALL[pick / 2 % 2],
                    until: (value / 2 % 2 == 1).then(|| at + TimeDelta::days(5)),
                    text: None,
                    lesson: None,
                }),
            }
        }
        // Later stages are rarely reached, so they are tried more often.
        37 | 45..=47 => Event::Close(Close {
            outcome: [None, Some("solved"), Some("explained")][pick % 3].map(str::to_owned),
        }),
        38 => Event::Reopen(Reopen {
            reason: x(),
            rework: value.is_multiple_of(3),
        }),
        40 => Event::Consult(Consult {
            expert: x(),
            text: x(),
        }),
        41 => Event::Attach(Attach {
            file: format!("{}/00000000-{}", case.facts.id, value % 3),
            sha256: "0".repeat(64),
            kind: None,
        }),
        42 => Event::Link(Link {
            case: ["20261102-AAAAAA", "20261102-BBBBBB"][pick % 2].into(),
            kind: "repeated".into(),
        }),
        43 => Event::Chase(Chase {
            text: x(),
            deadline: [None, Some("respond".to_owned())][pick % 2].clone(),
        }),
        44 => Event::Inspect(Inspect {
            result: Quality::ALL[pick % 2],
            faults: Fault::ALL[pick % 2..][..pick % 2].to_vec(),
            text: None,
        }),
        _ => Event::Retract(Retract {
            event: case.entries[pick % case.entries.len()].digest,
            reason: x(),
        }),
    })
}
