//! A repository of complaints on disk: finding it, reading its cases, putting events on record.

pub mod doctor;
pub mod evidence;
pub mod history;
pub mod hooks;
pub mod inspect;
pub mod inspection;
pub mod lock;
pub mod message;
pub mod place;
pub mod random;
pub mod repository;
pub mod seen;
pub mod signatures;
pub mod survey;
pub mod write;

mod arrival;
pub mod clone;
mod error;
mod journal;
mod landing;
mod leftovers;
mod page;
mod record;
mod session;
mod settle;
mod signing;

pub use arrival::{Arrival, Known};
pub use error::StoreError;
pub use journal::Journal;
pub use lock::Lock;
pub use record::{Act, Commit, Recorded, Recorder};
pub use repository::{CaseFile, Located, Repository};
pub use session::Session;
pub use survey::Survey;
pub use write::WriteError;
