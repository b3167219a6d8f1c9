//! Repairs what a power cut or a kill in the middle of a command leaves of git's files. Done under
//! the lock, before anything is written.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Journal, StoreError, evidence};
use crate::domain::message::{Message, message, text};
use crate::git::{GitError, IndexDamage, Repo};
use crate::store::journal::Interrupted;

/// Repairs git's files, and says what was repaired. What others staged in a whole index stays.
///
/// # Errors
/// When git fails, or the repair cannot be written.
pub(crate) fn recover(git: &Repo) -> Result<Vec<Message>, StoreError> {
    let journal = Journal::of(git.git_dir());
    git.clear_second_index();
    git.withdraw_abandoned();
    let interrupted = journal.interrupted()?;
    let mut said = Vec::new();
    if let Some(interrupted) = &interrupted {
        said.extend(remove_locks(git));
        said.extend(put_back(git, interrupted)?);
    }
    if let Some(damage) = git.index_damage()? {
        git.rebuild_index()?;
        said.push(rebuilt(damage));
    } else if let Some(interrupted) = &interrupted {
        git.restage(|path| interrupted.has(path))?;
    }
    if let Some(interrupted) = interrupted {
        // Events that the commit brought on record count from now on.
        git.sync_commit(None)?;
        journal.settle(&committed(git, &interrupted)?)?;
    }
    Ok(said)
}

/// Repairs the index, and no more: in a merge, or where nothing else is asked for.
///
/// # Errors
/// When git fails, or the repair cannot be written.
pub(crate) fn recover_index(git: &Repo) -> Result<Vec<Message>, StoreError> {
    let mut said = Vec::new();
    if Journal::of(git.git_dir()).interrupted()?.is_some() {
        said.extend(remove_locks(git));
    }
    if let Some(damage) = git.index_damage()? {
        git.rebuild_index()?;
        said.push(rebuilt(damage));
    }
    Ok(said)
}

/// Whether a power cut took objects of the newest commit, which an interrupted command made.
///
/// # Errors
/// When git cannot be run.
pub(crate) fn is_incomplete(git: &Repo) -> Result<bool, GitError> {
    match Journal::of(git.git_dir()).interrupted()? {
        Some(interrupted) => Ok(!git.is_whole(interrupted.before.as_deref())?),
        None => Ok(false),
    }
}

/// What is wrong with a commit that lacks objects.
pub(crate) fn incomplete() -> Message {
    text!("the newest commit is incomplete, as after a power cut")
}

/// What is wrong with a damaged index.
pub(crate) fn damaged(damage: IndexDamage) -> Message {
    match damage {
        IndexDamage::Missing => text!("git's index is missing"),
        IndexDamage::Torn => text!("git's index is damaged, as after a power cut"),
    }
}

fn rebuilt(damage: IndexDamage) -> Message {
    let damaged = damaged(damage);
    message!(
        "note: {damaged}; it was rebuilt from HEAD, and what was staged is no longer",
        damaged
    )
}

/// Removes git's locks that are older than the running system.
fn remove_locks(git: &Repo) -> Vec<Message> {
    let orphaned = git.orphaned_locks().into_iter();
    let removed = orphaned.filter(|lock| fs::remove_file(lock).is_ok());
    removed
        .map(|lock| {
            message!(
                "note: {lock} was older than the running system, and was removed",
                lock
            )
        })
        .collect()
}

/// Puts the branch back if a power cut took objects of the newest commit. The case files still have
/// the events, and the next command on each case commits them.
fn put_back(git: &Repo, interrupted: &Interrupted) -> Result<Option<Message>, GitError> {
    let before = interrupted.before.as_deref();
    if git.is_whole(before)? || !git.put_back(before)? {
        return Ok(None);
    }
    Ok(Some(message!(
        "note: {incomplete}; the branch was put back, and the next event of the case commits it anew",
        incomplete = incomplete()
    )))
}

/// The files of an interrupted commit that are in HEAD as they are in the work tree.
fn committed(git: &Repo, interrupted: &Interrupted) -> Result<Vec<PathBuf>, GitError> {
    let paths: Vec<PathBuf> = interrupted.paths.iter().cloned().collect();
    let blobs = git.head_blobs(&paths)?;
    let in_head = paths.into_iter().zip(blobs).filter(|(path, blob)| {
        let here = fs::read(git.base().join(path)).ok();
        blob.is_some() && *blob == here
    });
    Ok(in_head.map(|(path, _)| path).collect())
}

impl Interrupted {
    /// Whether a file is a case file of the commit, or evidence of that case.
    fn has(&self, path: &Path) -> bool {
        let is_evidence = |case: &PathBuf| path.starts_with(evidence::folder(case));
        self.paths.contains(path)
            || (path.starts_with(evidence::EVIDENCE) && self.paths.iter().any(is_evidence))
    }
}
