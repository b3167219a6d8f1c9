//! The order of a list.

use std::cmp::Reverse;
use std::str::FromStr;

use crate::domain::attribute::{Attribute, AttributeValue, Use};
use crate::domain::deadline::Watch;
use crate::domain::message::{Message, listed, message};
use crate::domain::outline::Outline;
use crate::domain::policy::Policy;
use crate::domain::spelling::{folded, same};
use crate::domain::time::Instant;

/// Sorts cases with a late clock by the earliest due instant.
pub(crate) fn sort_late(cases: &mut [Outline<'_>], watch: Watch) {
    cases.sort_by_cached_key(|outline| {
        (
            outline
                .late(watch)
                .first()
                .and_then(|deadline| deadline.due),
            outline.id().into_owned(),
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
        cases.sort_by_cached_key(|outline| {
            let place = self.place(outline, &order);
            let place = place.map(|place| self.direction.directed(place));
            (
                place.is_none(),
                place,
                self.tie(outline),
                outline.id().into_owned(),
            )
        });
    }

    /// The rank of the value in the policy's list, then the value.
    fn place(
        self,
        outline: &Outline<'_>,
        order: &[&str],
    ) -> Option<(usize, AttributeValue<'static>)> {
        let (rank, value) = match outline.value(self.key)? {
            AttributeValue::Text(text) => {
                let rank = order.iter().position(|known| same(known, &text));
                (rank, AttributeValue::Text(folded(&text).into()))
            }
            AttributeValue::Word(word) => {
                let rank = order.iter().position(|known| *known == word.word);
                (rank, AttributeValue::Word(word))
            }
            AttributeValue::Words(words) => (None, AttributeValue::Words(words)),
            AttributeValue::Instant(at) => (None, AttributeValue::Instant(at)),
            AttributeValue::End(at) => (None, AttributeValue::End(at)),
            AttributeValue::Amount(amount) => (None, AttributeValue::Amount(amount)),
            AttributeValue::Number(number) => (None, AttributeValue::Number(number)),
        };
        Some((rank.unwrap_or(order.len()), value))
    }

    /// Breaks ties by receipt for equal priorities (A12).
    fn tie(self, outline: &Outline<'_>) -> Option<Instant> {
        let is_priority = self.key == Attribute::Priority;
        match outline.value(Attribute::Received).filter(|_| is_priority) {
            Some(AttributeValue::Instant(received)) => Some(received),
            Some(_) | None => None,
        }
    }
}

impl Direction {
    fn directed<K: Ord>(self, key: K) -> Directed<K> {
        match self {
            Self::Up => Directed::Up(key),
            Self::Down => Directed::Down(Reverse(key)),
        }
    }
}

/// A sort key in its direction; all keys of a sort have the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Directed<K> {
    Up(K),
    Down(Reverse<K>),
}
