//! Messages and hints for git errors.

use std::time::Duration;

use crate::domain::finding::Hint;
use crate::domain::message::{Command, Message, listed, message, plural, text};
use crate::git::{GitError, Operation};

pub(super) fn message(error: &GitError) -> Message {
    match error {
        GitError::NotInstalled => text!("the program git is not installed, or not on the PATH"),
        GitError::Untrusted { repository } => message!(
            "git does not trust {repository}, because another user owns it",
            repository
        ),
        GitError::InProgress(operation) => message!(
            "git {operation} is in progress in this repository",
            operation = operation.command()
        ),
        GitError::Unmerged => text!("git's index holds unmerged files"),
        GitError::NoIdentity => text!("git does not know who you are, so it cannot commit"),
        GitError::Locked { path, age: None } => {
            message!("another git is at work here: {path} exists", path)
        }
        GitError::Locked {
            path,
            age: Some(age),
        } => message!(
            "another git is at work here: {path} exists, for {age}",
            path,
            age = duration(*age)
        ),
        GitError::HeadMoved => text!("the branch moved while the commit was made"),
        GitError::HookRefused { hooks, said } => quoting(
            message!("a hook refused the commit ({hooks})", hooks = listed(hooks)),
            said,
        ),
        GitError::SigningFailed { said } => quoting(text!("the commit could not be signed"), said),
        GitError::NothingToCommit => {
            text!("nothing to commit: the files are unchanged from HEAD")
        }
        GitError::Unknown { said } => quoting(text!("git does not track the file"), said),
        GitError::ReadOnly { said } => quoting(text!("git cannot write here"), said),
        GitError::DiskFull => text!("no space is left on the disk for git"),
        GitError::Outside(path) => message!("{path} is outside the repository", path),
        GitError::LineBreak(path) => {
            message!("git cannot look up {path}: its name has a line break", path)
        }
        GitError::TooManyFiles => {
            text!("a commit has more files than can be checked out anywhere")
        }
        GitError::Garbled(command) => {
            message!("git's output cannot be parsed: {command}", command)
        }
        GitError::NotCommitted => {
            text!("git reported a commit, but made none")
        }
        GitError::Failed { said } if said.is_empty() => {
            text!("git failed without a message")
        }
        GitError::Failed { said } => quoting(text!("git failed"), said),
        GitError::Killed => text!("git was killed before it finished"),
        GitError::Spawn(error) => message!("git could not be run: {error}", error),
        GitError::Io { path, source } => message!("{path}: {source}", path, source),
    }
}

/// The hint for an error.
pub(super) fn hint(error: &GitError) -> Option<Hint> {
    let advice = match error {
        GitError::NotInstalled => {
            text!("install git, or write without history with --no-commit")
        }
        GitError::Untrusted { repository } => message!(
            "if you trust it: {command}",
            command = Command::git("config --global --add safe.directory").value(repository)
        ),
        GitError::InProgress(operation) => finish(*operation),
        GitError::Unmerged => message!(
            "finish the merge first ({status} lists the files)",
            status = Command::git("status")
        ),
        GitError::NoIdentity => message!(
            "{name} and {email}",
            name = Command::git("config --global user.name").with("\"Your Name\""),
            email = Command::git("config --global user.email").with("you@example.com")
        ),
        GitError::Locked { .. } => {
            text!(
                "wait for the other git process to finish; remove the file only if none is running"
            )
        }
        GitError::HeadMoved => text!("run the command again"),
        GitError::HookRefused { .. } => {
            text!("fix what the hook reports, then run the command again")
        }
        GitError::SigningFailed { .. } => text!(
            "check user.signingKey and that its agent is running \
             (commit.gpgSign requires a signature)"
        ),
        GitError::ReadOnly { .. } => {
            text!("check the owner and the permissions of the folder .git")
        }
        GitError::Killed => {
            text!("find out what killed it (memory, a time limit), then run the command again")
        }
        GitError::Failed { said } if is_about_objects(said) => message!(
            "objects of git are missing or damaged: {fsck} lists them; get them from a clone that \
             still has them",
            fsck = Command::git("fsck")
        ),
        GitError::DiskFull => text!("free some space, then run the command again"),
        GitError::NothingToCommit
        | GitError::Unknown { .. }
        | GitError::Outside(_)
        | GitError::LineBreak(_)
        | GitError::TooManyFiles
        | GitError::Garbled(_)
        | GitError::NotCommitted
        | GitError::Failed { .. }
        | GitError::Spawn(_)
        | GitError::Io { .. } => return None,
    };
    Some(advice.into())
}

/// Whether git could not read its own objects.
fn is_about_objects(said: &str) -> bool {
    [
        "ould not read ",
        "nable to read ",
        "bad object",
        "is corrupt",
    ]
    .iter()
    .any(|complaint| said.contains(complaint))
}

/// The hint for an operation in progress.
pub(super) fn finish(operation: Operation) -> Message {
    let command = operation.command();
    message!(
        "finish it (git {command} --continue) or abort it (git {command} --abort) first",
        command
    )
}

/// A message followed by git's own message.
fn quoting(what: Message, said: &str) -> Message {
    if said.is_empty() {
        what
    } else {
        message!("{what}:\n{said}", what, said)
    }
}

fn duration(age: Duration) -> Message {
    match age.as_secs() {
        seconds @ 0..120 => message!("{seconds} s", seconds),
        seconds @ 120..7200 => message!("{minutes} min", minutes = seconds / 60),
        seconds @ 7200..172_800 => message!("{hours} h", hours = seconds / 3600),
        seconds => plural!(days = seconds / 86_400, "{days} day", "{days} days"),
    }
}
