//! Random facts and events, for the laws that tests hold the case to.

use chrono_tz::Tz;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::event::{
    Asked, Efficacy, Entry, Event, Fault, FollowUp, Grievance, Marks, Matter, Means, Motion,
    Quality, Ruling, Terms, Verdict,
};
use super::facts::{FactField, FactKind, Facts};
use super::fields::{Raw, Value};
use crate::domain::case::event::Acknowledge;
use crate::domain::case::event::Amend;
use crate::domain::case::event::Appeal;
use crate::domain::case::event::Approve;
use crate::domain::case::event::Assign;
use crate::domain::case::event::Attach;
use crate::domain::case::event::Chase;
use crate::domain::case::event::Close;
use crate::domain::case::event::Decide;
use crate::domain::case::event::Dispute;
use crate::domain::case::event::Done;
use crate::domain::case::event::Escalate;
use crate::domain::case::event::Extend;
use crate::domain::case::event::Inspect;
use crate::domain::case::event::Invalidate;
use crate::domain::case::event::Investigate;
use crate::domain::case::event::Link;
use crate::domain::case::event::Note;
use crate::domain::case::event::Pause;
use crate::domain::case::event::Plan;
use crate::domain::case::event::Propose;
use crate::domain::case::event::Refuse;
use crate::domain::case::event::Register;
use crate::domain::case::event::Reopen;
use crate::domain::case::event::Resolve;
use crate::domain::case::event::Resume;
use crate::domain::case::event::Retract;
use crate::domain::case::event::SendBack;
use crate::domain::case::event::Settle;
use crate::domain::case::event::Verify;
use crate::domain::case::event::Withdraw;
use crate::domain::names::{CaseId, Digest, StaffId};
use crate::domain::share::Share;
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// Texts that YAML readers stumble over, and any others.
pub fn text() -> impl Strategy<Value = String> {
    let traps = [
        "no",
        "NO",
        "y",
        "~",
        "null",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "12:30",
        "2026-11-21",
        ".inf",
        "=",
        "<<",
        "---",
        "...",
        "- ",
        "-",
        "? ",
        ": ",
        " #",
        "#",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%",
        "@",
        "`",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "\\",
        "\\n",
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "\r",
        "\r\n",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{0}",
        "\u{7f}",
        "\u{a0}",
        "\u{3000}",
        "\u{300}",
        "☺",
        "👩‍🚒",
        "王芳",
        "，",
        "é",
        "１２",
        "a",
        "b",
        "word",
        "events:",
        "- at: x",
        "20261121-K7QM2X",
        "<<<<<<< ours",
        "=======",
        ">>>>>>> x",
    ];
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(traps.to_vec()), 0..6).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[a-z \n]{0,20}",
    ]
}

pub fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("not blank", |text| !text.trim().is_empty())
}

pub fn instant() -> impl Strategy<Value = Instant> {
    (-10_000_000_000_000_i64..10_000_000_000_000)
        .prop_map(|ms| chrono::DateTime::from_timestamp_millis(ms).unwrap())
}

pub fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..i64::MAX, 0_u32..20).prop_map(|(number, scale)| Decimal::new(number, scale))
}

pub fn share() -> impl Strategy<Value = Share> {
    let fraction = (any::<u32>(), 1..=u32::MAX)
        .prop_map(|(part, whole)| Share::fraction(part, whole).expect("not of nothing"));
    prop_oneof![amount().prop_map(Share::Percent), fraction]
}

pub fn staff() -> impl Strategy<Value = StaffId> {
    "[a-z0-9王][a-z0-9._+@-]{0,8}".prop_map(|id| id.parse().unwrap())
}

pub fn facts() -> impl Strategy<Value = Facts> {
    let further = prop::collection::vec(
        (
            prop::sample::select(FactField::ALL),
            text(),
            amount(),
            instant(),
        ),
        0..12,
    );
    let required = (filled(), filled(), filled(), filled(), filled());
    (
        required,
        further,
        prop::option::of(text()),
        instant(),
        any::<u32>(),
    )
        .prop_map(|(required, further, source, received, random)| {
            let id = CaseId::new(
                received.date_naive().max(chrono::NaiveDate::default()),
                random,
            );
            let mut facts = Facts::blank(id, received);
            facts.source = source;
            (facts.channel, facts.category, facts.level) = (required.0, required.1, required.2);
            (facts.name, facts.summary) = (required.3, required.4);
            for (field, text, amount, instant) in further {
                match field.kind() {
                    _ if field.is_required() => {}
                    FactKind::Text => facts.put(field, Value::Text(text)),
                    FactKind::Amount => facts.put(field, Value::Decimal(amount)),
                    FactKind::Instant => facts.put(field, Value::Instant(instant)),
                }
            }
            facts
        })
}

pub fn raw() -> impl Strategy<Value = Raw> {
    let leaf = prop_oneof![Just(Raw::Null), text().prop_map(Raw::Text)];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Raw::List),
            prop::collection::btree_map(text(), inner, 0..4)
                .prop_map(|map| Raw::Map(map.into_iter().collect())),
        ]
    })
}

pub fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        1 => prop::strategy::Union::new(Event::strategies()),
        10 => by_hand(),
    ]
}

/// Events whose keys are no table yet.
fn by_hand() -> impl Strategy<Value = Event> {
    let terms = || {
        let others = vec![
            Motion::Answer,
            Motion::Validity,
            Motion::Liability,
            Motion::Decision(Ruling::Upheld),
            Motion::Decision(Ruling::OwnCause),
        ];
        let motion = prop_oneof![
            filled().prop_map(Motion::Remedy),
            prop::sample::select(others)
        ];
        ("[A-Z0-9]{4}", motion, prop::option::of(amount())).prop_map(|(handle, motion, amount)| {
            Terms {
                proposal: handle.parse().unwrap(),
                motion,
                amount,
            }
        })
    };
    let shares = prop::collection::btree_map(text(), share(), 0..3)
        .prop_map(|map| map.into_iter().collect::<Vec<_>>());
    prop_oneof![
        Just(Event::Register(Register)),
        filled().prop_map(|text| Event::Note(Note {
            text: Some(text),
            step: None
        })),
        (prop::option::of(text()), filled()).prop_map(|(text, step)| Event::Note(Note {
            text,
            step: Some(step)
        })),
        prop::option::of(text()).prop_map(|via| Event::Acknowledge(Acknowledge { via })),
        filled().prop_map(|reason| Event::SendBack(SendBack { reason })),
        (filled(), filled()).prop_map(|(case, kind)| Event::Link(Link { case, kind })),
        terms().prop_map(|terms| Event::Approve(Approve { terms })),
        prop::option::of(text()).prop_map(|text| Event::Resolve(Resolve { text })),
        filled().prop_map(|reason| Event::FollowUp(FollowUp::Waived(reason))),
        (filled(), filled(), filled()).prop_map(|(from, to, reason)| Event::Escalate(Escalate {
            from,
            to,
            reason
        })),
        filled().prop_map(|reason| Event::Resume(Resume { reason })),
        filled().prop_map(|reason| Event::Pause(Pause { reason })),
        (filled(), prop::option::of(text()))
            .prop_map(|(text, deadline)| Event::Chase(Chase { text, deadline })),
        filled().prop_map(|reason| Event::Withdraw(Withdraw { reason })),
        ("[A-Z0-9]{4}", prop::option::of(text())).prop_map(|(plan, text)| Event::Done(Done {
            plan: plan.parse().unwrap(),
            text
        })),
        prop::option::of(text()).prop_map(|outcome| Event::Close(Close { outcome })),
        (
            staff(),
            prop::option::of(text()),
            prop::collection::vec(text(), 0..3)
        )
            .prop_map(|(to, department, co_handlers)| Event::Assign(Assign {
                to,
                department,
                co_handlers
            })),
        (
            filled(),
            prop::option::of(text()),
            prop::option::of(text()),
            filled()
        )
            .prop_map(|(field, from, to, reason)| Event::Amend(Amend {
                field,
                from,
                to,
                reason
            })),
        (
            prop::option::of(text()),
            prop::option::of(text()),
            shares,
            prop::option::of(staff())
        )
            .prop_map(
                |(cause, finding, liable, lead)| Event::Investigate(Investigate {
                    verdict: Verdict::Substantiated,
                    cause,
                    finding,
                    liable,
                    lead
                })
            ),
        // An answer has its draft.
        (
            terms(),
            filled(),
            any::<bool>(),
            prop::collection::vec(staff(), 0..3)
        )
            .prop_map(|(terms, text, emergency, agreed)| Event::Propose(Propose {
                terms,
                text: Some(text),
                emergency,
                agreed
            })),
        (filled(), "[0-9a-f]{64}", prop::option::of(text()))
            .prop_map(|(file, sha256, kind)| Event::Attach(Attach { file, sha256, kind })),
        (filled(), prop::option::of(text()), any::<bool>()).prop_map(
            |(reason, text, malicious)| Event::Invalidate(Invalidate {
                reason,
                text,
                malicious
            })
        ),
        (terms(), filled()).prop_map(|(terms, reason)| Event::Refuse(Refuse { terms, reason })),
        (
            1_u8..=5,
            marks(),
            prop::option::of(text()),
            prop::option::of(prop::sample::select(Grievance::ALL))
        )
            .prop_flat_map(|(score, marks, via, because)| {
                let asked = move |comment| {
                    FollowUp::Asked(Asked {
                        score,
                        marks,
                        via: via.clone(),
                        because,
                        comment,
                    })
                };
                prop::option::of(text()).prop_map(move |comment| Event::FollowUp(asked(comment)))
            }),
        (filled(), any::<bool>())
            .prop_map(|(reason, rework)| Event::Reopen(Reopen { reason, rework })),
        (
            filled(),
            prop::option::of(text()),
            prop::option::of(text()),
            prop::option::of(instant())
        )
            .prop_map(
                |(reason, regulator, reference, cutoff)| Event::Appeal(Appeal {
                    reason,
                    regulator,
                    reference,
                    cutoff
                })
            ),
        (prop::sample::select(Ruling::ALL), prop::option::of(text()))
            .prop_map(|(outcome, text)| Event::Decide(Decide { outcome, text })),
        (
            filled(),
            filled(),
            prop::option::of(Just(Matter::Liability)),
            filled()
        )
            .prop_map(|(between, and, about, text)| Event::Dispute(Dispute {
                between,
                and,
                about,
                text
            })),
        (prop::sample::select(Means::ALL), any::<bool>(), filled()).prop_map(
            |(means, failed, text)| Event::Settle(Settle {
                means,
                failed,
                text
            })
        ),
        (filled(), instant(), filled()).prop_map(|(deadline, until, reason)| Event::Extend(
            Extend {
                deadline,
                until,
                reason
            }
        )),
        (
            "[A-Z0-9]{4}",
            filled(),
            staff(),
            instant(),
            prop::option::of(amount())
        )
            .prop_map(|(plan, action, owner, until, fall)| Event::Plan(Plan {
                plan: plan.parse().unwrap(),
                action,
                owner,
                until,
                fall
            })),
        (
            ("[A-Z0-9]{4}", prop::sample::select(Efficacy::ALL)),
            prop::option::of(instant()),
            prop::option::of(text()),
            prop::option::of(text())
        )
            .prop_map(
                |((plan, result), until, text, lesson)| Event::Verify(Verify {
                    plan: plan.parse().unwrap(),
                    result,
                    until,
                    text,
                    lesson
                })
            ),
        (
            prop::sample::select(Quality::ALL),
            prop::sample::subsequence(Fault::ALL, 0..=2),
            prop::option::of(text())
        )
            .prop_map(|(result, faults, text)| Event::Inspect(Inspect {
                result,
                faults,
                text
            })),
        (any::<u64>(), filled()).prop_map(|(event, reason)| Event::Retract(Retract {
            event: Digest(event),
            reason
        })),
        (
            filled(),
            prop::collection::btree_map("k[a-z:# 王]{0,5}", raw(), 0..4)
        )
            .prop_map(|(verb, fields)| {
                Event::Unknown {
                    verb: format!("x{verb}"),
                    fields: fields.into_iter().collect(),
                }
            }),
    ]
}

fn marks() -> impl Strategy<Value = Marks> {
    let mark = || prop::option::of(1_u8..=5);
    (mark(), mark(), mark()).prop_map(|(process, outcome, staff)| Marks {
        process,
        outcome,
        staff,
    })
}

pub fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (
        instant(),
        staff(),
        event(),
        prop::option::of(instant()),
        prop::option::of(text()),
    )
        .prop_map(|(at, by, event, recorded, source)| {
            Entry::new(at, by, event).recorded(recorded).source(source)
        });
    prop::collection::vec(entry, 0..5)
}

pub fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        chrono_tz::Asia::Shanghai,
        Tz::UTC,
        chrono_tz::America::St_Johns,
        chrono_tz::Asia::Kathmandu,
    ])
}
