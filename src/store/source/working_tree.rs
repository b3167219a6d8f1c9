//! Files of a working tree.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::DirEntry;

use super::{HashError, Listed};
use crate::domain::case::bounds;
use crate::store::paths::POLICY;
use crate::store::{StoreError, unreadable};

pub(super) fn listed(root: &Path, entry: walkdir::Result<DirEntry>) -> Option<Listed> {
    let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_path_buf();
    match entry {
        Ok(entry) => {
            let (path, kind) = (relative(entry.path()), entry.file_type());
            if kind.is_dir() {
                None
            } else if kind.is_symlink() {
                Some(Listed::Link(path))
            } else if kind.is_file() {
                Some(Listed::Plain(path))
            } else {
                Some(Listed::Special(path))
            }
        }
        Err(error) => {
            let path = relative(error.path().unwrap_or(root));
            unreadable::folder(&error).map(|finding| Listed::Unreadable(path, finding))
        }
    }
}

/// The nearest folder from `start` upward with a policy.toml; symbolic links are resolved.
///
/// # Errors
/// When there is none, or `start` does not exist.
pub(crate) fn root_of(start: &Path) -> Result<PathBuf, StoreError> {
    let start = start.canonicalize().map_err(|source| StoreError::Read {
        path: start.to_path_buf(),
        source,
    })?;
    let is_marked = |folder: &&Path| fs::symlink_metadata(folder.join(POLICY)).is_ok();
    let root = start.ancestors().find(is_marked).map(Path::to_path_buf);
    root.ok_or(StoreError::NoRepository(start))
}

/// The bytes of a file below `root`, up to one byte beyond the maximum size of a case file. A
/// symbolic link is not followed.
///
/// # Errors
/// It is no plain file, or cannot be read.
pub(crate) fn bytes_of(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let path = root.join(path);
    if !fs::symlink_metadata(&path)?.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    let mut bytes = Vec::new();
    File::open(&path)?
        .take(bounds::MAX_SIZE as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn hash(root: &Path, path: &Path) -> Result<String, HashError> {
    let mut place = root.to_path_buf();
    for part in path.components() {
        place.push(part);
        if fs::symlink_metadata(&place)?.is_symlink() {
            return Err(HashError::SymbolicLink);
        }
    }
    if !fs::symlink_metadata(&place)?.is_file() {
        return Err(HashError::NotPlain);
    }
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(&place)?, &mut hasher)?;
    let digest = hasher.finalize();
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
