//! Atomic writing of files.
//!
//! Always: temporary file in the same folder, fsync, rename, fsync of the folder. Paths are given
//! as a root and a relative path below it; symbolic links on the way are not followed, so nothing
//! outside the root is ever written.

mod error;

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

pub use error::WriteError;

pub(crate) use crate::git::TEMPORARY;

/// Replaces an existing file, keeping its permissions.
///
/// # Errors
/// On error the file is unchanged.
pub fn replace(root: &Path, relative: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace_if(root, relative, bytes, |_| true)
}

/// As [`replace`], if the content is still `old`. This is checked last, right before the rename,
/// because editors take no lock.
///
/// # Errors
/// [`WriteError::Changed`] if it is not; the file is unchanged.
pub(crate) fn replace_old(
    root: &Path,
    relative: &Path,
    old: &[u8],
    new: &[u8],
) -> Result<(), WriteError> {
    replace_if(root, relative, new, |path| {
        fs::read(path).is_ok_and(|there| there == old)
    })
}

fn replace_if(
    root: &Path,
    relative: &Path,
    bytes: &[u8],
    is_expected: impl Fn(&Path) -> bool,
) -> Result<(), WriteError> {
    let path = below(root, relative)?;
    let there = fs::symlink_metadata(&path).map_err(|e| WriteError::new(&path, e))?;
    if !there.is_file() {
        return Err(WriteError::NotAFile(path));
    }
    if there.permissions().readonly() {
        return Err(WriteError::ReadOnly(path));
    }
    let temporary = write_temporary(&path, bytes, Some(there))?;
    if !is_expected(&path) {
        return Err(WriteError::Changed(path));
    }
    temporary
        .persist(&path)
        .map_err(|e| WriteError::new(&path, e.error))?;
    sync_folder(folder_of(&path)).map_err(|e| WriteError::new(&path, e))
}

/// Removes `added` from a file, wherever it is now; the rest stays. If nothing can be written any
/// more (a full disk), truncates the file to its former length.
///
/// # Errors
/// When `added` does not occur exactly once, or the file cannot be written.
pub(crate) fn take_out(root: &Path, relative: &Path, added: &[u8]) -> Result<(), WriteError> {
    let path = below(root, relative)?;
    let there = fs::read(&path).map_err(|e| WriteError::new(&path, e))?;
    let Some(at) = find_once(&there, added) else {
        return Err(WriteError::Changed(path));
    };
    let rest = [&there[..at], &there[at + added.len()..]].concat();
    let replaced = replace_old(root, relative, &there, &rest);
    let is_last = at + added.len() == there.len();
    if is_last && !matches!(replaced, Ok(()) | Err(WriteError::Changed(_))) {
        let file = OpenOptions::new().write(true).open(&path);
        return file
            .and_then(|file| file.set_len(at as u64).and_then(|()| file.sync_all()))
            .map_err(|e| WriteError::new(&path, e));
    }
    replaced
}

fn find_once(text: &[u8], part: &[u8]) -> Option<usize> {
    let mut places = text
        .windows(part.len().max(1))
        .enumerate()
        .filter(|(_, window)| *window == part);
    let (at, _) = places.next()?;
    places.next().is_none().then_some(at)
}

/// Creates a new file, and missing folders.
///
/// # Errors
/// On error neither the file nor a folder is left behind.
pub fn create_new(root: &Path, relative: &Path, bytes: &[u8]) -> Result<Created, WriteError> {
    let path = below(root, relative)?;
    if path.exists() {
        return Err(WriteError::Exists(path));
    }
    let mut created = Created {
        path,
        folders: Vec::new(),
    };
    match created.fill(bytes) {
        Ok(()) => Ok(created),
        Err(error) => {
            created.remove_folders();
            Err(error)
        }
    }
}

/// A file made by [`create_new`], which can be undone.
#[derive(Debug)]
#[must_use]
pub struct Created {
    path: PathBuf,
    folders: Vec<PathBuf>,
}

impl Created {
    /// Removes the file, and those folders created for it that are empty.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn undo(self) -> Result<(), WriteError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(WriteError::new(&self.path, error));
            }
            Ok(()) | Err(_) => self.remove_folders(),
        }
        Ok(())
    }

    fn fill(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.make_folders()?;
        let temporary = write_temporary(&self.path, bytes, None)?;
        temporary
            .persist_noclobber(&self.path)
            .map_err(|e| WriteError::new(&self.path, e.error))?;
        let folders = self.folders.iter().filter_map(|folder| folder.parent());
        for folder in folders.chain([folder_of(&self.path)]) {
            sync_folder(folder).map_err(|e| WriteError::new(&self.path, e))?;
        }
        Ok(())
    }

    fn make_folders(&mut self) -> Result<(), WriteError> {
        let folder = folder_of(&self.path);
        let missing: Vec<&Path> = folder.ancestors().take_while(|f| !f.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_path_buf()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(WriteError::new(folder, error)),
            }
        }
        Ok(())
    }

    fn remove_folders(&self) {
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// `root/relative`, if it stays below the root and no existing part of `relative` is a symbolic
/// link.
///
/// # Errors
/// [`WriteError::Outside`], [`WriteError::SymbolicLink`].
pub(crate) fn below(root: &Path, relative: &Path) -> Result<PathBuf, WriteError> {
    let mut path = root.to_path_buf();
    for component in relative.components() {
        let Component::Normal(name) = component else {
            return Err(WriteError::Outside(relative.to_path_buf()));
        };
        path.push(name);
        if path.is_symlink() {
            return Err(WriteError::SymbolicLink(path));
        }
    }
    if path == root {
        return Err(WriteError::Outside(relative.to_path_buf()));
    }
    Ok(path)
}

/// Syncs a folder, so that a rename into it survives a crash. Does nothing where folders cannot be
/// opened.
///
/// # Errors
/// When syncing fails.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// A temporary file next to `path`, with its content on disk; removed on drop unless persisted.
fn write_temporary(
    path: &Path,
    bytes: &[u8],
    old: Option<Metadata>,
) -> Result<NamedTempFile, WriteError> {
    let fail = |e| WriteError::new(path, e);
    let mut builder = tempfile::Builder::new();
    builder
        .prefix(TEMPORARY.0)
        .suffix(TEMPORARY.1)
        .rand_bytes(8);
    if let Some(permissions) = new_file_permissions() {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder_of(path)).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    if let Some(old) = old {
        file.as_file()
            .set_permissions(old.permissions())
            .map_err(fail)?;
    }
    file.as_file().sync_all().map_err(fail)?;
    Ok(file)
}

/// The permissions of a new file, before the umask applies.
fn new_file_permissions() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    #[cfg(not(unix))]
    return None;
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}
