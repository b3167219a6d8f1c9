//! Checks of single files, including files that no command reads. They also work if the policy has
//! errors.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::domain::case::document::{self, Document};
use crate::domain::case::event::Attach;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, message, text};
use crate::store::paths::{CASES, EVIDENCE, is_case_file, slashed};
use crate::store::source::{HashError, Listed, Source};
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
pub(crate) fn files(source: &Source) -> Vec<ListedFile> {
    let listed = source.walk(Path::new(CASES)).into_iter();
    listed.filter_map(list_file).collect()
}

fn list_file(listed: Listed) -> Option<ListedFile> {
    let (path, finding) = match listed {
        Listed::Plain(path) if is_case_file(&path) => {
            return (!is_hidden(&path)).then(|| ListedFile::Case(slashed(&path)));
        }
        Listed::Plain(path) => {
            let message = text!("not a case file: no command reads it");
            let hint = text!("case files end in .yaml; add other files to evidence/ with `attach`");
            let finding = Finding::warning(Code::IdPath, Spot::default(), message);
            (path, finding.hint(hint))
        }
        Listed::Link(path) => {
            let finding = unreadable::unreadable(text!("a symbolic link, which is not followed"));
            (path, finding.hint(text!("put the file itself here")))
        }
        Listed::Special(path) => {
            let finding = unreadable::unreadable(text!("not a plain file"));
            (path, finding.hint(text!("remove it")))
        }
        Listed::Unreadable(path, finding) => (path, finding),
    };
    (!is_hidden(&path)).then(|| ListedFile::Stray(slashed(&path), finding))
}

/// `.gitkeep`, `.DS_Store` and the like, temporary files, and what is in hidden folders.
fn is_hidden(path: &Path) -> bool {
    path.iter()
        .any(|name| name.to_string_lossy().starts_with('.'))
}

/// A case file with its text; the text is empty if the file cannot be read.
pub(crate) fn document(bytes: io::Result<Vec<u8>>) -> (Document, String) {
    match bytes {
        Ok(bytes) => (
            document::parse(&bytes),
            String::from_utf8_lossy(&bytes).into_owned(),
        ),
        Err(error) => (unreadable::file(&error), String::new()),
    }
}

/// The hashes of attached files, by their paths in the repository.
pub(crate) type Hashes = HashMap<PathBuf, Result<String, HashError>>;

/// The hashes of all files that these events attached.
pub(crate) fn hashes<'e>(source: &Source, entries: impl Iterator<Item = &'e Entry>) -> Hashes {
    let paths: BTreeSet<PathBuf> = entries.filter_map(attached).collect();
    let paths: Vec<PathBuf> = paths.into_iter().collect();
    let hashes = source.hashes(&paths);
    paths.into_iter().zip(hashes).collect()
}

/// The file that an event attached, if its name stays below `evidence/`.
fn attached(entry: &Entry) -> Option<PathBuf> {
    let Event::Attach(Attach { file, .. }) = &entry.event else {
        return None;
    };
    let mut parts = Path::new(file).components();
    parts
        .all(|part| matches!(part, Component::Normal(_)))
        .then(|| Path::new(EVIDENCE).join(file))
}

/// The problem with the evidence attached by an event, if any.
pub(crate) fn evidence(hashes: &Hashes, entry: &Entry) -> Option<Finding> {
    let Event::Attach(Attach { file, sha256, .. }) = &entry.event else {
        return None;
    };
    let finding = |code, message: Message| {
        Finding::error(code, Spot::line(entry.line), message)
            .of_key("file")
            .about(entry.digest)
    };
    let Some(path) = attached(entry) else {
        return Some(finding(
            Code::BadValue,
            message!("'{file}' is not below {folder}/", file, folder = EVIDENCE),
        ));
    };
    let shown = slashed(&path);
    let restore = message!(
        "{log} shows its history",
        log = Command::git("log --").value(&shown)
    );
    match hashes.get(&path)? {
        Ok(found) if found == sha256 => None,
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
