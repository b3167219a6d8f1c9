//! Cases that are duplicates of each other, so that none of them goes on.

use std::collections::HashMap;

use super::Found;
use crate::domain::case::Event;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, all_of, message};
use crate::domain::names::CaseId;
use crate::domain::snapshot::Snapshot;

/// Why a case cannot be a duplicate of another: that one, or the one that goes on in its place, is
/// a duplicate of this case. `goes_on` gives the case of which another is a duplicate.
pub(crate) fn circle(
    id: &CaseId,
    other: CaseId,
    goes_on: impl Fn(&CaseId) -> Option<CaseId>,
) -> Option<Finding> {
    let mut others = vec![other];
    while let Some(next) = goes_on(&others[others.len() - 1]) {
        if next == *id {
            return Some(finding(id, &others));
        }
        if others.contains(&next) {
            return None;
        }
        others.push(next);
    }
    None
}

fn finding(id: &CaseId, others: &[CaseId]) -> Finding {
    let message = message!(
        "if {cases} are duplicates of each other, figures count none of them",
        cases = all_of(std::iter::once(id).chain(others))
    );
    let reopen = Command::new("reopen").case(&others[0]);
    let reopen = reopen.with("--reason TEXT");
    Finding::error(Code::LinkTarget, Spot::default(), message)
        .of_key("case")
        .hint(message!("take up the one that goes on: {reopen}", reopen))
}

/// Reports cases that are duplicates of each other, as after a merge, once for each of them.
pub(crate) fn circles<'a>(snapshots: impl Iterator<Item = &'a Snapshot>) -> Vec<Found> {
    let duplicates: HashMap<&CaseId, (&Snapshot, CaseId)> = snapshots
        .filter_map(|it| Some((&it.case.facts.id, (it, it.state().duplicate_of()?))))
        .collect();
    let goes_on = |id: &CaseId| Some(duplicates.get(id)?.1.clone());
    let found = duplicates.iter().filter_map(|(id, (snapshot, other))| {
        let finding = circle(id, other.clone(), goes_on)?;
        let names_case =
            |event: &Event| matches!(event, Event::Invalidate(it) if it.case.is_some());
        let standing = snapshot.standing();
        let entry = standing
            .into_iter()
            .rev()
            .find(|it| names_case(&it.event))?;
        let spot = Spot::line(entry.line);
        let finding = Finding { spot, ..finding }.about(entry.digest);
        Some(Found::new(&snapshot.path, finding))
    });
    found.collect()
}
