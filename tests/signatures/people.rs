//! What people do in the signed histories.

use std::process::Command;

use crate::support::team::Team;

/// Whether a program can be run; where it cannot, that is said.
pub fn is_there(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped: there is no {program} here");
    }
    is_there
}

/// Somebody puts a remark on record and commits it by hand, with these options of git.
pub fn note(team: &Team, who: &str, now: &str, options: &[&str]) {
    record(team, who, now, &["note", &team.id, "--text", "by hand"]);
    commit(team, who, now, options);
}

/// Somebody puts something on record without a commit.
pub fn record(team: &Team, who: &str, now: &str, arguments: &[&str]) {
    team.ok(who, now, &[&["--no-commit"], arguments].concat());
}

/// Somebody commits what there is, with these options of git.
pub fn commit(team: &Team, who: &str, now: &str, options: &[&str]) {
    team.git(who, now, &["add", "--all"]);
    team.git(who, now, &[options, &["commit", "-qm", "By hand"]].concat());
}

/// The last commit once more with another message and the old signature.
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

/// The approval of a further proposal, as the supervisor would commit it.
pub fn approve(team: &Team, options: &[&str]) {
    team.ok(
        "bob",
        "2026-11-02T12:00",
        &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
    );
    record(team, "sue", "2026-11-02T12:05", &["approve", &team.id]);
    commit(team, "sue", "2026-11-02T12:05", options);
}

/// A branch of ann's that begins before signatures were asked for, merged into `main`.
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

/// Somebody has the policy ask for no signatures any more.
pub fn switch_off(team: &Team, who: &str, options: &[&str]) {
    team.write(
        "policy.toml",
        &team.read("policy.toml").replace("signed = true\n", ""),
    );
    commit(team, who, "2026-11-02T12:00", options);
}

/// Bob has the supervisor's address lead to him, and approves what he proposed.
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

/// The director enters another address of the supervisor's into the policy.
pub fn give_address(team: &Team) {
    team.change_policy(
        "dan",
        "2026-11-02T12:01",
        "\"bob@example.com\"",
        "\"robert@example.com\"",
    );
    note(team, "ann", "2026-11-02T12:05", &[]);
}

/// An audit says of whom it is proven, by keys of this kind, that they committed; what it says.
pub fn assert_proves(team: &Team, kind: &str) -> String {
    note(team, "ann", "2026-11-02T12:10", &[]);
    let said = team.ok("dan", "2026-12-31T12:00", &["audit"]);
    let people = "ann@example.com (1), dan@example.com (1)";
    let proven =
        format!("Proven by {kind} signatures, checked with the keys known here: {people}.");
    assert!(said.contains(&proven), "{said}");
    said
}
