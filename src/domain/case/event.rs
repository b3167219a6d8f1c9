//! What people did: one variant a verb. The verb of the command line, `do:` in the file and the variant have one name.

mod action;
mod answer;
mod appeal;
mod correction;
mod dispute;
mod ending;
mod entry;
mod grant;
mod handling;
mod intake;
mod parts;
mod read;
mod remedy;
mod verb;
mod write;

pub use action::{Done, Plan, Verify};
pub use answer::{Reply, Respond};
pub use appeal::{Appeal, Decide};
use complaint_derive::Events;
pub use correction::{Amend, Retract};
pub use dispute::{Dispute, Settle};
pub use ending::{Close, Invalidate, Reopen, Withdraw};
pub use entry::Entry;
pub use handling::{
    Attach, Chase, Consult, Escalate, Extend, Inspect, Investigate, Link, Note, Pause, Resume,
};
pub use intake::{Acknowledge, Assign, Register, SendBack};
pub use parts::{Asked, FollowUp, Marks, Motion, Terms};
pub use remedy::{Approve, Propose, Refuse, Resolve};
pub use verb::{
    Attitude, Efficacy, Fault, Grievance, Matter, Means, Quality, ResultClass, Ruling, Subject,
    Verdict,
};

/// What was done, one variant a verb.
#[derive(Debug, Clone, PartialEq, Events)]
pub enum Event {
    /// The case is on record. Once, first.
    #[event(by_hand)]
    Register(Register),
    /// The complainant was told that the complaint was received (A6).
    #[event(by_hand)]
    Acknowledge(Acknowledge),
    /// The case goes to a holder and department (B1).
    #[event(by_hand)]
    Assign(Assign),
    /// Wrongly dispatched: back to whoever assigned it (B3).
    #[event(by_hand)]
    SendBack(SendBack),
    /// An expert was asked. Changes nothing (B4).
    Consult(Consult),
    /// A remark, or a step of the organisation's own process (B19). Changes nothing but what the policy makes of the step.
    #[event(by_hand)]
    Note(Note),
    /// Evidence (A9).
    #[event(by_hand)]
    Attach(Attach),
    /// A related case (A10).
    #[event(by_hand)]
    Link(Link),
    /// A corrected fact; the old value stays readable.
    #[event(by_hand)]
    Amend(Amend),
    /// What was found out (B6).
    #[event(by_hand)]
    Investigate(Investigate),
    /// What the complainant is to get, or something else that needs approval. Always legal; replaces the proposal of the
    /// same subject before (B7, B8).
    #[event(by_hand)]
    Propose(Propose),
    /// One approval of the proposal it names (D1 to D5).
    #[event(by_hand)]
    Approve(Approve),
    /// A refusal of the proposal it names.
    #[event(by_hand)]
    Refuse(Refuse),
    /// An answer to the complainant (B9, B10).
    Respond(Respond),
    /// The remedy has been carried out (B11).
    #[event(by_hand)]
    Resolve(Resolve),
    /// The complainant was asked afterwards (B13).
    #[event(by_hand)]
    FollowUp(FollowUp),
    /// The case moves from level to level (C4). Where it has left the one and reached or passed the other already, it
    /// changes nothing, so that clones which moved it at once agree.
    #[event(by_hand)]
    Escalate(Escalate),
    /// The complainant does not accept how it was handled, or a regulator takes the matter up (B12). Begins a new round; a
    /// complainant appeals once there is an answer, a regulator at any time.
    #[event(by_hand)]
    Appeal(Appeal),
    /// The outcome of the appeal that stands (B12).
    #[event(by_hand)]
    Decide(Decide),
    /// Two departments or parties do not agree (B18). One dispute at a time.
    #[event(by_hand)]
    Dispute(Dispute),
    /// How the dispute that stands was settled, or that mediating it failed (B18).
    #[event(by_hand)]
    Settle(Settle),
    /// Waiting is over.
    #[event(by_hand)]
    Resume(Resume),
    /// Waiting for the complainant.
    #[event(by_hand)]
    Pause(Pause),
    /// A later date for one deadline (C5).
    #[event(by_hand)]
    Extend(Extend),
    /// A reminder to the holder (C3).
    #[event(by_hand)]
    Chase(Chase),
    /// Not a valid complaint (A8).
    #[event(by_hand)]
    Invalidate(Invalidate),
    /// Taken back by the complainant.
    #[event(by_hand)]
    Withdraw(Withdraw),
    /// A corrective, preventive or improving action is planned (F1).
    #[event(by_hand)]
    Plan(Plan),
    /// A planned action was carried out (F1).
    #[event(by_hand)]
    Done(Done),
    /// An action that was carried out proved effective, or has to be done again (F1).
    #[event(by_hand)]
    Verify(Verify),
    /// A spot check of how the case was put on record and dispatched (E7).
    #[event(by_hand)]
    Inspect(Inspect),
    /// The file is closed (B14).
    #[event(by_hand)]
    Close(Close),
    /// Taken up again.
    #[event(by_hand)]
    Reopen(Reopen),
    /// An event taken back.
    #[event(by_hand)]
    Retract(Retract),
    /// What a newer program wrote: kept, not judged.
    #[event(unknown)]
    Unknown {
        /// The verb.
        verb: String,
        /// Its keys.
        fields: Vec<(String, super::fields::Raw)>,
    },
}
