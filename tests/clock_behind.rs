//! A clock that is behind the newest commit: no gate would take what is committed by it
//! (`commit-date`), so every command that commits refuses.

use std::fs;

use crate::support::repository::Repository;

const MAP: &str = "format = 1\n[rows]\nkey = \"no\"\n[dates]\nformats = [\"%Y-%m-%d\"]\n[facts]\n\
                   received = \"date\"\nchannel = { text = \"phone\" }\n\
                   category = { text = \"delivery\" }\nname = { text = \"anonymous\" }\n\
                   summary = \"what\"\n";

const NEW: &[&str] = &[
    "new",
    "--channel",
    "phone",
    "--category",
    "delivery",
    "--customer",
    "Wang",
    "--summary",
    "late",
];

#[test]
fn whatever_commits_is_refused_by_a_clock_behind_head() {
    let team = Repository::new();
    let early = team.new_case("ann", "2026-11-03T09:00");
    team.new_case("ann", "2026-11-05T09:00");
    for (name, text) in [
        ("ledger.csv", "no,date,what\n1,2026-11-02,late\n"),
        ("map.toml", MAP),
        ("photo.jpg", "photo"),
    ] {
        fs::write(team.home().join(name), text).expect("a file");
    }
    let before = team.git("ann", "", &["rev-parse", "HEAD"]);
    let commands: [&[&str]; 6] = [
        NEW,
        &["note", &early, "--text", "x"],
        &["attach", &early, "../photo.jpg"],
        &["amend", &early, "summary=lost", "--reason", "x"],
        &["assign", &early, "bob"],
        &["import", "../ledger.csv", "--map", "../map.toml"],
    ];
    for command in commands {
        let output = team.run_by_clock("sue", "2026-11-04T10:00", command);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        for words in [
            "ann has the newest commit at 2026-11-05 09:00",
            "the clock here shows 2026-11-04 10:00",
            "[future]",
            "one of the two clocks is wrong",
        ] {
            assert!(said.contains(words), "{command:?}: {said}");
        }
        assert_eq!(team.git("ann", "", &["status", "--porcelain", "-uall"]), "");
    }
    assert_eq!(team.git("ann", "", &["rev-parse", "HEAD"]), before);
}

#[test]
fn what_the_policy_tolerates_passes() {
    let team = Repository::new();
    team.new_case("ann", "2026-11-05T09:00");
    let output = team.run_by_clock("bob", "2026-11-05T08:58", NEW);
    assert!(output.status.success(), "{output:?}");
    // Without a commit, git's dates do not matter.
    let left = [NEW, &["--no-commit"]].concat();
    let output = team.run_by_clock("bob", "2026-11-04T10:00", &left);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_set_up_in_a_repository_has_the_same_rule() {
    let team = Repository::in_home(|_| ());
    team.configure("[init]\n\tdefaultBranch = main\n");
    fs::create_dir(team.root()).expect("a folder");
    team.git("dan", "", &["init", "-q"]);
    team.write("README", "x");
    team.commit("dan", "2026-11-05T09:00", "Begin");
    let output = team.run_by_clock("dan", "2026-11-04T10:00", &["init", "."]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("[future]"), "{said}");
    assert_eq!(team.git("dan", "", &["status", "--porcelain", "-uall"]), "");
    team.ok("dan", "2026-11-05T10:00", &["init", "."]);
}
