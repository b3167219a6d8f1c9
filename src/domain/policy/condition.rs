//! For which cases a rule is: the conditions of `when`.

mod tables;

use crate::domain::list::List;
use std::collections::BTreeSet;

use super::setting::{Item, Names, Reader, Said, Setting};
use crate::domain::case::FactField;
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::case::facts::FactKind;
use crate::domain::finding::Code;
use crate::domain::keyed::Omission;
use crate::domain::keys::{Table, Takes};
use crate::domain::message::{Argument, Message, ToArgument, all_of, message, text};
use crate::domain::table::At;
use crate::domain::word::Word;
use tables::CLOCK_WHEN;
pub(crate) use tables::WHEN;

/// One condition of `when`: a fact that has to be one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub fact: ConditionFact,
    /// The values of which one has to hold.
    pub values: Vec<String>,
}

/// A fact or derived value that a `when` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionFact {
    /// The level that the case is at.
    Level,
    /// Whether the day of the receipt was worked.
    ReceivedOn,
    /// Whose appeal the newest round is about (B12).
    Appeal,
    /// What the last investigation found.
    Verdict,
    /// Why it came about, as the last investigation has it.
    Cause,
    /// The remedy of the latest proposal, unless that was refused.
    Remedy,
    /// How the last final response of the newest round was taken.
    Result,
    /// A fact that is a text; a category is also each one that it belongs to.
    Fact(FactField),
}

/// Whose appeal a round is about (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Appellant {
    /// It is no round of an appeal.
    #[word("none")]
    Nobody,
    /// The complainant's.
    Complainant,
    /// A regulator's, or an association's.
    Regulator,
}

/// A day on which a complaint is received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub(crate) enum DayOfReceipt {
    /// It is worked.
    WorkingDay,
    /// It is not.
    DayOff,
}

impl ConditionFact {
    /// Every fact that a condition can be about: those that are derived first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let further = FactField::ALL
            .iter()
            .copied()
            .filter(|field| Self::is_told_apart(*field));
        let of_the_case = [Self::Verdict, Self::Cause, Self::Remedy, Self::Result];
        let derived = [Self::Level, Self::ReceivedOn, Self::Appeal]
            .into_iter()
            .chain(of_the_case);
        derived.chain(further.map(Self::Fact))
    }

    /// Whether a clock can go by it: what people find out or decide later must not move a limit.
    pub(crate) fn is_for_clocks(self) -> bool {
        match self {
            Self::Level | Self::ReceivedOn | Self::Appeal | Self::Fact(_) => true,
            Self::Verdict | Self::Cause | Self::Remedy | Self::Result => false,
        }
    }

    /// The word in the policy.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::ReceivedOn => "received_on",
            Self::Appeal => "appeal",
            Self::Verdict => "verdict",
            Self::Cause => "cause",
            Self::Remedy => "remedy",
            Self::Result => "result",
            Self::Fact(field) => field.name(),
        }
    }

    /// Whether cases are told apart by the fact, rather than described.
    fn is_told_apart(field: FactField) -> bool {
        let described = [
            FactField::Name,
            FactField::Contact,
            FactField::Behalf,
            FactField::Order,
            FactField::Place,
            FactField::Person,
            FactField::Summary,
            FactField::Description,
        ];
        field.kind() == FactKind::Text && !described.contains(&field)
    }
}

impl std::fmt::Display for ConditionFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

impl ToArgument for ConditionFact {
    fn to_argument(&self) -> Argument {
        Argument::Word {
            of: "ConditionFact",
            word: self.word(),
        }
    }
}

/// The conditions of `when`, all of which have to hold.
impl Setting for Vec<Condition> {
    const TAKES: Takes = Takes::Table(&WHEN);
    const OMISSION: Omission = Omission::Means("every case");

    fn read(item: &Item, names: &Names) -> Option<Self> {
        read(item, names, &WHEN, ConditionFact::all())
    }

    fn omitted(_names: &Names) -> Option<Self> {
        Some(Vec::new())
    }

    fn said(value: &Self) -> Option<Said> {
        said(value)
    }
}

/// The same, by what clocks can go by.
pub(crate) enum ClockWhen {}

impl Setting<Vec<Condition>> for ClockWhen {
    const TAKES: Takes = Takes::Table(&CLOCK_WHEN);
    const OMISSION: Omission = Omission::Means("every case");

    fn read(item: &Item, names: &Names) -> Option<Vec<Condition>> {
        let facts = ConditionFact::all().filter(|fact| fact.is_for_clocks());
        read(item, names, &CLOCK_WHEN, facts)
    }

    fn omitted(_names: &Names) -> Option<Vec<Condition>> {
        Some(Vec::new())
    }

    fn said(value: &Vec<Condition>) -> Option<Said> {
        said(value)
    }
}

fn read(
    item: &Item,
    names: &Names,
    described: &Table,
    facts: impl Iterator<Item = ConditionFact>,
) -> Option<Vec<Condition>> {
    let mut table = item.section(described.label.to_owned())?;
    let mut conditions = Vec::new();
    for fact in facts {
        let Some(item) = table.take(fact.word()) else {
            continue;
        };
        let Some(texts) = item.texts() else { continue };
        if texts.is_empty() && item.items_are_none() {
            item.bad::<()>(message!(
                "'{key}' lists no value, so it never holds",
                key = item.key
            ));
        }
        let values = texts
            .into_iter()
            .filter_map(|text| value(&item, fact, text, names))
            .collect();
        conditions.push(Condition { fact, values });
    }
    table.finish_with(|key| {
        // Of the keys that nobody asked for only those that clocks do not go by have these names.
        let is_fact = ConditionFact::all().any(|fact| fact.word() == key);
        is_fact.then(|| {
            text!(
                "a deadline goes by facts, the level, the appeal and the day of the receipt, not by \
                 what comes later"
            )
            .into()
        })
    });
    Some(conditions)
}

fn value(item: &Item, fact: ConditionFact, text: At<String>, names: &Names) -> Option<String> {
    let lists = &names.lists;
    let reader = item.reader;
    match fact {
        ConditionFact::Level => names.named(reader, text!("level"), text, &names.levels),
        ConditionFact::Fact(FactField::Category) => {
            names.named(reader, text!("category"), text, &names.categories)
        }
        ConditionFact::Fact(FactField::Channel) => {
            names.named(reader, text!("channel"), text, &lists[List::Channels])
        }
        ConditionFact::Cause => names.value(reader, text!("cause"), text, &lists[List::Causes]),
        ConditionFact::Remedy => names.value(reader, text!("remedy"), text, &lists[List::Remedies]),
        ConditionFact::Fact(field) => match lists.of(field) {
            Some(list) => names.value(reader, field.name(), text, list),
            None => Some(text.value),
        },
        ConditionFact::ReceivedOn => one_of::<DayOfReceipt>(reader, text!("a kind of day"), &text),
        ConditionFact::Appeal => one_of::<Appellant>(reader, text!("a kind of appeal"), &text),
        ConditionFact::Verdict => one_of::<Verdict>(reader, text!("a verdict"), &text),
        ConditionFact::Result => one_of::<ResultClass>(reader, text!("a result"), &text),
    }
}

fn one_of<W: Word>(reader: &Reader, what: Message, text: &At<String>) -> Option<String> {
    let words: Vec<_> = W::ALL.iter().map(|it| (it.word(), it.word())).collect();
    reader
        .word(Code::BadValue, what, text, &words)
        .map(str::to_owned)
}

/// The order of values does not matter.
fn said(when: &[Condition]) -> Option<Said> {
    let conditions = when.iter().map(|condition| {
        let values: BTreeSet<&str> = condition.values.iter().map(String::as_str).collect();
        let values = values.into_iter().collect::<Vec<_>>().join("/");
        message!("{fact} {values}", fact = condition.fact, values)
    });
    let said = message!("{conditions}", conditions = all_of(conditions));
    (!when.is_empty()).then_some(Said::Phrase(said))
}

/// Whether the wide conditions hold wherever the narrow ones do.
pub(crate) fn implies(narrow: &[Condition], wide: &[Condition]) -> bool {
    wide.iter().all(|wide| {
        let narrow = narrow.iter().find(|condition| condition.fact == wide.fact);
        narrow.is_some_and(|narrow| {
            narrow
                .values
                .iter()
                .all(|value| wide.values.contains(value))
        })
    })
}
