//! Compares case files that git calls modified with HEAD.

use std::path::Path;

use chrono_tz::Tz;

use crate::domain::case::document::{self, Places};
use crate::domain::check::{self, Found};
use crate::git::Repo;
use crate::store::StoreError;
use crate::store::paths::{CASES, is_case_file, slashed};
use crate::store::repository::bytes_of;

/// Recorded facts and events that were changed or removed in the work tree, each at its place. A
/// commit of them would be condemned by every audit.
///
/// # Errors
/// When git fails.
pub(in crate::store) fn altered(git: &Repo, zone: Tz) -> Result<Vec<Found>, StoreError> {
    let mut files = git.modified(Path::new(CASES))?;
    files.retain(|file| is_case_file(file));
    let committed = git.head_blobs(&files)?;
    let found = files
        .iter()
        .zip(committed)
        .filter_map(|(file, committed)| Some(compare(git, file, &committed?, zone)));
    Ok(found.flatten().collect())
}

fn compare(git: &Repo, file: &Path, committed: &[u8], zone: Tz) -> Vec<Found> {
    let ours = bytes_of(git.base(), file).unwrap_or_default();
    if ours == committed {
        return Vec::new();
    }
    let (before, after) = (document::parse(committed).case, document::parse(&ours).case);
    let (Some(before), Some(after)) = (before, after) else {
        return Vec::new();
    };
    let path = slashed(file);
    let text = String::from_utf8_lossy(&ours);
    let places = Places::of(&text);
    let gone = check::gone(&before, &after).into_iter();
    let gone = gone.map(|entry| check::lost_event(entry, &path, zone));
    check::altered(&before, &after, zone)
        .into_iter()
        .chain(gone)
        .map(|finding| Found::new(&path, places.place(finding)))
        .collect()
}
