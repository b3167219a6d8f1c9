//! The gate of a server: real pushes to a real bare repository, and the ways round it.

mod arrival;
mod folder;
mod form;
mod late;
mod services;
mod slips;

use std::fs;

use crate::support::repository::{REAL, Repository, STAFF};
use crate::support::team::{Forgery, Team, assert_found, assert_refused};

/// Forgeries that put something else at the path of the policy or a case.
const DISPLACED: &[Forgery] = &[
    (
        "another way of merging, nearer to the cases",
        "attributes-altered",
        |team| {
            team.write("cases/.gitattributes", "*.yaml merge=union\n");
            team.commit("bob", "2026-11-02T12:00", "Merge lines");
        },
    ),
    (
        "another way of merging, further down",
        "attributes-altered",
        |team| {
            let before = team.read(".gitattributes");
            team.write(".gitattributes", &format!("{before}*.yaml -merge\n"));
            team.commit("bob", "2026-11-02T12:00", "Merge lines");
        },
    ),
    (
        "the way of merging made a remark",
        "attributes-altered",
        |team| {
            let before = team.read(".gitattributes");
            team.write(".gitattributes", &before.replace("cases/", "# cases/"));
            team.commit("bob", "2026-11-02T12:00", "Remark");
        },
    ),
    ("a second file of the case", "duplicate-id", |team| {
        let (file, text) = (team.file(), team.read(&team.file()));
        team.write(&file.replace("delivery", "billing"), &text);
        team.commit("bob", "2026-11-02T12:00", "Copy");
    }),
    (
        "a policy for systems without letter case",
        "id-path",
        |team| {
            team.write("POLICY.toml", &team.read("policy.toml"));
            team.commit("bob", "2026-11-02T12:00", "Shout");
        },
    ),
    (
        "a case for systems without letter case",
        "id-path",
        |team| {
            fs::create_dir(team.root().join("Cases")).expect("a folder");
            team.write("Cases/any.yaml", "id: none\n");
            team.commit("bob", "2026-11-02T12:00", "Shout");
        },
    ),
];

#[test]
fn replacements_of_policy_or_cases_are_refused() {
    assert_found(DISPLACED, Team::honest);
    assert_refused(DISPLACED, Team::honest);
    let team = Team::honest();
    team.with_server();
    let before = team.read(".gitattributes");
    team.write(".gitattributes", &format!("{before}docs/** merge=union\n"));
    team.commit("bob", "2026-11-02T12:00", "Merge the minutes line by line");
    team.push(&["origin", "main"]).expect("nothing about cases");
}

#[cfg(unix)]
#[test]
fn a_policy_that_is_a_link_is_refused() {
    let team = Team::honest();
    team.with_server();
    let (policy, moved) = (
        team.root().join("policy.toml"),
        team.root().join("elsewhere.toml"),
    );
    fs::rename(&policy, moved).expect("it can be moved");
    std::os::unix::fs::symlink("elsewhere.toml", policy).expect("a link");
    team.commit("dan", "2026-11-02T12:00", "Link");
    let said = team
        .push(&["origin", "main"])
        .expect_err("what it says lies elsewhere");
    assert!(said.contains("[unreadable]"), "{said}");
}

/// Adds a branch `side` with a note by bob, and makes the policy of `main` stricter beside it.
fn tighten_beside_a_branch(team: &Team) {
    team.git("bob", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok(
        "bob",
        "2026-11-02T12:10",
        &["note", &team.id, "--text", "from the side"],
    );
    team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    team.change_policy(
        "dan",
        "2026-11-02T12:20",
        "up_to     = 500\n",
        "up_to     = 100\n",
    );
}

/// A server with `main`, where the director made the policy stricter, and with an older branch
/// `side` with a note by bob.
fn tightened() -> Team {
    let team = Team::honest();
    team.with_server();
    tighten_beside_a_branch(&team);
    team.push(&["origin", "main", "side"])
        .expect("both are honest");
    team
}

#[test]
fn an_old_policy_does_not_come_back_by_a_merge_of_what_the_server_has() {
    for branch in ["main", "side", "another"] {
        let team = tightened();
        team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "side"]);
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "-s", "ours", "-m", "Merge", "main"],
        );
        let said = team
            .push(&["origin", &format!("HEAD:refs/heads/{branch}")])
            .expect_err("the looser policy");
        assert!(said.contains("[policy-changed]"), "{said}");
        assert_eq!(
            team.run("dan", "2026-12-31T12:00", &["audit"])
                .status
                .code(),
            Some(1)
        );
    }
    let team = tightened();
    team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "side"]);
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "-m", "Merge", "main"],
    );
    team.push(&["origin", "HEAD:main"])
        .expect("the stricter policy stays");
}

#[test]
fn an_old_policy_does_not_come_back_by_a_merge_that_was_there_before_the_gate() {
    let team = Team::honest();
    let server = team.with_origin();
    tighten_beside_a_branch(&team);
    team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "side"]);
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["merge", "-q", "-s", "ours", "-m", "Merge", "main"],
    );
    team.push(&["origin", "main", "side"]).expect("no gate yet");
    server.open_gate();
    let said = team
        .push(&["origin", "side:main"])
        .expect_err("the looser policy");
    assert!(said.contains("[policy-changed]"), "{said}");
}

#[test]
fn criss_cross_merges_take_the_newest_policy() {
    let team = tightened();
    let at = |branch: &str, now: &str, arguments: &[&str]| {
        team.git("bob", now, &["checkout", "-q", branch]);
        team.git("bob", now, arguments);
    };
    // Each side merges the other's previous commit: the policies of the two merge bases differ.
    team.git("bob", "2026-11-02T13:00", &["branch", "old-main", "main"]);
    at(
        "main",
        "2026-11-02T13:00",
        &["merge", "-q", "--no-ff", "-m", "Merge", "side"],
    );
    at(
        "side",
        "2026-11-02T13:00",
        &["merge", "-q", "--no-ff", "-m", "Merge", "old-main"],
    );
    team.git("dan", "2026-11-02T13:10", &["checkout", "-q", "main"]);
    team.change_policy(
        "dan",
        "2026-11-02T13:10",
        "up_to     = 100\n",
        "up_to     = 90\n",
    );
    at(
        "side",
        "2026-11-02T13:20",
        &["merge", "-q", "--no-ff", "-m", "Merge", "main"],
    );
    team.push(&["origin", "side:main"])
        .expect("each merge took what the director made");
    team.git("dan", "2026-11-02T14:00", &["checkout", "-q", "side"]);
    assert_eq!(team.audited(&[]), Vec::<String>::new());
}

#[test]
fn commits_of_another_branch_are_judged_again_by_the_records_staff() {
    for is_demoted in [true, false] {
        let team = Team::honest();
        team.with_server();
        team.git("bob", "2026-11-03T12:00", &["checkout", "-qb", "side"]);
        team.ok(
            "bob",
            "2026-11-03T12:00",
            &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
        );
        team.ok("sue", "2026-11-03T12:10", &["approve", &team.id]);
        team.push(&["origin", "side"]).expect("sue is a supervisor");
        team.git("dan", "2026-11-03T12:20", &["checkout", "-q", "main"]);
        if is_demoted {
            let demoted = "sue@example.com\"\nrole = [{ role = \"supervisor\" }, { role = \"clerk\", since = 2026-11-03 }]";
            team.change_policy(
                "dan",
                "2026-11-03T12:20",
                "sue@example.com\"\nrole = \"supervisor\"",
                demoted,
            );
        }
        team.git(
            "bob",
            "2026-11-03T13:00",
            &["merge", "-q", "--no-ff", "-m", "Merge", "side"],
        );
        match team.push(&["origin", "main"]) {
            Ok(()) => assert!(!is_demoted, "an approval by who was no supervisor that day"),
            Err(said) => assert!(is_demoted && said.contains("[approver]"), "{said}"),
        }
    }
}

#[test]
fn a_branch_is_not_made_main_by_pushing_it_before_the_server_has_one() {
    let team = Team::honest();
    let server = team.with_server();
    // The server's HEAD names another branch: until that is changed, every branch is protected as
    // the record.
    server.git("dan", REAL, &["symbolic-ref", "HEAD", "refs/heads/master"]);
    team.git(
        "bob",
        "2026-11-02T12:00",
        &["reset", "-q", "--hard", "HEAD~2"],
    );
    for arguments in [&["--force", "origin", "main"][..], &["origin", ":main"]] {
        let said = team.push(arguments).expect_err("the record");
        assert!(said.contains("[rewritten]"), "{said}");
    }
}

#[test]
fn an_empty_server_judges_from_the_beginning() {
    let team = Team::honest();
    let server = team.with_server();
    let empty = |name: &str| {
        team.git(
            "dan",
            REAL,
            &["init", "-q", "--bare", &format!("../{name}")],
        );
        team.git("dan", REAL, &["remote", "add", name, &format!("../{name}")]);
        server.beside(name).open_gate();
    };
    empty("honest");
    team.push(&["honest", "main", "main:refs/heads/side"])
        .expect("an honest history");
    empty("forged");
    team.slip_in(
        "ann",
        "2026-11-02T12:00",
        "- at: 2026-11-02T12:00:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    let said = team
        .push(&["forged", "main"])
        .expect_err("a forged history");
    assert!(said.contains("[foreign-author]"), "{said}");
    // A second root that the record does not contain, under any branch name.
    let other = Repository::begun("dan", "2026-11-02T08:05", STAFF);
    team.git(
        "dan",
        REAL,
        &[
            "fetch",
            "-q",
            &other.root().display().to_string(),
            "main:other",
        ],
    );
    for name in ["refs/heads/other", "refs/tags/other", "refs/other/other"] {
        let said = team
            .push(&["honest", &format!("other:{name}")])
            .expect_err("a second beginning");
        assert!(said.contains("[second-root]"), "{said}");
    }
}

#[test]
fn one_refused_reference_refuses_the_whole_push() {
    let team = Team::honest();
    let server = team.with_server();
    let before = server.git("dan", REAL, &["rev-parse", "main"]);
    team.ok(
        "ann",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "honest"],
    );
    team.git("ann", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.slip_in(
        "ann",
        "2026-11-02T12:10",
        "- at: 2026-11-02T12:10:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    let forged = team.git("ann", REAL, &["rev-parse", "HEAD"]);
    let said = team
        .push(&["origin", "main", "side"])
        .expect_err("one of them is forged");
    assert!(
        said.contains("refs/heads/side is rejected")
            && !said.contains("refs/heads/main is rejected"),
        "{said}"
    );
    assert_eq!(server.git("dan", REAL, &["rev-parse", "main"]), before);
    let kept = server.try_git("dan", REAL, &["cat-file", "-e", &forged]);
    assert!(!kept.status.success(), "what was refused is not kept");
    team.push(&["origin", "main"])
        .expect("the honest one alone");
    for name in [
        "refs/heads/side",
        "refs/tags/side",
        "refs/notes/side",
        "refs/heads/HEAD",
    ] {
        let said = team
            .push(&["origin", &format!("side:{name}")])
            .expect_err("forged under any name");
        assert!(said.contains("[foreign-author]"), "{said}");
    }
}

#[test]
fn tags_are_taken_with_what_they_name() {
    let team = Team::honest();
    let server = team.with_server();
    let now = "2026-11-02T12:00";
    team.git("ann", now, &["tag", "-am", "As of today", "today"]);
    team.git(
        "ann",
        now,
        &["tag", "-am", "A tag of a tag", "twice", "today"],
    );
    team.git("ann", now, &["tag", "policy", "HEAD:policy.toml"]);
    team.git("ann", now, &["tag", "-am", "A tree", "tree", "HEAD^{tree}"]);
    team.push(&["origin", "--tags"])
        .expect("nothing new in them");
    team.push(&["origin", ":refs/tags/policy"])
        .expect("a tag may go");
    team.slip_in(
        "ann",
        now,
        "- at: 2026-11-02T12:00:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    team.git("ann", now, &["tag", "-am", "Forged", "forged"]);
    let said = team
        .push(&["origin", "forged"])
        .expect_err("what it names is forged");
    assert!(said.contains("[foreign-author]"), "{said}");
    assert_eq!(server.git("dan", REAL, &["tag"]).lines().count(), 3);
}

#[test]
fn a_branch_that_is_not_the_record_may_go() {
    let team = tightened();
    team.push(&["origin", ":side"])
        .expect("it is merged, or given up");
}

#[test]
fn the_gate_reads_the_objects_that_it_judged() {
    let team = Team::honest();
    let server = team.with_server();
    let now = "2026-11-02T12:00";
    let policy = team.git("bob", now, &["rev-parse", "HEAD:policy.toml"]);
    team.write(
        "loose.toml",
        &team
            .read("policy.toml")
            .replace("up_to     = 500\n", "up_to     = 50000\n"),
    );
    let loose = team.git("bob", now, &["hash-object", "-w", "loose.toml"]);
    fs::remove_file(team.root().join("loose.toml")).expect("it is there");
    team.git("bob", now, &["replace", &policy, &loose]);
    let said = team
        .push(&["origin", &format!("refs/replace/{policy}")])
        .expect_err("another policy");
    assert!(said.contains("[rewritten]"), "{said}");
    // A replacement that got there in another way has no effect either.
    server.git(
        "dan",
        REAL,
        &["fetch", "-q", "../team", "+refs/replace/*:refs/replace/*"],
    );
    team.git("bob", now, &["replace", "-d", &policy]);
    team.ok(
        "bob",
        now,
        &[
            "propose", &team.id, "--remedy", "refund", "--amount", "4000",
        ],
    );
    team.add(
        "bob",
        "2026-11-02T12:10",
        "  do: respond\n  text: 4000 come back\n  result: solved\n",
    );
    let said = team
        .push(&["origin", "main"])
        .expect_err("nobody approved it");
    assert!(said.contains("[authority]"), "{said}");
}

#[test]
fn existing_objects_are_judged_too() {
    let team = Team::honest();
    let origin = team.with_origin();
    team.git(
        "dan",
        REAL,
        &["clone", "-q", "--bare", "--shared", "../origin", "../fork"],
    );
    team.git("dan", REAL, &["remote", "add", "fork", "../fork"]);
    let fork = origin.beside("fork");
    fork.open_gate();
    team.slip_in(
        "ann",
        "2026-11-02T12:00",
        "- at: 2026-11-02T12:00:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    team.push(&["origin", "main"]).expect("no gate there");
    let said = team.push(&["fork", "main"]).expect_err("a gate here");
    assert!(said.contains("[foreign-author]"), "{said}");
}

#[test]
fn the_gate_works_with_any_setting_for_bare_repositories() {
    let team = Team::honest();
    team.with_server();
    team.configure("[safe]\n\tbareRepository = explicit\n[log]\n\tshowSignature = true\n[diff]\n\tnoprefix = true\n\trenames = copies\n");
    team.ok(
        "ann",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "honest"],
    );
    team.push(&["origin", "main"]).expect("an honest history");
}

#[test]
fn a_server_may_have_a_work_tree() {
    let team = Team::honest();
    team.git("dan", REAL, &["clone", "-q", ".", "../office"]);
    let office = team.beside("office");
    office.git(
        "dan",
        REAL,
        &["config", "receive.denyCurrentBranch", "updateInstead"],
    );
    office.write(
        ".git/hooks/pre-receive",
        "#!/bin/sh\nexec complaint hook pre-receive\n",
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let hook = office.root().join(".git/hooks/pre-receive");
        fs::set_permissions(hook, fs::Permissions::from_mode(0o755))
            .expect("it can be made executable");
    }
    team.ok(
        "ann",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "honest"],
    );
    team.push(&["../office", "main"])
        .expect("an honest history");
    team.slip_in(
        "ann",
        "2026-11-02T12:10",
        "- at: 2026-11-02T12:10:00+08:00\n  by: bob\n  do: note\n  text: not me\n",
    );
    let said = team.push(&["../office", "main"]).expect_err("a forged one");
    assert!(said.contains("[foreign-author]"), "{said}");
}

#[test]
fn where_an_audit_begins_is_said_from_outside() {
    let team = Team::honest();
    team.add("ann", "2026-11-02T12:05", "  do: close\n");
    let head = team.git("dan", REAL, &["rev-parse", "HEAD"]);
    let is_gate = |found: &Vec<String>| found.contains(&"closing-gate".to_owned());
    let [first, set] = ["2026-11-02T12:10", "2026-11-02T12:15"];
    let audit_table = format!("[audit]\nfrom = \"{head}\"\n");
    team.change_policy("dan", first, "[audit]\n", &audit_table);
    // The policy is part of what is judged: its commit leaves nothing out, but is named in a hint.
    assert!(is_gate(&team.audited(&[])));
    let output = team.run("dan", set, &["audit"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains(&format!("complaint audit --from {head}")),
        "{said}"
    );
    assert!(!is_gate(&team.audited(&["--from", &head])));
    team.git("dan", set, &["config", "complaint.from", &head]);
    assert!(!is_gate(&team.audited(&[])));
    let output = team.run("dan", set, &["audit", "--from", &"1".repeat(40)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("is not part of the history"), "{said}");
    let checkpoint = team.ok("dan", "2026-12-31T12:00", &["audit", "--checkpoint"]);
    assert_eq!(
        team.audited(&["--since", &checkpoint]),
        Vec::<String>::new()
    );
}

#[test]
fn a_demoted_person_cannot_retract_by_backdating() {
    let team = Team::honest();
    let eva = "[staff.eva]\nemail = \"eva@example.com\"\nrole = ";
    team.change_policy(
        "dan",
        "2026-11-02T11:50",
        "[staff.ann]",
        &format!("{eva}\"director\"\n[staff.ann]"),
    );
    team.ok(
        "ann",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "they rang again"],
    );
    team.with_server();
    team.git("eva", "2026-11-02T12:05", &["checkout", "-qb", "side"]);
    team.ok(
        "eva",
        "2026-11-02T12:10",
        &["retract", &team.id, "--event", "7", "--reason", "not so"],
    );
    team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    let demoted =
        format!("{eva}[{{ role = \"director\" }}, {{ role = \"clerk\", since = 2026-11-03 }}]\n");
    team.change_policy(
        "dan",
        "2026-11-02T12:20",
        &format!("{eva}\"director\"\n"),
        &demoted,
    );
    team.push(&["origin", "main"])
        .expect("a change of the policy by the director");
    team.git(
        "bob",
        "2026-11-03T12:00",
        &["merge", "-q", "-m", "Merge", "side"],
    );
    let said = team
        .push(&["origin", "main"])
        .expect_err("a retraction that nobody saw before");
    assert!(said.contains("[lapsed]"), "{said}");
}

#[test]
fn a_demoted_person_cannot_approve_by_backdating() {
    let begun = || {
        let team = Team::honest();
        team.ok(
            "bob",
            "2026-11-02T12:00",
            &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
        );
        team.with_server();
        team.git("sue", "2026-11-02T12:05", &["checkout", "-qb", "side"]);
        team.ok("sue", "2026-11-02T12:10", &["approve", &team.id]);
        team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
        team
    };
    let demote = |team: &Team| {
        let demoted = "sue@example.com\"\nrole = [{ role = \"supervisor\" }, { role = \"clerk\", since = 2026-11-03 }]";
        team.change_policy(
            "dan",
            "2026-11-02T12:20",
            "sue@example.com\"\nrole = \"supervisor\"",
            demoted,
        );
        team.push(&["origin", "main"])
            .expect("a change of the policy by the director");
        team.git(
            "bob",
            "2026-11-03T12:00",
            &["merge", "-q", "-m", "Merge", "side"],
        );
    };
    let forged = begun();
    demote(&forged);
    assert_eq!(
        forged.audited(&[]),
        Vec::<String>::new(),
        "by its dates nothing is wrong"
    );
    let said = forged
        .push(&["origin", "main"])
        .expect_err("an approval that nobody saw before");
    assert!(said.contains("[lapsed]"), "{said}");

    let honest = begun();
    honest
        .push(&["origin", "side"])
        .expect("an approval by a supervisor");
    demote(&honest);
    honest
        .push(&["origin", "main"])
        .expect("what the server had in time");
}

#[test]
fn a_symbolic_reference_to_the_record_is_judged_as_the_record() {
    let team = tightened();
    let server = team.beside("origin");
    server.git(
        "dan",
        REAL,
        &["symbolic-ref", "refs/heads/master", "refs/heads/main"],
    );
    team.git(
        "bob",
        "2026-11-02T13:00",
        &["reset", "-q", "--hard", "HEAD~1"],
    );
    for arguments in [
        &["--force", "origin", "HEAD:master"][..],
        &["origin", ":master"],
    ] {
        let said = team.push(arguments).expect_err("the record");
        assert!(said.contains("[rewritten]"), "{said}");
    }
}

#[test]
fn what_the_record_has_is_judged_by_its_own_law() {
    let team = Team::honest();
    team.change_policy(
        "dan",
        "2026-11-02T12:00",
        "up_to     = 5000\n",
        "up_to     = 700\n",
    );
    team.with_server();
    // The answer of 800 was right under the policy before; what follows it is judged upon it.
    team.ok(
        "ann",
        "2026-11-03T12:00",
        &["follow-up", &team.id, "--score", "4"],
    );
    team.push(&["origin", "main"]).expect("an honest follow-up");
    // What the answer settled is carried out.
    team.ok("bob", "2026-11-03T13:00", &["resolve", &team.id]);
    team.push(&["origin", "main"])
        .expect("an honest resolution");
}
