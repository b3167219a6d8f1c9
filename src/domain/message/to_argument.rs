//! Conversions to the arguments of messages.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono_tz::Tz;
use rust_decimal::Decimal;

use super::Message;
use super::argument::{Argument, Command, Join, TimeForm};
use crate::domain::names::{CaseId, Digest, Handle, StaffId};
use crate::domain::time::{Instant, Precision};

/// A type that can be an argument of a message.
pub trait ToArgument {
    fn to_argument(&self) -> Argument;
}

/// An instant with its offset, as in files.
pub(crate) fn instant(instant: Instant, zone: Tz) -> Argument {
    Argument::Instant {
        instant,
        zone,
        form: TimeForm::Exact,
    }
}

/// An event as date and time, for people: to the minute.
pub(crate) fn day_and_time(instant: Instant, zone: Tz) -> Argument {
    in_form(instant, zone, TimeForm::Event(Precision::Minute))
}

/// The end of a period, such as a due instant, for people: to the minute.
pub(crate) fn end_at(instant: Instant, zone: Tz) -> Argument {
    in_form(instant, zone, TimeForm::End(Precision::Minute))
}

/// An instant in a form for people.
pub(crate) fn in_form(instant: Instant, zone: Tz, form: TimeForm) -> Argument {
    Argument::Instant {
        instant,
        zone,
        form,
    }
}

/// Two events in one message, as precisely as it takes to tell them apart.
pub(crate) fn events_apart([a, b]: [Instant; 2], zone: Tz) -> [Argument; 2] {
    let form = TimeForm::Event(Precision::between(a, b));
    [a, b].map(|instant| in_form(instant, zone, form))
}

/// Two ends of periods in one message, as precisely as it takes to tell them apart.
pub(crate) fn ends_apart([a, b]: [Instant; 2], zone: Tz) -> [Argument; 2] {
    let form = TimeForm::End(Precision::between(a, b));
    [a, b].map(|instant| in_form(instant, zone, form))
}

/// A role or another noun from data, with its indefinite article: `a clerk`, `an auditor`.
pub(crate) fn one(noun: &str) -> Argument {
    Argument::One(noun.to_owned())
}

/// One of each: `a clerk and a supervisor`.
pub(crate) fn one_of_each<'a>(nouns: impl IntoIterator<Item = &'a str>) -> Argument {
    Argument::List(nouns.into_iter().map(one).collect(), Join::And)
}

/// A quoted item for lists: `'order'`.
pub(crate) fn quoted(thing: impl ToArgument) -> Argument {
    crate::message!("'{thing}'", thing).to_argument()
}

/// `a, b and c`.
pub(crate) fn all_of<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::And)
}

/// `a, b or c`.
pub(crate) fn any_of<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::Or)
}

/// `a, b, c`.
pub(crate) fn listed<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::Comma)
}

/// `a; b; c`: for sentences.
pub(crate) fn series<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::Semicolon)
}

/// `a, then b, then c`.
pub(crate) fn in_turn<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::Then)
}

/// `a and b and c`: for conditions, which are lists themselves.
pub(crate) fn conjunction<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::AndEach)
}

/// `a or b, and c`: for alternatives, of which each holds.
pub(crate) fn each_of<T: ToArgument>(things: impl IntoIterator<Item = T>) -> Argument {
    joined(things, Join::CommaAnd)
}

fn joined<T: ToArgument>(things: impl IntoIterator<Item = T>, join: Join) -> Argument {
    let things = things.into_iter().map(|thing| thing.to_argument());
    Argument::List(things.collect(), join)
}

impl<T: ToArgument + ?Sized> ToArgument for &T {
    fn to_argument(&self) -> Argument {
        (**self).to_argument()
    }
}

impl ToArgument for Argument {
    fn to_argument(&self) -> Argument {
        self.clone()
    }
}

impl ToArgument for Message {
    fn to_argument(&self) -> Argument {
        Argument::Message(Box::new(self.clone()))
    }
}

impl ToArgument for Command {
    fn to_argument(&self) -> Argument {
        Argument::Command(self.clone())
    }
}

impl ToArgument for NaiveDate {
    fn to_argument(&self) -> Argument {
        Argument::Date(*self)
    }
}

impl ToArgument for Decimal {
    fn to_argument(&self) -> Argument {
        Argument::Amount(*self)
    }
}

/// A path with the separator of the system.
impl ToArgument for Path {
    fn to_argument(&self) -> Argument {
        Argument::Text(self.display().to_string())
    }
}

impl ToArgument for PathBuf {
    fn to_argument(&self) -> Argument {
        self.as_path().to_argument()
    }
}

macro_rules! written_as_data {
    ($($name:ty),*) => {$(
        impl ToArgument for $name {
            fn to_argument(&self) -> Argument {
                Argument::Text(self.to_string())
            }
        }
    )*};
}
written_as_data!(
    str,
    String,
    char,
    std::borrow::Cow<'_, str>,
    CaseId,
    StaffId,
    Handle,
    Digest
);

impl ToArgument for std::io::Error {
    fn to_argument(&self) -> Argument {
        Argument::Foreign(self.to_string())
    }
}

macro_rules! numbers {
    ($($name:ty),*) => {$(
        impl ToArgument for $name {
            fn to_argument(&self) -> Argument {
                Argument::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}
numbers!(i32, i64, u8, u16, u32, u64, usize);
