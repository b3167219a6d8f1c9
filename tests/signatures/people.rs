//! Actions of people in the signed histories.

use std::process::Command;

use crate::support::team::Team;

/// Whether a program is installed; prints a note if not.
pub fn is_there(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped: there is no {program} here");
    }
    is_there
}

/// Records a note and commits it by hand with these git options.
pub fn note(team: &Team, who: &str, now: &str, options: &[&str]) {
    record(team, who, now, &["note", &team.id, "--text", "by hand"]);
    commit(team, who, now, options);
}

/// Records something without committing it.
pub fn record(team: &Team, who: &str, now: &str, arguments: &[&str]) {
    team.ok(who, now, &[&["--no-commit"], arguments].concat());
}

/// Commits all changes with these git options.
pub fn commit(team: &Team, who: &str, now: &str, options: &[&str]) {
    team.git(who, now, &["add", "--all"]);
    team.git(who, now, &[options, &["commit", "-qm", "By hand"]].concat());
}

/// Rewrites the last commit with another message and the old signature.
pub fn reword(team: &Team) {
    let now = "2026-11-02T12:30";
    let raw = team.git("ann", now, &["cat-file", "commit", "HEAD"]);
    let reworded = team.home().join("reworded");
    std::fs::write(&reworded, raw.replace("By hand", "By nobody") + "\n")
        .expect("it can be written");
    let file = reworded.to_str().expect("a path");
    let id = team.git("ann", now, &["hash-object", "-t", "commit", "-w", file]);
    team.git("ann", now, &["reset", "-q", "--hard", &id]);
}

/// A further proposal and its approval by the supervisor, committed with these options.
pub fn approve(team: &Team, options: &[&str]) {
    team.ok(
        "bob",
        "2026-11-02T12:00",
        &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
    );
    record(team, "sue", "2026-11-02T12:05", &["approve", &team.id]);
    commit(team, "sue", "2026-11-02T12:05", options);
}

/// Merges a branch of ann's into `main` that began before signatures were required.
pub fn merge_from_before(team: &Team, options: &[&str]) {
    team.git(
        "ann",
        "2026-11-02T12:00",
        &["checkout", "-qb", "old", "HEAD~1"],
    );
    note(team, "ann", "2026-11-02T12:00", options);
    team.git("ann", "2026-11-02T12:10", &["checkout", "-q", "main"]);
    team.git(
        "ann",
        "2026-11-02T12:10",
        &["merge", "-q", "--no-ff", "-m", "Merge", "old"],
    );
}

/// Removes the requirement of signatures from the policy.
pub fn switch_off(team: &Team, who: &str, options: &[&str]) {
    team.write(
        "policy.toml",
        &team.read("policy.toml").replace("signed = true\n", ""),
    );
    commit(team, who, "2026-11-02T12:00", options);
}

/// Bob gives himself the supervisor's address in the policy, and approves his own proposal.
pub fn take_address(team: &Team) {
    team.ok(
        "bob",
        "2026-11-02T12:00",
        &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
    );
    team.change_policy(
        "bob",
        "2026-11-02T12:01",
        "sue@example.com",
        "bob@example.com",
    );
    team.ok(
        "bob",
        "2026-11-02T12:05",
        &["--as", "sue", "approve", &team.id],
    );
}

/// The director changes the supervisor's address in the policy.
pub fn give_address(team: &Team) {
    team.change_policy(
        "dan",
        "2026-11-02T12:01",
        "\"bob@example.com\"",
        "\"robert@example.com\"",
    );
    note(team, "ann", "2026-11-02T12:05", &[]);
}

/// Asserts that an audit proves the committers by keys of this kind; returns its output.
pub fn assert_proves(team: &Team, kind: &str) -> String {
    note(team, "ann", "2026-11-02T12:10", &[]);
    let said = team.ok("dan", "2026-12-31T12:00", &["audit"]);
    let people = "ann@example.com (1), dan@example.com (1)";
    let proven =
        format!("Proven by {kind} signatures, checked with the keys known here: {people}.");
    assert!(said.contains(&proven), "{said}");
    said
}
