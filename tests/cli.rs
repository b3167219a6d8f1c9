//! Runs the documents: the README, the guides with commands, and all of `tests/cmd`.
//! `DOCUMENTS=presets/` runs only those whose path contains that text.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

/// The guides with commands.
const GUIDES: [&str; 5] = [
    "README.md",
    "docs/day.md",
    "docs/day-zh.md",
    "docs/deadlines.md",
    "docs/gate.md",
];

#[test]
fn documents_run_as_they_are_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked_for = std::env::var("DOCUMENTS").unwrap_or_default();
    let documents: Vec<PathBuf> = WalkDir::new(root.join("tests/cmd"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.into_path())
        .chain(GUIDES.map(|guide| root.join(guide)))
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "md") && path.is_file()
        })
        .filter(|path| path.to_string_lossy().contains(&asked_for))
        .collect();
    assert!(!documents.is_empty());
    let wrong: Vec<String> = documents
        .par_iter()
        .filter_map(|document| crate::console::run(document).err())
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}
