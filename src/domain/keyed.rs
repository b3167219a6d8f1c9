//! A table of keys as an ordinary struct: `derive(Keys)` gives it its description and its reader.
//!
//! Two kinds of file have such tables, case files and the policy. Both ask for each key, whatever is wrong with others,
//! so that all problems are reported at once, each at its place.

use super::keys::{Absent, Choice, Imported, Key, Table};

/// A kind of file whose mappings are read key by key.
pub(crate) trait KeyedFile {
    /// A mapping that is being read, which keeps what is wrong with it.
    type Source<'a>;
}

/// A table of keys in files of one kind.
pub(crate) trait Keys<F: KeyedFile>: Sized {
    /// What the reference and the schema say of it.
    const TABLE: Table;

    /// Asks for every key. `None`: a key that is required is missing or wrong, which `source` knows.
    fn read(source: &mut F::Source<'_>) -> Option<Self>;
}

/// What one key takes in files of one kind, read as a `V`.
///
/// Most types are a kind of key themselves. Where a type does not say enough, an empty type stands for the kind:
/// `#[key(as = Role)]` for a `String` that names a role.
pub(crate) trait KeyType<F: KeyedFile, V = Self> {
    /// What the reference and the schema say of it.
    const TAKES: super::keys::Takes;
    /// What being left out means.
    const OMISSION: Omission;

    /// The value of `key`, or what holds where that is left out. `None`: it is missing or wrong, which `source` knows.
    fn read(source: &mut F::Source<'_>, key: &'static Key) -> Option<V>;
}

/// What it means to leave a key of some type out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Omission {
    /// It may not be left out, unless the key has a default.
    Refused,
    /// The type has a value for it, with this meaning unless the key says another.
    Means(&'static str),
    /// The type has a value for it, whose meaning the key says.
    Described,
}

/// What holds where a key is left out, of its type and of what `#[key(absent, default)]` say.
pub(crate) const fn absent(of_type: Omission, of_key: Option<Absent>) -> Absent {
    match (of_type, of_key) {
        (Omission::Refused, None) => Absent::Refused,
        (Omission::Means(meaning), None) => Absent::Means(meaning),
        (Omission::Described, None) => panic!("say #[key(absent)]: what it means to leave it out"),
        (Omission::Refused, Some(Absent::Means(_))) => {
            panic!("this type has no value that stands for being left out: say #[key(default)]")
        }
        (_, Some(absent)) => absent,
    }
}

/// The choice among the keys of a table, of those of its parts.
pub(crate) const fn choice(parts: &[Choice]) -> Choice {
    match parts {
        [] => Choice::Free,
        [Choice::Free, others @ ..] => choice(others),
        [choice, ..] => *choice,
    }
}

/// How many keys the parts of a table have.
pub(crate) const fn count(parts: &[&[Key]]) -> usize {
    let mut count = 0;
    let mut part = 0;
    while part < parts.len() {
        count += parts[part].len();
        part += 1;
    }
    count
}

/// The keys of all parts of a table.
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

/// Whether a ledger may give any of the keys.
pub(crate) const fn has_imported(keys: &[Key]) -> bool {
    let mut index = 0;
    while index < keys.len() {
        if !matches!(keys[index].imported, Imported::No) {
            return true;
        }
        index += 1;
    }
    false
}

/// The keys in the order of their names in `order`; as they are where that is empty.
pub(crate) const fn arranged<const N: usize>(keys: [Key; N], order: &[&str]) -> [Key; N] {
    if order.is_empty() {
        return keys;
    }
    assert!(order.len() == N, "the order names each key once");
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
    panic!("the order names a key that is not there")
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
