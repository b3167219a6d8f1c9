//! A repository of complaints on disk: finding it, reading its cases, putting events on record.
//!
//! # What is on disk when
//! A command that puts an event on record goes in this order, each step on disk (fsync) before the
//! next begins, so that a kill or a power cut at any instant leaves the old or the new, and says
//! which:
//! 1. [`Lock`]: nobody else writes, until the git that commits has ended.
//! 2. [`Journal`]: the event's digest is noted. From here on the next command may commit the event
//!    where it finds it.
//! 3. The file: a temporary one beside it, renamed into place, then the folder.
//! 4. The commit: git's objects, then the branch (`core.fsync=all`), then the folder that the
//!    branch's file lies in. (git syncs no folder of objects; file systems that keep the order of
//!    names have them before the branch.)
//! 5. The commit is read back from git, and only if it is the event, upon what HEAD was, the note
//!    is struck out and the command is done.
//!
//! Where a step fails, those before are taken back; what was killed in between is settled by the
//! next command that takes up the case. A hook or a signing program may take as long as it needs:
//! other writers give up after a minute, naming the process. [`writer`] has these steps.

pub mod check;
pub mod clone_setup;
pub mod evidence;
pub mod files;
pub mod history;
pub mod lock;
pub mod message;
pub mod paths;
pub mod policy_folder;
pub mod provenance;
pub mod random;
pub mod repository;
pub mod setup;
pub mod signatures;
pub mod write;
pub mod writer;

mod all_cases;
mod error;
mod git_error;
mod journal;
mod unreadable;

pub(crate) use all_cases::AllCases;
pub use error::StoreError;
pub use journal::Journal;
pub use lock::Lock;
pub use repository::Repository;
pub use repository::{CaseFile, Located};
pub use write::WriteError;
pub(crate) use writer::{Actor, CommitMode, Inventory, Recorded, Recorder, Session};
