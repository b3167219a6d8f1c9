//! What is recorded when a case comes in and goes to somebody.

use crate::domain::names::StaffId;

/// The case is on record. Once, first.
#[derive(Debug, Clone, PartialEq)]
pub struct Register;

/// The complainant was told that the complaint was received (A6).
#[derive(Debug, Clone, PartialEq)]
pub struct Acknowledge {
    /// By which channel.
    pub via: Option<String>,
}

/// The case goes to a holder and department (B1).
#[derive(Debug, Clone, PartialEq)]
pub struct Assign {
    /// The new holder.
    pub to: StaffId,
    /// The department in charge.
    pub department: Option<String>,
    /// Departments that help.
    pub co_handlers: Vec<String>,
}

/// Wrongly dispatched: back to whoever assigned it (B3).
#[derive(Debug, Clone, PartialEq)]
pub struct SendBack {
    /// Why.
    pub reason: String,
}
