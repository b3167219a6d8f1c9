//! `amend`.

use crate::domain::case::event;
use crate::domain::case::facts::FactKind;
use crate::domain::message::message;
use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::{Event, FactField, Facts};
use crate::domain::finding::nearest;
use crate::domain::time::format_instant;
use crate::store::Session;

/// Correct a fact; the old value stays readable
///
/// Fields: received, channel, category, severity, name, contact, grade, product, order, amount, summary, description,
/// request. `FIELD=` without a value takes an optional fact away. The level moves by `escalate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint amend K7QM2X order=SO-4712 --reason \"misheard on the telephone\""
)]
pub struct Amend {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which fact, and the value that is right
    #[arg(value_name = "FIELD=VALUE", value_parser = correction, allow_hyphen_values = true)]
    correction: (FactField, Option<Text>),
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl Amend {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let (field, value) = self.correction;
        context.record_with(&self.id, |case| {
            let from = written(case, field, &case.state().facts);
            let to = value
                .map(|value| corrected(case, field, value))
                .transpose()?;
            Ok(Event::Amend(event::Amend {
                field: field.name().to_owned(),
                from,
                to,
                reason: self.reason.into_string(),
            }))
        })
    }
}

/// The value in the form that the file has it in; the judge says whether it fits.
fn corrected(case: &Session, field: FactField, value: Text) -> Result<String, Failure> {
    let text = value.into_string();
    let typed = match field {
        field if field.kind() == FactKind::Instant => case.instant(&text)?.to_rfc3339(),
        _ => text,
    };
    let mut facts = case.state().facts.clone();
    match facts.set(field, Some(&typed)) {
        Ok(()) => Ok(written(case, field, &facts).unwrap_or(typed)),
        Err(wanted) => Err(Failure::usage(message!(
            "{field} should be {wanted}, not '{typed}'",
            field = field.name(),
            wanted,
            typed
        ))),
    }
}

/// A fact as the file has it: instants in the policy's zone.
fn written(case: &Session, field: FactField, facts: &Facts) -> Option<String> {
    match facts.instant(field) {
        Some(instant) => Some(format_instant(
            instant,
            case.policy().organisation.time_zone,
        )),
        None => facts.get(field),
    }
}

fn correction(text: &str) -> Result<(FactField, Option<Text>), String> {
    let (field, value) = text
        .split_once('=')
        .ok_or("write FIELD=VALUE, like order=SO-4712")?;
    let names: Vec<&str> = FactField::ALL.iter().map(|field| field.name()).collect();
    let unknown = || match nearest(field, &names) {
        Some(near) => format!("there is no fact '{field}'; did you mean '{near}'?"),
        None => format!(
            "there is no fact '{field}'; the facts are {}",
            names.join(", ")
        ),
    };
    let field = field.trim().parse().map_err(|()| unknown())?;
    Ok((field, value.parse().ok()))
}
