//! `show`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, open, require_format};
use crate::domain::redaction;
use crate::render::json::{self, CaseDetail};
use crate::render::show::{self, Shown};

/// Show everything about a case: facts, deadlines, possible next steps and who may take them, and
/// events
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  complaint show K7QM2X\n  complaint show K7QM2X --format json")]
pub(crate) struct Show {
    /// The case: any unambiguous part of its id
    #[arg(value_name = "ID")]
    id: String,
    /// Omit personal data of complainant and staff, and free text
    #[arg(long)]
    redact: bool,
}

impl Show {
    /// Shows the case.
    ///
    /// # Errors
    /// No case or several cases match, or it cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json])?;
        let repository = context.readable()?;
        let Opened { snapshot, findings } = open(context, &repository, &self.id)?;
        let policy = repository.policy();
        let now = context.now(policy)?;
        if self.redact {
            let (snapshot, policy) = (
                redaction::redacted(&snapshot, policy),
                redaction::without_staff(policy),
            );
            return show(
                context,
                &Shown {
                    snapshot: &snapshot,
                    findings: &[],
                    policy: &policy,
                    now,
                },
            );
        }
        show(
            context,
            &Shown {
                snapshot: &snapshot,
                findings: &findings,
                policy,
                now,
            },
        )
    }
}

fn show(context: &Context, shown: &Shown<'_>) -> Result<(), Failure> {
    let Shown {
        snapshot,
        findings,
        policy,
        now,
    } = *shown;
    match context.format() {
        Format::Json => print(&json::document(&CaseDetail::new(
            snapshot, findings, policy, now,
        ))),
        Format::Table | Format::Csv | Format::Md => {
            print(&show::page(shown, context.output_style()))
        }
    }
}
