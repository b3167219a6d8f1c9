//! Pulls, pushes, and what a merge leaves to be settled.

use std::process::Output;

use serde_json::Value;

use super::kills;
use super::world::{MINUTE, World, said, stamp};

/// Questions that are settled at most, one after the other.
const QUESTIONS: usize = 60;

impl World {
    /// The person at the desk whose turn it is.
    fn at_desk(&mut self, desk: usize) -> &'static str {
        self.somebody(|person| person.clone == desk)
            .expect("somebody works there")
    }

    /// Brings a clone and the server together: a push, and where others were faster a pull first.
    pub fn sync(&mut self, desk: usize) {
        let who = self.at_desk(desk);
        self.tally.syncs += 1;
        if self.dice.percent(50) {
            self.pull(who);
        }
        loop {
            let output = self.push(who, "main");
            if output.status.success() {
                break;
            }
            let said = said(&output);
            let is_late = said.contains("fetch first") || said.contains("non-fast-forward");
            assert!(is_late, "an honest push: {said}");
            self.tally.refused_pushes += 1;
            self.pull(who);
        }
        self.pull(who);
        self.desks[desk].synced = self.now;
    }

    /// Pushes to the server, whose clock is right.
    pub fn push(&mut self, who: &str, refs: &str) -> Output {
        self.set_server_clock();
        let now = stamp(self.now);
        let mut command = self.command(who, "git", &["push", "-q", "origin", refs]);
        command.env("COMPLAINT_NOW", now);
        self.ran(&mut command)
    }

    /// Pulls; what both sides changed is merged.
    pub fn pull(&mut self, who: &str) {
        if kills::strikes(self) {
            kills::killed_pull(self, who);
        }
        let before = self.git(who, &["rev-parse", "HEAD"]);
        let output = self.try_git(who, &["pull", "-q", "--no-edit", "origin", "main"]);
        assert!(output.status.success(), "a pull: {}", said(&output));
        let parents = self.git(who, &["log", "-1", "--format=%P", "HEAD"]);
        let is_merge = parents.contains(' ') && parents.contains(&before);
        self.tally.merges += u32::from(is_merge);
    }

    /// The team meets: everybody syncs until all have the same, and settles what is questioned.
    pub fn meet(&mut self) {
        for round in 0..2 {
            for desk in 0..self.desks.len() {
                self.now += MINUTE;
                match round {
                    0 => self.sync(desk),
                    _ => {
                        let who = self.at_desk(desk);
                        self.pull(who);
                    }
                }
            }
        }
        for _ in 0..QUESTIONS {
            let Some((who, command)) = self.question() else {
                break;
            };
            self.tally.questions += 1;
            self.settle(&who, &command);
        }
        for desk in 0..self.desks.len() {
            let who = self.at_desk(desk);
            self.pull(who);
        }
    }

    /// The first question that a merge has raised: who settles it, with which command.
    fn question(&mut self) -> Option<(String, Vec<String>)> {
        let output = self.complaint("dan", &["check", "--format", "json"]);
        let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("findings");
        let wrong = rows.iter().find(|row| row["severity"] == "error");
        assert!(wrong.is_none(), "after an honest merge: {wrong:?}");
        let questions = rows.iter().filter(|row| row["code"] == "questionable");
        let mut hints = questions.filter_map(|row| row["hint"].as_str());
        hints.find_map(|hint| {
            let advised = advised(hint)?;
            self.journal.push(format!("  hint: {hint}"));
            Some(advised)
        })
    }

    fn settle(&mut self, who: &str, command: &[String]) {
        self.now += MINUTE;
        let desk = self.person(who).clone;
        self.pull(who);
        let id = command[1].clone();
        let events: Vec<&String> = command.iter().skip(2).collect();
        for event in events {
            self.now += MINUTE;
            let arguments = match command[0].as_str() {
                "retract" => vec!["retract", &id, "--reason", "settled", "--event", event],
                verb => vec![verb, &id],
            };
            let output = self.complaint(who, &arguments);
            assert!(output.status.success(), "a hint: {}", said(&output));
            self.acknowledge(who, &id);
        }
        self.sync(desk);
        self.pull("dan");
    }
}

/// What a hint advises: the first of those it names, and the command as verb, case and events.
fn advised(hint: &str) -> Option<(String, Vec<String>)> {
    let (names, command) = hint.split_once("complaint ")?;
    let who = names
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| word.len() == 3 && !["ask", "and", "any"].contains(word))?;
    // The second way is as good as the first.
    let command = command.split(", or --").next()?;
    let mut words = command.split_whitespace();
    let mut own = vec![words.next()?.to_owned(), words.next()?.to_owned()];
    let events = command.split("--event ").skip(1);
    own.extend(events.filter_map(|rest| rest.get(..16)).map(str::to_owned));
    if own[0] != "retract" {
        own.push(String::new());
    }
    Some((who.to_owned(), own))
}
