//! `follow-up`.

use clap::{ArgGroup, Args};

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::{Failure, say};
use crate::domain::case::event::{Grievance, Marks};
use crate::domain::case::{Event, event};

/// Record what the complainant said when asked afterwards, or why nobody was asked
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("how").required(true).args(["score", "waive"]),
    after_help = "Examples:\n  complaint follow-up K7QM2X --score 5 --comment \"quick and friendly\"\n  complaint follow-up K7QM2X --score 2 --process 1 --outcome 4 --staff 2 --via phone --because handling\n  complaint follow-up K7QM2X --waive \"moved abroad\""
)]
pub struct FollowUp {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The complainant's mark on the whole, 1 to 5
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5))]
    score: Option<u8>,
    /// The mark for how it went
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5), requires = "score", conflicts_with = "waive")]
    process: Option<u8>,
    /// The mark for what came of it
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5), requires = "score", conflicts_with = "waive")]
    outcome: Option<u8>,
    /// The mark for those who dealt with it
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5), requires = "score", conflicts_with = "waive")]
    staff: Option<u8>,
    /// By which channel they were asked
    #[arg(
        long,
        value_name = "CHANNEL",
        allow_hyphen_values = true,
        requires = "score",
        conflicts_with = "waive"
    )]
    via: Option<Text>,
    /// What they are dissatisfied with: the handling, which is then to be done again, or the matter itself
    #[arg(long, value_name = "handling|matter", value_parser = grievance, requires = "score", conflicts_with = "waive")]
    because: Option<Grievance>,
    /// What they said
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        requires = "score",
        conflicts_with = "waive"
    )]
    comment: Option<Text>,
    /// Nobody is asked, and why
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    waive: Option<Text>,
}

impl FollowUp {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let Self {
            process,
            outcome,
            staff,
            because,
            ..
        } = self;
        let marks = Marks {
            process,
            outcome,
            staff,
        };
        let (comment, via) = (arguments::text(self.comment), arguments::text(self.via));
        let follow_up = match (self.score, self.waive) {
            (Some(score), _) => event::FollowUp::Asked(event::Asked {
                score,
                marks,
                via,
                because,
                comment,
            }),
            (None, Some(reason)) => event::FollowUp::Waived(reason.into_string()),
            (None, None) => return Err(Failure::usage("give --score or --waive")),
        };
        let mut id = String::new();
        context.record_with(&self.id, |case| {
            id = case.id().to_string();
            Ok(Event::FollowUp(follow_up))
        })?;
        if because == Some(Grievance::Handling) {
            say(&format!(
                "it is to be done again: complaint reopen {id} --rework --reason TEXT\n"
            ));
        }
        Ok(())
    }
}

fn grievance(text: &str) -> Result<Grievance, &'static str> {
    text.parse()
        .map_err(|_| "what they are dissatisfied with is the handling or the matter")
}
