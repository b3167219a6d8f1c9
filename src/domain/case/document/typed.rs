//! Converts raw values to facts and events.

use super::layout::{self, Layout, LineEnding};
use super::places::{self, place};
use super::plain::Plain;
use super::scan::{Mark, What};
use super::{Document, is_sound};
use crate::domain::case::facts::Prefilled;
use crate::domain::case::fields::{Field, Fields, Raw};
use crate::domain::case::{Case, Entry, Facts};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{message, text};

/// Builds the document from the parsed values of a text and its marks.
pub(crate) fn document(text: &str, raw: Raw, marks: &[Mark]) -> Document {
    let mut reading = Reading::new(marks);
    let (facts, events) = reading.facts(raw);
    let below = layout::events_position(marks);
    let count = if let Some(Raw::List(items)) = &events {
        items.len()
    } else {
        0
    };
    let home = below.map_or(Spot::line(1), |position| marks[position].spot);
    let entries = reading.events(
        events.unwrap_or(Raw::Null),
        below.map_or(marks.len(), |position| position + 1),
        home,
    );
    let findings = reading.finish();
    let layout = layout::of_read(text, marks, count);
    of_parts(facts, entries, findings, layout)
}

fn of_parts(
    facts: Option<Facts>,
    entries: Vec<Entry>,
    findings: Vec<Finding>,
    layout: Layout,
) -> Document {
    let facts = facts.filter(|_| is_sound(&findings));
    Document {
        case: facts.map(|facts| Case { facts, entries }),
        findings,
        layout,
    }
}

/// Builds the document from the values of a file of the usual shape.
pub(super) fn of_plain(plain: Plain) -> Document {
    let mut reading = Reading::new(&[]);
    let facts = reading.facts_of(Spot::line(1), plain.facts);
    let mut entries = Vec::with_capacity(plain.events.len());
    for (home, fields) in plain.events {
        if reading.is_full(home) {
            break;
        }
        entries.extend(reading.event_of(fields, home));
    }
    let layout = Layout {
        ending: LineEnding::Lf,
        indent: 0,
        obstacle: None,
    };
    of_parts(facts, entries, reading.finish(), layout)
}

/// Maximum number of findings; the rest of the file is skipped after that.
const MAX_FINDINGS: usize = 512;

/// Converts a file or a piece of one and collects findings.
pub(crate) struct Reading<'m> {
    marks: &'m [Mark<'m>],
    findings: Vec<Finding>,
}

impl<'m> Reading<'m> {
    /// Starts with the findings for anchors, aliases and tags.
    pub(crate) fn new(marks: &'m [Mark<'m>]) -> Self {
        let references = marks
            .iter()
            .filter(|mark| mark.what == What::Reference)
            .map(|mark| {
                Finding::error(
                    Code::BadValue,
                    mark.spot,
                    text!("a case file has no anchors, aliases or tags"),
                )
                .hint(text!(
                    "write the value out; put a text that begins with '&', '*' or '!' in quotes"
                ))
            });
        Self {
            marks,
            findings: references.collect(),
        }
    }

    /// The facts, and the value of `events`.
    pub(crate) fn facts(&mut self, raw: Raw) -> (Option<Facts>, Option<Raw>) {
        let home = Spot::line(self.marks.first().map_or(1, |mark| mark.spot.line));
        let Raw::Map(pairs) = raw else {
            let what = if raw == Raw::Null {
                text!("the facts are missing")
            } else {
                text!("a case file begins with keys and values")
            };
            self.findings.push(
                Finding::error(Code::Syntax, home, what).hint(text!("the first line is `id: ...`")),
            );
            return (None, None);
        };
        let mut items = self.without_repeats(place(pairs, self.marks, home));
        let events = items
            .iter()
            .position(|field| field.key == "events")
            .map(|index| items.remove(index).value);
        (self.read_facts(home, items), events)
    }

    /// The facts of a mapping without `events`.
    fn facts_of(&mut self, home: Spot, fields: Vec<Field>) -> Option<Facts> {
        let fields = self.without_repeats(fields);
        self.read_facts(home, fields)
    }

    fn read_facts(&mut self, home: Spot, items: Vec<Field>) -> Option<Facts> {
        let mut fields = Fields::new(home, items);
        let facts = Facts::read(&mut fields);
        self.findings.extend(fields.finish());
        facts
    }

    /// The facts of a template.
    pub(crate) fn prefilled(&mut self, raw: Raw) -> Prefilled {
        let home = Spot::line(self.marks.first().map_or(1, |mark| mark.spot.line));
        let Raw::Map(pairs) = raw else {
            let finding = Finding::error(
                Code::Syntax,
                home,
                text!("a template consists of keys and values"),
            );
            self.findings
                .push(finding.hint(text!("for example: category: delivery")));
            return Prefilled::default();
        };
        let mut fields = Fields::new(home, self.without_repeats(place(pairs, self.marks, home)));
        let prefilled = Prefilled::read(&mut fields);
        self.findings.extend(fields.finish());
        prefilled
    }

    /// The events of a list whose items follow the first `from` marks; `home` is the place of the
    /// list.
    pub(crate) fn events(&mut self, raw: Raw, from: usize, home: Spot) -> Vec<Entry> {
        let items = match raw {
            Raw::Null => return Vec::new(),
            Raw::List(items) => items,
            Raw::Text(_) | Raw::Map(_) => {
                self.findings.push(Finding::error(
                    Code::BadValue,
                    home,
                    text!("'events' should be a list of events"),
                ));
                return Vec::new();
            }
        };
        let starts: Vec<usize> = layout::items(self.marks, from).collect();
        let known = starts.len() == items.len();
        let marks = self.marks;
        let mut entries = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let (home, marks) = if known {
                let end = starts.get(index + 1).copied().unwrap_or(marks.len());
                (marks[starts[index]].spot, &marks[starts[index] + 1..end])
            } else {
                (home, &marks[..0])
            };
            if self.is_full(home) {
                break;
            }
            entries.extend(self.event(item, marks, home));
        }
        entries
    }

    /// Whether there are too many findings, which is one more, to read the event at `home`.
    fn is_full(&mut self, home: Spot) -> bool {
        let is_full = self.findings.len() > MAX_FINDINGS;
        if is_full {
            let message = message!(
                "more than {most} problems above; the rest of the file is not checked",
                most = MAX_FINDINGS
            );
            self.findings
                .push(Finding::error(Code::TooLarge, home, message));
        }
        is_full
    }

    /// All findings, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.spot);
        self.findings
    }

    fn event(&mut self, raw: Raw, marks: &[Mark], home: Spot) -> Option<Entry> {
        let Raw::Map(pairs) = raw else {
            self.findings.push(
                Finding::error(
                    Code::TruncatedEvent,
                    home,
                    text!("this is not an event: it has no keys"),
                )
                .hint(text!(
                    "restore the event from git, or remove what is left of it"
                )),
            );
            return None;
        };
        self.event_of(place(pairs, marks, home), home)
    }

    fn event_of(&mut self, fields: Vec<Field>, home: Spot) -> Option<Entry> {
        let mut fields = Fields::new(home, self.without_repeats(fields));
        let entry = Entry::read(&mut fields, home.line);
        let mut findings = fields.finish();
        if let Some(entry) = &entry {
            findings
                .iter_mut()
                .for_each(|finding| finding.event = Some(entry.digest));
        }
        self.findings.append(&mut findings);
        entry
    }

    fn without_repeats(&mut self, fields: Vec<Field>) -> Vec<Field> {
        let (fields, repeated) = places::without_repeats(fields);
        self.findings.extend(repeated);
        fields
    }
}
