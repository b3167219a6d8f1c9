//! What complainants say when they are asked afterwards.

use complaint_derive::Keys;

use super::verb::Grievance;
use crate::domain::case::fields::{Fields, Value};
use crate::domain::case::record::{CaseFile, Gap, Mark, Pair, Phrases, Record, VerbRecord};
use crate::domain::keyed::{self, Keys};
use crate::domain::keys::{Absent, Choice, Imported, Key, Table, Takes, fact};
use crate::domain::message::text;

#[cfg(test)]
use crate::domain::case::record::{Alternatives, Recorded};

/// What a follow-up brought.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// The complainant was asked.
    Asked(Asked),
    /// Nobody was asked, and why.
    Waived(String),
}

/// What a complainant said who was asked afterwards.
#[derive(Debug, Clone, PartialEq, Keys)]
#[record]
pub struct Asked {
    /// The mark on the whole.
    #[key(as = Mark, example = "4", rule = "B13", headline = "{} of 5", imports)]
    pub score: u8,
    /// The marks for its parts.
    #[key(flatten)]
    pub marks: Marks,
    /// By which channel they were asked.
    #[key(example = "phone", rule = "B13", line = ", by {}", imports)]
    pub via: Option<String>,
    /// What they are dissatisfied with: the `handling`, which is done again (`reopen --rework`), or
    /// the `matter` itself.
    #[key(
        example = "handling",
        rule = "B13",
        line = ", because of the {}",
        imports
    )]
    pub because: Option<Grievance>,
    /// What they said.
    #[key(example = "quick and friendly", rule = "B13", said, imports)]
    pub comment: Option<String>,
}

/// The marks for the parts of how a complaint was handled, each 1 to 5 (B13).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Keys)]
#[record]
pub struct Marks {
    /// The mark for how it went.
    #[key(as = Option<Mark>, example = "3", rule = "B13", line = ", process {}", imports)]
    pub process: Option<u8>,
    /// The mark for what came of it.
    #[key(as = Option<Mark>, example = "5", rule = "B13", line = ", outcome {}", imports)]
    pub outcome: Option<u8>,
    /// The mark for those who dealt with it.
    #[key(as = Option<Mark>, example = "5", rule = "B13", line = ", staff {}", imports)]
    pub staff: Option<u8>,
}

impl FollowUp {
    /// What the complainant is dissatisfied with, if they were asked and are.
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
        "Why nobody was asked.",
        "B13",
    )
};
const PARTS: &[&[Key]] = &[<Asked as Keys<CaseFile>>::TABLE.keys, &[WAIVE]];
const KEYS: [Key; keyed::count(PARTS)] = {
    let mut keys = keyed::joined(PARTS);
    // The score, which is not there if asking was waived.
    keys[0].absent = Absent::Means("nothing");
    keys
};

/// `waive` decides whether the other keys are asked for.
impl Keys<CaseFile> for FollowUp {
    const TABLE: Table = Table {
        label: "",
        text: "The complainant was asked afterwards, or that was waived.",
        keys: &KEYS,
        choice: Choice::Free,
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

    /// To waive it is granted, to ask is not.
    fn is_grant(&self) -> bool {
        match self {
            Self::Asked(_) => false,
            Self::Waived(_) => true,
        }
    }
}
