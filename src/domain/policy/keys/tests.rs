//! The description holds what the readers take, no more and no less.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::case::Entry;
use crate::domain::case::Facts;
use crate::domain::case::fields::{Field, Fields, Raw};
use crate::domain::case::keys::{CASE, COMMON, COMPLAINANT, EventKeys, events};
use crate::domain::finding::{Code, Severity, Spot};
use crate::domain::policy::{asked, parse};
use crate::domain::word::Word;

/// The key with a value that every rule of the samples may refer to.
fn line(key: &Key) -> String {
    format!("{} = {}\n", key.name, key.example)
}

/// The keys of the top of the file that are no tables, `retired` being this.
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

/// What the examples refer to.
const KNOWN: &str = r#"["general", "regional", "fax", "regulator"]"#;

const CATEGORIES: &str = "[categories.delivery]\n[categories.billing]\n";

/// The table with the keys that it needs, and one more.
fn with_key(table: &Table, key: &Key) -> String {
    let bound = match table.choice {
        Choice::One(keys) if !keys.contains(&key.name) => keys.first().copied(),
        Choice::One(_) | Choice::AtMostOne(_) | Choice::Free => None,
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

/// For every key of the policy a file that has it.
fn samples() -> Vec<(String, String)> {
    let mut samples = Vec::new();
    for table in tables() {
        for key in table.keys.iter().filter(|key| !key.example.is_empty()) {
            let text = match table.label {
                "" if key.example.starts_with('{') => {
                    format!("{}{}{CATEGORIES}", top("[]"), line(key))
                }
                "" => format!("{}{CATEGORIES}", top("[\"fax\"]")),
                _ => format!("{}{CATEGORIES}{}", top(KNOWN), with_key(table, key)),
            };
            samples.push((format!("{} {}", table.label, key.name), text));
        }
    }
    samples
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
            let without = text.replace(&line(&written), "");
            let (with, without) = (parse(&text).0, parse(&without).0);
            let plain = |policy: Option<crate::domain::policy::Policy>| {
                let text = format!("{:?}", policy.expect("a policy"));
                text.replace(|c: char| c.is_ascii_digit(), "")
            };
            assert_eq!(plain(with), plain(without), "{} {}", table.label, key.name);
        }
    }
}

fn names(keys: &[Key]) -> BTreeSet<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let field = |(key, value): &(&str, &str)| Field {
        key: (*key).to_owned(),
        value: Raw::Text((*value).to_owned()),
        spot: Spot::default(),
        inside: Vec::new(),
    };
    Fields::new(Spot::default(), pairs.iter().map(field).collect())
}

#[test]
fn the_facts_that_are_read_are_those_described() {
    let mut read = fields(&[]);
    Facts::read(&mut read);
    assert_eq!(read.taken(), names(CASE.keys));
    let absent: BTreeSet<String> = read
        .finish()
        .into_iter()
        .filter(|finding| finding.code == Code::MissingKey)
        .map(|it| it.message.in_english())
        .collect();
    let required = CASE.keys.iter().filter(|key| key.is_required());
    assert_eq!(
        absent,
        required
            .map(|key| format!("'{}' is missing or empty", key.name))
            .collect()
    );
}

#[test]
fn each_verb_reads_the_keys_that_are_described() {
    for EventKeys { verb, keys, .. } in events() {
        let mut taken = BTreeSet::new();
        // Some keys decide which others are read.
        for more in [
            None,
            Some(("interim", "true")),
            Some(("waive", "x")),
            Some(("subject", "decision")),
        ] {
            let mut read = fields(&[("at", "x"), ("by", "x"), ("do", verb.word())]);
            if let Some((key, value)) = more {
                read = fields(&[("at", "x"), ("by", "x"), ("do", verb.word()), (key, value)]);
            }
            Entry::read(&mut read, 1);
            taken.extend(read.taken());
        }
        let described: BTreeSet<&str> = names(COMMON).into_iter().chain(names(keys)).collect();
        assert_eq!(taken, described, "{verb}");
    }
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
