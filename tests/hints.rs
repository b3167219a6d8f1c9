//! Every hint is true: what a refusal advises is accepted, or refused with a further hint.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::console::{Followed, follow};
use crate::support::scaled;

/// Hints that are right where they are given, and not where this test follows them: document and
/// beginning of the hint.
const EXCEPTIONS: [(&str, &str); 2] = [
    // The policy that needs no approval is not committed. The next hint says to do that first.
    (
        "cmd/git/law.md",
        "ask chen.jing or zhang.min to run: complaint approve",
    ),
    // The appeal that came too late is on record here, so the case is open already.
    ("errors/appeal-late.md", "for a regulator's appeal"),
];

#[test]
fn every_hint_leads_to_a_command_that_is_accepted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let asked_for = std::env::var("DOCUMENTS").unwrap_or_default();
    let documents: Vec<PathBuf> = ["cmd", "errors"]
        .iter()
        .flat_map(|folder| WalkDir::new(root.join(folder)).sort_by_file_name())
        .filter_map(Result::ok)
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| path.to_string_lossy().contains(&asked_for))
        .collect();
    // Every fourth document, all of them with `COMPLAINT_TEST_SCALE=4`.
    let step = if asked_for.is_empty() {
        (4 / scaled(1)).max(1)
    } else {
        1
    };
    let followed = documents
        .par_iter()
        .step_by(step as usize)
        .map(|document| follow(document))
        .reduce(Followed::default, Followed::and)
        .except(&EXCEPTIONS);
    println!(
        "{:?} accepted by length of chain, {} without a command",
        followed.accepted, followed.advice
    );
    assert!(
        followed.failed.is_empty(),
        "{}\n\n{} hints failed",
        followed.failed.join("\n\n"),
        followed.failed.len()
    );
}
