//! `follow-up`.

use clap::{ArgGroup, Args};

use super::CaseArg;
use crate::cli::Context;
use crate::cli::arguments::{self, Text, mark, word};
use crate::cli::failure::{Failure, tell};
use crate::domain::case::event::{self, Event, Grievance, Marks};
use crate::domain::message::{Command, message, text};

/// Record a follow-up with the complainant, or why there is none
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("how").required(true).args(["score", "waive"]),
    after_help = "Examples:\n  complaint follow-up K7QM2X --score 5 --comment \"quick and friendly\"\n  complaint follow-up K7QM2X --score 2 --process 1 --outcome 4 --staff 2 --via phone --because handling\n  complaint follow-up K7QM2X --waive \"moved abroad\""
)]
pub(crate) struct FollowUp {
    #[command(flatten)]
    case: CaseArg,
    /// The complainant's overall score, 1 to 5
    #[arg(long, value_name = "1..5", value_parser = mark)]
    score: Option<u8>,
    /// The score for the process
    #[arg(
        long,
        value_name = "1..5",
        value_parser = mark,
        requires = "score",
        conflicts_with = "waive"
    )]
    process: Option<u8>,
    /// The score for the outcome
    #[arg(
        long,
        value_name = "1..5",
        value_parser = mark,
        requires = "score",
        conflicts_with = "waive"
    )]
    outcome: Option<u8>,
    /// The score for the staff
    #[arg(
        long,
        value_name = "1..5",
        value_parser = mark,
        requires = "score",
        conflicts_with = "waive"
    )]
    staff: Option<u8>,
    /// The channel of the follow-up
    #[arg(
        long,
        value_name = "CHANNEL",
        allow_hyphen_values = true,
        requires = "score",
        conflicts_with = "waive"
    )]
    via: Option<Text>,
    /// The reason for dissatisfaction: the handling, which must then be repeated, or the matter
    /// itself
    #[arg(
        long,
        value_name = "handling|matter",
        value_parser = word::<Grievance>,
        requires = "score",
        conflicts_with = "waive"
    )]
    because: Option<Grievance>,
    /// The complainant's comment
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        requires = "score",
        conflicts_with = "waive"
    )]
    comment: Option<Text>,
    /// The reason for not asking the complainant
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    waive: Option<Text>,
}

impl FollowUp {
    /// Records the follow-up, and prints how to reopen the case if the handling must be repeated.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let because = self.because;
        let follow_up = match (self.score, self.waive) {
            (Some(score), _) => event::FollowUp::Asked(event::Asked {
                score,
                marks: Marks {
                    process: self.process,
                    outcome: self.outcome,
                    staff: self.staff,
                },
                via: arguments::text(self.via),
                because,
                comment: arguments::text(self.comment),
            }),
            (None, Some(reason)) => event::FollowUp::Waived(reason.into_string()),
            (None, None) => return Err(Failure::usage(text!("give --score or --waive"))),
        };
        let recorded = context.record(&self.case.id, |_| Ok(Event::FollowUp(follow_up)))?;
        if because == Some(Grievance::Handling) {
            let reopen = Command::new("reopen").case(&recorded.id);
            tell(&message!(
                "the handling must be repeated: {reopen}",
                reopen = reopen.with("--rework --reason TEXT")
            ));
        }
        Ok(())
    }
}
