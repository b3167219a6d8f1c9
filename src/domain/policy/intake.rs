//! What is asked of complaints when they come in.

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

/// What every complaint has to have (when and by which channel it came, its category, the
/// complainant's name and a summary) needs no mention. Where `when` holds, at the level at which
/// the complaint was taken in, `new` and `amend` refuse to leave these facts out. In what was
/// imported their lack is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[required]]")]
pub struct RequiredFacts {
    /// The facts, by their names in the file.
    #[key(as = OptionalFacts, example = r#"["order", "delivered"]"#, rule = "A3")]
    #[key(missing = r#"say which: facts = ["order", "delivered"]"#)]
    pub facts: Vec<FactField>,
    /// For which cases.
    #[key(as = ClockWhen, example = r#"{ request = ["refund", "return"] }"#, rule = "A3")]
    pub when: Vec<Condition>,
    /// For receipts from this day on.
    #[key(absent = "of any date", example = "2026-12-01", rule = "A3")]
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// Every rule whose `when` holds asks for one of its kinds, put on record by `attach --kind`. What
/// is missing is a warning, `evidence-required`, at `new`, `show`, `check` and `close`; with `need
/// = "evidence"` among the gates of closing it keeps a case open. A `[[deadline]]` with `stop =
/// "evidence"` says by when it has to be there: it stops once all that the case needs is, so give
/// it the `when` of the evidence that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[evidence]]")]
pub struct EvidenceRule {
    /// The kinds of evidence, of `documents`, of which one is enough.
    #[key(as = Vec<Document>, example = r#"["stamped-statement", "debit-note"]"#, rule = "A9")]
    #[key(missing = r#"say what is needed: any = ["photo", "goods"]"#)]
    pub any: Vec<String>,
    /// For which cases.
    #[key(example = r#"{ request = ["refund", "return"] }"#, rule = "A9")]
    pub when: Vec<Condition>,
    /// For receipts from this day on.
    #[key(absent = "of any date", example = "2026-12-01", rule = "A9")]
    pub since: Option<NaiveDate>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// The first window in the file that holds for a case counts, once the case has the date that it
/// runs from. A complaint received after the window is a warning, `claim-window`, at `new`, `show`
/// and `check`, until the case is over; whether it is invalid is for people to say (`invalidate`).
/// `explain ID` counts the days. The lengths are counted as those of deadlines; nothing pauses a
/// window.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[window]]")]
pub struct Window {
    /// Its name.
    #[key(example = r#""non-conformity""#, rule = "A8")]
    pub name: String,
    /// The date among the facts that it runs from.
    #[key(as = DateFact, example = r#""delivered""#, rule = "A8, C7")]
    #[key(missing = r#"say which date it runs from: start = "delivered""#)]
    pub start: FactField,
    /// How long it runs.
    #[key(
        example = r#""30d""#,
        rule = "A8",
        missing = r#"add how long it runs: within = "30d""#
    )]
    pub within: Span,
    /// For which cases it is.
    #[key(example = r#"{ symptom = "late" }"#, rule = "A8")]
    pub when: Vec<Condition>,
    /// On what ground a complaint after it may be invalid, of `grounds`; the warning names it.
    #[key(as = Option<Ground>, absent = "none is named", rule = "A8")]
    #[key(example = r#""out-of-window""#)]
    pub ground: Option<String>,
    /// For receipts from this day on.
    #[key(absent = "of any date", example = "2026-12-01", rule = "A8")]
    pub since: Option<NaiveDate>,
    /// As `roll` of the calendar.
    #[key(example = "true", rule = "C2")]
    pub roll: Roll,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// Facts that a complaint may be without.
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
        let what = text!("a fact that a complaint may be without");
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

/// A date among the facts that lies before the receipt.
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
