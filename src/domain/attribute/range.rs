//! The possible values of an attribute: the policy's, the program's, or any.

use std::collections::BTreeSet;

use super::{Attribute, TypedWord};
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::list::List;
use crate::domain::message::ToArgument;
use crate::domain::policy::Policy;
use crate::domain::state::Status;
use crate::domain::word::Word;

/// The possible values of an attribute.
enum Values<'a> {
    /// Names in a meaningful order, as the policy lists them.
    Ordered(Vec<&'a str>),
    /// Keywords of the program, in order.
    Words(Vec<TypedWord>),
    /// Names of the policy without an order.
    Named(BTreeSet<&'a str>),
    /// Any value.
    Free,
}

impl Attribute {
    /// The values in the order of the policy or the keywords; empty if they sort alphabetically.
    pub(crate) fn order(self, policy: &Policy) -> Vec<&str> {
        match self.values(policy) {
            Values::Ordered(values) => values,
            Values::Words(words) => words.iter().map(|it| it.word).collect(),
            Values::Named(_) | Values::Free => Vec::new(),
        }
    }

    /// The valid values; `None` if any text is valid.
    pub(crate) fn known(self, policy: &Policy) -> Option<BTreeSet<&str>> {
        match self.values(policy) {
            Values::Ordered(values) => Some(values.into_iter().collect()),
            Values::Words(words) => Some(words.iter().map(|it| it.word).collect()),
            Values::Named(values) => Some(values),
            Values::Free => None,
        }
    }

    /// The value as a keyword of the program; `None` if it is data.
    pub(crate) fn typed(self, value: &str, policy: &Policy) -> Option<TypedWord> {
        match self.values(policy) {
            Values::Words(words) => words.into_iter().find(|it| it.word == value),
            Values::Ordered(_) | Values::Named(_) | Values::Free => None,
        }
    }

    fn values(self, policy: &Policy) -> Values<'_> {
        let lists = &policy.lists;
        match self {
            Self::Channel => ordered(&lists[List::Channels]),
            Self::Severity => ordered(&lists[List::Severities]),
            Self::Grade => ordered(&lists[List::Grades]),
            Self::Outlet => ordered(&lists[List::Outlets]),
            Self::Cause => ordered(&lists[List::Causes]),
            Self::Level => ordered(policy.levels.iter().map(|level| &level.name)),
            Self::Priority => ordered(policy.priorities.iter().map(|it| &it.name)),
            Self::Status => words(Status::ALL),
            Self::Verdict => words(Verdict::ALL),
            Self::Result => words(ResultClass::ALL),
            Self::Category => Values::Named(policy.categories.keys().map(String::as_str).collect()),
            Self::Handler => Values::Named(policy.staff.keys().map(|who| who.as_str()).collect()),
            Self::Department => Values::Named(policy.departments().collect()),
            Self::Id
            | Self::Received
            | Self::Due
            | Self::Amount
            | Self::Changed
            | Self::Product
            | Self::Path
            | Self::Registered
            | Self::Order
            | Self::Complainant
            | Self::Summary
            | Self::Flags
            | Self::Round
            | Self::Acknowledged
            | Self::Responded
            | Self::Resolved
            | Self::Remedy
            | Self::Paid
            | Self::Score
            | Self::Closed
            | Self::Outcome
            | Self::Source => Values::Free,
        }
    }
}

fn ordered<'a>(names: impl IntoIterator<Item = &'a String>) -> Values<'a> {
    Values::Ordered(names.into_iter().map(String::as_str).collect())
}

fn words<'a>(words: impl IntoIterator<Item = impl ToArgument>) -> Values<'a> {
    Values::Words(words.into_iter().filter_map(TypedWord::new).collect())
}
