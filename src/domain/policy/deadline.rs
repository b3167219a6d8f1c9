//! Limits: what starts and stops them, how long they run, and when they hold.

mod trigger;

use chrono::NaiveDate;
use complaint_derive::Keys;

pub use trigger::Trigger;
pub(crate) use trigger::{Starts, Stops, step, step_name};

use super::condition::{ClockWhen, Condition};
use super::setting::{Check, Item, Names, Nested, Role, Said, Setting, Whole};
use crate::domain::calendar::{Roll, Span};
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;

/// The name of the clock that a promise starts; no rule may have it.
pub const PROMISED: &str = "promised";

/// The name of the clock that an authority's date for an appeal starts; no rule may have it.
pub const CUT_OFF: &str = "cut-off";

/// What the clocks of corrective actions are counted under, and what their names begin with:
/// `action-B4KT`.
pub const ACTION: &str = "action";

/// Of the rules of one name whose `when` holds, those with the latest `since` not after the receipt
/// count; among them the first in the file. So a limit is never edited: a new one of the same name
/// is added with `since`, and nothing becomes late, or in time, that was not.
///
/// Minutes (`min`) and hours (`h`) run from the instant. For days (`d`), business days (`bd`) and
/// months (`mo`) the first day does not count, and the last ends at 24:00, or at the close of
/// business for business days where there are hours. A start that comes again while the clock runs
/// does not start it anew. Whoever reopens a case starts its clocks again. Closing, withdrawing and
/// invalidating end every clock.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[deadline]]")]
pub struct DeadlineRule {
    /// Its name; several rules may share one. `promised`, `cut-off` and `action-*` are the names of
    /// deadlines that are on cases by themselves: promises, dates that authorities set, and
    /// corrective actions.
    #[key(example = r#""respond""#, rule = "C1")]
    pub name: String,
    /// What starts the clock: `received`, `shipped`, `delivered` or `occurred`, a verb, or
    /// `acknowledged`, `resolved`, `interim`, `emergency` (an emergency is proposed), `approved` (a
    /// proposal has all its approvals), `evidence` (all that the case needs is there), or
    /// `step:NAME`, one of `steps`; of a list whichever comes first.
    #[key(as = Starts, default = r#""received""#, example = r#""resolved""#)]
    #[key(rule = "C7", moves_limits)]
    pub start: Vec<Trigger>,
    /// What stops it: a verb (`respond` is the final answer), `interim` (a reply with progress),
    /// `acknowledged` (told that we have it, or answered), `resolved` (answer accepted, remedy
    /// carried out), `approved` (a proposal has all its approvals), `evidence` (all that the case
    /// needs is there), `step:NAME`; `emergency` only starts one; of a list whichever comes first.
    #[key(as = Stops, example = r#""respond""#, rule = "C1", moves_limits)]
    #[key(missing = r#"say what stops it: stop = "respond""#)]
    pub stop: Vec<Trigger>,
    /// How long it runs.
    #[key(example = r#""3bd""#, rule = "C1, C2", moves_limits)]
    #[key(missing = r#"add how long it runs: within = "3bd""#)]
    pub within: Span,
    /// For which cases it is.
    #[key(as = ClockWhen, example = r#"{ severity = "critical" }"#, rule = "C1", moves_limits)]
    pub when: Vec<Condition>,
    /// For receipts from this day on.
    #[key(
        absent = "of any date",
        example = "2026-12-01",
        rule = "C1",
        moves_limits
    )]
    pub since: Option<NaiveDate>,
    /// As `roll` of the calendar.
    #[key(example = "true", rule = "C2", moves_limits)]
    pub roll: Roll,
    /// Whether it stands still while a case waits for the complainant.
    #[key(default = "true", example = "false", rule = "C5", moves_limits)]
    pub pausable: Pausable,
    /// Whether each stop starts it again, as for news of progress every so often; until the matter
    /// is resolved or the case over. Past its limit it stays there until it is stopped.
    #[key(default = "false", example = "true", rule = "B9, C3", moves_limits)]
    pub repeat: Repeat,
    /// How it may be extended.
    #[key(as = Option<Nested<ExtendRule>>, absent = "not at all", rule = "C5")]
    #[key(example = r#"{ role = "supervisor", times = 1, ceiling = "7bd" }"#)]
    pub extend: Option<ExtendRule>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// An extension gives a fixed date, and counts only if it is put on record by the due instant as it
/// then stood.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("'extend'")]
pub struct ExtendRule {
    /// The lowest role that may grant it.
    #[key(as = Option<Role>, absent = "whoever may `extend`", rule = "C5")]
    #[key(example = r#""supervisor""#)]
    pub role: Option<String>,
    /// How often.
    #[key(as = Option<Whole<1, { u32::MAX }>>, absent = "without limit")]
    #[key(example = "1", rule = "C5")]
    pub times: Option<u32>,
    /// The latest end, counted from the start.
    #[key(absent = "without limit", example = r#""7bd""#, rule = "C5")]
    pub ceiling: Option<Span>,
}

/// While a case waits for the complainant, its clocks stand still.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[pause]")]
pub struct PauseRules {
    /// The longest that one wait counts.
    #[key(absent = "without limit", example = r#""30d""#, rule = "C5")]
    pub max: Option<Span>,
}

impl Check for PauseRules {}

/// Whether a pause of the case stops a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pausable {
    Yes,
    No,
}

/// Whether each stop of a clock starts it again (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// It runs once in a round.
    Once,
    /// Until the matter is resolved or the case over.
    Again,
}

impl Setting for Pausable {
    const TAKES: Takes = Takes::Flag;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.flag()
            .map(|flag| if flag { Self::Yes } else { Self::No })
    }

    fn said(value: &Self) -> Option<Said> {
        bool::said(&(*value == Self::Yes))
    }
}

impl Setting for Repeat {
    const TAKES: Takes = Takes::Flag;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.flag()
            .map(|flag| if flag { Self::Again } else { Self::Once })
    }

    fn said(value: &Self) -> Option<Said> {
        bool::said(&(*value == Self::Again))
    }
}
