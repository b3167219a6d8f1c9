//! Changes of the policy that move due instants of cases that are there.

use crate::domain::deadline::{self, Deadline};
use crate::domain::finding::Finding;
use crate::domain::message::plural;
use crate::domain::policy::{Change, Limits, Policy};
use crate::domain::rules;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;

/// Reports undated policy changes that move due instants, each with the number of cases affected.
/// Compares the clocks under `old` with those of the snapshots.
pub(crate) fn moved(
    changes: Vec<Change>,
    old: &Policy,
    snapshots: &[&Snapshot],
    now: Instant,
) -> Vec<Finding> {
    if changes.is_empty() {
        return Vec::new();
    }
    let clocks = |snapshot: &Snapshot| {
        let judged = rules::judge(&snapshot.case, old, now);
        deadline::deadlines(&judged.state, old, now)
    };
    let before: Vec<Vec<Deadline>> = snapshots.iter().map(|snapshot| clocks(snapshot)).collect();
    let moves = |change: &Change| {
        let pairs = snapshots.iter().zip(&before);
        pairs
            .filter(|(snapshot, before)| is_moved(snapshot, before, &change.limits))
            .count()
    };
    let counted = changes
        .into_iter()
        .map(|change| (moves(&change), change.finding))
        .filter(|(count, _)| *count > 0);
    counted
        .map(|(count, finding)| {
            let message = plural!(
                count,
                "{change}; it moves the due instants of {count} case",
                "{change}; it moves the due instants of {count} cases",
                change = finding.message
            );
            Finding { message, ..finding }
        })
        .collect()
}

fn is_moved(snapshot: &Snapshot, before: &[Deadline], limits: &Limits) -> bool {
    let concerned = |name: &str| match limits {
        Limits::Deadline(named) | Limits::Level(named) => named == name,
        Limits::Any => true,
    };
    let due = |deadlines: &[Deadline]| -> Vec<_> {
        let concerned = deadlines
            .iter()
            .filter(|deadline| concerned(deadline.stage()));
        concerned
            .map(|deadline| {
                (
                    deadline.name.clone(),
                    deadline.round,
                    deadline.started,
                    deadline.due,
                )
            })
            .collect()
    };
    due(before) != due(&snapshot.deadlines)
}
