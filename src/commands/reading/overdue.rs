//! `overdue`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure};
use crate::commands::listing::{acting_staff, given_filters, select, show};
use crate::commands::output::Output;
use crate::domain::attribute::Attribute;
use crate::domain::deadline::Watch;
use crate::domain::names::StaffId;
use crate::domain::selection::{Extent, Selection, sort_late};
use crate::render::cases;

/// List cases with a deadline past due, the worst first; prints nothing if there are none
///
/// So cron sends mail only if there is something to do:
///   0 9 * * 1-5  complaint -C /srv/complaints overdue --soon
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
#[command(
    after_help = "Examples:\n  complaint overdue\n  complaint overdue --soon --department quality\n  complaint overdue --mine --exit-code"
)]
pub(crate) struct Overdue {
    /// Also deadlines past their warning point
    #[arg(long)]
    soon: bool,
    /// With a deadline that I have to meet
    #[arg(long, conflicts_with = "handler")]
    mine: bool,
    /// With a deadline that this staff member has to meet: as the holder, as the owner of a
    /// corrective action, or as the contact of a co-handling department
    #[arg(long, value_name = "STAFF")]
    handler: Vec<StaffId>,
    /// In the charge of this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Vec<String>,
    /// At this level
    #[arg(long, value_name = "LEVEL")]
    level: Vec<String>,
    /// Exit with 1 if any case is listed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    output: Output,
}

impl Overdue {
    /// Lists the cases.
    ///
    /// # Errors
    /// No repository, an unknown value, or, once the rest is listed, files that cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let destination = self.output.destination(context)?;
        let repository = context.readable()?;
        let policy = repository.policy();
        let now = context.now(policy)?;
        let watch = if self.soon {
            Watch::Soon
        } else {
            Watch::Overdue
        };
        let values = [
            (Attribute::Department, self.department),
            (Attribute::Level, self.level),
        ];
        let selection = Selection {
            handlers: if self.mine {
                vec![acting_staff(context, &repository)?]
            } else {
                self.handler
            },
            values: given_filters(values),
            late: Some(watch),
            // Corrective actions may still be due when their case is over.
            extent: Extent::All,
            ..Selection::default()
        };
        let outlines = context.outlines(&repository, now);
        let mut picked = select(&repository, &selection, &outlines, now)?;
        sort_late(&mut picked, watch);
        show(
            context,
            &destination,
            &repository,
            &picked,
            cases::overdue(policy, watch, now),
            &outlines.broken,
        )?;
        if self.exit_code && !picked.is_empty() {
            Err(Failure::Silent(Exit::Refused))
        } else {
            Ok(())
        }
    }
}
