//! Checks who recorded an event, and when: author and committer match the event's `by`, and the
//! event is not backdated.

use super::history::Commit;
use super::policies::staff_with;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::{Message, events_apart, message, text};
use crate::domain::policy::Policy;
use crate::domain::rules::unknown_verb;
use crate::domain::time::Instant;

/// Checks the author, the committer and the date of a new event. What grants something is never
/// recorded for others.
pub(super) fn check(
    entry: &Entry,
    is_grant: bool,
    commit: &Commit,
    policy: &Policy,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Event::Unknown { verb, .. } = &entry.event {
        let unknown = Finding {
            severity: Severity::Error,
            spot: Spot::line(entry.line),
            ..unknown_verb(verb)
        };
        findings.push(unknown.about(entry.digest));
    }
    if !policy.staff.is_empty() {
        findings.extend(wrong_author(entry, is_grant, commit, policy));
    }
    findings.extend(backdated(entry, commit, policy));
    findings
}

/// Reports an event that was committed too long after its recorded time.
fn backdated(entry: &Entry, commit: &Commit, policy: &Policy) -> Option<Finding> {
    let recorded = entry.on_record();
    let latest = policy
        .calendar
        .add(recorded, policy.audit.backdate?, Roll::Keep, Pauses::NONE)?;
    if commit.committed <= latest || entry.is_imported() {
        return None;
    }
    let zone = policy.calendar.zone();
    let [recorded, committed] = events_apart([recorded, commit.committed], zone);
    let message = message!(
        "the event says that it was recorded at {recorded}, but was committed at {committed}",
        recorded,
        committed
    );
    let finding = Finding::error(Code::Backdated, Spot::line(entry.line), message);
    Some(
        finding
            .about(entry.digest)
            .hint(text!("record it as of now, with --at for when it happened")),
    )
}

/// Reports an author or committer other than the event's `by`. A committer can be allowed to record
/// for others.
fn wrong_author(
    entry: &Entry,
    is_grant: bool,
    commit: &Commit,
    policy: &Policy,
) -> Option<Finding> {
    let staff = policy.staff.get(&entry.by)?;
    let is_own = |email: &str| staff_with(email, commit.committed, policy) == Some(&entry.by);
    let (event, by) = (entry.event.name(), &entry.by);
    let (message, hint) = if !is_own(&commit.author) {
        let message = message!(
            "'{event}' by {by} is in a commit by {author}",
            event,
            by,
            author = owner_of(&commit.author, commit, policy)
        );
        let hint = match &staff.email {
            Some(_) => text!("everyone records their own actions"),
            None => message!(
                "{by} has no e-mail on the staff list, so no commit matches {by}: add one, \
                 which need not be a mailbox",
                by
            ),
        };
        (message, hint)
    } else if is_own(&commit.committer)
        || (!is_grant && may_record(&commit.committer, entry.on_record(), policy))
    {
        return None;
    } else {
        let message = message!(
            "'{event}' by {by} was committed by {committer}",
            event,
            by,
            committer = owner_of(&commit.committer, commit, policy)
        );
        (message, own_clone_hint(is_grant, policy))
    };
    let finding = Finding::error(Code::ForeignAuthor, Spot::line(entry.line), message);
    Some(finding.hint(hint).about(entry.digest).of_key("by"))
}

/// An address with its owner.
fn owner_of(email: &str, commit: &Commit, policy: &Policy) -> Message {
    match staff_with(email, commit.committed, policy) {
        Some(id) => message!("{id} ({email})", id, email),
        None if email.is_empty() => text!("someone without an e-mail"),
        None => message!("{email}, who is not on the staff list", email),
    }
}

/// The hint for an event that someone else committed.
fn own_clone_hint(is_grant: bool, policy: &Policy) -> Message {
    match &policy.audit.recorders {
        _ if is_grant => text!("everyone records in their own clone"),
        Some(lowest) => message!(
            "everyone records in their own clone; recording for others requires the role {role}: [audit] recorders",
            role = lowest
        ),
        None => text!(
            "everyone records in their own clone; the policy can let a role record for others: [audit] recorders"
        ),
    }
}

/// Whether the committer may record events for others at an instant.
pub(super) fn may_record(committer: &str, at: Instant, policy: &Policy) -> bool {
    let Some(lowest) = policy.audit.recorders.as_deref() else {
        return false;
    };
    let staff = staff_with(committer, at, policy).and_then(|id| policy.staff.get(id));
    let role = staff.and_then(|staff| staff.role_at(at, &policy.calendar));
    role.is_some_and(|role| policy.reaches(role, lowest))
}
