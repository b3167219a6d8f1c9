//! Maintaining a repository: set-up, checks, import and merges.

pub(super) mod audit;
pub(super) mod check;
pub(super) mod doctor;
mod faults;
mod gate;
pub(super) mod hook;
pub(super) mod import;
pub(super) mod init;
pub(super) mod merge_driver;
mod pre_receive;
mod proof;
pub(super) mod resolve_conflict;
pub(super) mod schema;
mod tally;
