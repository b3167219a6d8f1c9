//! Generates legal random cases: the text of a file, event by event.

use std::fmt::Write;

use chrono::{DateTime, Duration, FixedOffset};

/// A small random number generator (xorshift), seeded so that failures are reproducible.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    /// `true` with this probability in per cent.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A file under construction; nothing is written after `now`.
struct Story<'d> {
    dice: &'d mut Dice,
    text: String,
    clock: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    over: bool,
    pending: bool,
}

/// The text of a case received at `received`, up to `now`.
pub fn case(
    id: &str,
    received: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    dice: &mut Dice,
) -> String {
    let mut story = Story {
        text: String::new(),
        clock: received,
        now,
        over: false,
        pending: false,
        dice,
    };
    story.facts(id);
    story.event("ann", "register", "");
    if story.dice.chance(15) {
        let to = story.dice.one(&["delivery", "service"]);
        story.later(1, 20);
        let from = story
            .text
            .split_once("category: ")
            .and_then(|(_, rest)| rest.lines().next())
            .unwrap_or_default()
            .to_owned();
        story.event(
            "ann",
            "amend",
            &format!("field: category\nfrom: {from}\nto: {to}\nreason: misfiled\n"),
        );
    }
    story.round();
    while story.over && story.dice.chance(25) {
        story.later(10, 20_000);
        story.event("ann", "reopen", "reason: again\n");
        story.over = false;
        story.round();
    }
    while story.dice.chance(30) {
        story.later(10, 2_000);
        let result = story.dice.one(&["right", "wrong"]);
        story.event("zoe", "inspect", &format!("result: {result}\n"));
    }
    story.text
}

impl Story<'_> {
    fn facts(&mut self, id: &str) {
        let channel = self.dice.one(&["phone", "email", "counter"]);
        let category = self.dice.one(&["product-quality", "delivery", "service"]);
        let received = self.clock.to_rfc3339();
        let _ = writeln!(
            self.text,
            "id: {id}\nreceived: {received}\nchannel: {channel}\ncategory: {category}\nlevel: general"
        );
        if self.dice.chance(60) {
            let severity = self.dice.one(&["minor", "major", "critical"]);
            let _ = writeln!(self.text, "severity: {severity}");
        }
        let _ = writeln!(self.text, "complainant:\n  name: 王芳");
        if self.dice.chance(30) {
            self.text.push_str("  grade: vip\n");
        }
        if self.dice.chance(50) {
            let _ = writeln!(self.text, "product: PX-{}", self.dice.below(3));
        }
        let _ = writeln!(self.text, "summary: 屏幕出现坏点\nevents:");
    }

    /// From receipt or reopening to an end, or up to `now`.
    fn round(&mut self) {
        if self.dice.chance(60) {
            self.later(5, 2_500);
            self.event("ann", "acknowledge", "");
        }
        if self.dice.chance(5) {
            self.later(5, 3_000);
            return self.end("invalidate", "reason: nothing in it\n");
        }
        if self.dice.chance(70) {
            self.later(5, 3_000);
            let to = self.dice.one(&["bob", "zoe"]);
            let department = self.dice.one(&["quality", "logistics"]);
            self.event(
                "ann",
                "assign",
                &format!("to: {to}\ndepartment: {department}\n"),
            );
        }
        if self.dice.chance(40) {
            self.later(5, 3_000);
            let verdict = self
                .dice
                .one(&["substantiated", "partly", "unsubstantiated"]);
            let cause = if self.dice.chance(50) {
                "cause: product\n"
            } else {
                ""
            };
            self.event(
                "bob",
                "investigate",
                &format!("verdict: {verdict}\n{cause}"),
            );
        }
        if self.dice.chance(10) {
            self.later(5, 9_000);
            return self.end("withdraw", "reason: never mind\n");
        }
        if self.dice.chance(85) {
            self.answer();
        }
    }

    fn answer(&mut self) {
        if self.dice.chance(40) {
            self.later(5, 4_000);
            let (handle, amount) = (1000 + self.dice.below(9_000), self.dice.below(50_000));
            let terms = format!(
                "proposal: P{handle}\nremedy: refund\namount: {}.{:02}\n",
                amount / 100,
                amount % 100
            );
            self.event("bob", "propose", &terms);
            self.pending = true;
        }
        if self.dice.chance(20) {
            self.later(5, 2_000);
            self.event("bob", "respond", "text: 处理中\ninterim: true\n");
        }
        self.later(5, 9_000);
        let result = self.dice.one(&["solved", "solved", "explained", "refused"]);
        self.event(
            "bob",
            "respond",
            &format!("text: 已处理\nresult: {result}\n"),
        );
        let mut resolved = result != "refused" && !self.pending;
        if self.pending && result != "refused" && self.dice.chance(85) {
            self.later(5, 9_000);
            self.event("bob", "resolve", "");
            self.pending = false;
            resolved = true;
        }
        if resolved && self.dice.chance(75) {
            self.later(5, 15_000);
            let score = 1 + self.dice.below(5);
            let asked = self.dice.chance(80);
            let said = if asked {
                format!("score: {score}\n")
            } else {
                "waive: not reachable\n".to_owned()
            };
            self.event("zoe", "follow-up", &said);
        }
        if self.dice.chance(75) {
            self.later(5, 3_000);
            self.end("close", "");
        }
    }

    fn end(&mut self, verb: &str, rest: &str) {
        self.event("ann", verb, rest);
        self.over = self.clock <= self.now;
    }

    /// Advances the clock by a random number of minutes, and some seconds.
    fn later(&mut self, least: u64, most: u64) {
        let minutes = least + self.dice.below(most - least);
        self.clock +=
            Duration::minutes(minutes as i64) + Duration::seconds(self.dice.below(60) as i64);
        if self.dice.chance(10) {
            self.clock += Duration::milliseconds(1 + self.dice.below(999) as i64);
        }
    }

    fn event(&mut self, by: &str, verb: &str, rest: &str) {
        if self.clock > self.now {
            return;
        }
        let _ = write!(
            self.text,
            "- at: {}\n  by: {by}\n  do: {verb}\n",
            self.clock.to_rfc3339()
        );
        for line in rest.lines() {
            let _ = writeln!(self.text, "  {line}");
        }
    }
}
