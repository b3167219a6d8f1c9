//! What a clone needs besides the repository's files: the merge driver, hooks, and signing keys.
//! Also cleans up after killed commands.

mod ailment;
mod doctor;
mod git_state;
pub mod hooks;
mod identity;
mod leftovers;
mod long_history;
pub mod merge_driver;
pub mod pulling;
mod search_path;
mod signing;
mod uncommitted;

pub(crate) use ailment::{Ailment, Remedy, Weight};
pub(crate) use doctor::{examine, mend};
pub(in crate::store) use leftovers::clear;
