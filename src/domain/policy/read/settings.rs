//! Tables of the policy whose keys are the fields of a struct (`derive(Keys)`): how each kind of value is read.

use toml::de::DeTable;

use super::Names;
use super::deadlines::conditions_of;
use super::table::{Item, PolicyFile, Reader, Section};
use crate::domain::finding::{Finding, Spot};
use crate::domain::keyed::{KeyType, KeyedFile, Keys, Omission};
use crate::domain::keys::{Absent, Key, Takes};
use crate::domain::message::{Message, message};
use crate::domain::policy::Condition;
use crate::domain::policy::describe::{Said, conditions};
use crate::domain::policy::keys::WHEN;
use crate::domain::table::At;

impl KeyedFile for PolicyFile {
    type Source<'a> = Taking<'a>;
}

/// A table whose keys are taken, and what its values may refer to.
pub(crate) struct Taking<'a> {
    section: Section<'a>,
    names: &'a Names<'a>,
}

impl Taking<'_> {
    /// Where the table begins.
    pub(crate) fn spot(&self) -> Spot {
        self.section.spot
    }

    /// Keeps what is wrong.
    pub(crate) fn report(&self, finding: Finding) {
        self.section.reader.report(finding);
    }
}

/// A key with its value, as the difference of two policies has it.
pub(crate) type KeyAspect = (&'static str, Said);

/// A rule that is a table of the policy.
pub(crate) trait Rule: Keys<PolicyFile> {
    /// Every key that is there, with its value in words.
    fn aspects(&self) -> Vec<KeyAspect>;
}

/// What one rule alone, or after those before it, may not say.
pub(super) trait Check: Sized {
    /// Reports it to the table that is taken.
    fn check(&self, before: &[Self], taking: &Taking);
}

/// The rules of a list of tables, in the order of the file.
pub(super) fn rules<R: Rule + Check>(top: &mut Section, names: &Names) -> Vec<R> {
    let mut rules = Vec::new();
    for section in top.sections(R::TABLE.label.trim_matches(['[', ']'])) {
        let mut taking = Taking { section, names };
        if let Some(rule) = R::read(&mut taking) {
            rule.check(&rules, &taking);
            rules.push(rule);
        }
        taking.section.finish();
    }
    rules
}

/// What a key of the policy takes.
pub(crate) trait Setting<V = Self> {
    /// What the reference and the schema say of it.
    const TAKES: Takes;
    /// What being left out means.
    const OMISSION: Omission = Omission::Refused;

    /// The value that stands there. `None`: it is wrong, which the reader of the item knows.
    fn read(item: &Item, names: &Names) -> Option<V>;

    /// The value of a key that is left out and has no default.
    fn omitted() -> Option<V> {
        None
    }

    /// The value in words. `None`: as if the key were left out.
    fn said(value: &V) -> Option<Said>;
}

impl<K: Setting<V>, V> KeyType<PolicyFile, V> for K {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = K::OMISSION;

    fn read(taking: &mut Taking, key: &'static Key) -> Option<V> {
        let names = taking.names;
        match key.absent {
            Absent::Refused => K::read(&taking.section.require(key.name, missing(key))?, names),
            Absent::Value(default) => match taking.section.take(key.name) {
                Some(item) => K::read(&item, names),
                None => written::<K, V>(key.name, default, names),
            },
            // A value that is wrong is reported; what goes by it is judged as if it were not there.
            Absent::Means(_) => taking
                .section
                .take(key.name)
                .and_then(|item| K::read(&item, names))
                .or_else(K::omitted),
        }
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

/// A value as the reference writes it.
fn written<K: Setting<V>, V>(key: &'static str, value: &str, names: &Names) -> Option<V> {
    let text = format!("{key} = {value}");
    let table = DeTable::parse(&text).ok()?;
    let reader = Reader::new(&text, PolicyFile);
    let item = Section::top(&reader, Spot::default(), table.get_ref()).take(key)?;
    K::read(&item, names)
}

impl<K: Setting<V>, V> Setting<Option<V>> for Option<K> {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Described;

    fn read(item: &Item, names: &Names) -> Option<Option<V>> {
        K::read(item, names).map(Some)
    }

    fn omitted() -> Option<Option<V>> {
        Some(None)
    }

    fn said(value: &Option<V>) -> Option<Said> {
        value.as_ref().and_then(K::said)
    }
}

impl Setting for String {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.text().map(|text| text.value)
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::Phrase(value.clone()))
    }
}

/// The name of a role.
pub(crate) enum Role {}

impl Setting<String> for Role {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, names: &Names) -> Option<String> {
        names.role(item.reader, item.text()?)
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::Phrase(value.clone()))
    }
}

/// One role or several; those that the policy does not have are reported and left out.
impl Setting<Vec<String>> for Vec<Role> {
    const TAKES: Takes = Takes::Texts;

    fn read(item: &Item, names: &Names) -> Option<Vec<String>> {
        let known = |role: At<String>| names.role(item.reader, role);
        Some(item.texts()?.into_iter().filter_map(known).collect())
    }

    fn said(value: &Vec<String>) -> Option<Said> {
        Some(Said::Values(value.clone()))
    }
}

/// The conditions of `when`, all of which have to hold.
impl Setting for Vec<Condition> {
    const TAKES: Takes = Takes::Table(&WHEN);
    const OMISSION: Omission = Omission::Described;

    fn read(item: &Item, names: &Names) -> Option<Self> {
        conditions_of(item, names)
    }

    fn omitted() -> Option<Self> {
        Some(Vec::new())
    }

    fn said(value: &Self) -> Option<Said> {
        conditions(value).map(Said::Phrase)
    }
}
