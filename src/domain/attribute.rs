//! The attributes of a case: what cases are listed, picked, sorted and counted by.

mod value;

use crate::domain::list::List;
use std::borrow::Cow;
use std::collections::BTreeSet;

use super::case::event::{ResultClass, Verdict};
use super::case::facts::FactKind;
use super::case::{FactField, Facts};
use super::message::ToArgument;
use super::policy::Policy;
use super::rules::priority;
use super::snapshot::Snapshot;
use super::state::Status;
use super::word::Word;

pub(crate) use value::{AttributeValue, TypedWord};

/// An attribute of a case: facts as corrected, the rest as it stands now. Its word is the key in JSON and CSV, the value of
/// `--sort` and `--by`, and the flag of `list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Attribute {
    /// The id
    Id,
    /// When the complaint reached the organisation
    Received,
    /// When the most urgent running deadline is due
    Due,
    /// How far the newest round has come
    Status,
    /// Who holds the case
    Handler,
    /// The priority by which cases are taken up (A12)
    Priority,
    /// The amount in dispute
    Amount,
    /// When the last event happened
    Changed,
    /// What the complaint is about
    Category,
    /// The channel by which it came
    Channel,
    /// The level that the case is at
    Level,
    /// How bad the matter is
    Severity,
    /// How important the customer is
    Grade,
    /// The department in charge
    Department,
    /// The product
    Product,
    /// The outlet
    Outlet,
    /// The cause that the last investigation found
    Cause,
    /// The verdict of the last investigation
    Verdict,
    /// How the last final response of the newest round was taken
    Result,
    /// The file of the case, relative to the repository
    Path,
    /// When the complaint was registered
    Registered,
    /// The order
    Order,
    /// Who complains
    Complainant,
    /// The matter in one line
    Summary,
    /// What is said of the case beside its status
    Flags,
    /// The number of the newest round, from 1
    Round,
    /// When the newest round was acknowledged
    Acknowledged,
    /// When the newest round had its last final response
    Responded,
    /// When the newest round was resolved
    Resolved,
    /// The remedy of the latest proposal, unless it was refused
    Remedy,
    /// What the remedies cost that were carried out
    Paid,
    /// The last mark that the complainant gave
    Score,
    /// When the case ended: closed, withdrawn or invalid
    Closed,
    /// What the case came to
    Outcome,
    /// The row of the ledger that the case was imported from
    Source,
}

/// What a command offers an attribute for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A filter of lists with a flag of its own: `list --category`.
    Filter,
    /// The order of a list: `list --sort`.
    SortKey,
    /// Counts: `report --by`, `--cases`.
    Axis,
}

/// The values that an attribute can have under a policy.
enum Values<'a> {
    /// Those of a list whose order means something: the organisation's, or that of the life of a case.
    Ordered(Vec<&'a str>),
    /// Words of the program, in their order.
    Words(Vec<TypedWord>),
    /// Names that the policy has in no order.
    Named(BTreeSet<&'a str>),
    Free,
}

impl Attribute {
    /// The attributes that are offered for a use.
    pub(crate) fn offered_for(purpose: Use) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |attribute| attribute.uses().contains(&purpose))
    }

    /// The attribute of a word, if it is offered for this use.
    pub(crate) fn find(word: &str, purpose: Use) -> Option<Self> {
        let attribute: Self = word.parse().ok()?;
        attribute.uses().contains(&purpose).then_some(attribute)
    }

    fn uses(self) -> &'static [Use] {
        match self {
            Self::Category
            | Self::Channel
            | Self::Level
            | Self::Severity
            | Self::Grade
            | Self::Department
            | Self::Product => &[Use::Filter, Use::SortKey, Use::Axis],
            // `list` has typed flags for these: --status, --handler, --mine.
            Self::Status | Self::Handler => &[Use::SortKey, Use::Axis],
            Self::Id
            | Self::Received
            | Self::Due
            | Self::Priority
            | Self::Amount
            | Self::Changed => &[Use::SortKey],
            Self::Outlet | Self::Cause | Self::Verdict | Self::Result => &[Use::Axis],
            Self::Path
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
            | Self::Source => &[],
        }
    }

    /// The value that a case has.
    pub(crate) fn value<'a>(
        self,
        snapshot: &'a Snapshot,
        policy: &'a Policy,
    ) -> Option<AttributeValue<'a>> {
        let state = snapshot.state();
        let facts = &state.facts;
        let found = state.investigation.as_ref();
        match self {
            Self::Received => fact(facts, FactField::Received),
            Self::Channel => fact(facts, FactField::Channel),
            Self::Category => fact(facts, FactField::Category),
            Self::Severity => fact(facts, FactField::Severity),
            Self::Complainant => fact(facts, FactField::Name),
            Self::Grade => fact(facts, FactField::Grade),
            Self::Product => fact(facts, FactField::Product),
            Self::Order => fact(facts, FactField::Order),
            Self::Outlet => fact(facts, FactField::Outlet),
            Self::Amount => fact(facts, FactField::Amount),
            Self::Summary => fact(facts, FactField::Summary),
            Self::Id => Some(snapshot.id().into()),
            Self::Due => snapshot.most_urgent()?.due.map(AttributeValue::Instant),
            Self::Status => word(snapshot.status()),
            Self::Handler => state.holder.as_ref().map(|who| who.as_str().into()),
            Self::Priority => priority::priority(state, policy).map(|it| it.name.as_str().into()),
            Self::Changed => {
                let last = snapshot.case.entries.iter().map(|entry| entry.at).max();
                last.map(AttributeValue::Instant)
            }
            Self::Level => Some(state.level.as_str().into()),
            Self::Department => state.department.as_deref().map(Into::into),
            Self::Cause => found?.cause.as_deref().map(Into::into),
            Self::Verdict => word(found?.verdict),
            Self::Result => word(state.responded?.1),
            Self::Path => Some(snapshot.path.as_str().into()),
            Self::Registered => state.registered.map(AttributeValue::Instant),
            Self::Flags => {
                let flags = snapshot.flags.iter().filter_map(TypedWord::new);
                Some(AttributeValue::Words(flags.collect()))
            }
            Self::Round => Some(AttributeValue::Number(snapshot.round() as u64)),
            Self::Acknowledged => state.acknowledged.map(AttributeValue::Instant),
            Self::Responded => state.responded.map(|(at, _)| AttributeValue::Instant(at)),
            Self::Resolved => state.resolved.map(AttributeValue::Instant),
            Self::Remedy => state.latest_remedy().map(Into::into),
            Self::Paid => (!state.paid.is_zero()).then_some(AttributeValue::Amount(state.paid)),
            Self::Score => snapshot.score().map(|it| AttributeValue::Number(it.into())),
            Self::Closed => state
                .end
                .as_ref()
                .map(|end| AttributeValue::Instant(end.at)),
            Self::Outcome => state.end.as_ref()?.outcome.as_deref().map(Into::into),
            Self::Source => facts.source.as_deref().map(Into::into),
        }
    }

    /// The value by which cases are picked and counted: a name or a word.
    pub(crate) fn name<'a>(
        self,
        snapshot: &'a Snapshot,
        policy: &'a Policy,
    ) -> Option<Cow<'a, str>> {
        match self.value(snapshot, policy)? {
            AttributeValue::Text(text) => Some(text),
            AttributeValue::Word(word) => Some(word.word.into()),
            AttributeValue::Words(_)
            | AttributeValue::Instant(_)
            | AttributeValue::Amount(_)
            | AttributeValue::Number(_) => None,
        }
    }

    /// The values in the order that the organisation, or the life of a case, gives them; empty: by alphabet.
    pub(crate) fn order(self, policy: &Policy) -> Vec<&str> {
        match self.values(policy) {
            Values::Ordered(values) => values,
            Values::Words(words) => words.iter().map(|it| it.word).collect(),
            Values::Named(_) | Values::Free => Vec::new(),
        }
    }

    /// The values that the policy knows; `None`: any text is one.
    pub(crate) fn known(self, policy: &Policy) -> Option<BTreeSet<&str>> {
        match self.values(policy) {
            Values::Ordered(values) => Some(values.into_iter().collect()),
            Values::Words(words) => Some(words.iter().map(|it| it.word).collect()),
            Values::Named(values) => Some(values),
            Values::Free => None,
        }
    }

    /// The word of the program that a value is; `None`: it is data.
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
            Self::Department => Values::Named(departments(policy)),
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

/// A fact as the value of an attribute.
fn fact(facts: &Facts, field: FactField) -> Option<AttributeValue<'_>> {
    match field.kind() {
        FactKind::Text => facts.text(field).map(Into::into),
        FactKind::Amount => facts.amount(field).map(AttributeValue::Amount),
        FactKind::Instant => facts.instant(field).map(AttributeValue::Instant),
    }
}

fn word(word: impl ToArgument) -> Option<AttributeValue<'static>> {
    TypedWord::new(word).map(AttributeValue::Word)
}

fn ordered<'a>(names: impl IntoIterator<Item = &'a String>) -> Values<'a> {
    Values::Ordered(names.into_iter().map(String::as_str).collect())
}

fn words<'a>(words: impl IntoIterator<Item = impl ToArgument>) -> Values<'a> {
    Values::Words(words.into_iter().filter_map(TypedWord::new).collect())
}

/// The departments that categories and people belong to.
fn departments(policy: &Policy) -> BTreeSet<&str> {
    let categories = policy.categories.values().map(|it| &it.department);
    let staff = policy.staff.values().map(|it| &it.department);
    categories
        .chain(staff)
        .filter_map(Option::as_deref)
        .collect()
}

#[cfg(test)]
mod tests;
