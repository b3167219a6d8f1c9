//! The state of git in a clone: harmful settings, stale locks, operations in progress.

use std::path::PathBuf;

use walkdir::{DirEntry, WalkDir};

use super::ailment::Ailment;
use super::leftovers::age;
use crate::domain::message::{Command, Message, message, plural, text};
use crate::git::{GitError, Repo};
use crate::store::git_error::finish;

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

/// Stale or held locks, an operation in progress, a detached HEAD.
pub(super) fn under_way(git: &Repo) -> Vec<Ailment> {
    let mut found: Vec<Ailment> = locks(git)
        .into_iter()
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

/// The paths of git's lock files, whether or not they exist; for branches only existing ones.
fn locks(git: &Repo) -> Vec<PathBuf> {
    let own = ["index.lock", "HEAD.lock"].map(|name| git.git_dir().join(name));
    let shared = ["packed-refs.lock", "config.lock"].map(|name| git.common_dir().join(name));
    let branches = WalkDir::new(git.common_dir().join("refs/heads"))
        .into_iter()
        .filter_map(Result::ok)
        .map(DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "lock"));
    own.into_iter().chain(shared).chain(branches).collect()
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
