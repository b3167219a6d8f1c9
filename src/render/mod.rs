//! What is shown: messages and results as text.

pub mod diagnostic;
pub mod style;

pub use diagnostic::Diagnostic;
pub use style::Style;
