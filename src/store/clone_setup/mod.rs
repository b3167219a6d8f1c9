//! What a clone needs beside the files of its repository: the merge driver, hooks, keys for
//! signatures; and what killed commands left in it.

mod ailment;
mod doctor;
mod git_state;
pub mod hooks;
mod leftovers;
pub mod merge_driver;
mod search_path;
mod signing;
mod uncommitted;

pub(crate) use ailment::Weight;
pub(crate) use doctor::{examine, mend};
pub(in crate::store) use leftovers::clear;
