//! Follow-ups: the complainant's rating after the case was handled.

use complaint_derive::Keys;

use super::verb::Grievance;
use crate::domain::case::fields::{Fields, Value};
use crate::domain::case::record::{
    CaseFile, Gap, Mark, Pair, Phrases, Record, VerbRecord, VerbTrait,
};
use crate::domain::keyed::{self, Keys};
use crate::domain::keys::{Absent, Choice, Form, Imported, Key, Table, Takes, fact};
use crate::domain::message::text;

#[cfg(test)]
use crate::domain::case::record::{Alternatives, Recorded};

/// The result of a follow-up.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// The complainant was asked.
    Asked(Asked),
    /// The follow-up was waived, with the reason.
    Waived(String),
}

/// The complainant's answers.
#[derive(Debug, Clone, PartialEq, Keys)]
#[record]
pub struct Asked {
    /// The overall mark.
    #[key(as = Mark, example = "4", rule = "B13", headline = "{} of 5", imports)]
    pub score: u8,
    /// The marks for aspects.
    #[key(flatten)]
    pub marks: Marks,
    /// The channel used.
    #[key(example = "phone", rule = "B13", line = ", by {}", imports)]
    pub via: Option<String>,
    /// The reason for dissatisfaction: the `handling`, which is repeated (`reopen --rework`), or
    /// the `matter` itself.
    #[key(
        example = "handling",
        rule = "B13",
        line = ", because of the {}",
        imports
    )]
    pub because: Option<Grievance>,
    /// The complainant's comment.
    #[key(example = "quick and friendly", rule = "B13", said, imports)]
    pub comment: Option<String>,
}

/// The marks for aspects of the handling, each 1 to 5 (B13).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Keys)]
#[record]
pub struct Marks {
    /// The mark for the process.
    #[key(as = Option<Mark>, example = "3", rule = "B13", line = ", process {}", imports)]
    pub process: Option<u8>,
    /// The mark for the outcome.
    #[key(as = Option<Mark>, example = "5", rule = "B13", line = ", outcome {}", imports)]
    pub outcome: Option<u8>,
    /// The mark for the staff.
    #[key(as = Option<Mark>, example = "5", rule = "B13", line = ", staff {}", imports)]
    pub staff: Option<u8>,
}

impl FollowUp {
    /// The reason for dissatisfaction, if any.
    pub(crate) fn grievance(&self) -> Option<Grievance> {
        match self {
            Self::Asked(asked) => asked.because,
            Self::Waived(_) => None,
        }
    }
}

const WAIVE: Key = Key {
    imported: Imported::IfGiven,
    ..fact(
        "waive",
        Takes::Text,
        "cannot be reached",
        "The reason why the complainant was not asked.",
        "B13",
    )
};
/// The keys of the complainant's answers.
const ASKED: [&str; <Asked as Keys<CaseFile>>::TABLE.keys.len()] =
    keyed::names(<Asked as Keys<CaseFile>>::TABLE.keys);
const PARTS: &[&[Key]] = &[<Asked as Keys<CaseFile>>::TABLE.keys, &[WAIVE]];
const KEYS: [Key; keyed::count(PARTS)] = {
    let mut keys = keyed::joined(PARTS);
    // `score` is required unless `waive` is set.
    keys[0].absent = Absent::Means("nothing");
    keys
};

/// `waive` decides whether the other keys apply.
impl Keys<CaseFile> for FollowUp {
    const TABLE: Table = Table {
        label: "",
        text: "The complainant was asked for a rating afterwards, or that was waived.",
        keys: &KEYS,
        choice: Choice::Forms(&[
            Form {
                has: &[("score", &[])],
                lacks: &[WAIVE.name],
            },
            Form {
                has: &[(WAIVE.name, &[])],
                lacks: &ASKED,
            },
        ]),
    };

    fn read(fields: &mut Fields) -> Option<Self> {
        match fields.text(WAIVE.name) {
            Some(reason) => Some(Self::Waived(reason)),
            None => Asked::read(fields).map(Self::Asked),
        }
    }
}

impl Record for FollowUp {
    fn write(&self, pairs: &mut Vec<Pair>) {
        match self {
            Self::Asked(asked) => asked.write(pairs),
            Self::Waived(reason) => pairs.push((WAIVE.name, Value::Text(reason.clone()))),
        }
    }

    fn tell(&self, phrases: &mut Phrases<'_>) {
        match self {
            Self::Asked(asked) => asked.tell(phrases),
            Self::Waived(_) => phrases.headline(Gap::Blank, Some(text!("waived"))),
        }
    }

    fn said(&self) -> Option<&str> {
        match self {
            Self::Asked(asked) => asked.said(),
            Self::Waived(reason) => Some(reason),
        }
    }

    #[cfg(test)]
    fn any() -> proptest::strategy::BoxedStrategy<Self> {
        use proptest::prelude::*;
        prop_oneof![
            Asked::any().prop_map(Self::Asked),
            <String as Recorded>::any().prop_map(Self::Waived),
        ]
        .boxed()
    }

    #[cfg(test)]
    fn alternatives() -> Alternatives {
        &[
            &[
                ("score", None),
                ("process", None),
                ("outcome", None),
                ("staff", None),
                ("via", None),
                ("because", None),
                ("comment", None),
            ],
            &[("waive", None)],
        ]
    }
}

impl VerbRecord for FollowUp {
    const NOUN: &'static str = "the follow-up";
    const TRAITS: &'static [VerbTrait] = &[VerbTrait::Judgment];

    /// Waiving requires a grant, asking does not.
    fn is_grant(&self) -> bool {
        match self {
            Self::Asked(_) => false,
            Self::Waived(_) => true,
        }
    }
}
