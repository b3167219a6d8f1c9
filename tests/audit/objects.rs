//! Commits and trees that no git creates, but every git accepts.

use std::io::Write;
use std::process::Stdio;

use crate::support::repository::{Repository, event};
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// The errors of an audit at the end of the year: pairs of code and commit.
fn found(team: &Team) -> Vec<(String, String)> {
    let output = team.run("dan", "2026-12-31T12:00", &["audit", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let wrong = rows.into_iter().filter(|row| row["severity"] == "error");
    wrong
        .map(|row| {
            (
                row["code"].as_str().expect("a code").into(),
                row["commit"].as_str().expect("one").into(),
            )
        })
        .collect()
}

/// Writes a raw object into a repository.
fn write_object(repository: &Repository, kind: &str, content: &[u8]) -> String {
    git_with_input(
        repository,
        &["hash-object", "-t", kind, "-w", "--literally", "--stdin"],
        content,
    )
}

/// Runs git with this input and returns its output.
fn git_with_input(repository: &Repository, arguments: &[&str], content: &[u8]) -> String {
    let mut command = repository.command("dan", NOW, "git");
    let mut child = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(content)
        .expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout)
        .expect("an id")
        .trim()
        .to_owned()
}

/// The tree of `main` with one more entry in November's folder of cases.
fn tree_with(team: &Team, mode: &str, name: &[u8], id: &str) -> String {
    let bytes = |id: &str| -> Vec<u8> {
        (0..id.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&id[at..at + 2], 16).expect("digits"))
            .collect()
    };
    let listed = team.git("dan", NOW, &["ls-tree", "HEAD:cases/2026/11"]);
    let (meta, own) = listed.split_once('\t').expect("one case");
    let case = meta.rsplit(' ').next().expect("its id");
    let mut entries = [(own.as_bytes(), "100644", case), (name, mode, id)];
    entries.sort();
    let month: Vec<u8> = entries
        .iter()
        .flat_map(|(name, mode, id)| [mode.as_bytes(), b" ", name, b"\0", &bytes(id)].concat())
        .collect();
    let month = write_object(team, "tree", &month);
    let year = git_with_input(
        team,
        &["mktree"],
        format!("040000 tree {month}\t11\n").as_bytes(),
    );
    let cases = git_with_input(
        team,
        &["mktree"],
        format!("040000 tree {year}\t2026\n").as_bytes(),
    );
    let top = team.git("dan", NOW, &["ls-tree", "HEAD"]);
    let before = team.git("dan", NOW, &["rev-parse", "HEAD:cases"]);
    git_with_input(
        team,
        &["mktree"],
        (top.replace(&before, &cases) + "\n").as_bytes(),
    )
}

/// Commits a tree on top of `main`, with these raw author and committer lines, and moves `main` to
/// it; returns the id.
fn commit(team: &Team, tree: &str, [author, committer]: [&str; 2], message: &[u8]) -> String {
    let parent = team.git("dan", NOW, &["rev-parse", "HEAD"]);
    let lines = format!("tree {tree}\nparent {parent}\nauthor {author}\ncommitter {committer}\n\n");
    let id = write_object(team, "commit", &[lines.as_bytes(), message].concat());
    team.git("dan", NOW, &["update-ref", "refs/heads/main", &id]);
    id
}

const DAN: &str = "dan <dan@example.com> 1793592000 +0800";

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
        // Not by the program, which commits nothing on top of a commit from the future.
        let note = ["note", &team.id, "--text", "honest", "--no-commit"];
        team.ok("ann", "2026-11-02T12:10", &note);
        let commit_by_hand = ["commit", "-qam", "Honest"];
        team.git("ann", "2026-11-02T12:10", &commit_by_hand);
        assert_eq!(found(&team), [(code.to_owned(), odd.clone())], "{date}");
        team.slip_in(
            "ann",
            "2026-11-02T12:20",
            &event("2026-11-02T12:20", "bob", "  do: note\n  text: mine\n"),
        );
        let forged = team.git("dan", NOW, &["rev-parse", "HEAD"]);
        assert_eq!(
            found(&team),
            [
                (code.to_owned(), odd.clone()),
                ("foreign-author".to_owned(), forged)
            ],
            "{date}"
        );
        let said = team.push(&["origin", "main"]).expect_err("an odd date");
        let named = format!("error[{code}]: ");
        assert!(
            said.contains(&named) && said.contains(&format!(" --> {}", &odd[..10])),
            "{date}: {said}"
        );
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
    assert!(
        said.contains(&format!("{}  no date  bob", &odd[..10])),
        "{said}"
    );
    assert_eq!(found(&team), [("commit-date".to_owned(), odd)]);
}

#[test]
fn a_malformed_tree_is_named_and_refused() {
    let cases: [(&str, &str, &[u8]); 9] = [
        ("id-path", "100644", b".."),
        ("id-path", "100644", b"."),
        ("id-path", "100644", b".git"),
        ("id-path", "100644", b".GIT"),
        ("id-path", "100644", b"a\nb.yaml"),
        ("id-path", "100644", b"20261102-AAAAAA-\xff.yaml"),
        ("unreadable", "120000", b"20261102-AAAAAA-delivery.yaml"),
        ("unreadable", "120000", b"elsewhere"),
        ("unreadable", "160000", b"module"),
    ];
    for (code, mode, name) in cases {
        let team = Team::honest();
        team.with_server();
        let id = match mode {
            "160000" => team.git("dan", NOW, &["rev-parse", "HEAD"]),
            _ => write_object(&team, "blob", b"../../../policy.toml"),
        };
        let shown = String::from_utf8_lossy(name);
        let odd = commit(
            &team,
            &tree_with(&team, mode, name, &id),
            [DAN, DAN],
            b"Odd\n",
        );
        let found = found(&team);
        assert!(
            found.contains(&(code.to_owned(), odd.clone())),
            "{shown:?}: {found:?}"
        );
        assert!(
            found.iter().all(|(_, commit)| *commit == odd),
            "{shown:?}: {found:?}"
        );
        let said = team.push(&["origin", "main"]).expect_err("an odd tree");
        assert!(
            said.contains(&format!("error[{code}]: ")),
            "{shown:?}: {said}"
        );
        assert!(
            !said.chars().any(|c| c.is_control() && c != '\n'),
            "{said:?}"
        );
    }
}

#[test]
fn odd_messages_and_authors_are_accepted_without_events() {
    let huge = vec![b'x'; 32 << 20];
    let messages: [&[u8]; 4] = [b"", b"a\0b\0\ncommitter x\n", b"\xff\x1b[31m", &huge];
    let team = Team::honest();
    for message in messages {
        commit(&team, &tree(&team), [DAN, DAN], message);
    }
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    for who in [
        "dan <> 1793592000 +0800",
        " <dan@example.com> 1793592000 +0800",
    ] {
        commit(&team, &tree(&team), [who, who], b"Odd\n");
    }
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    for who in [
        "dan <> 1793592000 +0800",
        "dan dan@example.com 1793592000 +0800",
        "<<dan@example.com>> x",
        "",
    ] {
        let team = Team::honest();
        team.with_server();
        team.add("bob", NOW, "  do: note\n  text: sudden\n");
        let changed = tree(&team);
        team.git("dan", NOW, &["update-ref", "refs/heads/main", "HEAD~1"]);
        let odd = commit(&team, &changed, [who, who], b"Odd\n");
        let found = found(&team);
        assert!(
            found.contains(&("foreign-author".to_owned(), odd.clone())),
            "{who}: {found:?}"
        );
        assert!(
            found.iter().all(|(_, commit)| *commit == odd),
            "{who}: {found:?}"
        );
        let said = team.push(&["origin", "main"]).expect_err("nobody's event");
        assert!(said.contains("error[foreign-author]: "), "{who}: {said}");
    }
}

#[test]
fn a_version_whose_content_is_gone_is_named_as_lost() {
    let team = Team::honest();
    let older = format!("HEAD~1:{}", team.file());
    let id = team.git("dan", NOW, &["rev-parse", &older]);
    let object = team
        .root()
        .join(".git/objects")
        .join(&id[..2])
        .join(&id[2..]);
    std::fs::remove_file(object).expect("a loose object");
    let found = found(&team);
    assert!(
        found.iter().any(|(code, _)| code == "unreadable"),
        "{found:?}"
    );
    assert!(found.iter().all(|(code, _)| code != "syntax"), "{found:?}");
}
