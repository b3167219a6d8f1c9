//! The gate and the audit beside the length of the record: a commit for each event.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::history::{self, hermetic};
use super::measure::{Program, World, alternately, compare};

/// Events of a case, each in a commit of its own.
const EVENTS: usize = 20;

/// The record that longer ones are compared with.
const SHORT: usize = 1_000;

/// `hook pre-receive` of one commit on a long record and on a short one, and `audit` of the long one
/// beside `git log --raw`.
pub fn measure(folder: &Path, commits: usize, rounds: usize) {
    let [short, long] = [SHORT, commits].map(|commits| Record::of(folder, commits));
    let [of_short, of_long] = alternately([short.gate(), long.gate()], rounds);
    let name = format!("gate of one commit, {commits} commits");
    compare(&name, &of_long, "1,000 commits", &of_short);
    let log = long.team.git(&["log", "--raw"]);
    let [ours, theirs] = alternately([long.team.complaint(&["audit"]), log], rounds);
    let name = format!("audit, {commits} commits");
    compare(&name, &ours, "git log --raw", &theirs);
}

/// A clone with a record, and a server that has all of it but the last commit.
struct Record {
    team: World,
    server: World,
    /// What git tells the hook of the push.
    update: String,
}

impl Record {
    fn of(folder: &Path, commits: usize) -> Self {
        let place = |name: &str| folder.join(format!("{name}-{commits}"));
        let (team, server) = (place("team"), place("server.git"));
        if !server.exists() {
            history::make(&team, commits / EVENTS, EVENTS);
            git(
                folder,
                &["clone", "-q", "--bare", text(&team), text(&server)],
            );
            git(&server, &["config", "complaint.now", history::NOW]);
            note(&team);
            git(&server, &["fetch", "-q", text(&team), "main"]);
        }
        let [before, after] = [&server, &team].map(|root| git(root, &["rev-parse", "main"]));
        let world = |root: &Path| World::at(root, history::NOW);
        Self {
            update: format!("{before} {after} refs/heads/main"),
            team: world(&team),
            server: world(&server),
        }
    }

    fn gate(&self) -> Program<'_> {
        let program = env!("CARGO_BIN_EXE_complaint");
        let line = format!("echo '{}' | '{program}' hook pre-receive", self.update);
        self.server.shell(&line)
    }
}

/// Commits one more event.
fn note(team: &Path) {
    let listed = git(team, &["ls-files", "cases"]);
    let file = listed.lines().last().expect("a case");
    let path = team.join(file);
    let event = "- at: 2027-12-30T09:00:00+08:00\n  by: bob\n  do: note\n  text: the last word\n";
    let case = fs::read_to_string(&path).expect("a case");
    fs::write(&path, case + event).expect("a file");
    let date = "2027-12-30T09:00:00+08:00";
    let status = hermetic(team, "git")
        .args(["-c", "user.name=bob", "-c", "user.email=bob@example.com"])
        .args(["commit", "-qm", "record", "--", file])
        .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, date)))
        .status();
    assert!(status.expect("git runs").success());
}

fn git(root: &Path, arguments: &[&str]) -> String {
    let mut command: Command = hermetic(root, "git");
    let output = command.args(arguments).output().expect("git runs");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
