//! Parses YAML into [`Raw`] values, whose scalars are text, never numbers or dates.
//!
//! The YAML parser is told where a case file has texts, lists and mappings, so it never guesses the
//! type of a scalar. A file of another shape is parsed twice: first to determine its shape, then to
//! read its values.

use std::cell::Cell;
use std::fmt;
use std::sync::LazyLock;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::tabs;
use crate::domain::case::fields::Raw;
use crate::domain::case::keys::events;
use crate::domain::keys::{Key, Takes};

/// Parses a case file or a piece of one.
///
/// # Errors
/// Invalid YAML, tags, keys that are not text, several documents, more than 128 levels of nesting.
pub(crate) fn read(text: &str) -> Result<Raw, serde_yaml::Error> {
    read_as(text, Plan::Usual(Part::File)).or_else(|_| {
        let read = read_shaped(text);
        match read.is_err().then(|| tabs::with_indentation(text)) {
            Some(Some(indented)) => read_shaped(&indented),
            Some(None) | None => read,
        }
    })
}

fn read_shaped(text: &str) -> Result<Raw, serde_yaml::Error> {
    let seed = ShapeOf {
        budget: &Budget::of(text),
        number: longest_number(text),
    };
    let shape = seed.deserialize(serde_yaml::Deserializer::from_str(text))?;
    read_as(text, Plan::Shaped(&shape))
}

fn read_as(text: &str, plan: Plan) -> Result<Raw, serde_yaml::Error> {
    Node {
        plan,
        budget: &Budget::of(text),
    }
    .deserialize(serde_yaml::Deserializer::from_str(text))
}

/// Whether a text may contain aliases, which repeat content.
pub(crate) fn may_repeat(text: &[u8]) -> bool {
    text.contains(&b'*')
}

/// Upper bound for the length of a number in the text; `0` without aliases, as each number is then
/// read only once.
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

/// The shape of a value.
#[derive(Debug, Clone)]
enum Shape {
    Scalar,
    List(Vec<Shape>),
    Map(Vec<Shape>),
}

/// Predicts the kind of each value before it is parsed.
#[derive(Debug, Clone, Copy)]
enum Plan<'s> {
    /// The usual shape of case files.
    Usual(Part),
    /// A shape from a previous pass.
    Shaped(&'s Shape),
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

/// The keys of events that take more than a text, according to their descriptions.
static DEEP: LazyLock<Vec<(&str, Part)>> = LazyLock::new(|| {
    let keys = events().flat_map(|event| event.keys);
    keys.filter_map(|key| Some((key.name, part_of(key)?)))
        .collect()
});

/// The part of a key's value, if it takes more than a text.
fn part_of(key: &Key) -> Option<Part> {
    match key.takes {
        Takes::List | Takes::WordList(_) => Some(Part::Names),
        Takes::Shares => Some(Part::Texts),
        Takes::Text
        | Takes::Texts
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
        | Takes::Hours(_)
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
            Self::Usual(Part::File | Part::Event | Part::Texts) | Self::Shaped(Shape::Map(_)) => {
                Kind::Map
            }
            Self::Usual(Part::Events | Part::Names) | Self::Shaped(Shape::List(_)) => Kind::List,
            Self::Usual(Part::Text) | Self::Shaped(Shape::Scalar) => Kind::Scalar,
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
            Self::Shaped(Shape::Map(shapes)) => {
                Self::Shaped(shapes.get(position).unwrap_or(&Shape::Scalar))
            }
            Self::Shaped(_) => Self::Shaped(&Shape::Scalar),
        }
    }

    /// The plan for the item at `position` of a list.
    fn item(self, position: usize) -> Self {
        match self {
            Self::Usual(Part::Events) => Self::Usual(Part::Event),
            Self::Usual(_) => Self::Usual(Part::Text),
            Self::Shaped(Shape::List(shapes)) => {
                Self::Shaped(shapes.get(position).unwrap_or(&Shape::Scalar))
            }
            Self::Shaped(_) => Self::Shaped(&Shape::Scalar),
        }
    }
}

/// Remaining budget for parsing, to stop alias bombs. Without aliases, the cost is at most three
/// times the length of the text.
struct Budget(Cell<usize>);

impl Budget {
    fn of(text: &str) -> Self {
        Self(Cell::new(3 * text.len() + 64))
    }

    fn spend<E: Error>(&self, cost: usize) -> Result<(), E> {
        let left = self.0.get().checked_sub(cost);
        self.0
            .set(left.ok_or_else(|| E::custom("aliases expand to more than the file contains"))?);
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
    /// The cost of a number: an alias may repeat a long one.
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
    fn every_key_of_every_verb_has_the_usual_shape() {
        for example in Verb::ALL.iter().flat_map(|verb| examples(*verb, None)) {
            let read = read_as(&example.text, Plan::Usual(Part::File));
            assert!(read.is_ok(), "{}\n{}", read.unwrap_err(), example.text);
        }
    }
}
