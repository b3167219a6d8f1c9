//! The metadata of the case files, collected over all cores. Symbolic links are not followed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::record::Stat;
use crate::domain::finding::Finding;
use crate::store::paths::is_case_name;
use crate::store::repository::CaseFile;
use crate::store::unreadable::{self, without_case};

/// The case files of one folder.
#[derive(Debug)]
pub(in crate::store) struct Folder {
    /// The folder, relative to the repository.
    pub path: PathBuf,
    /// The files by name, with their metadata; `None` for what is no plain file.
    pub files: Vec<(OsString, Option<Stat>)>,
}

/// The folders with case files below `folder`, in order, and what cannot be read.
pub(in crate::store) fn walk(root: &Path, folder: &Path) -> (Vec<Folder>, Vec<CaseFile>) {
    collect(root, folder, &|entry, is_plain| {
        let metadata = is_plain.then(|| entry.metadata().ok()).flatten();
        let plain = metadata.filter(Metadata::is_file);
        Some(plain.as_ref().map(Stat::of))
    })
}

/// The files below `folder` with a name that is wanted, in order. Folders that cannot be read are
/// left out.
pub(in crate::store) fn named(
    root: &Path,
    folder: &Path,
    is_wanted: impl Fn(&OsStr) -> bool + Sync,
) -> Vec<PathBuf> {
    let (folders, _) = collect(root, folder, &|entry, _| {
        is_wanted(&entry.file_name()).then_some(None)
    });
    let files = folders.into_iter().flat_map(|folder| {
        let names = folder.files.into_iter();
        names.map(move |(name, _)| folder.path.join(name))
    });
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    files
}

/// What is kept of a file, given whether it is plain.
type OfFile<'f> = &'f (dyn Fn(&DirEntry, bool) -> Option<Option<Stat>> + Sync);

fn collect(root: &Path, folder: &Path, of_file: OfFile<'_>) -> (Vec<Folder>, Vec<CaseFile>) {
    let top = match fs::symlink_metadata(root.join(folder)) {
        Ok(top) if top.is_dir() => below(root, folder.to_owned(), of_file),
        Ok(_) => vec![broken(folder.to_owned(), unreadable::no_folder())],
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => vec![unreadable_folder(folder.to_owned(), &error)],
    };
    let (mut folders, mut unreadable) = (Vec::new(), Vec::new());
    for found in top {
        match found {
            Ok(folder) => folders.push(folder),
            Err(file) => unreadable.push(*file),
        }
    }
    folders.sort_by(|one: &Folder, other| one.path.cmp(&other.path));
    (folders, unreadable)
}

/// The metadata of a plain file.
pub(in crate::store) fn stat(file: &Path) -> Option<Stat> {
    let metadata = fs::symlink_metadata(file).ok()?;
    metadata.is_file().then(|| Stat::of(&metadata))
}

type Found = Result<Folder, Box<CaseFile>>;

fn below(root: &Path, path: PathBuf, of_file: OfFile<'_>) -> Vec<Found> {
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

fn unreadable_folder(path: PathBuf, error: &io::Error) -> Found {
    broken(path, unreadable::folder_error(error))
}

fn broken(path: PathBuf, finding: Finding) -> Found {
    let document = without_case(finding);
    Err(Box::new(CaseFile { path, document }))
}
