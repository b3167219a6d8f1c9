//! Killed writers: files stay whole, acknowledged events are there, and the next command works.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::office::Office;

/// The arguments of `new`, without the customer.
const NEW: &[&str] = &[
    "new",
    "--channel",
    "phone",
    "--category",
    "delivery",
    "--summary",
    "late",
];

/// The processes that a kill reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The program only; a git process that it started goes on.
    Program,
    /// The program and its child processes.
    Both,
}

/// The results of the kills of one kind.
#[derive(Default)]
struct Tally {
    runs: u32,
    killed: u32,
    locks_left: u32,
}

/// Deterministic pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Starts a command and kills it after a delay; returns whether it had finished.
fn killed(office: &Office, arguments: &[&str], after: Duration, reach: Reach) -> bool {
    let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let mut child = command.spawn().expect("it runs");
    std::thread::sleep(after);
    match reach {
        Reach::Program => drop(child.kill()),
        Reach::Both => {
            let group = format!("-{}", child.id());
            let _ = Command::new("kill")
                .args(["-9", "--", &group])
                .stderr(Stdio::null())
                .status();
        }
    }
    child.wait().expect("it ends").success()
}

/// The id of the most recently written case file.
fn newest(office: &Office) -> String {
    let files = walkdir::WalkDir::new(office.0.root().join("cases"))
        .into_iter()
        .filter_map(Result::ok);
    let cases = files.filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "yaml")
    });
    let newest = cases.max_by_key(|entry| {
        fs::metadata(entry.path())
            .and_then(|metadata| metadata.modified())
            .expect("its time")
    });
    newest.expect("a case").file_name().to_string_lossy()[..15].to_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lock of a killed git, if it stopped the command; asserts that the message names it with its
/// age.
fn lock_named(output: &Output) -> Option<String> {
    let message = stderr(output);
    let words = message.strip_prefix("error: another git is at work here: ")?;
    let (lock, rest) = words.split_once(" exists, for ")?;
    assert!(
        rest.contains(" s\n") && output.status.code() == Some(3),
        "{message}"
    );
    assert!(fs::exists(lock).expect("it can be looked at"), "{message}");
    Some(lock.to_owned())
}

/// Asserts that the next command works: at once if git was not killed, otherwise after removing the
/// locks that it names.
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
    assert!(
        output.status.success(),
        "after {} kills: {}",
        tally.runs,
        stderr(&output)
    );
}

/// Temporary files left anywhere that a writer works.
fn litter(office: &Office) -> Vec<String> {
    let root = office.0.root();
    let folders = ["cases", "evidence", ".git"].map(|folder| root.join(folder));
    let walk = folders
        .into_iter()
        .flat_map(walkdir::WalkDir::new)
        .filter_map(Result::ok);
    let names = walk.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names
        .filter(|name| name.starts_with(".complaint-") || name.starts_with("complaint-index"))
        .collect()
}

#[test]
fn a_writer_killed_at_any_instant_leaves_everything_whole() {
    let office = Office::new();
    let case = office.new_case();
    let mut acknowledged = BTreeSet::new();
    let mut dice = Dice(0x9E37_79B9);
    let started = Instant::now();
    office.ok(&["note", &case, "--text", "so long it takes"]);
    // Kill at any instant until shortly after the expected end.
    let longest = u64::try_from(started.elapsed().as_micros()).expect("not that long") * 6 / 5;
    let mut tallies = [Tally::default(), Tally::default()];
    for number in 0..crate::support::scaled(25) {
        let (reach, tally) = match number % 2 {
            0 => (Reach::Program, &mut tallies[0]),
            _ => (Reach::Both, &mut tallies[1]),
        };
        let text = format!("number {number}");
        fs::write(office.0.home().join("photo.jpg"), &text).expect("a file");
        let after = Duration::from_micros(dice.below(longest));
        tally.runs += 1;
        let done = match number % 5 {
            0 => killed(&office, &["attach", &case, "../photo.jpg"], after, reach),
            1 => killed(
                &office,
                &[NEW, &["--customer", &text]].concat(),
                after,
                reach,
            ),
            _ => {
                let done = killed(&office, &["note", &case, "--text", &text], after, reach);
                acknowledged.extend(done.then_some(text));
                done
            }
        };
        tally.killed += u32::from(!done);
        // Every case accepts the next event, even one that was just being created.
        let (born, next) = (newest(&office), format!("after {number}"));
        next_works(&office, &born, &next, reach, tally);
        acknowledged.insert(next);
        let next = format!("and after {number}");
        next_works(&office, &case, &next, reach, tally);
        acknowledged.insert(next);
    }
    office.holds(&acknowledged);
    assert_eq!(litter(&office), [] as [String; 0]);
    for (who, tally) in ["the program", "the program and its git"]
        .iter()
        .zip(&tallies)
    {
        let Tally {
            runs,
            killed,
            locks_left,
        } = tally;
        eprintln!(
            "{who}: {runs} runs, {killed} of them killed before they were done; {locks_left} left a lock of git's"
        );
    }
}

/// The file name of a case without extension, which is also the folder name of its evidence.
fn stem_of(office: &Office, case: &str) -> String {
    let file = office.0.case_file(case);
    let name = file.rsplit('/').next().expect("a name");
    name.trim_end_matches(".yaml").to_owned()
}

#[test]
fn leftovers_of_a_killed_command_are_removed() {
    let office = Office::new();
    let case = office.new_case();
    let root = office.0.root();
    let month = root
        .join(office.0.case_file(&case))
        .parent()
        .expect("a folder")
        .to_path_buf();
    let evidence = root.join("evidence/of-another-case");
    let own = root.join("evidence").join(stem_of(&office, &case));
    fs::create_dir_all(&own).expect("a folder");
    let own = own.join(".complaint-0a1b2c3d.tmp");
    fs::write(&own, "id: 2026").expect("a file");
    fs::create_dir_all(&evidence).expect("a folder");
    let beside = month.join(".complaint-0a1b2c3d.tmp");
    let others = [
        evidence.join(".complaint-0a1b2c3d.tmp"),
        root.join(".git/complaint/.complaint-0a1b2c3d.tmp"),
    ];
    let indexes =
        ["complaint-index", "complaint-index.lock"].map(|name| root.join(".git").join(name));
    let not_ours = [
        month.join(".complaint-notes"),
        month.join("draft.tmp"),
        month.join(".complaint-folder.tmp"),
    ];
    let link = month.join(".complaint-link.tmp");
    let there = |path: &std::path::PathBuf| fs::symlink_metadata(path).is_ok();
    let litter = || {
        for file in [
            &beside,
            &others[0],
            &others[1],
            &indexes[0],
            &indexes[1],
            &not_ours[0],
            &not_ours[1],
        ] {
            fs::write(file, "id: 2026").expect("a file");
        }
    };
    litter();
    fs::create_dir(&not_ours[2]).expect("a folder");
    std::os::unix::fs::symlink(root.join("policy.toml"), &link).expect("a link");

    // The next command clears the folder that it writes to, and git's folders.
    office.ok(&["note", &case, "--text", "next"]);
    assert!(!there(&beside) && !there(&own) && !there(&others[1]) && !indexes.iter().any(there));
    assert!(there(&others[0]) && not_ours.iter().all(there) && there(&link));

    // doctor clears everywhere, but only old files.
    litter();
    office.complaint(&["doctor", "--fix"]);
    assert!(there(&beside) && others.iter().all(there) && indexes.iter().all(there));
    let old = std::time::SystemTime::now() - Duration::from_secs(3600);
    for file in [&beside, &others[0], &others[1], &indexes[0], &indexes[1]] {
        fs::File::options()
            .write(true)
            .open(file)
            .and_then(|file| file.set_modified(old))
            .expect("its time");
    }
    office.complaint(&["doctor", "--fix"]);
    assert!(!there(&beside) && !others.iter().any(there) && !indexes.iter().any(there));
    assert!(not_ours.iter().all(there) && there(&link));
    assert!(root.join("policy.toml").is_file());
}

#[test]
fn what_a_killed_git_had_announced_stops_no_merge() {
    let office = Office::new();
    let case = office.new_case();
    let file = office.0.case_file(&case);
    office.git(&["checkout", "-qb", "side"]);
    office.ok(&["note", &case, "--text", "from the side"]);
    office.git(&["checkout", "-q", "main"]);
    office.ok(&["note", &case, "--text", "from here"]);
    let month = file.rsplit_once('/').expect("a folder").0;
    let gone = format!("{month}/20261102-AAAAAA-delivery.yaml");
    office.0.write(&gone, "");
    office.git(&["add", "--intent-to-add", &gone]);
    office.0.write(".git/complaint-announced", &gone);
    fs::remove_file(office.0.root().join(&gone)).expect("it is there");
    assert_eq!(office.git(&["status", "--porcelain"]), format!("D {gone}"));

    office.ok(&["note", &case, "--text", "and on"]);
    assert_eq!(office.git(&["status", "--porcelain"]), "");
    office.git(&["merge", "-q", "--no-edit", "side"]);
}

/// The syncs and renames seen by `strace`, each with its path.
fn traced(office: &Office, arguments: &[&str]) -> Option<Vec<String>> {
    let trace = office.0.home().join("trace");
    let mut command = office.command("strace");
    command
        .args([
            "-f",
            "-y",
            "-e",
            "trace=fsync,fdatasync,rename,renameat,renameat2",
            "-o",
        ])
        .arg(&trace);
    let output = command
        .arg(env!("CARGO_BIN_EXE_complaint"))
        .args(arguments)
        .output();
    let calls = fs::read_to_string(&trace)
        .ok()
        .filter(|_| output.is_ok_and(|output| output.status.success()))?;
    // A call interrupted by another process's call is split over two lines; it counts where it
    // begins.
    let calls = calls.lines().filter(|line| {
        let is_whole = line.contains(") = 0") && !line.contains(" resumed>");
        is_whole || line.ends_with("<unfinished ...>")
    });
    Some(
        calls
            .map(|line| line.split_once(' ').expect("a process").1.trim().to_owned())
            .collect(),
    )
}

#[test]
fn each_step_is_on_disk_before_the_next() {
    let office = Office::new();
    let case = office.new_case();
    let Some(calls) = traced(&office, &["note", &case, "--text", "safe"]) else {
        return eprintln!("skipped: there is no strace that works here");
    };
    let steps: [(&str, &[&str]); 8] = [
        ("the journal", &["sync(", "/complaint/journal>"]),
        ("the temporary file", &["fsync(", "/.complaint-"]),
        ("into place", &["rename", "/.complaint-", ".yaml"]),
        ("its folder", &["fsync(", "/cases/"]),
        ("git's objects", &["fsync(", "/objects/"]),
        ("the branch", &["fsync(", "/refs/heads/main.lock>"]),
        ("into place", &["rename", "refs/heads/main.lock"]),
        ("its folder", &["fsync(", "/refs/heads>"]),
    ];
    let mut rest = calls.as_slice();
    for (step, parts) in steps {
        let at = rest
            .iter()
            .position(|call| parts.iter().all(|part| call.contains(part)));
        let at = at.unwrap_or_else(|| panic!("{step} is not on disk in time: {calls:#?}"));
        rest = &rest[at + 1..];
    }
    let synced = |call: &String| call.starts_with("fsync(") && call.contains("/objects/");
    assert!(
        calls.iter().filter(|call| synced(call)).count() >= 5,
        "file, folders and commit: {calls:#?}"
    );
}

#[test]
fn doctor_names_cases_with_uncommitted_events() {
    let office = Office::new();
    let case = office.new_case();
    let doctor = || String::from_utf8_lossy(&office.complaint(&["doctor"]).stdout).into_owned();
    assert!(!doctor().contains("not committed"), "{}", doctor());
    office.ok(&["note", &case, "--text", "later", "--no-commit"]);
    let file = office.0.case_file(&case);
    assert!(
        doctor().contains(&format!("{file} has events that are not committed")),
        "{}",
        doctor()
    );
    office.ok(&["note", &case, "--text", "now"]);
    assert!(!doctor().contains("not committed"), "{}", doctor());
}
