//! How a case ends, and how it is taken up again.

use complaint_derive::Keys;

/// Not a valid complaint.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the complaint being found invalid",
    grants = yes,
    imports = yes
)]
pub struct Invalidate {
    /// Why: of the policy's `grounds`, where it has some.
    #[key(
        example = "out-of-window",
        rule = "A8",
        line,
        said,
        imports = "from the ledger"
    )]
    pub reason: String,
    /// What the submitter is told.
    #[key(example = "delivered five months ago", rule = "A8", said)]
    pub text: Option<String>,
    /// A malicious or false complaint.
    #[key(example = "true", rule = "A11", line = ", malicious")]
    pub malicious: bool,
}

/// Taken back by the complainant.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "withdrawal", grants = no, imports = yes)]
pub struct Withdraw {
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// The file is closed.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "closing", grants = no, imports = yes)]
pub struct Close {
    /// How it ended.
    #[key(example = "solved", rule = "B14", headline = "as {}", list = Outcomes, imports)]
    pub outcome: Option<String>,
}

/// Taken up again.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "reopening", grants = no, imports = yes)]
pub struct Reopen {
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
    /// The handling is done again.
    #[key(example = "true", rule = "B13", line = "as rework")]
    pub rework: bool,
}
