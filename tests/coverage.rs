//! `docs/coverage.md` says how each row of the catalogue of requirements is reached; this holds it to its word.

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use complaint::cli::Cli;
use complaint::domain::handbook;

/// The parts of the catalogue, each with the number of its rows.
const PARTS: [(char, usize); 5] = [('A', 14), ('B', 20), ('C', 8), ('D', 6), ('F', 5)];

/// One row of the table.
struct Row {
    id: String,
    commands: Vec<String>,
    keys: Vec<String>,
    tests: Vec<String>,
}

fn read(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let text = read("docs/coverage.md").expect("docs/coverage.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
        let [id, _, commands, keys, tests] = cells[..] else { return None };
        let is_id = id.len() > 1 && id[1..].chars().all(|digit| digit.is_ascii_digit());
        is_id.then(|| Row { id: id.to_owned(), commands: quoted(commands), keys: quoted(keys), tests: quoted(tests) })
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn every_row_of_the_catalogue_is_there_once_and_in_order() {
    let found: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    let expected: Vec<String> =
        PARTS.iter().flat_map(|(part, last)| (1..=*last).map(move |number| format!("{part}{number}"))).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_row_is_reached_by_a_command_and_shown_by_a_test() {
    for Row { id, commands, tests, .. } in rows() {
        assert!(!commands.is_empty(), "{id} names no command");
        assert!(!tests.is_empty(), "{id} names no test");
    }
}

#[test]
fn the_commands_and_flags_exist() {
    let mut cli = Cli::command();
    cli.build();
    for Row { id, commands, .. } in rows() {
        for named in commands {
            let mut command: &Command = &cli;
            for word in named.split_whitespace() {
                command = match word.strip_prefix("--") {
                    Some(flag) => {
                        let known = command.get_arguments().any(|argument| argument.get_long() == Some(flag));
                        assert!(known, "{id}: `{named}`: no flag --{flag}");
                        continue;
                    }
                    None => match command.find_subcommand(word) {
                        Some(further) => further,
                        None => {
                            let values = command.get_positionals().flat_map(|argument| argument.get_possible_values());
                            let is_value = values.into_iter().any(|value| value.get_name() == word);
                            assert!(is_value, "{id}: `{named}`: no command or value '{word}'");
                            command
                        }
                    },
                };
            }
        }
    }
}

#[test]
fn the_keys_of_the_policy_exist() {
    let tables: Vec<_> = handbook::tables().into_iter().collect();
    for Row { id, keys, .. } in rows() {
        for named in keys {
            let (label, key) = match named.rsplit_once("] ") {
                Some((label, key)) => (format!("{label}]"), key),
                None if named.starts_with('[') => (named.clone(), ""),
                None => (String::new(), named.as_str()),
            };
            let table = tables.iter().find(|table| table.label == label);
            let table = table.unwrap_or_else(|| panic!("{id}: `{named}`: the policy has no table {label}"));
            let known = key.is_empty() || table.keys.iter().any(|known| known.name == key);
            assert!(known, "{id}: `{named}`: no key '{key}'");
        }
    }
}

/// The body of a test, or the whole of a document.
fn test_text(named: &str) -> Option<String> {
    let (file, function) = named.split_once("::").unwrap_or((named, ""));
    let text = read(file)?;
    (function.is_empty() || text.contains(&format!("fn {function}("))).then_some(text)
}

#[test]
fn the_tests_exist_and_are_about_the_commands() {
    for Row { id, commands, tests, .. } in rows() {
        let texts: Vec<String> = tests
            .iter()
            .map(|named| test_text(named).unwrap_or_else(|| panic!("{id}: `{named}` is not a test that there is")))
            .collect();
        for named in commands {
            let verb = named.split_whitespace().next().unwrap_or_default();
            let ways = [format!("complaint {verb}"), format!("\"{verb}\""), format!("do: {verb}")];
            let shown = texts.iter().any(|text| ways.iter().any(|way| text.contains(way)));
            assert!(shown, "{id}: none of {tests:?} uses `{verb}`");
        }
    }
}
