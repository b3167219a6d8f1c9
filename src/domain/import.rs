//! Imports existing ledgers by a mapping: bytes → text → rows → cases.
//!
//! A [`Mapping`] is written once for a kind of ledger: which column holds which fact, the date
//! formats, which dates and statuses stand for which events, and which column is the unique key.
//! [`take_in`] reads a [`Ledger`] with it. Every row becomes a case or is listed with its line and
//! the reason; nothing is dropped silently.
//!
//! Imported events have `source: ledger.csv#17` and `recorded`, the time of the import; a case is
//! registered at its receipt; proposals and approvals are never imported.

mod amounts;
mod behind;
mod bind;
mod categories;
mod dates;
mod decode;
mod draft;
mod duplicates;
mod events;
mod facts;
mod guess;
mod handlers;
mod known;
mod later_rows;
mod ledger;
mod mapping;
mod new_case;
mod order;
mod repeats;
mod row_events;
mod row_key;
mod rows;
mod swallowed;
mod take;

pub use behind::Behind;
use bind::Binding;
pub use categories::{NewCategory, new_categories};
pub use decode::decode;
pub use decode::{DecodeError, Decoded, FileKind};
pub use draft::Import;
pub use draft::{Draft, Remark};
pub use duplicates::{Doubled, Duplicate};
pub use guess::Guess;
pub use known::KnownRow;
pub use later_rows::Addition;
pub use ledger::Ledger;
pub use ledger::{Flaw, LedgerError, Lines, Row};
pub use mapping::Mapping;
pub use mapping::{Column, FileForm};
pub(crate) use row_key::row_of;
pub use take::Intake;
pub use take::{TakeError, take_in};
