//! Errors of writing a file.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "kinds of I/O errors are not our enum"
    )
)]

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::domain::message::{Message, message, text};

/// A failed write; the existing file is unchanged.
#[derive(Debug)]
pub enum WriteError {
    /// A symbolic link at the path or on the way to it.
    SymbolicLink(PathBuf),
    /// The path is outside the root.
    Outside(PathBuf),
    /// A file to be created exists already.
    Exists(PathBuf),
    /// The path is not a regular file.
    NotAFile(PathBuf),
    /// The file or its folder cannot be written: permission denied.
    ReadOnly(PathBuf),
    /// The file system is read-only.
    ReadOnlyDisk(PathBuf),
    /// No space left.
    DiskFull(PathBuf),
    /// The file or its folder no longer exists.
    Vanished(PathBuf),
    /// The file changed since it was read.
    Changed(PathBuf),
    Io {
        path: PathBuf,
        source: io::Error,
    },
}

impl WriteError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::SymbolicLink(path) => {
                message!("{path} is a symbolic link, which is not followed", path)
            }
            Self::Outside(path) => message!("{path} is outside the repository", path),
            Self::Exists(path) => message!("{path} exists already", path),
            Self::NotAFile(path) => message!("{path} is not a file", path),
            Self::ReadOnly(path) => {
                message!("{path} cannot be written: permission denied", path)
            }
            Self::ReadOnlyDisk(path) => {
                message!(
                    "{path} cannot be written: the file system is read-only",
                    path
                )
            }
            Self::DiskFull(path) => message!("no space is left on the disk for {path}", path),
            Self::Vanished(path) => message!("{path} no longer exists", path),
            Self::Changed(path) => message!("{path} was changed by another program", path),
            Self::Io { path, source } => {
                message!("{path} cannot be written: {source}", path, source)
            }
        }
    }

    /// What to do instead.
    pub(crate) fn hint(&self) -> Option<Message> {
        match self {
            Self::SymbolicLink(_) => Some(text!("put the file itself there")),
            Self::ReadOnly(_) => Some(text!("check the permissions of the file and its folder")),
            Self::ReadOnlyDisk(_) => Some(text!("check how the disk is mounted")),
            Self::DiskFull(_) => Some(text!("free some space, then run the command again")),
            Self::Changed(_) => Some(text!("look at the change, then run the command again")),
            Self::Vanished(_) => Some(text!("another program moved it; run the command again")),
            Self::Outside(_) | Self::Exists(_) | Self::NotAFile(_) | Self::Io { .. } => None,
        }
    }

    /// The corresponding I/O error.
    pub(in crate::store) fn into_io(self) -> io::Error {
        match self {
            Self::SymbolicLink(_) | Self::Outside(_) => ErrorKind::InvalidInput.into(),
            Self::Exists(_) => ErrorKind::AlreadyExists.into(),
            Self::NotAFile(_) => ErrorKind::IsADirectory.into(),
            Self::ReadOnly(_) => ErrorKind::PermissionDenied.into(),
            Self::ReadOnlyDisk(_) => ErrorKind::ReadOnlyFilesystem.into(),
            Self::DiskFull(_) => ErrorKind::StorageFull.into(),
            Self::Vanished(_) => ErrorKind::NotFound.into(),
            Self::Changed(_) => ErrorKind::ResourceBusy.into(),
            Self::Io { source, .. } => source,
        }
    }

    pub(super) fn new(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::AlreadyExists => Self::Exists(path),
            ErrorKind::PermissionDenied => Self::ReadOnly(path),
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull(path),
            ErrorKind::NotFound => Self::Vanished(path),
            ErrorKind::IsADirectory | ErrorKind::NotADirectory => Self::NotAFile(path),
            _ => Self::Io { path, source },
        }
    }
}
