//! Mistakes at registration that people put right themselves.

use super::Setting;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::{Entry, Event};

/// Whether somebody invalidates their own registration as a duplicate or a mistake, within the time
/// for backdating and before the complainant got an answer. That needs neither permission nor
/// approval.
pub(super) fn is_own(entry: &Entry, setting: &Setting<'_>) -> bool {
    let Event::Invalidate(invalid) = &entry.event else {
        return false;
    };
    let is_register = |entry: &&&Entry| matches!(entry.event, Event::Register(_));
    let registered = setting.before.iter().find(is_register);
    invalid.mistake().is_some()
        && !invalid.malicious
        && setting.state.responded.is_none()
        && registered.is_some_and(|it| it.by == entry.by && is_recent(it, entry, setting))
}

fn is_recent(registered: &Entry, entry: &Entry, setting: &Setting<'_>) -> bool {
    let policy = setting.policy;
    policy.audit.backdate.is_none_or(|limit| {
        let calendar = &policy.calendar;
        let latest = calendar.add(registered.at, limit, Roll::Keep, Pauses::NONE);
        latest.is_some_and(|latest| entry.on_record() <= latest)
    })
}
