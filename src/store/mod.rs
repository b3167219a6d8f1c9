//! A repository of complaints on disk: finding it, reading its cases, recording events.
//!
//! # What is on disk when
//! A command that records an event takes these steps. Each is on disk (fsync) before the next
//! begins, so a kill or a power cut at any point leaves the old state or the new one, and the
//! journal tells which:
//! 1. Take the [`Lock`]: nobody else writes until the commit is made.
//! 2. Note the event's digest in the [`Journal`]. From here on the next command may commit the
//!    event if it finds it in the file.
//! 3. Write the file: a temporary file in the same folder, renamed into place, then the folder.
//! 4. Commit: the index, git's objects, then the branch (`core.fsync=all`).
//! 5. Read the commit back from git: it has the event, on top of the former HEAD.
//! 6. Sync what git does not: the folders of the objects and of the branch, and the index. Only then
//!    is the note removed and the command done.
//!
//! Where git's plumbing cannot make the commit as `git commit` would, `git commit` does, and its index
//! comes last. A power cut between 4 and 6 can leave a branch whose newest commit lacks objects, a torn or an
//! older index, and git's lock files. The note tells the next command, which repairs them under the
//! lock ([`recovery`]): it puts the branch back if the commit is incomplete, builds a damaged index
//! from HEAD, gives the files of the commit the entries of HEAD, and removes locks from before the
//! start of the system. `tests/power_cuts` enumerates the states.
//!
//! If a step fails, the earlier ones are undone; the next command on the case completes what a
//! killed one left. A hook or a signing program may take any time: other writers give up after a
//! minute, naming the process. [`writer`] implements these steps.

pub mod check;
mod clock;
pub mod clone_setup;
pub mod evidence;
pub mod files;
pub mod history;
pub mod law;
pub mod lock;
pub mod message;
pub mod paths;
pub mod policy_folder;
pub mod provenance;
pub mod random;
pub mod repository;
pub mod setup;
pub mod signatures;
pub mod source;
pub mod write;
pub mod writer;

mod all_cases;
mod error;
mod git_error;
mod index;
mod journal;
mod outlines;
pub(crate) mod recovery;
mod trees;
mod unreadable;
mod walk;

pub(crate) use all_cases::{AllCases, paths as paths_of};
pub use error::StoreError;
pub use journal::Journal;
pub use lock::Lock;
pub(crate) use outlines::Outlines;
pub use repository::Repository;
pub use repository::{CaseFile, Located};
pub use write::WriteError;
pub(crate) use writer::{Actor, CommitMode, Inventory, Recorded, Recorder, Session};
