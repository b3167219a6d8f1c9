//! The commands: one file a verb or a family of verbs. Each loads, builds what a pure function needs, and hands the
//! result to the store or to a renderer; none has rules of its own.

mod help;
mod keeping;
mod listing;
mod policy;
mod reading;
mod scheduled;
mod templates;
mod verbs;

use clap::{FromArgMatches, Parser, Subcommand};

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::cli::globals::{Globals, asked_for};
use crate::cli::usage::InMessages;
use crate::render::language;
use keeping::{audit, check, doctor, hook, import, init, merge_driver, resolve_conflict, schema};
use reading::{explain, letter, list, log, overdue, report, show};
use verbs::{
    acknowledge, amend, appeal, assign, attach, close, consult, dispute, escalate, extend,
    follow_up, inspect, investigate, link, new, note, pause, plan, propose, respond, retract,
    withdraw,
};

/// Customer complaints as plain files in git.
///
/// A complaint is one YAML file that only grows; every command records what somebody did and is judged by the policy.
/// Deadlines, status and reports are worked out from the files whenever somebody asks.
#[derive(Debug, Parser)]
#[command(
    name = "complaint",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_help = FIRST_STEPS)]
pub struct Cli {
    /// The flags that every command has.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  complaint init                     make a repository for complaints here
  complaint new --channel phone --category product-quality --customer 王芳 --summary \"dead pixels\"
  complaint respond K7QM2X --text \"a new screen is on its way\"

Cases are named by any part of their id that fits one case only: 20261121-K7QM2X, K7QM2X, k7qm.
COMPLAINT_NOW=TIME sets the clock, for tests and simulation.
Exit codes: 0 done, 1 a rule refused it, 2 wrong usage, 3 the repository could not be read or written.";

impl Cli {
    /// The command line of the process, whose language it sets. Ends the process where it is wrong, or asks for help.
    pub fn of_process() -> Self {
        let language = asked_for(std::env::args_os().skip(1));
        language::set(language);
        let mut command = help::command(language);
        let parsed = command
            .try_get_matches_from_mut(std::env::args_os())
            .and_then(|mut matches| Self::from_arg_matches_mut(&mut matches));
        parsed.unwrap_or_else(|error| error.format(&mut command).apply::<InMessages>().exit())
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What kept it from being done; nothing is then half done.
    pub fn run(self) -> Result<(), Failure> {
        let context = Context::new(self.globals);
        self.command.run(&context)
    }
}

/// Every command, in the order of a complaint's life.
#[derive(Debug, Subcommand)]
#[expect(
    missing_docs,
    reason = "each is explained at its arguments, which the help is made from"
)]
pub enum Command {
    Init(init::Init),
    New(Box<new::New>),
    Acknowledge(acknowledge::Acknowledge),
    Assign(assign::Assign),
    SendBack(assign::SendBack),
    Consult(consult::Consult),
    Note(note::Note),
    Attach(attach::Attach),
    Link(link::Link),
    Amend(amend::Amend),
    Investigate(investigate::Investigate),
    Propose(propose::Propose),
    Approve(propose::Approve),
    Refuse(propose::Refuse),
    Respond(respond::Respond),
    Resolve(respond::Resolve),
    FollowUp(follow_up::FollowUp),
    Escalate(escalate::Escalate),
    Appeal(appeal::Appeal),
    Decide(appeal::Decide),
    Dispute(dispute::Dispute),
    Settle(dispute::Settle),
    Pause(pause::Pause),
    Resume(pause::Resume),
    Extend(extend::Extend),
    Chase(note::Chase),
    Invalidate(withdraw::Invalidate),
    Withdraw(withdraw::Withdraw),
    Plan(plan::Plan),
    Done(plan::Done),
    Verify(plan::Verify),
    Inspect(inspect::Inspect),
    Close(close::Close),
    Reopen(close::Reopen),
    Retract(retract::Retract),
    List(Box<list::List>),
    Overdue(overdue::Overdue),
    Show(show::Show),
    Log(log::Log),
    Letter(letter::Letter),
    Explain(explain::Explain),
    Check(check::Check),
    Audit(audit::Audit),
    Hook(hook::Hook),
    Doctor(doctor::Doctor),
    Report(report::Report),
    Import(import::Import),
    Policy(policy::Policy),
    Schema(schema::Schema),
    MergeDriver(merge_driver::MergeDriver),
    ResolveConflict(resolve_conflict::ResolveConflict),
}

impl Command {
    /// Runs it.
    ///
    /// # Errors
    /// What kept it from being done.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Init(args) => args.run(context),
            Self::New(args) => args.run(context),
            Self::Acknowledge(args) => args.run(context),
            Self::Assign(args) => args.run(context),
            Self::SendBack(args) => args.run(context),
            Self::Consult(args) => args.run(context),
            Self::Note(args) => args.run(context),
            Self::Attach(args) => args.run(context),
            Self::Link(args) => args.run(context),
            Self::Amend(args) => args.run(context),
            Self::Investigate(args) => args.run(context),
            Self::Propose(args) => args.run(context),
            Self::Approve(args) => args.run(context),
            Self::Refuse(args) => args.run(context),
            Self::Respond(args) => args.run(context),
            Self::Resolve(args) => args.run(context),
            Self::FollowUp(args) => args.run(context),
            Self::Escalate(args) => args.run(context),
            Self::Appeal(args) => args.run(context),
            Self::Decide(args) => args.run(context),
            Self::Dispute(args) => args.run(context),
            Self::Settle(args) => args.run(context),
            Self::Pause(args) => args.run(context),
            Self::Resume(args) => args.run(context),
            Self::Extend(args) => args.run(context),
            Self::Chase(args) => args.run(context),
            Self::Invalidate(args) => args.run(context),
            Self::Withdraw(args) => args.run(context),
            Self::Plan(args) => args.run(context),
            Self::Done(args) => args.run(context),
            Self::Verify(args) => args.run(context),
            Self::Inspect(args) => args.run(context),
            Self::Close(args) => args.run(context),
            Self::Reopen(args) => args.run(context),
            Self::Retract(args) => args.run(context),
            Self::List(args) => args.run(context),
            Self::Overdue(args) => args.run(context),
            Self::Show(args) => args.run(context),
            Self::Log(args) => args.run(context),
            Self::Letter(args) => args.run(context),
            Self::Explain(args) => args.run(context),
            Self::Check(args) => args.run(context),
            Self::Audit(args) => args.run(context),
            Self::Hook(args) => args.run(context),
            Self::Doctor(args) => args.run(context),
            Self::Report(args) => args.run(context),
            Self::Import(args) => args.run(context),
            Self::Policy(args) => args.run(context),
            Self::Schema(args) => args.run(context),
            Self::MergeDriver(args) => args.run(context),
            Self::ResolveConflict(args) => args.run(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains("complaint "),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
