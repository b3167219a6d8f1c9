//! Events as text.

use chrono_tz::Tz;

use super::language::say;
use super::style::on_one_line;
use crate::domain::case::record::Extent;
use crate::domain::case::{Entry, Event};
use crate::domain::message::{Message, message};
use crate::domain::names::Digest;

/// The verb with its details, on one line: `assign to zhang.min (quality)`. `entries` are the
/// case's events in order; retractions refer to them by number.
pub(crate) fn headline(event: &Event, entries: &[&Entry], zone: Tz) -> String {
    let extent = Extent::Line {
        zone,
        event: &|digest| numbered(digest, entries),
    };
    match event.detail(extent) {
        Some(detail) => format!("{} {}", event.name(), on_one_line(&say(&detail))),
        None => event.name().to_owned(),
    }
}

/// An event by its number and verb.
fn numbered(digest: Digest, entries: &[&Entry]) -> Message {
    match entries.iter().position(|entry| entry.digest == digest) {
        Some(index) => message!(
            "{number}, {verb}",
            number = index + 1,
            verb = entries[index].event.name()
        ),
        None => message!("{digest}, not found", digest),
    }
}
