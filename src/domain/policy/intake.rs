//! Requirements at intake: facts, evidence and claim windows.

use chrono::NaiveDate;
use complaint_derive::Keys;

use super::condition::{ClockWhen, Condition};
use super::setting::{Document, Ground, Item, Names, Said, Setting};
use crate::domain::calendar::{Roll, Span};
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;
use crate::domain::finding::{Code, Spot};
use crate::domain::keys::{Takes, Words};
use crate::domain::message::text;

/// Facts that every complaint must have need no rule: the time and channel of receipt, the
/// category, the complainant's name and a summary. If `when` holds, judged at the level of intake,
/// `new` and `amend` require these facts. If an imported complaint lacks one, that is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[required]]")]
pub struct RequiredFacts {
    /// The required facts, by their names in the case file.
    #[key(as = OptionalFacts, example = r#"["order", "delivered"]"#, rule = "A3")]
    #[key(missing = r#"say which: facts = ["order", "delivered"]"#)]
    pub facts: Vec<FactField>,
    /// The cases that the rule applies to.
    #[key(as = ClockWhen, example = r#"{ request = ["refund", "return"] }"#, rule = "A3")]
    pub when: Vec<Condition>,
    /// Applies to complaints received on or after this date.
    #[key(absent = "any date", example = "2026-12-01", rule = "A3")]
    pub since: Option<NaiveDate>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// Every rule whose `when` holds requires evidence of one of its kinds, recorded with `attach
/// --kind`. Missing evidence is a warning, `evidence-required`, at `new`, `show`, `check` and
/// `close`; with `need = "evidence"` as a closing gate, the case cannot be closed. A `[[deadline]]`
/// with `stop = "evidence"` sets a limit for it: it stops when the case has all the evidence it
/// needs, so give it the same `when` as the evidence rule.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[evidence]]")]
pub struct EvidenceRule {
    /// Kinds of evidence from `documents`; one of them is enough.
    #[key(as = Vec<Document>, example = r#"["stamped-statement", "debit-note"]"#, rule = "A9")]
    #[key(missing = r#"say what is needed: any = ["photo", "goods"]"#)]
    pub any: Vec<String>,
    /// The cases that the rule applies to.
    #[key(example = r#"{ request = ["refund", "return"] }"#, rule = "A9")]
    pub when: Vec<Condition>,
    /// Applies to complaints received on or after this date.
    #[key(absent = "any date", example = "2026-12-01", rule = "A9")]
    pub since: Option<NaiveDate>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// The first window in the file whose `when` holds applies, once the case has the start date. A
/// complaint received after the window is a warning, `claim-window`, at `new`, `show` and `check`,
/// until the case is over; people decide whether it is invalid (`invalidate`). `explain ID` counts
/// the days. Spans are counted as for deadlines; nothing pauses a window.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[window]]")]
pub struct Window {
    /// Its name.
    #[key(example = r#""non-conformity""#, rule = "A8")]
    pub name: String,
    /// The fact with the date that the window starts from.
    #[key(as = DateFact, example = r#""delivered""#, rule = "A8, C7")]
    #[key(missing = r#"say which date it runs from: start = "delivered""#)]
    pub start: FactField,
    /// The length of the window.
    #[key(
        example = r#""30d""#,
        rule = "A8",
        missing = r#"add how long it runs: within = "30d""#
    )]
    pub within: Span,
    /// The cases that the rule applies to.
    #[key(example = r#"{ symptom = "late" }"#, rule = "A8")]
    pub when: Vec<Condition>,
    /// The ground from `grounds` on which a complaint after the window may be invalid; the warning
    /// names it.
    #[key(as = Option<Ground>, absent = "none", rule = "A8")]
    #[key(example = r#""out-of-window""#)]
    pub ground: Option<String>,
    /// Applies to complaints received on or after this date.
    #[key(absent = "any date", example = "2026-12-01", rule = "A8")]
    pub since: Option<NaiveDate>,
    /// Overrides `roll` of the calendar.
    #[key(example = "true", rule = "C2")]
    pub roll: Roll,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// Optional facts.
enum OptionalFacts {}

impl OptionalFacts {
    fn words() -> Vec<&'static str> {
        FactField::optional().map(FactField::name).collect()
    }
}

impl Setting<Vec<FactField>> for OptionalFacts {
    const TAKES: Takes = Takes::Words(Words(Self::words));

    fn read(item: &Item, _names: &Names) -> Option<Vec<FactField>> {
        let words: Vec<_> = FactField::optional()
            .map(|field| (field, field.name()))
            .collect();
        let what = text!("an optional fact");
        let facts = item.texts()?.into_iter().filter_map(|text| {
            item.reader
                .word(Code::BadValue, what.clone(), &text, &words)
        });
        Some(facts.collect())
    }

    fn said(value: &Vec<FactField>) -> Option<Said> {
        Some(Said::values(value.iter().map(|field| field.name())))
    }
}

/// A fact that is a date before the receipt.
enum DateFact {}

impl DateFact {
    fn all() -> impl Iterator<Item = FactField> {
        FactField::ALL
            .iter()
            .copied()
            .filter(|field| field.kind() == FactKind::Instant && *field != FactField::Received)
    }

    fn words() -> Vec<&'static str> {
        Self::all().map(FactField::name).collect()
    }
}

impl Setting<FactField> for DateFact {
    const TAKES: Takes = Takes::Word(Words(Self::words));

    fn read(item: &Item, _names: &Names) -> Option<FactField> {
        let words: Vec<_> = Self::all().map(|field| (field, field.name())).collect();
        let what = text!("a date among the facts");
        item.reader
            .word(Code::BadValue, what, &item.text()?, &words)
    }

    fn said(value: &FactField) -> Option<Said> {
        Some(Said::data(value.name()))
    }
}
