//! A policy as statements in words: for `policy show`, for comparing two policies, and for naming
//! rules when a decision is explained.
//!
//! A statement is one rule, split into aspects (`limit`: within 3 business days). Its sentence
//! joins their phrases. Two statements are compared by their aspects and then by keys, for what the
//! sentence leaves out.

mod approvals;
mod basis;
mod duties;
mod intake;
mod phrases;
mod rules;

pub use duties::who_fits;

use super::dead_ends::DeadEnd;
pub(crate) use super::setting::Said;
use super::setting::{KeyAspect, Rule};
use super::{Policy, Topic};
use crate::domain::finding::Spot;
use crate::domain::message::{Message, ToArgument, message, text};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub topic: Topic,
    /// The name: of a deadline, a verb or a list. Several statements can share one.
    pub name: Message,
    pub aspects: Vec<Aspect>,
    /// The keys of its table with their values, if it comes from one table.
    pub(crate) keys: Vec<KeyAspect>,
    /// Its place in the file; line 0 for a default, or if it has no single place.
    pub spot: Spot,
}

/// One aspect of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aspect {
    /// The name, unique within the statement.
    pub name: &'static str,
    pub said: Said,
    joint: Joint,
}

/// How an aspect is joined to the sentence before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// By a blank.
    Blank,
    /// By a semicolon.
    Semicolon,
}

impl Statement {
    /// A statement with a built-in name.
    fn new(topic: Topic, name: Message, spot: Spot) -> Self {
        Self {
            topic,
            name,
            aspects: Vec::new(),
            keys: Vec::new(),
            spot,
        }
    }

    /// A statement with a name from the policy.
    fn about(topic: Topic, name: impl ToArgument, spot: Spot) -> Self {
        Self::new(topic, message!("{name}", name), spot)
    }

    /// Adds the keys of its table, for comparing two policies.
    fn with_keys(self, rule: &impl Rule) -> Self {
        Self {
            keys: rule.aspects(),
            ..self
        }
    }

    /// Adds an aspect after a blank.
    fn then(self, name: &'static str, phrase: Message) -> Self {
        self.joined(Joint::Blank, name, Said::Phrase(phrase))
    }

    /// Adds an aspect after a semicolon.
    fn and(self, name: &'static str, phrase: Message) -> Self {
        self.joined(Joint::Semicolon, name, Said::Phrase(phrase))
    }

    /// As [`Statement::and`], if there is a phrase.
    fn and_maybe(self, name: &'static str, phrase: Option<Message>) -> Self {
        match phrase {
            Some(phrase) => self.and(name, phrase),
            None => self,
        }
    }

    /// Adds values, in order.
    fn values<T: ToArgument>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.joined(Joint::Semicolon, name, Said::values(values))
    }

    fn joined(mut self, joint: Joint, name: &'static str, said: Said) -> Self {
        self.aspects.push(Aspect { name, said, joint });
        self
    }

    /// The statement as one sentence.
    pub(crate) fn sentence(&self) -> Message {
        let mut sentence: Option<Message> = None;
        for Aspect { said, joint, .. } in &self.aspects {
            let said = said.to_message();
            sentence = Some(match (sentence, joint) {
                (None, _) => said,
                (Some(before), Joint::Blank) => message!("{before} {said}", before, said),
                (Some(before), Joint::Semicolon) => message!("{before}; {said}", before, said),
            });
        }
        sentence.unwrap_or(text!(""))
    }

    /// The value of an aspect.
    pub(crate) fn aspect(&self, name: &str) -> Option<&Said> {
        self.aspects
            .iter()
            .find(|aspect| aspect.name == name)
            .map(|aspect| &aspect.said)
    }
}

/// All statements of a policy, by topic.
pub(crate) fn describe(policy: &Policy) -> Vec<Statement> {
    Topic::ALL
        .iter()
        .flat_map(|topic| topic_of(*topic, policy))
        .collect()
}

/// The dead ends of a policy at an instant, as statements.
pub(crate) fn dead_ends(policy: &Policy, now: Instant) -> Vec<Statement> {
    let ends = super::dead_ends::dead_ends(policy, now);
    let ends = ends.of_rules.into_iter().chain(ends.of_people);
    let statement = |end: DeadEnd| {
        let why = match end.spot.line {
            0 => end.why,
            line => message!("{why} (line {line})", why = end.why, line),
        };
        Statement::new(Topic::DeadEnds, end.what, end.spot).then("why", why)
    };
    ends.map(statement).collect()
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
        Topic::Deadlines => policy.deadlines.iter().map(rules::deadline).collect(),
        Topic::Approvals => approvals::approvals(policy),
        Topic::Permissions => rules::permissions(policy),
        Topic::Responsibilities => policy
            .responsibilities
            .iter()
            .map(duties::responsibility)
            .collect(),
        Topic::Alerts => policy.alerts.iter().map(duties::alert).collect(),
        Topic::Priorities => policy.priorities.iter().map(duties::priority).collect(),
        Topic::Separation => rules::separation(policy),
        Topic::Closing => policy.closing.iter().map(rules::gate).collect(),
        Topic::Sanctions => policy.sanctions.iter().map(duties::sanction).collect(),
        Topic::Liability => policy.liability.iter().map(rules::liability).collect(),
        Topic::Records => rules::records(policy),
        Topic::Targets => rules::targets(policy),
        // They depend on the day, and are no rules: see `dead_ends`.
        Topic::DeadEnds => Vec::new(),
    }
}
