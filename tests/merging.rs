//! Clones that change the same cases lose nothing when git merges them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::repository::{REAL, Repository};

const STAFF: &str = "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"director\"\n[staff.bob]\nemail = \"bob@example.com\"\nrole = \"director\"\n\
                     [staff.cid]\nemail = \"cid@example.com\"\nrole = \"director\"\n[staff.dee]\nemail = \"dee@example.com\"\nrole = \"director\"\n";
const PEOPLE: [&str; 4] = ["ann", "bob", "cid", "dee"];

/// Whether the merge driver is available.
#[derive(Clone, Copy, PartialEq)]
enum Driver {
    Configured,
    Absent,
    ProgramGone,
}

/// Several clones of one bare repository, each named after its owner.
struct Clones(Repository);

impl Clones {
    fn new(count: usize, driver: Driver) -> Self {
        let ann = Repository::begun("ann", "2026-11-02T08:00", STAFF).renamed("ann");
        ann.with_origin();
        for who in &PEOPLE[1..count] {
            let clone = ann.another(who);
            if driver != Driver::Absent {
                clone.with_driver_of(&ann);
            }
        }
        if driver == Driver::Absent {
            ann.git(
                "ann",
                REAL,
                &["config", "--remove-section", "merge.complaint"],
            );
        }
        Self(ann)
    }

    fn of(&self, who: &str) -> Repository {
        self.0.beside(who)
    }

    fn git(&self, who: &str, arguments: &[&str]) -> String {
        self.of(who).git(who, REAL, arguments)
    }

    fn ok(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        self.of(who).ok(who, now, arguments)
    }

    fn new_case(&self) -> String {
        self.of("ann").new_case("ann", "2026-11-02T09:00")
    }

    /// A case changed by both ann and bob, where bob has not yet pulled ann's push; its id and all
    /// its events.
    fn diverged(&self) -> (String, BTreeSet<String>) {
        let id = self.new_case();
        self.git("ann", &["push", "-q"]);
        self.git("bob", &["pull", "-q"]);
        self.ok(
            "ann",
            "2026-11-02T09:10",
            &["note", &id, "--text", "called"],
        );
        self.ok("bob", "2026-11-02T09:10", &["note", &id, "--text", "wrote"]);
        let mut all = self.events("ann", &id);
        all.extend(self.events("bob", &id));
        self.git("ann", &["push", "-q"]);
        (id, all)
    }

    fn case_file(&self, who: &str, id: &str) -> PathBuf {
        let clone = self.of(who);
        clone.root().join(clone.case_file(id))
    }

    fn events(&self, who: &str, id: &str) -> BTreeSet<String> {
        self.of(who).events(id)
    }
}

#[test]
fn concurrent_events_of_two_clones_are_all_merged() {
    let clones = Clones::new(2, Driver::Configured);
    let id = clones.new_case();
    clones.git("ann", &["push", "-q"]);
    clones.git("bob", &["pull", "-q"]);
    clones.ok(
        "ann",
        "2026-11-02T09:10",
        &["note", &id, "--text", "called"],
    );
    clones.ok("bob", "2026-11-02T09:05", &["note", &id, "--text", "wrote"]);
    clones.ok("bob", "2026-11-02T09:15", &["acknowledge", &id]);
    clones.git("ann", &["push", "-q"]);
    clones.git("bob", &["pull", "-q"]);
    clones.git("bob", &["push", "-q"]);
    clones.git("ann", &["pull", "-q"]);
    let text = fs::read_to_string(clones.case_file("ann", &id)).expect("a case file");
    let notes: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("  text:") || line.starts_with("  do:"))
        .collect();
    assert_eq!(
        notes,
        [
            "  do: register",
            "  do: note",
            "  text: wrote",
            "  do: note",
            "  text: called",
            "  do: acknowledge"
        ]
    );
    assert_eq!(
        text,
        fs::read_to_string(clones.case_file("bob", &id)).expect("a case file")
    );
    clones.ok("ann", "2026-11-02T10:00", &["check"]);
}

#[test]
fn without_the_driver_nothing_is_lost_silently() {
    for driver in [Driver::Absent, Driver::ProgramGone] {
        let clones = Clones::new(2, driver);
        let (id, all) = clones.diverged();
        let mut pull = clones.of("bob").command("bob", REAL, "git");
        if driver == Driver::ProgramGone {
            pull.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        }
        let pull = pull.args(["pull", "-q"]).output().expect("git runs");
        assert!(!pull.status.success(), "git says that it could not merge");
        let refused =
            clones
                .of("bob")
                .run("bob", "2026-11-02T09:20", &["note", &id, "--text", "more"]);
        assert_eq!(
            refused.status.code(),
            Some(3),
            "nothing is written during a merge"
        );
        let file = clones.case_file("bob", &id);
        clones.ok(
            "bob",
            "2026-11-02T09:20",
            &["resolve-conflict", &file.to_string_lossy()],
        );
        assert_eq!(clones.events("bob", &id), all);
        clones.git("bob", &["commit", "-qm", "Merge"]);
        clones.ok("bob", "2026-11-02T09:21", &["check"]);
    }
}

#[test]
fn a_conflict_that_was_committed_with_its_markers_can_still_be_resolved() {
    let clones = Clones::new(2, Driver::Absent);
    let (id, all) = clones.diverged();
    assert!(
        !clones
            .of("bob")
            .try_git("bob", REAL, &["pull", "-q"])
            .status
            .success()
    );
    clones.git("bob", &["commit", "-qam", "Merge"]);
    let file = clones.case_file("bob", &id).to_string_lossy().into_owned();
    let checked = clones.of("bob").run("bob", "2026-11-02T09:20", &["check"]);
    assert!(
        String::from_utf8_lossy(&checked.stdout).contains("complaint resolve-conflict"),
        "{checked:?}"
    );
    clones.ok("bob", "2026-11-02T09:20", &["resolve-conflict", &file]);
    assert_eq!(clones.events("bob", &id), all);
    let again = clones
        .of("bob")
        .run("bob", "2026-11-02T09:20", &["resolve-conflict", &file]);
    assert_eq!(
        again.status.code(),
        Some(1),
        "there is nothing left to resolve"
    );
}

#[test]
fn two_new_cases_with_one_id_are_a_conflict() {
    let clones = Clones::new(2, Driver::Configured);
    let id = clones.new_case();
    let file = clones.case_file("ann", &id);
    let relative = file
        .strip_prefix(clones.of("ann").root())
        .expect("below")
        .to_path_buf();
    clones.git("ann", &["push", "-q"]);
    let other = clones.of("bob").root().join(&relative);
    fs::create_dir_all(other.parent().expect("a folder")).expect("a folder");
    let text = fs::read_to_string(&file).expect("a case file");
    fs::write(&other, text.replace("summary: late", "summary: broken")).expect("a case file");
    clones.git("bob", &["add", "."]);
    clones.git("bob", &["commit", "-qm", "Another birth"]);
    let pull = clones.of("bob").try_git("bob", REAL, &["pull", "-q"]);
    assert!(!pull.status.success());
    let said = String::from_utf8_lossy(&pull.stderr).into_owned();
    assert!(
        said.contains("two complaints were registered under one id"),
        "{said}"
    );
    let text = fs::read_to_string(&other).expect("a case file");
    assert!(
        text.contains("summary: late")
            && text.contains("summary: broken")
            && text.contains("<<<<<<<"),
        "{text}"
    );
}

/// A small seeded generator, so that a history can be reproduced.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Fetches and merges another clone's commits in one of several ways, then pushes.
fn exchange(clones: &Clones, who: &str, dice: &mut Dice) {
    let pull: &[&str] = if dice.below(3) == 0 {
        &["pull", "-q", "--rebase"]
    } else {
        &["pull", "-q", "--no-edit"]
    };
    clones.git(who, pull);
    if dice.below(2) == 0 {
        let _ = clones.of(who).try_git(who, REAL, &["push", "-q"]);
    }
}

fn history(seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let people = &PEOPLE[..2 + dice.below(3)];
    let clones = Clones::new(people.len(), Driver::Configured);
    let id = clones.new_case();
    clones.git("ann", &["push", "-q"]);
    for who in &people[1..] {
        clones.git(who, &["pull", "-q"]);
    }
    let mut all = clones.events("ann", &id);
    for step in 0..6 + dice.below(6) {
        let who = people[dice.below(people.len())];
        if dice.below(3) == 0 {
            exchange(&clones, who, &mut dice);
            continue;
        }
        let now = format!("2026-11-02T{:02}:{:02}", 10 + step / 2, dice.below(60));
        let text = format!("step {step} by {who}");
        let verbs: [&[&str]; 6] = [
            &["note", &id, "--text", &text],
            &["assign", &id, people[dice.below(people.len())]],
            &["acknowledge", &id],
            &["chase", &id, "--text", "same for all"],
            &["propose", &id, "--remedy", "refund", "--amount", "100"],
            &["close", &id],
        ];
        // A refused command records nothing; an acknowledged event must be there in the end.
        clones
            .of(who)
            .run(who, &now, verbs[dice.below(verbs.len())]);
        all.extend(clones.events(who, &id));
    }
    for who in people.iter().chain(people) {
        clones.git(who, &["pull", "-q", "--no-edit"]);
        clones.git(who, &["push", "-q"]);
    }
    for who in people {
        assert_eq!(clones.events(who, &id), all, "seed {seed}, {who}");
        assert_eq!(
            clones.git(who, &["status", "--porcelain"]),
            "",
            "seed {seed}, {who}"
        );
    }
}

#[test]
fn random_histories_over_several_clones_end_with_the_same_events() {
    let first: u64 = std::env::var("COMPLAINT_TEST_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let count = u64::from(crate::support::scaled(20));
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                (first..first + count)
                    .filter(|seed| seed % 2 == half)
                    .for_each(history)
            });
        }
    });
    eprintln!("{count} histories");
}
