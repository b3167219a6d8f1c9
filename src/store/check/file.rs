//! The files of a repository as `check` looks at them: also those that no command reads, and also under a policy that
//! has errors.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::domain::case::document::{self, Document};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::store::evidence::EVIDENCE;
use crate::store::repository::{CASES, bytes_of, is_case_file, unreadable, unreadable_folder};
use crate::store::survey::slashed;

/// A file below `cases/`.
#[derive(Debug, Clone, PartialEq)]
pub enum Inspected {
    /// One that should be a case, relative to the repository, with `/`.
    Case(String),
    /// One that is not read, and why.
    Stray(String, Finding),
}

/// Every file below `cases/`, hidden ones left out, in order.
pub fn files(root: &Path) -> Vec<Inspected> {
    let walk = WalkDir::new(root.join(CASES))
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter();
    walk.filter_entry(|entry| !is_hidden(entry))
        .filter_map(|entry| inspected(root, entry))
        .collect()
}

fn inspected(root: &Path, entry: walkdir::Result<DirEntry>) -> Option<Inspected> {
    let relative = |path: &Path| path.strip_prefix(root).map(slashed).unwrap_or_default();
    let stray = |path: &Path, finding| Some(Inspected::Stray(relative(path), finding));
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => {
            let path = error.path().unwrap_or(root);
            return unreadable_folder(&error).and_then(|finding| stray(path, finding));
        }
    };
    let (path, kind) = (entry.path(), entry.file_type());
    if kind.is_dir() {
        None
    } else if kind.is_symlink() {
        let message = "a symbolic link, which is not followed";
        let finding = Finding::error(Code::Unreadable, Spot::default(), message)
            .hint("put the file itself here");
        stray(path, finding)
    } else if !kind.is_file() {
        stray(
            path,
            Finding::error(Code::Unreadable, Spot::default(), "not a plain file").hint("remove it"),
        )
    } else if is_case_file(path) {
        Some(Inspected::Case(relative(path)))
    } else {
        let finding = Finding::warning(
            Code::IdPath,
            Spot::default(),
            "not a case file: no command reads it",
        );
        stray(
            path,
            finding.hint("case files end in .yaml; other files belong into evidence/, by `attach`"),
        )
    }
}

/// `.gitkeep`, `.DS_Store` and the like, and what is being written just now.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A case file with its text, which is empty where it cannot be read.
pub fn read(root: &Path, path: &str) -> (Document, String) {
    match bytes_of(root, Path::new(path)) {
        Ok(bytes) => (
            document::parse(&bytes),
            String::from_utf8_lossy(&bytes).into_owned(),
        ),
        Err(error) => (unreadable(&error), String::new()),
    }
}

/// What is wrong with the evidence that an event attached.
pub fn evidence(root: &Path, entry: &Entry) -> Option<Finding> {
    let Event::Attach { file, sha256, .. } = &entry.event else {
        return None;
    };
    let finding = |code, message: String| {
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
            format!("'{file}' does not lie below {EVIDENCE}/"),
        ));
    }
    let path: PathBuf = Path::new(EVIDENCE).join(file);
    let restore = format!("git log -- {} shows what became of it", slashed(&path));
    match hash(root, &path) {
        Ok(found) if found == *sha256 => None,
        Ok(_) => Some(
            finding(
                Code::EvidenceAltered,
                format!("{} is not what was attached", slashed(&path)),
            )
            .hint(restore),
        ),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", slashed(&path));
            Some(finding(Code::EvidenceMissing, message).hint(restore))
        }
    }
}

/// The SHA-256 of a file of any size, in hexadecimal digits; no symbolic link on the way is followed.
fn hash(root: &Path, path: &Path) -> io::Result<String> {
    let mut place = root.to_path_buf();
    for part in path.components() {
        place.push(part);
        if fs::symlink_metadata(&place)?.is_symlink() {
            return Err(io::Error::other("a symbolic link"));
        }
    }
    if !fs::symlink_metadata(&place)?.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(&place)?, &mut hasher)?;
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
