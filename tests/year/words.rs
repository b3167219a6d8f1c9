//! Acts as command lines.

use std::fs;

use super::world::{HOUR, MINUTE, World, stamp};

macro_rules! acts {
    ($($act:ident)*) => {
        /// What somebody tries.
        #[derive(Clone, Copy, PartialEq)]
        pub enum Act {
            $($act),*
        }

        /// All acts.
        pub const ANY: &[Act] = &[$(Act::$act),*];
    };
}

acts! {
    Acknowledge Amend Answer Appeal Approve Assign Attach
    Close Decide Escalate Extend FollowUp Invalidate Investigate
    Note Pause Progress Propose Refuse Reopen Resolve
    Resume Retract Taken Withdraw
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
        Acknowledge => line(["acknowledge", id, "--via", "phone"]),
        Amend => {
            let severity = *world.dice.pick(&["minor", "major", "critical"]);
            let change = *world.dice.pick(&["severity=", "product=", "amount="]);
            let value = match change {
                "severity=" => severity,
                "product=" => "PX-200",
                _ => &amount,
            };
            line(["amend", id, &format!("{change}{value}"), "--reason", &text])
        }
        Answer => {
            let mut own: Vec<String> = line(["respond", id, "--text", &text]);
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
            line(["respond", id, "--result", result])
        }
        Progress => {
            let mut own: Vec<String> = line(["respond", id, "--interim", "--text", &text]);
            if world.dice.percent(70) {
                own.extend(["--promise".to_owned(), later]);
            }
            own
        }
        Appeal => line(["appeal", id, "--reason", &text]),
        Approve => line(["approve", id]),
        Assign => {
            let to = *world.dice.pick(&["ann", "bob", "cid", "sue", "tom", "dee"]);
            line(["assign", id, to])
        }
        Attach => {
            let name = format!("photo-{}.txt", world.tally.commands);
            fs::write(world.desk(who).home().join(&name), &text).expect("a file");
            line(["attach", id, &format!("../{name}")])
        }
        Close => {
            let outcome = *world.dice.pick(&["solved", "not-agreed"]);
            line(["close", id, "--outcome", outcome])
        }
        Decide => {
            let outcome = *world.dice.pick(&["upheld", "handled-before", "dismissed"]);
            line(["decide", id, "--outcome", outcome])
        }
        Escalate => line(["escalate", id, "--reason", &text]),
        Extend => {
            let deadline = *world
                .dice
                .pick(&["respond", "respond", "resolve", "acknowledge"]);
            line([
                "extend",
                id,
                "--deadline",
                deadline,
                "--until",
                &later,
                "--reason",
                &text,
            ])
        }
        FollowUp => {
            let score = world.dice.between(1, 5).to_string();
            match world.dice.percent(80) {
                true => line(["follow-up", id, "--score", &score]),
                false => line(["follow-up", id, "--waive", &text]),
            }
        }
        Invalidate => line(["invalidate", id, "--reason", &text]),
        Investigate => {
            let verdict = *world
                .dice
                .pick(&["substantiated", "partly", "unsubstantiated"]);
            line([
                "investigate",
                id,
                "--verdict",
                verdict,
                "--cause",
                "delivery",
            ])
        }
        Note => line(["note", id, "--text", &text]),
        Pause | Resume | Reopen | Withdraw => {
            let verb = match act {
                Pause => "pause",
                Resume => "resume",
                Reopen => "reopen",
                _ => "withdraw",
            };
            line([verb, id, "--reason", &text])
        }
        Propose => match *world.dice.pick(&["refund", "refund", "repair", "apology"]) {
            "refund" => line(["propose", id, "--remedy", "refund", "--amount", &amount]),
            remedy => line(["propose", id, "--remedy", remedy]),
        },
        Refuse => line(["refuse", id, "--reason", &text]),
        Resolve => line(["resolve", id]),
        Retract => {
            let case = world.case(who, id).expect("it is there");
            let number = case.entries.len().to_string();
            line(["retract", id, "--event", &number, "--reason", &text])
        }
    };
    let earlier = stamp(world.clock(who) - world.dice.between(5, 1500) * MINUTE);
    match world.dice.percent(8) {
        true => [own, vec!["--at".to_owned(), earlier]].concat(),
        false => own,
    }
}

fn line<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}
