//! The descriptions list exactly the keys that the readers accept.

mod case;
mod difference;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::case::Entry;
use crate::domain::case::Facts;
use crate::domain::case::fields::{Field, Fields, Raw};
use crate::domain::case::keys::{CASE, COMMON, COMPLAINANT, EventKeys, events};
use crate::domain::finding::{Code, Severity, Spot};
use crate::domain::policy::{Policy, asked, diff, parse};
use crate::domain::word::Word;

/// The key with a value that the samples can refer to.
fn line(key: &Key) -> String {
    format!("{} = {}\n", key.name, key.example)
}

/// The top-level keys that are not tables, with this value for `retired`.
fn top(retired: &str) -> String {
    let plain = POLICY
        .keys
        .iter()
        .filter(|key| key.table().is_none() && !key.example.starts_with('{'));
    let lines = plain.map(|key| {
        if key.name == "retired" {
            format!("retired = {retired}\n")
        } else {
            line(key)
        }
    });
    lines.collect()
}

/// The names that the examples refer to.
const KNOWN: &str = r#"["general", "regional", "fax", "regulator"]"#;

const CATEGORIES: &str = "[categories.delivery]\n[categories.billing]\n";

/// The table with its required keys and one more.
fn with_key(table: &Table, key: &Key) -> String {
    let bound = match table.choice {
        Choice::One(keys) if !keys.contains(&key.name) => keys.first().copied(),
        Choice::One(_)
        | Choice::AtMostOne(_)
        | Choice::Forms(_)
        | Choice::All(_)
        | Choice::Free => None,
    };
    let needed = table
        .keys
        .iter()
        .filter(|other| other.is_required() || Some(other.name) == bound);
    let needed = needed.filter(|other| other.name != key.name);
    let body: String = needed
        .chain([key])
        .filter(|key| !key.example.is_empty())
        .map(line)
        .collect();
    let inline = body.trim_end().replace('\n', ", ");
    let deadline = "[[deadline]]\nname = \"a\"\nstop = \"close\"\nwithin = \"1d\"\n";
    match table.label {
        "'when'" => format!("[[closing.gate]]\nneed = \"cause\"\nwhen = {{ {inline} }}\n"),
        "'when' of a deadline" => format!("{deadline}when = {{ {inline} }}\n"),
        "'extend'" => format!("{deadline}extend = {{ {inline} }}\n"),
        "a dated role" => format!("[staff.ann]\nrole = [{{ {inline} }}]\n"),
        "[line.NAME]" => format!("[line.tiles]\n{body}"),
        label => format!("{}\n{body}", label.replace("NAME", "own")),
    }
}

/// Every key of the policy that is not a table, with its table.
fn described() -> Vec<(&'static Table, &'static Key)> {
    let keys = |table: &'static Table| table.keys.iter().map(move |key| (table, key));
    let all = tables().into_iter().flat_map(keys);
    all.filter(|(_, key)| !key.example.is_empty()).collect()
}

/// A policy with the key.
fn sample(table: &Table, key: &Key) -> String {
    match table.label {
        "" if key.example.starts_with('{') => {
            format!("{}{}{CATEGORIES}", top("[]"), line(key))
        }
        "" => format!("{}{CATEGORIES}", top("[\"fax\"]")),
        _ => format!("{}{CATEGORIES}{}", top(KNOWN), with_key(table, key)),
    }
}

/// A policy for every key.
fn samples() -> Vec<(String, String)> {
    described()
        .into_iter()
        .map(|(table, key)| {
            let name = format!("{} {}", table.label, key.name);
            (name, sample(table, key))
        })
        .collect()
}

#[test]
fn every_example_is_one_that_the_reader_takes() {
    for (name, text) in samples() {
        let (policy, findings) = parse(&text);
        let errors: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert!(
            policy.is_some() && errors.is_empty(),
            "{name}\n{text}\n{errors:#?}"
        );
    }
}

#[test]
fn what_is_required_is_missed() {
    for table in tables().into_iter().filter(|table| !table.label.is_empty()) {
        for key in table.keys.iter().filter(|key| key.is_required()) {
            let text = format!("{}{CATEGORIES}{}", top(KNOWN), with_key(table, key));
            let other = Key {
                example: "",
                ..*key
            };
            let text = text.replace(&with_key(table, key), &with_key(table, &other));
            let missed = parse(&text)
                .1
                .into_iter()
                .any(|finding| finding.code == Code::MissingKey);
            assert!(missed, "{} {}\n{text}", table.label, key.name);
        }
    }
}

#[test]
fn the_reader_asks_for_the_keys_that_are_described_and_no_others() {
    let mut taken: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, text) in samples() {
        for (label, keys) in asked(&text) {
            taken.entry(label).or_default().extend(keys);
        }
    }
    let described: BTreeMap<String, BTreeSet<&str>> = tables()
        .into_iter()
        .map(|table| (table.label.to_owned(), names(table.keys)))
        .collect();
    assert_eq!(taken, described);
}

#[test]
fn a_default_that_is_a_value_says_what_leaving_it_out_does() {
    for table in tables() {
        for key in table.keys {
            let Absent::Value(value) = key.absent else {
                continue;
            };
            if value.is_empty() || table.label.is_empty() || value == "\"\"" {
                continue;
            }
            let written = Key {
                example: value,
                ..*key
            };
            let text = format!("{}{CATEGORIES}{}", top(KNOWN), with_key(table, &written));
            let without_key = without(&text, &written);
            assert_ne!(text, without_key, "{} {}", table.label, key.name);
            let told = [&text, &without_key].map(|text| {
                let policy = parse(text).0.expect("a policy");
                without_spots(&format!("{policy:?}"))
            });
            assert_eq!(told[0], told[1], "{} {}", table.label, key.name);
        }
    }
}

/// The debug text of a policy without spots.
fn without_spots(text: &str) -> String {
    let mut parts = text.split("Spot {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| {
        told + part.split_once('}').map_or("", |(_, rest)| rest)
    })
}

/// The text without a key, which has its own line or is in an inline table.
fn without(text: &str, key: &Key) -> String {
    let inline = line(key).trim_end().to_owned();
    let forms = [
        line(key),
        format!(", {inline}"),
        format!("{inline}, "),
        inline,
    ];
    let form = forms.iter().find(|form| text.contains(form.as_str()));
    form.map_or(text.to_owned(), |form| text.replacen(form, "", 1))
}

#[test]
fn rules_are_named_by_their_ids() {
    let of_case = CASE.keys.iter().chain(COMPLAINANT.keys).chain(COMMON);
    let keys = tables()
        .into_iter()
        .flat_map(|table| table.keys)
        .chain(of_case);
    for key in keys {
        for id in key.rules.split(", ").filter(|id| !id.is_empty()) {
            let (part, number) = id.split_at(1);
            assert!(
                "ABCDEF".contains(part) && number.parse::<u8>().is_ok(),
                "{}: {id}",
                key.name
            );
        }
        assert!(key.text.ends_with('.'), "{}: {}", key.name, key.text);
    }
}

fn names(keys: &[Key]) -> BTreeSet<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
