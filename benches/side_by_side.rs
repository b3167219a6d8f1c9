//! Compares the program with git: `list` and `overdue` with `git status`, `new` with plain `git
//! add` and `git commit`. Prints medians and their ratios.
//!
//! Usage: `cargo bench --bench side_by_side [-- LEDGER MAP]`. Without a ledger, 2,000 synthetic
//! cases are imported.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("team");
    let world = World {
        home: folder.path(),
        root: &root,
    };
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let (ledger, map) = match &arguments[..] {
        [ledger, map] => (absolute(ledger), absolute(map)),
        _ => synthetic(folder.path()),
    };
    world.complaint(&["init", root.to_str().expect("a path")]);
    world.complaint(&["import", &ledger, "--map", &map]);

    let status = world.median("git", &["status", "--porcelain"]);
    for command in [
        &["list", "--all"][..],
        &["list", "--all", "--format", "json"],
        &["overdue"],
    ] {
        let ours = world.median(env!("CARGO_BIN_EXE_complaint"), command);
        compare(
            &format!("complaint {}", command.join(" ")),
            ours,
            "git status",
            status,
        );
    }
    let new = [
        "new",
        "--channel",
        "phone",
        "--category",
        "other",
        "--customer",
        "X",
        "--summary",
        "late",
    ];
    let ours = world.median(env!("CARGO_BIN_EXE_complaint"), &new);
    compare(
        "complaint new",
        ours,
        "git add + git commit",
        world.bare_commit(),
    );
}

fn compare(ours: &str, mine: Duration, theirs: &str, other: Duration) {
    let ratio = mine.as_secs_f64() / other.as_secs_f64();
    println!(
        "{ours:40} {:8.1} ms   {theirs:22} {:8.1} ms   ratio {ratio:.2}",
        millis(mine),
        millis(other)
    );
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn absolute(path: &str) -> String {
    fs::canonicalize(path)
        .expect("the file is there")
        .display()
        .to_string()
}

/// A synthetic ledger of 2,000 cases, and its mapping.
fn synthetic(folder: &Path) -> (String, String) {
    let rows = (0..2000).map(|row| {
        format!(
            "{row},2026-{:02}-{:02} 09:00,late again,open\n",
            row % 9 + 1,
            row % 28 + 1
        )
    });
    let ledger = folder.join("ledger.csv");
    fs::write(
        &ledger,
        format!("no,date,what,status\n{}", rows.collect::<String>()),
    )
    .expect("a ledger");
    let map = folder.join("map.toml");
    fs::write(&map, include_str!("ledger-map.toml")).expect("a map");
    (ledger.display().to_string(), map.display().to_string())
}

struct World<'a> {
    home: &'a Path,
    root: &'a Path,
}

impl World<'_> {
    fn command(&self, program: &str) -> Command {
        let config = self.home.join("gitconfig");
        if !config.exists() {
            fs::write(&config, "[user]\n\tname = Ann\n\temail = ann@example.com\n")
                .expect("git's configuration");
        }
        let mut command = Command::new(program);
        command
            .env("HOME", self.home)
            .env("GIT_CONFIG_GLOBAL", config)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdout(Stdio::null());
        if self.root.exists() {
            command.current_dir(self.root);
        }
        command
    }

    fn complaint(&self, arguments: &[&str]) {
        let status = self
            .command(env!("CARGO_BIN_EXE_complaint"))
            .args(arguments)
            .status()
            .expect("it runs");
        assert!(status.success(), "{arguments:?}");
    }

    /// The median of `ROUNDS` runs, after a warm-up run.
    fn median(&self, program: &str, arguments: &[&str]) -> Duration {
        let mut times: Vec<Duration> = (0..=ROUNDS)
            .map(|_| self.time(program, arguments))
            .skip(1)
            .collect();
        times.sort();
        times[times.len() / 2]
    }

    fn time(&self, program: &str, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        let status = self
            .command(program)
            .args(arguments)
            .stderr(Stdio::null())
            .status()
            .expect("it runs");
        assert!(status.success(), "{program} {arguments:?}");
        start.elapsed()
    }

    /// The median time to write a file and commit it with git alone.
    fn bare_commit(&self) -> Duration {
        let mut times: Vec<Duration> = (0..=ROUNDS)
            .map(|round| {
                let name = format!("cases/note-{round}.txt");
                fs::write(self.root.join(&name), "late\n").expect("a file");
                self.time("git", &["add", &name])
                    + self.time("git", &["commit", "-qm", "Add a note"])
            })
            .skip(1)
            .collect();
        times.sort();
        times[times.len() / 2]
    }
}
