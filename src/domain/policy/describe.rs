//! What a policy says, in sentences: what `policy show` prints, what two policies are compared by, and what rules are
//! called where a decision is explained.
//!
//! A statement is one rule, as aspects (`limit`: within 3 business days). Its sentence is their phrases in order; the
//! difference of two is that of their aspects.

mod basis;
mod duties;
mod intake;
mod phrases;
mod rules;

pub use duties::who_fits;
pub use phrases::conditions;
pub use rules::{approval, deadline, gate};

use super::settings::{KeyAspect, Rule};
use super::{Policy, Topic};
use crate::domain::finding::Spot;

/// One thing that a policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is about.
    pub topic: Topic,
    /// What it is called: a deadline's name, a verb, a list; several may share one.
    pub name: String,
    /// What is said.
    pub aspects: Vec<Aspect>,
    /// The keys of its table with their values, where the table is a struct.
    pub(crate) keys: Vec<KeyAspect>,
    /// Where it stands in the policy; line 0 where it is a default, or of no single place.
    pub spot: Spot,
}

/// One aspect of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// What it is about; no two of a statement are about the same.
    pub name: &'static str,
    /// What is said.
    pub said: Said,
    /// How it is joined to what comes before it in the sentence.
    joint: &'static str,
}

/// What an aspect says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Phrase(String),
    /// Values in an order.
    Values(Vec<String>),
}

impl Topic {
    /// The heading that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::Organisation => "Organisation",
            Self::Calendar => "Working time",
            Self::Values => "What people choose from",
            Self::Categories => "Categories",
            Self::Levels => "Levels, in the order of escalation",
            Self::Staff => "Staff",
            Self::Intake => "What complaints have to have",
            Self::Windows => "Claim windows: the first that fits counts",
            Self::Deadlines => "Deadlines",
            Self::Approvals => "Approvals: the first that fits counts",
            Self::Permissions => "Who may do what",
            Self::Responsibilities => "Who has to deal with what",
            Self::Alerts => "Who is told at once",
            Self::Priorities => "What is taken up first: the first that fits counts",
            Self::Separation => "What one person may not do alone",
            Self::Closing => "Before a case is closed",
            Self::Sanctions => "What an upheld complaint may cost",
            Self::Liability => {
                "Who is liable unless an investigation says otherwise: the first that fits counts"
            }
            Self::Records => "Pauses and records",
            Self::Targets => "Targets of key figures",
        }
    }
}

impl std::str::FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|topic| topic.word() == text)
            .ok_or(())
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Phrase(phrase) => f.write_str(phrase),
            Self::Values(values) if values.is_empty() => f.write_str("none"),
            Self::Values(values) => f.write_str(&values.join(", ")),
        }
    }
}

impl Statement {
    fn new(topic: Topic, name: impl Into<String>, spot: Spot) -> Self {
        Self {
            topic,
            name: name.into(),
            aspects: Vec::new(),
            keys: Vec::new(),
            spot,
        }
    }

    /// With the keys of its table, by which two policies are compared beside the sentence.
    fn of(self, rule: &impl Rule) -> Self {
        Self {
            keys: rule.aspects(),
            ..self
        }
    }

    /// With an aspect that goes on with the sentence.
    fn then(self, name: &'static str, phrase: impl Into<String>) -> Self {
        self.joined(" ", name, Said::Phrase(phrase.into()))
    }

    /// With an aspect that stands by itself.
    fn and(self, name: &'static str, phrase: impl Into<String>) -> Self {
        self.joined("; ", name, Said::Phrase(phrase.into()))
    }

    /// As [`Statement::and`], where there is something to say.
    fn and_maybe(self, name: &'static str, phrase: Option<String>) -> Self {
        match phrase {
            Some(phrase) => self.and(name, phrase),
            None => self,
        }
    }

    /// With values in an order.
    fn values<T: ToString>(self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        let values = values.into_iter().map(|value| value.to_string()).collect();
        self.joined("; ", name, Said::Values(values))
    }

    fn joined(mut self, joint: &'static str, name: &'static str, said: Said) -> Self {
        self.aspects.push(Aspect { name, said, joint });
        self
    }

    /// The whole of it.
    pub fn sentence(&self) -> String {
        let mut sentence = String::new();
        for Aspect { said, joint, .. } in &self.aspects {
            if !sentence.is_empty() {
                sentence.push_str(joint);
            }
            sentence.push_str(&said.to_string());
        }
        sentence
    }

    /// What is said of an aspect.
    pub fn aspect(&self, name: &str) -> Option<&Said> {
        self.aspects
            .iter()
            .find(|aspect| aspect.name == name)
            .map(|aspect| &aspect.said)
    }
}

/// All that a policy says, topic by topic.
pub fn describe(policy: &Policy) -> Vec<Statement> {
    Topic::ALL
        .iter()
        .flat_map(|topic| topic_of(*topic, policy))
        .collect()
}

fn topic_of(topic: Topic, policy: &Policy) -> Vec<Statement> {
    match topic {
        Topic::Organisation => basis::organisation(policy),
        Topic::Calendar => basis::calendar(policy),
        Topic::Values => basis::values(policy),
        Topic::Categories => basis::categories(policy),
        Topic::Levels => basis::levels(policy),
        Topic::Staff => basis::staff(policy),
        Topic::Intake => intake::intake(policy),
        Topic::Windows => intake::windows(policy),
        Topic::Deadlines => policy.deadlines.iter().map(deadline).collect(),
        Topic::Approvals => rules::approvals(policy),
        Topic::Permissions => rules::permissions(policy),
        Topic::Responsibilities => policy
            .responsibilities
            .iter()
            .map(duties::responsibility)
            .collect(),
        Topic::Alerts => policy.alerts.iter().map(duties::alert).collect(),
        Topic::Priorities => policy.priorities.iter().map(duties::priority).collect(),
        Topic::Separation => rules::separation(policy),
        Topic::Closing => policy.closing.iter().map(gate).collect(),
        Topic::Sanctions => policy.sanctions.iter().map(duties::sanction).collect(),
        Topic::Liability => policy.liability.iter().map(rules::liability).collect(),
        Topic::Records => rules::records(policy),
        Topic::Targets => rules::targets(policy),
    }
}
