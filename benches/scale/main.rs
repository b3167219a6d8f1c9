//! Compares the program with git, ripgrep and the physical floor as a repository grows: medians of
//! wall time and processor time, peak memory, and their ratios in one run.
//!
//! Usage: `cargo bench --bench scale [-- CASES [FOLDER [COMMITS]]]`; by default 1,000 cases, and for
//! the gate and the audit a record of 10,000 commits. With FOLDER, the repositories are kept there
//! and used again by the next run. With a number of 0, that part is left out.

mod floor;
#[path = "../history/mod.rs"]
mod history;
mod measure;
mod office;
mod random;
mod record;
mod writers;

use std::path::{Path, PathBuf};

use measure::{Figure, World, compare};

const ROUNDS: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let number = |place: usize, otherwise: usize| {
        arguments
            .get(place)
            .map_or(otherwise, |number| number.parse().expect("a number"))
    };
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = arguments
        .get(1)
        .map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    let (cases, commits) = (number(0, 1_000), number(2, 10_000));
    if cases > 0 {
        of_cases(&folder, cases);
    }
    if commits > 0 {
        record::measure(&folder, commits, ROUNDS);
    }
}

/// The commands on a working tree of cases.
fn of_cases(folder: &Path, cases: usize) {
    let root = folder.join(format!("office-{cases}"));
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
    writers::measure(&world, ROUNDS);
}
