//! Customer complaints as plain files in git.

pub mod domain;
pub mod git;
pub mod store;
