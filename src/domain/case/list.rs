//! The lists of the policy that values of a case come from.

/// A list of the policy: names that the organisation has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Channels.
    Channels,
    /// How bad matters are.
    Severities,
    /// Kinds of contact.
    Kinds,
    /// How matters show.
    Symptoms,
    /// How important customers are.
    Grades,
    /// What complainants are.
    Types,
    /// How long somebody has been a customer.
    Tenures,
    /// What customers are worth.
    Values,
    /// Product lines.
    Lines,
    /// Outlets.
    Outlets,
    /// What complainants ask for.
    Requests,
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
