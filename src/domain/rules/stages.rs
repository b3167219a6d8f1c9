//! Which step can be taken at which stage.

use super::{Setting, refusal};
use crate::domain::calendar::Pauses;
use crate::domain::case::event::Escalate;
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::finding::{Code, Finding, Hint};
use crate::domain::message::{Command, Message, instant, listed, message, text};
use crate::domain::policy::Policy;
use crate::domain::state::{State, Status};
use crate::domain::time::Instant;

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let verb = entry.event.verb()?;
    if entry.is_imported() {
        return None;
    }
    let block = blocked(verb, setting.state)?;
    Some(out_of_stage(verb, block, setting.state))
}

/// Why a verb cannot be used on a case, and what to do instead.
pub(super) struct Block {
    why: Message,
    hint: Hint,
}

impl Block {
    fn new(why: Message, hint: impl Into<Hint>) -> Self {
        Self {
            why,
            hint: hint.into(),
        }
    }
}

fn out_of_stage(verb: Verb, block: Block, state: &State) -> Finding {
    let message = message!(
        "cannot {verb} a case that is {status}: {why}",
        verb,
        status = state.status(),
        why = block.why
    );
    refusal(Code::Transition, message)
        .hint(block.hint)
        .of_key("do")
}

/// What blocks a verb on a case as it stands; `None`: nothing does.
pub(super) fn blocked(verb: Verb, state: &State) -> Option<Block> {
    match verb {
        // At any time: what a complaint taught goes on after it.
        Verb::Note
        | Verb::Attach
        | Verb::Link
        | Verb::Amend
        | Verb::Retract
        | Verb::Plan
        | Verb::Done
        | Verb::Verify
        | Verb::Inspect => None,
        // At any time, one at a time: liability may be open for longer than the complaint.
        Verb::Dispute => another_dispute(state),
        Verb::Settle => no_dispute(state),
        // After the end under conditions.
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
        | Verb::Approve
        | Verb::Refuse
        | Verb::Respond
        | Verb::Escalate
        | Verb::Extend
        | Verb::Invalidate
        | Verb::Withdraw => over(state),
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
        .then(|| Block::new(text!("it is not over"), text!("go on with it as it stands")))
}

/// A case that was closed can be followed up; another one once it is settled, or its final answer refused.
fn not_followed_up_yet(state: &State) -> Option<Block> {
    if state.end.is_some() {
        return over(state).filter(|_| state.status() != Status::Closed);
    }
    (!state.can_be_followed_up()).then(|| {
        Block::new(
            text!("it is not resolved yet"),
            text!("follow up after the resolution, or after a final answer that was refused"),
        )
    })
}

fn registered(state: &State) -> Option<Block> {
    state.registered.is_some().then(|| {
        Block::new(
            text!("it is on record already"),
            text!("`register` is written once, by `new`"),
        )
    })
}

fn unassigned(state: &State) -> Option<Block> {
    state.dispatches.is_empty().then(|| {
        Block::new(
            text!("nobody has assigned it"),
            text!("a case goes back to whoever assigned it; assign it instead"),
        )
    })
}

fn resolved(state: &State) -> Option<Block> {
    state.resolved.is_some().then(|| {
        Block::new(
            text!("it is resolved already"),
            text!("follow it up, or propose another remedy first"),
        )
    })
}

fn paused(state: &State) -> Option<Block> {
    let block = || Block::new(text!("it is paused already"), text!("resume it first"));
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
            text!("no appeal stands"),
            message!("put the appeal on record first: {command}", command),
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
        text!("a dispute stands already"),
        message!("settle it first: {command}", command),
    ))
}

fn no_dispute(state: &State) -> Option<Block> {
    state.open_dispute().is_none().then(|| {
        let command = Command::new("dispute")
            .this()
            .with("--between PARTY --and PARTY --text TEXT");
        Block::new(
            text!("no dispute stands"),
            message!("put it on record first: {command}", command),
        )
    })
}

fn decide() -> Command {
    Command::new("decide").this().with("--outcome OUTCOME")
}

/// Until when the complainant may appeal against what the case has come to; none: without limit.
pub fn appeal_until(state: &State, policy: &Policy) -> Option<Instant> {
    let (calendar, rule) = (&policy.calendar, policy.appeal.as_ref()?);
    let receipt = calendar.date(state.facts.received);
    if rule.since.is_some_and(|since| receipt < since) {
        return None;
    }
    calendar.add(
        state.appealable_since()?,
        rule.within,
        rule.roll,
        Pauses::NONE,
    )
}

/// A complainant appeals against an answer, once and in time; a regulator takes up what it likes.
pub(super) fn appeal(
    entry: &Entry,
    regulator: Option<&str>,
    setting: &Setting<'_>,
) -> Option<Finding> {
    let (state, policy) = (setting.state, setting.policy);
    if regulator.is_some() || entry.is_imported() {
        return None;
    }
    if state.can_be_appealed() {
        let until = appeal_until(state, policy).filter(|until| entry.at > *until)?;
        let message = message!(
            "the time to appeal was over at {until}",
            until = instant(until, policy.calendar.zone())
        );
        let finding = refusal(Code::AppealLate, message).of_key("do");
        let hint = message!(
            "a regulator's appeal names its --regulator; what deserves it is taken up all the \
             same: {command}",
            command = Command::new("reopen").this().with("--reason TEXT")
        );
        return Some(Finding {
            rule: policy.appeal.as_ref().map(|rule| rule.spot),
            ..finding.hint(hint)
        });
    }
    let block = match state.undecided_appeal() {
        Some(_) => Block::new(
            text!("an appeal stands already"),
            message!("decide it first: {command}", command = decide()),
        ),
        None => Block::new(
            text!("the complainant has no answer yet"),
            message!(
                "chase the holder: {command}; a regulator's appeal names its --regulator",
                command = Command::new("chase").this().with("--text TEXT")
            ),
        ),
    };
    Some(out_of_stage(Verb::Appeal, block, state))
}

/// A case leaves the level that it is at, for one above.
pub(super) fn escalate(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    let Event::Escalate(Escalate { from, to, .. }) = &entry.event else {
        return Vec::new();
    };
    let (policy, level) = (setting.policy, &setting.state.level);
    let Some(reached) = policy.level_index(to) else {
        let names = policy.levels.iter().map(|level| level.name.as_str());
        return vec![
            refusal(
                Code::UnlistedValue,
                message!("there is no level '{to}'", to),
            )
            .did_you_mean(to, names)
            .of_key("to"),
        ];
    };
    if has_risen(from, to, setting) {
        return Vec::new();
    }
    if from != level {
        let message = message!("the case is at level '{level}', not '{from}'", level, from);
        return vec![
            refusal(Code::Transition, message)
                .hint(text!("look at the case again: somebody else has moved it"))
                .of_key("from"),
        ];
    }
    if policy.level_index(from).is_some_and(|left| reached <= left) {
        let message = message!("'{to}' is not above '{from}'", to, from);
        return vec![
            refusal(Code::Transition, message)
                .hint(above(from, policy))
                .of_key("to"),
        ];
    }
    Vec::new()
}

/// Whether an event says what another has brought about already: two clones moved the case up at once, took it up again,
/// or put the same appeal or dispute on record. It changes nothing then, so that they agree.
pub(super) fn is_repeated(entry: &Entry, setting: &Setting<'_>) -> bool {
    let state = setting.state;
    if let Event::Escalate(Escalate { from, to, .. }) = &entry.event {
        return has_risen(from, to, setting);
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

/// Whether a case has left one level, and reached or passed the other.
fn has_risen(from: &str, to: &str, setting: &Setting<'_>) -> bool {
    let (policy, state) = (setting.policy, setting.state);
    let place = |level: &str| policy.level_index(level);
    let taken_in = place(&state.facts.level);
    let Some(((from, to), stands)) = place(from).zip(place(to)).zip(place(&state.level)) else {
        return false;
    };
    taken_in.is_some_and(|lowest| lowest <= from) && from < to && to <= stands
}

fn above(level: &str, policy: &Policy) -> Message {
    let higher = policy
        .level_index(level)
        .map_or(&[][..], |index| &policy.levels[index + 1..]);
    if higher.is_empty() {
        return text!("it is at the highest level already");
    }
    let names = higher.iter().map(|level| level.name.as_str());
    message!("above it: {levels}", levels = listed(names))
}
