//! The commands: one file a verb or a family of verbs. Each loads, builds what a pure function needs, and hands the
//! result to the store or to a renderer; none has rules of its own.

mod acknowledge;
mod amend;
mod appeal;
mod assign;
mod attach;
mod audit;
mod cases;
mod check;
mod close;
mod consult;
mod context;
mod dispute;
mod doctor;
mod due;
mod escalate;
mod explain;
mod extend;
mod follow_up;
mod further;
mod gate;
mod hook;
mod import;
mod init;
mod inspect;
mod investigate;
mod letter;
mod link;
mod list;
mod log;
mod merge_driver;
mod new;
mod note;
mod overdue;
mod pause;
mod plan;
mod policy;
mod propose;
mod report;
mod resolve_conflict;
mod respond;
mod retract;
mod schema;
mod shelf;
mod show;
mod withdraw;

use clap::Subcommand;

pub use context::Context;

use crate::failure::Failure;

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
