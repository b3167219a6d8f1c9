//! The metadata of the case files, collected over all cores. Symbolic links are not followed.

use std::ffi::OsString;
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
    let top = match fs::symlink_metadata(root.join(folder)) {
        Ok(top) if top.is_dir() => below(root, folder.to_owned()),
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

fn below(root: &Path, path: PathBuf) -> Vec<Found> {
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
            Ok((kind, entry)) => files.extend(file(&entry, kind.is_file())),
            Err(error) => found.push(unreadable_folder(path.clone(), &error)),
        }
    }
    found.par_extend(
        folders
            .into_par_iter()
            .flat_map(|folder| below(root, folder)),
    );
    if !files.is_empty() {
        found.push(Ok(Folder { path, files }));
    }
    found
}

fn file(entry: &DirEntry, is_plain: bool) -> Option<(OsString, Option<Stat>)> {
    let name = entry.file_name();
    if !is_case_name(&name) {
        return None;
    }
    let metadata = is_plain.then(|| entry.metadata().ok()).flatten();
    let plain = metadata.filter(Metadata::is_file);
    Some((name, plain.as_ref().map(Stat::of)))
}

fn unreadable_folder(path: PathBuf, error: &io::Error) -> Found {
    broken(path, unreadable::folder_error(error))
}

fn broken(path: PathBuf, finding: Finding) -> Found {
    let document = without_case(finding);
    Err(Box::new(CaseFile { path, document }))
}
