//! The layers of the architecture: a lower one never imports a higher one.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Each layer with the modules of the crate that it may not name.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    (
        "domain",
        &["git", "store", "render", "commands", "cli", "failure"],
    ),
    (
        "git",
        &["domain", "store", "render", "commands", "cli", "failure"],
    ),
    ("store", &["render", "commands", "cli", "failure"]),
    ("render", &["commands", "cli", "failure"]),
];

#[test]
fn a_lower_layer_never_imports_a_higher_one() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (layer, forbidden) in FORBIDDEN {
        let files = WalkDir::new(src.join(layer))
            .into_iter()
            .filter_map(Result::ok);
        let sources = files.filter(|file| {
            file.path()
                .extension()
                .is_some_and(|extension| extension == "rs")
        });
        let mut read = 0;
        for file in sources {
            read += 1;
            let text = fs::read_to_string(file.path()).expect("a source file");
            for module in forbidden {
                let named = text.contains(&format!("crate::{module}::"));
                assert!(
                    !named,
                    "{} names {module}, a higher layer than {layer}",
                    file.path().display()
                );
            }
        }
        assert!(read > 0, "src/{layer} has no source files");
    }
}
