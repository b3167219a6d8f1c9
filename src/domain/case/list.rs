//! The lists of the policy that values of a case come from.

/// A list of the policy: names that the organisation has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Channels,
    /// How bad matters are.
    Severities,
    Kinds,
    Symptoms,
    /// How important customers are.
    Grades,
    Types,
    /// How long somebody has been a customer.
    Tenures,
    /// What customers are worth.
    Values,
    Lines,
    Outlets,
    /// What complainants ask for.
    Requests,
    /// What complainants may get.
    Remedies,
    /// Steps of the organisation's own process.
    Steps,
    /// How a case may end.
    Outcomes,
    Levels,
    Departments,
    Deadlines,
}
