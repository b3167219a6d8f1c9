//! What honest people try: mostly what suits the case, sometimes anything.

use std::fs;

use complaint::domain::policy;
use complaint::domain::rules;
use complaint::domain::state::{Flag, Status};

use super::kills;
use super::people::{Person, Rank};
use super::words::{self, ANY, Act, Act::*};
use super::world::{HOUR, World, said, stamp};

/// What suits a stage; what is named twice is tried twice as often.
fn suited(status: Status) -> &'static [Act] {
    match status {
        Status::Open => &[
            Acknowledge,
            Acknowledge,
            Assign,
            Assign,
            Amend,
            Escalate,
            Invalidate,
            Investigate,
            Note,
            Pause,
            Progress,
            Propose,
            Withdraw,
        ],
        Status::Assigned => &[
            Answer,
            Assign,
            Amend,
            Attach,
            Extend,
            Investigate,
            Investigate,
            Note,
            Pause,
            Progress,
            Propose,
            Propose,
            Propose,
        ],
        Status::Investigated => &[
            Answer, Answer, Extend, Amend, Pause, Progress, Propose, Propose, Propose,
        ],
        Status::Proposed => &[
            Answer, Answer, Answer, Approve, Approve, Approve, Approve, Extend, Propose, Refuse,
            Resolve,
        ],
        Status::Responded => &[
            Appeal, Close, FollowUp, Resolve, Resolve, Resolve, Taken, Taken,
        ],
        Status::Resolved => &[Close, Close, FollowUp, FollowUp, Note, Retract],
        Status::Closed => &[Appeal, Appeal, Note, Reopen, Retract],
        Status::Withdrawn | Status::Invalid => &[Appeal, Note, Reopen, Reopen],
    }
}

/// Whether the policy leaves it to supervisors, so that others ask one.
fn is_for_supervisors(act: Act) -> bool {
    matches!(
        act,
        Approve | Refuse | Decide | Invalidate | Extend | Retract
    )
}

/// Somebody does something.
pub fn act(world: &mut World) {
    let who = world.somebody(|_| true).expect("somebody works");
    match world.cases.is_empty() || world.dice.percent(17) {
        true => take_in(world, who),
        false => work(world, who),
    }
}

/// A complaint comes in.
fn take_in(world: &mut World, who: &str) {
    let number = world.tally.commands.to_string();
    let customer = format!("customer {}", world.dice.below(9));
    let summary = format!("matter {number}");
    let amount = (world.dice.below(90) * 100).to_string();
    let received = stamp(world.clock(who) - world.dice.between(0, 30) * HOUR);
    let channel = *world.dice.pick(&["phone", "email", "counter"]);
    let category = *world.dice.pick(&["delivery", "quality"]);
    let severity = *world.dice.pick(&["minor", "major", "critical"]);
    let mut arguments = vec!["new", "--channel", channel, "--category", category];
    arguments.extend(["--severity", severity, "--customer", &customer]);
    arguments.extend(["--summary", &summary, "--amount", &amount]);
    if world.dice.percent(40) {
        arguments.extend(["--received", &received]);
    }
    if kills::strikes(world) {
        return kills::killed(world, who, &arguments);
    }
    let output = world.complaint(who, &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    world.cases.push(id.clone());
    world.acknowledge(who, &id);
}

/// Somebody, or whoever may, does the next thing in a case.
fn work(world: &mut World, who: &'static str) {
    let there = |id: &&String| world.case(who, id).is_some();
    let known: Vec<String> = world.cases.iter().filter(there).cloned().collect();
    if known.is_empty() {
        return;
    }
    // The newest cases need the most work.
    let back = world
        .dice
        .below(known.len())
        .min(world.dice.below(known.len()));
    let id = known[known.len() - 1 - back].clone();
    let act = chosen(world, who, &id);
    let who = match is_for_supervisors(act) && world.dice.percent(75) {
        false => who,
        true => {
            let sees: Vec<usize> = (0..world.desks.len())
                .filter(|desk| {
                    super::world::read(&world.desks[*desk].repository.root(), &id).is_some()
                })
                .collect();
            let now = world.now;
            let fits = |it: &Person| {
                sees.contains(&it.clone) && it.rank(now).is_some_and(|rank| rank > Rank::Clerk)
            };
            world.somebody(fits).unwrap_or(who)
        }
    };
    let arguments = words::of(world, who, &id, act);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if kills::strikes(world) {
        return kills::killed(world, who, &arguments);
    }
    let output = world.complaint(who, &arguments);
    match output.status.code() {
        Some(0) => world.acknowledge(who, &id),
        Some(1) => world.tally.refused += 1,
        // There is no level above the last, or no answer yet.
        Some(2) if matches!(act, Escalate | Taken) => world.tally.refused += 1,
        // The other machine's clock is too far ahead of this one's.
        Some(3) if said(&output).contains("clock") => world.tally.refused += 1,
        _ => panic!("{arguments:?}: {}", said(&output)),
    }
}

fn chosen(world: &mut World, who: &str, id: &str) -> Act {
    if world.dice.percent(15) {
        return *world.dice.pick(ANY);
    }
    let text = fs::read_to_string(world.desk(who).root().join("policy.toml")).expect("the policy");
    let policy = policy::parse(&text).0.expect("it is valid");
    let case = world.case(who, id).expect("it is there");
    let now = chrono::DateTime::from_timestamp(world.clock(who), 0).expect("an instant");
    let judged = rules::judge(&case, &policy, now);
    let flags = judged.flags(&policy);
    if flags.contains(&Flag::Paused) && world.dice.percent(60) {
        return Resume;
    }
    if flags.contains(&Flag::Appealed) && world.dice.percent(30) {
        return Decide;
    }
    if flags.contains(&Flag::AwaitingApproval) && world.dice.percent(40) {
        return Approve;
    }
    *world.dice.pick(suited(judged.state.status()))
}
