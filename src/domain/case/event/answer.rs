//! Answers to the complainant.

use complaint_derive::Keys;

use super::verb::{Attitude, ResultClass};
use crate::domain::case::CaseFile;
use crate::domain::case::fields::{Fields, Value};
#[cfg(test)]
use crate::domain::case::record::Alternatives;
use crate::domain::case::record::{Dependent, Gap, Pair, Phrases, ProposalHandle, Record};
use crate::domain::keyed::{KeyType, Keys};
use crate::domain::keys::{Choice, Form, Imported, Key, Table, Takes, Words, fact};
use crate::domain::message::{message, text};
use crate::domain::names::Handle;
use crate::domain::time::Instant;
use crate::domain::word::{Word, words};

/// An answer to the complainant, final or `interim`. Without `result`, nobody knows yet how a final
/// answer was taken; a later `respond` with `result` and without `text` says so.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(
    noun = "the final answer",
    is(Judgment, Handling, Essential),
    lacks,
    order = "text, result, interim, via, attitude, promise, proposal"
)]
pub struct Respond {
    /// The text of the answer; required, except to say how the last answer was taken.
    #[key(
        example = "a new screen is on its way",
        rule = "B9",
        said,
        imports = "from the ledger"
    )]
    pub text: Option<String>,
    /// Whether it is final or interim.
    #[key(flatten)]
    pub reply: Reply,
    /// The channel used.
    #[key(example = "phone", rule = "B9", line = ", by {}", imports)]
    pub via: Option<String>,
    /// The attitude of the complainant to the answer.
    #[key(example = "neutral", rule = "B10", line = ", taken {}", imports)]
    pub attitude: Option<Attitude>,
    /// The handle of the remedy that a final answer carries; set by the command. Without it, the
    /// latest pending one.
    #[key(as = Option<ProposalHandle>, example = "7Q2M", rule = "D1")]
    pub proposal: Option<Handle>,
}

impl Dependent for Respond {
    const CHOICE: Choice = Choice::All(&[
        Reply::TABLE.choice,
        Choice::Forms(&[
            Form {
                has: &[("text", &[])],
                lacks: &[],
            },
            Form {
                has: &[(RESULT.name, &[])],
                lacks: &[INTERIM.name],
            },
        ]),
    ]);

    /// `text` is required without `result`.
    fn lacks(&self) -> Option<&'static str> {
        let has_text = self.text.as_ref().is_some_and(|it| !it.trim().is_empty());
        let says_result = matches!(self.reply, Reply::Final(Some(_)));
        (!has_text && !says_result).then_some("text")
    }
}

impl Respond {
    /// Whether it is about a final answer.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self.reply, Reply::Final(_))
    }

    /// How the complainant took the final answer, as far as known.
    pub(crate) fn result(&self) -> Option<ResultClass> {
        match self.reply {
            Reply::Final(result) => result,
            Reply::Interim { .. } => None,
        }
    }

    /// The newly promised date of an interim answer.
    pub(crate) fn promise(&self) -> Option<Instant> {
        match self.reply {
            Reply::Interim { promise } => promise,
            Reply::Final(_) => None,
        }
    }

    /// Whether it gives a final answer, rather than saying how the last one was taken.
    pub(crate) fn gives_answer(&self) -> bool {
        self.is_final() && self.text.is_some()
    }
}

/// The kind of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The final answer, with its result as far as known.
    Final(Option<ResultClass>),
    /// A progress report, with a newly promised date.
    Interim {
        /// The promised date of the final answer.
        promise: Option<Instant>,
    },
}

const RESULT: Key = Key {
    imported: Imported::IfGiven,
    ..fact(
        "result",
        Takes::Word(Words(words::<ResultClass>)),
        "solved",
        "The result of a final answer; missing while nobody has said how it was taken.",
        "B10",
    )
};
const INTERIM: Key = fact(
    "interim",
    Takes::True,
    "true",
    "A progress report, not the final answer.",
    "B9",
);
const PROMISE: Key = fact(
    "promise",
    Takes::Instant,
    "2026-11-25T18:00:00+08:00",
    "With `interim`: the promised date of the final answer.",
    "B9",
);

/// `interim` decides which of the other keys apply.
impl Keys<CaseFile> for Reply {
    const TABLE: Table = Table {
        label: "",
        text: "",
        keys: &[RESULT, INTERIM, PROMISE],
        choice: Choice::Forms(&[
            Form {
                has: &[],
                lacks: &[INTERIM.name, PROMISE.name],
            },
            Form {
                has: &[(INTERIM.name, &[])],
                lacks: &[RESULT.name],
            },
        ]),
    };

    fn read(fields: &mut Fields) -> Option<Self> {
        if fields.flag(INTERIM.name) {
            <Option<Instant>>::read(fields, &PROMISE).map(|promise| Self::Interim { promise })
        } else {
            <Option<ResultClass>>::read(fields, &RESULT).map(Self::Final)
        }
    }
}

impl Record for Reply {
    fn write(&self, pairs: &mut Vec<Pair>) {
        match self {
            Self::Final(result) => {
                let word = result.map(|result| Value::Text(result.word().to_owned()));
                pairs.extend(word.map(|word| (RESULT.name, word)));
            }
            Self::Interim { promise } => {
                pairs.push((INTERIM.name, Value::True));
                pairs.extend(promise.map(|promise| (PROMISE.name, Value::Instant(promise))));
            }
        }
    }

    fn tell(&self, phrases: &mut Phrases<'_>) {
        match self {
            Self::Final(result) => {
                let result = result.map(|result| message!("{result}", result));
                phrases.headline(Gap::Blank, result);
            }
            Self::Interim { promise } => {
                phrases.headline(Gap::Blank, Some(text!("with progress")));
                let promise = promise.map(|promise| phrases.end(promise));
                let promised = promise.map(|at| message!("the answer promised by {at}", at));
                phrases.line(Gap::Comma, promised);
            }
        }
    }

    fn said(&self) -> Option<&str> {
        None
    }

    #[cfg(test)]
    fn any() -> proptest::strategy::BoxedStrategy<Self> {
        use crate::domain::case::record::Recorded;
        use proptest::prelude::*;
        prop_oneof![
            <Option<ResultClass>>::any().prop_map(Self::Final),
            <Option<Instant>>::any().prop_map(|promise| Self::Interim { promise }),
        ]
        .boxed()
    }

    #[cfg(test)]
    fn alternatives() -> Alternatives {
        &[&[("result", None)], &[("interim", None), ("promise", None)]]
    }
}
