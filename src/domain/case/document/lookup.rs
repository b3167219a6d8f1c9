//! Places of keys in findings, looked up when the findings are shown.

use std::cell::OnceCell;

use super::scan::{self, Mark, What};
use crate::domain::finding::{Finding, Spot};

/// The places of the keys of one text, scanned once, on first use.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    marks: OnceCell<Vec<Mark<'t>>>,
}

impl<'t> Places<'t> {
    /// Places in the text of a case file.
    pub fn of(text: &'t str) -> Self {
        Self {
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
            marks: OnceCell::new(),
        }
    }

    /// Moves the finding to its key: in the event that starts at its line, or in the facts.
    /// Unchanged if there is no such key.
    pub fn place(&self, finding: Finding) -> Finding {
        let spot = finding
            .key
            .as_deref()
            .and_then(|key| self.place_of(finding.spot.line, key));
        Finding {
            spot: spot.unwrap_or(finding.spot),
            ..finding
        }
    }

    /// The place of `key` in the event that starts at `line`; of a fact if `line` is `0`.
    fn place_of(&self, line: u32, key: &str) -> Option<Spot> {
        let marks = self.marks.get_or_init(|| scan::scan(self.text, 1).marks);
        let part = if line == 0 {
            facts(marks)
        } else {
            event(marks, line)?
        };
        let named = |mark: &&Mark| matches!(mark.what, What::Key(name, _) if name == key);
        part.iter()
            .filter(named)
            .min_by_key(|mark| mark.indent)
            .map(|mark| mark.spot)
    }
}

fn facts<'m>(marks: &'m [Mark<'m>]) -> &'m [Mark<'m>] {
    let events = marks
        .iter()
        .position(|mark| mark.indent == 0 && matches!(mark.what, What::Key("events", _)));
    &marks[..events.unwrap_or(marks.len())]
}

fn event<'m>(marks: &'m [Mark<'m>], line: u32) -> Option<&'m [Mark<'m>]> {
    let before = marks.partition_point(|mark| mark.spot.line < line);
    let mut on_line = marks[before..]
        .iter()
        .take_while(|mark| mark.spot.line == line);
    let first = before + on_line.position(|mark| mark.what == What::Item)?;
    let rest = &marks[first + 1..];
    let end = rest
        .iter()
        .position(|mark| mark.what == What::Item && mark.indent <= marks[first].indent);
    Some(&rest[..end.unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_among_the_facts_and_in_their_event() {
        let text = "id: x\ncomplainant:\n  name: y\n  grade: vip\nevents:\n- at: a\n  by: b\n- at: c\n  by: d\n  to: e\n";
        for (line, key, place) in [
            (0, "id", Some((1, 1))),
            (0, "grade", Some((4, 3))),
            (0, "by", None),
            (6, "by", Some((7, 3))),
            (6, "to", None),
            (8, "at", Some((8, 3))),
            (8, "to", Some((10, 3))),
            (7, "by", None),
        ] {
            assert_eq!(
                Places::of(text)
                    .place_of(line, key)
                    .map(|spot| (spot.line, spot.column)),
                place,
                "{line} {key}"
            );
        }
    }
}
