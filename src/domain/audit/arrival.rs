//! What came to the server after whoever granted it had lost the role that it took. Event and commit may be dated back;
//! the server's clock may not.

use super::history::{Commit, History};
use crate::domain::case::event::Retract;
use crate::domain::case::{Case, Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::Policy;
use crate::domain::time::format_short;

/// The finding that somebody granted what they may grant no more, in a commit that arrives now.
pub(super) fn lapsed(
    entry: &Entry,
    case: &Case,
    commit: &Commit,
    history: &History,
    policy: &Policy,
) -> Option<Finding> {
    let arrival = history
        .arrival
        .as_ref()
        .filter(|arrival| arrival.commits.contains(&commit.id))?;
    let staff = policy
        .staff
        .get(&entry.by)
        .filter(|_| takes_a_role(entry, case))?;
    let then = staff.role_at(entry.on_record(), &policy.calendar)?;
    let now = staff
        .role_at(arrival.at, &policy.calendar)
        .filter(|_| staff.is_active(arrival.at, &policy.calendar));
    if now.is_some_and(|role| policy.reaches(role, then)) {
        return None;
    }
    let message = format!(
        "'{}' by {} of {} comes in at {}, when {} is no longer {then}",
        entry.event.name(),
        entry.by,
        format_short(entry.on_record(), policy.calendar.zone()),
        format_short(arrival.at, policy.calendar.zone()),
        entry.by,
    );
    let finding = Finding::error(Code::Lapsed, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("by");
    Some(
        finding.hint(
            "leave the commit out (git rebase), and have somebody do it who has the role now",
        ),
    )
}

/// Whether it takes a role to do this: granting, or taking back what somebody else did or granted.
fn takes_a_role(entry: &Entry, case: &Case) -> bool {
    let Event::Retract(Retract { event, .. }) = &entry.event else {
        return entry.event.is_grant();
    };
    let retracted = case
        .entries
        .iter()
        .find(|retracted| retracted.digest == *event);
    retracted.is_some_and(|retracted| retracted.by != entry.by || retracted.event.is_grant())
}
