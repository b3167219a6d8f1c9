//! Clones that work on the same cases at once lose nothing when git brings them together.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use complaint::domain::case::document;
use complaint::domain::policy;
use tempfile::TempDir;

const STAFF: &str = "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"director\"\n[staff.bob]\nemail = \"bob@example.com\"\nrole = \"director\"\n\
                     [staff.cid]\nemail = \"cid@example.com\"\nrole = \"director\"\n[staff.dee]\nemail = \"dee@example.com\"\nrole = \"director\"\n";
const PEOPLE: [&str; 4] = ["ann", "bob", "cid", "dee"];

/// Several clones of one bare repository.
struct Clones {
    folder: TempDir,
}

/// Whether the merge driver can be run.
#[derive(Clone, Copy, PartialEq)]
enum Driver {
    Configured,
    Absent,
    ProgramGone,
}

impl Clones {
    fn new(count: usize, driver: Driver) -> Self {
        let clones = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let home = clones.folder.path();
        fs::write(home.join("gitconfig"), "[init]\n\tdefaultBranch = main\n[pull]\n\trebase = false\n")
            .expect("git's configuration");
        fs::create_dir_all(clones.path("ann")).expect("a folder");
        let output = clones.complaint("ann", "2026-11-02T08:00:00+08:00", &["init", "."]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let standard = policy::preset("standard").expect("it is shipped");
        fs::write(clones.path("ann").join("policy.toml"), format!("{standard}{STAFF}")).expect("a policy");
        clones.git("ann", &["commit", "-qam", "Enter the staff"]);
        clones.git("ann", &["init", "-q", "--bare", "../origin"]);
        clones.git("ann", &["remote", "add", "origin", "../origin"]);
        clones.git("ann", &["push", "-qu", "origin", "main"]);
        for who in &PEOPLE[1..count] {
            clones.git("ann", &["clone", "-q", "../origin", &format!("../{who}")]);
            if driver != Driver::Absent {
                for key in ["merge.complaint.name", "merge.complaint.driver"] {
                    let value = clones.git("ann", &["config", key]);
                    clones.git(who, &["config", key, value.trim()]);
                }
            }
        }
        if driver == Driver::Absent {
            clones.git("ann", &["config", "--remove-section", "merge.complaint"]);
        }
        clones
    }

    fn path(&self, who: &str) -> PathBuf {
        self.folder.path().join(who)
    }

    fn command(&self, who: &str, program: &str) -> Command {
        let mut command = Command::new(program);
        let own = Path::new(env!("CARGO_BIN_EXE_complaint")).parent().expect("a folder").to_path_buf();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(own).chain(std::env::split_paths(&path));
        command
            .current_dir(self.path(who))
            .env_clear()
            .env("PATH", std::env::join_paths(folders).expect("paths"))
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "UTC")
            .env("LC_ALL", "C");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), format!("{who}@example.com"));
        }
        command
    }

    /// Runs git, whether it succeeds or not.
    fn try_git(&self, who: &str, arguments: &[&str]) -> Output {
        self.command(who, "git").args(arguments).output().expect("git runs")
    }

    fn git(&self, who: &str, arguments: &[&str]) -> String {
        let output = self.try_git(who, arguments);
        assert!(output.status.success(), "{who}: git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn complaint(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(who, env!("CARGO_BIN_EXE_complaint"));
        command.env("COMPLAINT_NOW", now).args(arguments).output().expect("it runs")
    }

    fn ok(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        let output = self.complaint(who, now, arguments);
        assert!(output.status.success(), "{who}: complaint {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn new_case(&self, who: &str, now: &str) -> String {
        self.ok(
            who,
            now,
            &["new", "--channel", "phone", "--category", "delivery", "--customer", "王芳", "--summary", "late"],
        )
    }

    fn case_file(&self, who: &str, id: &str) -> PathBuf {
        let folder = self.path(who).join("cases/2026/11");
        let files = fs::read_dir(folder).expect("the month").filter_map(Result::ok).map(|entry| entry.path());
        let mut its = files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(id)));
        its.next().expect("the case's file")
    }

    fn events(&self, who: &str, id: &str) -> BTreeSet<String> {
        let bytes = fs::read(self.case_file(who, id)).expect("a case file");
        let case = document::parse(&bytes).case.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&bytes)));
        case.entries.iter().map(|entry| entry.digest.to_string()).collect()
    }
}

#[test]
fn what_two_clones_recorded_at_once_is_all_there() {
    let clones = Clones::new(2, Driver::Configured);
    let id = clones.new_case("ann", "2026-11-02T09:00:00+08:00");
    clones.git("ann", &["push", "-q"]);
    clones.git("bob", &["pull", "-q"]);
    clones.ok("ann", "2026-11-02T09:10:00+08:00", &["note", &id, "--text", "called"]);
    clones.ok("bob", "2026-11-02T09:05:00+08:00", &["note", &id, "--text", "wrote"]);
    clones.ok("bob", "2026-11-02T09:15:00+08:00", &["acknowledge", &id]);
    clones.git("ann", &["push", "-q"]);
    clones.git("bob", &["pull", "-q"]);
    clones.git("bob", &["push", "-q"]);
    clones.git("ann", &["pull", "-q"]);
    let text = fs::read_to_string(clones.case_file("ann", &id)).expect("a case file");
    let notes: Vec<&str> =
        text.lines().filter(|line| line.starts_with("  text:") || line.starts_with("  do:")).collect();
    assert_eq!(
        notes,
        ["  do: register", "  do: note", "  text: wrote", "  do: note", "  text: called", "  do: acknowledge"]
    );
    assert_eq!(text, fs::read_to_string(clones.case_file("bob", &id)).expect("a case file"));
    clones.ok("ann", "2026-11-02T10:00:00+08:00", &["check"]);
}

#[test]
fn without_the_driver_nothing_is_lost_silently() {
    for driver in [Driver::Absent, Driver::ProgramGone] {
        let clones = Clones::new(2, driver);
        let id = clones.new_case("ann", "2026-11-02T09:00:00+08:00");
        clones.git("ann", &["push", "-q"]);
        clones.git("bob", &["pull", "-q"]);
        clones.ok("ann", "2026-11-02T09:10:00+08:00", &["note", &id, "--text", "called"]);
        clones.ok("bob", "2026-11-02T09:10:00+08:00", &["note", &id, "--text", "wrote"]);
        let mut all = clones.events("ann", &id);
        all.extend(clones.events("bob", &id));
        clones.git("ann", &["push", "-q"]);
        let mut pull = clones.command("bob", "git");
        if driver == Driver::ProgramGone {
            pull.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        }
        let pull = pull.args(["pull", "-q"]).output().expect("git runs");
        assert!(!pull.status.success(), "git says that it could not merge");
        let refused = clones.complaint("bob", "2026-11-02T09:20:00+08:00", &["note", &id, "--text", "more"]);
        assert_eq!(refused.status.code(), Some(3), "nothing is written during a merge");
        let file = clones.case_file("bob", &id);
        clones.ok("bob", "2026-11-02T09:20:00+08:00", &["resolve-conflict", &file.to_string_lossy()]);
        assert_eq!(clones.events("bob", &id), all);
        clones.git("bob", &["commit", "-qm", "Merge"]);
        clones.ok("bob", "2026-11-02T09:21:00+08:00", &["check"]);
    }
}

#[test]
fn a_conflict_that_was_committed_with_its_markers_can_still_be_resolved() {
    let clones = Clones::new(2, Driver::Absent);
    let id = clones.new_case("ann", "2026-11-02T09:00:00+08:00");
    clones.git("ann", &["push", "-q"]);
    clones.git("bob", &["pull", "-q"]);
    clones.ok("ann", "2026-11-02T09:10:00+08:00", &["note", &id, "--text", "called"]);
    clones.ok("bob", "2026-11-02T09:10:00+08:00", &["note", &id, "--text", "wrote"]);
    let mut all = clones.events("ann", &id);
    all.extend(clones.events("bob", &id));
    clones.git("ann", &["push", "-q"]);
    assert!(!clones.try_git("bob", &["pull", "-q"]).status.success());
    clones.git("bob", &["commit", "-qam", "Merge"]);
    let file = clones.case_file("bob", &id).to_string_lossy().into_owned();
    let checked = clones.complaint("bob", "2026-11-02T09:20:00+08:00", &["check"]);
    assert!(String::from_utf8_lossy(&checked.stdout).contains("complaint resolve-conflict"), "{checked:?}");
    clones.ok("bob", "2026-11-02T09:20:00+08:00", &["resolve-conflict", &file]);
    assert_eq!(clones.events("bob", &id), all);
    let again = clones.complaint("bob", "2026-11-02T09:20:00+08:00", &["resolve-conflict", &file]);
    assert_eq!(again.status.code(), Some(1), "there is nothing left to resolve");
}

#[test]
fn two_births_under_one_id_are_left_to_people() {
    let clones = Clones::new(2, Driver::Configured);
    let id = clones.new_case("ann", "2026-11-02T09:00:00+08:00");
    let file = clones.case_file("ann", &id);
    let relative = file.strip_prefix(clones.path("ann")).expect("below").to_path_buf();
    clones.git("ann", &["push", "-q"]);
    let other = clones.path("bob").join(&relative);
    fs::create_dir_all(other.parent().expect("a folder")).expect("a folder");
    let text = fs::read_to_string(&file).expect("a case file");
    fs::write(&other, text.replace("summary: late", "summary: broken")).expect("a case file");
    clones.git("bob", &["add", "."]);
    clones.git("bob", &["commit", "-qm", "Another birth"]);
    let pull = clones.try_git("bob", &["pull", "-q"]);
    assert!(!pull.status.success());
    let said = String::from_utf8_lossy(&pull.stderr).into_owned();
    assert!(said.contains("two complaints were taken in under one id"), "{said}");
    let text = fs::read_to_string(&other).expect("a case file");
    assert!(text.contains("summary: late") && text.contains("summary: broken") && text.contains("<<<<<<<"), "{text}");
}

/// A small generator, so that a history can be had again by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// One of the ways to bring another clone's work in, and to hand one's own on.
fn exchange(clones: &Clones, who: &str, dice: &mut Dice) {
    let pull: &[&str] = if dice.below(3) == 0 { &["pull", "-q", "--rebase"] } else { &["pull", "-q", "--no-edit"] };
    clones.git(who, pull);
    if dice.below(2) == 0 {
        let _ = clones.try_git(who, &["push", "-q"]);
    }
}

fn history(seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let people = &PEOPLE[..2 + dice.below(3)];
    let clones = Clones::new(people.len(), Driver::Configured);
    let id = clones.new_case("ann", "2026-11-02T09:00:00+08:00");
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
        let now = format!("2026-11-02T{:02}:{:02}:00+08:00", 10 + step / 2, dice.below(60));
        let text = format!("step {step} by {who}");
        let verbs: [&[&str]; 6] = [
            &["note", &id, "--text", &text],
            &["assign", &id, people[dice.below(people.len())]],
            &["acknowledge", &id],
            &["chase", &id, "--text", "same for all"],
            &["propose", &id, "--remedy", "refund", "--amount", "100"],
            &["close", &id],
        ];
        // What the rules refuse, records nothing; what is acknowledged has to be there in the end.
        clones.complaint(who, &now, verbs[dice.below(verbs.len())]);
        all.extend(clones.events(who, &id));
    }
    for who in people.iter().chain(people) {
        clones.git(who, &["pull", "-q", "--no-edit"]);
        clones.git(who, &["push", "-q"]);
    }
    for who in people {
        assert_eq!(clones.events(who, &id), all, "seed {seed}, {who}");
        assert_eq!(clones.git(who, &["status", "--porcelain"]), "", "seed {seed}, {who}");
    }
}

#[test]
fn random_histories_over_several_clones_end_with_the_same_events() {
    let first: u64 = std::env::var("COMPLAINT_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let count = u64::from(support::scaled(20));
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || (first..first + count).filter(|seed| seed % 2 == half).for_each(history));
        }
    });
    eprintln!("{count} histories");
}
