//! Acts as command lines.

use std::fs;

use super::world::{HOUR, MINUTE, World, stamp};

/// What somebody tries.
#[derive(Clone, Copy, PartialEq)]
pub enum Act {
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

/// The command line of an act.
pub fn of(world: &mut World, who: &str, id: &str, act: Act) -> Vec<String> {
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
