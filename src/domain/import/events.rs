//! Which verbs a ledger's rows may stand for, and what each records.

use crate::domain::case::Verb;

/// What stands in an event where the ledger says nothing.
const SAID: &str = "from the ledger";

/// The keys that a mapping may give for a verb; none: the verb cannot be imported. Proposals and approvals are not
/// among them (authority is given here or not at all), nor what is about files and events of this repository.
pub(super) fn keys_of(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Acknowledge => &["via"],
        Verb::Assign => &["to", "department"],
        Verb::Note => &["text", "step"],
        Verb::Chase | Verb::Resolve => &["text"],
        Verb::Investigate => &["verdict", "cause", "finding"],
        Verb::Respond => &["text", "result", "via", "attitude"],
        Verb::FollowUp => &[
            "score", "process", "outcome", "staff", "via", "because", "comment", "waive",
        ],
        Verb::Escalate => &["from", "to", "reason"],
        Verb::Appeal => &["reason", "regulator", "reference"],
        Verb::Pause | Verb::Resume | Verb::Withdraw | Verb::Invalidate | Verb::Reopen => {
            &["reason"]
        }
        Verb::Close => &["outcome"],
        Verb::Register
        | Verb::SendBack
        | Verb::Consult
        | Verb::Attach
        | Verb::Link
        | Verb::Amend
        | Verb::Propose
        | Verb::Approve
        | Verb::Refuse
        | Verb::Decide
        | Verb::Dispute
        | Verb::Settle
        | Verb::Extend
        | Verb::Plan
        | Verb::Done
        | Verb::Verify
        | Verb::Inspect
        | Verb::Retract => &[],
    }
}

/// What a key says where neither the mapping nor the row does.
pub(super) fn default_of(verb: Verb, key: &str) -> Option<&'static str> {
    match (verb, key) {
        (Verb::Respond, "result") => Some("solved"),
        (Verb::Respond | Verb::Note | Verb::Chase, "text") | (_, "reason") => Some(SAID),
        _ => None,
    }
}
