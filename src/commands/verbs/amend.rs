//! `amend`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{Text, Unfit};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::domain::case::facts::FactKind;
use crate::domain::case::{FactField, Facts};
use crate::domain::finding::nearest;
use crate::domain::message::{Message, listed, message, text};
use crate::domain::time::format_instant;
use crate::store::Session;

/// Correct a fact; the old value stays readable
///
/// Fields: received, channel, category, severity, kind, symptom, name, contact, grade, type, tenure,
/// value, number, behalf, line, product, brand, order, outlet, shipped, delivered, quantity, price,
/// amount, condition, payment, occurred, place, person, summary, description, request. `FIELD=`
/// without a value removes an optional fact. `escalate` changes the level.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint amend K7QM2X order=SO-4712 --reason \"misheard on the telephone\""
)]
pub(crate) struct Amend {
    /// The fact and its correct value
    #[arg(value_name = "FIELD=VALUE", value_parser = correction, allow_hyphen_values = true)]
    correction: (FactField, Option<Text>),
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Amend {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let (field, value) = self.correction;
        let from = written(session, field, &session.state().facts);
        let to = value
            .map(|value| corrected(session, field, value))
            .transpose()?;
        Ok(Event::Amend(event::Amend {
            field: field.name().to_owned(),
            from,
            to,
            reason: self.reason.into_string(),
        }))
    }
}

/// The value in the file's format. The judge decides whether it is valid.
fn corrected(case: &Session, field: FactField, value: Text) -> Result<String, Failure> {
    let text = value.into_string();
    let typed = if field.kind() == FactKind::Instant {
        case.instant(field.name(), &text)?.to_rfc3339()
    } else {
        text
    };
    let mut facts = case.state().facts.clone();
    match facts.set(field, Some(&typed)) {
        Ok(()) => Ok(written(case, field, &facts).unwrap_or(typed)),
        Err(wanted) => Err(Failure::usage(message!(
            "{field}: '{typed}' is not {wanted}",
            field = field.name(),
            wanted,
            typed
        ))),
    }
}

/// A fact in the file's format, with instants in the policy's time zone.
fn written(case: &Session, field: FactField, facts: &Facts) -> Option<String> {
    match facts.instant(field) {
        Some(instant) => Some(format_instant(
            instant,
            case.policy().organisation.time_zone,
        )),
        None => facts.get(field),
    }
}

fn correction(text: &str) -> Result<(FactField, Option<Text>), Unfit> {
    let (field, value) = text
        .split_once('=')
        .ok_or_else(|| text!("write FIELD=VALUE, like order=SO-4712"))?;
    match field.trim().parse() {
        Ok(field) => Ok((field, value.parse().ok())),
        Err(()) => Err(unknown_fact(field).into()),
    }
}

fn unknown_fact(field: &str) -> Message {
    let names: Vec<&str> = FactField::ALL.iter().map(|field| field.name()).collect();
    match nearest(field, &names) {
        Some(near) => message!(
            "there is no fact '{field}'; did you mean '{near}'?",
            field,
            near
        ),
        None => message!(
            "there is no fact '{field}'; the facts are {names}",
            field,
            names = listed(names)
        ),
    }
}

#[cfg(test)]
mod tests {
    use clap::Args as _;

    use super::*;

    #[test]
    fn the_help_names_every_fact() {
        let command = Amend::augment_args(clap::Command::new("amend"));
        let help = command.get_long_about().map(ToString::to_string);
        let help = help.unwrap_or_default().replace('\n', " ");
        let names: Vec<&str> = FactField::ALL.iter().map(|field| field.name()).collect();
        let fields = format!("Fields: {}.", names.join(", "));
        assert!(help.contains(&fields), "{fields}\n{help}");
    }
}
