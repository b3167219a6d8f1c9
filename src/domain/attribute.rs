//! The attributes of a case, for listing, filtering, sorting and counting.

mod range;
mod value;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::case::facts::FactKind;
use super::case::{FactField, Facts};
use super::message::ToArgument;
use super::policy::Policy;
use super::rules::priority;
use super::snapshot::Snapshot;
use super::word::Word;

pub(crate) use value::{AttributeValue, TypedWord};

/// An attribute of a case: its corrected facts and current state. Its keyword is the key in JSON
/// and CSV, the value of `--sort` and `--by`, and the flag of `list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word, Serialize, Deserialize)]
pub enum Attribute {
    /// The case id
    Id,
    /// When the complaint reached the organisation
    Received,
    /// When the most urgent running deadline is due
    Due,
    /// The status of the newest round
    Status,
    /// The holder of the case
    Handler,
    /// The priority of the case (A12)
    Priority,
    /// The amount in dispute
    Amount,
    /// When the last event happened
    Changed,
    /// The category of the matter
    Category,
    /// The intake channel
    Channel,
    /// The current level
    Level,
    /// The severity of the matter
    Severity,
    /// The grade (importance) of the customer
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
    /// The result of the last final response in the newest round
    Result,
    /// The file of the case, relative to the repository
    Path,
    /// When the complaint was registered
    Registered,
    /// The order number
    Order,
    /// The complainant's name
    Complainant,
    /// A summary of the matter in one line
    Summary,
    /// Flags of the case, in addition to its status
    Flags,
    /// The number of the newest round, from 1
    Round,
    /// When the newest round was acknowledged
    Acknowledged,
    /// When the last final response of the newest round was given
    Responded,
    /// When the newest round was resolved
    Resolved,
    /// The remedy of the latest proposal, unless it was refused
    Remedy,
    /// The total cost of the remedies that were carried out
    Paid,
    /// The last mark given by the complainant
    Score,
    /// When the case ended: closed, withdrawn or invalid
    Closed,
    /// The outcome of the case
    Outcome,
    /// The ledger row that the case was imported from
    Source,
}

/// A use of attributes in commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A filter flag: `list --category`.
    Filter,
    /// A sort key: `list --sort`.
    SortKey,
    /// A grouping: `report --by`, `--cases`.
    Axis,
}

impl Attribute {
    /// The attributes available for a use.
    pub(crate) fn offered_for(purpose: Use) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |attribute| attribute.uses().contains(&purpose))
    }

    /// The attribute with this keyword, if available for a use.
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

    /// Whether it is a personal fact, which only the file of the case holds.
    pub(crate) fn is_personal(self) -> bool {
        self == Self::Complainant
    }

    /// The value of a case.
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
            Self::Due => snapshot.most_urgent()?.due.map(AttributeValue::End),
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
            Self::Result => word(state.result()?),
            Self::Path => Some(snapshot.path.as_str().into()),
            Self::Registered => state.registered.map(AttributeValue::Instant),
            Self::Flags => {
                let flags = snapshot.flags.iter().filter_map(TypedWord::new);
                Some(AttributeValue::Words(flags.collect()))
            }
            Self::Round => Some(AttributeValue::Number(snapshot.round() as u64)),
            Self::Acknowledged => state.acknowledged.map(AttributeValue::Instant),
            Self::Responded => state
                .responded
                .as_ref()
                .map(|answer| AttributeValue::Instant(answer.at)),
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

    /// The name or keyword that reports count a case under. What was done is put down to whoever had the case
    /// then: for a resolved case, holder and department are those of the resolution.
    pub(crate) fn counted_under<'a>(
        self,
        snapshot: &'a Snapshot,
        policy: &'a Policy,
    ) -> Option<Cow<'a, str>> {
        self.counted_value(snapshot, policy)?.into_name()
    }

    /// The value with which reports list a case; see [`Attribute::counted_under`].
    pub(crate) fn counted_value<'a>(
        self,
        snapshot: &'a Snapshot,
        policy: &'a Policy,
    ) -> Option<AttributeValue<'a>> {
        let state = snapshot.state();
        if self == Self::Handler {
            state.accountable_holder().map(|who| who.as_str().into())
        } else if self == Self::Department {
            state.accountable_department(policy).map(Into::into)
        } else {
            self.value(snapshot, policy)
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

#[cfg(test)]
mod tests;
