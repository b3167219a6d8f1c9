//! Other YAML parsers read what the program writes as the same values.

use std::process::Command;

use crate::support::repository::Repository;
use complaint::domain::case::Event;
use complaint::domain::case::event::Note;
use serde_json::Value;

const NOW: &str = "2026-11-21T09:00";

/// Texts that YAML could read as something other than a string.
const TRAPS: [&str; 44] = [
    "no",
    "Yes",
    "NULL",
    "~",
    "true",
    "off",
    "y",
    "1e3",
    "0x1F",
    "0o17",
    "017",
    "1_000",
    ".inf",
    ".NaN",
    "-.5",
    "12:30:45",
    "2026-11-21",
    "2026-11-21T09:00:00Z",
    "=",
    "<<",
    "- a",
    "--- a",
    "? a",
    ": a",
    "a: b",
    "a:",
    "# a",
    "a #b",
    "&a",
    "*a",
    "!t",
    "%x",
    "@x",
    "`x",
    "[a]",
    "{a: b}",
    "\"a",
    "'a'",
    "a\ttab",
    "a\nb\n",
    "  two\n lines",
    "emoji 😀 bidi \u{202e}a",
    "\u{2028}a\u{85}b",
    "\u{feff}a",
];

/// The texts of the notes as another parser reads them; `None` if it is not installed.
fn read_by(program: &str, arguments: &[&str], file: &std::path::Path) -> Option<Vec<String>> {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        .output()
        .ok()
        .filter(|output| output.status.success());
    let Some(output) = output else {
        eprintln!("skipped: {program} cannot read YAML here");
        return None;
    };
    let case: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let notes = case["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter(|event| event["do"] == "note");
    Some(
        notes
            .map(|event| {
                event["text"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{program}: {event}"))
                    .to_owned()
            })
            .collect(),
    )
}

#[test]
fn other_yaml_parsers_read_the_same_values() {
    let repository = Repository::new();
    let id = repository.new_case("dan", NOW);
    for text in TRAPS {
        repository.ok("dan", NOW, &["--no-commit", "note", &id, "--text", text]);
    }
    let ours = repository
        .case(&id)
        .entries
        .into_iter()
        .filter_map(|entry| match entry.event {
            Event::Note(Note { text, .. }) => text,
            _ => None,
        });
    let ours: Vec<String> = ours.collect();
    assert_eq!(ours.len(), TRAPS.len());
    let file = repository.root().join(repository.case_file(&id));
    let python = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), default=str))";
    for (program, arguments) in [("python3", ["-c", python].as_slice()), ("yq", &["."])] {
        if let Some(theirs) = read_by(program, arguments, &file) {
            assert_eq!(theirs, ours, "{program}");
        }
    }
}
