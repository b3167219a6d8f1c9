//! The lock that allows one writer at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{SecondsFormat, Utc};

use crate::domain::message::{Message, message, text};
use crate::git::Repo;

/// Maximum wait for another writer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Pause between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Time after which a waiting command reports the holder of the lock.
const REPORT_AFTER: Duration = Duration::from_secs(1);

/// Maximum number of bytes quoted from the holder's note.
const MAX_HOLDER: u64 = 100;

/// The lock could not be acquired.
#[derive(Debug)]
pub enum LockError {
    /// Another writer holds it.
    Held {
        /// The holder's note in the lock file: process and time; empty if unknown.
        holder: String,
    },
    /// The lock file or its folder is a symbolic link.
    SymbolicLink(PathBuf),
    /// The lock file could not be created or locked.
    Io { path: PathBuf, source: io::Error },
}

impl LockError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Held { holder } if holder.is_empty() => {
                text!("another complaint is writing here")
            }
            Self::Held { holder } => {
                message!("another complaint is writing here ({holder})", holder)
            }
            Self::SymbolicLink(path) => {
                message!("{path} is a symbolic link, which is not followed", path)
            }
            Self::Io { path, source } if source.kind() == ErrorKind::PermissionDenied => {
                message!("{path} cannot be written: permission denied", path)
            }
            Self::Io { path, source } => {
                message!("{path} cannot be locked: {source}", path, source)
            }
        }
    }

    /// What to do instead.
    pub(crate) fn hint(&self) -> Option<Message> {
        match self {
            Self::Held { .. } => Some(text!("wait for it, then run the command again")),
            Self::Io { source, .. } if source.kind() == ErrorKind::PermissionDenied => Some(text!(
                "you can read here, but not write: \
                     check the owner and the permissions of the folder"
            )),
            Self::SymbolicLink(_) | Self::Io { .. } => None,
        }
    }
}

/// The exclusive right to write, until dropped. The operating system releases the lock of a process
/// that dies, so an existing lock file means nothing.
///
/// `git commit` inherits the open lock file and so keeps the lock even if the program is killed:
/// the next writer waits until that commit is made.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Waits for the lock up to `timeout`.
    ///
    /// # Errors
    /// [`LockError::Held`] after that time.
    pub fn acquire(path: &Path, timeout: Duration) -> Result<Lock, LockError> {
        Lock::acquire_reporting(path, timeout, |_| {})
    }

    /// As [`Lock::acquire`]; calls `on_wait` once, with the holder of the lock (empty if unknown),
    /// after waiting for a second.
    ///
    /// # Errors
    /// [`LockError::Held`] after that time.
    pub(crate) fn acquire_reporting(
        path: &Path,
        timeout: Duration,
        on_wait: impl FnOnce(&str),
    ) -> Result<Lock, LockError> {
        let io = |source| LockError::Io {
            path: path.to_path_buf(),
            source,
        };
        let mut file = open(path)?;
        let (until, report_at) = (Instant::now() + timeout, Instant::now() + REPORT_AFTER);
        let mut on_wait = Some(on_wait);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(io(error)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    if let Some(on_wait) = on_wait.take_if(|_| Instant::now() >= report_at) {
                        on_wait(&holder(&mut file));
                    }
                    thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(LockError::Held {
                        holder: holder(&mut file),
                    });
                }
            }
        }
        // The holder's note is only informative; the lock does not depend on it.
        let _ = write_holder(&mut file);
        Ok(Lock { file })
    }

    /// The open lock file: a process that inherits it holds the lock as long as it lives.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }
}

/// Takes the lock of a case repository; `on_wait` as in [`Lock::acquire_reporting`].
///
/// # Errors
/// [`LockError::Held`] if the other writer does not finish within a minute.
pub(crate) fn take(
    root: &Path,
    git: Option<&Repo>,
    on_wait: impl FnOnce(&str),
) -> Result<Lock, LockError> {
    Lock::acquire_reporting(&place(root, git.map(Repo::git_dir)), TIMEOUT, on_wait)
}

/// The path of a repository's lock file: in the git directory of the work tree, or in `.complaint/`
/// without git.
pub fn place(root: &Path, git_dir: Option<&Path>) -> PathBuf {
    match git_dir {
        Some(git_dir) => git_dir.join("complaint.lock"),
        None => root.join(".complaint").join("lock"),
    }
}

fn open(path: &Path) -> Result<File, LockError> {
    let io = |source| LockError::Io {
        path: path.to_path_buf(),
        source,
    };
    if let Some(folder) = path.parent() {
        if folder.is_symlink() {
            return Err(LockError::SymbolicLink(folder.to_path_buf()));
        }
        fs::create_dir_all(folder).map_err(io)?;
    }
    if path.is_symlink() {
        return Err(LockError::SymbolicLink(path.to_path_buf()));
    }
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(io)
}

fn write_holder(file: &mut File) -> io::Result<()> {
    let since = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "process {}, since {since}", std::process::id())
}

fn holder(file: &mut File) -> String {
    let mut bytes = Vec::new();
    let read = file
        .rewind()
        .and_then(|()| file.take(MAX_HOLDER).read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes)
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        Err(_) => String::new(),
    }
}
