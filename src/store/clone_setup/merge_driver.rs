//! What a clone needs beside the files of its repository: git keeps it in the clone's own configuration.

use crate::git::{GitError, Repo};

/// The merge driver's settings, by key. Where the program is missing, git merges the text and marks what is in conflict.
pub const MERGE_DRIVER: [(&str, &str); 2] = [
    ("merge.complaint.name", "every event of both sides"),
    (
        "merge.complaint.driver",
        "if command -v complaint >/dev/null 2>&1; then complaint merge-driver %O %A %B %P; else git merge-file %A %O %B; fi",
    ),
];

/// Enters the merge driver in a clone's configuration.
///
/// # Errors
/// When it cannot be written.
pub fn set_merge_driver(git: &Repo) -> Result<(), GitError> {
    MERGE_DRIVER
        .iter()
        .try_for_each(|(key, value)| git.set(key, value))
}
