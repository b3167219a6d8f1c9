//! Files left by a killed command: temporary files, and the second index for preparing a commit.
//! The holder of the lock may remove them at once, because nobody else is writing.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use walkdir::WalkDir;

use crate::git::Repo;
use crate::store::paths::{CASES, EVIDENCE};
use crate::store::write;

/// The age from which a file counts as abandoned, for a process without the lock.
const ABANDONED: Duration = Duration::from_mins(5);

/// Removes leftovers in a folder. The caller must hold the lock. Files that cannot be removed do no
/// harm.
pub(in crate::store) fn clear(folder: &Path) {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    // Symbolic links are skipped: this program writes none.
    let left = entries.filter(|entry| {
        entry.file_type().is_ok_and(|kind| kind.is_file()) && is_ours(&entry.path())
    });
    for entry in left {
        let _ = fs::remove_file(entry.path());
    }
}

/// All leftovers in the repository and its git directory that are old enough.
pub(super) fn abandoned(root: &Path, git: Option<&Repo>) -> Vec<PathBuf> {
    let folders = [CASES, EVIDENCE, ".complaint"].map(|folder| root.join(folder));
    let in_git = git.into_iter().map(|git| git.git_dir().join("complaint"));
    let walk = folders
        .into_iter()
        .chain(in_git)
        .flat_map(|folder| WalkDir::new(folder).follow_root_links(false))
        .filter_map(Result::ok);
    let ours = walk
        .filter(|entry| entry.file_type().is_file() && is_ours(entry.path()))
        .map(walkdir::DirEntry::into_path);
    let indexes = git
        .into_iter()
        .flat_map(Repo::second_index)
        .filter(|path| path.is_file());
    ours.chain(indexes)
        .filter(|path| age(path).is_some_and(|age| age > ABANDONED))
        .collect()
}

/// The time since the file's last modification.
pub(super) fn age(path: &Path) -> Option<Duration> {
    fs::symlink_metadata(path)
        .ok()?
        .modified()
        .ok()?
        .elapsed()
        .ok()
}

fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(write::TEMPORARY.0) && name.ends_with(write::TEMPORARY.1)
}
