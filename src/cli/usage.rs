//! clap's errors as translatable messages. Their English is clap's own.

mod synonyms;
mod tips;

#[cfg(test)]
pub(crate) use synonyms::SYNONYMS;

use std::error::Error as _;
use std::num::ParseIntError;

use clap::builder::styling::Style;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorFormatter, ErrorKind};

use crate::domain::message::{Argument, Message, ToArgument, listed, message, plural, text};
use crate::render::say;

/// Formats clap's errors as messages: `error.apply::<InMessages>()`.
#[derive(Debug)]
pub(crate) enum InMessages {}

type Error = clap::error::Error<InMessages>;

impl ErrorFormatter for InMessages {
    fn format_error(error: &Error) -> StyledStr {
        let styles = Styles::default();
        let label = format!("{}:", say(&text!("error")));
        let mut text = painted(styles.get_error(), label);
        text.push(' ');
        text += &description(error, &styles).unwrap_or_else(|| bare_error(error));
        let tips = tips::tips(error, &styles);
        if !tips.is_empty() {
            text.push('\n');
        }
        for tip in tips {
            let label = painted(styles.get_valid(), format!("{}:", say(&text!("tip"))));
            text += &format!("\n  {label} {}", say(&tip));
        }
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            let usage = usage.ansi().to_string();
            text += &format!(
                "\n\n{}",
                usage.replacen("Usage:", &say(&text!("Usage:")), 1)
            );
        }
        let flag = painted(styles.get_literal(), "--help");
        let help = say(&message!("For more information, try '{flag}'.", flag));
        StyledStr::from(format!("{text}\n\n{help}\n"))
    }
}

/// The error with its choices on the lines below; `None` if clap gives no context for it.
fn description(error: &Error, styles: &Styles) -> Option<String> {
    let invalid = |kind| Some(painted(styles.get_invalid(), string(error, kind)?));
    let message = match error.kind() {
        ErrorKind::ArgumentConflict => return conflict(error, styles),
        ErrorKind::MissingRequiredArgument => {
            let missing = strings(error, ContextKind::InvalidArg)?;
            let head = text!("the following required arguments were not provided:");
            return Some(say(&head) + &lines(missing, styles.get_valid()));
        }
        ErrorKind::InvalidValue => return wrong_value(error, styles),
        ErrorKind::MissingSubcommand => {
            let command = invalid(ContextKind::InvalidSubcommand)?;
            let message = message!(
                "'{command}' requires a subcommand but one was not provided",
                command
            );
            let known = strings(error, ContextKind::ValidSubcommand).unwrap_or_default();
            let known = painted_list(known, styles.get_valid());
            let known = known.map(|commands| message!("[subcommands: {commands}]", commands));
            return Some(with_line(&message, known));
        }
        ErrorKind::NoEquals => message!(
            "equal sign is needed when assigning values to '{argument}'",
            argument = invalid(ContextKind::InvalidArg)?
        ),
        ErrorKind::InvalidSubcommand => message!(
            "unrecognized subcommand '{command}'",
            command = invalid(ContextKind::InvalidSubcommand)?
        ),
        ErrorKind::UnknownArgument => message!(
            "unexpected argument '{argument}' found",
            argument = invalid(ContextKind::InvalidArg)?
        ),
        ErrorKind::ValueValidation => refused_value(error, styles)?,
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            wrong_number(error, styles)?
        }
        ErrorKind::InvalidUtf8 => text!("invalid UTF-8 was detected in one or more arguments"),
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format
        | _ => return None,
    };
    Some(say(&message))
}

/// An error of a value parser, with its reason.
fn refused_value(error: &Error, styles: &Styles) -> Option<Message> {
    let value = painted(
        styles.get_invalid(),
        string(error, ContextKind::InvalidValue)?,
    );
    let argument = painted(
        styles.get_literal(),
        string(error, ContextKind::InvalidArg)?,
    );
    Some(match reason(error) {
        Some(reason) => message!(
            "invalid value '{value}' for '{argument}': {reason}",
            value,
            argument,
            reason
        ),
        None => message!("invalid value '{value}' for '{argument}'", value, argument),
    })
}

/// Why a value is refused. What the standard library says of numbers is not for users.
fn reason(error: &Error) -> Option<Argument> {
    let source = error.source()?;
    Some(if source.is::<ParseIntError>() {
        text!("write a whole number").to_argument()
    } else {
        source.to_string().to_argument()
    })
}

/// Too many or too few values.
fn wrong_number(error: &Error, styles: &Styles) -> Option<Message> {
    let argument = painted(
        styles.get_literal(),
        string(error, ContextKind::InvalidArg)?,
    );
    if error.kind() == ErrorKind::TooManyValues {
        let value = painted(
            styles.get_invalid(),
            string(error, ContextKind::InvalidValue)?,
        );
        return Some(message!(
            "unexpected value '{value}' for '{argument}' found; no more were expected",
            value,
            argument
        ));
    }
    let given = number(error, ContextKind::ActualNumValues)?;
    Some(match number(error, ContextKind::MinValues) {
        Some(wanted) => plural!(
            given,
            "{wanted} values required by '{argument}'; only {given} was provided",
            "{wanted} values required by '{argument}'; only {given} were provided",
            wanted,
            argument
        ),
        None => plural!(
            given,
            "{wanted} values required for '{argument}' but {given} was provided",
            "{wanted} values required for '{argument}' but {given} were provided",
            wanted = number(error, ContextKind::ExpectedNumValues)?,
            argument
        ),
    })
}

/// An argument together with one that it excludes, or given twice.
fn conflict(error: &Error, styles: &Styles) -> Option<String> {
    let named = string(error, ContextKind::InvalidArg)?;
    let argument = painted(styles.get_invalid(), named);
    let message = if let Some(others) = strings(error, ContextKind::PriorArg) {
        let head = message!("the argument '{argument}' cannot be used with:", argument);
        return Some(say(&head) + &lines(others, styles.get_invalid()));
    } else {
        match string(error, ContextKind::PriorArg) {
            Some(other) if other == named => message!(
                "the argument '{argument}' cannot be used multiple times",
                argument
            ),
            Some(other) => message!(
                "the argument '{argument}' cannot be used with '{other}'",
                argument,
                other = painted(styles.get_invalid(), other)
            ),
            None => message!(
                "the argument '{argument}' cannot be used with one or more of the other specified \
                 arguments",
                argument
            ),
        }
    };
    Some(say(&message))
}

/// A value that is missing or not one of the possible values.
fn wrong_value(error: &Error, styles: &Styles) -> Option<String> {
    let argument = string(error, ContextKind::InvalidArg)?;
    let value = string(error, ContextKind::InvalidValue)?;
    let message = if value.is_empty() {
        message!(
            "a value is required for '{argument}' but none was supplied",
            argument = painted(styles.get_invalid(), argument)
        )
    } else {
        message!(
            "invalid value '{value}' for '{argument}'",
            value = painted(styles.get_invalid(), value),
            argument = painted(styles.get_literal(), argument)
        )
    };
    let values = strings(error, ContextKind::ValidValue).unwrap_or_default();
    let values = painted_list(values, styles.get_valid());
    let values = values.map(|values| message!("[possible values: {values}]", values));
    Some(with_line(&message, values))
}

/// An error without context: clap's name of its kind, else its source.
fn bare_error(error: &Error) -> String {
    let reason = error.source().map(ToString::to_string);
    let kind = error.kind().as_str().map(str::to_owned);
    kind.or(reason)
        .unwrap_or_else(|| say(&text!("unknown cause")))
}

fn string(error: &Error, kind: ContextKind) -> Option<&String> {
    let ContextValue::String(text) = error.get(kind)? else {
        return None;
    };
    Some(text)
}

fn strings(error: &Error, kind: ContextKind) -> Option<&[String]> {
    let ContextValue::Strings(texts) = error.get(kind)? else {
        return None;
    };
    Some(texts)
}

fn number(error: &Error, kind: ContextKind) -> Option<i64> {
    let ContextValue::Number(number) = error.get(kind)? else {
        return None;
    };
    i64::try_from(*number).ok()
}

fn painted(style: &Style, text: impl AsRef<str>) -> String {
    format!("{style}{}{style:#}", text.as_ref())
}

/// Items, one per line.
fn lines(items: &[String], style: &Style) -> String {
    let lines = items
        .iter()
        .map(|item| format!("\n  {}", painted(style, item)));
    lines.collect()
}

/// Items on one line; `None` if there are none.
fn painted_list(items: &[String], style: &Style) -> Option<Argument> {
    let painted = items.iter().map(|item| painted(style, item));
    (!items.is_empty()).then(|| listed(painted))
}

fn with_line(head: &Message, line: Option<Message>) -> String {
    match line {
        Some(line) => format!("{}\n  {}", say(head), say(&line.to_argument())),
        None => say(head),
    }
}
