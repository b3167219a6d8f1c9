//! `policy`: what policies say, and what they would change.

mod diff;
mod list;
mod show;
mod simulate;
mod source;

use clap::{Args, Subcommand};

use crate::cli::Context;
use crate::cli::failure::Failure;

/// Say in plain words what a policy says, and what another one would change
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint policy show deadlines\n  complaint policy diff HEAD\n  complaint policy simulate ./draft.toml"
)]
pub(crate) struct Policy {
    #[command(subcommand)]
    command: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    Show(show::Show),
    List(list::List),
    Diff(diff::Diff),
    Simulate(simulate::Simulate),
}

impl Policy {
    /// Answers it.
    ///
    /// # Errors
    /// A policy that is not there or has errors.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        match self.command {
            Question::Show(args) => args.run(context),
            Question::List(args) => args.run(context),
            Question::Diff(args) => args.run(context),
            Question::Simulate(args) => args.run(context),
        }
    }
}
