//! Targets for key figures.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::figure::FigureKind;
use super::setting::{Item, KeyAspect, Names, PolicyFile, Rule, Said, Setting, Taking};
use crate::domain::calendar::Span;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keyed::Keys;
use crate::domain::keys::{Absent, Choice, Key, Table, Takes, Words, optional};
use crate::domain::message::{message, text};
use crate::domain::word::words;

/// `at_least` is for shares, `at_most` for durations.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[target]]")]
pub struct Target {
    /// A key figure of `report kpi`; a figure of deadlines can be limited to one deadline:
    /// `stage-timeliness:respond`.
    #[key(as = Figure, example = r#""first-response-in-time""#, rule = "E3")]
    #[key(missing = "add the name of a key figure")]
    pub figure: String,
    /// The bound.
    #[key(flatten)]
    pub bound: TargetBound,
    /// The cases that the rule applies to.
    #[key(example = r#"{ severity = "critical" }"#, rule = "E3")]
    pub when: Vec<Condition>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// The bound of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TargetBound {
    /// At least this share, in per cent (`at_least = "90%"`).
    AtLeast(Decimal),
    /// At most this long on average (`at_most = "24h"`).
    AtMost(Span),
}

/// The name of a figure. An unknown name is only a warning, since a newer program may know it.
enum Figure {}

impl Setting<String> for Figure {
    const TAKES: Takes = Takes::Offered(Words(words::<FigureKind>));

    fn read(item: &Item, _names: &Names) -> Option<String> {
        item.text().map(|text| text.value)
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

const AT_LEAST: Key = optional(
    "at_least",
    Takes::Share,
    Absent::Means("no bound"),
    "\"90%\"",
    "The minimum share.",
    "E3",
);

const AT_MOST: Key = optional(
    "at_most",
    Takes::Span,
    Absent::Means("no bound"),
    "\"72h\"",
    "The maximum duration, on average.",
    "E3",
);

/// Two keys, of which exactly one must be set.
impl Keys<PolicyFile> for TargetBound {
    const TABLE: Table = Table {
        label: "",
        text: "",
        keys: &[AT_LEAST, AT_MOST],
        choice: Choice::One(&[AT_LEAST.name, AT_MOST.name]),
    };

    fn read(taking: &mut Taking) -> Option<Self> {
        let section = &mut taking.section;
        match (section.take(AT_LEAST.name), section.take(AT_MOST.name)) {
            (Some(item), None) => percentage(&item).map(Self::AtLeast),
            (None, Some(item)) => item.span().map(Self::AtMost),
            (Some(_), Some(item)) => {
                let message = text!("'at_least' and 'at_most' in one target");
                let finding = Finding::error(Code::PolicyConflict, item.spot, message);
                taking.report(finding);
                None
            }
            (None, None) => {
                let message = text!("the target has no bound");
                let finding = Finding::error(Code::MissingKey, taking.spot(), message);
                let hint = text!("add at_least = \"90%\" or at_most = \"24h\"");
                taking.report(finding.hint(hint));
                None
            }
        }
    }
}

impl Rule for TargetBound {
    fn aspects(&self) -> Vec<KeyAspect> {
        let (least, most) = match self {
            Self::AtLeast(share) => (Some(message!("{share}%", share)), None),
            Self::AtMost(span) => (None, Span::said(span)),
        };
        vec![
            KeyAspect::new(AT_LEAST, least.map(Said::Phrase)),
            KeyAspect::new(AT_MOST, most),
        ]
    }
}

fn percentage(item: &Item) -> Option<Decimal> {
    let text = item.text()?;
    let share = text
        .value
        .strip_suffix('%')
        .and_then(|number| Decimal::from_str_exact(number.trim_end()).ok());
    share
        .filter(|share| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(share))
        .map(|share| share.normalize())
        .or_else(|| {
            item.bad(message!(
                "'{key}' takes a share like \"90%\", not '{value}'",
                key = item.key,
                value = text.value
            ))
        })
}
