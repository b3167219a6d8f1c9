//! The order of a list.

use std::cmp::Ordering;
use std::str::FromStr;

use crate::domain::attribute::{Attribute, AttributeValue, Use};
use crate::domain::deadline::Watch;
use crate::domain::message::{Message, listed, message};
use crate::domain::outline::Outline;
use crate::domain::policy::Policy;
use crate::domain::spelling::{folded, same};

/// Sorts cases with a late clock by the earliest due instant.
pub(crate) fn sort_late(cases: &mut [Outline<'_>], watch: Watch) {
    cases.sort_by_cached_key(|outline| {
        (
            outline
                .late(watch)
                .first()
                .and_then(|deadline| deadline.due),
            outline.id().to_owned(),
        )
    });
}

/// A sort key with its direction: `due`, `-amount`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The attribute to sort by.
    pub key: Attribute,
    pub direction: Direction,
}

/// The direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl FromStr for Order {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let (word, direction) = match text.strip_prefix('-') {
            Some(word) => (word, Direction::Down),
            None => (text, Direction::Up),
        };
        let key = Attribute::find(word, Use::SortKey).ok_or_else(|| {
            let keys = listed(Attribute::offered_for(Use::SortKey));
            message!(
                "a list can be sorted by {keys}; a leading - reverses the order",
                keys
            )
        })?;
        Ok(Self { key, direction })
    }
}

impl Order {
    /// Sorts the cases; ties by id, and cases without a value last in either direction.
    pub fn sort(self, cases: &mut [Outline<'_>], policy: &Policy) {
        let order = self.key.order(policy);
        cases.sort_by(|a, b| {
            let [left, right] = [a, b].map(|it| self.place(it, &order));
            let by_key = match (left, right) {
                (Some(left), Some(right)) => self.direction.apply(left.cmp(&right)),
                (left, right) => left.is_none().cmp(&right.is_none()),
            };
            by_key
                .then_with(|| self.tie(a, b))
                .then_with(|| a.id().cmp(b.id()))
        });
    }

    /// The rank of the value in the policy's list, then the value.
    fn place<'a>(
        self,
        outline: &'a Outline<'_>,
        order: &[&str],
    ) -> Option<(usize, AttributeValue<'a>)> {
        let value = outline.value(self.key)?.clone();
        let (rank, value) = match value {
            AttributeValue::Text(text) => {
                let rank = order.iter().position(|known| same(known, &text));
                (rank, AttributeValue::Text(folded(&text).into()))
            }
            AttributeValue::Word(word) => {
                let rank = order.iter().position(|known| *known == word.word);
                (rank, value)
            }
            AttributeValue::Words(_)
            | AttributeValue::Instant(_)
            | AttributeValue::End(_)
            | AttributeValue::Amount(_)
            | AttributeValue::Number(_) => (None, value),
        };
        Some((rank.unwrap_or(order.len()), value))
    }

    /// Breaks ties by receipt for equal priorities (A12).
    fn tie(self, a: &Outline<'_>, b: &Outline<'_>) -> Ordering {
        if self.key == Attribute::Priority {
            let received = |it| Outline::value(it, Attribute::Received);
            received(a).cmp(&received(b))
        } else {
            Ordering::Equal
        }
    }
}

impl Direction {
    fn apply(self, order: Ordering) -> Ordering {
        match self {
            Self::Up => order,
            Self::Down => order.reverse(),
        }
    }
}
