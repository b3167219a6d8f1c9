//! What a report is by.

use crate::cli::failure::Failure;
use crate::domain::attribute::{Attribute, Use};
use crate::domain::message::{listed, message, text};
use crate::render::say;

/// What a report is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// One of the axes of counts.
    Axis(Attribute),
    /// What people are; for the use of authority.
    Role,
}

/// The axes, where a report is by axes.
pub(super) fn axes(by: &[By]) -> Result<Vec<Attribute>, Failure> {
    by.iter()
        .map(|by| match by {
            By::Axis(axis) => Ok(*axis),
            By::Role => Err(Failure::usage(text!("--by role is for `report authority`"))),
        })
        .collect()
}

/// The value of `--by`.
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
