//! What is wrong in a repository: each file by itself, then all of them together.

mod file;
mod repository;

pub(crate) use repository::inspect;
pub(in crate::store) use repository::removed;
