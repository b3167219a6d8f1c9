//! Whether and how events can be appended to a file without changing its content.

use super::scan::{Mark, Opening, What};
use super::spot_at;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};

/// The layout of a file, as needed to append events.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The line ending.
    pub ending: LineEnding,
    /// The indentation of the items of `events`, in spaces.
    pub indent: usize,
    /// Why events cannot be appended safely, with the place; `None` if they can.
    pub obstacle: Option<Finding>,
}

impl Default for Layout {
    /// The layout that commands write.
    fn default() -> Self {
        Self {
            ending: LineEnding::Lf,
            indent: 0,
            obstacle: None,
        }
    }
}

/// A line ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    Lf,
    /// A carriage return and a line feed.
    CrLf,
}

impl LineEnding {
    /// The line ending as text.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }

    /// The line ending of the first line.
    pub(super) fn of(text: &str) -> Self {
        match text.find('\n') {
            Some(at) if text[..at].ends_with('\r') => Self::CrLf,
            _ => Self::Lf,
        }
    }
}

/// The layout of a file that cannot be parsed because of `cause`.
pub(super) fn of_unreadable(ending: LineEnding, cause: Option<&Finding>) -> Layout {
    let spot = cause.map_or(Spot::line(1), |finding| finding.spot);
    let obstacle = Finding::error(
        Code::Layout,
        spot,
        text!("the file cannot be parsed, so nothing can be appended"),
    );
    Layout {
        ending,
        indent: 0,
        obstacle: Some(obstacle.hint(text!(
            "correct it first: `complaint check` lists what is wrong"
        ))),
    }
}

/// The layout of a parsed file with `count` events.
pub(super) fn of_read(text: &str, marks: &[Mark], count: usize) -> Layout {
    let ending = LineEnding::of(text);
    if let Some(at) = hidden_break(text) {
        let obstacle = obstacle(
            spot_at(text, at, 1),
            text!("a character here ends the line for YAML, but not for editors"),
        )
        .hint(text!(
            "remove it, or write it as an escape in double quotes"
        ));
        return Layout {
            ending,
            indent: 0,
            obstacle: Some(obstacle),
        };
    }
    let (indent, obstacle) = match appendable(marks) {
        Ok(position) => indent_of_items(marks, position, count),
        Err(finding) => (0, Some(finding)),
    };
    Layout {
        ending,
        indent,
        obstacle,
    }
}

/// The first line break that is neither LF nor CRLF: a lone CR or a Unicode line break.
pub(super) fn hidden_break(text: &str) -> Option<usize> {
    let lone_return = || {
        text.match_indices('\r')
            .find(|(at, _)| !text[at + 1..].starts_with('\n'))
            .map(|(at, _)| at)
    };
    text.find(['\u{85}', '\u{2028}', '\u{2029}'])
        .or_else(lone_return)
}

/// The index of the key `events` in the marks.
pub(super) fn events_position(marks: &[Mark]) -> Option<usize> {
    let margin = marks
        .iter()
        .find(|mark| matches!(mark.what, What::Key(..)))
        .map(|mark| mark.indent);
    marks
        .iter()
        .position(|mark| Some(mark.indent) == margin && matches!(mark.what, What::Key("events", _)))
}

/// The index of the key `events`, if items can be appended to it.
fn appendable(marks: &[Mark]) -> Result<usize, Finding> {
    let Some(position) = events_position(marks).filter(|&position| marks[position].indent == 0)
    else {
        let spot = marks.first().map_or(Spot::line(1), |mark| mark.spot);
        let hint = text!("make `events:` the last key of the file, without indentation");
        return Err(
            obstacle(spot, text!("there is no key 'events' without indentation")).hint(hint),
        );
    };
    let spot = marks[position].spot;
    match marks[position].what {
        What::Key(_, Opening::Bracket) => {
            Err(obstacle(spot, text!("'events' is written in brackets"))
                .hint(text!("write each event as an item: `- at: ...`")))
        }
        What::Key(_, Opening::Value) => Err(obstacle(
            spot,
            text!("'events' has a value on its own line"),
        )
        .hint(text!("leave nothing but `events:` on the line"))),
        What::Key(_, Opening::Nothing) | What::Item | What::Divider | What::Reference => {
            Ok(position)
        }
    }
}

/// The indentation of the items of `events`, and an obstacle to appending, if any.
fn indent_of_items(marks: &[Mark], position: usize, count: usize) -> (usize, Option<Finding>) {
    let after = &marks[position + 1..];
    let indent = after
        .iter()
        .find(|mark| mark.what == What::Item)
        .map_or(0, |mark| mark.indent);
    let trailing = after.iter().find_map(|mark| match mark.what {
        What::Key(key, _) if mark.indent == 0 => Some(
            obstacle(mark.spot, message!("'{key}' comes after 'events'", key))
                .hint(text!("move it above `events:`")),
        ),
        What::Divider => Some(
            obstacle(mark.spot, text!("the document ends before the file does"))
                .hint(text!("remove this line")),
        ),
        What::Key(..) | What::Item | What::Reference => None,
    });
    let is_clear = items(marks, position + 1).count() == count;
    let unclear = || {
        obstacle(
            marks[position].spot,
            text!("the lines of the events cannot be separated"),
        )
        .hint(text!("write each event as an item: `- at: ...`"))
    };
    (indent, trailing.or_else(|| (!is_clear).then(unclear)))
}

/// The items of the list after the first `from` marks: those with the indentation of the first.
pub(super) fn items<'m>(marks: &'m [Mark<'m>], from: usize) -> impl Iterator<Item = usize> + 'm {
    let is_item = |index: &usize| marks[*index].what == What::Item;
    let indent = (from..marks.len())
        .find(is_item)
        .map(|first| marks[first].indent);
    (from..marks.len())
        .filter(is_item)
        .filter(move |&index| Some(marks[index].indent) == indent)
}

fn obstacle(spot: Spot, message: Message) -> Finding {
    Finding::error(Code::Layout, spot, message)
}
