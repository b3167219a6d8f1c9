//! Other YAML parsers read the same values.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "these tests run other programs"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};

use super::*;
use crate::domain::case::arbitrary;
use crate::domain::share::Share;
use crate::domain::time::parse_rfc3339;

const FILES: usize = 300;

/// Random cases with a fixed seed.
fn cases() -> Vec<(Case, String)> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = (arbitrary::facts(), arbitrary::entries(), arbitrary::zone());
    let mut draw = || strategy.new_tree(&mut runner).unwrap().current();
    (0..FILES)
        .map(|_| {
            let (facts, entries, zone) = draw();
            let text = case(&facts, &entries, zone);
            (Case { facts, entries }, text)
        })
        .collect()
}

/// Whether another parser's JSON equals the value; instants may be text or
/// `{"instant": MILLISECONDS}`.
fn agrees(value: &Value, read: &Json) -> bool {
    match value {
        Value::Text(text) => read == text,
        Value::Instant(instant) => match read {
            Json::String(text) => parse_rfc3339(text).as_ref() == Ok(instant),
            other => *other == json!({"instant": instant.timestamp_millis()}),
        },
        Value::Decimal(decimal) => {
            let (wanted, read) = (decimal.to_f64().unwrap(), read.as_f64().unwrap_or(f64::NAN));
            (wanted - read).abs() <= wanted.abs() * 1e-9
        }
        Value::Whole(number) => read.as_u64() == Some(*number),
        Value::True => *read == Json::Bool(true),
        Value::List(items) => *read == json!(items),
        Value::Shares(shares) => {
            read.as_object()
                .is_some_and(|map| map.len() == shares.len())
                && shares.iter().all(|(party, share)| match share {
                    Share::Percent(percent) => agrees(&Value::Decimal(*percent), &read[party]),
                    Share::Fraction { .. } => read[party] == json!(share.written()),
                })
        }
        Value::Unknown(Raw::Null) => read.is_null(),
        Value::Unknown(Raw::Text(text)) => read == text,
        Value::Unknown(Raw::List(items)) => {
            let read = read.as_array().cloned().unwrap_or_default();
            read.len() == items.len()
                && items
                    .iter()
                    .zip(&read)
                    .all(|(item, read)| agrees(&Value::Unknown(item.clone()), read))
        }
        Value::Unknown(Raw::Map(pairs)) => {
            read.as_object().is_some_and(|map| map.len() == pairs.len())
                && pairs
                    .iter()
                    .all(|(key, value)| agrees(&Value::Unknown(value.clone()), &read[key]))
        }
    }
}

fn assert_agrees(case: &Case, text: &str, read: &Json) {
    let facts = case.facts.fields();
    for (key, value) in facts.before.iter().chain(&facts.after) {
        assert!(
            agrees(value, &read[key]),
            "{key}: {value:?} is {}\n{text}",
            read[key]
        );
    }
    for (key, value) in &facts.complainant {
        assert!(
            agrees(value, &read["complainant"][key]),
            "{key}: {value:?}\n{text}"
        );
    }
    for (index, entry) in case.entries.iter().enumerate() {
        let read = &read["events"][index];
        let fields = entry.fields();
        assert_eq!(
            read.as_object().map(serde_json::Map::len),
            Some(fields.len()),
            "{text}"
        );
        for (key, value) in fields {
            assert!(
                agrees(&value, &read[key]),
                "{key}: {value:?} is {}\n{text}",
                read[key]
            );
        }
    }
}

#[test]
fn serde_saphyr_reads_the_same() {
    for (case, text) in cases() {
        let read: Json =
            serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_agrees(&case, &text, &read);
    }
}

#[test]
fn serde_yaml_guesses_the_same() {
    for (case, text) in cases() {
        let read: Json =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_agrees(&case, &text, &read);
    }
}

const PYTHON: &str = r#"
import datetime, json, sys, yaml
epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
def plain(value):
    if isinstance(value, datetime.datetime):
        return {"instant": (value - epoch) // datetime.timedelta(milliseconds=1)}
    raise TypeError(repr(value))
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
texts = json.load(sys.stdin)
json.dump([yaml.load(text, loader) for loader in loaders for text in texts], sys.stdout, default=plain)
"#;

#[test]
fn pyyaml_reads_the_same() {
    let has_yaml = Command::new("python3")
        .args(["-c", "import yaml"])
        .stderr(Stdio::null())
        .status();
    if !has_yaml.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no python3 with PyYAML");
        return;
    }
    let cases = cases();
    let texts: Vec<&str> = cases.iter().map(|(_, text)| text.as_str()).collect();
    let mut python = Command::new("python3")
        .args(["-c", PYTHON])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let input = serde_json::to_vec(&texts).unwrap();
    python
        .stdin
        .take()
        .expect("its input")
        .write_all(&input)
        .expect("it reads");
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let read: Vec<Json> = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(read.len() >= FILES);
    for ((case, text), read) in cases.iter().cycle().zip(&read) {
        assert_agrees(case, text, read);
    }
}
