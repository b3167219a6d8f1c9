//! Checks of a repository: of each file by itself, then of all together.

mod file;
mod repository;

pub(crate) use repository::inspect;
pub(in crate::store) use repository::removed;
