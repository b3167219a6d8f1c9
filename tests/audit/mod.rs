//! An honest history is proven; each forgery is found with the right code at the right commit.

mod forgeries;
#[cfg(unix)]
mod objects;
mod twins;

use crate::support::repository::event;
use crate::support::team::{Team, assert_found, assert_refused, block_with};
use forgeries::{FORGERIES, tightened_beside};

#[test]
fn an_honest_history_is_proven() {
    let team = Team::honest();
    team.diverge();
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "-m", "Merge", "side"],
    );
    team.ok("ann", "2026-11-02T13:10", &["resolve", &team.id]);
    team.change_policy(
        "dan",
        "2026-11-02T13:20",
        "up_to     = 500\n",
        "up_to     = 600\n",
    );
    team.change_policy(
        "dan",
        "2026-11-02T13:30",
        "bob@example.com",
        "robert@example.com",
    );
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    let said = team.ok("dan", "2026-12-31T12:00", &["audit"]);
    assert!(
        said.starts_with("Proven: 14 commits, 1 case, 9 events."),
        "{said}"
    );
    assert!(said.contains("Not proven"), "{said}");
}

#[test]
fn a_merge_takes_the_changed_policy() {
    for onto in ["main", "side"] {
        let team = Team::honest();
        tightened_beside(&team, "bob");
        team.git("bob", "2026-11-02T13:00", &["checkout", "-q", onto]);
        let other = if onto == "main" { "side" } else { "main" };
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "--no-ff", "-m", "Merge", other],
        );
        team.ok("bob", "2026-11-02T14:00", &["audit"]);
    }
}

#[test]
fn every_forgery_is_found_by_its_code() {
    assert!(FORGERIES.len() >= 30);
    assert_found(FORGERIES, Team::honest);
}

#[test]
fn a_server_accepts_honest_pushes_and_refuses_forgeries() {
    assert_refused(FORGERIES, Team::honest);
    let team = Team::honest();
    team.with_server();
    team.diverge();
    team.push(&["origin", "side"]).expect("a branch of its own");
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "-m", "Merge", "side"],
    );
    let policy = team.read("policy.toml");
    team.write(
        "policy.toml",
        &format!("{policy}[staff.kim]\nemail = \"kim@example.com\"\nrole = \"clerk\"\n"),
    );
    team.commit("dan", "2026-11-02T13:20", "Take kim on");
    team.ok(
        "kim",
        "2026-11-02T13:30",
        &["note", &team.id, "--text", "hello"],
    );
    team.push(&["origin", "main"]).expect("an honest history");
}

#[test]
fn a_server_refuses_to_lose_history() {
    let team = Team::honest();
    team.with_server();
    team.git(
        "bob",
        "2026-11-02T12:00",
        &["reset", "-q", "--hard", "HEAD~2"],
    );
    let said = team
        .push(&["--force", "origin", "main"])
        .expect_err("a rewritten branch");
    assert!(
        said.contains("[rewritten]") && said.contains("would lose commits"),
        "{said}"
    );
    let said = team
        .push(&["origin", ":main"])
        .expect_err("the branch taken away");
    assert!(
        said.contains("rewritten") || said.contains("deletion of the current branch"),
        "{said}"
    );
}

#[test]
fn a_commit_that_breaks_the_policy_is_refused_before_it_is_made() {
    let team = Team::honest();
    team.ok("ann", "2026-11-02T12:00", &["hook", "install"]);
    team.ok(
        "ann",
        "2026-11-02T12:05",
        &["note", &team.id, "--text", "honest"],
    );
    let text = team.read(&team.file());
    let forged = format!(
        "{text}{}",
        event("2026-11-02T12:10", "bob", "  do: note\n  text: not me\n")
    );
    team.write(&team.file(), &forged);
    let output = team.try_git("ann", "2026-11-02T12:11", &["commit", "-qam", "Tamper"]);
    assert!(!output.status.success());
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("[foreign-author]"),
        "{output:?}"
    );
    team.write(&team.file(), &text);
    team.write("remark.txt", "nothing to do with cases");
    team.commit("ann", "2026-11-02T12:12", "A remark");
}

#[test]
fn the_commit_hook_judges_a_merge_with_all_parents() {
    let team = Team::honest();
    team.diverge();
    team.ok("bob", "2026-11-02T12:50", &["hook", "install"]);
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "--no-commit", "--no-ff", "side"],
    );
    let united = team.read(&team.file());
    team.write(
        &team.file(),
        &united.replace(&block_with(&united, "from the side"), ""),
    );
    team.git("bob", "2026-11-02T13:00", &["add", "--all"]);
    let output = team.try_git("bob", "2026-11-02T13:00", &["commit", "-qm", "Merge"]);
    assert!(
        !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("[altered]"),
        "{output:?}"
    );
    team.write(&team.file(), &united);
    team.commit("bob", "2026-11-02T13:00", "Merge what ann recorded");
}

#[test]
fn a_checkpoint_detects_a_rewritten_history() {
    let team = Team::honest();
    let checkpoint = team.ok("dan", "2026-11-02T12:00", &["audit", "--checkpoint"]);
    team.ok(
        "ann",
        "2026-11-02T12:10",
        &["note", &team.id, "--text", "more"],
    );
    assert_eq!(
        team.audited(&["--since", &checkpoint]),
        Vec::<String>::new()
    );
    // The same history with another amount from the beginning: consistent in itself.
    team.git(
        "bob",
        "2026-11-02T12:20",
        &["reset", "-q", "--hard", "HEAD~4"],
    );
    team.ok(
        "bob",
        "2026-11-02T10:30",
        &["propose", &team.id, "--remedy", "refund", "--amount", "80"],
    );
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    assert_eq!(team.audited(&["--since", &checkpoint]), ["rewritten"]);
    let wrong = team.run("dan", "2026-11-02T12:00", &["audit", "--since", "nonsense"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn local_replacements_of_commits_hide_nothing() {
    let team = Team::honest();
    team.tamper("bob", "2026-11-02T12:00", |text| {
        text.replace("amount: 800", "amount: 80")
    });
    let found = team.audited(&[]);
    assert!(found.contains(&"altered".to_owned()), "{found:?}");
    team.git("bob", "2026-11-02T12:10", &["replace", "HEAD", "HEAD~1"]);
    assert_eq!(team.audited(&[]), found);
    let head = team.git("bob", "2026-11-02T12:20", &["rev-parse", "HEAD"]);
    team.git("bob", "2026-11-02T12:20", &["replace", "-d", "HEAD"]);
    team.write(".git/info/grafts", &format!("{}\n", head.trim()));
    assert_eq!(team.audited(&[]), found, "and no second root");
}

#[test]
fn a_shallow_clone_proves_nothing() {
    let team = Team::honest();
    let url = format!("file://{}", team.root().display());
    team.git(
        "ann",
        "2026-11-02T12:00",
        &["clone", "-q", "--depth", "2", &url, "../short"],
    );
    let short = team.beside("short");
    let output = short.run("ann", "2026-11-02T12:00", &["audit"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("git fetch --unshallow"),
        "{output:?}"
    );
    short.ok(
        "ann",
        "2026-11-02T12:00",
        &["audit", "--range", "HEAD~1..HEAD"],
    );
}

#[test]
fn a_checkpoint_detects_a_root_rewritten_on_the_server() {
    let team = Team::honest();
    let server = team.with_server();
    let kept = team.ok("dan", "2026-11-02T12:00", &["audit", "--checkpoint"]);
    let since = |name: &str| team.another(name).audited(&["--since", &kept]);
    assert_eq!(since("before"), Vec::<String>::new());
    // The same history from a first commit with another message: clean in itself.
    let now = "2026-11-02T12:00";
    let rewrite = "git fast-export --refspec refs/heads/main:refs/heads/rewritten main | sed 's/^Set up a/SET UP A/' | git fast-import --quiet";
    assert!(
        team.command("dan", now, "sh")
            .args(["-c", rewrite])
            .status()
            .expect("sh runs")
            .success()
    );
    let rewritten = team.git("dan", now, &["rev-parse", "rewritten"]);
    let said = team
        .push(&["--force", "origin", &format!("{rewritten}:main")])
        .expect_err("a rewritten branch");
    assert!(said.contains("[rewritten]"), "{said}");
    // The administrator of the server can still push it, but not unnoticed.
    server.git("dan", now, &["fetch", "-q", "../team", &rewritten]);
    server.git("dan", now, &["update-ref", "refs/heads/main", &rewritten]);
    assert_eq!(since("after"), ["rewritten"]);
}

#[test]
fn a_policy_that_is_not_committed_judges_nothing() {
    let team = Team::honest();
    team.add("ann", "2026-11-02T12:05", "  do: close\n");
    let found = team.audited(&[]);
    assert!(found.contains(&"closing-gate".to_owned()), "{found:?}");
    let head = team.git("ann", "2026-11-02T12:10", &["rev-parse", "HEAD"]);
    let policy = team.read("policy.toml");
    team.write(
        "policy.toml",
        &policy.replace("[audit]\n", &format!("[audit]\nfrom = \"{head}\"\n")),
    );
    assert_eq!(team.audited(&[]), found);
}

#[test]
fn a_settled_question_is_not_reported() {
    let team = Team::honest();
    team.ok("ann", "2026-11-02T12:00", &["resolve", &team.id]);
    team.git("ann", "2026-11-02T12:05", &["checkout", "-qb", "side"]);
    team.ok(
        "ann",
        "2026-11-02T12:10",
        &[
            "investigate",
            &team.id,
            "--verdict",
            "substantiated",
            "--cause",
            "product",
        ],
    );
    team.git("bob", "2026-11-02T12:15", &["checkout", "-q", "main"]);
    team.ok(
        "bob",
        "2026-11-02T12:20",
        &["investigate", &team.id, "--verdict", "unsubstantiated"],
    );
    team.git(
        "bob",
        "2026-11-02T12:30",
        &["merge", "-q", "-m", "Merge", "side"],
    );
    let asked = || {
        team.ok("dan", "2026-11-02T13:30", &["audit"])
            .contains("[questionable]")
    };
    assert!(asked());
    team.ok(
        "bob",
        "2026-11-02T13:00",
        &[
            "investigate",
            &team.id,
            "--verdict",
            "partly",
            "--cause",
            "product",
        ],
    );
    assert!(!asked());
}

#[test]
fn the_same_mistake_at_another_event_is_found_again() {
    let team = Team::honest();
    for (now, verb) in [
        ("2026-11-02T12:00", "assign"),
        ("2026-11-02T12:10", "register"),
    ] {
        let line = format!("  do: {verb}\n");
        team.tamper("ann", now, |text| {
            text.replacen(&line, &format!("{line}  bonus: 900\n"), 1)
        });
    }
    let output = team.run("dan", "2026-11-02T13:00", &["audit"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.matches("error[unknown-key]").count(), 2, "{said}");
}

#[test]
fn nobody_records_what_grants_something_for_others() {
    let begin = || {
        let team = Team::honest();
        team.change_policy(
            "dan",
            "2026-11-02T12:00",
            "[audit]\n",
            "[audit]\nrecorders = \"clerk\"\n",
        );
        let id = team.new_case("ann", "2026-11-02T12:30");
        team.ok(
            "bob",
            "2026-11-02T12:40",
            &["note", &id, "--text", "called"],
        );
        (team, id)
    };
    let acts: [(&[&str], bool); 7] = [
        (&["sue", "note", "--text", "called back"], true),
        // Above her own tier, somebody else has to approve it.
        (
            &["sue", "propose", "--remedy", "refund", "--amount", "9000"],
            true,
        ),
        (
            &["sue", "propose", "--remedy", "refund", "--amount", "4000"],
            false,
        ),
        (
            &[
                "sue",
                "extend",
                "--deadline",
                "respond",
                "--until",
                "2026-11-09",
                "--reason",
                "x",
            ],
            false,
        ),
        (&["dan", "invalidate", "--reason", "x"], false),
        (&["bob", "retract", "--event", "2", "--reason", "x"], true),
        (&["dan", "retract", "--event", "2", "--reason", "x"], false),
    ];
    for (act, is_fine) in acts {
        let (team, id) = begin();
        let (who, verb) = (act[0], act[1]);
        let arguments = [&["--as", who, verb, &id], &act[2..]].concat();
        let recorder = if who == "bob" { "ann" } else { "bob" };
        team.ok(recorder, "2026-11-02T13:00", &arguments);
        let audited = team.audited(&[]);
        assert_eq!(audited.is_empty(), is_fine, "{act:?}: {audited:?}");
        assert!(
            audited.iter().all(|code| code == "foreign-author"),
            "{act:?}: {audited:?}"
        );
    }
}

#[test]
fn new_attributes_among_the_cases_are_refused_whatever_they_say() {
    let team = Team::honest();
    team.write("cases/.gitattributes", "*.png binary\n");
    team.commit("ann", "2026-11-02T12:00", "Attributes");
    let found = team.audited(&[]);
    assert!(
        found.iter().any(|code| code == "attributes-altered"),
        "{found:?}"
    );
}
