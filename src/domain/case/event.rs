//! What people did: one variant a verb. The verb of the command line, `do:` in the file and the variant have one name.

mod entry;
mod grant;
mod parts;
mod read;
mod records;
mod verb;
mod write;

use complaint_derive::Events;
use rust_decimal::Decimal;

use crate::domain::names::{Digest, Handle, StaffId};
use crate::domain::share::Share;
use crate::domain::time::Instant;

pub use entry::Entry;
pub use parts::{FollowUp, Marks, Motion, Terms};
pub use records::{Consult, Reply, Respond};
pub use verb::{
    Attitude, Efficacy, Fault, Grievance, Matter, Means, Quality, ResultClass, Ruling, Subject,
    Verdict,
};

/// What was done, one variant a verb.
#[derive(Debug, Clone, PartialEq, Events)]
pub enum Event {
    /// The case is on record. Once, first.
    #[event(by_hand)]
    Register,
    /// The complainant was told that the complaint was received (A6).
    #[event(by_hand)]
    Acknowledge {
        /// By which channel.
        via: Option<String>,
    },
    /// The case goes to a holder and department (B1).
    #[event(by_hand)]
    Assign {
        /// The new holder.
        to: StaffId,
        /// The department in charge.
        department: Option<String>,
        /// Departments that help.
        co_handlers: Vec<String>,
    },
    /// Wrongly dispatched: back to whoever assigned it (B3).
    #[event(by_hand)]
    SendBack {
        /// Why.
        reason: String,
    },
    /// An expert was asked. Changes nothing (B4).
    Consult(Consult),
    /// A remark, or a step of the organisation's own process (B19). Changes nothing but what the policy makes of the step.
    #[event(by_hand)]
    Note {
        /// The remark; there where there is no step.
        text: Option<String>,
        /// The step that was taken.
        step: Option<String>,
    },
    /// Evidence (A9).
    #[event(by_hand)]
    Attach {
        /// The file below `evidence/`, beginning with 8 digits of its hash.
        file: String,
        /// Its SHA-256.
        sha256: String,
        /// What it is, of the policy's `documents`.
        kind: Option<String>,
    },
    /// A related case (A10).
    #[event(by_hand)]
    Link {
        /// The other case's id.
        case: String,
        /// How it is related.
        kind: String,
    },
    /// A corrected fact; the old value stays readable.
    #[event(by_hand)]
    Amend {
        /// Which fact.
        field: String,
        /// The value that stood.
        from: Option<String>,
        /// The value that is right.
        to: Option<String>,
        /// Why.
        reason: String,
    },
    /// What was found out (B6).
    #[event(by_hand)]
    Investigate {
        /// Whether the complaint is justified.
        verdict: Verdict,
        /// Why it came about.
        cause: Option<String>,
        /// What was found.
        finding: Option<String>,
        /// Who is responsible, and for how much of it (B17).
        liable: Vec<(String, Share)>,
        /// Who led the investigation (B5).
        lead: Option<StaffId>,
    },
    /// What the complainant is to get, or something else that needs approval. Always legal; replaces the proposal of the
    /// same subject before (B7, B8).
    #[event(by_hand)]
    Propose {
        /// Handle, remedy or subject, and amount.
        terms: Terms,
        /// Remarks; of an answer its draft.
        text: Option<String>,
        /// An emergency (D3).
        emergency: bool,
        /// Who agreed to it by telephone before, where the policy lets an emergency go ahead on that (D3).
        agreed: Vec<StaffId>,
    },
    /// One approval of the proposal it names (D1 to D5).
    #[event(by_hand)]
    Approve {
        /// What is approved.
        terms: Terms,
    },
    /// A refusal of the proposal it names.
    #[event(by_hand)]
    Refuse {
        /// What is refused.
        terms: Terms,
        /// Why.
        reason: String,
    },
    /// An answer to the complainant (B9, B10).
    Respond(Respond),
    /// The remedy has been carried out (B11).
    #[event(by_hand)]
    Resolve {
        /// Remarks.
        text: Option<String>,
    },
    /// The complainant was asked afterwards (B13).
    #[event(by_hand)]
    FollowUp(FollowUp),
    /// The case moves from level to level (C4). Where it has left the one and reached or passed the other already, it
    /// changes nothing, so that clones which moved it at once agree.
    #[event(by_hand)]
    Escalate {
        /// The level it leaves.
        from: String,
        /// The level it reaches.
        to: String,
        /// Why.
        reason: String,
    },
    /// The complainant does not accept how it was handled, or a regulator takes the matter up (B12). Begins a new round; a
    /// complainant appeals once there is an answer, a regulator at any time.
    #[event(by_hand)]
    Appeal {
        /// Why.
        reason: String,
        /// The regulator or association that it came from; none: from the complainant.
        regulator: Option<String>,
        /// Its reference there.
        reference: Option<String>,
        /// By when it has to be decided, if a date was set.
        cutoff: Option<Instant>,
    },
    /// The outcome of the appeal that stands (B12).
    #[event(by_hand)]
    Decide {
        /// How it was decided.
        outcome: Ruling,
        /// Remarks: the cause, the place of responsibility, an authority's opinion.
        text: Option<String>,
    },
    /// Two departments or parties do not agree (B18). One dispute at a time.
    #[event(by_hand)]
    Dispute {
        /// Who.
        between: String,
        /// With whom.
        and: String,
        /// What about, where that matters.
        about: Option<Matter>,
        /// What they do not agree on.
        text: String,
    },
    /// How the dispute that stands was settled, or that mediating it failed (B18).
    #[event(by_hand)]
    Settle {
        /// By mediation, or by arbitration after a mediation that failed.
        means: Means,
        /// Whether it failed; only a mediation does.
        failed: bool,
        /// What was agreed or decided.
        text: String,
    },
    /// Waiting is over.
    #[event(by_hand)]
    Resume {
        /// Why.
        reason: String,
    },
    /// Waiting for the complainant.
    #[event(by_hand)]
    Pause {
        /// For what.
        reason: String,
    },
    /// A later date for one deadline (C5).
    #[event(by_hand)]
    Extend {
        /// Its name.
        deadline: String,
        /// The new due instant.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// A reminder to the holder (C3).
    #[event(by_hand)]
    Chase {
        /// What was said.
        text: String,
        /// The deadline that it is about, if it is about one.
        deadline: Option<String>,
    },
    /// Not a valid complaint (A8).
    #[event(by_hand)]
    Invalidate {
        /// Why: one of the policy's grounds, where it has a list.
        reason: String,
        /// What the submitter is told.
        text: Option<String>,
        /// A malicious or false complaint (A11).
        malicious: bool,
    },
    /// Taken back by the complainant.
    #[event(by_hand)]
    Withdraw {
        /// Why.
        reason: String,
    },
    /// A corrective, preventive or improving action is planned (F1).
    #[event(by_hand)]
    Plan {
        /// Its handle.
        plan: Handle,
        /// What is to be done.
        action: String,
        /// Who sees to it.
        owner: StaffId,
        /// By when.
        until: Instant,
        /// By how many per cent the complaints of a project are to fall from month to month (F3).
        fall: Option<Decimal>,
    },
    /// A planned action was carried out (F1).
    #[event(by_hand)]
    Done {
        /// The handle of the action.
        plan: Handle,
        /// Remarks.
        text: Option<String>,
    },
    /// An action that was carried out proved effective, or has to be done again (F1).
    #[event(by_hand)]
    Verify {
        /// The handle of the action.
        plan: Handle,
        /// How it proved.
        result: Efficacy,
        /// By when it is to be done again, where it was ineffective.
        until: Option<Instant>,
        /// Remarks.
        text: Option<String>,
        /// What others may learn from it: the known problem, what to do, what was improved; without personal data (F5).
        lesson: Option<String>,
    },
    /// A spot check of how the case was put on record and dispatched (E7).
    #[event(by_hand)]
    Inspect {
        /// Whether it was right.
        result: Quality,
        /// What was wrong.
        faults: Vec<Fault>,
        /// Remarks.
        text: Option<String>,
    },
    /// The file is closed (B14).
    #[event(by_hand)]
    Close {
        /// How it ended.
        outcome: Option<String>,
    },
    /// Taken up again.
    #[event(by_hand)]
    Reopen {
        /// Why.
        reason: String,
        /// Whether the handling is to be done again (B13).
        rework: bool,
    },
    /// An event taken back.
    #[event(by_hand)]
    Retract {
        /// Which one.
        event: Digest,
        /// Why.
        reason: String,
    },
    /// What a newer program wrote: kept, not judged.
    #[event(unknown)]
    Unknown {
        /// The verb.
        verb: String,
        /// Its keys.
        fields: Vec<(String, super::fields::Raw)>,
    },
}
