//! Output: messages and results as text.

pub mod cases;
pub mod diagnostic;
pub mod event;
pub mod import;
pub mod json;
pub mod language;
pub mod letter;
pub mod log;
mod markdown;
pub mod page;
pub mod policy;
pub mod reference;
pub mod report;
pub mod schema;
pub mod show;
pub mod simulation;
pub mod span;
pub mod story;
pub mod style;
pub mod table;
mod width;

pub use diagnostic::Diagnostic;
pub use language::Language;
pub(crate) use language::say;
pub use style::Style;
