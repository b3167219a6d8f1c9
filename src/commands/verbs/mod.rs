//! The verbs: each records what somebody did with a case.
//!
//! A verb is its arguments and the event built from them ([`VerbArgs`]). Everything else, from
//! finding the case to the commit, is the same for all verbs ([`record`]).

pub(super) mod acknowledge;
pub(super) mod amend;
pub(super) mod appeal;
pub(super) mod assign;
pub(super) mod attach;
pub(super) mod close;
pub(super) mod consult;
pub(super) mod dispute;
pub(super) mod escalate;
pub(super) mod extend;
mod facts;
pub(super) mod follow_up;
pub(super) mod inspect;
pub(super) mod investigate;
pub(super) mod link;
pub(super) mod new;
pub(super) mod note;
pub(super) mod pause;
pub(super) mod plan;
pub(super) mod propose;
pub(super) mod respond;
pub(super) mod retract;
pub(super) mod withdraw;

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::store::Session;

/// The arguments of a verb.
pub(super) trait VerbArgs: Args + 'static {
    /// Builds the event.
    fn event(self, session: &Session<'_>) -> Result<Event, Failure>;
}

#[derive(Debug, Args)]
pub(super) struct CaseArg {
    /// The case: any unambiguous part of its id
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

// No doc comment: the command's help is the verb's.
#[derive(Args)]
#[group(skip)]
pub(super) struct OnCase<V: Args> {
    #[command(flatten)]
    case: CaseArg,
    #[command(flatten)]
    verb: V,
}

/// Runs a verb: finds the case, builds the event, and records it if the rules allow it.
pub(super) fn record<V: VerbArgs>(on: OnCase<V>, context: &Context) -> Result<(), Failure> {
    let OnCase { case, verb } = on;
    context.record(&case.id, |session| verb.event(session))?;
    Ok(())
}
