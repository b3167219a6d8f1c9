//! A file that grew: what was read before, and the events that stand below it now.

use super::layout::{Layout, hidden_break, items};
use super::scan::{self, MAX_MARKS, What};
use super::typed::Reading;
use super::{LineEnding, MAX_SIZE, conflict, raw};
use crate::domain::case::Case;
use crate::domain::case::fields::Raw;
use crate::domain::finding::Spot;

/// The case of a file that was `before`, `case` and `layout` being what [`parse`](super::parse) made of that without any
/// finding, and where nothing but events was added at its end: the same as of the whole file, which is not read again, and
/// without any finding, too. None where that cannot be said for sure; then the whole file is to be read.
pub fn grown(before: &[u8], case: &Case, layout: &Layout, after: &[u8]) -> Option<Case> {
    let added = after.strip_prefix(before)?;
    // A larger file may have too many items and keys, each of which takes two bytes.
    let is_written = layout.obstacle.is_none() && layout.indent == 0 && before.ends_with(b"\n");
    if !is_written
        || !added.starts_with(b"- ")
        || !added.ends_with(b"\n")
        || after.len() > (2 * MAX_MARKS).min(MAX_SIZE)
        || raw::may_repeat(after)
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
    let count = if let Raw::List(items) = &events {
        items.len()
    } else {
        0
    };
    if count != items(&scan.marks, 0).count() {
        return None;
    }
    let mut reading = Reading::new(&scan.marks);
    let entries = reading.events(events, 0, Spot::line(1));
    reading.finish().is_empty().then(|| Case {
        facts: case.facts.clone(),
        entries: case.entries.iter().cloned().chain(entries).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::domain::case::example::CASE as BEGUN;

    fn event(minute: usize, rest: &str) -> String {
        format!(
            "- at: 2026-11-21T10:{:02}:{:02}+08:00\n  by: li.wei\n{rest}",
            minute / 60,
            minute % 60
        )
    }

    /// What is made of a file that grew, where that is shorter to read; it has to be what the whole file says.
    fn shortened(before: &str, added: &str) -> bool {
        let read = parse(before.as_bytes());
        assert_eq!(read.findings, []);
        let after = format!("{before}{added}");
        let grown = grown(
            before.as_bytes(),
            &read.case.expect("a case"),
            &read.layout,
            after.as_bytes(),
        );
        let is_shortened = grown.is_some();
        let whole = parse(after.as_bytes());
        assert!(
            !is_shortened || (grown == whole.case && whole.findings.is_empty()),
            "{after}"
        );
        is_shortened
    }

    #[test]
    fn events_that_are_as_they_should_be_are_read_alone() {
        assert!(shortened(BEGUN, &event(1, "  do: note\n  text: x\n")));
        assert!(shortened(
            BEGUN,
            &(event(1, "  do: note\n  text: |+\n    x\n\n") + &event(2, "  do: resolve\n"))
        ));
    }

    #[test]
    fn what_bounds_a_whole_file_is_not_slipped_through_in_parts() {
        // Each key is one thing wrong, of which there may be so many in a file.
        let wrong: String = (0..600).map(|number| format!("  x{number}: y\n")).collect();
        assert!(!shortened(
            BEGUN,
            &event(1, &format!("  do: note\n  text: x\n{wrong}"))
        ));
        // A list where this program knows none has the whole file read for its shape first, numbers included.
        let unknown = format!("{BEGUN}{}", event(1, "  do: weigh\n  with: [a, b]\n"));
        let line = "-".repeat(3000);
        let numbers: String = (2..60)
            .map(|minute| event(minute, "  do: follow-up\n  score: 5\n"))
            .collect();
        let long = event(61, &format!("  do: note\n  text: '{line}'\n"));
        assert!(shortened(&unknown, &(numbers.clone() + &long)));
        let alias = event(62, "  do: note\n  text: 'a * b'\n");
        assert!(!shortened(&unknown, &(numbers + &long + &alias)));
    }
}
