//! Organisations are data: no line of the program contains a figure, a role or a preset of any of
//! them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use complaint::domain::keys::Takes;
use complaint::domain::policy::keys::tables;
use complaint::domain::policy::{PRESETS, Trigger, parse};
use walkdir::WalkDir;

/// The program's own figures, by file and literal: rounding, and parts of a whole.
const OWN: &[(&str, &str)] = &[
    ("domain/time.rs", "500"),
    ("domain/metrics/amount.rs", "2000"),
    ("domain/policy/read/syntax.rs", "2000"),
    ("git/error.rs", "300"),
];

/// The only file that lists the presets.
const SHIPPED: &str = "domain/policy/preset.rs";

/// The sources without the handbook, whose examples are invented, without the words of other
/// programs, and without tests.
fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = WalkDir::new(&src)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.into_path());
    let is_code = |path: &PathBuf| {
        let name = path.to_string_lossy();
        let others = [
            "/tests",
            "/keys/",
            "/keys.rs",
            "oracles.rs",
            "arbitrary.rs",
            "/synonyms.rs",
        ];
        let is_of_others = others.iter().any(|part| name.contains(part));
        name.ends_with(".rs") && !is_of_others
    };
    let relative = |path: &Path| {
        path.strip_prefix(&src)
            .expect("below src")
            .to_string_lossy()
            .replace('\\', "/")
    };
    files
        .filter(is_code)
        .map(|path| {
            (
                relative(&path),
                code(&fs::read_to_string(&path).expect("a source")),
            )
        })
        .collect()
}

/// A source without comments, examples and tests.
fn code(text: &str) -> String {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    text.lines()
        .filter(|line| !is_comment(line))
        .map(without_example)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A line without the invented example in a key's description.
fn without_example(line: &str) -> String {
    let without = |start: &str, end: &str| {
        let (before, rest) = line.split_once(start)?;
        let (_, after) = rest.split_once(end)?;
        Some(format!("{before}{after}"))
    };
    without("example = r#\"", "\"#")
        .or_else(|| without("example = \"", "\""))
        .unwrap_or_else(|| line.to_owned())
}

/// The string literals and numbers of a source, as written.
fn literals(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (index, part) in code.split('"').enumerate() {
        if index % 2 == 1 {
            found.insert(format!("\"{part}\""));
            continue;
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words = part
            .split(|c: char| !is_part(c))
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        found.extend(words.map(|word| word.replace('_', "")));
    }
    found
}

/// The figures of all presets: limits as written, and amounts of 100 and more.
fn figures() -> BTreeSet<String> {
    let mut figures = BTreeSet::new();
    for preset in PRESETS {
        let lines = preset
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        for (key, value) in lines.filter_map(|line| line.split_once('=')) {
            let value = value.split('#').next().unwrap_or_default().trim();
            // Powers of ten do not identify an organisation.
            let is_round = value.trim_end_matches('0') == "1";
            let is_amount = matches!(key.trim(), "below" | "up_to") && value.len() > 2 && !is_round;
            let is_limit = matches!(
                key.trim(),
                "within" | "at_least" | "at_most" | "ceiling" | "max" | "backdate"
            );
            if is_amount || is_limit {
                figures.insert(value.to_owned());
            }
        }
    }
    figures
}

#[test]
fn the_program_knows_no_figure_of_any_organisation() {
    let figures = figures();
    assert!(
        figures.contains("\"24h\"") && figures.contains("5000"),
        "{figures:?}"
    );
    let mut found = Vec::new();
    for (file, code) in sources() {
        let known = literals(&code)
            .intersection(&figures)
            .cloned()
            .collect::<Vec<_>>();
        let foreign = known
            .into_iter()
            .filter(|literal| !OWN.contains(&(file.as_str(), literal.as_str())));
        found.extend(foreign.map(|literal| format!("src/{file} has {literal}")));
    }
    assert!(found.is_empty(), "these are figures of presets: {found:#?}");
}

#[test]
fn the_program_knows_no_role_level_or_preset_of_any_organisation() {
    let mut names: BTreeSet<String> = PRESETS
        .iter()
        .map(|preset| format!("\"{}\"", preset.name))
        .collect();
    for preset in PRESETS {
        let (policy, findings) = parse(preset.text);
        let policy = policy.unwrap_or_else(|| panic!("{}: {findings:?}", preset.name));
        names.extend(policy.roles.iter().map(|role| format!("\"{role}\"")));
        names.extend(
            policy
                .levels
                .iter()
                .map(|level| format!("\"{}\"", level.name)),
        );
        names.extend(
            policy
                .deadlines
                .iter()
                .map(|rule| format!("\"{}\"", rule.name)),
        );
    }
    // The program's own words: its keys and their values, its verbs, the starts and stops of
    // clocks, and the level of a policy without levels.
    let keys = || tables().into_iter().flat_map(|table| table.keys);
    let words = keys().flat_map(|key| match key.takes {
        Takes::Word(words) | Takes::Words(words) | Takes::WordList(words) => words.all(),
        _ => Vec::new(),
    });
    let keys = words.chain(keys().map(|key| key.name));
    let words = Trigger::all()
        .filter_map(|trigger| trigger.own_word())
        .chain(keys)
        .chain(["general"]);
    let own: BTreeSet<String> = words.map(|word| format!("\"{word}\"")).collect();
    let mut named = Vec::new();
    for (file, code) in sources().into_iter().filter(|(file, _)| file != SHIPPED) {
        let known = literals(&code)
            .intersection(&names)
            .filter(|name| !own.contains(*name))
            .cloned()
            .collect::<Vec<_>>();
        named.extend(
            known
                .into_iter()
                .map(|name| format!("src/{file} names {name}")),
        );
    }
    assert!(named.is_empty(), "these belong to presets: {named:#?}");
}
