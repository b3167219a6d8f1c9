//! Each table of the policy is a struct whose fields are its keys (`derive(Keys)`). The type of a
//! key is a [`Setting`].

mod file;
mod kinds;
mod names;
mod references;
mod said;
mod words;

use toml::de::DeTable;

use file::NOWHERE;
pub(crate) use file::{Item, PolicyFile, Reader, Section};
pub(crate) use kinds::{Amount, Nested, Tables, Whole};
pub(crate) use names::Names;
pub(crate) use references::{Any, Category, Document, Ground, Kind, Reference, Remedy, Role};
pub(crate) use said::KeyAspect;
pub(crate) use said::Said;
pub(crate) use words::Noun;

use crate::domain::calendar::Roll;
use crate::domain::finding::{Finding, Spot};
use crate::domain::keyed::{KeyType, KeyedFile, Keys, Omission};
use crate::domain::keys::{Absent, Key, Takes};
use crate::domain::message::{Message, message};

impl KeyedFile for PolicyFile {
    type Source<'a> = Taking<'a>;
}

/// A table that is being read, and the names that its values can refer to.
pub(crate) struct Taking<'a> {
    pub section: Section<'a>,
    pub names: &'a Names,
}

impl<'a> Taking<'a> {
    /// The place of the table.
    pub(crate) fn spot(&self) -> Spot {
        self.section.spot
    }

    /// The place of the value of a key, or of the table if the key is missing.
    pub(crate) fn spot_of(&self, key: &str) -> Spot {
        self.item(key).map_or(self.section.spot, |item| item.spot)
    }

    /// The value of a key, without marking it as read.
    pub(crate) fn item(&self, key: &str) -> Option<Item<'a>> {
        self.section.peek(key)
    }

    /// Records a finding.
    pub(crate) fn report(&self, finding: Finding) {
        self.section.reader.report(finding);
    }
}

/// A field that is not read from a key.
pub(crate) trait Given: Sized {
    fn given(taking: &Taking) -> Self;
}

impl Given for Roll {
    fn given(taking: &Taking) -> Self {
        taking.names.roll
    }
}

/// A table of the policy.
pub(crate) trait Rule: Keys<PolicyFile> {
    /// Every key with its value.
    fn aspects(&self) -> Vec<KeyAspect>;
}

/// Checks of a rule by itself and against the rules before it.
pub(crate) trait Check: Sized {
    /// Reports problems to `taking`.
    fn check(&self, _before: &[Self], _taking: &Taking) {}
}

/// Reads a list of tables, in file order.
pub(crate) fn rules<R: Rule + Check>(top: &mut Section, names: &Names) -> Vec<R> {
    checked_rules(top, names, R::check)
}

/// As [`rules`], with a custom check.
pub(crate) fn checked_rules<R: Rule>(
    top: &mut Section,
    names: &Names,
    check: impl Fn(&R, &[R], &Taking),
) -> Vec<R> {
    let mut rules = Vec::new();
    for section in top.sections(R::TABLE.label.trim_matches(['[', ']'])) {
        let mut taking = Taking { section, names };
        if let Some(rule) = R::read(&mut taking) {
            check(&rule, &rules, &taking);
            rules.push(rule);
        }
        taking.section.finish();
    }
    rules
}

/// Reads a table; `None` if it is missing or invalid.
pub(crate) fn table<R: Rule + Check>(top: &mut Section, names: &Names) -> Option<R> {
    let section = top.section(R::TABLE.label.trim_matches(['[', ']']))?;
    let mut taking = Taking { section, names };
    let rule = R::read(&mut taking);
    if let Some(rule) = &rule {
        rule.check(&[], &taking);
    }
    taking.section.finish();
    rule
}

/// As [`table`], with the defaults of all keys if the table is missing or invalid.
pub(crate) fn table_or_default<R: Rule + Check>(top: &mut Section, names: &Names) -> R {
    table(top, names).unwrap_or_else(|| default_of(names))
}

/// The table with the defaults of all keys.
pub(crate) fn default_of<R: Rule>(names: &Names) -> R {
    let (reader, nothing) = (Reader::of_default("", NOWHERE), DeTable::new());
    let section = Section::top(&reader, Spot::default(), &nothing);
    R::read(&mut Taking { section, names }).expect("a table of which every key may be left out")
}

/// The type of a key of the policy.
pub(crate) trait Setting<V = Self> {
    /// The type in the reference and the schema.
    const TAKES: Takes;
    /// The meaning of a missing key.
    const OMISSION: Omission = Omission::Refused;

    /// Reads the value. `None` if it is invalid, which has been reported to the reader of the item.
    fn read(item: &Item, names: &Names) -> Option<V>;

    /// The value of a missing key without a default.
    fn omitted(_names: &Names) -> Option<V> {
        None
    }

    /// The value as written in the file. `None` if it equals a missing key.
    fn said(value: &V) -> Option<Said>;
}

impl<K: Setting<V>, V> KeyType<PolicyFile, V> for K {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = K::OMISSION;

    fn read(taking: &mut Taking, key: &'static Key) -> Option<V> {
        let names = taking.names;
        if key.is_required() {
            return K::read(&taking.section.require(key.name, missing(key))?, names);
        }
        // An invalid value has been reported; further checks use the default.
        taking
            .section
            .take(key.name)
            .and_then(|item| K::read(&item, names))
            .or_else(|| default::<K, V>(key, names))
    }
}

fn missing(key: &Key) -> Message {
    match key.missing {
        "" => message!(
            "add: {key} = {example}",
            key = key.name,
            example = key.example
        ),
        hint => Message::fixed(hint),
    }
}

/// The value of a missing key.
fn default<K: Setting<V>, V>(key: &'static Key, names: &Names) -> Option<V> {
    match key.absent {
        Absent::Value(value) => {
            written::<K, V>(key.name, value, names).or_else(|| K::omitted(names))
        }
        Absent::Means(_) => K::omitted(names),
        Absent::Refused => None,
    }
}

/// Parses a default as the reference writes it.
fn written<K: Setting<V>, V>(key: &'static str, value: &str, names: &Names) -> Option<V> {
    let text = format!("{key} = {value}");
    let table = DeTable::parse(&text).ok()?;
    let reader = Reader::of_default(&text, NOWHERE);
    let item = Section::top(&reader, Spot::default(), table.get_ref()).take(key)?;
    K::read(&item, names)
}
