//! The stages at which each verb can be used.

use super::{Setting, levels, refusal};
use crate::domain::case::event::{Escalate, FollowUp};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Hint};
use crate::domain::message::{Command, Message, message, text};
use crate::domain::state::{State, Status};

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let verb = entry.event.verb()?;
    if entry.is_imported() {
        return None;
    }
    let block = blocked(verb, setting.state)?;
    Some(out_of_stage(verb, block, setting.state))
}

/// The reason why a verb cannot be used on a case, and what to do instead.
pub(super) struct Block {
    why: Message,
    hint: Hint,
}

impl Block {
    pub(super) fn new(why: Message, hint: impl Into<Hint>) -> Self {
        Self {
            why,
            hint: hint.into(),
        }
    }
}

pub(super) fn out_of_stage(verb: Verb, block: Block, state: &State) -> Finding {
    let why = block.why;
    let message = match &state.end {
        Some(end) => message!(
            "cannot {verb}: the case is {status}; {why}",
            verb,
            status = end.status,
            why
        ),
        None => message!("cannot {verb}: {why}", verb, why),
    };
    refusal(Code::Transition, message)
        .hint(block.hint)
        .of_key("do")
}

/// What blocks a verb on a case; `None` if nothing does.
pub(super) fn blocked(verb: Verb, state: &State) -> Option<Block> {
    match verb {
        // At any time: work on lessons continues after the end.
        Verb::Note
        | Verb::Attach
        | Verb::Link
        | Verb::Amend
        | Verb::Retract
        | Verb::Plan
        | Verb::Done
        | Verb::Verify
        | Verb::Inspect => None,
        // At any time, one at a time: liability may stay disputed after the complaint is over.
        Verb::Dispute => another_dispute(state),
        Verb::Settle => no_dispute(state),
        // After the end, under conditions.
        Verb::Reopen => not_over(state),
        Verb::Appeal => withdrawn(state),
        Verb::Chase => over(state).filter(|_| !has_open_action(state)),
        Verb::FollowUp => not_followed_up_yet(state),
        // Until the end.
        Verb::Acknowledge
        | Verb::Assign
        | Verb::Consult
        | Verb::Investigate
        | Verb::Propose
        | Verb::Refuse
        | Verb::Respond
        | Verb::Escalate
        | Verb::Extend
        | Verb::Invalidate
        | Verb::Withdraw => over(state),
        // What is owed can still be approved after the end.
        Verb::Approve => over(state).filter(|_| state.owed().next().is_none()),
        Verb::Register => over(state).or_else(|| registered(state)),
        Verb::SendBack => over(state).or_else(|| unassigned(state)),
        Verb::Resolve => over(state).or_else(|| resolved(state)),
        Verb::Pause => over(state).or_else(|| paused(state)),
        Verb::Resume => over(state).or_else(|| running(state)),
        Verb::Decide => over(state).or_else(|| no_appeal(state)),
        Verb::Close => over(state).or_else(|| undecided(state)),
    }
}

fn over(state: &State) -> Option<Block> {
    state.end.as_ref()?;
    let command = Command::new("reopen").this().with("--reason TEXT");
    Some(Block::new(
        text!("it is over"),
        message!("reopen it first: {command}", command),
    ))
}

fn withdrawn(state: &State) -> Option<Block> {
    over(state).filter(|_| state.status() == Status::Withdrawn)
}

fn has_open_action(state: &State) -> bool {
    state.actions.iter().any(|action| action.done.is_none())
}

fn not_over(state: &State) -> Option<Block> {
    (state.end.is_none() && !state.wants_rework())
        .then(|| Block::new(text!("it is not over"), text!("continue with it")))
}

/// A closed case can be followed up; an open one once it has a final answer or is resolved.
fn not_followed_up_yet(state: &State) -> Option<Block> {
    if state.end.is_some() {
        return over(state).filter(|_| state.status() != Status::Closed);
    }
    (!state.can_be_followed_up()).then(|| {
        Block::new(
            text!("it has no final answer yet"),
            text!("follow up after the final answer or the resolution"),
        )
    })
}

/// A follow-up can't be waived once the complainant has answered: that would make unsaid what they
/// said (E6).
pub(super) fn waiver(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let state = setting.state;
    let is_waiver = matches!(entry.event, Event::FollowUp(FollowUp::Waived(_)));
    let is_waived = is_waiver && !entry.is_imported();
    let is_asked = matches!(state.followed_up, Some(FollowUp::Asked(_)));
    (is_waived && is_asked && state.end.is_none()).then(|| {
        let block = Block::new(
            text!("the complainant was already asked"),
            text!("there is nothing to waive; ask again, and both answers count"),
        );
        out_of_stage(Verb::FollowUp, block, state).of_key("waive")
    })
}

fn registered(state: &State) -> Option<Block> {
    state.registered.is_some().then(|| {
        Block::new(
            text!("it is already registered"),
            text!("`register` is written once, by `new`"),
        )
    })
}

fn unassigned(state: &State) -> Option<Block> {
    state.dispatches.is_empty().then(|| {
        Block::new(
            text!("nobody has assigned it"),
            text!("a case goes back to the person who assigned it; assign it instead"),
        )
    })
}

fn resolved(state: &State) -> Option<Block> {
    (state.resolved.is_some() && state.to_carry_out().is_none()).then(|| {
        Block::new(
            text!("it is already resolved"),
            text!("follow it up, or propose another remedy first"),
        )
    })
}

fn paused(state: &State) -> Option<Block> {
    let block = || Block::new(text!("it is already paused"), text!("resume it first"));
    state.paused.is_some().then(block)
}

fn running(state: &State) -> Option<Block> {
    state.paused.is_none().then(|| {
        Block::new(
            text!("it is not paused"),
            text!("nothing to do: the clocks are running"),
        )
    })
}

fn no_appeal(state: &State) -> Option<Block> {
    state.undecided_appeal().is_none().then(|| {
        let command = Command::new("appeal").this().with("--reason TEXT");
        Block::new(
            text!("no appeal is pending"),
            message!("record the appeal first: {command}", command),
        )
    })
}

fn undecided(state: &State) -> Option<Block> {
    state.undecided_appeal()?;
    Some(Block::new(text!("its appeal is not decided"), decide()))
}

fn another_dispute(state: &State) -> Option<Block> {
    state.open_dispute()?;
    let command = Command::new("settle")
        .this()
        .with("--by mediation --text TEXT");
    Some(Block::new(
        text!("a dispute is already open"),
        message!("settle it first: {command}", command),
    ))
}

fn no_dispute(state: &State) -> Option<Block> {
    state.open_dispute().is_none().then(|| {
        let command = Command::new("dispute")
            .this()
            .with("--between PARTY --and PARTY --text TEXT");
        Block::new(
            text!("no dispute is open"),
            message!("record it first: {command}", command),
        )
    })
}

pub(super) fn decide() -> Command {
    Command::new("decide").this().with("--outcome OUTCOME")
}

/// Whether an event repeats another: two clones escalated or reopened the case, or recorded the
/// same appeal or dispute. It then changes nothing, so the clones agree.
pub(super) fn is_repeated(entry: &Entry, setting: &Setting<'_>) -> bool {
    let state = setting.state;
    if let Event::Escalate(Escalate { from, to, .. }) = &entry.event {
        return levels::has_risen(from, to, setting);
    }
    if entry.is_imported() {
        false
    } else if let Event::Reopen(_) = &entry.event {
        let began_so = state.reopened.is_some() && state.reopened == state.round_began;
        began_so && state.end.is_none() && !state.wants_rework()
    } else if let Event::Appeal(appeal) = &entry.event {
        let stands = state
            .undecided_appeal()
            .is_some_and(|appeal| appeal.regulator.is_none());
        appeal.regulator.is_none() && stands && state.end.is_none()
    } else if let Event::Dispute(dispute) = &entry.event {
        state.disputes.iter().any(|other| {
            let parties = (&dispute.between, &dispute.and);
            let same =
                (&other.between, &other.and) == parties || (&other.and, &other.between) == parties;
            other.settled.is_none() && same && other.about == dispute.about
        })
    } else {
        false
    }
}
