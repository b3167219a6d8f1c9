//! The flags of `new`: one for each fact of a complaint, and one for its level.

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};
use rust_decimal::Decimal;

use crate::cli::arguments::{Text, amount, read_stdin, time};
use crate::cli::context;
use crate::cli::failure::Failure;
use crate::domain::case::FactField;
use crate::domain::case::facts::{FactClass, FactKind};
use crate::domain::case::fields::Value;
use crate::domain::policy::Policy;

/// The common facts in the order of the help, which lists the level between the two groups. All
/// others are further facts, in the order of the file.
const USUAL: [&[FactField]; 2] = [
    &[
        FactField::Channel,
        FactField::Category,
        FactField::Name,
        FactField::Contact,
        FactField::Grade,
        FactField::Severity,
    ],
    &[
        FactField::Product,
        FactField::Order,
        FactField::Amount,
        FactField::Received,
        FactField::Request,
        FactField::Summary,
        FactField::Description,
    ],
];

const LEVEL: &str = "level";

/// The given facts as typed.
#[derive(Debug, Default)]
pub(crate) struct FactArgs {
    pub level: Option<String>,
    /// When it was received.
    pub received: Option<String>,
    texts: Vec<(FactField, Text)>,
    amounts: Vec<(FactField, Decimal)>,
    instants: Vec<(FactField, String)>,
}

impl FactArgs {
    /// The facts except level and time of receipt.
    ///
    /// # Errors
    /// A value is not a time, or a text cannot be read from stdin.
    pub(crate) fn values(self, policy: &Policy) -> Result<Vec<(FactField, Value)>, Failure> {
        let mut values = Vec::new();
        for (field, mut text) in self.texts {
            if field == FactField::Description {
                read_stdin([&mut text])?;
            }
            values.push((field, Value::Text(text.into_string())));
        }
        for (field, amount) in self.amounts {
            values.push((field, Value::Decimal(amount)));
        }
        for (field, typed) in self.instants {
            values.push((
                field,
                Value::Instant(context::instant(
                    policy,
                    &format!("--{}", flag(field)),
                    &typed,
                )?),
            ));
        }
        Ok(values)
    }
}

/// The flag of a fact, without its dashes.
pub(crate) fn flag(field: FactField) -> &'static str {
    if field == FactField::Name {
        "customer"
    } else {
        field.name()
    }
}

impl Args for FactArgs {
    fn augment_args(command: Command) -> Command {
        let [before, after] = USUAL.map(|fields| fields.iter().copied().map(argument));
        let is_usual = |field: &FactField| USUAL.iter().any(|fields| fields.contains(field));
        let further = FactField::ALL
            .iter()
            .copied()
            .filter(|field| !is_usual(field));
        command
            .args(before)
            .arg(
                option(LEVEL, "LEVEL")
                    .help("The level that must handle it [default: the first level]")
                    .value_parser(value_parser!(Text))
                    .allow_hyphen_values(true),
            )
            .args(after)
            .next_help_heading("Further facts")
            .args(further.map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FactArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut typed = Self::default();
        typed.update_from_arg_matches(matches)?;
        Ok(typed)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.level = matches
            .get_one::<Text>(LEVEL)
            .map(|level| level.clone().into_string());
        for &field in FactField::ALL {
            let flag = flag(field);
            match field.kind() {
                FactKind::Text => {
                    let text = matches.get_one::<Text>(flag).cloned();
                    self.texts.extend(text.map(|text| (field, text)));
                }
                FactKind::Amount => {
                    let amount = matches.get_one::<Decimal>(flag).copied();
                    self.amounts.extend(amount.map(|amount| (field, amount)));
                }
                FactKind::Instant if field == FactField::Received => {
                    self.received = matches.get_one::<String>(flag).cloned();
                }
                FactKind::Instant => {
                    let typed = matches.get_one::<String>(flag).cloned();
                    self.instants.extend(typed.map(|typed| (field, typed)));
                }
            }
        }
        Ok(())
    }
}

fn option(flag: &'static str, placeholder: impl Into<clap::builder::Str>) -> Arg {
    Arg::new(flag).long(flag).value_name(placeholder)
}

fn argument(field: FactField) -> Arg {
    let arg = option(flag(field), placeholder(field)).help(field.help());
    let arg = match field.kind() {
        FactKind::Text => arg
            .value_parser(value_parser!(Text))
            .allow_hyphen_values(true),
        FactKind::Amount => arg
            .value_parser(ValueParser::new(amount))
            .allow_hyphen_values(true),
        FactKind::Instant => arg.value_parser(ValueParser::new(time)),
    };
    // The time of receipt defaults to now.
    if field.is_required() && field != FactField::Received {
        arg.required_unless_present("template")
    } else {
        arg
    }
}

/// The placeholder of a fact's value in the help.
fn placeholder(field: FactField) -> String {
    let words = match (field.kind(), field.class()) {
        (FactKind::Instant, _) => "time",
        (FactKind::Amount, _) if field == FactField::Quantity => "number",
        (FactKind::Amount, _) => "amount",
        (FactKind::Text, FactClass::Listed | FactClass::Named) => field.name(),
        (FactKind::Text, FactClass::Person) => "name",
        (FactKind::Text, FactClass::Text | FactClass::Measured) => "text",
        (FactKind::Text, FactClass::Complainant)
            if matches!(field, FactField::Name | FactField::Behalf) =>
        {
            "name"
        }
        (FactKind::Text, FactClass::Complainant)
            if matches!(field, FactField::Order | FactField::Number) =>
        {
            field.name()
        }
        (FactKind::Text, FactClass::Complainant) => "text",
    };
    words.to_uppercase()
}
