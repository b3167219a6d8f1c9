//! Compares `complaint audit` with `git log --raw` on a synthetic history: a year of overlapping
//! cases with one commit per event, and a growing staff. Prints medians, their ratio, and peak
//! memory.
//!
//! Usage: `cargo bench --bench audit [-- CASES EVENTS [FOLDER]]`. The default is 1,000 cases of 20
//! events. With FOLDER, the history is kept there and used again by the next run.

mod history;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use history::{NOW, hermetic, make};

const ROUNDS: usize = 5;
fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let number = |place: usize, otherwise: usize| {
        arguments
            .get(place)
            .map_or(otherwise, |number| number.parse().expect("a number"))
    };
    let (cases, events) = (number(0, 1000), number(1, 20));
    let root = arguments
        .get(2)
        .map_or_else(|| folder.path().join("team"), PathBuf::from);
    if !root.join(".git").exists() {
        make(&root, cases, events);
    }
    let audit = [env!("CARGO_BIN_EXE_complaint"), "audit"];
    let log = ["git", "log", "--raw"];
    let mut taken = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        taken[0].push(run(&root, &audit));
        taken[1].push(run(&root, &log));
    }
    let [ours, theirs] = taken.map(median);
    println!("{cases} cases of {events} events:");
    for (name, (time, memory)) in [("complaint audit", ours), ("git log --raw", theirs)] {
        println!(
            "{name:20} {:8.0} ms {memory:8} KiB",
            time.as_secs_f64() * 1000.0
        );
    }
    println!("ratio {:.2}", ours.0.as_secs_f64() / theirs.0.as_secs_f64());
}

/// Run time and peak memory in KiB; 0 KiB on systems without `/proc`.
fn run(root: &Path, command: &[&str]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = hermetic(root, command[0])
        .args(&command[1..])
        .env("COMPLAINT_NOW", NOW)
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line
            .and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
            .unwrap_or(0);
        peak = peak.max(now);
        if let Some(status) = child.try_wait().expect("it ends") {
            assert!(status.success(), "{command:?}");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn median(mut taken: Vec<(Duration, u64)>) -> (Duration, u64) {
    taken.sort();
    taken[taken.len() / 2]
}
