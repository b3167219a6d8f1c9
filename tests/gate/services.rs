//! Runs the CI jobs of `docs/gate.md` in checkouts like those of the services.

use std::path::Path;
use std::process::Output;

use crate::support::repository::{REAL, Repository};
use crate::support::team::Team;

const NOW: &str = "2026-12-31T12:00";

/// The commands of a job in the guide, without the installation of the program.
fn job(mark: &str) -> Vec<String> {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gate.md"))
        .expect("the guide");
    let blocks = guide
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(block, _)| block);
    let block = blocks
        .into_iter()
        .find(|block| block.contains(mark))
        .expect("the job");
    let lines = block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .map(|line| line.strip_prefix("run: ").unwrap_or(line).to_owned());
    let commands: Vec<String> = lines
        .filter(|line| line.starts_with("complaint "))
        .collect();
    assert!(!commands.is_empty());
    commands
}

/// Runs a job in a checkout of `commit`: a full clone with detached HEAD.
fn run(origin: &Repository, name: &str, commit: &str, commands: &[String]) -> Output {
    origin.git(
        "runner",
        REAL,
        &["clone", "-q", "--no-checkout", ".", &format!("../{name}")],
    );
    let checkout = origin.beside(name);
    checkout.git(
        "runner",
        REAL,
        &["fetch", "-q", "origin", "+refs/*:refs/remotes/all/*"],
    );
    checkout.git("runner", REAL, &["checkout", "-q", "--detach", commit]);
    let mut shell = checkout.command("runner", NOW, "sh");
    shell
        .args(["-ec", &commands.join("\n")])
        .output()
        .expect("a shell")
}

/// A team with a branch of bob's to be merged, and the bare repository with both.
fn requested(is_honest: bool) -> (Team, Repository) {
    let team = Team::honest();
    let origin = team.with_origin();
    team.git("bob", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok(
        "bob",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "for the request"],
    );
    if !is_honest {
        team.ok(
            "bob",
            "2026-11-02T12:10",
            &["--as", "sue", "note", &team.id, "--text", "not me"],
        );
    }
    team.git("bob", REAL, &["push", "-q", "origin", "side"]);
    (team, origin)
}

#[test]
fn a_job_lets_an_honest_request_pass_and_no_other() {
    for (service, mark) in [("github", "pull_request_target"), ("gitlab", "GIT_DEPTH")] {
        for is_honest in [true, false] {
            let (_, origin) = requested(is_honest);
            let output = run(&origin, service, "origin/side", &job(mark));
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.success(), is_honest, "{service}: {output:?}");
            assert_eq!(said.contains("[foreign-author]"), !is_honest, "{said}");
        }
    }
}

/// The merge made by a service's button: `side` merged into `main`, committed by the service.
fn merged_in_the_browser(arguments: &[&str], author: &str) -> Output {
    let (team, origin) = requested(true);
    team.git("dan", REAL, &["checkout", "-q", "main"]);
    let mut merge = team.command(author, "2026-11-02T13:00", "sh");
    merge
        .env("GIT_COMMITTER_NAME", "GitHub")
        .env("GIT_COMMITTER_EMAIL", "noreply@github.com");
    let done = merge
        .args(["-ec", &arguments.join("\n")])
        .output()
        .expect("a shell");
    assert!(done.status.success(), "{done:?}");
    team.git("dan", REAL, &["push", "-q", "origin", "main"]);
    run(&origin, "after", "origin/main", &job("pull_request_target"))
}

#[test]
fn browser_merges_and_edits_are_distinguished() {
    let merge = "git merge -q --no-ff -m 'Merge pull request #1' side";
    assert!(merged_in_the_browser(&[merge], "sue").status.success());
    let squash = ["git merge -q --squash side", "git commit -qm 'Note (#1)'"];
    let rebase = [
        "git commit -q --allow-empty -m Other",
        "git cherry-pick side",
    ];
    let edit = [
        "echo '# a remark' >>$(git ls-files cases | grep yaml)",
        "git commit -qam 'Update a case'",
    ];
    let squashed = merged_in_the_browser(&squash, "bob");
    assert!(
        String::from_utf8_lossy(&squashed.stdout).contains("committed by noreply@github.com"),
        "{squashed:?}"
    );
    let rebased = merged_in_the_browser(&rebase, "bob");
    assert!(
        String::from_utf8_lossy(&rebased.stdout).contains("[foreign-author]"),
        "{rebased:?}"
    );
    // A comment adds no event, so its author does not matter.
    assert!(merged_in_the_browser(&edit, "bob").status.success());
}

#[test]
fn a_job_can_judge_only_new_commits() {
    let (_, origin) = requested(false);
    let range = |before: &str| vec![format!("complaint audit --range \"{before}..HEAD\"")];
    assert!(
        !run(&origin, "new", "origin/side", &range("origin/main"))
            .status
            .success()
    );
    assert!(
        run(&origin, "half", "origin/side~1", &range("origin/main"))
            .status
            .success()
    );
}
