//! `explain`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, open, require_format};
use crate::domain::explain::{explain, held};
use crate::domain::finding::{Code, did_you_mean};
use crate::domain::message::{Command, listed, message};
use crate::domain::snapshot::Snapshot;
use crate::render::json::{self, CodeRow, StoryRow};
use crate::render::{Diagnostic, story};
use crate::store::{Repository, StoreError};

/// Explain line by line how a case's deadlines are computed, or what the code of a message means
///
/// Without --deadline also the other rules of the policy that apply to the case: required facts and
/// evidence, approvals, closing, liability, time to appeal, priority, responsibilities, alerts,
/// sanctions.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  complaint explain K7QM2X\n  \
                  complaint explain K7QM2X --deadline respond\n  complaint explain closing-gate")]
pub(crate) struct Explain {
    /// The case: any unambiguous part of its id; or the code in `error[CODE]`
    #[arg(value_name = "ID|CODE")]
    subject: String,
    /// Only this deadline
    #[arg(long, value_name = "NAME")]
    deadline: Option<String>,
}

impl Explain {
    /// Prints the explanation.
    ///
    /// # Errors
    /// No case or several cases match, the case has no such deadline, or it cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json])?;
        if let (Ok(code), None) = (self.subject.parse::<Code>(), &self.deadline) {
            return match context.format() {
                Format::Json => print(&json::document(&CodeRow::from(code))),
                Format::Table | Format::Csv | Format::Md => {
                    print(&story::code(code, context.output_style()))
                }
            };
        }
        let repository = context.readable()?;
        let Opened { snapshot, .. } = open(context, &repository, &self.subject)
            .map_err(|failure| self.with_code_hint(failure, &repository))?;
        let text = repository.policy_text();
        let stories = explain(
            &snapshot,
            repository.policy(),
            text,
            self.deadline.as_deref(),
        );
        if let (true, Some(name)) = (stories.is_empty(), &self.deadline) {
            return Err(unknown_deadline(name, &snapshot));
        }
        let held = match self.deadline {
            Some(_) => Vec::new(),
            None => held(
                &snapshot,
                repository.policy(),
                text,
                context.now(repository.policy())?,
            ),
        };
        match context.format() {
            Format::Json => print(&json::array(
                &stories.iter().map(StoryRow::from).collect::<Vec<_>>(),
            )),
            Format::Table | Format::Csv | Format::Md => print(&story::page(
                &snapshot,
                &stories,
                &held,
                context.output_style(),
            )),
        }
    }

    /// The failure to open a case; if there is no such case, with a hint at similar codes.
    fn with_code_hint(&self, failure: Failure, repository: &Repository) -> Failure {
        if !matches!(repository.locate(&self.subject), Err(StoreError::NoCase(_)))
            || self.deadline.is_some()
        {
            return failure;
        }
        let codes = Code::ALL.iter().map(|code| code.name());
        let hint = did_you_mean(&self.subject, codes).unwrap_or_else(|| {
            message!(
                "any part of an id will do, `{command}` lists them; \
                 the code of a message is in brackets after `error`",
                command = Command::new("list").with("--all")
            )
            .into()
        });
        let subject = &self.subject;
        let message = message!("'{subject}' is neither a case nor a code", subject);
        Failure::Usage(Diagnostic::error(message).hint(hint))
    }
}

fn unknown_deadline(name: &str, snapshot: &Snapshot) -> Failure {
    let id = snapshot.id();
    let names = snapshot.newest().into_iter().map(|deadline| &deadline.name);
    let hint = message!("it has: {names}", names = listed(names));
    let message = message!("{id} has no deadline '{name}'", id, name);
    Failure::Usage(Diagnostic::error(message).hint(hint))
}
