//! The lock while it is held: readers never wait, writers say what they wait for.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::office::Office;
use complaint::store::{Lock, lock};

fn held(office: &Office) -> Lock {
    let place = lock::place(&office.0.root(), Some(&office.0.root().join(".git")));
    Lock::acquire(&place, Duration::ZERO).expect("nobody has it")
}

fn hook(office: &Office, name: &str, script: &str) {
    let file = office.0.root().join(".git/hooks").join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("a hook");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("it can be run");
}

#[test]
fn readers_never_wait() {
    let office = Office::new();
    let case = office.new_case();
    let _lock = held(&office);
    let started = Instant::now();
    for read in [
        "list --all",
        "show",
        "log",
        "check",
        "overdue",
        "report figures",
        "audit",
        "explain",
        "doctor",
    ] {
        let mut words: Vec<&str> = read.split(' ').collect();
        words.extend(
            ["show", "log", "explain"]
                .contains(&read)
                .then_some(case.as_str()),
        );
        office.complaint(&words);
    }
    assert!(
        started.elapsed() < Duration::from_secs(45),
        "a minute is what a writer waits"
    );
}

#[test]
fn a_writer_says_whom_it_waits_for_at_a_terminal_only() {
    let office = Office::new();
    let case = office.new_case();
    let own = env!("CARGO_BIN_EXE_complaint");
    let line = format!("'{own}' note {case} --text waiting");
    let mut at_terminal = office.command("script");
    at_terminal.args(["-qec", &line, "/dev/null"]);
    let mut elsewhere = office.command(own);
    elsewhere.args(["note", &case, "--text", "waiting too"]);
    let said = |mut command: Command| {
        let lock = held(&office);
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        std::thread::sleep(Duration::from_millis(2500));
        drop(lock);
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
        Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    match said(at_terminal) {
        Some(said) => {
            let whom = format!(
                "waiting for another complaint command to finish writing (process {}, since 20",
                std::process::id()
            );
            assert!(said.contains(&whom), "{said}");
        }
        None => eprintln!("skipped: there is no program script to make a terminal"),
    }
    let said = said(elsewhere).expect("it runs");
    assert!(said.starts_with("note "), "{said}");
}

#[test]
fn a_running_git_keeps_the_lock() {
    let office = Office::new();
    let case = office.new_case();
    // The first commit is slow, and leaves a process running that inherits the hooks' file
    // descriptors.
    hook(
        &office,
        "commit-msg",
        "mkdir .git/once 2>/dev/null || exit 0\nsleep 30 &\nsleep 2",
    );
    let mut first = office.command(env!("CARGO_BIN_EXE_complaint"));
    first
        .args(["note", &case, "--text", "first"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut first = first.spawn().expect("it runs");
    while !office.0.root().join(".git/once").exists() {
        std::thread::sleep(Duration::from_millis(10));
    }
    first.kill().expect("it is there");
    first.wait().expect("it ends");
    let started = Instant::now();
    office.ok(&["note", &case, "--text", "second"]);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "what a hook left running holds no lock"
    );
    let subjects = office.git(&["log", "--format=%s", "--grep", "^note "]);
    assert_eq!(subjects.lines().count(), 2, "{subjects}");
    office.holds(&["first".to_owned(), "second".to_owned()].into());
}

#[test]
fn background_processes_of_hooks_do_not_hold_the_lock() {
    let office = Office::new();
    let case = office.new_case();
    hook(&office, "post-commit", "sleep 30 &");
    let started = Instant::now();
    office.ok(&["note", &case, "--text", "first"]);
    office.ok(&["note", &case, "--text", "second"]);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_folder_that_cannot_be_written_is_reported_with_what_to_do() {
    use complaint::render::Language;
    use complaint::store::StoreError;
    let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let error = StoreError::from(lock::LockError::Io {
        path: "complaint.lock".into(),
        source,
    });
    let hint = error.hint().expect("a hint");
    assert!(Language::English.hint(&hint, None).contains("permissions"));
}
