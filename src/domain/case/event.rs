//! Events: what people did, one variant per verb. The command, `do:` in the file and the variant
//! share one name.
//!
//! The struct of a variant defines its verb: reading and writing, the reference, the schema, the
//! text in lists and commits, and what the verb means to the rest of the program.

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
    Attitude, Efficacy, Fault, Grievance, LinkKind, Matter, Means, MistakenCase, Quality,
    ResultClass, Subject,
};

/// What was done, one variant per verb. Events of the same time sort by the order of the variants.
#[derive(Debug, Clone, PartialEq, Events)]
#[allow(missing_docs, reason = "the struct of each verb is documented")]
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
    /// An event of a newer program: kept, but not evaluated.
    #[event(unknown)]
    Unknown {
        /// The verb.
        verb: String,
        /// Its keys.
        fields: Vec<(String, Raw)>,
    },
}

impl Event {
    /// Reads the event of a verb; problems are added to `fields`.
    fn read(verb: &str, fields: &mut Fields) -> Option<Self> {
        let Ok(known) = verb.parse() else {
            return Some(Self::Unknown {
                verb: verb.to_owned(),
                fields: fields.take_rest(),
            });
        };
        Self::read_verb(known, fields)
    }

    /// The keys and values after `at`, `by` and `do`, in the order of the file.
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

    /// The details shown after the verb, if any.
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

    /// Free text: the text, reason, finding or comment.
    pub(crate) fn said(&self) -> Option<&str> {
        self.record()?.said()
    }

    /// The verb as written in the file.
    pub fn name(&self) -> &str {
        if let Self::Unknown { verb, .. } = self {
            return verb;
        }
        self.verb().map_or("", Verb::word)
    }

    /// The sort key for events of the same time; unknown verbs come last.
    pub(crate) fn rank(&self) -> usize {
        self.verb().map_or(usize::MAX, |verb| verb as usize)
    }
}
