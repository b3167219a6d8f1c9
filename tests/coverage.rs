//! Checks the table in `docs/coverage.md`, which lists how each row in the catalogue of
//! requirements is covered.

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use complaint::commands::Cli;
use complaint::domain::policy::keys;

/// The parts of the catalogue, each with its number of rows.
const PARTS: [(char, usize); 5] = [('A', 14), ('B', 20), ('C', 8), ('D', 6), ('F', 5)];

struct Row {
    id: String,
    commands: Vec<String>,
    keys: Vec<String>,
    tests: Vec<String>,
}

fn read(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

/// The texts between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn rows() -> Vec<Row> {
    let text = read("docs/coverage.md").expect("docs/coverage.md");
    let row = |line: &str| {
        let cells: Vec<&str> = line
            .strip_prefix('|')?
            .strip_suffix('|')?
            .split('|')
            .map(str::trim)
            .collect();
        let [id, _, commands, keys, tests] = cells[..] else {
            return None;
        };
        let is_id = id.len() > 1 && id[1..].chars().all(|digit| digit.is_ascii_digit());
        is_id.then(|| Row {
            id: id.to_owned(),
            commands: quoted(commands),
            keys: quoted(keys),
            tests: quoted(tests),
        })
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn every_row_of_the_catalogue_is_there_once_and_in_order() {
    let found: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    let expected: Vec<String> = PARTS
        .iter()
        .flat_map(|(part, last)| (1..=*last).map(move |number| format!("{part}{number}")))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_row_is_reached_by_a_command_and_shown_by_a_test() {
    for Row {
        id,
        commands,
        tests,
        ..
    } in rows()
    {
        assert!(!commands.is_empty(), "{id} names no command");
        assert!(!tests.is_empty(), "{id} names no test");
    }
}

/// Fails with all of them, if there are any.
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An error if a command line names an unknown flag, command, or value of its first argument.
fn unknown(named: &str, cli: &Command) -> Option<String> {
    let mut command = cli;
    for word in named.split_whitespace() {
        if let Some(flag) = word.strip_prefix("--") {
            if !command
                .get_arguments()
                .any(|argument| argument.get_long() == Some(flag))
            {
                return Some(format!("no flag --{flag}"));
            }
            continue;
        }
        let mut values = command
            .get_positionals()
            .flat_map(clap::Arg::get_possible_values);
        match command.find_subcommand(word) {
            Some(further) => command = further,
            None if values.any(|value| value.get_name() == word) => {}
            None => return Some(format!("no command or value '{word}'")),
        }
    }
    None
}

#[test]
fn the_commands_and_flags_exist() {
    let mut cli = Cli::command();
    cli.build();
    let wrong = |id: &str, named: &String| {
        unknown(named, &cli).map(|what| format!("{id}: `{named}`: {what}"))
    };
    let wrong = rows()
        .iter()
        .flat_map(|row| {
            row.commands
                .iter()
                .filter_map(|named| wrong(&row.id, named))
                .collect::<Vec<_>>()
        })
        .collect::<Vec<_>>();
    assert_none(&wrong);
}

#[test]
fn the_keys_of_the_policy_exist() {
    let tables = keys::tables();
    let is_known = |named: &str| {
        let (label, key) = match named.rsplit_once("] ") {
            Some((label, key)) => (format!("{label}]"), key),
            None if named.starts_with('[') => (named.to_owned(), ""),
            None => (String::new(), named),
        };
        let table = tables.iter().find(|table| table.label == label);
        table
            .is_some_and(|table| key.is_empty() || table.keys.iter().any(|known| known.name == key))
    };
    let mut wrong = Vec::new();
    for row in rows() {
        wrong.extend(
            row.keys
                .iter()
                .filter(|named| !is_known(named))
                .map(|named| format!("{}: `{named}`", row.id)),
        );
    }
    assert_none(&wrong);
}

/// The text of the document or of the file that contains the test; `None` if there is no such test.
fn test_text(named: &str) -> Option<String> {
    let (file, function) = named.split_once("::").unwrap_or((named, ""));
    let text = read(file)?;
    (function.is_empty() || text.contains(&format!("fn {function}("))).then_some(text)
}

#[test]
fn the_tests_exist_and_are_about_the_commands() {
    let mut wrong = Vec::new();
    for Row {
        id,
        commands,
        tests,
        ..
    } in rows()
    {
        let missing = tests.iter().filter(|named| test_text(named).is_none());
        wrong.extend(missing.map(|named| format!("{id}: `{named}` is not a test that there is")));
        let texts: Vec<String> = tests.iter().filter_map(|named| test_text(named)).collect();
        for named in commands {
            let words: Vec<&str> = named
                .split_whitespace()
                .filter(|word| !word.starts_with("--"))
                .collect();
            let line = words.join(" ");
            let ways = [
                format!("complaint {line}"),
                format!("\"{}\"", words.join("\", \"")),
                format!("do: {line}"),
            ];
            if !texts
                .iter()
                .any(|text| ways.iter().any(|way| text.contains(way)))
            {
                wrong.push(format!("{id}: no test uses `{line}`"));
            }
            let flags = named
                .split_whitespace()
                .filter(|word| word.starts_with("--"));
            let unused = flags.filter(|flag| !texts.iter().any(|text| text.contains(flag)));
            wrong.extend(unused.map(|flag| format!("{id}: no test uses `{line} {flag}`")));
        }
    }
    assert_none(&wrong);
}
