//! Kills at the n-th call that changes what is on disk, counted by `strace` for each process.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};
use std::sync::OnceLock;

use walkdir::WalkDir;

use super::world::{World, said};

/// The calls that are counted.
const CALLS: &str = "fsync,fdatasync,rename,renameat,renameat2,link,linkat";
/// Locks that a killed git can leave behind.
const LOCKS: usize = 6;

/// Whether the next command is to be killed.
pub fn strikes(world: &mut World) -> bool {
    world.dice.percent(5) && can_kill()
}

/// Whether there is a `strace` that can kill.
pub fn can_kill() -> bool {
    static CAN: OnceLock<bool> = OnceLock::new();
    *CAN.get_or_init(|| {
        let killed = Command::new("strace")
            .args(["-f", "-o", "/dev/null", "-e", "trace=fsync"])
            .args(["-e", "inject=fsync:signal=KILL:when=1"])
            .args(["sync", "/dev/null"])
            .output();
        killed.is_ok_and(|output| output.status.signal() == Some(9))
    })
}

/// Runs a command that is killed at some call, by itself or in the git that it runs, and then the
/// next one, which has to work.
pub fn killed(world: &mut World, who: &str, arguments: &[&str]) {
    let program = env!("CARGO_BIN_EXE_complaint");
    let output = run(world, who, program, arguments);
    if output.status.success() {
        return acknowledge(world, who, arguments, &output);
    }
    recover(world, who);
}

/// A pull that is killed in git or in the merge driver; the person clears away what it left.
pub fn killed_pull(world: &mut World, who: &str) {
    let pull = ["pull", "-q", "--no-edit", "origin", "main"];
    let output = run(world, who, "git", &pull);
    if output.status.success() {
        return;
    }
    let folder = world.desk(who).root().join(".git");
    let walk = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let locks = walk.filter(|entry| {
        let name = entry.file_name().to_string_lossy();
        name.ends_with(".lock") && name != "complaint.lock"
    });
    for lock in locks {
        fs::remove_file(lock.path()).expect("a lock");
    }
    world.try_git(who, &["merge", "--abort"]);
    world.git(who, &["reset", "-q", "--hard"]);
    world.git(who, &["clean", "-qfd"]);
}

/// Runs a program that is killed at some call.
fn run(world: &mut World, who: &str, program: &str, arguments: &[&str]) -> Output {
    let call = world.dice.between(1, 22);
    world.tally.kills += 1;
    let trace = world.desk(who).home().join("trace");
    let inject = format!("inject={CALLS}:signal=KILL:when={call}");
    let mut command = world.command(who, "strace", &["-f", "-o"]);
    command
        .arg(&trace)
        .args(["-e", &format!("trace={CALLS}"), "-e", &inject, program])
        .args(arguments);
    world
        .journal
        .push(format!("  killed at call {call}: {arguments:?}"));
    world.ran(&mut command)
}

/// The command was over before its kill, or did not need what was killed.
fn acknowledge(world: &mut World, who: &str, arguments: &[&str], output: &Output) {
    let id = match arguments[0] {
        "new" => {
            let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            world.cases.push(id.clone());
            id
        }
        _ => arguments[1].to_owned(),
    };
    world.acknowledge(who, &id);
    recover(world, who);
}

/// Somebody notes something in every case that the kill left uncommitted, or in any other.
fn recover(world: &mut World, who: &str) {
    let status = world.git(who, &["status", "--porcelain", "-uall", "cases"]);
    let id_of = |line: &str| line.rsplit('/').next().map(|name| name[..15].to_owned());
    let root = world.desk(who).root();
    // A case is listed without being there if only git was killed, and the program took it back.
    let is_case = |line: &&str| line.ends_with(".yaml") && root.join(&line[3..]).exists();
    let mut left: Vec<String> = status.lines().filter(is_case).filter_map(id_of).collect();
    for id in &left {
        if !world.cases.contains(id) {
            world.cases.push(id.clone());
        }
    }
    let there = |id: &&String| world.case(who, id).is_some();
    let others = world.cases.iter().rev().find(there);
    if left.is_empty() {
        left.extend(others.cloned());
    }
    if left.is_empty() {
        begin(world, who);
    }
    for id in &left {
        insist(world, who, &["note", id, "--text", "going on"]);
        world.acknowledge(who, id);
    }
    let status = world.git(who, &["status", "--porcelain", "-uall", "cases"]);
    assert!(
        left.is_empty() || status.is_empty(),
        "left behind: {status}"
    );
}

/// A first case, where there is none for a note.
fn begin(world: &mut World, who: &str) {
    let mut new = vec!["new", "--channel", "phone", "--category", "delivery"];
    new.extend(["--customer", "customer", "--summary", "matter again"]);
    let id = insist(world, who, &new);
    world.cases.push(id.clone());
    world.acknowledge(who, &id);
}

/// Runs a command that has to succeed, after the locks are removed that the program names. Returns
/// what it prints.
fn insist(world: &mut World, who: &str, arguments: &[&str]) -> String {
    for _ in 0..LOCKS {
        let output = world.complaint(who, arguments);
        if output.status.success() {
            return String::from_utf8_lossy(&output.stdout).trim().to_owned();
        }
        let said = said(&output);
        let lock = said
            .strip_prefix("error: another git is at work here: ")
            .and_then(|rest| rest.split_once(" exists, for "))
            .unwrap_or_else(|| panic!("after a kill: {said}"));
        fs::remove_file(lock.0).expect("as the message says");
    }
    panic!("more than {LOCKS} locks");
}
