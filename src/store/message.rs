//! Commit messages: a subject, one line with the person and the time, trailers for programs.
//!
//! A subject has the verb, the id, and values that are neither personal facts nor free text: a file
//! can be encrypted or its text erased, a commit message cannot. A text is included only if the
//! policy lists it.

use std::fmt::Write;

use crate::domain::case::Entry;
use crate::domain::case::record::Extent;
use crate::domain::language::Language;
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::Policy;
use crate::domain::time::{Instant, format_short};

/// The commit message for one event.
pub(crate) fn of(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let zone = policy.organisation.time_zone;
    let who = person(&entry.by, policy);
    let mut message = format!(
        "{}\n\nBy {who}, {}",
        subject(id, entry, policy),
        format_short(entry.at, zone)
    );
    if let Some(recorded) = entry.recorded {
        let _ = write!(message, ", put on record {}", format_short(recorded, zone));
    }
    let _ = write!(
        message,
        ".\n\nCase: {id}\nVerb: {}\nEvent: {}\n",
        entry.event.name(),
        entry.digest
    );
    message
}

/// The commit message for an import of so many cases, and of events for cases that were there.
pub(crate) fn of_import(
    [cases, events]: [usize; 2],
    ledger: &str,
    by: &StaffId,
    clock: Instant,
    policy: &Policy,
) -> String {
    let count = |number: usize, noun: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {noun}{plural}")
    };
    let content = match (cases, events) {
        (cases, 0) => count(cases, "case"),
        (0, events) => count(events, "event"),
        (cases, events) => format!("{} and {}", count(cases, "case"), count(events, "event")),
    };
    let when = format_short(clock, policy.organisation.time_zone);
    let who = person(by, policy);
    format!(
        "import {content} from {ledger}\n\nBy {who}, {when}.\n\nVerb: import\nSource: {ledger}\nCases: {cases}\n"
    )
}

fn person(by: &StaffId, policy: &Policy) -> String {
    let name = policy.staff.get(by).and_then(|staff| staff.name.as_deref());
    name.map_or(by.to_string(), |name| format!("{name} ({by})"))
}

/// `assign 20261121-K7QM2X to zhang.min (quality)`.
pub(crate) fn subject(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let is_listed = |list, value: &str| policy.has(list, value);
    match entry.event.detail(Extent::Commit(&is_listed)) {
        Some(detail) => {
            let detail = Language::English.message(&detail);
            format!("{} {id} {detail}", entry.event.name())
        }
        None => format!("{} {id}", entry.event.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Verb;
    use crate::domain::case::described::examples;
    use crate::domain::policy::{parse, preset};
    use crate::domain::word::Word;

    fn policy() -> Policy {
        let (policy, findings) = parse(preset("standard").expect("the preset"));
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    }

    #[test]
    fn no_text_that_somebody_typed_stands_in_a_message() {
        let marker = "Wang Fang, 138 0000 0000";
        let id: CaseId = "20261121-K7QM2X".parse().expect("an id");
        let by: StaffId = "li.wei".parse().expect("a staff id");
        let at = crate::domain::time::parse_rfc3339("2026-11-21T09:20:00+08:00").expect("a time");
        for verb in Verb::ALL {
            for example in examples(*verb, Some(marker)) {
                let entry =
                    Entry::new(at, by.clone(), example.event()).source(Some(marker.to_owned()));
                let message = of(&id, &entry, &policy());
                assert!(!message.contains("Wang"), "{verb}: {message}");
                assert!(!message.contains("138"), "{verb}: {message}");
            }
        }
    }
}
