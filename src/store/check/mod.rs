//! What is wrong in a repository: each file by itself, then all of them together.

pub mod file;
pub mod repository;
