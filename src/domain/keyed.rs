//! Tables of keys as ordinary structs: `derive(Keys)` generates their description and reader.
//!
//! Case files and the policy have such tables. The reader continues after a problem, so that all
//! problems are reported at once, each at its place.

use super::keys::{Absent, Choice, Key, Table};

/// A kind of file with tables of keys.
pub(crate) trait KeyedFile {
    /// The table being read, which collects problems.
    type Source<'a>;
}

/// A table of keys in a kind of file.
pub(crate) trait Keys<F: KeyedFile>: Sized {
    /// The description for the reference and the schema.
    const TABLE: Table;

    /// Reads all keys. `None` if a required key is missing or a value is invalid, which `source`
    /// has recorded.
    fn read(source: &mut F::Source<'_>) -> Option<Self>;
}

/// The type of a key in a kind of file, read as a `V`.
///
/// Most value types implement this themselves. If a type is not specific enough, an empty type
/// names the kind: `#[key(as = Role)]` for a `String` that is the name of a role.
pub(crate) trait KeyType<F: KeyedFile, V = Self> {
    /// The kind of value, for the reference and the schema.
    const TAKES: super::keys::Takes;
    /// What it means to leave the key out.
    const OMISSION: Omission;

    /// The value of `key`, or its default. `None` if it is missing or invalid, which `source` has
    /// recorded.
    fn read(source: &mut F::Source<'_>, key: &'static Key) -> Option<V>;
}

/// What it means to leave out a key of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Omission {
    /// The key is required, unless it has a default.
    Refused,
    /// The type has a value for it with this meaning, which the key may override.
    Means(&'static str),
    /// The type has a value for it; the key must describe its meaning.
    Described,
}

/// What applies if a key is left out, from its type and its `#[key(absent, default)]`.
pub(crate) const fn absent(of_type: Omission, of_key: Option<Absent>) -> Absent {
    match (of_type, of_key) {
        (Omission::Refused, None) => Absent::Refused,
        (Omission::Means(meaning), None) => Absent::Means(meaning),
        (Omission::Described, None) => {
            panic!("add #[key(absent)]: what it means to leave the key out")
        }
        (Omission::Refused, Some(Absent::Means(_))) => {
            panic!("this type has no value for a missing key: add #[key(default)]")
        }
        (_, Some(absent)) => absent,
    }
}

/// The choice of a table, from those of its parts.
pub(crate) const fn choice(parts: &[Choice]) -> Choice {
    match parts {
        [] => Choice::Free,
        [Choice::Free, others @ ..] => choice(others),
        [choice, ..] => *choice,
    }
}

/// The names of keys.
pub(crate) const fn names<const N: usize>(keys: &[Key]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = keys[index].name;
        index += 1;
    }
    names
}

/// The number of keys in the parts of a table.
pub(crate) const fn count(parts: &[&[Key]]) -> usize {
    let mut count = 0;
    let mut part = 0;
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// Concatenates the keys of all parts of a table.
pub(crate) const fn joined<const N: usize>(parts: &[&[Key]]) -> [Key; N] {
    let mut keys = [Key::NONE; N];
    let (mut part, mut next) = (0, 0);
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            keys[next] = parts[part][index];
            next += 1;
            index += 1;
        }
        part += 1;
    }
    keys
}

/// Sorts the keys by `order`; unchanged if that is empty.
pub(crate) const fn arranged<const N: usize>(keys: [Key; N], order: &[&str]) -> [Key; N] {
    if order.is_empty() {
        return keys;
    }
    assert!(order.len() == N, "order must contain each key once");
    let mut arranged = keys;
    let mut index = 0;
    while index < N {
        arranged[index] = named(&keys, order[index]);
        index += 1;
    }
    arranged
}

const fn named(keys: &[Key], name: &str) -> Key {
    let mut index = 0;
    while index < keys.len() {
        if is_same(keys[index].name.as_bytes(), name.as_bytes()) {
            return keys[index];
        }
        index += 1;
    }
    panic!("order contains an unknown key")
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}
