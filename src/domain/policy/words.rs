//! The fixed words of a policy file, each enum with its words in one table.

use super::{
    Appellant, Assent, ConditionFact, Measure, Need, Occasion, Papers, Permission, Requirement,
    Separation, Topic, Trigger,
};
use crate::domain::case::facts::FactKind;
use crate::domain::case::{FactField, Verb};
use crate::domain::message::{Argument, ToArgument};
use crate::domain::word::Word;

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the policy.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        crate::domain::message::words_in_messages!($name);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    )*};
}

words! {
    Appellant { Nobody = "none", Complainant = "complainant", Regulator = "regulator" }
    Assent { All = "all", Any = "any", Sequence = "sequence" }
    Measure { Proposal = "proposal", Goods = "goods", Dispute = "dispute" }
    Papers { Before = "before", After = "after", Oral = "oral" }
    Separation {
        ApproverProposer = "approver-proposer", ProposerAlone = "proposer-alone",
        FollowUpHandler = "follow-up-handler", CloseHandler = "close-handler",
        DecideHandler = "decide-handler", InspectHandler = "inspect-handler",
    }
    Occasion { Dissatisfied = "dissatisfied" }
    Topic {
        Organisation = "organisation", Calendar = "calendar", Values = "values", Categories = "categories",
        Levels = "levels", Staff = "staff", Intake = "intake", Windows = "windows", Deadlines = "deadlines", Approvals = "approvals",
        Permissions = "permissions", Responsibilities = "responsibilities",
        Alerts = "alerts", Priorities = "priorities", Separation = "separation", Closing = "closing", Sanctions = "sanctions",
        Liability = "liability", Records = "records",
        Targets = "targets",
    }
    Need {
        Authority = "authority", Response = "response", Resolved = "resolved", FollowUp = "follow-up",
        Verdict = "verdict", Cause = "cause", Actions = "actions", Disputes = "disputes",
        Acknowledged = "acknowledged",
        Evidence = "evidence",
    }
}

impl ConditionFact {
    /// Every fact that a condition can be about: those that are derived first.
    pub fn all() -> impl Iterator<Item = Self> {
        let further = FactField::ALL
            .iter()
            .copied()
            .filter(|field| Self::is_told_apart(*field));
        let of_the_case = [Self::Verdict, Self::Cause, Self::Remedy, Self::Result];
        let derived = [Self::Level, Self::ReceivedOn, Self::Appeal]
            .into_iter()
            .chain(of_the_case);
        derived.chain(further.map(Self::Fact))
    }

    /// Whether a clock can go by it: what people find out or decide later must not move a limit.
    pub fn is_for_clocks(self) -> bool {
        match self {
            Self::Level | Self::ReceivedOn | Self::Appeal | Self::Fact(_) => true,
            Self::Verdict | Self::Cause | Self::Remedy | Self::Result => false,
        }
    }

    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::ReceivedOn => "received_on",
            Self::Appeal => "appeal",
            Self::Verdict => "verdict",
            Self::Cause => "cause",
            Self::Remedy => "remedy",
            Self::Result => "result",
            Self::Fact(field) => field.name(),
        }
    }

    /// Whether cases are told apart by the fact, rather than described.
    fn is_told_apart(field: FactField) -> bool {
        let described = [
            FactField::Name,
            FactField::Contact,
            FactField::Behalf,
            FactField::Order,
            FactField::Place,
            FactField::Person,
            FactField::Summary,
            FactField::Description,
        ];
        field.kind() == FactKind::Text && !described.contains(&field)
    }
}

impl std::fmt::Display for ConditionFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// What stands before the name of a step.
const STEP: &str = "step:";

impl Trigger {
    /// Every trigger that has a word of its own: those that are no verbs first.
    pub fn all() -> impl Iterator<Item = Self> {
        let dates = FactField::ALL
            .iter()
            .copied()
            .filter(|field| field.kind() == FactKind::Instant && *field != FactField::Received)
            .map(Self::Date);
        let own = [
            Self::Received,
            Self::Interim,
            Self::Acknowledged,
            Self::Resolved,
            Self::Approved,
            Self::Evidence,
            Self::Emergency,
        ];
        own.into_iter()
            .chain(dates)
            .chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// A step of the organisation's own, by its name.
    pub fn step(name: &str) -> Self {
        Self::Step(format!("{STEP}{name}"))
    }

    /// The word in the policy: `respond`, `step:papers`.
    pub fn word(&self) -> &str {
        match self {
            Self::Step(word) => word,
            other => other.own_word().unwrap_or_default(),
        }
    }

    /// The word that is the program's; none for a step.
    pub fn own_word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Received => "received",
            Self::Interim => "interim",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
            Self::Approved => "approved",
            Self::Evidence => "evidence",
            Self::Emergency => "emergency",
            Self::Date(field) => field.name(),
            Self::Verb(verb) => verb.word(),
            Self::Step(_) => return None,
        })
    }
}

/// The name in `step:NAME`.
pub(super) fn step_name(word: &str) -> Option<&str> {
    word.strip_prefix(STEP)
}

impl ToArgument for Requirement {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Need(need) => need.to_argument(),
            Self::Step(_) => Argument::Text(self.to_string()),
        }
    }
}

impl std::fmt::Display for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Need(need) => need.fmt(f),
            Self::Step(name) => f.pad(&format!("{STEP}{name}")),
        }
    }
}

impl Permission {
    /// Every permission: the verbs first.
    pub fn all() -> impl Iterator<Item = Self> {
        Verb::ALL.iter().copied().map(Self::Verb).chain([
            Self::Import,
            Self::Waive,
            Self::Policy,
            Self::Arbitrate,
            Self::SettleLiability,
        ])
    }

    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verb(verb) => verb.word(),
            Self::Import => "import",
            Self::Waive => "waive",
            Self::Policy => "policy",
            Self::Arbitrate => "arbitrate",
            Self::SettleLiability => "settle-liability",
        }
    }
}
