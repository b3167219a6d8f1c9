//! From keys to their places in the text.

use std::collections::BTreeMap;

use super::scan::{Mark, What};
use crate::domain::case::fields::{Field, Raw};
use crate::domain::finding::{Code, Finding, Spot};

/// The pairs of a mapping as fields, each with the place of its key among `marks`; `home` where it is not found.
pub fn place(pairs: Vec<(String, Raw)>, marks: &[Mark], home: Spot) -> Vec<Field> {
    let indent = keys(marks).next().map(|(_, mark)| mark.indent);
    let mut from = 0;
    pairs
        .into_iter()
        .map(|(key, value)| {
            let found = keys(&marks[from..])
                .find(|(_, mark)| Some(mark.indent) == indent && is_key(mark, &key))
                .map(|(index, mark)| (from + index, *mark));
            let (spot, inside) = match found {
                Some((index, mark)) => {
                    from = index + 1;
                    (mark.spot, inside(&value, deeper(&marks[from..], mark.indent), mark.spot))
                }
                None => (home, Vec::new()),
            };
            Field { key, value, spot, inside }
        })
        .collect()
}

/// The marks that belong to the value of a key with this indentation.
fn deeper<'m>(marks: &'m [Mark<'m>], indent: usize) -> &'m [Mark<'m>] {
    let end = marks.iter().position(|mark| mark.indent <= indent).unwrap_or(marks.len());
    &marks[..end]
}

/// The places of the keys of a mapping inside a field.
fn inside(value: &Raw, marks: &[Mark], home: Spot) -> Vec<Spot> {
    match value {
        Raw::Map(pairs) => {
            let names = pairs.iter().map(|(key, _)| (key.clone(), Raw::Null)).collect();
            place(names, marks, home).into_iter().map(|field| field.spot).collect()
        }
        Raw::Null | Raw::Text(_) | Raw::List(_) => Vec::new(),
    }
}

/// The first of each key, and findings for those that stand twice, in the mapping itself or in one inside it.
pub fn without_repeats(fields: Vec<Field>) -> (Vec<Field>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut kept = first_of_each(fields, |field| (field.key.as_str(), field.spot), &mut findings);
    for field in &mut kept {
        if let Raw::Map(pairs) = &mut field.value {
            let home = field.spot;
            let spots = field.inside.iter().copied().chain(std::iter::repeat(home));
            let placed: Vec<_> = std::mem::take(pairs).into_iter().zip(spots).collect();
            let placed = first_of_each(placed, |((key, _), spot)| (key.as_str(), *spot), &mut findings);
            (*pairs, field.inside) = placed.into_iter().unzip();
        }
    }
    (kept, findings)
}

fn first_of_each<T>(items: Vec<T>, place: impl Fn(&T) -> (&str, Spot), findings: &mut Vec<Finding>) -> Vec<T> {
    if !has_repeats(&items, &place) {
        return items;
    }
    let mut seen: BTreeMap<String, Spot> = BTreeMap::new();
    let is_first = |item: &T| {
        let (key, spot) = place(item);
        let first = seen.get(key).copied();
        match first {
            Some(first) => findings.push(
                Finding::error(Code::DuplicateKey, spot, format!("'{key}' stands twice, first in line {}", first.line))
                    .hint("remove one of them"),
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

fn keys<'m>(marks: &'m [Mark<'m>]) -> impl Iterator<Item = (usize, &'m Mark<'m>)> {
    marks.iter().enumerate().filter(|(_, mark)| matches!(mark.what, What::Key(..)))
}

fn is_key(mark: &Mark, key: &str) -> bool {
    matches!(mark.what, What::Key(name, _) if name == key)
}
