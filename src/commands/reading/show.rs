//! `show`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, only, open};
use crate::domain::redaction;
use crate::render::json::{self, CaseDetail};
use crate::render::show::{self, Shown};

/// Show everything about a case: facts, deadlines, what may be done next and by whom, and what was
/// done
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  complaint show K7QM2X\n  complaint show K7QM2X --format json")]
pub(crate) struct Show {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Without personal data of complainant and staff, and without what people wrote
    #[arg(long)]
    redact: bool,
}

impl Show {
    /// Shows it.
    ///
    /// # Errors
    /// No case or several fit, or it cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json])?;
        let repository = context.repository()?;
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
