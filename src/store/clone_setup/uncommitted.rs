//! Case files that are missing, lack events of HEAD, or have uncommitted events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::ailment::Ailment;
use crate::domain::case::document;
use crate::domain::check::Found;
use crate::domain::message::{Command, message};
use crate::git::{ChangeKind, FileStatus, Repo};
use crate::store::paths::CASES;
use crate::store::repository::bytes_of;
use crate::store::{Journal, StoreError, check};

pub(super) fn examine(git: &Repo, zone: Tz) -> Result<Vec<Ailment>, StoreError> {
    let mut found: Vec<Ailment> = missing_files(&check::removed(git)?).into_iter().collect();
    found.extend(check::altered(git, zone)?.into_iter().map(altered));
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

/// A recorded fact or event that was changed by hand.
fn altered(Found { path, finding }: Found) -> Ailment {
    let what = message!(
        "{path}:{line}: {what}",
        path,
        line = finding.spot.line,
        what = finding.message
    );
    match finding.hint {
        Some(hint) => Ailment::fault(what, hint),
        None => Ailment::fault(what, Command::new("check")),
    }
}

/// Reports events of a file noted in the journal that HEAD lacks.
fn compare_with_head(git: &Repo, path: &Path) -> Result<Option<Ailment>, StoreError> {
    let head = digests(git.head_blob(path)?);
    let ours = digests(bytes_of(git.base(), path).ok());
    Ok((!ours.is_subset(&head)).then(|| {
        Ailment::fault(
            message!("{path} has events that are not committed", path),
            message!(
                "the next command on that case commits them; {status} shows all differences",
                status = Command::git("status")
            ),
        )
    }))
}

fn digests(bytes: Option<Vec<u8>>) -> BTreeSet<String> {
    let case = bytes.and_then(|bytes| document::parse(&bytes).case);
    case.into_iter()
        .flat_map(|case| case.entries)
        .map(|entry| entry.digest.to_string())
        .collect()
}
