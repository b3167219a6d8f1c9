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
mod readers;
mod record;
mod writers;

use std::path::{Path, PathBuf};

use measure::World;

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
    readers::measure(&world, ROUNDS);
    writers::measure(&world, ROUNDS);
}
