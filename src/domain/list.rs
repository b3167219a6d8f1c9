//! The lists of values of a policy.

use super::word::Word;

/// A list of values that facts and events choose from, in the order of `policy show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum List {
    /// Channels that complaints come in by (A1).
    Channels,
    /// Degrees of severity.
    Severities,
    /// Grades of customers.
    Grades,
    /// Remedies for complainants.
    Remedies,
    /// Causes of complaints.
    Causes,
    /// Symptoms: how a problem shows.
    Symptoms,
    /// Kinds of contact (A7).
    Kinds,
    /// Types of complainants (A3).
    Types,
    /// Product lines.
    Lines,
    /// Classes of how long the complainant has been a customer (D4).
    Tenures,
    /// Value classes of customers (D4).
    Values,
    /// Outlets.
    Outlets,
    /// Conditions of goods, such as used or unused (A3).
    Conditions,
    /// Whether goods are paid for (A3).
    Payments,
    /// Requests of complainants.
    Requests,
    /// Steps of the organisation's own process (B19).
    Steps,
    /// Outcomes of closed cases.
    Outcomes,
    /// Kinds of evidence (A9).
    Documents,
    /// Why a complaint may be invalid (A8).
    Grounds,
}

/// The part of the policy that defines a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameSource {
    /// A list of values.
    List(List),
    /// `[[level]]`.
    Levels,
    /// The departments of categories, product lines and staff.
    Departments,
    /// The deadlines, those of levels and actions included.
    Deadlines,
}
