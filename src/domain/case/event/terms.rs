//! The subject of a proposal and its terms.

use rust_decimal::Decimal;

use super::verb::{Ruling, Subject};
use crate::domain::case::fields::{Fields, Value};
use crate::domain::case::record::{CaseFile, Gap, Pair, Phrases, ProposalHandle, Record};
use crate::domain::keyed::{KeyType, Keys};
use crate::domain::keys::{Choice, Form, Key, Table, Takes, Words, fact, required};
use crate::domain::list::{List, NameSource};
use crate::domain::message::{Argument, Message, ToArgument, any_of, message, text};
use crate::domain::names::Handle;
use crate::domain::word::{Word, words};

#[cfg(test)]
use crate::domain::case::record::{Alternatives, Recorded};

/// The subject of a proposal: a remedy, or something else that needs approval (D5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalSubject {
    /// A remedy for the complainant.
    Remedy(String),
    /// The final answer; the text of the proposal is its draft (B8).
    Answer,
    /// The decision of an appeal.
    Decision(Ruling),
    /// Finding the complaint invalid.
    Validity,
    /// A higher amount in dispute than registered, because the loss became known later.
    Loss,
    /// The latest shares of liability (B17).
    Liability,
}

impl ProposalSubject {
    pub(crate) fn subject(&self) -> Subject {
        match self {
            Self::Remedy(_) => Subject::Remedy,
            Self::Answer => Subject::Answer,
            Self::Decision(_) => Subject::Decision,
            Self::Validity => Subject::Validity,
            Self::Loss => Subject::Loss,
            Self::Liability => Subject::Liability,
        }
    }

    pub(crate) fn to_message(&self) -> Message {
        match self {
            Self::Remedy(remedy) => message!("{remedy}", remedy),
            Self::Answer => text!("the answer"),
            Self::Decision(ruling) => message!("the decision '{ruling}'", ruling),
            Self::Validity => text!("invalidity"),
            Self::Loss => text!("a loss"),
            Self::Liability => text!("the shares of liability"),
        }
    }
}

impl ToArgument for ProposalSubject {
    fn to_argument(&self) -> Argument {
        self.to_message().to_argument()
    }
}

/// The terms of a proposal, repeated by each approval or refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub proposal: Handle,
    /// The subject to approve.
    pub subject: ProposalSubject,
    /// The amount; `None` counts as `0`.
    pub amount: Option<Decimal>,
}

/// The subjects of proposals that need no text.
pub(super) const NOT_THE_ANSWER: &[&str] = &["decision", "validity", "loss", "liability"];

impl Terms {
    /// The keys that each subject has.
    pub(super) const CHOICE: Choice = Choice::Forms(&[
        Form {
            has: &[(REMEDY.name, &[])],
            lacks: &[SUBJECT.name, OUTCOME.name],
        },
        Form {
            has: &[(SUBJECT.name, &["decision"]), (OUTCOME.name, &[])],
            lacks: &[REMEDY.name],
        },
        Form {
            has: &[(SUBJECT.name, &["loss"]), (AMOUNT.name, &[])],
            lacks: &[REMEDY.name, OUTCOME.name],
        },
        Form {
            has: &[(SUBJECT.name, &["answer", "validity", "liability"])],
            lacks: &[REMEDY.name, OUTCOME.name],
        },
    ]);

    /// The kind of the subject.
    pub(crate) fn subject(&self) -> Subject {
        self.subject.subject()
    }

    /// The remedy; `None` for any other subject.
    pub(crate) fn remedy(&self) -> Option<&str> {
        match &self.subject {
            ProposalSubject::Remedy(remedy) => Some(remedy),
            ProposalSubject::Answer
            | ProposalSubject::Decision(_)
            | ProposalSubject::Validity
            | ProposalSubject::Loss
            | ProposalSubject::Liability => None,
        }
    }

    /// The amount to compare with limits of authority: `None` counts as `0`.
    pub fn worth(&self) -> Decimal {
        self.amount.unwrap_or_default()
    }

    /// For example `refund of 800.00 (7Q2M)`.
    pub(crate) fn to_message(&self) -> Message {
        self.with_amount(&self.subject.to_message())
    }

    fn with_amount(&self, subject: &Message) -> Message {
        let handle = &self.proposal;
        match self.amount {
            Some(amount) => message!("{subject} of {amount} ({handle})", subject, amount, handle),
            None => message!("{subject} ({handle})", subject, handle),
        }
    }
}

impl ToArgument for Terms {
    fn to_argument(&self) -> Argument {
        self.to_message().to_argument()
    }
}

const PROPOSAL: Key = required(
    "proposal",
    <ProposalHandle as KeyType<CaseFile, Handle>>::TAKES,
    "7Q2M",
    "The proposal's handle.",
    "D1",
);
const REMEDY: Key = fact(
    "remedy",
    Takes::Text,
    "refund",
    "The remedy; required without `subject`.",
    "B7",
);
const SUBJECT: Key = fact(
    "subject",
    Takes::Word(Words(subject_words)),
    "answer",
    "What is approved, if it is not a remedy.",
    "D5, B8",
);
const OUTCOME: Key = fact(
    "outcome",
    Takes::Word(Words(words::<Ruling>)),
    "upheld",
    "The decision, if that is the subject.",
    "B12",
);
const AMOUNT: Key = fact(
    "amount",
    Takes::Amount,
    "1280.00",
    "The amount; counts as 0 if left out.",
    "D1",
);
const KEYS: &[Key] = &[PROPOSAL, REMEDY, SUBJECT, OUTCOME, AMOUNT];

/// The values of `subject`: a remedy has none.
fn subject_words() -> Vec<&'static str> {
    let others = Subject::ALL.iter().filter(|it| **it != Subject::Remedy);
    others.map(|subject| subject.word()).collect()
}

/// The subject decides which of the other keys apply.
impl Keys<CaseFile> for Terms {
    const TABLE: Table = Table {
        label: "",
        text: "",
        keys: KEYS,
        choice: Self::CHOICE,
    };

    fn read(fields: &mut Fields) -> Option<Self> {
        let proposal = <ProposalHandle as KeyType<_, _>>::read(fields, &PROPOSAL);
        let subject = ProposalSubject::read(fields);
        let amount = fields.amount(AMOUNT.name);
        if subject == Some(ProposalSubject::Loss)
            && amount.is_none()
            && !fields.has_reported(AMOUNT.name)
        {
            fields.report_missing(AMOUNT.name);
            return None;
        }
        Some(Self {
            proposal: proposal?,
            subject: subject?,
            amount,
        })
    }
}

impl ProposalSubject {
    /// Reads the subject: a remedy, unless `subject` is set.
    fn read(fields: &mut Fields) -> Option<Self> {
        let wanted = message!("{words}", words = any_of(subject_words()));
        let subject = fields.parsed(SUBJECT.name, &wanted, |text| {
            let subject = text.parse().ok();
            subject.filter(|subject| *subject != Subject::Remedy)
        });
        if subject.is_none() && fields.has_reported(SUBJECT.name) {
            return None;
        }
        Some(match subject.unwrap_or(Subject::Remedy) {
            Subject::Remedy => Self::Remedy(fields.required(REMEDY.name)?),
            Subject::Answer => Self::Answer,
            Subject::Decision => Self::Decision(<Ruling as KeyType<_>>::read(fields, &OUTCOME)?),
            Subject::Validity => Self::Validity,
            Subject::Loss => Self::Loss,
            Subject::Liability => Self::Liability,
        })
    }
}

impl Record for Terms {
    fn write(&self, pairs: &mut Vec<Pair>) {
        let text = |text: &str| Value::Text(text.to_owned());
        pairs.push((PROPOSAL.name, text(self.proposal.as_str())));
        match &self.subject {
            ProposalSubject::Remedy(remedy) => pairs.push((REMEDY.name, text(remedy))),
            ProposalSubject::Decision(ruling) => {
                pairs.push((SUBJECT.name, text(Subject::Decision.word())));
                pairs.push((OUTCOME.name, text(ruling.word())));
            }
            ProposalSubject::Answer
            | ProposalSubject::Validity
            | ProposalSubject::Loss
            | ProposalSubject::Liability => {
                pairs.push((SUBJECT.name, text(self.subject().word())));
            }
        }
        pairs.extend(self.amount.map(|it| (AMOUNT.name, Value::Decimal(it))));
    }

    fn tell(&self, phrases: &mut Phrases<'_>) {
        let is_secret = self
            .remedy()
            .is_some_and(|remedy| !phrases.may_say(NameSource::List(List::Remedies), remedy));
        let subject = match is_secret {
            true => text!("remedy"),
            false => self.subject.to_message(),
        };
        phrases.headline(Gap::Blank, Some(self.with_amount(&subject)));
    }

    fn said(&self) -> Option<&str> {
        None
    }

    #[cfg(test)]
    fn any() -> proptest::strategy::BoxedStrategy<Self> {
        use proptest::prelude::*;
        let amount = <Decimal as Recorded>::any();
        let handle = || <ProposalHandle as Recorded<Handle>>::any();
        let subject = prop_oneof![
            <String as Recorded>::any().prop_map(ProposalSubject::Remedy),
            <Ruling as Recorded>::any().prop_map(ProposalSubject::Decision),
            prop::sample::select(vec![
                ProposalSubject::Answer,
                ProposalSubject::Validity,
                ProposalSubject::Liability
            ]),
        ];
        let loss = (handle(), amount.clone()).prop_map(|(proposal, amount)| Self {
            proposal,
            subject: ProposalSubject::Loss,
            amount: Some(amount),
        });
        let others = (handle(), subject, prop::option::of(amount)).prop_map(
            |(proposal, subject, amount)| Self {
                proposal,
                subject,
                amount,
            },
        );
        prop_oneof![1 => loss, 5 => others].boxed()
    }

    #[cfg(test)]
    fn alternatives() -> Alternatives {
        &[
            &[("remedy", None)],
            &[("subject", Some("decision")), ("outcome", None)],
        ]
    }
}
