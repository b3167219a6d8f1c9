//! Old work that arrives at the gate: what it does to deadlines that have passed, and under a policy
//! that the record replaced long ago.

use crate::support::repository::{REAL, Repository, STAFF};

/// A case of 5 January, with a branch `old` of that day, on a server in November. Its deadlines
/// have passed, and `main` went on.
fn of_january() -> (Repository, Repository, String) {
    let team = Repository::begun("dan", "2026-01-05T08:00", STAFF);
    let id = team.new_case("ann", "2026-01-05T09:00");
    team.git("ann", "2026-01-05T09:00", &["branch", "old"]);
    team.new_case("ann", "2026-11-02T09:00");
    let server = team.with_server();
    server.set_clock("2026-11-20T12:00");
    team.git("ann", "2026-01-05T09:30", &["checkout", "-q", "old"]);
    (team, server, id)
}

/// Merges `old` into `main` and pushes it.
fn merged(team: &Repository) -> Result<(), String> {
    team.git("ann", "2026-11-20T10:00", &["checkout", "-q", "main"]);
    team.git(
        "ann",
        "2026-11-20T10:00",
        &["merge", "-q", "--no-edit", "old"],
    );
    team.push(&["origin", "main"])
}

#[test]
fn a_backdated_event_does_not_make_a_late_case_timely() {
    let answer: &[&str] = &["respond", "ID", "--text", "in time, of course"];
    let extension: &[&str] = &[
        "extend",
        "ID",
        "--deadline",
        "respond",
        "--until",
        "2026-01-12",
        "--reason",
        "parts",
    ];
    let backdated: [(&str, &[&[&str]]); 6] = [
        ("ann", &[answer]),
        ("ann", &[&["acknowledge", "ID"]]),
        ("ann", &[&["pause", "ID", "--reason", "waiting"]]),
        ("ann", &[&["withdraw", "ID", "--reason", "not so"]]),
        ("sue", &[extension, answer]),
        ("ann", &[&["note", "ID", "--text", "they rang"], answer]),
    ];
    for (who, steps) in backdated {
        let (team, _, id) = of_january();
        for (hour, step) in steps.iter().enumerate() {
            let step: Vec<&str> = step
                .iter()
                .map(|word| if *word == "ID" { id.as_str() } else { word })
                .collect();
            team.ok(who, &format!("2026-01-06T0{}:00", hour + 7), &step);
        }
        let said = merged(&team).expect_err("a deadline that passed in January");
        assert!(said.contains("[late-arrival]"), "{steps:?}: {said}");
        assert!(
            said.contains(&format!("complaint note {id} --text TEXT")),
            "{said}"
        );
    }
}

#[test]
fn old_work_that_moves_no_deadline_is_accepted() {
    let (team, _, id) = of_january();
    team.ok(
        "ann",
        "2026-01-06T10:00",
        &["note", &id, "--text", "from a clone that was offline"],
    );
    team.ok("ann", "2026-01-06T10:10", &["assign", &id, "bob"]);
    // An answer that was late when it was given changes nothing about that.
    team.ok("bob", "2026-02-02T10:00", &["acknowledge", &id]);
    team.ok(
        "bob",
        "2026-02-02T10:10",
        &["respond", &id, "--text", "at last", "--result", "solved"],
    );
    merged(&team).expect("an honest clone that was offline for long");
}

#[test]
fn what_was_refused_can_be_recorded_anew() {
    let (team, _, id) = of_january();
    let now = "2026-11-20T10:00";
    team.git("ann", now, &["checkout", "-q", "main"]);
    team.ok("ann", now, &["respond", &id, "--text", "in time"]);
    team.ok(
        "ann",
        now,
        &["note", &id, "--text", "answered by telephone on 6 January"],
    );
    team.push(&["origin", "main"])
        .expect("recorded when it arrives");
    let shown = team.ok("ann", now, &["show", &id, "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let deadlines = shown["deadlines"].as_array().expect("deadlines");
    let respond = deadlines.iter().find(|one| one["name"] == "respond");
    assert_eq!(respond.expect("it is there")["state"], "missed");
}

#[test]
fn what_the_server_had_in_time_stays_so() {
    let (team, server, id) = of_january();
    team.ok(
        "ann",
        "2026-01-06T10:00",
        &["respond", &id, "--text", "in time"],
    );
    server.set_clock("2026-01-07T12:00");
    team.push(&["origin", "old"]).expect("a branch of its own");
    server.set_clock("2026-11-20T12:00");
    merged(&team).expect("the server had it in January");
}

#[test]
fn a_policy_without_a_limit_for_backdating_asks_nothing_of_old_work() {
    let (team, _, id) = of_january();
    let now = "2026-11-19T10:00";
    team.ok(
        "ann",
        "2026-01-06T10:00",
        &["respond", &id, "--text", "in time"],
    );
    team.git("dan", now, &["checkout", "-q", "main"]);
    let policy = team.read("policy.toml").replace("backdate = \"7d\"\n", "");
    team.write("policy.toml", &policy);
    team.commit("dan", now, "Accept old work");
    merged(&team).expect("the policy chose so");
}

/// A branch `side` where bob pays 400 on 5 November, and a `main` where the director made it too
/// much for him in the policy of 4 November.
fn tightened() -> (Repository, Repository) {
    let team = Repository::new();
    let id = team.new_case("ann", "2026-11-02T09:00");
    let server = team.with_server();
    team.git("bob", "2026-11-02T10:00", &["checkout", "-qb", "side"]);
    let propose = ["propose", &id, "--remedy", "refund", "--amount", "400"];
    team.ok("bob", "2026-11-05T10:00", &propose);
    team.ok(
        "bob",
        "2026-11-05T10:10",
        &["respond", &id, "--text", "400 come back"],
    );
    team.git("dan", "2026-11-04T08:00", &["checkout", "-q", "main"]);
    let policy = team.read("policy.toml");
    let tight = policy.replace("up_to     = 500\n", "up_to     = 100\n");
    assert_ne!(policy, tight);
    team.write("policy.toml", &tight);
    team.commit("dan", "2026-11-04T08:00", "Allow less");
    team.push(&["origin", "main"]).expect("by the director");
    (team, server)
}

#[test]
fn a_policy_replaced_long_ago_covers_nothing_new() {
    for (arrives, is_taken) in [("2026-11-10T12:00", true), ("2026-11-12T12:00", false)] {
        let (team, server) = tightened();
        team.git(
            "bob",
            "2026-11-05T12:00",
            &["merge", "-q", "--no-edit", "side"],
        );
        server.set_clock(arrives);
        match team.push(&["origin", "main"]) {
            Ok(()) => assert!(is_taken, "{arrives}"),
            Err(said) => assert!(!is_taken && said.contains("[authority]"), "{said}"),
        }
        // A job without hooks asks the same.
        team.set_clock(arrives);
        let range = "refs/remotes/origin/main..HEAD";
        let range = if is_taken { "HEAD~1..HEAD" } else { range };
        let judged = team.run("dan", REAL, &["audit", "--arriving", range]);
        assert_eq!(judged.status.success(), is_taken, "{judged:?}");
    }
}

#[test]
fn a_policy_that_was_reinstated_is_the_present_one() {
    let (team, server) = tightened();
    let policy = team.read("policy.toml");
    team.write(
        "policy.toml",
        &policy.replace("up_to     = 100\n", "up_to     = 500\n"),
    );
    team.commit("dan", "2026-11-04T09:00", "Allow more again");
    team.push(&["origin", "main"]).expect("by the director");
    team.git(
        "bob",
        "2026-11-05T12:00",
        &["merge", "-q", "--no-edit", "side"],
    );
    server.set_clock("2026-11-12T12:00");
    team.push(&["origin", "main"])
        .expect("the record has that policy again");
}
