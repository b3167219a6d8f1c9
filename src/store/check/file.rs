//! Checks of single files, including files that no command reads. They also work if the policy has
//! errors.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::domain::case::document::{self, Document};
use crate::domain::case::event::Attach;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Argument, Command, Message, ToArgument, message, text};
use crate::store::paths::{CASES, EVIDENCE, is_case_file, slashed};
use crate::store::repository::bytes_of;
use crate::store::unreadable;

/// A file below `cases/`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ListedFile {
    /// A case file by its name; relative to the repository, with `/`.
    Case(String),
    /// A file that is not read, and the reason.
    Stray(String, Finding),
}

/// Every file below `cases/` except hidden ones, in order.
pub(crate) fn files(root: &Path) -> Vec<ListedFile> {
    let walk = WalkDir::new(root.join(CASES))
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter();
    walk.filter_entry(|entry| !is_hidden(entry))
        .filter_map(|entry| list_entry(root, entry))
        .collect()
}

fn list_entry(root: &Path, entry: walkdir::Result<DirEntry>) -> Option<ListedFile> {
    let relative = |path: &Path| path.strip_prefix(root).map(slashed).unwrap_or_default();
    let stray = |path: &Path, finding| Some(ListedFile::Stray(relative(path), finding));
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let path = error.path().unwrap_or(root);
            return unreadable::folder(&error).and_then(|finding| stray(path, finding));
        }
    };
    let (path, kind) = (entry.path(), entry.file_type());
    if kind.is_dir() {
        None
    } else if kind.is_symlink() {
        let finding = unreadable::unreadable(text!("a symbolic link, which is not followed"));
        stray(path, finding.hint(text!("put the file itself here")))
    } else if !kind.is_file() {
        let finding = unreadable::unreadable(text!("not a plain file"));
        stray(path, finding.hint(text!("remove it")))
    } else if is_case_file(path) {
        Some(ListedFile::Case(relative(path)))
    } else {
        let finding = Finding::warning(
            Code::IdPath,
            Spot::default(),
            text!("not a case file: no command reads it"),
        );
        let hint = text!("case files end in .yaml; add other files to evidence/ with `attach`");
        stray(path, finding.hint(hint))
    }
}

/// `.gitkeep`, `.DS_Store` and the like, and temporary files.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A case file with its text; the text is empty if the file cannot be read.
pub(crate) fn read(root: &Path, path: &str) -> (Document, String) {
    match bytes_of(root, Path::new(path)) {
        Ok(bytes) => (
            document::parse(&bytes),
            String::from_utf8_lossy(&bytes).into_owned(),
        ),
        Err(error) => (unreadable::file(&error), String::new()),
    }
}

/// The problem with the evidence attached by an event, if any.
pub(crate) fn evidence(root: &Path, entry: &Entry) -> Option<Finding> {
    let Event::Attach(Attach { file, sha256, .. }) = &entry.event else {
        return None;
    };
    let finding = |code, message: Message| {
        Finding::error(code, Spot::line(entry.line), message)
            .of_key("file")
            .about(entry.digest)
    };
    if !Path::new(file)
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return Some(finding(
            Code::BadValue,
            message!("'{file}' is not below {folder}/", file, folder = EVIDENCE),
        ));
    }
    let path: PathBuf = Path::new(EVIDENCE).join(file);
    let shown = slashed(&path);
    let restore = message!(
        "{log} shows its history",
        log = Command::git("log --").value(&shown)
    );
    match hash(root, &path) {
        Ok(found) if found == *sha256 => None,
        Ok(_) => {
            let message = message!("{shown} is not what was attached", shown);
            Some(finding(Code::EvidenceAltered, message).hint(restore))
        }
        Err(reason) => {
            let message = message!("{shown} cannot be read: {reason}", shown, reason);
            Some(finding(Code::EvidenceMissing, message).hint(restore))
        }
    }
}

/// Why a file cannot be hashed.
enum HashError {
    SymbolicLink,
    NotPlain,
    Io(io::Error),
}

impl From<io::Error> for HashError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl ToArgument for HashError {
    fn to_argument(&self) -> Argument {
        match self {
            Self::SymbolicLink => text!("a symbolic link").to_argument(),
            Self::NotPlain => text!("not a plain file").to_argument(),
            Self::Io(error) => error.to_argument(),
        }
    }
}

/// The SHA-256 of a file of any size, in hexadecimal. Follows no symbolic link.
fn hash(root: &Path, path: &Path) -> Result<String, HashError> {
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
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
