//! Deadline rules: start, stop, length, extension and pauses.

mod trigger;

use chrono::NaiveDate;
use complaint_derive::Keys;
use serde::{Deserialize, Serialize};

pub use trigger::Trigger;
pub(crate) use trigger::{Starts, Stops, step, step_name};

use super::condition::{ClockWhen, Condition};
use super::setting::{Check, Item, Names, Nested, Noun, Role, Said, Setting, Whole};
use crate::domain::calendar::{Roll, Span};
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;
use crate::domain::message::{Message, text};
use crate::domain::word::Word;

/// The name of the clock of a promise; reserved.
pub const PROMISED: &str = "promised";

/// The name of the clock of an authority's date for an appeal; reserved.
pub const CUT_OFF: &str = "cut-off";

/// The name under which clocks of corrective actions are counted, and the prefix of their names:
/// `action-B4KT`.
pub const ACTION: &str = "action";

/// The handle of a corrective action in the name of its deadline.
pub(crate) fn plan_of(name: &str) -> Option<&str> {
    name.strip_prefix(ACTION)?.strip_prefix('-')
}

/// Of the rules with the same name whose `when` holds, the one with the latest `since` not after
/// the receipt applies; of several, the first in the file. So do not edit a limit: add a new rule
/// of the same name with `since`, and no existing case becomes late or in time after the fact.
///
/// Minutes (`min`) and hours (`h`) run from the instant of the start. For days (`d`), business days
/// (`bd`) and months (`mo`), the first day does not count, and the last one ends at 24:00, or, if
/// it is a working day and `hours` are set, at the close of business. A second start event does not
/// restart a running clock. Reopening a case starts its clocks again. Closing, withdrawing and
/// invalidating end every clock.
#[derive(Debug, Clone, PartialEq, Keys)]
#[table("[[deadline]]")]
pub struct DeadlineRule {
    /// The name; several rules can share one. `promised`, `cut-off` and `action-*` are built-in
    /// deadlines: promises, dates set by authorities, and corrective actions.
    #[key(example = r#""respond""#, rule = "C1")]
    pub name: String,
    /// What starts the clock: `received`, `shipped`, `delivered` or `occurred`, a verb, or
    /// `acknowledged`, `resolved`, `interim`, `emergency` (an emergency is proposed), `approved` (a
    /// proposal has all its approvals), `evidence` (the case has all the evidence it needs), or
    /// `step:NAME`, one of `steps`. Of a list, the first event counts.
    #[key(as = Starts, default = r#""received""#, example = r#""resolved""#)]
    #[key(rule = "C7", moves_limits)]
    pub start: Vec<Trigger>,
    /// What stops it: a verb (`respond` is the final answer), `interim` (a reply with progress),
    /// `acknowledged` (the receipt was acknowledged, or the complaint answered), `resolved` (answer
    /// accepted, remedy carried out), `approved` (a proposal has all its approvals), `evidence`
    /// (the case has all the evidence it needs), or `step:NAME`. `emergency` can only start a
    /// clock. Of a list, the first event counts.
    #[key(as = Stops, example = r#""respond""#, rule = "C1", moves_limits)]
    #[key(missing = r#"say what stops it: stop = "respond""#)]
    pub stop: Vec<Trigger>,
    /// The length of the limit.
    #[key(example = r#""3bd""#, rule = "C1, C2", moves_limits)]
    #[key(missing = r#"add how long it runs: within = "3bd""#)]
    pub within: Span,
    /// The cases that the rule applies to.
    #[key(as = ClockWhen, example = r#"{ severity = "critical" }"#, rule = "C1", moves_limits)]
    pub when: Vec<Condition>,
    /// Applies to complaints received on or after this date.
    #[key(absent = "any date", example = "2026-12-01", rule = "C1", moves_limits)]
    pub since: Option<NaiveDate>,
    /// Overrides `roll` of the calendar.
    #[key(example = "true", rule = "C2", moves_limits)]
    pub roll: Roll,
    /// Whether the clock is paused while the case waits for the complainant. The clocks of levels
    /// always are, those of promises and corrective actions never.
    #[key(default = "true", example = "false", rule = "C5", moves_limits)]
    pub pausable: Pausable,
    /// Whether each stop starts the clock again, for example for regular progress reports, until
    /// the matter is resolved or the case is over. An overdue clock stays overdue until it is
    /// stopped.
    #[key(default = "false", example = "true", rule = "B9, C3", moves_limits)]
    pub repeat: Repeat,
    /// What has a clock of its own. `case`: the case. `co-handler`: each co-handling department
    /// (`assign --co-handler`), from the assignment that names it until it is no longer named; a
    /// note or step stops it only if it is by somebody of that department. The clock is called
    /// `NAME-DEPARTMENT`, and counts as NAME. It cannot be extended.
    #[key(
        name = "per",
        default = r#""case""#,
        example = r#""co-handler""#,
        rule = "B1",
        moves_limits
    )]
    pub per: Per,
    /// Whether and how the limit can be extended.
    #[key(as = Option<Nested<ExtendRule>>, absent = "not at all", rule = "C5")]
    #[key(example = r#"{ role = "supervisor", times = 1, ceiling = "7bd" }"#)]
    pub extend: Option<ExtendRule>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// An extension sets a fixed date. It is valid only if recorded by the due instant at that time.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("'extend'")]
pub struct ExtendRule {
    /// The lowest role that may grant an extension.
    #[key(as = Option<Role>, absent = "anyone with the permission `extend`", rule = "C5")]
    #[key(example = r#""supervisor""#)]
    pub role: Option<String>,
    /// The maximum number of extensions.
    #[key(as = Option<Whole<1, { u32::MAX }>>, absent = "without limit")]
    #[key(example = "1", rule = "C5")]
    pub times: Option<u32>,
    /// The latest end, counted from the start.
    #[key(absent = "without limit", example = r#""7bd""#, rule = "C5")]
    pub ceiling: Option<Span>,
}

/// While a case waits for the complainant, its clocks are paused.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[pause]")]
pub struct PauseRules {
    /// The maximum time that one wait pauses the clocks.
    #[key(absent = "without limit", example = r#""30d""#, rule = "C5")]
    pub max: Option<Span>,
}

impl Check for PauseRules {}

/// Whether a clock is paused while the case waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pausable {
    Yes,
    No,
}

/// Whether each stop of a clock starts it again (C3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The clock runs once per round.
    Once,
    /// The clock repeats until the matter is resolved or the case is over.
    Again,
}

/// What has a clock of its own (B1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Per {
    /// The case.
    Case,
    /// Each co-handling department.
    CoHandler,
}

impl Noun for Per {
    const NOUN: Message = text!("something with a clock of its own");
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
