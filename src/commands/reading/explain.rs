//! `explain`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, only, open};
use crate::domain::explain::{explain, held};
use crate::domain::finding::{Code, nearest};
use crate::render::json::{self, CodeRow, StoryRow};
use crate::render::{Diagnostic, story};
use crate::store::repository::policy_of;
use crate::store::{Repository, StoreError};

/// Explain how a case's deadlines came about, line by line; or what a code of a message means
///
/// Without --deadline also which other rules of the policy hold for it: facts and evidence asked for, approvals, closing,
/// liability, the time to appeal, priority, responsibilities, alerts, sanctions.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint explain K7QM2X\n  complaint explain K7QM2X --deadline respond\n  complaint explain closing-gate"
)]
pub struct Explain {
    /// The case, by any part of its id that fits no other; or a code, as `error[CODE]` shows it
    #[arg(value_name = "ID|CODE")]
    subject: String,
    /// This deadline only
    #[arg(long, value_name = "NAME")]
    deadline: Option<String>,
}

impl Explain {
    /// Explains it.
    ///
    /// # Errors
    /// No case or several fit, the case has no such deadline, or it cannot be read.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json])?;
        if let (Ok(code), None) = (self.subject.parse::<Code>(), &self.deadline) {
            return match context.format() {
                Format::Json => print(&json::document(&CodeRow::from(code))),
                Format::Table | Format::Csv | Format::Md => {
                    print(&story::code(code, context.output_style()))
                }
            };
        }
        let repository = context.repository()?;
        let Opened { snapshot, .. } = open(context, &repository, &self.subject)
            .map_err(|failure| self.or_neither(failure, &repository))?;
        let text = String::from_utf8_lossy(&policy_of(repository.root())?).into_owned();
        let told = explain(
            &snapshot,
            repository.policy(),
            &text,
            self.deadline.as_deref(),
        );
        if let (true, Some(name)) = (told.is_empty(), &self.deadline) {
            let names: Vec<&str> = snapshot
                .newest()
                .into_iter()
                .map(|deadline| deadline.name.as_str())
                .collect();
            let said = Diagnostic::error(format!("{} has no deadline '{name}'", snapshot.id()));
            return Err(Failure::Usage(
                said.hint(format!("it has: {}", names.join(", "))),
            ));
        }
        let held = match self.deadline {
            Some(_) => Vec::new(),
            None => held(
                &snapshot,
                repository.policy(),
                &text,
                context.now(repository.policy())?,
            ),
        };
        match context.format() {
            Format::Json => print(&json::array(
                &told.iter().map(StoryRow::from).collect::<Vec<_>>(),
            )),
            Format::Table | Format::Csv | Format::Md => print(&story::page(
                &snapshot,
                &told,
                &held,
                context.output_style(),
            )),
        }
    }

    /// The failure to open a case; where there is none, a code may have been meant.
    fn or_neither(&self, failure: Failure, repository: &Repository) -> Failure {
        if !matches!(repository.locate(&self.subject), Err(StoreError::NoCase(_)))
            || self.deadline.is_some()
        {
            return failure;
        }
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        let hint = match nearest(&self.subject, &codes) {
            Some(near) => format!("did you mean '{near}'?"),
            None => "any part of an id will do, `complaint list --all` shows them; codes stand in [] behind `error`"
                .to_owned(),
        };
        Failure::Usage(
            Diagnostic::error(format!("'{}' is neither a case nor a code", self.subject))
                .hint(hint),
        )
    }
}
