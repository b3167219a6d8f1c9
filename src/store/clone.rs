//! What a clone needs beside the files of its repository: git keeps it in the clone's own configuration.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::StoreError;
use super::write::WriteError;
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
    MERGE_DRIVER.iter().try_for_each(|(key, value)| git.set(key, value))
}

/// Has git run a hook of this program; one that is there already stays as it is.
///
/// # Errors
/// There is another hook of that name, or it cannot be written.
pub fn install_hook(git: &Repo, name: &str) -> Result<PathBuf, StoreError> {
    let folder = git.hooks()?;
    let file = folder.join(name);
    let text = format!("#!/bin/sh\nexec complaint hook {name}\n");
    match fs::read_to_string(&file) {
        Ok(there) if there == text => return Ok(file),
        Ok(_) => return Err(WriteError::Exists(file).into()),
        Err(_) => {}
    }
    let write = || -> io::Result<()> {
        fs::create_dir_all(&folder)?;
        fs::write(&file, text)?;
        make_executable(&file)
    };
    write().map_err(|source| WriteError::Io { path: file.clone(), source })?;
    Ok(file)
}

#[cfg(unix)]
fn make_executable(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
