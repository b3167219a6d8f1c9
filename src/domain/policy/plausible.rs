//! What is doubted: dates and amounts that can hardly be true.

use chrono::NaiveDate;
use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::setting::{Amount, Check, Noun};
use crate::domain::calendar::Span;
use crate::domain::finding::Severity;
use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// Dates and amounts that can hardly be true are a warning, `implausible`, unless `refuse` or
/// `ignore` lists them: at `new`, `amend`, `propose`, `import` and `check` alike. They are judged by
/// the instant at which they were put on record.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[plausible]")]
pub(crate) struct PlausibleRules {
    /// What is refused. `future`: a date among the facts after the instant of record.
    /// `after-receipt`: a date after the receipt; goods that come late are delivered so. `old`: a
    /// receipt longer ago than `oldest`. `ancient`: a date before `earliest`. `decimals`: an amount
    /// finer than the currency. `too-large`: a number above `largest`. `far-ahead`: a promise, an
    /// extension or another date to come that is further ahead than `ahead`.
    #[key(
        default = "[]",
        example = r#"["future", "ancient", "decimals"]"#,
        rule = "A3"
    )]
    pub refuse: Vec<Doubt>,
    /// What passes without a word.
    #[key(default = "[]", example = r#"["after-receipt"]"#, rule = "A3")]
    pub ignore: Vec<Doubt>,
    /// How long ago a receipt can be when it is put on record. Imports have no such limit.
    #[key(default = r#""24mo""#, example = r#""12mo""#, rule = "A5")]
    pub oldest: Span,
    /// How far ahead a promise, an extension, the date of a corrective action or an authority's date
    /// can be.
    #[key(default = r#""24mo""#, example = r#""12mo""#, rule = "C5")]
    pub ahead: Span,
    /// The earliest date of any fact.
    #[key(default = "1990-01-01", example = "2000-01-01", rule = "A5")]
    pub earliest: NaiveDate,
    /// The largest amount, price or quantity.
    #[key(as = Amount, default = "1000000000000", example = "100000000", rule = "A3")]
    pub largest: Decimal,
}

impl Check for PlausibleRules {}

/// A doubt about a date or an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub(crate) enum Doubt {
    /// A date after it was put on record.
    Future,
    /// A date after the receipt.
    AfterReceipt,
    /// A receipt long before it was put on record.
    Old,
    /// A date before any complaint.
    Ancient,
    /// An amount with more decimals than the currency has.
    Decimals,
    /// A number larger than any case.
    TooLarge,
    /// A date to come that is too far away.
    FarAhead,
}

impl Noun for Doubt {
    const NOUN: Message = text!("a doubt about facts");
}

impl PlausibleRules {
    /// How severe a doubt is; `None` if it is ignored.
    pub(crate) fn severity(&self, doubt: Doubt) -> Option<Severity> {
        if self.refuse.contains(&doubt) {
            Some(Severity::Error)
        } else {
            (!self.ignore.contains(&doubt)).then_some(Severity::Warning)
        }
    }
}

/// The number of decimals of a currency (ISO 4217); two unless listed.
pub(crate) fn decimals(currency: &str) -> u32 {
    const NONE: [&str; 16] = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
        "XAF", "XOF", "XPF",
    ];
    const THREE: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
    if NONE.contains(&currency) {
        0
    } else if THREE.contains(&currency) {
        3
    } else {
        2
    }
}
