//! The state of git in a clone: harmful settings, stale locks, operations in progress.

use std::path::PathBuf;

use super::ailment::{Ailment, Remedy};
use super::leftovers::age;
use crate::domain::message::{Command, Message, message, plural, text};
use crate::git::{GitError, Operation, Repo};
use crate::store::git_error::finish;
use crate::store::recovery;

/// Settings of git and properties of the clone and its file system.
pub(super) fn surroundings(git: &Repo) -> Result<Vec<Ailment>, GitError> {
    let mut found = Vec::new();
    if git.is_on("core.autocrlf")? {
        found.push(Ailment::fault(
            text!("git converts line endings here (core.autocrlf)"),
            message!(
                "{command}; .gitattributes protects the line endings of cases",
                command = Command::git("config core.autocrlf false")
            ),
        ));
    }
    if git.is_on("core.ignorecase")? {
        found.push(Ailment::fault(
            text!(
                "this file system ignores letter case: \
                 the names of two evidence files may collide"
            ),
            text!("nothing to fix; keep it in mind when naming files to attach"),
        ));
    }
    if git.is_shallow() {
        found.push(Ailment::fault(
            text!("this clone lacks the older part of the history, so it cannot be audited"),
            Command::git("fetch --unshallow"),
        ));
    }
    Ok(found)
}

/// A newest commit that lacks objects.
pub(super) fn incomplete(git: &Repo) -> Result<Option<Ailment>, GitError> {
    let hint = message!(
        "{fix} puts the branch back; no event is lost",
        fix = Command::new("doctor").with("--fix")
    );
    Ok(recovery::is_incomplete(git)?
        .then(|| Ailment::fault(recovery::incomplete(), hint).remedy(Remedy::Commit)))
}

/// A damaged index, which `doctor --fix` rebuilds unless it holds more than HEAD and a merge.
pub(super) fn index(git: &Repo) -> Result<Option<Ailment>, GitError> {
    let Some(damage) = git.index_damage()? else {
        return Ok(None);
    };
    let what = recovery::damaged(damage);
    Ok(Some(match git.in_progress() {
        Some(operation) if operation != Operation::Merge => {
            Ailment::fault(what, Command::git("read-tree HEAD"))
        }
        Some(_) | None => {
            let hint = message!(
                "{fix} rebuilds it from HEAD",
                fix = Command::new("doctor").with("--fix")
            );
            Ailment::fault(what, hint).remedy(Remedy::Index)
        }
    }))
}

/// Locks that are older than the running system.
pub(super) fn orphaned(git: &Repo) -> impl Iterator<Item = Ailment> {
    git.orphaned_locks().into_iter().map(|lock| {
        let what = message!(
            "git's {lock} is older than the running system, so nobody holds it",
            lock
        );
        let hint = message!(
            "{fix} removes it",
            fix = Command::new("doctor").with("--fix")
        );
        Ailment::fault(what, hint).remedy(Remedy::Remove(lock))
    })
}

/// Stale or held locks, an operation in progress, a detached HEAD.
pub(super) fn under_way(git: &Repo) -> Vec<Ailment> {
    let orphaned = git.orphaned_locks();
    let mut found: Vec<Ailment> = git
        .locks()
        .into_iter()
        .filter(|lock| !orphaned.contains(lock))
        .filter_map(|lock| locked(git, lock))
        .collect();
    if let Some(operation) = git.in_progress() {
        let what = message!(
            "git {operation} is in progress, so nothing can be recorded here",
            operation = operation.command()
        );
        found.push(Ailment::fault(what, finish(operation)));
    } else if git.is_detached() {
        found.push(Ailment::fault(
            text!("HEAD is on no branch, so events recorded here are on none"),
            message!(
                "{command} makes a branch of it",
                command = Command::git("switch -c").with("NAME")
            ),
        ));
    }
    found
}

fn locked(git: &Repo, lock: PathBuf) -> Option<Ailment> {
    let age = duration(age(&lock)?.as_secs());
    let name = lock.strip_prefix(git.common_dir()).unwrap_or(&lock);
    let what = message!(
        "git's {name} is {age} old: a git process was killed or is still running",
        name,
        age
    );
    let hint = message!("if no git process is running here, remove {lock}", lock);
    Some(Ailment::fault(what, hint))
}

fn duration(seconds: u64) -> Message {
    match seconds {
        ..120 => plural!(seconds, "{seconds} second", "{seconds} seconds"),
        _ => plural!(
            minutes = seconds / 60,
            "{minutes} minute",
            "{minutes} minutes"
        ),
    }
}
