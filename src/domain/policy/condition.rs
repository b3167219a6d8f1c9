//! The conditions of `when`: which cases a rule applies to.

mod tables;

use crate::domain::list::List;
use std::collections::BTreeSet;

use super::setting::{Item, Names, Reader, Said, Setting};
use crate::domain::case::FactField;
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::finding::Code;
use crate::domain::keyed::Omission;
use crate::domain::keys::{Table, Takes};
use crate::domain::message::{Argument, Message, ToArgument, all_of, message, text};
use crate::domain::table::At;
use crate::domain::word::Word;
use tables::CLOCK_WHEN;
pub(crate) use tables::WHEN;

/// The value that stands for a fact that the case does not have.
pub(crate) const MISSING: &str = "none";

/// One condition of `when`: a fact must have one of the values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub fact: ConditionFact,
    /// The accepted values.
    pub values: Vec<String>,
}

/// A fact or derived value that a `when` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionFact {
    /// The level that the case is at.
    Level,
    /// Whether the day of receipt was a working day.
    ReceivedOn,
    /// Whose appeal opened the newest round (B12).
    Appeal,
    /// The verdict of the last investigation.
    Verdict,
    /// The cause named by the last investigation.
    Cause,
    /// The remedy of the latest proposal, unless it was refused.
    Remedy,
    /// How the complainant took the last final response of the newest round.
    Result,
    /// A text fact; a category also matches its ancestors.
    Fact(FactField),
}

/// Who made the appeal that opened a round (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Appellant {
    /// The round was not opened by an appeal.
    #[word("none")]
    Nobody,
    /// The complainant.
    Complainant,
    /// A regulator or an association.
    Regulator,
}

/// The kind of day on which a complaint was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub(crate) enum DayOfReceipt {
    WorkingDay,
    DayOff,
}

impl ConditionFact {
    /// Every fact that a condition can use, derived values first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let further = FactField::ALL
            .iter()
            .copied()
            .filter(|field| field.classifies());
        let of_the_case = [Self::Verdict, Self::Cause, Self::Remedy, Self::Result];
        let derived = [Self::Level, Self::ReceivedOn, Self::Appeal]
            .into_iter()
            .chain(of_the_case);
        derived.chain(further.map(Self::Fact))
    }

    /// Whether the conditions of a clock can use it. Later findings and decisions must not move a
    /// limit.
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

/// The conditions of `when`; all must hold.
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

/// The conditions of `when` of a clock, limited to facts that clocks can use.
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
        // A leftover key with the name of a fact is one that clocks cannot use.
        let is_fact = ConditionFact::all().any(|fact| fact.word() == key);
        is_fact.then(|| {
            text!(
                "a deadline can use facts, the level, the appeal and the day of receipt, but no later \
                 findings or decisions"
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
        ConditionFact::Fact(field) if text.value == MISSING && !field.is_required() => {
            Some(text.value)
        }
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

/// The conditions in words; values are sorted, since their order does not matter.
fn said(when: &[Condition]) -> Option<Said> {
    let conditions = when.iter().map(|condition| {
        let values: BTreeSet<&str> = condition.values.iter().map(String::as_str).collect();
        let values = values.into_iter().collect::<Vec<_>>().join("/");
        message!("{fact} {values}", fact = condition.fact, values)
    });
    let said = message!("{conditions}", conditions = all_of(conditions));
    (!when.is_empty()).then_some(Said::Phrase(said))
}

/// Whether `narrow` implies `wide`: every case that matches `narrow` also matches `wide`.
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
