//! Files of a case repository: writing them whole or not at all, one writer at a time.

pub mod lock;
pub mod write;

pub use lock::Lock;
pub use write::WriteError;
