//! Finds the places of keys in the text.

use std::collections::BTreeMap;

use super::scan::{Mark, What};
use crate::domain::case::fields::{Field, Raw};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{message, text};

/// Number of marks to search for a key if a mapping has more or fewer marks than keys.
const WINDOW: usize = 32;

/// The pairs of a mapping as fields, with the places of their keys; `home` if not found.
pub(crate) fn place(pairs: Vec<(String, Raw)>, marks: &[Mark], home: Spot) -> Vec<Field> {
    let keys = own_keys(marks);
    let is_aligned = keys.len() == pairs.len();
    let mut next = 0;
    let mut placed = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let found = if is_aligned {
            Some(next)
        } else {
            keys.iter()
                .skip(next)
                .take(WINDOW)
                .position(|&at| is_key(&marks[at], &key))
                .map(|ahead| next + ahead)
        };
        let (spot, inside) = match found {
            Some(at) => {
                next = at + 1;
                let mark = &marks[keys[at]];
                (
                    mark.spot,
                    inside(
                        &value,
                        deeper(&marks[keys[at] + 1..], mark.indent),
                        mark.spot,
                    ),
                )
            }
            None => (home, Vec::new()),
        };
        placed.push(Field {
            key,
            value,
            spot,
            inside,
        });
    }
    placed
}

/// The keys of the outermost mapping: those with the indentation of the first key.
fn own_keys(marks: &[Mark]) -> Vec<usize> {
    let is_key = |at: &usize| matches!(marks[*at].what, What::Key(..));
    let indent = (0..marks.len())
        .find(is_key)
        .map(|first| marks[first].indent);
    (0..marks.len())
        .filter(is_key)
        .filter(|&at| Some(marks[at].indent) == indent)
        .collect()
}

/// The marks in the value of a key with this indentation.
fn deeper<'m>(marks: &'m [Mark<'m>], indent: usize) -> &'m [Mark<'m>] {
    let end = marks
        .iter()
        .position(|mark| mark.indent <= indent)
        .unwrap_or(marks.len());
    &marks[..end]
}

/// The places of the keys of a mapping value.
fn inside(value: &Raw, marks: &[Mark], home: Spot) -> Vec<Spot> {
    match value {
        Raw::Map(pairs) => {
            let names = pairs
                .iter()
                .map(|(key, _)| (key.clone(), Raw::Null))
                .collect();
            place(names, marks, home)
                .into_iter()
                .map(|field| field.spot)
                .collect()
        }
        Raw::Null | Raw::Text(_) | Raw::List(_) => Vec::new(),
    }
}

/// Removes duplicate keys, also those of nested mappings, and reports them.
pub(crate) fn without_repeats(fields: Vec<Field>) -> (Vec<Field>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut kept = first_of_each(
        fields,
        |field| (field.key.as_str(), field.spot),
        &mut findings,
    );
    for field in &mut kept {
        if let Raw::Map(pairs) = &mut field.value {
            let home = field.spot;
            let spots = field.inside.iter().copied().chain(std::iter::repeat(home));
            let placed: Vec<_> = std::mem::take(pairs).into_iter().zip(spots).collect();
            let placed = first_of_each(
                placed,
                |((key, _), spot)| (key.as_str(), *spot),
                &mut findings,
            );
            (*pairs, field.inside) = placed.into_iter().unzip();
        }
    }
    (kept, findings)
}

fn first_of_each<T>(
    items: Vec<T>,
    place: impl Fn(&T) -> (&str, Spot),
    findings: &mut Vec<Finding>,
) -> Vec<T> {
    if !has_repeats(&items, &place) {
        return items;
    }
    let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
    let is_first = |item: &T| {
        let (key, spot) = place(item);
        let first = seen.get(key).copied();
        match first {
            Some(first) => findings.push(
                Finding::error(
                    Code::DuplicateKey,
                    spot,
                    message!(
                        "duplicate key '{key}', first in line {line}",
                        key,
                        line = first.line
                    ),
                )
                .hint(text!("remove one of them")),
            ),
            None => drop(seen.insert(key.to_owned(), spot)),
        }
        first.is_none()
    };
    items.into_iter().filter(is_first).collect()
}

fn has_repeats<T>(items: &[T], place: impl Fn(&T) -> (&str, Spot)) -> bool {
    let mut keys: Vec<&str> = items.iter().map(|item| place(item).0).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}

fn is_key(mark: &Mark, key: &str) -> bool {
    matches!(mark.what, What::Key(name, _) if name == key)
}
