//! Ways to pass an audit by what it looks at, each with its honest twin.

use crate::support::repository::{REAL, Repository, event};
use crate::support::team::Team;

/// A case that ann took in, in a repository whose audit begins at the returned commit.
fn begun() -> (Repository, String, String) {
    let team = Repository::new();
    let id = team.new_case("ann", "2026-11-02T09:00");
    let start = team.git("ann", REAL, &["rev-parse", "HEAD"]);
    (team, id, start)
}

fn set_limit(team: &Repository, who: &str, now: &str, limit: &str) {
    let policy = team.read("policy.toml");
    let changed = policy.replace("up_to     = 500\n", &format!("up_to     = {limit}\n"));
    assert_ne!(policy, changed);
    team.write("policy.toml", &changed);
    team.commit(who, now, "Change the limit");
}

/// Bob proposes 400 and answers with it, whatever the policy says.
fn pay(team: &Repository, id: &str) {
    let propose = ["propose", id, "--remedy", "refund", "--amount", "400"];
    team.ok("bob", "2026-11-02T11:00", &propose);
    let now = "2026-11-02T11:10";
    let (file, answer) = (team.case_file(id), "  do: respond\n  text: 400 come back\n");
    team.write(&file, &(team.read(&file) + &event(now, "bob", answer)));
    team.commit("bob", now, "Answer");
}

#[test]
fn a_policy_changed_inside_the_range_holds_for_what_follows() {
    for (limit, found) in [("100", &["authority"][..]), ("450", &[])] {
        let (team, id, start) = begun();
        set_limit(&team, "dan", "2026-11-02T10:00", limit);
        pay(&team, &id);
        let range = format!("{start}..HEAD");
        assert_eq!(team.audited(&["--range", &range]), found, "{limit}");
        assert_eq!(team.audited(&["--from", &start]), found, "{limit}");
        team.set_clock("2026-11-03T12:00");
        let arriving = team.run("dan", REAL, &["audit", "--arriving", &range]);
        assert_eq!(arriving.status.success(), found.is_empty(), "{arriving:?}");
    }
}

#[test]
fn a_policy_loosened_for_a_while_is_found() {
    for (who, found) in [
        ("bob", &["policy-changed", "policy-changed"][..]),
        ("dan", &[]),
    ] {
        let (team, id, start) = begun();
        set_limit(&team, "dan", "2026-11-02T10:00", "100");
        let tight = team.read("policy.toml");
        team.write(
            "policy.toml",
            &tight.replace("up_to     = 100\n", "up_to     = 500\n"),
        );
        team.commit(who, "2026-11-02T10:30", "Loosen");
        pay(&team, &id);
        team.write("policy.toml", &tight);
        team.commit(who, "2026-11-02T12:00", "Tighten again");
        let range = format!("{start}..HEAD");
        assert_eq!(team.audited(&["--range", &range]), found, "{who}");
    }
}

#[test]
fn a_policy_rolled_back_by_a_merge_is_found() {
    for (strategy, found) in [("ours", &["policy-changed"][..]), ("ort", &[])] {
        let (team, id, start) = begun();
        team.git("bob", "2026-11-02T09:30", &["checkout", "-qb", "side"]);
        team.ok(
            "bob",
            "2026-11-02T09:30",
            &["note", &id, "--text", "from the side"],
        );
        team.git("dan", "2026-11-02T10:00", &["checkout", "-q", "main"]);
        set_limit(&team, "dan", "2026-11-02T10:00", "100");
        team.git("bob", "2026-11-02T10:30", &["checkout", "-q", "side"]);
        team.git(
            "bob",
            "2026-11-02T10:30",
            &["merge", "-q", "--no-edit", "-s", strategy, "main"],
        );
        let range = format!("{start}..HEAD");
        assert_eq!(team.audited(&["--range", &range]), found, "{strategy}");
        assert_eq!(team.audited(&[]), found, "{strategy}");
    }
}

#[test]
fn two_histories_shown_to_two_people_do_not_match_one_checkpoint() {
    let team = Team::honest();
    team.with_origin();
    let now = "2026-11-02T12:00";
    let (ann, bob) = (team.another("ann"), team.another("bob"));
    // The server shows ann a note, and bob the same history without it, but with one of his own.
    ann.ok("ann", now, &["note", &team.id, "--text", "they rang"]);
    bob.ok("bob", now, &["note", &team.id, "--text", "nobody rang"]);
    let of_ann = ann.ok("ann", now, &["audit", "--checkpoint"]);
    assert_eq!(bob.audited(&[]), Vec::<String>::new(), "clean in itself");
    assert_eq!(bob.audited(&["--since", &of_ann]), ["rewritten"]);
    // Its commit alone is not enough: the events have to be the same.
    let of_bob = bob.ok("bob", now, &["audit", "--checkpoint"]);
    let head = |line: &str| line.split(':').nth(1).expect("a commit").to_owned();
    let mixed = of_ann.replace(&head(&of_ann), &head(&of_bob));
    assert_eq!(bob.audited(&["--since", &mixed]), ["rewritten"]);
    // One server for both.
    ann.git("ann", now, &["push", "-q"]);
    bob.with_driver_of(&team);
    bob.git("bob", now, &["pull", "-q", "--no-edit"]);
    assert_eq!(bob.audited(&["--since", &of_ann]), Vec::<String>::new());
}
