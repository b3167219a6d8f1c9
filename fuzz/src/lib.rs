//! The laws that the targets check: those of the property tests.

#[path = "../../tests/support/laws.rs"]
pub mod laws;
