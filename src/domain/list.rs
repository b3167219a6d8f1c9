//! The lists of values that a policy has.

use super::word::Word;

/// A list of values that facts and events choose from. Their order is that of `policy show`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum List {
    /// By which ways complaints come in (A1).
    Channels,
    /// How bad a matter can be.
    Severities,
    /// How important customers are.
    Grades,
    /// What complainants may get.
    Remedies,
    /// Why things go wrong.
    Causes,
    /// How things that go wrong show.
    Symptoms,
    /// Kinds of contact (A7).
    Kinds,
    /// What complainants are (A3).
    Types,
    /// Product lines.
    Lines,
    /// Classes of how long somebody has been a customer (D4).
    Tenures,
    /// Classes of what customers are worth (D4).
    Values,
    /// Outlets.
    Outlets,
    /// What complainants ask for.
    Requests,
    /// Steps of the organisation's own process (B19).
    Steps,
    /// How a case may end.
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
