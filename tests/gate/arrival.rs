//! What the gate asks of commits that arrive: by the server's clock, and by the people that the
//! record has now.

use crate::support::repository::{REAL, Repository};
use crate::support::team::Team;

/// A case with a proposal by bob, whose approval by sue is on `side`; `main` says that sue is a
/// clerk from 3 November on.
fn demoted() -> (Team, Repository) {
    let team = Team::honest();
    let propose = ["propose", &team.id, "--remedy", "refund", "--amount", "900"];
    team.ok("bob", "2026-11-02T12:00", &propose);
    let server = team.with_server();
    team.git("sue", "2026-11-02T12:05", &["checkout", "-qb", "side"]);
    team.ok("sue", "2026-11-02T12:10", &["approve", &team.id]);
    team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    team.change_policy(
        "dan",
        "2026-11-02T12:20",
        "sue@example.com\"\nrole = \"supervisor\"",
        "sue@example.com\"\nrole = [{ role = \"supervisor\" }, { role = \"clerk\", since = 2026-11-03 }]",
    );
    team.push(&["origin", "main"]).expect("by the director");
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "--no-edit", "side"],
    );
    (team, server)
}

#[test]
fn the_clock_of_the_gate_is_the_servers() {
    let (team, server) = demoted();
    let early = "2026-11-02T13:10:00+08:00";
    team.configure(&format!("[complaint]\n\tnow = {early}\n"));
    let mut push = team.command("bob", "2026-11-02T13:10", "git");
    push.env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "complaint.now")
        .env("GIT_CONFIG_VALUE_0", early);
    let setting = format!("complaint.now={early}");
    push.args(["-c", &setting, "push", "-q", "origin", "main"]);
    let output = push.output().expect("git runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("[lapsed]"), "{said}");
    server.set_clock(early);
    team.push(&["origin", "main"])
        .expect("she was a supervisor then");
}

#[test]
fn a_job_takes_no_clock_from_its_environment() {
    let (team, _) = demoted();
    let arriving = ["audit", "--arriving", "refs/remotes/origin/main..HEAD"];
    for (now, is_taken) in [("2026-11-03T10:00", false), ("2026-11-02T13:10", true)] {
        team.set_clock(now);
        let output = team.run("dan", "2026-11-02T13:10", &arriving);
        assert_eq!(output.status.success(), is_taken, "{output:?}");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(said.contains("[lapsed]"), !is_taken, "{said}");
    }
}

#[cfg(unix)]
#[test]
fn the_gate_judges_the_repository_that_is_pushed_to() {
    let team = Team::honest();
    team.with_server();
    team.git("dan", REAL, &["init", "-q", "--bare", "../decoy"]);
    team.configure("[complaint]\n\tfrom = HEAD\n\tfolder = elsewhere\n");
    team.slip_in(
        "ann",
        "2026-11-02T12:00",
        "- at: 2026-11-02T12:00:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    let mut push = team.command("ann", REAL, "git");
    push.env("COMPLAINT_REPO", team.home().join("decoy"))
        .env("GIT_ATTR_SOURCE", "HEAD")
        .env("GIT_NAMESPACE", "elsewhere")
        .args(["push", "-q", "origin", "main"]);
    let output = push.output().expect("git runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("[foreign-author]"), "{said}");
}

#[test]
fn somebody_who_was_taken_off_the_list_grants_nothing() {
    for is_removed in [true, false] {
        let team = Team::honest();
        let propose = ["propose", &team.id, "--remedy", "refund", "--amount", "900"];
        team.ok("bob", "2026-11-02T12:00", &propose);
        team.with_server();
        team.git("sue", "2026-11-02T12:05", &["checkout", "-qb", "side"]);
        team.ok("sue", "2026-11-02T12:10", &["approve", &team.id]);
        team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
        if is_removed {
            let entry = "[staff.sue]\nemail = \"sue@example.com\"\nrole = \"supervisor\"\n";
            team.change_policy("dan", "2026-11-02T12:20", entry, "");
            team.push(&["origin", "main"]).expect("by the director");
        }
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "--no-edit", "side"],
        );
        match team.push(&["origin", "main"]) {
            Ok(()) => assert!(!is_removed),
            Err(said) => assert!(is_removed && said.contains("[lapsed]"), "{said}"),
        }
    }
}

#[test]
fn an_address_is_still_that_of_its_person() {
    for is_pushed_before in [true, false] {
        let team = Team::honest();
        team.with_server();
        team.git("bob", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
        team.ok(
            "bob",
            "2026-11-02T12:00",
            &["note", &team.id, "--text", "from the side"],
        );
        team.git("dan", "2026-11-02T12:10", &["checkout", "-q", "main"]);
        team.change_policy(
            "dan",
            "2026-11-02T12:10",
            "bob@example.com",
            "robert@example.com",
        );
        if is_pushed_before {
            team.push(&["origin", "main"]).expect("by the director");
        }
        team.git(
            "ann",
            "2026-11-02T13:00",
            &["merge", "-q", "--no-edit", "side"],
        );
        match team.push(&["origin", "main"]) {
            Ok(()) => assert!(
                !is_pushed_before,
                "it was bob's by the list before the push"
            ),
            Err(said) => assert!(
                is_pushed_before && said.contains("[foreign-author]"),
                "{said}"
            ),
        }
    }
}

#[test]
fn somebody_who_has_left_changes_no_policy_by_backdating() {
    for (last_day, is_taken) in [("2026-11-03", false), ("2026-12-31", true)] {
        let team = Team::honest();
        let entry = "[staff.eva]\nemail = \"eva@example.com\"\nrole = \"director\"\nuntil = ";
        team.change_policy(
            "dan",
            "2026-11-02T11:50",
            "[staff.ann]",
            &format!("{entry}{last_day}\n[staff.ann]"),
        );
        team.with_server();
        team.git("eva", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
        team.change_policy(
            "eva",
            "2026-11-02T12:00",
            "up_to     = 500\n",
            "up_to     = 5000\n",
        );
        team.git("bob", "2026-11-02T12:20", &["checkout", "-q", "main"]);
        team.ok(
            "bob",
            "2026-11-02T12:20",
            &["note", &team.id, "--text", "goes on"],
        );
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "--no-edit", "side"],
        );
        assert_eq!(
            team.audited(&[]),
            Vec::<String>::new(),
            "by its dates nothing is wrong"
        );
        match team.push(&["origin", "main"]) {
            Ok(()) => assert!(is_taken, "eva left on {last_day}"),
            Err(said) => assert!(!is_taken && said.contains("[policy-changed]"), "{said}"),
        }
    }
}

#[test]
fn cron_proves_its_events_by_an_address_of_its_own() {
    let begun = |address: &str| {
        let team = Team::honest();
        let entry = format!("[staff.cron]\n{address}role = \"system\"\n[staff.ann]");
        team.change_policy("dan", "2026-11-02T11:50", "[staff.ann]", &entry);
        team.with_server();
        team
    };
    let chase =
        "- at: 2026-11-02T12:00:00+08:00\n  by: cron\n  do: chase\n  text: in cron's name\n";
    for address in ["", "email = \"cron@example.com\"\n"] {
        for who in ["eve", "ann"] {
            let team = begun(address);
            team.slip_in(who, "2026-11-02T12:00", chase);
            assert_eq!(team.audited(&[]), ["foreign-author"], "{who}");
            let said = team
                .push(&["origin", "main"])
                .expect_err("not cron's commit");
            assert!(said.contains("[foreign-author]"), "{who}: {said}");
        }
    }
    let team = begun("email = \"cron@example.com\"\n");
    team.ok(
        "cron",
        "2026-11-02T12:00",
        &["chase", &team.id, "--text", "still open"],
    );
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    team.push(&["origin", "main"]).expect("cron's own commit");
}

#[test]
fn commits_arrive_at_a_record_that_they_contain() {
    let team = Team::honest();
    team.with_origin();
    team.diverge();
    team.set_clock("2026-11-08T12:00");
    let arriving = |range: &str| team.run("dan", REAL, &["audit", "--arriving", range]);
    let said = String::from_utf8_lossy(&arriving("side..main").stdout).into_owned();
    assert!(
        said.contains("[rewritten]") && said.contains("git merge side"),
        "{said}"
    );
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "--no-edit", "side"],
    );
    for range in ["side..main", "side..", "origin/main..HEAD"] {
        assert!(arriving(range).status.success(), "{:?}", arriving(range));
    }
    for range in ["side", "..main", "side...main", "nowhere..HEAD"] {
        assert_eq!(arriving(range).status.code(), Some(2), "{range}");
    }
}

#[test]
fn the_hook_is_installed_where_every_account_finds_it() {
    let team = Team::honest();
    team.configure(&format!(
        "[core]\n\thooksPath = {}\n",
        team.home().join("hooks").display()
    ));
    let server = team.with_origin();
    server.ok("dan", REAL, &["hook", "install"]);
    assert!(server.root().join("hooks/pre-receive").is_file());
    assert!(!team.home().join("hooks").exists());
}
