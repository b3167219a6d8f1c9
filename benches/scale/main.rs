//! Compares the program with git, ripgrep and the physical floor as a repository grows: medians of
//! wall time and processor time, peak memory, and their ratios in one run.
//!
//! Usage: `cargo bench --bench scale [-- CASES [FOLDER]]`; by default 1,000 cases. With FOLDER, the
//! repository is kept there and used again by the next run. `--bench audit` measures `audit`, which needs
//! a commit for each event.

mod floor;
mod measure;
mod office;
mod random;

use std::path::PathBuf;
use std::process::Command;

use measure::{Figure, World, compare};

const ROUNDS: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let cases = arguments
        .first()
        .map_or(1_000, |number| number.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = arguments
        .get(1)
        .map_or_else(|| folder.path().to_owned(), PathBuf::from)
        .join(format!("office-{cases}"));
    let world = World::new(&root);
    if !root.join(".git").exists() {
        std::fs::create_dir_all(&root).expect("a folder");
        office::make(&root, cases, &|command| world.run(command));
    }
    println!("{cases} cases, medians of {ROUNDS}");
    let status = world.git(&["status", "--porcelain"]).median(ROUNDS);
    let grep = world
        .shell("grep -rc register cases >/dev/null")
        .median(ROUNDS);
    let stat = Figure::of(ROUNDS, || {
        floor::stat_all(&root.join("cases"));
    });
    println!("{:44} {stat}", "metadata of every case, all cores");
    let readers: [(&[&str], (&str, &Figure)); 7] = [
        (&["overdue", "--format", "json"], ("git status", &status)),
        (&["list", "--limit", "20"], ("git status", &status)),
        (
            &["list", "--all", "--format", "json"],
            ("git status", &status),
        ),
        (
            &["report", "kpi", "--period", "2026-10"],
            ("git status", &status),
        ),
        (
            &["report", "ledger", "--period", "2026-10", "--format", "csv"],
            ("git status", &status),
        ),
        (&["check"], ("grep -rc", &grep)),
        (&["--version"], ("git status", &status)),
    ];
    for (command, (peer, theirs)) in readers {
        let ours = world.complaint(command).median(ROUNDS);
        compare(&command.join(" "), &ours, peer, theirs);
    }
    writers(&world);
}

/// `new` and `note` beside git's own porcelain, with the same setting of fsync.
fn writers(world: &World) {
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
    let ours = world.complaint(&new).median(ROUNDS);
    let sync = "-c core.fsync=all";
    let plain = format!(
        "echo x >>cases/plain.txt; git add cases/plain.txt; git {sync} commit -qm x -- cases/plain.txt"
    );
    let theirs = world.shell(&plain).median(ROUNDS);
    compare("new", &ours, "git add, git commit", &theirs);
    let id = world.one_open_case();
    let note = ["note", &id, "--text", "called again"];
    let ours = world.complaint(&note).median(ROUNDS);
    compare("note", &ours, "git add, git commit", &theirs);
    world.run(
        Command::new("git")
            .arg("-C")
            .arg(&world.root)
            .args(["reset", "-q", "--hard", "HEAD~24"]),
    );
}
