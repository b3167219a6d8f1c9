//! `follow-up`.

use clap::{ArgGroup, Args};

use super::Context;
use crate::cli::arguments::{self, Text};
use crate::domain::case::{Event, event};
use crate::failure::Failure;

/// Record what the complainant said when asked afterwards, or why nobody was asked
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("how").required(true).args(["score", "waive"]),
    after_help = "Example:\n  complaint follow-up K7QM2X --score 5 --comment \"quick and friendly\"\n  complaint follow-up K7QM2X --waive \"moved abroad\""
)]
pub struct FollowUp {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The complainant's mark, 1 to 5
    #[arg(long, value_name = "1..5", value_parser = clap::value_parser!(u8).range(1..=5))]
    score: Option<u8>,
    /// What they said
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires = "score")]
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
        let comment = arguments::text(self.comment);
        let follow_up = match (self.score, self.waive) {
            (Some(score), _) => event::FollowUp::Asked { score, comment },
            (None, Some(reason)) => event::FollowUp::Waived(reason.into_string()),
            (None, None) => return Err(Failure::usage("give --score or --waive")),
        };
        context.record(&self.id, Event::FollowUp(follow_up))
    }
}
