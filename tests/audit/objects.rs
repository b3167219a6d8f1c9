//! Commits and trees that no git makes, but that every git takes from others.

use std::io::Write;
use std::process::Stdio;

use crate::support::repository::{Repository, event};
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// What an audit at the end of the year finds wrong: pairs of code and commit.
fn found(team: &Team) -> Vec<(String, String)> {
    let output = team.run("dan", "2026-12-31T12:00", &["audit", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let wrong = rows.into_iter().filter(|row| row["severity"] == "error");
    wrong
        .map(|row| (row["code"].as_str().expect("a code").into(), row["commit"].as_str().expect("one").into()))
        .collect()
}

/// Puts an object into a repository as it is.
fn object(repository: &Repository, kind: &str, content: &[u8]) -> String {
    let mut command = repository.command("dan", NOW, "git");
    command.args(["hash-object", "-t", kind, "-w", "--literally", "--stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("git runs");
    child.stdin.take().expect("a pipe").write_all(content).expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("an id").trim().to_owned()
}

/// A commit on top of `main`, with these lines of who made it when, that `main` is moved to; its id.
fn commit(team: &Team, tree: &str, [author, committer]: [&str; 2], message: &[u8]) -> String {
    let parent = team.git("dan", NOW, &["rev-parse", "HEAD"]);
    let lines = format!("tree {tree}\nparent {parent}\nauthor {author}\ncommitter {committer}\n\n");
    let id = object(team, "commit", &[lines.as_bytes(), message].concat());
    team.git("dan", NOW, &["update-ref", "refs/heads/main", &id]);
    id
}

fn tree(team: &Team) -> String {
    team.git("dan", NOW, &["rev-parse", "HEAD^{tree}"])
}

#[test]
fn an_odd_date_is_named_at_its_commit_and_the_rest_is_judged() {
    for (code, date) in [
        ("commit-date", "253402300800 +0000"),
        ("commit-date", "4102444800000 +0800"),
        ("commit-date", "99999999999999999999 +0000"),
        ("commit-date", "-1 +0000"),
        ("commit-date", "-62135596800 +0000"),
        ("commit-date", "1793592000 +9999"),
        ("commit-date", "1793592000 +99999999"),
        ("commit-date", "1793592000"),
        ("commit-date", ""),
        ("commit-date", "soon"),
        ("future", "253402300799 +0000"),
        ("future", "253402200000 +0000"),
    ] {
        let team = Team::honest();
        team.with_server();
        let who = format!("dan <dan@example.com> {date}");
        let odd = commit(&team, &tree(&team), [&who, &who], b"Odd\n");
        team.ok("ann", "2026-11-02T12:10", &["note", &team.id, "--text", "honest"]);
        assert_eq!(found(&team), [(code.to_owned(), odd.clone())], "{date}");
        team.slip_in("ann", "2026-11-02T12:20", &event("2026-11-02T12:20", "bob", "  do: note\n  text: mine\n"));
        let forged = team.git("dan", NOW, &["rev-parse", "HEAD"]);
        assert_eq!(found(&team), [(code.to_owned(), odd.clone()), ("foreign-author".to_owned(), forged)], "{date}");
        let said = team.push(&["origin", "main"]).expect_err("an odd date");
        let named = format!("error[{code}]: ");
        assert!(said.contains(&named) && said.contains(&format!(" --> {}", &odd[..10])), "{date}: {said}");
    }
}

#[test]
fn the_log_of_a_case_shows_an_oddly_dated_commit() {
    let team = Team::honest();
    team.add("bob", NOW, "  do: note\n  text: sudden\n");
    let changed = tree(&team);
    team.git("dan", NOW, &["update-ref", "refs/heads/main", "HEAD~1"]);
    let bob = "bob <bob@example.com> 1793592000 +99999999";
    let odd = commit(&team, &changed, [bob, bob], b"Odd\n");
    let said = team.ok("dan", NOW, &["log", &team.id]);
    assert!(said.contains(&format!("{}  no date  bob", &odd[..10])), "{said}");
    assert_eq!(found(&team), [("commit-date".to_owned(), odd)]);
}
