//! Detects values in a selection that occur nowhere, usually typos.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Selection;
use crate::domain::attribute::Attribute;
use crate::domain::deadline::{ACTION, CUT_OFF, PROMISED};
use crate::domain::message::{Message, message, text};
use crate::domain::outline::Outline;
use crate::domain::policy::Policy;
use crate::domain::spelling::same;

/// A value that neither the policy nor any case has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// The expected kind of value: `category`, `staff member`.
    pub kind: Message,
    pub value: String,
    /// The known values.
    pub known: BTreeSet<String>,
}

impl Selection {
    /// The first value in the selection that neither the policy nor any of these cases has.
    pub(crate) fn unknown(&self, cases: &[Outline<'_>], policy: &Policy) -> Option<Unknown> {
        self.unknown_staff(cases, policy)
            .or_else(|| self.unknown_value(cases, policy))
            .or_else(|| self.unknown_deadline(cases, policy))
    }

    fn unknown_staff(&self, cases: &[Outline<'_>], policy: &Policy) -> Option<Unknown> {
        let mut people = self.handlers.iter().chain(&self.awaiting);
        people.find_map(|who| {
            let known = known_values(Attribute::Handler, cases, policy)?;
            unknown_in(text!("staff member"), who.as_str(), known)
        })
    }

    fn unknown_value(&self, cases: &[Outline<'_>], policy: &Policy) -> Option<Unknown> {
        self.values.iter().find_map(|(attribute, wanted)| {
            let known = known_values(*attribute, cases, policy)?;
            wanted.iter().find_map(|value| {
                let kind = message!("{attribute}", attribute);
                unknown_in(kind, value, known.clone())
            })
        })
    }

    fn unknown_deadline(&self, cases: &[Outline<'_>], policy: &Policy) -> Option<Unknown> {
        let missed = self.missed.as_deref()?;
        let clocks = cases.iter().flat_map(|outline| outline.deadlines());
        let levels = policy.levels.iter().map(|level| level.name.as_str());
        let known = policy
            .deadline_names()
            .into_iter()
            .chain([PROMISED, CUT_OFF, ACTION])
            .chain(levels)
            .chain(clocks.map(|clock| clock.name.as_str()))
            .chain(cases.iter().flat_map(Outline::missed));
        unknown_in(
            text!("deadline"),
            missed,
            known.map(str::to_owned).collect(),
        )
    }
}

fn unknown_in(kind: Message, value: &str, known: BTreeSet<String>) -> Option<Unknown> {
    let value = value.to_owned();
    let is_known = known.iter().any(|known| same(known, &value));
    (!is_known).then_some(Unknown { kind, value, known })
}

/// The values in the policy and the cases; `None` if any text is valid.
fn known_values(
    attribute: Attribute,
    cases: &[Outline<'_>],
    policy: &Policy,
) -> Option<BTreeSet<String>> {
    let listed = attribute.known(policy)?.into_iter().map(str::to_owned);
    let had = cases.iter().filter_map(|outline| outline.name(attribute));
    Some(listed.chain(had.map(Cow::into_owned)).collect())
}
