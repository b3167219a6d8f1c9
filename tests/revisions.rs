//! Reading revisions: a bare repository, and `--rev`.

use std::fs;
use std::process::Output;

use crate::support::repository::{REAL, Repository};

const NOW: &str = "2026-11-20T09:00";

/// The reading commands, each with arguments that read much.
fn readers(id: &str) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = [
        "list --all",
        "list --all --format json",
        "list --all --format csv",
        "overdue",
        "overdue --format json",
        "check",
        "check --format json",
        "audit",
        "audit --format json",
        "report",
        "report --format json --period 2026-11",
        "policy show",
        "policy show deadlines",
        "policy diff HEAD",
        "policy simulate HEAD",
        "policy upgrade",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect();
    for line in [
        "show",
        "show --format json",
        "log",
        "explain",
        "explain --format json",
        "letter answer",
    ] {
        let mut words: Vec<&str> = line.split(' ').collect();
        words.insert(1, id);
        all.push(words);
    }
    all
}

/// Two cases, one with evidence and a broken promise, a template, and a policy that changed; with a
/// bare `origin`.
fn worked_on() -> (Repository, String) {
    let team = Repository::new();
    let id = team.new_case("ann", "2026-11-02T09:00");
    team.new_case("bob", "2026-11-02T09:30");
    fs::write(team.root().join("photo.jpg"), "a photo").expect("a file");
    team.ok("ann", "2026-11-02T10:00", &["attach", &id, "photo.jpg"]);
    fs::remove_file(team.root().join("photo.jpg")).expect("a file");
    team.ok("sue", "2026-11-02T10:10", &["assign", &id, "bob"]);
    fs::create_dir_all(team.root().join("templates/letters")).expect("a folder");
    team.write("templates/letters/answer.txt", "Dear {{complainant}},\n");
    team.commit("dan", "2026-11-02T10:20", "A letter");
    let policy = team.read("policy.toml");
    team.write(
        "policy.toml",
        &policy.replace("investigate = \"clerk\"", "investigate = \"supervisor\""),
    );
    team.commit("dan", "2026-11-02T10:30", "Only supervisors investigate");
    team.with_origin();
    (team, id)
}

/// Exit code and output, without the folder's name.
fn told(repository: &Repository, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = repository.run("dan", NOW, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (status.code(), text(&stdout), text(&stderr))
}

#[test]
fn a_bare_repository_says_what_a_clone_says() {
    let (team, id) = worked_on();
    let origin = team.beside("origin");
    for arguments in readers(&id) {
        let clone = told(&team, &arguments);
        assert_ne!(clone.0, Some(2), "{arguments:?}: {clone:?}");
        assert_eq!(told(&origin, &arguments), clone, "{arguments:?}");
        let with_rev = [&arguments[..], &["--rev", "HEAD"]].concat();
        assert_eq!(told(&team, &with_rev), clone, "{with_rev:?}");
    }
}

#[test]
fn an_older_revision_is_read_as_it_was() {
    let (team, id) = worked_on();
    let readers = readers(&id);
    let of_bare = |revision: &str| -> Vec<_> {
        let rev = ["--rev", revision];
        readers
            .iter()
            .map(|arguments| told(&team.beside("origin"), &[arguments, &rev[..]].concat()))
            .collect()
    };
    let before = of_bare("HEAD~2");
    let then = team.another("then");
    then.git("dan", REAL, &["checkout", "-q", "--detach", "HEAD~2"]);
    for (arguments, told_by_revision) in readers.iter().zip(&before) {
        // HEAD is another commit there.
        if arguments.contains(&"HEAD") {
            continue;
        }
        assert_eq!(&told(&then, arguments), told_by_revision, "{arguments:?}");
    }
    // What is in the working tree, committed or not, changes nothing.
    team.write("policy.toml", "broken");
    fs::remove_dir_all(team.root().join("cases")).expect("cases");
    let now = ["list", "--all", "--rev", "HEAD~2"];
    assert_eq!(told(&team, &now), told(&team.beside("origin"), &now));
}

#[test]
fn a_policy_in_a_folder_is_found_in_a_revision() {
    let (team, id) = worked_on();
    fs::create_dir(team.root().join("care")).expect("a folder");
    for name in ["policy.toml", "cases", "evidence", "templates"] {
        team.git("dan", REAL, &["mv", name, "care"]);
    }
    team.commit("dan", "2026-11-02T11:00", "Below a folder");
    team.git("dan", REAL, &["push", "-q"]);
    let show = ["show", &id];
    let in_folder = [&show[..], &["-C", "care"]].concat();
    let expected = told(&team, &in_folder);
    assert_eq!(expected.0, Some(0), "{expected:?}");
    assert_eq!(told(&team.beside("origin"), &show), expected);
    assert_eq!(
        told(&team, &[&in_folder[..], &["--rev", "main"]].concat()),
        expected
    );
}

#[test]
fn evidence_is_checked_in_a_revision() {
    let (team, id) = worked_on();
    let folder = fs::read_dir(team.root().join("evidence")).expect("evidence");
    let folder = folder.last().expect("a folder").expect("it reads").path();
    let file = fs::read_dir(folder).expect("files").last().expect("a file");
    fs::write(file.expect("it reads").path(), "another photo").expect("a file");
    team.commit("dan", "2026-11-02T11:00", "Another photo");
    team.git("dan", REAL, &["push", "-q"]);
    let origin = team.beside("origin");
    let (code, found, _) = told(&origin, &["check"]);
    assert_eq!(code, Some(1), "{found}");
    assert!(
        found.contains("[evidence-altered]") && found.contains(&id),
        "{found}"
    );
    assert_eq!(told(&origin, &["check", "--rev", "HEAD~1"]).0, Some(0));
}

#[test]
fn only_reading_commands_take_a_revision() {
    let (team, id) = worked_on();
    for arguments in [
        &["note", &id, "--text", "x"][..],
        &["close", &id],
        &["init", "."],
        &["doctor"],
        &["hook", "install"],
        &["import", "ledger.csv", "--map", "map.toml"],
        &["escalate", "--due"],
    ] {
        let (code, _, said) = told(&team, &[arguments, &["--rev", "HEAD"]].concat());
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains("--rev") && said.contains("hint: "), "{said}");
    }
    let (code, _, said) = told(&team, &["list", "--rev", "nonsense"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("'nonsense'"), "{said}");
    let (code, _, said) = told(&team.beside("origin"), &["note", &id, "--text", "x"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("bare repository") && said.contains("git clone"),
        "{said}"
    );
}

#[test]
fn a_bare_repository_of_somebody_else_is_not_trusted() {
    let (team, _) = worked_on();
    let origin = team.beside("origin");
    origin.git(
        "dan",
        REAL,
        &["config", "merge.complaint.driver", "touch ../ran"],
    );
    for arguments in [["list", "--all"], ["doctor", "--fix"]] {
        let mut command = origin.command("dan", NOW, env!("CARGO_BIN_EXE_complaint"));
        command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        let output = command.args(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("safe.directory"), "{said}");
    }
    assert!(!team.home().join("ran").exists());
}
