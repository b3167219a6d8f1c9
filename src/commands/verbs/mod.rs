//! The verbs: each records what somebody did with a case.
//!
//! A verb is its arguments and the event built from them ([`VerbArgs`]). Everything else, from
//! finding the case to the commit, is the same for all verbs ([`record`]).

mod acknowledge;
mod amend;
mod appeal;
mod assign;
mod attach;
mod close;
mod consult;
mod dispute;
mod escalate;
mod extend;
mod facts;
mod follow_up;
mod inspect;
mod investigate;
mod link;
mod new;
mod note;
mod pause;
mod plan;
mod propose;
mod respond;
mod retract;
mod withdraw;

use clap::Args;

use super::command::Command;
use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::domain::case::{Event, Verb};
use crate::domain::word::Word;
use crate::store::Session;

/// The commands, in the order of a complaint's life.
pub(super) fn commands() -> Vec<Command> {
    vec![
        Command::new("new", new::New::run),
        verb::<acknowledge::Acknowledge>(Verb::Acknowledge),
        verb::<assign::Assign>(Verb::Assign),
        verb::<assign::SendBack>(Verb::SendBack),
        verb::<consult::Consult>(Verb::Consult),
        verb::<note::Note>(Verb::Note),
        Command::new("attach", attach::Attach::run),
        verb::<link::Link>(Verb::Link),
        verb::<amend::Amend>(Verb::Amend),
        Command::new("investigate", investigate::Investigate::run),
        verb::<propose::Propose>(Verb::Propose),
        verb::<propose::Approve>(Verb::Approve),
        verb::<propose::Refuse>(Verb::Refuse),
        verb::<respond::Respond>(Verb::Respond),
        verb::<respond::Resolve>(Verb::Resolve),
        Command::new("follow-up", follow_up::FollowUp::run),
        Command::new("escalate", escalate::Escalate::run),
        verb::<appeal::Appeal>(Verb::Appeal),
        verb::<appeal::Decide>(Verb::Decide),
        verb::<dispute::Dispute>(Verb::Dispute),
        verb::<dispute::Settle>(Verb::Settle),
        verb::<pause::Pause>(Verb::Pause),
        verb::<pause::Resume>(Verb::Resume),
        verb::<extend::Extend>(Verb::Extend),
        Command::new("chase", note::Chase::run),
        verb::<withdraw::Invalidate>(Verb::Invalidate),
        verb::<withdraw::Withdraw>(Verb::Withdraw),
        verb::<plan::Plan>(Verb::Plan),
        verb::<plan::Done>(Verb::Done),
        verb::<plan::Verify>(Verb::Verify),
        verb::<inspect::Inspect>(Verb::Inspect),
        verb::<close::Close>(Verb::Close),
        verb::<close::Reopen>(Verb::Reopen),
        verb::<retract::Retract>(Verb::Retract),
    ]
}

/// The command for a verb that needs nothing but its event.
fn verb<V: VerbArgs>(verb: Verb) -> Command {
    Command::new(verb.word(), record::<V>)
}

/// The arguments of a verb.
trait VerbArgs: Args + 'static {
    /// What needs no repository: reads texts from stdin, and refuses arguments that do not go
    /// together.
    fn prepare(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    /// Builds the event.
    fn event(self, session: &Session<'_>) -> Result<Event, Failure>;
}

#[derive(Debug, Args)]
struct CaseArg {
    /// The case: any unambiguous part of its id
    #[arg(value_name = "ID")]
    id: String,
}

// No doc comment: the command's help is the verb's.
#[derive(Args)]
#[group(skip)]
struct OnCase<V: Args> {
    #[command(flatten)]
    case: CaseArg,
    #[command(flatten)]
    verb: V,
}

/// Runs a verb: finds the case, builds the event, and records it if the rules allow it.
fn record<V: VerbArgs>(on: OnCase<V>, context: &Context) -> Result<(), Failure> {
    let OnCase { case, mut verb } = on;
    verb.prepare()?;
    context.record(&case.id, |session| verb.event(session))?;
    Ok(())
}
