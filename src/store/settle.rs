//! A case file beside the one that HEAD has: what HEAD has and the file lacks is taken in, what this program left
//! uncommitted is found, and any other change is refused with its line.

use std::collections::BTreeSet;
use std::path::Path;

use super::StoreError;
use crate::domain::case::facts::FactFields;
use crate::domain::case::fields::Value;
use crate::domain::case::{Case, Entry, Facts};
use crate::domain::finding::Spot;

/// How a file and HEAD differ, where they may.
#[derive(Debug, Default)]
pub struct Difference {
    /// Events that HEAD has and the file lacks.
    pub missing: Vec<Entry>,
    /// Events of the file that this program recorded and nobody committed yet, in the order of the file.
    pub pending: Vec<Entry>,
}

/// Compares the case of a file with that of HEAD (none where HEAD does not have it). `journal` holds the digests that
/// this program wrote here.
///
/// # Errors
/// [`StoreError::Uncommitted`] for any change that this program did not make.
pub fn compare(
    ours: &Case,
    text: &str,
    head: Option<&Case>,
    journal: &BTreeSet<String>,
    path: &Path,
) -> Result<Difference, StoreError> {
    let uncommitted = |spot, what: String| StoreError::Uncommitted { path: path.to_path_buf(), spot, what };
    if let Some(key) = head.and_then(|head| changed_fact(&head.facts, &ours.facts)) {
        return Err(uncommitted(line_of_key(text, key), format!("a change of '{key}'")));
    }
    let head = head.map(|head| head.entries.as_slice()).unwrap_or_default();
    let is_in = |entries: &[Entry], entry: &Entry| entries.iter().any(|other| other.digest == entry.digest);
    let pending: Vec<Entry> = ours.entries.iter().filter(|entry| !is_in(head, entry)).cloned().collect();
    if let Some(foreign) = pending.iter().find(|entry| !journal.contains(&entry.digest.to_string())) {
        let what = format!("an event '{}' by {}", foreign.event.name(), foreign.by);
        return Err(uncommitted(Spot::line(foreign.line), what));
    }
    let missing = head.iter().filter(|entry| !is_in(&ours.entries, entry)).cloned().collect();
    Ok(Difference { missing, pending })
}

/// The first fact, by its key, that is not as it was.
fn changed_fact(before: &Facts, after: &Facts) -> Option<&'static str> {
    let (before, after) = (flat(before.fields()), flat(after.fields()));
    let differs = |(key, value): &(&'static str, Value)| {
        let other = before.iter().find(|(other, _)| other == key);
        other.is_none_or(|(_, other)| other != value)
    };
    let changed = after.iter().find(|pair| differs(pair)).map(|(key, _)| *key);
    let gone = || before.iter().find(|(key, _)| after.iter().all(|(other, _)| other != key)).map(|(key, _)| *key);
    changed.or_else(gone)
}

fn flat(fields: FactFields) -> Vec<(&'static str, Value)> {
    [fields.before, fields.complainant, fields.after].concat()
}

fn line_of_key(text: &str, key: &str) -> Spot {
    let names = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let line = text.lines().zip(1..).find(|(line, _)| names(line)).map_or(1, |(_, line)| line);
    Spot::line(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::document;

    const HEAD: &str = "\
id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: other
level: general
complainant:
  name: A
summary: B
events:
- at: 2026-11-21T09:20:00+08:00
  by: li.wei
  do: register
- at: 2026-11-21T09:30:00+08:00
  by: li.wei
  do: note
  text: first
";
    const LATER: &str = "- at: 2026-11-21T09:40:00+08:00\n  by: li.wei\n  do: note\n  text: second\n";

    fn case(text: &str) -> Case {
        document::parse(text.as_bytes()).case.expect("a case")
    }

    fn compared(ours: &str, head: Option<&str>, journal: &[Entry]) -> Result<Difference, StoreError> {
        let journal = journal.iter().map(|entry| entry.digest.to_string()).collect();
        compare(&case(ours), ours, head.map(case).as_ref(), &journal, Path::new("cases/x.yaml"))
    }

    fn refused(result: Result<Difference, StoreError>) -> (u32, String) {
        match result {
            Err(StoreError::Uncommitted { spot, what, .. }) => (spot.line, what),
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn comments_and_quotes_are_no_difference() {
        let ours = format!("# mine\n{}", HEAD.replace("text: first", "text: \"first\" # said so"));
        let difference = compared(&ours, Some(HEAD), &[]).expect("no difference");
        assert!(difference.missing.is_empty() && difference.pending.is_empty());
    }

    #[test]
    fn what_head_has_beside_the_file_is_missing() {
        let head = format!("{HEAD}{LATER}");
        let difference = compared(HEAD, Some(&head), &[]).expect("a difference");
        assert_eq!(difference.missing, case(&head).entries[2..]);
    }

    #[test]
    fn what_this_program_wrote_is_pending_and_nothing_else() {
        let ours = format!("{HEAD}{LATER}");
        let written = &case(&ours).entries[2..];
        assert_eq!(compared(&ours, Some(HEAD), written).expect("a difference").pending, written);
        assert_eq!(refused(compared(&ours, Some(HEAD), &[])), (17, "an event 'note' by li.wei".to_owned()));
        assert_eq!(refused(compared(HEAD, None, &[])), (10, "an event 'register' by li.wei".to_owned()));
    }

    #[test]
    fn a_changed_event_or_fact_is_refused_with_its_line() {
        let event = HEAD.replace("text: first", "text: last");
        assert_eq!(refused(compared(&event, Some(HEAD), &[])).0, 13);
        let name = HEAD.replace("name: A", "name: C");
        assert_eq!(refused(compared(&name, Some(HEAD), &[])), (7, "a change of 'name'".to_owned()));
        let gone = HEAD.replace("summary: B\n", "summary: B\nproduct: P\n");
        assert_eq!(refused(compared(HEAD, Some(&gone), &[])).1, "a change of 'product'");
    }
}
