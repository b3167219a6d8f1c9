//! How a case ends, and how it is taken up again.

/// Not a valid complaint (A8).
#[derive(Debug, Clone, PartialEq)]
pub struct Invalidate {
    /// Why: one of the policy's grounds, where it has a list.
    pub reason: String,
    /// What the submitter is told.
    pub text: Option<String>,
    /// A malicious or false complaint (A11).
    pub malicious: bool,
}

/// Taken back by the complainant.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdraw {
    /// Why.
    pub reason: String,
}

/// The file is closed (B14).
#[derive(Debug, Clone, PartialEq)]
pub struct Close {
    /// How it ended.
    pub outcome: Option<String>,
}

/// Taken up again.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopen {
    /// Why.
    pub reason: String,
    /// Whether the handling is to be done again (B13).
    pub rework: bool,
}
