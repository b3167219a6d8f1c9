//! Checks of a repository: of each file by itself, then of all together.

mod altered;
mod file;
mod repository;

pub(in crate::store) use altered::altered;
pub(crate) use repository::inspect;
pub(in crate::store) use repository::removed;
