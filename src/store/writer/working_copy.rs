//! Opens a case file for writing: compares it with HEAD, commits events left by an interrupted
//! command, and adds events of HEAD that the file lacks.

use std::path::Path;
use std::thread;

use chrono_tz::Tz;

use super::compare_head::{self, HeadDifference};
use super::recorder::{ATTEMPTS, CommitMode, PAUSE, Recorder};
use crate::domain::case::document::{self, Document, Places};
use crate::domain::case::{Case, Entry, Event, emit};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::{message, text};
use crate::domain::names::CaseId;
use crate::domain::rules;
use crate::git::{GitError, Repo};
use crate::store::{Located, Repository, StoreError, write};

/// The state of a case file when it was opened.
#[derive(Debug)]
pub(super) struct WorkingCopy {
    /// The content of the file.
    pub bytes: Vec<u8>,
    pub document: Document,
    /// The case, including events that only HEAD has.
    pub case: Case,
    /// The commit with which it was compared.
    pub head: Option<String>,
    /// Events of HEAD that the file lacks; they are written together with the next event.
    pub missing: Vec<Entry>,
}

/// A case file after appending events.
#[derive(Debug)]
pub(super) struct Appended {
    /// The appended bytes.
    pub added: Vec<u8>,
    pub bytes: Vec<u8>,
    pub case: Case,
}

impl WorkingCopy {
    /// Appends events, and verifies the result by parsing it.
    pub(super) fn append(
        &self,
        path: &Path,
        entries: &[Entry],
        zone: Tz,
    ) -> Result<Appended, StoreError> {
        let unfit = |finding| StoreError::Unfit {
            path: path.to_path_buf(),
            findings: vec![finding],
        };
        let layout = &self.document.layout;
        let added = emit::append(&self.bytes, layout, entries, zone).map_err(unfit)?;
        let bytes = [self.bytes.as_slice(), &added].concat();
        let before = self.document.case.as_ref().unwrap_or(&self.case);
        let case = emit::verify_appended(before, entries, &bytes).map_err(|finding| {
            if finding.code != Code::TooLarge {
                return unfit(finding);
            }
            StoreError::Refused {
                path: path.to_path_buf(),
                findings: vec![finding],
            }
        })?;
        Ok(Appended { added, bytes, case })
    }
}

/// Reads the file, compares it with HEAD, and commits events left by an interrupted command.
pub(super) fn take_up(recorder: &Recorder, located: &Located) -> Result<WorkingCopy, StoreError> {
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        match open(recorder, located) {
            Err(error) if error.is_passing() && left > 0 => thread::sleep(PAUSE),
            result => return result,
        }
    }
}

fn open(recorder: &Recorder, located: &Located) -> Result<WorkingCopy, StoreError> {
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
    let mut copy = WorkingCopy {
        bytes,
        document,
        case,
        head: None,
        missing: Vec::new(),
    };
    let Some(git) = repository.git() else {
        return Ok(copy);
    };
    copy.head = git.head()?;
    let difference = match difference_from_head(recorder, git, path, &copy) {
        // Without git there is no comparison; but without a commit, no event of HEAD can get lost
        // either.
        Err(StoreError::Git(GitError::NotInstalled))
            if recorder.actor.commit == CommitMode::Later =>
        {
            HeadDifference::default()
        }
        difference => difference?,
    };
    if recorder.actor.commit == CommitMode::Now && !difference.pending.is_empty() {
        if !difference.missing.is_empty() {
            write_missing(recorder, path, &copy, &difference.missing)?;
            return open(recorder, located);
        }
        commit_pending(recorder, git, located, &copy, &difference.pending)?;
        copy.head = git.head()?;
    }
    copy.case.entries.extend(difference.missing.clone());
    copy.missing = difference.missing;
    Ok(copy)
}

/// Writes missing events of HEAD to the file, so that the next commit does not drop them.
fn write_missing(
    recorder: &Recorder,
    path: &Path,
    copy: &WorkingCopy,
    missing: &[Entry],
) -> Result<(), StoreError> {
    let zone = recorder.policy().organisation.time_zone;
    let appended = copy.append(path, missing, zone)?;
    let root = recorder.repository.root();
    Ok(write::replace_old(
        root,
        path,
        &copy.bytes,
        &appended.bytes,
    )?)
}

fn difference_from_head(
    recorder: &Recorder,
    git: &Repo,
    path: &Path,
    copy: &WorkingCopy,
) -> Result<HeadDifference, StoreError> {
    let blob = git.head_blob(path)?;
    if blob.as_ref() == Some(&copy.bytes) {
        return Ok(HeadDifference::default());
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
            let what = text!("a correction of the version in HEAD");
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
    compare_head::compare(
        &copy.case,
        &String::from_utf8_lossy(&copy.bytes),
        head.as_ref(),
        &journal,
        path,
        recorder.policy().organisation.time_zone,
    )
}

/// Commits uncommitted events, one by one.
fn commit_pending(
    recorder: &Recorder,
    git: &Repo,
    located: &Located,
    copy: &WorkingCopy,
    pending: &[Entry],
) -> Result<(), StoreError> {
    let path = &located.path;
    for (index, entry) in pending.iter().enumerate() {
        let until = before_all(&pending[index + 1..], copy);
        recorder.note(path, entry)?;
        let committed = match until {
            Some(content) => recorder.commit_content(git, &located.id, path, content, entry),
            None => recorder.commit(git, &located.id, path, entry),
        };
        match committed {
            Ok(()) | Err(StoreError::Git(GitError::NothingToCommit)) => {
                recorder.sync(git)?;
                recorder.strike(path, entry)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The bytes before the events `later`, if only these events follow.
fn before_all<'c>(later: &[Entry], copy: &'c WorkingCopy) -> Option<&'c [u8]> {
    let line = later.first()?.line;
    let is_later = |entry: &Entry| later.iter().any(|later| later.digest == entry.digest);
    let last = copy
        .case
        .entries
        .iter()
        .all(|entry| entry.line < line || is_later(entry));
    before_line(&copy.bytes, line).filter(|_| last)
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

/// The finding for a file whose name has a different id.
fn other_id(case: &Case, named: &CaseId) -> Option<Finding> {
    let id = &case.facts.id;
    if id == named {
        return None;
    }
    let message = message!("the file is named {named}, but its id is {id}", named, id);
    let hint = text!("id and file name never change: restore them from git");
    Some(Finding::error(Code::IdPath, Spot::default(), message).hint(hint))
}

/// Findings for events with an unknown verb: their effect is unknown, so no event is added after
/// them.
fn unknown_verbs(case: &Case, bytes: &[u8]) -> Vec<Finding> {
    let text = String::from_utf8_lossy(bytes);
    let places = Places::of(&text);
    let refusals = case.entries.iter().filter_map(unknown_verb);
    refusals.map(|refusal| places.place(refusal)).collect()
}

fn unknown_verb(entry: &Entry) -> Option<Finding> {
    let Event::Unknown { verb, .. } = &entry.event else {
        return None;
    };
    let doubt = rules::unknown_verb(verb);
    Some(Finding {
        severity: Severity::Error,
        spot: Spot::line(entry.line),
        message: message!(
            "{doubt}, so it adds nothing to this case",
            doubt = doubt.message
        ),
        ..doubt
    })
}
