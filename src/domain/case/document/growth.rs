//! A file that grew: what was read before, and the events that stand below it now.

use super::layout::{Layout, hidden_break, items};
use super::scan::{self, MAX_MARKS, What};
use super::typed::Reading;
use super::{LineEnding, MAX_SIZE, conflict, is_sound, raw};
use crate::domain::case::Case;
use crate::domain::case::fields::Raw;
use crate::domain::finding::Spot;

/// The case of a file that was `before`, `case` and `layout` being what [`parse`](super::parse) made of that, and where
/// nothing but events was added at its end: the same as of the whole file, which is not read again. None where that
/// cannot be said for sure; then the whole file is to be read.
pub fn grown(before: &[u8], case: &Case, layout: &Layout, after: &[u8]) -> Option<Case> {
    let added = after.strip_prefix(before)?;
    // A larger file may have too many items and keys, each of which takes two bytes.
    let is_written = layout.obstacle.is_none() && layout.indent == 0 && before.ends_with(b"\n");
    if !is_written
        || !added.starts_with(b"- ")
        || !added.ends_with(b"\n")
        || after.len() > (2 * MAX_MARKS).min(MAX_SIZE)
    {
        return None;
    }
    let added = std::str::from_utf8(added).ok()?;
    let first_line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let scan = scan::scan(added, u32::try_from(first_line).ok()?);
    let is_odd = |what: What<'_>, indent: usize| match what {
        What::Key(..) => indent == 0,
        What::Divider | What::Reference => true,
        What::Item => false,
    };
    let has_odd = scan.excess.is_some()
        || scan.marks.iter().any(|mark| is_odd(mark.what, mark.indent))
        || hidden_break(added).is_some()
        || LineEnding::of(added) != layout.ending
        || !conflict::markers(added).is_empty();
    if has_odd {
        return None;
    }
    let events = match raw::read(&format!("events:\n{added}")).ok()? {
        Raw::Map(mut pairs) if pairs.len() == 1 => pairs.remove(0).1,
        Raw::Map(_) | Raw::List(_) | Raw::Text(_) | Raw::Null => return None,
    };
    let count = if let Raw::List(items) = &events { items.len() } else { 0 };
    if count != items(&scan.marks, 0).count() {
        return None;
    }
    let mut reading = Reading::new(&scan.marks);
    let entries = reading.events(events, 0, Spot::line(1));
    let sound = is_sound(&reading.finish());
    sound.then(|| Case { facts: case.facts.clone(), entries: case.entries.iter().cloned().chain(entries).collect() })
}
