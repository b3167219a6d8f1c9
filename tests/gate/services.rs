//! Runs the CI jobs of `docs/gate.md` in checkouts like those of the services.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::repository::{REAL, Repository};
use crate::support::team::{Forgery, Team};

const NOW: &str = "2026-12-31T12:00";

/// The job for GitHub is found by this text, that for GitLab by the other.
const GITHUB: &str = "pull_request_target";
const GITLAB: &str = "GIT_DEPTH";

/// Why a job runs.
#[derive(Clone, Copy, PartialEq)]
enum Cause {
    Request,
    Push,
}

/// A `cargo` that installs the program, but as rustup and cargo do, listens to the folder that it
/// runs in.
const CARGO: &str = r#"#!/bin/sh
here=$PWD
hostile=
while :; do
    [ -e "$here/rust-toolchain.toml" ] && hostile=yes
    [ -e "$here/.cargo/config.toml" ] && hostile=yes
    [ "$here" = / ] && break
    here=$(dirname "$here")
done
case "$*" in *--locked*--git*--rev*) ;; *) exit 1 ;; esac
while [ "$1" != --root ]; do shift; done
mkdir -p "$2/bin"
if [ -n "$hostile" ]; then
    printf '#!/bin/sh\necho Proven: all of it.\n' >"$2/bin/complaint"
    chmod +x "$2/bin/complaint"
else
    ln -sf "$(command -v complaint)" "$2/bin/complaint"
fi
"#;

/// The shell commands of a job in the guide.
fn job(mark: &str, cause: Cause) -> Vec<String> {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gate.md"))
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
    let (_, steps) = block
        .split_once("steps:\n")
        .or(block.split_once("script:\n"))
        .expect("the steps");
    let mut commands = Vec::new();
    for line in steps.lines().map(str::trim) {
        if line == "if: github.event_name == 'pull_request_target'" {
            let step = commands.pop().filter(|_| cause == Cause::Request);
            commands.extend(step);
        } else if let Some(step) = line
            .strip_prefix("- ")
            .filter(|it| !it.starts_with("uses:"))
        {
            commands.push(step.strip_prefix("run: ").unwrap_or(step).to_owned());
        }
    }
    assert!(commands.len() > 1, "{commands:?}");
    commands
}

/// Runs a job in a checkout of `commit`: a full clone with detached HEAD.
fn run(origin: &Repository, commit: &str, mark: &str, cause: Cause, kept: &str) -> Output {
    let checkout = checked_out(origin, commit);
    let (runner, installed) = (
        origin.home().join("runner"),
        origin.home().join("installed"),
    );
    fs::create_dir_all(&runner).expect("a folder");
    let cargo = runner.join("cargo");
    fs::write(&cargo, CARGO).expect("a program");
    let script = job(mark, cause).join("\n");
    let script = script.replace("/opt/complaint", &installed.display().to_string());
    let script = format!("chmod +x '{}'\n{script}", cargo.display());
    let mut shell = checkout.command("runner", NOW, "sh");
    let path = std::env::join_paths(
        std::iter::once(runner.clone()).chain(std::env::split_paths(&path_of(&shell))),
    );
    if cause == Cause::Push {
        shell.env("CI_COMMIT_BRANCH", "main");
    }
    shell
        .env("PATH", path.expect("paths"))
        .env("RUNNER_TEMP", &runner)
        .env("CHECKPOINT", kept)
        .args(["-ec", &script])
        .output()
        .expect("a shell")
}

/// The search path that a command gets.
fn path_of(command: &std::process::Command) -> std::ffi::OsString {
    let path = command.get_envs().find(|(name, _)| *name == "PATH");
    path.and_then(|(_, value)| value)
        .expect("it is set")
        .to_owned()
}

fn checked_out(origin: &Repository, commit: &str) -> Repository {
    let name = "checkout";
    origin.git(
        "runner",
        REAL,
        &["clone", "-q", "--no-checkout", ".", &format!("../{name}")],
    );
    let checkout = origin.beside(name);
    checkout.git("runner", REAL, &["checkout", "-q", "--detach", commit]);
    checkout.set_clock("2026-11-08T12:00");
    checkout
}

/// A checkpoint of what a team has.
fn checkpoint(team: &Team) -> String {
    team.ok("dan", NOW, &["audit", "--checkpoint"])
}

/// A team with a branch of bob's to be merged, the bare repository with both, and a checkpoint of
/// `main`.
fn requested(change: impl FnOnce(&Team)) -> (Team, Repository, String) {
    let team = Team::honest();
    let origin = team.with_origin();
    let kept = checkpoint(&team);
    team.git("bob", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok(
        "bob",
        "2026-11-02T12:00",
        &["note", &team.id, "--text", "for the request"],
    );
    change(&team);
    team.git("bob", REAL, &["push", "-q", "--tags", "origin", "side"]);
    (team, origin, kept)
}

fn forge(team: &Team) {
    team.ok(
        "bob",
        "2026-11-02T12:10",
        &["--as", "sue", "note", &team.id, "--text", "not me"],
    );
}

/// Requests that try to choose what judges them, each with the code of the finding.
const REQUESTS: &[Forgery] = &[
    ("a forged event", "foreign-author", forge),
    ("a toolchain of its own", "foreign-author", |team| {
        forge(team);
        team.write("rust-toolchain.toml", "[toolchain]\npath = \"tools\"\n");
        fs::create_dir(team.root().join(".cargo")).expect("a folder");
        team.write(".cargo/config.toml", "[build]\nrustc = \"tools/rustc\"\n");
        team.commit("bob", "2026-11-02T12:20", "Tools");
    }),
    (
        "a tag named like the branch that it goes to",
        "foreign-author",
        |team| {
            forge(team);
            team.git("bob", REAL, &["tag", "origin/main"]);
        },
    ),
    (
        "a beginning of the audit after its forgery",
        "foreign-author",
        |team| {
            forge(team);
            let head = team.git("bob", REAL, &["rev-parse", "HEAD"]);
            let from = format!("[audit]\nfrom = \"{head}\"\n");
            team.change_policy("bob", "2026-11-02T12:20", "[audit]\n", &from);
        },
    ),
    ("a policy of its own", "policy-changed", |team| {
        team.change_policy(
            "bob",
            "2026-11-02T12:20",
            "up_to     = 500\n",
            "up_to     = 5000\n",
        );
    }),
    ("an answer dated back", "late-arrival", |team| {
        let id = team.new_case("ann", "2026-10-12T09:00");
        team.ok(
            "ann",
            "2026-10-12T10:00",
            &["respond", &id, "--text", "in time"],
        );
    }),
];

#[cfg(unix)]
#[test]
fn a_job_lets_an_honest_request_pass_and_no_other() {
    for mark in [GITHUB, GITLAB] {
        let (_, origin, kept) = requested(|_| {});
        let output = run(&origin, "origin/side", mark, Cause::Request, &kept);
        assert!(output.status.success(), "{mark}: {output:?}");
        for (name, code, change) in REQUESTS {
            let (_, origin, kept) = requested(change);
            let output = run(&origin, "origin/side", mark, Cause::Request, &kept);
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(!output.status.success(), "{mark}, {name}: {output:?}");
            assert!(
                said.contains(&format!("[{code}]")),
                "{mark}, {name}: {output:?}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_job_refuses_a_rewritten_main_and_a_request_that_lags_behind() {
    for mark in [GITHUB, GITLAB] {
        let (team, origin, kept) = requested(|_| {});
        team.git("dan", REAL, &["checkout", "-q", "main"]);
        team.ok(
            "ann",
            "2026-11-02T13:00",
            &["note", &team.id, "--text", "goes on"],
        );
        team.git("dan", REAL, &["push", "-q", "origin", "main"]);
        let output = run(&origin, "origin/side", mark, Cause::Request, &kept);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("it lacks commits"), "{mark}: {output:?}");

        let (team, origin, kept) = requested(|_| {});
        team.git("dan", NOW, &["checkout", "-q", "main"]);
        team.git(
            "dan",
            NOW,
            &["commit", "-q", "--amend", "-m", "Another past"],
        );
        team.git("dan", NOW, &["push", "-q", "--force", "origin", "main"]);
        let output = run(&origin, "origin/main", mark, Cause::Push, &kept);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("[rewritten]"), "{mark}: {output:?}");
        fs::remove_dir_all(origin.home().join("checkout")).expect("it is there");
        let output = run(&origin, "origin/main", mark, Cause::Push, "");
        assert!(
            !output.status.success(),
            "{mark}: no checkpoint proves nothing"
        );
    }
}

/// The merge made by a service's button: `side` merged into `main`, committed by the service.
fn merged_in_the_browser(arguments: &[&str], author: &str) -> Output {
    let (team, origin, kept) = requested(|_| {});
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
    run(&origin, "origin/main", GITHUB, Cause::Push, &kept)
}

#[cfg(unix)]
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
