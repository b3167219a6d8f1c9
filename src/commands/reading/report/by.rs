//! The value of `report --by`.

use crate::cli::failure::Failure;
use crate::domain::attribute::{Attribute, Use};
use crate::domain::message::{listed, message, text};
use crate::render::say;

/// The value of `--by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// An axis of counts.
    Axis(Attribute),
    /// The roles of people; for `report authority`.
    Role,
}

/// The axes, if all values are axes.
pub(super) fn axes(by: &[By]) -> Result<Vec<Attribute>, Failure> {
    by.iter()
        .map(|by| match by {
            By::Axis(axis) => Ok(*axis),
            By::Role => Err(Failure::usage(text!("--by role is for `report authority`"))),
        })
        .collect()
}

/// Parses a value of `--by`.
pub(super) fn parse(text: &str) -> Result<By, String> {
    if text == "role" {
        Ok(By::Role)
    } else {
        axis(text).map(By::Axis)
    }
}

fn axis(text: &str) -> Result<Attribute, String> {
    Attribute::find(text, Use::Axis).ok_or_else(|| {
        let axes = listed(Attribute::offered_for(Use::Axis));
        say(&message!("cases can be counted by {axes}", axes))
    })
}
