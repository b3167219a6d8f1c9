//! What people did: one variant a verb. The verb of the command line, `do:` in the file and the
//! variant have one name.
//!
//! A verb is the struct that its variant holds: from it follow what is read and written, the
//! reference and the schema, what lists and commits say, and what the verb means for the rest of
//! the program.

mod action;
mod answer;
mod appeal;
mod correction;
mod dispute;
mod ending;
mod entry;
mod follow_up;
mod handling;
mod intake;
mod remedy;
mod terms;
mod verb;

pub use action::Done;
pub use action::{Plan, Verify};
pub use answer::Reply;
pub use answer::Respond;
pub use appeal::Appeal;
pub use appeal::Decide;
use complaint_derive::Events;

use super::fields::{Fields, Raw, Value};
use super::record::{Extent, Phrases};
use crate::domain::message::{Message, listed, message};
use crate::domain::word::Word as _;
pub use correction::Amend;
pub use correction::Retract;
pub use dispute::Dispute;
pub use dispute::Settle;
pub use ending::Reopen;
pub use ending::{Close, Invalidate, Withdraw};
pub use entry::Entry;
pub use follow_up::FollowUp;
pub use follow_up::{Asked, Marks};
pub use handling::Note;
pub use handling::Pause;
pub use handling::{Attach, Chase, Consult, Escalate, Extend, Inspect, Investigate, Link, Resume};

pub use intake::Acknowledge;
pub use intake::{Assign, Register, SendBack};
pub use remedy::Propose;
pub use remedy::{Approve, Refuse, Resolve};
pub use terms::ProposalSubject;
pub use terms::Terms;
pub use verb::Ruling;
pub use verb::Verdict;
pub use verb::{
    Attitude, Efficacy, Fault, Grievance, Matter, Means, Quality, ResultClass, Subject,
};

/// What was done, one variant a verb, in the order that breaks ties of time.
#[derive(Debug, Clone, PartialEq, Events)]
#[allow(missing_docs, reason = "the struct of each verb says what it is")]
pub enum Event {
    Register(Register),
    Acknowledge(Acknowledge),
    Assign(Assign),
    SendBack(SendBack),
    Consult(Consult),
    Note(Note),
    Attach(Attach),
    Link(Link),
    Amend(Amend),
    Investigate(Investigate),
    Propose(Propose),
    Approve(Approve),
    Refuse(Refuse),
    Respond(Respond),
    Resolve(Resolve),
    FollowUp(FollowUp),
    Escalate(Escalate),
    Appeal(Appeal),
    Decide(Decide),
    Dispute(Dispute),
    Settle(Settle),
    Resume(Resume),
    Pause(Pause),
    Extend(Extend),
    Chase(Chase),
    Invalidate(Invalidate),
    Withdraw(Withdraw),
    Plan(Plan),
    Done(Done),
    Verify(Verify),
    Inspect(Inspect),
    Close(Close),
    Reopen(Reopen),
    Retract(Retract),
    /// What a newer program wrote: kept, not judged.
    #[event(unknown)]
    Unknown {
        /// The verb.
        verb: String,
        /// Its keys.
        fields: Vec<(String, Raw)>,
    },
}

impl Event {
    /// The event of a verb; problems stay in `fields`.
    fn read(verb: &str, fields: &mut Fields) -> Option<Self> {
        let Ok(known) = verb.parse() else {
            return Some(Self::Unknown {
                verb: verb.to_owned(),
                fields: fields.take_rest(),
            });
        };
        Self::read_verb(known, fields)
    }

    /// The keys and values that follow `at`, `by` and `do`, in the order of the file.
    fn fields(&self) -> Vec<(&str, Value)> {
        if let Self::Unknown { fields, .. } = self {
            let raw = |raw: &Raw| Value::Unknown(raw.clone());
            return fields
                .iter()
                .map(|(key, it)| (key.as_str(), raw(it)))
                .collect();
        }
        let mut pairs = Vec::new();
        if let Some(record) = self.record() {
            record.write(&mut pairs);
        }
        pairs
    }

    /// What a line says of it beside the verb; `None`: nothing.
    pub(crate) fn detail(&self, extent: Extent<'_>) -> Option<Message> {
        match (self, extent) {
            (Self::Unknown { .. }, Extent::Commit(_)) => None,
            (Self::Unknown { fields, .. }, Extent::Line { .. }) => Some(message!(
                "(not known to this program; it says {keys})",
                keys = listed(fields.iter().map(|(key, _)| key))
            )),
            (known, _) => Phrases::of(known.record()?, extent),
        }
    }

    /// What somebody said or wrote: the text, the reason, the finding, the comment.
    pub(crate) fn said(&self) -> Option<&str> {
        self.record()?.said()
    }

    /// The verb as it is written.
    pub fn name(&self) -> &str {
        if let Self::Unknown { verb, .. } = self {
            return verb;
        }
        self.verb().map_or("", Verb::word)
    }

    /// Its place in the table that breaks ties of time; an unknown verb comes last.
    pub(crate) fn rank(&self) -> usize {
        self.verb().map_or(usize::MAX, |verb| verb as usize)
    }
}
