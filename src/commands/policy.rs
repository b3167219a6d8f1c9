//! `policy`: show, compare and simulate policies.

mod diff;
mod list;
mod show;
mod simulate;
mod source;
mod upgrade;

use clap::{Args, Subcommand};

use crate::cli::Context;
use crate::cli::failure::Failure;

/// Describe a policy in plain words, compare policies, and try a change
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint policy show deadlines\n  complaint policy diff HEAD\n  complaint policy simulate ./draft.toml"
)]
pub(crate) struct Policy {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    Show(show::Show),
    List(list::List),
    Diff(diff::Diff),
    Simulate(simulate::Simulate),
    Upgrade(upgrade::Upgrade),
}

impl Policy {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// A policy does not exist or has errors.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        match self.command {
            PolicyCommand::Show(args) => args.run(context),
            PolicyCommand::List(args) => args.run(context),
            PolicyCommand::Diff(args) => args.run(context),
            PolicyCommand::Simulate(args) => args.run(context),
            PolicyCommand::Upgrade(args) => args.run(context),
        }
    }
}
