//! Events that arrive at the server after their author has lost the role that they require. Event
//! and commit can be backdated; the server's clock cannot.

use super::history::{Commit, History};
use crate::domain::case::Entry;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{events_apart, message, text};
use crate::domain::policy::Policy;

/// Reports an event that grants something, in an arriving commit, by someone who no longer has the role for it.
pub(super) fn lapsed(
    entry: &Entry,
    commit: &Commit,
    history: &History,
    policy: &Policy,
) -> Option<Finding> {
    let arrival = history
        .arrival
        .as_ref()
        .filter(|arrival| arrival.commits.contains(&commit.id))?;
    let staff = policy.staff.get(&entry.by)?;
    let then = staff.role_at(entry.on_record(), &policy.calendar)?;
    let now = staff
        .role_at(arrival.at, &policy.calendar)
        .filter(|_| staff.is_active(arrival.at, &policy.calendar));
    if now.is_some_and(|role| policy.reaches(role, then)) {
        return None;
    }
    let zone = policy.calendar.zone();
    let [at, arrival] = events_apart([entry.on_record(), arrival.at], zone);
    let message = message!(
        "'{event}' by {by} of {at} arrives at {arrival}, when {by} no longer has the role {then}",
        event = entry.event.name(),
        by = entry.by,
        at,
        arrival,
        then,
    );
    let finding = Finding::error(Code::Lapsed, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("by");
    Some(finding.hint(text!(
        "go back to the commit before it, and have someone with the role do it"
    )))
}
