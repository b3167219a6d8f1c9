//! What a verb records, read from the keys of an event.

use super::{Asked, Event, Fault, FollowUp, Marks, Motion, Register, Subject, Terms, Verb};
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
use crate::domain::case::fields::Fields;
use crate::domain::finding::{Code, Finding};
use crate::domain::names::Handle;
use crate::domain::time::Instant;

impl Event {
    /// The event of a verb; problems stay in `fields`.
    pub(super) fn read(verb: &str, fields: &mut Fields) -> Option<Self> {
        let Ok(known) = verb.parse() else {
            return Some(Self::Unknown {
                verb: verb.to_owned(),
                fields: fields.take_rest(),
            });
        };
        Self::read_verb(known, fields)
    }

    /// The event of a verb whose keys are no table yet.
    pub(super) fn read_by_hand(verb: Verb, fields: &mut Fields) -> Option<Self> {
        Some(match verb {
            Verb::Consult | Verb::Respond => return None,
            Verb::Register => Self::Register(Register),
            Verb::Acknowledge => Self::Acknowledge(Acknowledge {
                via: fields.text("via"),
            }),
            Verb::Assign => {
                let to = fields.required_as("to", "a staff id", |text| text.parse().ok());
                let department = fields.text("department");
                let co_handlers = fields.list("co-handler");
                Self::Assign(Assign {
                    to: to?,
                    department,
                    co_handlers,
                })
            }
            Verb::SendBack => Self::SendBack(SendBack {
                reason: fields.required("reason")?,
            }),
            Verb::Note => {
                let step = fields.text("step");
                let text = if step.is_some() {
                    fields.text("text")
                } else {
                    Some(fields.required("text")?)
                };
                Self::Note(Note { text, step })
            }
            Verb::Attach => {
                let (file, sha256) = (
                    fields.required("file"),
                    fields.required_as("sha256", "64 hexadecimal digits", parse_sha256),
                );
                let kind = fields.text("kind");
                Self::Attach(Attach {
                    file: file?,
                    sha256: sha256?,
                    kind,
                })
            }
            Verb::Link => {
                let (case, kind) = (fields.required("case"), fields.required("kind"));
                Self::Link(Link {
                    case: case?,
                    kind: kind?,
                })
            }
            Verb::Amend => {
                let (field, from, to, reason) = (
                    fields.required("field"),
                    fields.text("from"),
                    fields.text("to"),
                    fields.required("reason"),
                );
                Self::Amend(Amend {
                    field: field?,
                    from,
                    to,
                    reason: reason?,
                })
            }
            Verb::Investigate => {
                let verdict = fields.required_as(
                    "verdict",
                    "substantiated, partly or unsubstantiated",
                    |text| text.parse().ok(),
                );
                let (cause, finding, liable) = (
                    fields.text("cause"),
                    fields.text("finding"),
                    fields.shares("liable"),
                );
                let lead = fields.parsed("lead", "a staff id", |text| text.parse().ok());
                Self::Investigate(Investigate {
                    verdict: verdict?,
                    cause,
                    finding,
                    liable,
                    lead,
                })
            }
            Verb::Propose => {
                let terms = Terms::read(fields);
                let is_draft = terms
                    .as_ref()
                    .is_some_and(|terms| terms.motion == Motion::Answer);
                let text = if is_draft {
                    Some(fields.required("text")?)
                } else {
                    fields.text("text")
                };
                let emergency = fields.flag("emergency");
                let agreed = fields.staff("agreed");
                Self::Propose(Propose {
                    terms: terms?,
                    text,
                    emergency,
                    agreed,
                })
            }
            Verb::Approve => Self::Approve(Approve {
                terms: Terms::read(fields)?,
            }),
            Verb::Refuse => {
                let (terms, reason) = (Terms::read(fields), fields.required("reason"));
                Self::Refuse(Refuse {
                    terms: terms?,
                    reason: reason?,
                })
            }
            Verb::Resolve => Self::Resolve(Resolve {
                text: fields.text("text"),
            }),
            Verb::FollowUp => Self::FollowUp(FollowUp::read(fields)?),
            Verb::Escalate => {
                let (from, to, reason) = (
                    fields.required("from"),
                    fields.required("to"),
                    fields.required("reason"),
                );
                Self::Escalate(Escalate {
                    from: from?,
                    to: to?,
                    reason: reason?,
                })
            }
            Verb::Appeal => {
                let (reason, regulator, reference, cutoff) = (
                    fields.required("reason"),
                    fields.text("regulator"),
                    fields.text("reference"),
                    fields.instant("cutoff"),
                );
                Self::Appeal(Appeal {
                    reason: reason?,
                    regulator,
                    reference,
                    cutoff,
                })
            }
            Verb::Decide => {
                let (outcome, text) = (
                    fields.required_as("outcome", RULINGS, |text| text.parse().ok()),
                    fields.text("text"),
                );
                Self::Decide(Decide {
                    outcome: outcome?,
                    text,
                })
            }
            Verb::Dispute => {
                let (between, and) = (fields.required("between"), fields.required("and"));
                let about = fields.parsed("about", "liability", |text| text.parse().ok());
                let text = fields.required("text");
                Self::Dispute(Dispute {
                    between: between?,
                    and: and?,
                    about,
                    text: text?,
                })
            }
            Verb::Settle => {
                let means = fields.required_as("means", "mediation or arbitration", |text| {
                    text.parse().ok()
                });
                let failed = fields.flag("failed");
                let text = fields.required("text");
                Self::Settle(Settle {
                    means: means?,
                    failed,
                    text: text?,
                })
            }
            Verb::Resume => Self::Resume(Resume {
                reason: fields.required("reason")?,
            }),
            Verb::Pause => Self::Pause(Pause {
                reason: fields.required("reason")?,
            }),
            Verb::Extend => {
                let (deadline, until, reason) = (
                    fields.required("deadline"),
                    required_instant(fields, "until"),
                    fields.required("reason"),
                );
                Self::Extend(Extend {
                    deadline: deadline?,
                    until: until?,
                    reason: reason?,
                })
            }
            Verb::Chase => {
                let (text, deadline) = (fields.required("text"), fields.text("deadline"));
                Self::Chase(Chase {
                    text: text?,
                    deadline,
                })
            }
            Verb::Invalidate => {
                let (reason, text) = (fields.required("reason"), fields.text("text"));
                let malicious = fields.flag("malicious");
                Self::Invalidate(Invalidate {
                    reason: reason?,
                    text,
                    malicious,
                })
            }
            Verb::Withdraw => Self::Withdraw(Withdraw {
                reason: fields.required("reason")?,
            }),
            Verb::Plan => {
                let (plan, action) = (plan(fields), fields.required("action"));
                let owner = fields.required_as("owner", "a staff id", |text| text.parse().ok());
                let until = required_instant(fields, "until");
                let fall = fields.amount("fall");
                Self::Plan(Plan {
                    plan: plan?,
                    action: action?,
                    owner: owner?,
                    until: until?,
                    fall,
                })
            }
            Verb::Done => {
                let (plan, text) = (plan(fields), fields.text("text"));
                Self::Done(Done { plan: plan?, text })
            }
            Verb::Verify => {
                let plan = plan(fields);
                let result = fields.required_as("result", "effective or ineffective", |text| {
                    text.parse().ok()
                });
                let text = fields.text("text");
                let until = fields.instant("until");
                let lesson = fields.text("lesson");
                Self::Verify(Verify {
                    plan: plan?,
                    result: result?,
                    until,
                    text,
                    lesson,
                })
            }
            Verb::Inspect => {
                let result =
                    fields.required_as("result", "right or wrong", |text| text.parse().ok());
                let (faults, text) = (faults(fields), fields.text("text"));
                Self::Inspect(Inspect {
                    result: result?,
                    faults,
                    text,
                })
            }
            Verb::Close => Self::Close(Close {
                outcome: fields.text("outcome"),
            }),
            Verb::Reopen => {
                let reason = fields.required("reason");
                let rework = fields.flag("rework");
                Self::Reopen(Reopen {
                    reason: reason?,
                    rework,
                })
            }
            Verb::Retract => {
                let event =
                    fields.required_as("event", "the digest of an event", |text| text.parse().ok());
                let reason = fields.required("reason");
                Self::Retract(Retract {
                    event: event?,
                    reason: reason?,
                })
            }
        })
    }
}

impl Terms {
    fn read(fields: &mut Fields) -> Option<Self> {
        let proposal =
            fields.required_as("proposal", "a proposal's handle", |text| text.parse().ok());
        let motion = Motion::read(fields);
        let amount = fields.amount("amount");
        if motion == Some(Motion::Loss) && amount.is_none() && !fields.has_reported("amount") {
            fields.report_missing("amount");
            return None;
        }
        Some(Self {
            proposal: proposal?,
            motion: motion?,
            amount,
        })
    }
}

impl Motion {
    /// A remedy, unless `subject` says otherwise.
    fn read(fields: &mut Fields) -> Option<Self> {
        let wanted = "answer, decision, validity, loss or liability";
        let parse = |text: &str| {
            text.parse()
                .ok()
                .filter(|subject| *subject != Subject::Remedy)
        };
        let subject = fields.parsed("subject", wanted, parse);
        if subject.is_none() && fields.has_reported("subject") {
            return None;
        }
        Some(match subject.unwrap_or(Subject::Remedy) {
            Subject::Remedy => Self::Remedy(fields.required("remedy")?),
            Subject::Answer => Self::Answer,
            Subject::Decision => {
                Self::Decision(fields.required_as("outcome", RULINGS, |text| text.parse().ok())?)
            }
            Subject::Validity => Self::Validity,
            Subject::Loss => Self::Loss,
            Subject::Liability => Self::Liability,
        })
    }
}

const RULINGS: &str = "upheld, handled-before, dismissed or own-cause";

impl FollowUp {
    fn read(fields: &mut Fields) -> Option<Self> {
        if let Some(reason) = fields.text("waive") {
            return Some(Self::Waived(reason));
        }
        let score = fields.required_as("score", A_MARK, parse_mark);
        let mut mark = |key| fields.parsed(key, A_MARK, parse_mark);
        let marks = Marks {
            process: mark("process"),
            outcome: mark("outcome"),
            staff: mark("staff"),
        };
        let via = fields.text("via");
        let because = fields.parsed("because", "handling or matter", |text| text.parse().ok());
        let comment = fields.text("comment");
        Some(Self::Asked(Asked {
            score: score?,
            marks,
            via,
            because,
            comment,
        }))
    }
}

/// What a spot check found wrong; what is no fault is reported and left out.
fn faults(fields: &mut Fields) -> Vec<Fault> {
    let spot = fields.spot_of("fault");
    let mut faults = Vec::new();
    for text in fields.list("fault") {
        match text.parse() {
            Ok(fault) => faults.push(fault),
            Err(_) => {
                let message = format!("'fault' should be filled or routed, found '{text}'");
                fields.report(Finding::error(Code::BadValue, spot, message));
            }
        }
    }
    faults
}

fn plan(fields: &mut Fields) -> Option<Handle> {
    fields.required_as("plan", "the handle of an action", |text| text.parse().ok())
}

fn required_instant(fields: &mut Fields, key: &'static str) -> Option<Instant> {
    let instant = fields.instant(key);
    if instant.is_none() && !fields.has_reported(key) {
        let spot = fields.spot_of(key);
        fields.report(Finding::error(
            Code::MissingKey,
            spot,
            format!("'{key}' is missing or empty"),
        ));
    }
    instant
}

const A_MARK: &str = "a mark from 1 to 5";

fn parse_mark(text: &str) -> Option<u8> {
    text.parse().ok().filter(|mark| (1..=5).contains(mark))
}

fn parse_sha256(text: &str) -> Option<String> {
    (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()))
        .then(|| text.to_ascii_lowercase())
}
