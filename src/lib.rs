//! Customer complaints as plain files in git.

pub mod cli;
pub mod commands;
pub mod domain;
pub mod failure;
pub mod git;
pub mod render;
pub mod store;
