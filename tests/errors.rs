//! Every code has a runnable example and an explanation.

use std::path::{Path, PathBuf};
use std::process::Command;

use complaint::domain::finding::Code;
use complaint::render::Language;
use rayon::prelude::*;

fn example(code: Code) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/errors")
        .join(format!("{code}.md"))
}

#[test]
fn every_code_has_an_example_that_runs() {
    let wrong: Vec<String> = Code::ALL
        .par_iter()
        .filter_map(|code| crate::console::run(&example(*code)).err())
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn every_example_shows_its_code() {
    for code in Code::ALL {
        let text = std::fs::read_to_string(example(*code)).unwrap();
        let shown = ["error", "warning"]
            .iter()
            .any(|severity| text.contains(&format!("\n{severity}[{code}]: ")));
        assert!(shown, "{code}");
    }
}

#[test]
fn every_code_can_be_explained() {
    for code in Code::ALL {
        let output = Command::new(env!("CARGO_BIN_EXE_complaint"))
            .args(["explain", code.name()])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.starts_with(&format!(
                "{code}: {}\n\n",
                Language::English.message(&code.summary())
            )),
            "{code}: {said}"
        );
        assert!(
            output.status.success() && said.lines().count() > 2,
            "{code}"
        );
    }
}
