//! A fast path for files that grew: parses only the appended events.

use super::layout::{Layout, hidden_break, items};
use super::scan::{self, MAX_MARKS, What};
use super::typed::Reading;
use super::{LineEnding, conflict, raw};
use crate::domain::case::Case;
use crate::domain::case::bounds::MAX_SIZE;
use crate::domain::case::fields::Raw;
use crate::domain::finding::Spot;

/// Parses a file whose content was `before` and to which only events were appended. `case` and
/// `layout` are the results of [`parse`](super::parse) for `before`, which had no findings.
///
/// The result is that of parsing the whole file, again without findings. `None` if that is not
/// certain; the caller must then parse the whole file.
pub fn grown(before: &[u8], case: &Case, layout: &Layout, after: &[u8]) -> Option<Case> {
    let added = after.strip_prefix(before)?;
    // An item or key takes at least two bytes, so a small file cannot exceed `MAX_MARKS`.
    let is_appendable = layout.obstacle.is_none() && layout.indent == 0 && before.ends_with(b"\n");
    if !is_appendable
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
    use crate::domain::case::example::CASE as START;

    fn event(minute: usize, rest: &str) -> String {
        format!(
            "- at: 2026-11-21T10:{:02}:{:02}+08:00\n  by: li.wei\n{rest}",
            minute / 60,
            minute % 60
        )
    }

    /// Whether the fast path applies; its result must equal that of parsing the whole file.
    fn is_fast(before: &str, added: &str) -> bool {
        let read = parse(before.as_bytes());
        assert_eq!(read.findings, []);
        let after = format!("{before}{added}");
        let grown = grown(
            before.as_bytes(),
            &read.case.expect("a case"),
            &read.layout,
            after.as_bytes(),
        );
        let is_fast = grown.is_some();
        let whole = parse(after.as_bytes());
        assert!(
            !is_fast || (grown == whole.case && whole.findings.is_empty()),
            "{after}"
        );
        is_fast
    }

    #[test]
    fn regular_events_are_parsed_alone() {
        assert!(is_fast(START, &event(1, "  do: note\n  text: x\n")));
        assert!(is_fast(
            START,
            &(event(1, "  do: note\n  text: |+\n    x\n\n") + &event(2, "  do: resolve\n"))
        ));
    }

    #[test]
    fn limits_of_the_whole_file_apply_to_appended_events() {
        // Each unknown key is a finding, and a file may have only so many.
        let wrong: String = (0..600).map(|number| format!("  x{number}: y\n")).collect();
        assert!(!is_fast(
            START,
            &event(1, &format!("  do: note\n  text: x\n{wrong}"))
        ));
        // An unexpected list makes the parser determine the shape of the whole file first, which
        // spends budget on numbers.
        let unknown = format!("{START}{}", event(1, "  do: weigh\n  with: [a, b]\n"));
        let line = "-".repeat(3000);
        let numbers: String = (2..60)
            .map(|minute| event(minute, "  do: follow-up\n  score: 5\n"))
            .collect();
        let long = event(61, &format!("  do: note\n  text: '{line}'\n"));
        assert!(is_fast(&unknown, &(numbers.clone() + &long)));
        let alias = event(62, "  do: note\n  text: 'a * b'\n");
        assert!(!is_fast(&unknown, &(numbers + &long + &alias)));
    }
}
