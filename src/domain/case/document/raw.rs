//! Parses YAML into [`Raw`] values, whose scalars are text, never numbers or dates.
//!
//! The YAML parser is told where a case file has texts, lists and mappings, so it never guesses the
//! type of a scalar. A file of another shape is parsed twice: first to determine its shape, then to
//! read its values.

mod plan;

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::tabs;
use crate::domain::case::fields::Raw;
use plan::{Kind, Part, Plan, Shape};

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
