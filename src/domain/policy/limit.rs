//! Upper limits of amounts.

use rust_decimal::Decimal;

use super::setting::{KeyAspect, PolicyFile, Rule, Said, Taking};
use crate::domain::finding::{Code, Finding};
use crate::domain::keyed::Keys;
use crate::domain::keys::{Absent, Choice, Key, Table, Takes, optional};
use crate::domain::message::text;

/// An upper limit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Below(Decimal),
    UpTo(Decimal),
    None,
}

impl Limit {
    /// Whether an amount is within the limit.
    pub(crate) fn covers(self, amount: Decimal) -> bool {
        match self {
            Self::Below(limit) => amount < limit,
            Self::UpTo(limit) => amount <= limit,
            Self::None => true,
        }
    }
}

const BELOW: Key = optional(
    "below",
    Takes::Amount,
    Absent::Means("any amount"),
    "2000",
    "Applies below this amount.",
    "D2",
);

const UP_TO: Key = optional(
    "up_to",
    Takes::Amount,
    Absent::Means("any amount"),
    "5000",
    "Applies up to and including this amount.",
    "D1, D2",
);

/// Two keys, of which at most one can be set.
impl Keys<PolicyFile> for Limit {
    const TABLE: Table = Table {
        label: "",
        text: "",
        keys: &[BELOW, UP_TO],
        choice: Choice::AtMostOne(&[BELOW.name, UP_TO.name]),
    };

    fn read(taking: &mut Taking) -> Option<Self> {
        let section = &mut taking.section;
        match (section.take(BELOW.name), section.take(UP_TO.name)) {
            (None, None) => Some(Self::None),
            (None, Some(item)) => item.amount().map(|limit| Self::UpTo(limit.normalize())),
            (Some(item), None) => {
                let amount = item.amount()?.normalize();
                if amount.is_zero() {
                    let message = text!("no amount is below 0");
                    let finding = Finding::error(Code::PolicyConflict, item.spot, message);
                    taking.report(finding.hint(text!("up_to = 0 covers what costs nothing")));
                }
                Some(Self::Below(amount))
            }
            (Some(_), Some(item)) => {
                let message = text!("'below' and 'up_to' in one rule");
                let finding = Finding::error(Code::PolicyConflict, item.spot, message);
                let hint = text!("keep one: 'below' excludes its amount, 'up_to' includes it");
                taking.report(finding.hint(hint));
                None
            }
        }
    }
}

impl Rule for Limit {
    fn aspects(&self) -> Vec<KeyAspect> {
        let (below, up_to) = match self {
            Self::Below(amount) => (Some(amount), None),
            Self::UpTo(amount) => (None, Some(amount)),
            Self::None => (None, None),
        };
        let aspect = |key, amount: Option<&Decimal>| KeyAspect::new(key, amount.map(Said::data));
        vec![aspect(BELOW, below), aspect(UP_TO, up_to)]
    }
}
