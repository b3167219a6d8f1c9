//! The case files below a folder, found over all cores. Symbolic links are not followed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::paths::is_case_name;
use super::unreadable;
use crate::domain::finding::Finding;

/// The case files of one folder.
#[derive(Debug)]
pub(super) struct Folder<T> {
    /// The folder, relative to the repository.
    pub path: PathBuf,
    /// The files by name, with what was kept of them.
    pub files: Vec<(OsString, T)>,
}

/// What cannot be read, and why.
pub(super) type Unreadable = Box<(PathBuf, Finding)>;

/// The folders below `folder`, in order, with what `of_file` keeps of their case files, given
/// whether a file is plain.
pub(super) fn walk<T: Send>(
    root: &Path,
    folder: &Path,
    of_file: impl Fn(&DirEntry, bool) -> Option<T> + Sync,
) -> (Vec<Folder<T>>, Vec<Unreadable>) {
    let top = match fs::symlink_metadata(root.join(folder)) {
        Ok(top) if top.is_dir() => below(root, folder.to_owned(), &of_file),
        Ok(_) => vec![broken(folder.to_owned(), unreadable::no_folder())],
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => vec![unreadable_folder(folder.to_owned(), &error)],
    };
    let (mut folders, mut unreadable) = (Vec::new(), Vec::new());
    for found in top {
        match found {
            Ok(folder) => folders.push(folder),
            Err(found) => unreadable.push(found),
        }
    }
    folders.sort_by(|one: &Folder<T>, other| one.path.cmp(&other.path));
    (folders, unreadable)
}

/// The files below `folder` with a name that is wanted, in order. Folders that cannot be read are
/// left out.
pub(super) fn named(
    root: &Path,
    folder: &Path,
    is_wanted: impl Fn(&OsStr) -> bool + Sync,
) -> Vec<PathBuf> {
    let (folders, _) = walk(root, folder, |entry, _| {
        is_wanted(&entry.file_name()).then_some(())
    });
    let files = folders.into_iter().flat_map(|folder| {
        let names = folder.files.into_iter();
        names.map(move |(name, ())| folder.path.join(name))
    });
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    files
}

type Found<T> = Result<Folder<T>, Unreadable>;

fn below<T: Send>(
    root: &Path,
    path: PathBuf,
    of_file: &(impl Fn(&DirEntry, bool) -> Option<T> + Sync),
) -> Vec<Found<T>> {
    let entries = match fs::read_dir(root.join(&path)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => return vec![unreadable_folder(path, &error)],
    };
    let (mut files, mut folders, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let kind = entry.and_then(|entry| Ok((entry.file_type()?, entry)));
        match kind {
            Ok((kind, entry)) if kind.is_dir() => folders.push(path.join(entry.file_name())),
            Ok((kind, entry)) => {
                let name = entry.file_name();
                let kept = is_case_name(&name).then(|| of_file(&entry, kind.is_file()));
                files.extend(kept.flatten().map(|stat| (name, stat)));
            }
            Err(error) => found.push(unreadable_folder(path.clone(), &error)),
        }
    }
    found.par_extend(
        folders
            .into_par_iter()
            .flat_map(|folder| below(root, folder, of_file)),
    );
    if !files.is_empty() {
        found.push(Ok(Folder { path, files }));
    }
    found
}

fn unreadable_folder<T>(path: PathBuf, error: &io::Error) -> Found<T> {
    broken(path, unreadable::folder_error(error))
}

fn broken<T>(path: PathBuf, finding: Finding) -> Found<T> {
    Err(Box::new((path, finding)))
}
