//! What honest people try: mostly what suits the case, sometimes anything.

use std::fs;

use complaint::domain::policy;
use complaint::domain::rules;
use complaint::domain::state::{Flag, Status};

use super::kills;
use super::people::{Person, Rank};
use super::world::{HOUR, MINUTE, World, said, stamp};

/// What somebody tries.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Acknowledge,
    Amend,
    Answer,
    Appeal,
    Approve,
    Assign,
    Attach,
    Close,
    Decide,
    Escalate,
    Extend,
    FollowUp,
    Invalidate,
    Investigate,
    Note,
    Pause,
    Progress,
    Propose,
    Refuse,
    Reopen,
    Resolve,
    Resume,
    Retract,
    Taken,
    Withdraw,
}

use Act::*;

/// All acts.
const ANY: &[Act] = &[
    Acknowledge,
    Amend,
    Answer,
    Appeal,
    Approve,
    Assign,
    Attach,
    Close,
    Decide,
    Escalate,
    Extend,
    FollowUp,
    Invalidate,
    Investigate,
    Note,
    Pause,
    Progress,
    Propose,
    Refuse,
    Reopen,
    Resolve,
    Resume,
    Retract,
    Taken,
    Withdraw,
];

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
    let arguments = arguments(world, who, &id, act);
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

/// The command line of an act.
fn arguments(world: &mut World, who: &str, id: &str, act: Act) -> Vec<String> {
    let text = format!("remark {}", world.tally.commands);
    let hours = world.dice.between(1, 400);
    let later = stamp(world.clock(who) + hours * HOUR);
    let cents = world.dice.below(100);
    let amount = *world.dice.pick(&[80, 300, 450, 900, 3000, 8000]);
    let amount = format!("{amount}.{cents:02}");
    let own: Vec<String> = match act {
        Acknowledge => ["acknowledge", id, "--via", "phone"]
            .map(str::to_owned)
            .into(),
        Amend => {
            let severity = *world.dice.pick(&["minor", "major", "critical"]);
            let change = *world.dice.pick(&["severity=", "product=", "amount="]);
            let value = match change {
                "severity=" => severity,
                "product=" => "PX-200",
                _ => &amount,
            };
            ["amend", id, &format!("{change}{value}"), "--reason", &text]
                .map(str::to_owned)
                .into()
        }
        Answer => {
            let mut own: Vec<String> = ["respond", id, "--text", &text].map(str::to_owned).into();
            if world.dice.percent(70) {
                let result = *world
                    .dice
                    .pick(&["solved", "solved", "explained", "refused"]);
                own.extend(["--result".to_owned(), result.to_owned()]);
            }
            own
        }
        Taken => {
            let result = *world.dice.pick(&["solved", "explained", "refused"]);
            ["respond", id, "--result", result]
                .map(str::to_owned)
                .into()
        }
        Progress => {
            let mut own: Vec<String> = ["respond", id, "--interim", "--text", &text]
                .map(str::to_owned)
                .into();
            if world.dice.percent(70) {
                own.extend(["--promise".to_owned(), later]);
            }
            own
        }
        Appeal => ["appeal", id, "--reason", &text].map(str::to_owned).into(),
        Approve => ["approve", id].map(str::to_owned).into(),
        Assign => {
            let to = *world.dice.pick(&["ann", "bob", "cid", "sue", "tom", "dee"]);
            ["assign", id, to].map(str::to_owned).into()
        }
        Attach => {
            let name = format!("photo-{}.txt", world.tally.commands);
            fs::write(world.desk(who).home().join(&name), &text).expect("a file");
            ["attach", id, &format!("../{name}")]
                .map(str::to_owned)
                .into()
        }
        Close => {
            let outcome = *world.dice.pick(&["solved", "not-agreed"]);
            ["close", id, "--outcome", outcome]
                .map(str::to_owned)
                .into()
        }
        Decide => {
            let outcome = *world.dice.pick(&["upheld", "handled-before", "dismissed"]);
            ["decide", id, "--outcome", outcome]
                .map(str::to_owned)
                .into()
        }
        Escalate => ["escalate", id, "--reason", &text]
            .map(str::to_owned)
            .into(),
        Extend => {
            let deadline = *world
                .dice
                .pick(&["respond", "respond", "resolve", "acknowledge"]);
            [
                "extend",
                id,
                "--deadline",
                deadline,
                "--until",
                &later,
                "--reason",
                &text,
            ]
            .map(str::to_owned)
            .into()
        }
        FollowUp => {
            let score = world.dice.between(1, 5).to_string();
            match world.dice.percent(80) {
                true => ["follow-up", id, "--score", &score]
                    .map(str::to_owned)
                    .into(),
                false => ["follow-up", id, "--waive", &text]
                    .map(str::to_owned)
                    .into(),
            }
        }
        Invalidate => ["invalidate", id, "--reason", &text]
            .map(str::to_owned)
            .into(),
        Investigate => {
            let verdict = *world
                .dice
                .pick(&["substantiated", "partly", "unsubstantiated"]);
            [
                "investigate",
                id,
                "--verdict",
                verdict,
                "--cause",
                "delivery",
            ]
            .map(str::to_owned)
            .into()
        }
        Note => ["note", id, "--text", &text].map(str::to_owned).into(),
        Pause | Resume | Reopen | Withdraw => {
            let verb = match act {
                Pause => "pause",
                Resume => "resume",
                Reopen => "reopen",
                _ => "withdraw",
            };
            [verb, id, "--reason", &text].map(str::to_owned).into()
        }
        Propose => match *world.dice.pick(&["refund", "refund", "repair", "apology"]) {
            "refund" => ["propose", id, "--remedy", "refund", "--amount", &amount]
                .map(str::to_owned)
                .into(),
            remedy => ["propose", id, "--remedy", remedy]
                .map(str::to_owned)
                .into(),
        },
        Refuse => ["refuse", id, "--reason", &text].map(str::to_owned).into(),
        Resolve => ["resolve", id].map(str::to_owned).into(),
        Retract => {
            let case = world.case(who, id).expect("it is there");
            let number = case.entries.len().to_string();
            ["retract", id, "--event", &number, "--reason", &text]
                .map(str::to_owned)
                .into()
        }
    };
    let earlier = stamp(world.clock(who) - world.dice.between(5, 1500) * MINUTE);
    match world.dice.percent(8) {
        true => [own, vec!["--at".to_owned(), earlier]].concat(),
        false => own,
    }
}
