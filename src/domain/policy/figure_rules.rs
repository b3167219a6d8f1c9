//! Rules for counting key figures.

use complaint_derive::Keys;

use super::deadline::{Trigger, step};
use super::setting::{Any, Check, Item, Kind, Names, Said, Setting};
use crate::domain::calendar::Span;
use crate::domain::case::{FactField, Facts};
use crate::domain::keys::Takes;
use crate::domain::message::message;

/// Rules for the key figures and counts of `report`. The ledger lists every case.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[figures]")]
pub struct FigureRules {
    /// Every report but the ledger and the lessons counts only cases of these kinds and cases
    /// without a kind.
    #[key(as = Any<Kind>, absent = "all", example = r#"["complaint"]"#, rule = "A7")]
    pub kinds: Vec<String>,
    /// The lowest mark that counts as satisfied.
    #[key(as = Mark, default = "4", example = "4", rule = "E3")]
    pub satisfied: u8,
    /// The time limit for an acknowledgement or answer, for `first-response-in-time`.
    #[key(default = r#""24h""#, example = r#""24h""#, rule = "E3")]
    pub first_response: Span,
    /// The time limit for a solution, for `solved-within`, which is reported with this span in its
    /// name: `solved-in-3-business-days`.
    #[key(default = r#""3bd""#, example = r#""3bd""#, rule = "E3")]
    pub solved: Span,
    /// The step that gives a case its number in the ledger, such as the finding that the complaint
    /// is valid. Other cases, and those found invalid later, stand there without one.
    #[key(as = Option<StepName>, absent = "every case has a number", rule = "E1")]
    #[key(example = r#""step:papers""#)]
    pub numbered: Option<String>,
}

impl FigureRules {
    /// Whether a case with these facts counts.
    pub(crate) fn count(&self, facts: &Facts) -> bool {
        let kind = facts.text(FactField::Kind);
        self.kinds.is_empty()
            || kind.is_none_or(|kind| self.kinds.iter().any(|counted| counted == kind))
    }
}

impl Check for FigureRules {}

/// `step:NAME`, one of `steps`.
enum StepName {}

impl Setting<String> for StepName {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, names: &Names) -> Option<String> {
        let text = item.text()?;
        step(item, &text, names).unwrap_or_else(|| {
            item.bad(message!(
                "'{key}' takes a step, like \"step:NAME\"",
                key = item.key
            ))
        })
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(Trigger::step(value).word()))
    }
}

/// A mark from 1 to 5.
enum Mark {}

impl Setting<u8> for Mark {
    const TAKES: Takes = Takes::Whole(1, 5);

    fn read(item: &Item, _names: &Names) -> Option<u8> {
        let number = item.whole(1)?;
        let mark = u8::try_from(number).ok().filter(|mark| *mark <= 5);
        mark.or_else(|| {
            item.bad(message!(
                "'{key}' takes a mark from 1 to 5, not {number}",
                key = item.key,
                number
            ))
        })
    }

    fn said(value: &u8) -> Option<Said> {
        Some(Said::data(value))
    }
}
