//! Case files that are missing, lack events of HEAD, or have uncommitted events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::ailment::Ailment;
use crate::domain::case::document;
use crate::domain::message::{Command, message, text};
use crate::git::{ChangeKind, FileStatus, Repo};
use crate::store::paths::CASES;
use crate::store::repository::bytes_of;
use crate::store::{Journal, StoreError, check};

pub(super) fn examine(git: &Repo) -> Result<Vec<Ailment>, StoreError> {
    let mut found: Vec<Ailment> = missing_files(&check::removed(git)?).into_iter().collect();
    let noted: Vec<PathBuf> = Journal::of(git.git_dir()).paths()?.into_iter().collect();
    if noted.is_empty() {
        return Ok(found);
    }
    let changed = git.changed_against_head(&noted)?;
    for FileStatus { path, .. } in changed
        .iter()
        .filter(|change| change.kind != ChangeKind::Deleted)
    {
        found.extend(compare_with_head(git, path)?);
    }
    Ok(found)
}

fn missing_files(files: &[PathBuf]) -> Option<Ailment> {
    match files {
        [] => None,
        [file] => Some(Ailment::fault(
            message!("{file} is gone, though git's HEAD has it", file),
            Command::git("restore").value(file),
        )),
        [first, ..] => Some(Ailment::fault(
            message!(
                "{count} case files are gone, though git's HEAD has them: {first}, …",
                count = files.len(),
                first
            ),
            message!(
                "{check} names them; {restore} brings all back",
                check = Command::new("check"),
                restore = Command::git("restore").value(CASES)
            ),
        )),
    }
}

/// Compares a file noted in the journal with HEAD.
fn compare_with_head(git: &Repo, path: &Path) -> Result<Vec<Ailment>, StoreError> {
    let head = digests(git.head_blob(path)?);
    let ours = digests(bytes_of(git.base(), path).ok());
    let mut found = Vec::new();
    if !ours.is_subset(&head) {
        found.push(Ailment::fault(
            message!("{path} has events that are not committed", path),
            message!(
                "the next command on that case commits them; {status} shows all differences",
                status = Command::git("status")
            ),
        ));
    }
    if !head.is_subset(&ours) {
        let hint = if found.is_empty() {
            message!(
                "{restore} brings them back",
                restore = Command::git("restore").value(path)
            )
        } else {
            text!("the next command on that case brings them back")
        };
        let what = message!("{path} lacks events that git's HEAD has", path);
        found.push(Ailment::fault(what, hint));
    }
    Ok(found)
}

fn digests(bytes: Option<Vec<u8>>) -> BTreeSet<String> {
    let case = bytes.and_then(|bytes| document::parse(&bytes).case);
    case.into_iter()
        .flat_map(|case| case.entries)
        .map(|entry| entry.digest.to_string())
        .collect()
}
