//! The program as its users see it: every document below `tests/cmd` runs.

mod console;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

#[test]
fn documents_run_as_they_are_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let documents: Vec<PathBuf> = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    assert!(!documents.is_empty());
    let wrong: Vec<String> = documents.par_iter().filter_map(|document| console::run(document).err()).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}
