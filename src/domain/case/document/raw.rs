//! YAML text into [`Raw`] values whose scalars are the text as it is written, never a number or a date.
//!
//! The reader of YAML is asked for texts, lists and mappings where a case file has them, and so never guesses a
//! scalar's type. A file of another shape is read twice: first for its shape, then by it.

use std::cell::Cell;
use std::fmt;
use std::sync::LazyLock;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use crate::domain::case::fields::Raw;
use crate::domain::case::keys::events;
use crate::domain::keys::{Key, Takes};

/// Reads a whole file, a case or a part of one.
///
/// # Errors
/// Text that is not YAML, a tag, a key that is not a text, more than one document, nesting beyond 128.
pub(crate) fn read(text: &str) -> Result<Raw, serde_yaml::Error> {
    read_as(text, Plan::Usual(Part::File)).or_else(|_| {
        let seed = ShapeOf {
            budget: &Budget::of(text),
            number: longest_number(text),
        };
        let shape = seed.deserialize(serde_yaml::Deserializer::from_str(text))?;
        read_as(text, Plan::Seen(&shape))
    })
}

fn read_as(text: &str, plan: Plan) -> Result<Raw, serde_yaml::Error> {
    Node {
        plan,
        budget: &Budget::of(text),
    }
    .deserialize(serde_yaml::Deserializer::from_str(text))
}

/// Whether a text can have aliases, and so repeat what it says once.
pub(crate) fn may_repeat(text: &[u8]) -> bool {
    text.contains(&b'*')
}

/// The most bytes that a number in the text can have; 0 where each stands there as often as it is read.
fn longest_number(text: &str) -> usize {
    if !may_repeat(text.as_bytes()) {
        return 0;
    }
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    text.as_bytes()
        .split(|byte| !is_part(byte))
        .map(<[u8]>::len)
        .max()
        .unwrap_or(0)
}

/// What kind of value stands somewhere.
#[derive(Debug, Clone)]
enum Shape {
    Scalar,
    List(Vec<Shape>),
    Map(Vec<Shape>),
}

/// How the kind of each value is known before it is read.
#[derive(Debug, Clone, Copy)]
enum Plan<'s> {
    /// As case files have it.
    Usual(Part),
    /// As it was seen before.
    Seen(&'s Shape),
}

/// The parts of a case file.
#[derive(Debug, Clone, Copy)]
enum Part {
    File,
    Events,
    Event,
    Names,
    Texts,
    Text,
}

/// The keys of events that take more than a text, by what is said of them where they are described.
static DEEP: LazyLock<Vec<(&str, Part)>> = LazyLock::new(|| {
    let keys = events().flat_map(|event| event.keys);
    keys.filter_map(|key| Some((key.name, part_of(key)?)))
        .collect()
});

/// The part that the value of a key is, if it is more than a text.
fn part_of(key: &Key) -> Option<Part> {
    match key.takes {
        Takes::List | Takes::WordList(_) => Some(Part::Names),
        Takes::Shares => Some(Part::Texts),
        Takes::Text
        | Takes::Texts
        | Takes::Exactly(_)
        | Takes::Offered(_)
        | Takes::Word(_)
        | Takes::Words(_)
        | Takes::WordsOr(..)
        | Takes::Flag
        | Takes::True
        | Takes::Whole(..)
        | Takes::Years
        | Takes::Amount
        | Takes::Share
        | Takes::Span
        | Takes::Date
        | Takes::Instant
        | Takes::Dates
        | Takes::Hours
        | Takes::Form(_)
        | Takes::Table(_)
        | Takes::Tables(_)
        | Takes::Named(_)
        | Takes::TextOr(_)
        | Takes::Roles(_) => None,
    }
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Scalar,
    List,
    Map,
}

impl<'s> Plan<'s> {
    fn kind(self) -> Kind {
        match self {
            Self::Usual(Part::File | Part::Event | Part::Texts) | Self::Seen(Shape::Map(_)) => {
                Kind::Map
            }
            Self::Usual(Part::Events | Part::Names) | Self::Seen(Shape::List(_)) => Kind::List,
            Self::Usual(Part::Text) | Self::Seen(Shape::Scalar) => Kind::Scalar,
        }
    }

    /// The plan for the value of `key`, the pair at `position` of a mapping.
    fn value(self, position: usize, key: &str) -> Self {
        match self {
            Self::Usual(Part::File) => Self::Usual(match key {
                "events" => Part::Events,
                "complainant" => Part::Texts,
                _ => Part::Text,
            }),
            Self::Usual(Part::Event) => {
                let part = DEEP.iter().find(|(name, _)| *name == key);
                Self::Usual(part.map_or(Part::Text, |(_, part)| *part))
            }
            Self::Usual(_) => Self::Usual(Part::Text),
            Self::Seen(Shape::Map(shapes)) => {
                Self::Seen(shapes.get(position).unwrap_or(&Shape::Scalar))
            }
            Self::Seen(_) => Self::Seen(&Shape::Scalar),
        }
    }

    /// The plan for the item at `position` of a list.
    fn item(self, position: usize) -> Self {
        match self {
            Self::Usual(Part::Events) => Self::Usual(Part::Event),
            Self::Usual(_) => Self::Usual(Part::Text),
            Self::Seen(Shape::List(shapes)) => {
                Self::Seen(shapes.get(position).unwrap_or(&Shape::Scalar))
            }
            Self::Seen(_) => Self::Seen(&Shape::Scalar),
        }
    }
}

/// How much may still be read. Without aliases, what is read is not larger than three times the text.
struct Budget(Cell<usize>);

impl Budget {
    fn of(text: &str) -> Self {
        Self(Cell::new(3 * text.len() + 64))
    }

    fn spend<E: Error>(&self, cost: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(cost);
        self.0
            .set(left.ok_or_else(|| E::custom("aliases repeat more than the file holds"))?);
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Node<'s> {
    plan: Plan<'s>,
    budget: &'s Budget,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        self.budget.spend(1)?;
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self.plan.kind() {
            Kind::Scalar => "a text",
            Kind::List => "a list",
            Kind::Map => "a mapping",
        })
    }

    fn visit_none<E: Error>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        match self.plan.kind() {
            Kind::Scalar => deserializer.deserialize_str(self),
            Kind::List => deserializer.deserialize_seq(self),
            Kind::Map => deserializer.deserialize_map(self),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Raw, E> {
        self.budget.spend(text.len())?;
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Node {
            plan: self.plan.item(items.len()),
            ..self
        })? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs: Vec<(String, Raw)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            self.budget.spend(key.len())?;
            let value = map.next_value_seed(Node {
                plan: self.plan.value(pairs.len(), &key),
                ..self
            })?;
            pairs.push((key, value));
        }
        Ok(Raw::Map(pairs))
    }
}

#[derive(Clone, Copy)]
struct ShapeOf<'b> {
    budget: &'b Budget,
    /// What reading one number costs: an alias may repeat a long one.
    number: usize,
}

impl<'de> DeserializeSeed<'de> for ShapeOf<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        self.budget.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

macro_rules! numbers {
    ($($visit:ident: $type:ty),*) => {$(
        fn $visit<E: Error>(self, _: $type) -> Result<Shape, E> {
            self.budget.spend(self.number)?;
            Ok(Shape::Scalar)
        }
    )*};
}

impl<'de> Visitor<'de> for ShapeOf<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    numbers! { visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64 }

    fn visit_str<E: Error>(self, text: &str) -> Result<Shape, E> {
        self.budget.spend(text.len())?;
        Ok(Shape::Scalar)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_none<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while let Some(shape) = list.next_element_seed(self)? {
            shapes.push(shape);
        }
        Ok(Shape::List(shapes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut shapes = Vec::new();
        while map.next_key::<String>()?.is_some() {
            shapes.push(map.next_value_seed(self)?);
        }
        Ok(Shape::Map(shapes))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Shape, A::Error> {
        let (tag, _) = tagged.variant::<String>()?;
        Err(A::Error::custom(format!(
            "a case file has no tags, found !{tag}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Verb;
    use crate::domain::case::described::examples;
    use crate::domain::word::Word;

    #[test]
    fn an_event_with_every_key_of_its_verb_is_read_at_once() {
        for example in Verb::ALL.iter().flat_map(|verb| examples(*verb, None)) {
            let read = read_as(&example.text, Plan::Usual(Part::File));
            assert!(read.is_ok(), "{}\n{}", read.unwrap_err(), example.text);
        }
    }
}
