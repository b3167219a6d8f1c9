//! Ledgers that exist already: bytes → text → rows → cases, as a mapping says.
//!
//! A [`Mapping`] is written once for a kind of ledger: which column is which fact, how dates are written, which dates
//! and statuses are which events, and which column makes a row unique. [`take_in`] reads a [`Ledger`] by it. Every row
//! becomes a case or is listed with its line and the reason; nothing is dropped silently.
//!
//! Imported events carry `source: ledger.csv#17` and `recorded`, the clock of the import; the registration is at the
//! receipt; proposals and approvals are never imported.

mod bind;
mod dates;
mod decode;
mod draft;
mod events;
mod facts;
mod ledger;
mod mapping;
mod row_events;
mod rows;
mod take;

pub use decode::DecodeError;
pub use decode::decode;
pub use draft::Import;
pub use draft::{Draft, Remark};
pub use ledger::Ledger;
pub use ledger::{LedgerError, Row};
pub use mapping::Mapping;
pub use mapping::{Column, FileForm};
pub use take::Intake;
pub use take::{Doubled, Duplicate, TakeError, take_in};
