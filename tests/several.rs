//! Several writers on one repository, and writers that are killed: what was acknowledged is there, in file and commit.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use complaint::domain::case::Event;
use complaint::domain::case::document;
use support::repository::{REAL, Repository};

/// A repository with one person on its staff, whose git it is.
struct Office(Repository);

impl Office {
    fn new() -> Self {
        Self(Repository::begun("ann", REAL, "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"director\"\n"))
    }

    fn command(&self, program: &str) -> Command {
        self.0.command("ann", REAL, program)
    }

    fn complaint(&self, arguments: &[&str]) -> Output {
        self.0.run("ann", REAL, arguments)
    }

    fn ok(&self, arguments: &[&str]) -> String {
        self.0.ok("ann", REAL, arguments)
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.0.git("ann", REAL, arguments)
    }

    fn new_case(&self) -> String {
        self.0.new_case("ann", REAL)
    }

    /// The texts of all notes: of the files as they are, or as HEAD has them.
    fn notes(&self, read: impl Fn(&str) -> Vec<u8>) -> BTreeSet<String> {
        let listed = self.git(&["ls-files", "cases"]);
        let mut notes = BTreeSet::new();
        for file in listed.lines().filter(|file| file.ends_with(".yaml")) {
            let bytes = read(file);
            let case = document::parse(&bytes).case.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&bytes)));
            notes.extend(case.entries.into_iter().filter_map(|entry| match entry.event {
                Event::Note { text, .. } => text,
                _ => None,
            }));
        }
        notes
    }

    /// Everything acknowledged is there, in file and commit, and nothing else is wrong.
    fn holds(&self, acknowledged: &BTreeSet<String>) {
        let in_files = self.notes(|file| fs::read(self.0.root().join(file)).expect("a case file"));
        let in_head = self.notes(|file| self.git(&["show", &format!("HEAD:{file}")]).into_bytes());
        let lost: Vec<_> = acknowledged.iter().filter(|text| !in_files.contains(*text)).collect();
        assert!(lost.is_empty(), "not in the files: {lost:?}");
        let lost: Vec<_> = acknowledged.iter().filter(|text| !in_head.contains(*text)).collect();
        assert!(lost.is_empty(), "not in HEAD: {lost:?}");
        assert_eq!(self.git(&["status", "--porcelain", "cases"]), "");
        assert_eq!(self.ok(&["check"]), "");
        self.ok(&["audit"]);
    }
}

#[test]
fn writers_at_once_lose_nothing() {
    let office = Office::new();
    let cases: Vec<String> = (0..4).map(|_| office.new_case()).collect();
    let commands = support::scaled(10);
    let writer = |writer: u32| {
        let done = (0..commands).map(|number| {
            let text = format!("writer {writer}, number {number}");
            office.ok(&["note", &cases[((writer + number) % 4) as usize], "--text", &text]);
            text
        });
        done.collect::<Vec<String>>()
    };
    let acknowledged: BTreeSet<String> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..16).map(|number| scope.spawn(move || writer(number))).collect();
        writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect()
    });
    assert_eq!(acknowledged.len(), 16 * commands as usize);
    office.holds(&acknowledged);
    let commits = office.git(&["rev-list", "--count", "--grep", "^note ", "HEAD"]);
    assert_eq!(commits, (16 * commands).to_string(), "each is one commit");
    eprintln!("16 writers, {commands} commands each");
}

#[cfg(unix)]
#[test]
fn a_writer_killed_at_any_instant_leaves_everything_whole() {
    use std::os::unix::process::CommandExt;
    let office = Office::new();
    let case = office.new_case();
    let mut acknowledged = BTreeSet::new();
    let (mut killed, kills) = (0, support::scaled(25));
    let mut seed = 0x9E37_79B9_u64;
    for number in 0..kills {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let text = format!("number {number}");
        let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
        command.args(["note", &case, "--text", &text]).stderr(Stdio::null()).process_group(0);
        let mut child = command.spawn().expect("it runs");
        std::thread::sleep(Duration::from_micros((seed >> 33) % 60_000));
        if number % 2 == 0 {
            // The program and whatever git it runs.
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-9", "--", &group]).stderr(Stdio::null()).status();
        } else {
            let _ = child.kill();
        }
        let status = child.wait().expect("it ends");
        if status.success() {
            acknowledged.insert(text);
        } else {
            killed += 1;
        }
        // A git that was left alone may still be at work, and the program says so; one that was killed leaves its lock,
        // which the message names, to be removed by hand.
        let next = format!("after {number}");
        let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
        let mut output = office.complaint(&["note", &case, "--text", &next]);
        for _ in 0..5 {
            let message = said(&output);
            let lock = message.split_whitespace().find(|word| word.ends_with(".lock")).map(str::to_owned);
            match lock.filter(|_| message.contains("another git is at work here")) {
                Some(lock) => fs::remove_file(lock).expect("as the message says"),
                None if message.contains("run the command again") => {}
                None => break,
            }
            output = office.complaint(&["note", &case, "--text", &next]);
        }
        assert!(output.status.success(), "{}", said(&output));
        acknowledged.insert(next);
    }
    office.holds(&acknowledged);
    eprintln!("{kills} runs, {killed} of them killed");
}
