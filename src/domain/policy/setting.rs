//! Tables of the policy are structs whose fields are their keys (`derive(Keys)`); what a field takes is a [`Setting`].

mod kinds;

use toml::de::{DeTable, DeValue};

pub(crate) use kinds::{
    Any, Category, Document, Ground, Kind, Nested, Noun, Reference, Remedy, Role, Tables, Whole,
    Worded,
};

use super::{Lists, SYSTEM};
use crate::domain::calendar::Roll;
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::keyed::{KeyType, KeyedFile, Keys, Omission};
use crate::domain::keys::{Absent, Key, Takes};
use crate::domain::message::{Argument, Message, ToArgument, listed, message, text};
use crate::domain::table::{self, At, FileKind};

pub(crate) type Reader<'t> = table::Reader<'t, PolicyFile>;
pub(crate) type Section<'a> = table::Section<'a, PolicyFile>;
pub(crate) type Item<'a> = table::Item<'a, PolicyFile>;

/// `policy.toml`.
pub(crate) struct PolicyFile {
    /// The keys of the top of the file.
    pub top: &'static [Key],
}

/// The file of what holds where a key is left out.
const NOWHERE: PolicyFile = PolicyFile { top: &[] };

impl FileKind for PolicyFile {
    const NAME: Message = text!("the policy");

    fn hint(&self, label: &str, key: &str, value: &DeValue) -> Option<Hint> {
        let parent = label
            .strip_suffix(']')
            .filter(|label| label.contains('.') && !label.starts_with("[["));
        match (parent, value) {
            (Some(parent), DeValue::Table(_)) => {
                let (table, first) = parent.split_once('.').unwrap_or((parent, ""));
                let first = first.trim_matches('"');
                Some(
                    message!(
                        "a name with a dot in it is quoted: {table}.\"{first}.{key}\"]",
                        table,
                        first,
                        key
                    )
                    .into(),
                )
            }
            // A key of the top of the file that stands in a table was meant to stand above it.
            _ if !label.is_empty() && self.top.iter().any(|top| top.name == key) => Some(
                message!(
                    "'{key}' belongs to the top of the file, above the first [table]",
                    key
                )
                .into(),
            ),
            _ => None,
        }
    }
}

impl KeyedFile for PolicyFile {
    type Source<'a> = Taking<'a>;
}

/// A table whose keys are taken, and what its values may refer to.
pub(crate) struct Taking<'a> {
    pub section: Section<'a>,
    pub names: &'a Names,
}

impl<'a> Taking<'a> {
    /// Where the table begins.
    pub(crate) fn spot(&self) -> Spot {
        self.section.spot
    }

    /// Where the value of a key begins; where the table does if the key is left out.
    pub(crate) fn spot_of(&self, key: &str) -> Spot {
        self.item(key).map_or(self.section.spot, |item| item.spot)
    }

    /// The value of a key, for what a check says of it.
    pub(crate) fn item(&self, key: &str) -> Option<Item<'a>> {
        self.section.peek(key)
    }

    /// Keeps what is wrong.
    pub(crate) fn report(&self, finding: Finding) {
        self.section.reader.report(finding);
    }
}

/// A field that is no key of its table.
pub(crate) trait Given: Sized {
    /// Its value.
    fn given(taking: &Taking) -> Self;
}

impl Given for Roll {
    fn given(taking: &Taking) -> Self {
        taking.names.roll
    }
}

/// What the tables of a policy may refer to.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub lists: Lists,
    pub roles: Vec<String>,
    pub categories: Vec<String>,
    pub levels: Vec<String>,
    /// The calendar's choice for a limit that would end on a day off.
    pub roll: Roll,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            lists: Lists::default(),
            roles: Vec::new(),
            categories: Vec::new(),
            levels: Vec::new(),
            roll: Roll::Keep,
        }
    }
}

impl Names {
    /// The role, if the policy has it.
    pub fn role(&self, reader: &Reader, role: At<String>) -> Option<String> {
        reader.refer(text!("role"), role, &self.roles)
    }

    /// The same, or `system`.
    pub fn role_or_system(&self, reader: &Reader, role: At<String>) -> Option<String> {
        if role.value == SYSTEM {
            Some(role.value)
        } else {
            self.role(reader, role)
        }
    }

    /// The value, if it is on the list or retired; a list that is empty takes any.
    pub fn value(
        &self,
        reader: &Reader,
        what: impl ToArgument,
        value: At<String>,
        known: &[String],
    ) -> Option<String> {
        if known.is_empty() {
            Some(value.value)
        } else {
            self.named(reader, what, value, known)
        }
    }

    /// The name, if it is one of `known` or retired: rules about old cases go on naming what they were about.
    pub fn named(
        &self,
        reader: &Reader,
        what: impl ToArgument,
        name: At<String>,
        known: &[String],
    ) -> Option<String> {
        if self.lists.retired.contains(&name.value) {
            Some(name.value)
        } else {
            reader.refer(what, name, known)
        }
    }
}

impl Reader<'_> {
    /// The name, if it is one of `known`; reported otherwise.
    pub fn refer(
        &self,
        what: impl ToArgument,
        name: At<String>,
        known: &[String],
    ) -> Option<String> {
        if known.contains(&name.value) {
            return Some(name.value);
        }
        let message = message!("the policy has no {what} '{name}'", what, name = name.value);
        let finding = Finding::error(Code::PolicyReference, name.spot, message);
        self.report(finding.did_you_mean(&name.value, known.iter().map(String::as_str)));
        None
    }

    /// The value whose word this is, of words that the program defines.
    pub fn word<T: Clone>(
        &self,
        code: Code,
        what: impl Into<Message>,
        text: &At<String>,
        all: &[(T, &'static str)],
    ) -> Option<T> {
        let message = message!(
            "'{word}' is not {what}",
            word = text.value,
            what = what.into()
        );
        let problem = || Finding::error(code, text.spot, message);
        self.choose(&text.value, all, problem)
    }
}

/// What a key or a statement says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Phrase(Message),
    /// Values in an order.
    Values(Vec<Argument>),
}

impl Said {
    /// A name or another piece of data.
    pub(crate) fn data(value: impl ToArgument) -> Self {
        Self::Phrase(message!("{value}", value))
    }

    /// Values in an order.
    pub(crate) fn values<T: ToArgument>(values: impl IntoIterator<Item = T>) -> Self {
        Self::Values(values.into_iter().map(|it| it.to_argument()).collect())
    }

    /// As a message.
    pub fn to_message(&self) -> Message {
        match self {
            Self::Phrase(phrase) => phrase.clone(),
            Self::Values(values) if values.is_empty() => text!("none"),
            Self::Values(values) => message!("{values}", values = listed(values)),
        }
    }
}

/// A key with its value as it is written, by which two policies are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyAspect {
    pub key: Key,
    /// `None`: as if the key were left out.
    pub said: Option<Said>,
    /// Whether the due instants of cases depend on it.
    pub moves_limits: bool,
}

impl KeyAspect {
    /// What it says, or what being left out means.
    pub fn to_message(&self) -> Message {
        match (&self.said, self.key.absent) {
            (Some(said), _) => said.to_message(),
            (None, Absent::Means(meaning)) => Message::fixed(meaning),
            (None, Absent::Value(_) | Absent::Refused) => text!("left out"),
        }
    }
}

/// A table of the policy.
pub(crate) trait Rule: Keys<PolicyFile> {
    /// Every key with its value.
    fn aspects(&self) -> Vec<KeyAspect>;
}

/// What one rule alone, or after those before it, may not say.
pub(crate) trait Check: Sized {
    /// Reports it to the table that is taken.
    fn check(&self, _before: &[Self], _taking: &Taking) {}
}

/// The rules of a list of tables, in the order of the file.
pub(crate) fn rules<R: Rule + Check>(top: &mut Section, names: &Names) -> Vec<R> {
    checked_rules(top, names, R::check)
}

/// The same, where a check needs to know more.
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

/// The table that may stand once; `None` if it does not, or lacks what it needs.
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

/// The same; where it does not stand, what that means.
pub(crate) fn table_or_default<R: Rule + Check>(top: &mut Section, names: &Names) -> R {
    table(top, names).unwrap_or_else(|| default_of(names))
}

/// A table in which every key is left out.
pub(crate) fn default_of<R: Rule>(names: &Names) -> R {
    let (reader, nothing) = (Reader::of_default("", NOWHERE), DeTable::new());
    let section = Section::top(&reader, Spot::default(), &nothing);
    R::read(&mut Taking { section, names }).expect("a table of which every key may be left out")
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
    fn omitted(_names: &Names) -> Option<V> {
        None
    }

    /// The value as it is written. `None`: as if the key were left out.
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
        // A value that is wrong is reported; what goes by it is judged as if it were not there.
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

/// What holds where a key is left out.
fn default<K: Setting<V>, V>(key: &'static Key, names: &Names) -> Option<V> {
    match key.absent {
        Absent::Value(value) => {
            written::<K, V>(key.name, value, names).or_else(|| K::omitted(names))
        }
        Absent::Means(_) => K::omitted(names),
        Absent::Refused => None,
    }
}

/// A value as the reference writes it.
fn written<K: Setting<V>, V>(key: &'static str, value: &str, names: &Names) -> Option<V> {
    let text = format!("{key} = {value}");
    let table = DeTable::parse(&text).ok()?;
    let reader = Reader::of_default(&text, NOWHERE);
    let item = Section::top(&reader, Spot::default(), table.get_ref()).take(key)?;
    K::read(&item, names)
}
