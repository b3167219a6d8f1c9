//! Spawning `git`.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "kinds of I/O errors are not our enum"
    )
)]

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use super::error::Finished;
use super::{GitError, Repo};

/// Variables that bind a git process to a repository or change how it reads paths; a surrounding
/// hook sets them for its own repository.
const BINDING: [&str; 16] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_NAMESPACE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// Makes git sync everything it writes to disk before it exits: all components, so no user
/// configuration can ask for more, or for less than a real sync. (Since git 2.36; older versions
/// ignore it.) The index gets a checksum, so that a torn one is noticed.
const DURABLE: [&str; 6] = [
    "-c",
    "core.fsync=all",
    "-c",
    "core.fsyncMethod=fsync",
    "-c",
    "index.skipHash=false",
];

/// The maximum number of bytes read from the messages of git and its hooks.
pub(super) const MAX_STDERR: u64 = 1 << 16;

/// Environment variables set or removed for the spawned git, on top of those of this process.
#[derive(Debug, Clone, Default)]
pub struct Environment(Vec<(OsString, Option<OsString>)>);

impl Environment {
    /// Leaves out what a user can set for git and the programs that verify signatures: git's
    /// variables, the user's configuration, and the user's keyring, for which `home` stands in.
    pub(super) fn without_user(home: &Path) -> Self {
        let is_of_git = |name: &OsString| name.to_string_lossy().starts_with("GIT_");
        let of_git = std::env::vars_os()
            .map(|(name, _)| name)
            .filter(is_of_git)
            .fold(Self::default(), Self::unset);
        ["GNUPGHOME", "XDG_CONFIG_HOME"]
            .into_iter()
            .fold(of_git, Self::unset)
            .set("GIT_CONFIG_GLOBAL", "/dev/null")
            .set("HOME", home)
    }

    /// Sets a variable for the spawned git.
    #[must_use]
    pub fn set(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.0
            .push((name.as_ref().into(), Some(value.as_ref().into())));
        self
    }

    /// Removes a variable for the spawned git.
    #[must_use]
    pub fn unset(mut self, name: impl AsRef<OsStr>) -> Self {
        self.0.push((name.as_ref().into(), None));
        self
    }

    /// The value that the spawned git sees.
    pub(super) fn get(&self, name: &str) -> Option<OsString> {
        match self.0.iter().rev().find(|(key, _)| key == name) {
            Some((_, value)) => value.clone(),
            None => std::env::var_os(name),
        }
    }
}

impl Repo {
    /// `git` in the base directory, with output independent of locale, terminal and environment.
    ///
    /// The locale stays UTF-8 for the sake of hooks; `LANGUAGE` keeps git's own messages in
    /// English, because [`GitError`] recognises some of them.
    pub(super) fn git(&self) -> Command {
        let mut command = Command::new("git");
        for name in BINDING {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C.UTF-8").env("LANGUAGE", "C");
        // Read the history as it is, without local replacements (`git replace`) and grafts.
        command
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_GRAFT_FILE", self.common_dir.join("info/no-grafts"));
        command
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_EDITOR", ":")
            .env("GIT_SEQUENCE_EDITOR", ":");
        for (name, value) in &self.environment.0 {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.arg("-C").arg(self.place());
        command
    }

    /// The directory to run git in: the base, except in a bare repository, whose folders are in no
    /// work tree.
    pub(super) fn place(&self) -> &Path {
        if self.base.starts_with(&self.git_dir) {
            &self.git_dir
        } else {
            &self.base
        }
    }

    /// [`Repo::git`] for a command that changes the repository: objects, references and the index
    /// are on disk when it ends.
    pub(super) fn git_write(&self) -> Command {
        let mut command = self.git();
        command.args(DURABLE);
        command
    }

    /// [`Repo::git`] for a query: takes no lock, writes nothing, and reads each object as it was
    /// created.
    pub(super) fn git_read(&self) -> Command {
        let mut command = self.git();
        command.env("GIT_OPTIONAL_LOCKS", "0");
        command
    }

    /// Runs the command and returns its stdout; an error if it fails.
    pub(super) fn run(&self, command: Command, input: &[u8]) -> Result<Vec<u8>, GitError> {
        self.succeed(finish(command, input)?)
    }

    /// As [`Repo::run`], without the output. git holds the program's `lock` until it ends, even if
    /// the program is killed before.
    pub(super) fn run_holding(
        &self,
        command: Command,
        input: &[u8],
        lock: Option<&File>,
    ) -> Result<(), GitError> {
        self.succeed(finish_holding(command, input, lock)?)
            .map(drop)
    }

    pub(super) fn succeed(&self, finished: Finished) -> Result<Vec<u8>, GitError> {
        match finished.code {
            Some(0) => Ok(finished.stdout),
            _ => Err(GitError::recognise(&self.git_dir, &finished)),
        }
    }
}

/// Runs the command with `input` on stdin and waits for its end.
pub(super) fn finish(mut command: Command, input: &[u8]) -> Result<Finished, GitError> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    feed(command, input)
}

/// As [`finish`], for a command whose stdout is not needed: git inherits the open lock file as its
/// stdout, which it passes to no hook and no background process. stderr goes into a file instead of
/// a pipe: a process left running by a hook (`git push &`) would keep a pipe open, and the program
/// would wait for it.
pub(super) fn finish_holding(
    mut command: Command,
    input: &[u8],
    lock: Option<&File>,
) -> Result<Finished, GitError> {
    command.stdout(match lock {
        Some(lock) => lock.try_clone().map_err(GitError::Spawn)?.into(),
        None => Stdio::null(),
    });
    let Ok((mut said, stderr)) =
        tempfile::tempfile().and_then(|file| Ok((file.try_clone()?, file)))
    else {
        command.stderr(Stdio::piped());
        return feed(command, input);
    };
    command.stderr(stderr);
    let finished = feed(command, input)?;
    let mut words = Vec::new();
    said.rewind()
        .and_then(|()| said.take(MAX_STDERR).read_to_end(&mut words))
        .map_err(GitError::Spawn)?;
    Ok(Finished {
        stderr: String::from_utf8_lossy(&words).into_owned(),
        ..finished
    })
}

/// Starts the command.
pub(super) fn spawn(command: &mut Command) -> Result<Child, GitError> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::Spawn(error),
    })
}

fn feed(mut command: Command, input: &[u8]) -> Result<Finished, GitError> {
    command.stdin(if input.is_empty() {
        Stdio::null()
    } else {
        Stdio::piped()
    });
    let mut child = spawn(&mut command)?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // If git ends before it has read all input, stderr says why.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(input)));
        child.wait_with_output()
    })
    .map_err(GitError::Spawn)?;
    Ok(Finished {
        code: output.status.code(),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
