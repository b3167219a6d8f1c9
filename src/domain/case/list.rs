//! The lists of the policy that values of a case come from.

/// A list of the policy: names that the organisation has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Channels.
    Channels,
    /// What complainants may get.
    Remedies,
    /// Steps of the organisation's own process.
    Steps,
    /// How a case may end.
    Outcomes,
    /// Levels.
    Levels,
    /// Departments.
    Departments,
    /// Names of deadlines.
    Deadlines,
}
