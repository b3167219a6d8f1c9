//! One id, one file: no new file reuses the id of an existing case.

use std::collections::HashMap;

use super::fault::Fault;
use super::fault::fault;
use super::history::History;
use super::history::is_case;
use crate::domain::case::path;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{message, text};
use crate::domain::names::CaseId;

/// Reports new case files whose id another file already has.
pub(super) fn check(history: &History) -> Vec<Fault> {
    let mut born = Vec::new();
    for commit in &history.commits {
        let files = commit.touched().into_iter();
        let files = files.filter(|file| {
            is_case(file.path) && file.after.is_some() && file.before.iter().all(Option::is_none)
        });
        born.extend(
            files.filter_map(|file| Some((commit, file.path, path::id_of_path(file.path)?))),
        );
    }
    let is_born = |path: &str| born.iter().any(|(_, born, _)| *born == path);
    let older = history.neighbours.iter().filter(|path| !is_born(path));
    let mut known: HashMap<CaseId, &str> = older
        .filter_map(|path| Some((path::id_of_path(path)?, path.as_str())))
        .collect();
    let mut faults = Vec::new();
    for (commit, path, id) in &born {
        let first = *known.entry(id.clone()).or_insert(path);
        if first != *path {
            let message = message!("the id {id} is already used by {first}", id, first);
            let finding = Finding::error(Code::DuplicateId, Spot::default(), message).of_key("id");
            faults.push(fault(
                commit,
                path,
                finding.hint(text!(
                    "a case has one file; remove the copy from the commit"
                )),
            ));
        }
    }
    faults
}
