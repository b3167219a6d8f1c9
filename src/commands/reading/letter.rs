//! `letter`.

use std::path::Path;

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, open, require_format};
use crate::commands::templates::TemplateFolder;
use crate::domain::message::{Command, message, text};
use crate::render::Diagnostic;
use crate::render::letter::{self, Form};
use crate::store::setup;

/// The folder of the letters.
const LETTERS: TemplateFolder = TemplateFolder {
    folder: setup::LETTERS,
    extensions: &[".txt", ".html"],
    none: text!("there is no letter"),
    several: text!("there are several letters; name one"),
    unknown: |name| message!("there is no letter '{name}'", name),
};

/// Print a letter to the complainant from one of the team's templates
///
/// A template is a text in templates/letters/NAME.txt, or a page in NAME.html, with placeholders in
/// double braces: {{ id }}, every fact by its name ({{ name }}, {{ received }}, {{ summary }}, {{
/// order }} …), {{ level }}, {{ today }}, {{ organisation }}, {{ currency }}, {{ status }}, {{
/// department }}, {{ holder }}, {{ holder.email }}, {{ holder.department }}, {{ finding }}, {{ remedy
/// }}, {{ answer }}, {{ interim }} for the last interim answer, {{ ground }} and {{ explanation }} of an
/// invalid complaint, {{ authority }}, {{ reference }}, {{ ruling }} and {{ decision }} of an
/// appeal, and a deadline by its name: {{ due.respond }} is the last day, with the time if it ends
/// before 24:00. {{ received | date }} is the date alone. The text between {% if order %} and {%
/// endif %} is left out if the case has no order; any other placeholder without a value is an
/// error, and so are other braces around a name.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint letter K7QM2X received\n  complaint letter K7QM2X > letter.txt"
)]
pub(crate) struct Letter {
    /// The case: any unambiguous part of its id
    #[arg(value_name = "ID")]
    id: String,
    /// The template; optional if there is only one
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Letter {
    /// Prints the letter.
    ///
    /// # Errors
    /// No case or several cases match, there is no such template, or the case lacks a value that it
    /// needs.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table])?;
        let repository = context.readable()?;
        let (file, text) = LETTERS.take(&repository, self.name.as_deref())?;
        let Opened { snapshot, .. } = open(context, &repository, &self.id)?;
        let policy = repository.policy();
        let form = match file.extension().is_some_and(|it| it == "html") {
            true => Form::Html,
            false => Form::Text,
        };
        let letter = letter::letter(&text, form, &snapshot, policy, context.now(policy)?);
        print(&letter.map_err(|unfit| refused(&unfit, &file, snapshot.id()))?)
    }
}

fn refused(unfit: &letter::Unfit, file: &Path, id: &str) -> Failure {
    let diagnostic = Diagnostic::error(message!(
        "the letter cannot be written for {id}: {reason}",
        id,
        reason = unfit.message
    ));
    let hint = message!(
        "`{command}` lists the placeholders; {{% if … %}} leaves out what a case lacks",
        command = Command::new("letter").with("--help")
    );
    Failure::Refused(vec![diagnostic.at(file, unfit.spot).hint(hint)])
}
