//! Spot checks of work orders (E7).

use super::{Setting, able, refusal, separation};
use crate::domain::case::event::{Fault, Quality};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Separation;

/// A work order found right has no faults. If the policy says so, nobody inspects their own work.
pub(super) fn check(
    entry: &Entry,
    result: Quality,
    faults: &[Fault],
    setting: &Setting<'_>,
) -> Vec<Finding> {
    let contradictory = (result == Quality::Right && !faults.is_empty()).then(|| {
        let message = text!("a work order that is right has no faults");
        refusal(Code::BadValue, message)
            .hint(text!("use --result wrong, or omit --fault"))
            .of_key("fault")
    });
    let in_force = setting
        .policy
        .separation
        .contains(&Separation::InspectHandler)
        && !entry.is_imported();
    let own = (in_force && had_a_hand(&entry.by, setting)).then(|| {
        let message = message!(
            "'{by}' took the case in, dispatched or held it, so somebody else has to check it",
            by = entry.by
        );
        let colleagues = able::able(
            Verb::Inspect,
            entry.at,
            setting,
            text!("a colleague"),
            |who| !had_a_hand(who, setting),
        );
        refusal(Code::Separation, message)
            .hint(separation::ask(colleagues))
            .of_key("by")
    });
    contradictory.into_iter().chain(own).collect()
}

fn had_a_hand(who: &StaffId, setting: &Setting<'_>) -> bool {
    let state = setting.state;
    let holds = [&state.holder, &state.holder_at_resolution]
        .into_iter()
        .flatten()
        .any(|holder| holder == who);
    holds || setting.before.iter().any(|entry| {
        let is_intake = matches!(entry.event, Event::Register(_) | Event::Assign(_));
        let is_given =
            matches!(&entry.event, Event::Assign(assigned) if assigned.to.as_ref() == Some(who));
        is_given || (is_intake && entry.by == *who)
    })
}
