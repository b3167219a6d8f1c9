//! Checks of commits that arrive at a server now. Event and commit can be backdated; the server's
//! clock cannot. Whoever granted something still needs the role, and the addresses of author and
//! committer are still theirs.

use super::history::{Arrival, Commit};
use super::policies::staff_with;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::Entry;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{events_apart, message, text};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

impl Arrival {
    /// Whether an instant lies longer ago than `[audit] backdate` of a policy allows. Without it,
    /// nothing is too long ago.
    pub(super) fn is_late(&self, instant: Instant, policy: &Policy) -> bool {
        let backdate = policy.audit.backdate;
        let add = |limit| {
            policy
                .calendar
                .add(instant, limit, Roll::Keep, Pauses::NONE)
        };
        backdate.and_then(add).is_some_and(|last| last < self.at)
    }
}

/// Reports an event that grants something by someone who no longer has the role for it. `own` is
/// the policy in the tree of the commit, `tip` the record's present one.
pub(super) fn lapsed(
    entry: &Entry,
    arrival: &Arrival,
    own: &Policy,
    tip: &Policy,
) -> Option<Finding> {
    let staff = own.staff.get(&entry.by).or(tip.staff.get(&entry.by))?;
    let then = staff.role_at(entry.on_record(), &own.calendar)?;
    let now = tip.staff.get(&entry.by).and_then(|staff| {
        let is_active = staff.is_active(arrival.at, &tip.calendar);
        staff
            .role_at(arrival.at, &tip.calendar)
            .filter(|_| is_active)
    });
    if now.is_some_and(|role| tip.reaches(role, then)) || tip.staff.is_empty() {
        return None;
    }
    let zone = tip.calendar.zone();
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

/// Reports an event whose author or committer has an address that is somebody else's now, or
/// nobody's, by the list that the record had before. Whom the arriving commits enter is judged by
/// the policy of the commit alone.
pub(super) fn readdressed(
    entry: &Entry,
    commit: &Commit,
    arrival: &Arrival,
    tip: &Policy,
    may_record: impl Fn(&str, &Policy) -> bool,
) -> Option<Finding> {
    let before = arrival.before.as_ref()?;
    before.staff.get(&entry.by)?;
    let lists = [before, tip];
    let is_own = |email: &str| {
        lists
            .iter()
            .any(|list| staff_with(email, arrival.at, list) == Some(&entry.by))
    };
    let lost = if !is_own(&commit.author) {
        &commit.author
    } else if is_own(&commit.committer) || may_record(&commit.committer, before) {
        return None;
    } else {
        &commit.committer
    };
    let message = message!(
        "'{event}' by {by} arrives in a commit by {lost}, which is not an address of {by} now",
        event = entry.event.name(),
        by = entry.by,
        lost
    );
    let finding = Finding::error(Code::ForeignAuthor, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("by");
    Some(finding.hint(text!(
        "record the event again with the present address, without this commit"
    )))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use chrono::TimeDelta;

    use super::*;
    use crate::domain::policy;
    use crate::domain::time::parse_rfc3339;

    #[test]
    fn what_arrives_at_the_last_instant_is_not_late() {
        let standard = policy::preset("standard").expect("it is shipped");
        let mut policy = policy::parse(standard).0.expect("it reads clean");
        policy.audit.backdate = Some("24h".parse().expect("a span"));
        let at = parse_rfc3339("2026-11-03T10:00:00+08:00").expect("an instant");
        let arrival = Arrival {
            at,
            commits: BTreeSet::new(),
            before: None,
            replaced: HashMap::new(),
        };
        let first = at - TimeDelta::hours(24);
        assert!(!arrival.is_late(first, &policy));
        assert!(arrival.is_late(first - TimeDelta::milliseconds(1), &policy));
    }
}
