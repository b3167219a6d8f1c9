//! Compares a case file with its version in HEAD: finds events that the file lacks and events that
//! this program left uncommitted, and refuses any other change with its line.

use std::collections::BTreeSet;
use std::path::Path;

use chrono_tz::Tz;

use crate::domain::case::document::Places;
use crate::domain::case::{Case, Entry};
use crate::domain::check;
use crate::domain::finding::Spot;
use crate::domain::message::message;
use crate::store::StoreError;

/// The permitted differences between a file and HEAD.
#[derive(Debug, Default)]
pub(crate) struct HeadDifference {
    /// Events of HEAD that the file lacks.
    pub missing: Vec<Entry>,
    /// Events of the file that this program recorded but did not commit, in file order.
    pub pending: Vec<Entry>,
}

/// Compares the case of a file with that of HEAD (`None` if HEAD lacks it). `journal` has the
/// digests of the events that this program wrote here.
///
/// # Errors
/// [`StoreError::Unfit`] for a changed fact or event, [`StoreError::Uncommitted`] for an event not
/// recorded by this program.
pub(crate) fn compare(
    ours: &Case,
    text: &str,
    head: Option<&Case>,
    journal: &BTreeSet<String>,
    path: &Path,
    zone: Tz,
) -> Result<HeadDifference, StoreError> {
    let altered = head.map_or_else(Vec::new, |head| check::altered(head, ours, zone));
    if !altered.is_empty() {
        let places = Places::of(text);
        return Err(StoreError::Unfit {
            path: path.to_path_buf(),
            findings: altered
                .into_iter()
                .map(|finding| places.place(finding))
                .collect(),
        });
    }
    let head = head.map(|head| head.entries.as_slice()).unwrap_or_default();
    let is_in =
        |entries: &[Entry], entry: &Entry| entries.iter().any(|other| other.digest == entry.digest);
    let pending: Vec<Entry> = ours
        .entries
        .iter()
        .filter(|entry| !is_in(head, entry))
        .cloned()
        .collect();
    if let Some(foreign) = pending
        .iter()
        .find(|entry| !journal.contains(&entry.digest.to_string()))
    {
        let what = message!(
            "an event '{verb}' by {by}",
            verb = foreign.event.name(),
            by = foreign.by
        );
        return Err(StoreError::Uncommitted {
            path: path.to_path_buf(),
            spot: Spot::line(foreign.line),
            what,
        });
    }
    let missing = head
        .iter()
        .filter(|entry| !is_in(&ours.entries, entry))
        .cloned()
        .collect();
    Ok(HeadDifference { missing, pending })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::document;
    use crate::domain::case::example::{CASE, LATER, NOTE};

    /// The events are at lines 10 and 13.
    fn head() -> String {
        [CASE, NOTE].concat()
    }

    fn case(text: &str) -> Case {
        document::parse(text.as_bytes()).case.expect("a case")
    }

    fn compared(
        ours: &str,
        head: Option<&str>,
        journal: &[Entry],
    ) -> Result<HeadDifference, StoreError> {
        let journal = journal
            .iter()
            .map(|entry| entry.digest.to_string())
            .collect();
        compare(
            &case(ours),
            ours,
            head.map(case).as_ref(),
            &journal,
            Path::new("cases/x.yaml"),
            Tz::UTC,
        )
    }

    fn refused(result: Result<HeadDifference, StoreError>) -> (u32, String) {
        match result {
            Err(StoreError::Uncommitted { spot, what, .. }) => (spot.line, what.in_english()),
            Err(StoreError::Unfit { findings, .. }) => {
                (findings[0].spot.line, findings[0].message.in_english())
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn comments_and_quotes_are_no_difference() {
        let ours = format!(
            "# mine\n{}",
            head().replace("text: first", "text: \"first\" # said so")
        );
        let difference = compared(&ours, Some(&head()), &[]).expect("no difference");
        assert!(difference.missing.is_empty() && difference.pending.is_empty());
    }

    #[test]
    fn what_head_has_beside_the_file_is_missing() {
        let ahead = head() + LATER;
        let difference = compared(&head(), Some(&ahead), &[]).expect("a difference");
        assert_eq!(difference.missing, case(&ahead).entries[2..]);
    }

    #[test]
    fn what_this_program_wrote_is_pending_and_nothing_else() {
        let ours = head() + LATER;
        let written = &case(&ours).entries[2..];
        assert_eq!(
            compared(&ours, Some(&head()), written)
                .expect("a difference")
                .pending,
            written
        );
        assert_eq!(
            refused(compared(&ours, Some(&head()), &[])),
            (17, "an event 'note' by li.wei".to_owned())
        );
        assert_eq!(
            refused(compared(&head(), None, &[])),
            (10, "an event 'register' by li.wei".to_owned())
        );
    }

    #[test]
    fn a_changed_event_or_fact_is_refused_with_its_line() {
        let event = head().replace("text: first", "text: last");
        assert_eq!(refused(compared(&event, Some(&head()), &[])).0, 16);
        let name = head().replace("name: A", "name: C");
        assert_eq!(
            refused(compared(&name, Some(&head()), &[])),
            (
                7,
                "'name' was changed from A to C, not by `amend`".to_owned()
            )
        );
        let gone = head().replace("summary: B\n", "summary: B\nproduct: P\n");
        assert_eq!(
            refused(compared(&head(), Some(&gone), &[])).1,
            "'product: P' was removed, not by `amend`"
        );
    }
}
