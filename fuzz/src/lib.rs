//! The laws that the targets hold texts to: those of the property tests.

#[path = "../../tests/support/laws.rs"]
pub mod laws;
