//! A server with its gate, six clones, and their clocks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};

use chrono::{DateTime, FixedOffset};
use complaint::domain::case::{Case, document};

use super::dice::Dice;
use super::people::{self, Person};
use crate::support::repository::{REAL, Repository};

/// A minute, an hour and a day in seconds.
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How far a clone's clock is from the true time at most.
pub const SKEW: i64 = 150;

/// After this time offline a clone is synced. With the longest wait it stays below the policy's
/// `backdate`: what comes later is refused if it moves a deadline.
const OFFLINE: i64 = 12 * DAY;

/// What happened in a year.
#[derive(Default, Debug)]
pub struct Tally {
    pub commands: u32,
    pub acknowledged: u32,
    pub refused: u32,
    pub kills: u32,
    pub syncs: u32,
    pub merges: u32,
    pub refused_pushes: u32,
    pub forgeries: u32,
    pub policy_changes: u32,
    pub hand_edits: u32,
    pub questions: u32,
}

/// A clone of two people on one machine.
pub struct Desk {
    pub repository: Repository,
    /// How far its clock is ahead, in seconds.
    skew: i64,
    /// When it was last equal to the server.
    pub synced: i64,
}

/// The team, its machines, and the true time.
pub struct World {
    pub seed: u64,
    pub dice: Dice,
    pub desks: Vec<Desk>,
    pub server: Repository,
    pub people: Vec<Person>,
    /// The true time, in seconds since 1970.
    pub now: i64,
    /// The digests of acknowledged events by case.
    pub acknowledged: BTreeMap<String, BTreeSet<String>>,
    /// All cases, in the order of their receipt.
    pub cases: Vec<String>,
    /// What only forgers wrote.
    pub forged: Vec<String>,
    /// Changes of the policy that are still to come.
    pub changes: Vec<super::changes::Change>,
    pub tally: Tally,
    /// The number of runs of `complaint` and git.
    runs: u32,
    /// What was run, to tell how a failure came about.
    pub journal: Vec<String>,
}

impl World {
    /// The team on the morning of Monday, 5 January 2026.
    pub fn begin(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let now = DateTime::parse_from_rfc3339("2026-01-05T08:00:00+08:00")
            .expect("an instant")
            .timestamp();
        let people = people::team();
        let first = founded(&people, now);
        let server = first.with_server();
        let mut repositories = vec![first];
        for number in 1..6 {
            let clone = repositories[0].another(&format!("clone{number}"));
            clone.with_driver_of(&repositories[0]);
            // The messages of merges name it; its absolute path differs from run to run.
            clone.git("dan", REAL, &["remote", "set-url", "origin", "../origin"]);
            repositories.push(clone);
        }
        let desks = repositories.into_iter().map(|repository| Desk {
            repository,
            skew: dice.between(-SKEW, SKEW),
            synced: now,
        });
        let desks = desks.collect();
        Self {
            seed,
            dice,
            desks,
            server,
            people,
            now: now + HOUR,
            acknowledged: BTreeMap::new(),
            cases: Vec::new(),
            forged: Vec::new(),
            changes: super::changes::all(),
            tally: Tally::default(),
            runs: 0,
            journal: Vec::new(),
        }
    }

    /// Lets time pass: mostly minutes, sometimes days or weeks.
    pub fn wait(&mut self) {
        self.now += match self.dice.below(100) {
            0..70 => self.dice.between(1, 200) * MINUTE,
            70..94 => self.dice.between(4, 60) * HOUR,
            _ => self.dice.between(3, 16) * DAY,
        };
        for desk in 0..self.desks.len() {
            if self.now - self.desks[desk].synced > OFFLINE {
                self.sync(desk);
            }
        }
    }

    pub fn person(&self, name: &str) -> &Person {
        let found = self.people.iter().find(|person| person.name == name);
        found.expect("one of the team")
    }

    /// Somebody who works there now.
    pub fn somebody(&mut self, fits: impl Fn(&Person) -> bool) -> Option<&'static str> {
        let now = self.now;
        let there = |person: &&Person| person.rank(now).is_some() && fits(person);
        let names: Vec<_> = self.people.iter().filter(there).map(|it| it.name).collect();
        (!names.is_empty()).then(|| *self.dice.pick(&names))
    }

    /// The clone of a person.
    pub fn desk(&self, who: &str) -> &Repository {
        &self.desks[self.person(who).clone].repository
    }

    /// The time by the clock of a person's machine.
    pub fn clock(&self, who: &str) -> i64 {
        self.now + self.desks[self.person(who).clone].skew
    }

    /// A command by a person, by the clock of the machine.
    pub fn command(&mut self, who: &str, program: &str, arguments: &[&str]) -> Command {
        self.runs += 1;
        self.tally.commands += u32::from(program != "git");
        let now = stamp(self.clock(who));
        let name = Path::new(program).file_name().expect("a name").display();
        self.journal
            .push(format!("{now} {who}: {name} {arguments:?}"));
        let mut command = self.desk(who).command(who, &now, program);
        let seed = format!("{}-{}", self.seed, self.runs);
        command.args(arguments).env("COMPLAINT_SEED", seed);
        command
    }

    /// Runs `complaint`.
    pub fn complaint(&mut self, who: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(who, env!("CARGO_BIN_EXE_complaint"), arguments);
        self.ran(&mut command)
    }

    /// Runs git.
    pub fn try_git(&mut self, who: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(who, "git", arguments);
        self.ran(&mut command)
    }

    /// Runs git, and expects success.
    pub fn git(&mut self, who: &str, arguments: &[&str]) -> String {
        let output = self.try_git(who, arguments);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned()
    }

    /// Runs a command and notes its end.
    pub fn ran(&mut self, command: &mut Command) -> Output {
        let output = command.output().expect("it runs");
        self.journal
            .push(format!("  {}: {}", output.status, said(&output).trim()));
        output
    }

    /// Sets the clock of the server to the true time.
    pub fn set_server_clock(&mut self) {
        let config = ["config", "--file", "config", "complaint.now"];
        let now = stamp(self.now);
        let arguments = [&config[..], &[&now]].concat();
        self.server.git("dan", REAL, &arguments);
    }

    /// The case as the person's clone has it; `None` if it does not have it.
    pub fn case(&self, who: &str, id: &str) -> Option<Case> {
        read(&self.desk(who).root(), id)
    }

    /// The command succeeded: everything that this person has recorded in the case has to stay.
    pub fn acknowledge(&mut self, who: &str, id: &str) {
        let case = self.case(who, id).expect("the case just written to");
        let own = case
            .entries
            .iter()
            .filter(|entry| entry.by.to_string() == who);
        let digests = own.map(|entry| entry.digest.to_string());
        let known = self.acknowledged.entry(id.to_owned()).or_default();
        known.extend(digests);
        self.tally.acknowledged += 1;
    }
}

/// The first clone, with the policy and its staff.
fn founded(people: &[Person], now: i64) -> Repository {
    let repository = Repository::in_home(|_| ());
    repository.configure(
        "[init]\n\tdefaultBranch = main\n[pull]\n\trebase = false\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n\
         [advice]\n\tdetachedHead = false\n",
    );
    std::fs::create_dir(repository.root()).expect("a folder");
    let now = stamp(now);
    repository.ok("dan", &now, &["init", "."]);
    let staff = people
        .iter()
        .filter_map(|person| Some(people::entry(person.name, person.ranks.first()?.1)));
    let policy = format!(
        "{}{}",
        include_str!("policy.toml"),
        staff.collect::<String>()
    );
    repository.write("policy.toml", &policy);
    repository.commit("dan", &now, "Write our policy");
    repository.renamed("clone0")
}

/// The case in the working tree at `root`.
pub fn read(root: &Path, id: &str) -> Option<Case> {
    let folder = root.join("cases").join(&id[..4]).join(&id[4..6]);
    let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let file = files.map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|it| it.to_string_lossy().starts_with(id))
    })?;
    document::parse(&std::fs::read(file).ok()?).case
}

/// An instant in RFC 3339, in Shanghai.
pub fn stamp(seconds: i64) -> String {
    let zone = FixedOffset::east_opt(8 * 3600).expect("an offset");
    let at = DateTime::from_timestamp(seconds, 0).expect("an instant");
    at.with_timezone(&zone).to_rfc3339()
}

/// What a command printed on stderr.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
