//! Example events with every key of their verb, from the examples in the descriptions of keys.

use super::document;
use super::event::Event;
use super::{Case, Verb};
use crate::domain::case::keys::{EventKeys, events};
use crate::domain::finding::Finding;
use crate::domain::keys::{Key, Takes};

const HEAD: &str = "\
id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: product-quality
level: general
complainant:
  name: Wang Fang
summary: dead pixels
events:
";

/// A case file with one event.
#[derive(Debug)]
pub(crate) struct Example {
    /// The keys after `at`, `by` and `do`.
    pub keys: Vec<&'static str>,
    /// The whole file.
    pub text: String,
}

/// Example events that together have all keys of a verb, one for each set of mutually exclusive
/// keys. A `marker` replaces every text.
pub(crate) fn examples(verb: Verb, marker: Option<&str>) -> Vec<Example> {
    let EventKeys { keys, .. } = events()
        .find(|keys| keys.verb == verb)
        .expect("every verb is described");
    let alternatives = verb.alternatives();
    let is_exclusive = |key: &Key| {
        let mut exclusive = alternatives.iter().flat_map(|keys| keys.iter());
        exclusive.any(|(name, _)| *name == key.name)
    };
    let example = |alternative: &&'static [(&'static str, Option<&'static str>)]| {
        let mut text =
            format!("{HEAD}- at: 2026-11-21T09:20:00+08:00\n  by: li.wei\n  do: {verb}\n");
        let mut used = Vec::new();
        for key in keys {
            let chosen = alternative.iter().find(|(name, _)| *name == key.name);
            if chosen.is_none() && is_exclusive(key) {
                continue;
            }
            let value = chosen.and_then(|(_, value)| *value).unwrap_or(key.example);
            text += &format!("  {}: {}\n", key.name, written(key, value, marker));
            used.push(key.name);
        }
        Example { keys: used, text }
    };
    alternatives.iter().map(example).collect()
}

fn written(key: &Key, value: &str, marker: Option<&str>) -> String {
    match (key.takes, marker) {
        (Takes::Text, Some(marker)) => format!("\"{marker}\""),
        (Takes::List, Some(marker)) if key.name != "agreed" => format!("[\"{marker}\"]"),
        (Takes::Shares, Some(marker)) => format!("{{\"{marker}\": 100}}"),
        (Takes::Text, None) => format!("\"{value}\""),
        _ => value.to_owned(),
    }
}

impl Example {
    /// The parsed file, which must have no findings.
    pub(crate) fn case(&self) -> Case {
        let document = document::parse(self.text.as_bytes());
        let none: &[Finding] = &[];
        assert_eq!(document.findings, none, "{}", self.text);
        document.case.expect("a case")
    }

    pub(crate) fn event(&self) -> Event {
        self.case().entries.remove(0).event
    }
}
