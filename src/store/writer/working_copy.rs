//! Taking up a case file for writing: what it holds, compared with HEAD; what an interrupted command left is committed,
//! what HEAD has beside it is taken in.

use crate::domain::message::message;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::domain::case::document::{self, Document, Places};
use crate::domain::case::{Case, Entry, Event, emit};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::CaseId;
use crate::domain::rules;
use crate::git::{GitError, Repo};
use crate::store::record::{Commit, Recorder};
use crate::store::settle::{self, Difference};
use crate::store::{Located, Repository, StoreError, write};

/// What the file held when it was taken up.
#[derive(Debug)]
pub(in crate::store) struct Page {
    /// The file as it stands.
    pub bytes: Vec<u8>,
    /// What it says.
    pub document: Document,
    /// The case, with the events that only HEAD has.
    pub case: Case,
    /// The commit that it was compared with.
    pub head: Option<String>,
    /// Events that HEAD has and the file lacks; they are added together with the next one.
    pub missing: Vec<Entry>,
}

/// How often that is tried because something else came in between, and the pause before.
const ATTEMPTS: (usize, Duration) = (8, Duration::from_millis(50));

/// Reads the file, compares it with HEAD, and commits what an interrupted command left.
pub(in crate::store) fn take_up(
    recorder: &Recorder,
    located: &Located,
) -> Result<Page, StoreError> {
    let (mut left, pause) = ATTEMPTS;
    loop {
        left -= 1;
        match open(recorder, located) {
            Err(error) if error.is_passing() && left > 0 => thread::sleep(pause),
            result => return result,
        }
    }
}

fn open(recorder: &Recorder, located: &Located) -> Result<Page, StoreError> {
    let repository = recorder.repository;
    let path = &located.path;
    let unfit = |findings| StoreError::Unfit {
        path: path.clone(),
        findings,
    };
    let bytes = read(repository, path)?;
    let document = document::parse(&bytes);
    let Some(case) = document.case.clone() else {
        return Err(unfit(document.findings));
    };
    let errors = document
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let blocking: Vec<Finding> = errors
        .cloned()
        .chain(unknown_verbs(&case, &bytes))
        .chain(other_id(&case, &located.id))
        .collect();
    if !blocking.is_empty() {
        return Err(unfit(blocking));
    }
    let mut page = Page {
        bytes,
        document,
        case,
        head: None,
        missing: Vec::new(),
    };
    let Some(git) = repository.git() else {
        return Ok(page);
    };
    page.head = git.head()?;
    let difference = match differing(recorder, git, path, &page) {
        // Nothing can be compared; but what is not committed drops nothing of HEAD's either.
        Err(StoreError::Git(GitError::NotInstalled)) if recorder.act.commit == Commit::Later => {
            Difference::default()
        }
        difference => difference?,
    };
    if recorder.act.commit == Commit::Now && !difference.pending.is_empty() {
        if !difference.missing.is_empty() {
            take_in(recorder, path, &page, &difference.missing)?;
            return open(recorder, located);
        }
        commit_pending(recorder, git, located, &page, &difference.pending)?;
        page.head = git.head()?;
    }
    page.case.entries.extend(difference.missing.clone());
    page.missing = difference.missing;
    Ok(page)
}

/// Writes what HEAD has and the file lacks into the file, so that no commit drops it.
fn take_in(
    recorder: &Recorder,
    path: &Path,
    page: &Page,
    missing: &[Entry],
) -> Result<(), StoreError> {
    let zone = recorder.policy().organisation.time_zone;
    let added = emit::append(&page.bytes, &page.document.layout, missing, zone);
    let unfit = |finding| StoreError::Unfit {
        path: path.to_path_buf(),
        findings: vec![finding],
    };
    let bytes = [page.bytes.as_slice(), &added.map_err(unfit)?].concat();
    emit::verify_appended(&page.case, missing, &bytes).map_err(unfit)?;
    Ok(write::replace_old(
        recorder.repository.root(),
        path,
        &page.bytes,
        &bytes,
    )?)
}

fn differing(
    recorder: &Recorder,
    git: &Repo,
    path: &Path,
    page: &Page,
) -> Result<Difference, StoreError> {
    let blob = git.head_blob(path)?;
    if blob.as_ref() == Some(&page.bytes) {
        return Ok(Difference::default());
    }
    let head = match blob.map(|blob| document::parse(&blob)) {
        Some(Document {
            case: None,
            findings,
            ..
        }) => {
            let spot = findings
                .first()
                .map(|finding| finding.spot)
                .unwrap_or_default();
            let what = "a correction of what HEAD has".to_owned();
            return Err(StoreError::Uncommitted {
                path: path.to_path_buf(),
                spot,
                what,
            });
        }
        head => head.and_then(|document| document.case),
    };
    let journal = recorder
        .journal()
        .map(|journal| journal.recorded(path))
        .transpose()?
        .unwrap_or_default();
    settle::compare(
        &page.case,
        &String::from_utf8_lossy(&page.bytes),
        head.as_ref(),
        &journal,
        path,
    )
}

/// Commits the events that a command wrote and did not commit, one by one.
fn commit_pending(
    recorder: &Recorder,
    git: &Repo,
    located: &Located,
    page: &Page,
    pending: &[Entry],
) -> Result<(), StoreError> {
    let path = &located.path;
    for (index, entry) in pending.iter().enumerate() {
        let until = before_all(&pending[index + 1..], page);
        let committed = match until {
            Some(content) => recorder.commit_content(git, &located.id, path, content, entry),
            None => recorder.commit(git, &located.id, path, entry),
        };
        match committed {
            Ok(()) | Err(StoreError::Git(GitError::NothingToCommit)) => {
                recorder.strike(path, entry)?
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The bytes before the events `later`, if nothing else follows the first of them in the file.
fn before_all<'p>(later: &[Entry], page: &'p Page) -> Option<&'p [u8]> {
    let line = later.first()?.line;
    let is_later = |entry: &Entry| later.iter().any(|later| later.digest == entry.digest);
    let last = page
        .case
        .entries
        .iter()
        .all(|entry| entry.line < line || is_later(entry));
    before_line(&page.bytes, line).filter(|_| last)
}

/// The bytes before a line.
fn before_line(bytes: &[u8], line: u32) -> Option<&[u8]> {
    let skipped = usize::try_from(line).ok()?.checked_sub(1)?;
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(end, _)| end + 1);
    let end = ends.take(skipped).last()?;
    bytes.get(..end)
}

fn read(repository: &Repository, path: &Path) -> Result<Vec<u8>, StoreError> {
    repository.bytes(path).map_err(|source| StoreError::Read {
        path: path.to_path_buf(),
        source,
    })
}

/// The file is named after another case.
fn other_id(case: &Case, named: &CaseId) -> Option<Finding> {
    let message = || format!("the file is named {named}, but its id is {}", case.facts.id);
    let finding = || Finding::error(Code::IdPath, Spot::default(), message());
    (case.facts.id != *named)
        .then(|| finding().hint("id and name are fixed at birth: put them back as git has them"))
}

/// Events whose verb this program does not know: what they mean is not known, so nothing is added after them.
fn unknown_verbs(case: &Case, bytes: &[u8]) -> Vec<Finding> {
    let text = String::from_utf8_lossy(bytes);
    let places = Places::of(&text);
    let refusal = |entry: &Entry| match &entry.event {
        Event::Unknown { verb, .. } => {
            let doubt = rules::unknown_verb(verb);
            let message = message!(
                "{doubt}, so it adds nothing to this case",
                doubt = doubt.message
            );
            let refusal = Finding {
                severity: Severity::Error,
                spot: Spot::line(entry.line),
                message,
                ..doubt
            };
            Some(places.place(refusal))
        }
        _ => None,
    };
    case.entries.iter().filter_map(refusal).collect()
}
