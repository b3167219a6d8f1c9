//! What a verb records, as the keys of an event in the order of the file.

use super::{Asked, Event, FollowUp, Motion, Terms};
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
use crate::domain::case::event::Reopen;
use crate::domain::case::event::Resolve;
use crate::domain::case::event::Resume;
use crate::domain::case::event::Retract;
use crate::domain::case::event::SendBack;
use crate::domain::case::event::Settle;
use crate::domain::case::event::Verify;
use crate::domain::case::event::Withdraw;
use crate::domain::case::fields::Value;
use crate::domain::word::Word;

impl Event {
    /// The keys and values that follow `at`, `by` and `do`.
    pub(super) fn fields(&self) -> Vec<(&str, Value)> {
        match self.record() {
            Some(record) => {
                let mut pairs = Vec::new();
                record.write(&mut pairs);
                pairs
            }
            None => self.fields_by_hand(),
        }
    }

    /// Those of a verb whose keys are no table yet.
    fn fields_by_hand(&self) -> Vec<(&str, Value)> {
        let text = |key: &'static str, text: &str| Some((key, Value::Text(text.to_owned())));
        let maybe = |key: &'static str, value: &Option<String>| {
            value.as_deref().and_then(|value| text(key, value))
        };
        let pairs: Vec<Option<(&str, Value)>> = match self {
            Self::Register(_) | Self::Consult(_) | Self::Respond(_) => vec![],
            Self::Acknowledge(Acknowledge { via }) => vec![maybe("via", via)],
            Self::Assign(Assign {
                to,
                department,
                co_handlers,
            }) => vec![
                text("to", to.as_str()),
                maybe("department", department),
                (!co_handlers.is_empty()).then(|| ("co-handler", Value::List(co_handlers.clone()))),
            ],
            Self::SendBack(SendBack { reason })
            | Self::Resume(Resume { reason })
            | Self::Pause(Pause { reason })
            | Self::Withdraw(Withdraw { reason }) => vec![text("reason", reason)],
            Self::Reopen(Reopen { reason, rework }) => vec![
                text("reason", reason),
                rework.then_some(("rework", Value::True)),
            ],
            Self::Invalidate(Invalidate {
                reason,
                text: told,
                malicious,
            }) => {
                vec![
                    text("reason", reason),
                    maybe("text", told),
                    malicious.then_some(("malicious", Value::True)),
                ]
            }
            Self::Note(Note { text: said, step }) => vec![maybe("text", said), maybe("step", step)],
            Self::Chase(Chase {
                text: said,
                deadline,
            }) => vec![text("text", said), maybe("deadline", deadline)],
            Self::Attach(Attach { file, sha256, kind }) => {
                vec![
                    text("file", file),
                    text("sha256", sha256),
                    maybe("kind", kind),
                ]
            }
            Self::Link(Link { case, kind }) => vec![text("case", case), text("kind", kind)],
            Self::Amend(Amend {
                field,
                from,
                to,
                reason,
            }) => {
                vec![
                    text("field", field),
                    maybe("from", from),
                    maybe("to", to),
                    text("reason", reason),
                ]
            }
            Self::Investigate(Investigate {
                verdict,
                cause,
                finding,
                liable,
                lead,
            }) => vec![
                text("verdict", verdict.word()),
                maybe("cause", cause),
                maybe("finding", finding),
                (!liable.is_empty()).then(|| ("liable", Value::Shares(liable.clone()))),
                lead.as_ref().and_then(|lead| text("lead", lead.as_str())),
            ],
            Self::Propose(Propose {
                terms,
                text: said,
                emergency,
                agreed,
            }) => {
                let mut pairs = terms.fields();
                let agreed: Vec<String> = agreed.iter().map(ToString::to_string).collect();
                pairs.extend([
                    maybe("text", said),
                    emergency.then_some(("emergency", Value::True)),
                    (!agreed.is_empty()).then_some(("agreed", Value::List(agreed))),
                ]);
                pairs
            }
            Self::Approve(Approve { terms }) => terms.fields(),
            Self::Refuse(Refuse { terms, reason }) => {
                let mut pairs = terms.fields();
                pairs.push(text("reason", reason));
                pairs
            }
            Self::Resolve(Resolve { text: said }) => vec![maybe("text", said)],
            Self::FollowUp(FollowUp::Asked(Asked {
                score,
                marks,
                via,
                because,
                comment,
            })) => {
                let mark =
                    |key, mark: Option<u8>| mark.map(|mark| (key, Value::Whole(u64::from(mark))));
                vec![
                    mark("score", Some(*score)),
                    mark("process", marks.process),
                    mark("outcome", marks.outcome),
                    mark("staff", marks.staff),
                    maybe("via", via),
                    because.and_then(|because| text("because", because.word())),
                    maybe("comment", comment),
                ]
            }
            Self::FollowUp(FollowUp::Waived(reason)) => vec![text("waive", reason)],
            Self::Escalate(Escalate { from, to, reason }) => {
                vec![text("from", from), text("to", to), text("reason", reason)]
            }
            Self::Appeal(Appeal {
                reason,
                regulator,
                reference,
                cutoff,
            }) => vec![
                text("reason", reason),
                maybe("regulator", regulator),
                maybe("reference", reference),
                cutoff.map(|cutoff| ("cutoff", Value::Instant(cutoff))),
            ],
            Self::Decide(Decide {
                outcome,
                text: said,
            }) => vec![text("outcome", outcome.word()), maybe("text", said)],
            Self::Dispute(Dispute {
                between,
                and,
                about,
                text: said,
            }) => vec![
                text("between", between),
                text("and", and),
                about.and_then(|about| text("about", about.word())),
                text("text", said),
            ],
            Self::Settle(Settle {
                means,
                failed,
                text: said,
            }) => {
                vec![
                    text("means", means.word()),
                    failed.then_some(("failed", Value::True)),
                    text("text", said),
                ]
            }
            Self::Extend(Extend {
                deadline,
                until,
                reason,
            }) => {
                vec![
                    text("deadline", deadline),
                    Some(("until", Value::Instant(*until))),
                    text("reason", reason),
                ]
            }
            Self::Plan(Plan {
                plan,
                action,
                owner,
                until,
                fall,
            }) => vec![
                text("plan", plan.as_str()),
                text("action", action),
                text("owner", owner.as_str()),
                Some(("until", Value::Instant(*until))),
                fall.map(|fall| ("fall", Value::Decimal(fall))),
            ],
            Self::Done(Done { plan, text: said }) => {
                vec![text("plan", plan.as_str()), maybe("text", said)]
            }
            Self::Verify(Verify {
                plan,
                result,
                until,
                text: said,
                lesson,
            }) => vec![
                text("plan", plan.as_str()),
                text("result", result.word()),
                until.map(|until| ("until", Value::Instant(until))),
                maybe("text", said),
                maybe("lesson", lesson),
            ],
            Self::Inspect(Inspect {
                result,
                faults,
                text: said,
            }) => vec![
                text("result", result.word()),
                (!faults.is_empty()).then(|| {
                    (
                        "fault",
                        Value::List(faults.iter().map(|fault| fault.word().to_owned()).collect()),
                    )
                }),
                maybe("text", said),
            ],
            Self::Close(Close { outcome }) => vec![maybe("outcome", outcome)],
            Self::Retract(Retract { event, reason }) => {
                vec![text("event", &event.to_string()), text("reason", reason)]
            }
            Self::Unknown { fields, .. } => fields
                .iter()
                .map(|(key, raw)| Some((key.as_str(), Value::Unknown(raw.clone()))))
                .collect(),
        };
        pairs.into_iter().flatten().collect()
    }
}

impl Terms {
    fn fields(&self) -> Vec<Option<(&'static str, Value)>> {
        let text = |key, text: &str| Some((key, Value::Text(text.to_owned())));
        let about = match &self.motion {
            Motion::Remedy(remedy) => text("remedy", remedy),
            other => text("subject", other.subject().word()),
        };
        let outcome = match &self.motion {
            Motion::Decision(ruling) => text("outcome", ruling.word()),
            Motion::Remedy(_)
            | Motion::Answer
            | Motion::Validity
            | Motion::Loss
            | Motion::Liability => None,
        };
        vec![
            text("proposal", self.proposal.as_str()),
            about,
            outcome,
            self.amount.map(|amount| ("amount", Value::Decimal(amount))),
        ]
    }
}
