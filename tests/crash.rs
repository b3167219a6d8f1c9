//! Writers that are killed: files are whole, what was acknowledged is there, and the next command works.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use support::office::Office;

/// Whom the kill reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The program; a git that it runs goes on.
    Program,
    /// The program and whatever it runs.
    Both,
}

/// What came of the kills of one kind.
#[derive(Default)]
struct Tally {
    runs: u32,
    killed: u32,
    locks_left: u32,
}

/// Pseudo-random numbers, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Starts a command, kills it after a while; whether it was done by then.
fn killed(office: &Office, arguments: &[&str], after: Duration, reach: Reach) -> bool {
    let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().expect("it runs");
    std::thread::sleep(after);
    match reach {
        Reach::Program => drop(child.kill()),
        Reach::Both => {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-9", "--", &group]).stderr(Stdio::null()).status();
        }
    }
    child.wait().expect("it ends").success()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lock that a killed git left, where that is what stopped the command: named with its age, and still there.
fn lock_named(output: &Output) -> Option<String> {
    let message = said(output);
    let words = message.strip_prefix("error: another git is at work here: ")?;
    let (lock, rest) = words.split_once(" exists, for ")?;
    assert!(rest.contains(" s\n") && output.status.code() == Some(3), "{message}");
    assert!(fs::exists(lock).expect("it can be looked at"), "{message}");
    Some(lock.to_owned())
}

/// The next command: at once where git was left alone; where git was killed, once the locks that it names are removed.
fn next_works(office: &Office, case: &str, text: &str, reach: Reach, tally: &mut Tally) {
    let note = || office.complaint(&["note", case, "--text", text]);
    let mut output = note();
    let mut locks = 0;
    while let Some(lock) = lock_named(&output).filter(|_| reach == Reach::Both && locks < 4) {
        fs::remove_file(lock).expect("as the message says");
        locks += 1;
        output = note();
    }
    tally.locks_left += locks.min(1);
    assert!(output.status.success(), "after {} kills: {}", tally.runs, said(&output));
}

/// Files that nobody needs any more, wherever a writer works.
fn litter(office: &Office) -> Vec<String> {
    let root = office.0.root();
    let folders = ["cases", "evidence", ".git"].map(|folder| root.join(folder));
    let walk = folders.into_iter().flat_map(walkdir::WalkDir::new).filter_map(Result::ok);
    let names = walk.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".complaint-") || name.starts_with("complaint-index")).collect()
}

#[test]
fn a_writer_killed_at_any_instant_leaves_everything_whole() {
    let office = Office::new();
    let case = office.new_case();
    let mut acknowledged = BTreeSet::new();
    let mut dice = Dice(0x9E37_79B9);
    let started = Instant::now();
    office.ok(&["note", &case, "--text", "so long it takes"]);
    // A kill at any instant until it would be done, or a little after.
    let longest = u64::try_from(started.elapsed().as_micros()).expect("not that long") * 6 / 5;
    let mut tallies = [Tally::default(), Tally::default()];
    for number in 0..support::scaled(25) {
        let (reach, tally) = match number % 2 {
            0 => (Reach::Program, &mut tallies[0]),
            _ => (Reach::Both, &mut tallies[1]),
        };
        let text = format!("number {number}");
        let after = Duration::from_micros(dice.below(longest));
        tally.runs += 1;
        if killed(&office, &["note", &case, "--text", &text], after, reach) {
            acknowledged.insert(text);
        } else {
            tally.killed += 1;
        }
        let next = format!("after {number}");
        next_works(&office, &case, &next, reach, tally);
        acknowledged.insert(next);
    }
    office.holds(&acknowledged);
    assert_eq!(litter(&office), [] as [String; 0]);
    for (who, tally) in ["the program", "the program and its git"].iter().zip(&tallies) {
        let Tally { runs, killed, locks_left } = tally;
        eprintln!(
            "{who}: {runs} runs, {killed} of them killed before they were done; {locks_left} left a lock of git's"
        );
    }
}
