//! `letter`.

use std::path::Path;

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, only, open};
use crate::commands::templates::Shelf;
use crate::domain::message::{Command, message, text};
use crate::render::{Diagnostic, letter};

/// Where the templates lie.
const LETTERS: Shelf = Shelf {
    folder: "templates/letters",
    extension: ".txt",
    none: text!("there is no letter"),
    several: text!("there are several letters: say which"),
    unknown: |name| message!("there is no letter '{name}'", name),
};

/// Print a letter to the complainant, from a template of the team's
///
/// A template is a text in templates/letters/NAME.txt with what is to be filled in between braces:
/// {{ id }}, every fact by its name ({{ name }}, {{ received }}, {{ summary }}, {{ order }} …), {{
/// today }}, {{ organisation }}, {{ currency }}, {{ status }}, {{ department }}, {{ holder.name }},
/// {{ holder.email }}, {{ due.respond }} for when a deadline ends, {{ answer }}, {{ remedy }}. What
/// stands between {% if order %} and {% endif %} is left out where the case has no order; without
/// that, what the case lacks is an error.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint letter K7QM2X received\n  complaint letter K7QM2X > letter.txt"
)]
pub(crate) struct Letter {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which template; may be left out where there is only one
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Letter {
    /// Prints it.
    ///
    /// # Errors
    /// No case or several fit, there is no such template, or the case lacks what it names.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table])?;
        let repository = context.repository()?;
        let (file, text) = LETTERS.take(&repository, self.name.as_deref())?;
        let Opened { snapshot, .. } = open(context, &repository, &self.id)?;
        let policy = repository.policy();
        let letter = letter::letter(&text, &snapshot, policy, context.now(policy)?);
        print(&letter.map_err(|unfit| refused(&unfit, &file, snapshot.id()))?)
    }
}

fn refused(unfit: &letter::Unfit, file: &Path, id: &str) -> Failure {
    let said = Diagnostic::error(message!(
        "the letter cannot be written for {id}: {reason}",
        id,
        reason = unfit.message
    ));
    let hint = message!(
        "`{command}` says what a template can name; {{% if … %}} leaves out what a case lacks",
        command = Command::new("letter").with("--help")
    );
    Failure::Refused(vec![said.at(file, unfit.spot).hint(hint)])
}
