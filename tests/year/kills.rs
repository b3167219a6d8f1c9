//! Kills at the n-th call that changes what is on disk, counted by `strace` for each process.

use std::fs;
use std::process::{Command, Output};
use std::sync::OnceLock;

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
        killed.is_ok()
    })
}

/// Runs a command that is killed at some call, by itself or in the git that it runs, and then the
/// next one, which has to work.
pub fn killed(world: &mut World, who: &str, arguments: &[&str]) {
    let call = world.dice.between(1, 22);
    world.tally.kills += 1;
    let trace = world.desk(who).home().join("trace");
    let inject = format!("inject={CALLS}:signal=KILL:when={call}");
    let mut command = world.command(who, "strace", &["-f", "-o"]);
    command
        .arg(&trace)
        .args(["-e", &format!("trace={CALLS}"), "-e", &inject])
        .arg(env!("CARGO_BIN_EXE_complaint"))
        .args(arguments);
    world
        .journal
        .push(format!("  killed at call {call}: {arguments:?}"));
    let output = world.ran(&mut command);
    if output.status.success() {
        return acknowledge(world, who, arguments, &output);
    }
    recover(world, who);
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
    if left.is_empty() {
        let there = |id: &&String| world.case(who, id).is_some();
        left.extend(world.cases.iter().rev().find(there).cloned());
    }
    for id in &left {
        note(world, who, id);
    }
    let status = world.git(who, &["status", "--porcelain", "-uall", "cases"]);
    assert!(
        left.is_empty() || status.is_empty(),
        "left behind: {status}"
    );
}

/// A note that has to succeed, after the locks are removed that the program names.
fn note(world: &mut World, who: &str, id: &str) {
    for _ in 0..LOCKS {
        let output = world.complaint(who, &["note", id, "--text", "going on"]);
        if output.status.success() {
            return world.acknowledge(who, id);
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
