//! The commands that read cases: with the index of the run before (warm) and without one (cold).

use std::fs;
use std::hint::black_box;
use std::process::Command;

use super::floor;
use super::measure::{Figure, World, alternately, compare};

const STATUS: [&str; 2] = ["status", "--porcelain"];
const LIST: [&str; 4] = ["list", "--all", "--format", "json"];
const OVERDUE: [&str; 3] = ["overdue", "--format", "json"];
const KPI: [&str; 4] = ["report", "kpi", "--period", "2026-10"];

/// Prints the figures.
pub fn measure(world: &World, rounds: usize) {
    let index = world.root.join(".git/complaint/index");
    world.run(
        Command::new(env!("CARGO_BIN_EXE_complaint"))
            .args(["-C"])
            .arg(&world.root)
            .args(OVERDUE),
    );
    let floor = Figure::of(rounds, || {
        black_box(floor::stat_all(&world.root.join("cases")));
        black_box(fs::read(&index).map_or(0, |bytes| bytes.len()));
    });
    println!(
        "{:44} {floor}",
        "floor: metadata of all files, and the index"
    );
    let warm: [&[&str]; 4] = [
        &OVERDUE,
        &["list", "--limit", "20"],
        &["overdue", "--soon", "--handler", "he.xin"],
        &["--version"],
    ];
    for command in warm {
        let programs = [world.complaint(command), world.git(&STATUS)];
        let [ours, theirs] = alternately(programs, rounds);
        let name = command.join(" ");
        compare(&name, &ours, "git status", &theirs);
        if command != ["--version"] {
            compare(&name, &ours, "the floor", &floor);
        }
    }
    let [kpi, list] = alternately([world.complaint(&KPI), world.complaint(&LIST)], rounds);
    compare(&KPI.join(" "), &kpi, "list --all", &list);
    println!("{:44} {list}", LIST.join(" "));
    cold(world, rounds);
}

/// Without an index, beside a search for a word in every file.
fn cold(world: &World, rounds: usize) {
    let program = env!("CARGO_BIN_EXE_complaint");
    let without =
        |words: &str| format!("rm -f .git/complaint/index*; {program} {words} >/dev/null 2>&1");
    let search = match Command::new("rg").arg("--version").output() {
        Ok(_) => "rg -c register cases >/dev/null",
        Err(_) => "grep -rc register cases >/dev/null",
    };
    for file in ["index", "index-recent"] {
        let _ = fs::remove_file(world.root.join(".git/complaint").join(file));
    }
    let peak = world.complaint(&OVERDUE).peak();
    println!(
        "{:44} {peak:36} KiB",
        "overdue --format json, cold: peak memory"
    );
    for words in ["overdue --format json", "check"] {
        let programs = [world.shell(&without(words)), world.shell(search)];
        let [ours, theirs] = alternately(programs, rounds);
        compare(&format!("{words}, cold"), &ours, search, &theirs);
    }
}
