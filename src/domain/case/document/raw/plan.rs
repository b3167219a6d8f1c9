//! The kind of each value of a case file, known before it is parsed.

use std::sync::LazyLock;

use crate::domain::case::keys::events;
use crate::domain::keys::{Key, Takes};

/// The shape of a value.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Scalar,
    List(Vec<Shape>),
    Map(Vec<Shape>),
}

/// Predicts the kind of each value before it is parsed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plan<'s> {
    /// The usual shape of case files.
    Usual(Part),
    /// A shape from a previous pass.
    Shaped(&'s Shape),
}

/// The parts of a case file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
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
pub(super) enum Kind {
    Scalar,
    List,
    Map,
}

impl<'s> Plan<'s> {
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Usual(Part::File | Part::Event | Part::Texts) | Self::Shaped(Shape::Map(_)) => {
                Kind::Map
            }
            Self::Usual(Part::Events | Part::Names) | Self::Shaped(Shape::List(_)) => Kind::List,
            Self::Usual(Part::Text) | Self::Shaped(Shape::Scalar) => Kind::Scalar,
        }
    }

    /// The plan for the value of `key`, the pair at `position` of a mapping.
    pub(super) fn value(self, position: usize, key: &str) -> Self {
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
    pub(super) fn item(self, position: usize) -> Self {
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
