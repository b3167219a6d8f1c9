//! The index as it was before a command, kept so that it can come back even if the disk is full.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{GitError, Repo};

/// A second name of the index's file. git never writes into an index but puts a new file in its
/// place, so the second name keeps the old one, and renaming it back takes no space.
pub(super) struct KeptIndex {
    index: PathBuf,
    kept: PathBuf,
    /// Whether there was an index.
    is_there: bool,
}

impl Repo {
    /// Keeps the index as it is now. File systems without second names get a copy.
    pub(super) fn keep_index(&self) -> Result<KeptIndex, GitError> {
        let (index, kept) = (self.index(), self.kept_index());
        remove_if_there(&kept).map_err(|e| GitError::io(&kept, e))?;
        let is_there = index.exists();
        if is_there && fs::hard_link(&index, &kept).is_err() {
            fs::copy(&index, &kept).map_err(|e| GitError::io(&kept, e))?;
        }
        Ok(KeptIndex {
            index,
            kept,
            is_there,
        })
    }

    /// The path of the kept index, whether or not it exists.
    pub(super) fn kept_index(&self) -> PathBuf {
        self.git_dir.join("complaint-index.kept")
    }
}

impl KeptIndex {
    /// Puts the index back, under git's own lock, unless another git process has changed it since
    /// it had the bytes `staged`.
    pub(super) fn restore(&self, staged: Option<&[u8]>) -> Result<(), GitError> {
        let index = &self.index;
        let lock = index.with_extension("lock");
        let failed = |e| GitError::io(index, e);
        if self.is_there {
            if fs::hard_link(&self.kept, &lock).is_err() {
                let mut new = File::create_new(&lock).map_err(failed)?;
                let mut old = File::open(&self.kept).map_err(failed)?;
                std::io::copy(&mut old, &mut new).map_err(failed)?;
            }
        } else {
            File::create_new(&lock).map_err(failed)?;
        }
        let lock = Scratch(lock);
        let now = read_index(index)?;
        if now.as_deref() != staged || now == read_index(&self.kept)? {
            return Ok(());
        }
        if self.is_there {
            lock.rename(index)
        } else {
            fs::remove_file(index).map_err(failed)
        }
    }
}

impl Drop for KeptIndex {
    fn drop(&mut self) {
        let _ = remove_if_there(&self.kept);
    }
}

/// The bytes of an index; `None` if there is none.
pub(super) fn read_index(index: &Path) -> Result<Option<Vec<u8>>, GitError> {
    match fs::read(index) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(GitError::io(index, error)),
    }
}

/// A file in the git directory, removed on drop.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    /// Renames the file. From then on its name may be another process's.
    pub(super) fn rename(self, to: &Path) -> Result<(), GitError> {
        fs::rename(&self.0, to).map_err(|e| GitError::io(to, e))?;
        std::mem::forget(self);
        Ok(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = remove_if_there(&self.0);
    }
}

pub(super) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
