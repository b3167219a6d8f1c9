//! Value parsers for ids and durations, with errors in the language of the process.

use std::str::FromStr;

use clap::builder::ValueParserFactory;

use crate::domain::calendar::Span;
use crate::domain::message::Message;
use crate::domain::names::{CaseId, Digest, Handle, StaffId};
use crate::render;

macro_rules! values {
    ($($name:ty),*) => {$(
        impl ValueParserFactory for $name {
            type Parser = fn(&str) -> Result<Self, String>;

            fn value_parser() -> Self::Parser {
                parse
            }
        }
    )*};
}
values!(CaseId, Digest, Handle, Span, StaffId);

fn parse<T: FromStr<Err: Into<Message>>>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|error: T::Err| render::say(&error.into()))
}
