//! What a policy says, in sentences: what `policy show` prints, what two policies are compared by,
//! and what rules are called where a decision is explained.
//!
//! A statement is one rule, as aspects (`limit`: within 3 business days). Its sentence is their
//! phrases in order; the difference of two is that of their aspects, or of the keys that the
//! sentence does not tell.

mod approvals;
mod basis;
mod duties;
mod intake;
mod phrases;
mod rules;

pub use duties::who_fits;

pub(crate) use super::setting::Said;
use super::setting::{KeyAspect, Rule};
use super::{Policy, Topic};
use crate::domain::finding::Spot;
use crate::domain::message::{Message, ToArgument, message, text};
use crate::domain::word::Word;

/// One thing that a policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// What it is about.
    pub topic: Topic,
    /// What it is called: a deadline's name, a verb, a list; several may share one.
    pub name: Message,
    pub aspects: Vec<Aspect>,
    /// The keys of its table with their values, if it has a table of its own.
    pub(crate) keys: Vec<KeyAspect>,
    /// Where it stands in the policy; line 0 where it is a default, or of no single place.
    pub spot: Spot,
}

/// One aspect of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Aspect {
    /// What it is about; no two of a statement are about the same.
    pub name: &'static str,
    pub said: Said,
    joint: Joint,
}

/// How an aspect is joined to what comes before it in the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// It goes on with it.
    Blank,
    /// It stands by itself.
    Semicolon,
}

impl Statement {
    /// A statement under a name of the program.
    fn new(topic: Topic, name: Message, spot: Spot) -> Self {
        Self {
            topic,
            name,
            aspects: Vec::new(),
            keys: Vec::new(),
            spot,
        }
    }

    /// A statement about something that the policy names.
    fn about(topic: Topic, name: impl ToArgument, spot: Spot) -> Self {
        Self::new(topic, message!("{name}", name), spot)
    }

    /// With the keys of its table, by which two policies are compared beside the sentence.
    fn of(self, rule: &impl Rule) -> Self {
        Self {
            keys: rule.aspects(),
            ..self
        }
    }

    /// With an aspect that goes on with the sentence.
    fn then(self, name: &'static str, phrase: Message) -> Self {
        self.joined(Joint::Blank, name, Said::Phrase(phrase))
    }

    /// With an aspect that stands by itself.
    fn and(self, name: &'static str, phrase: Message) -> Self {
        self.joined(Joint::Semicolon, name, Said::Phrase(phrase))
    }

    /// As [`Statement::and`], where there is something to say.
    fn and_maybe(self, name: &'static str, phrase: Option<Message>) -> Self {
        match phrase {
            Some(phrase) => self.and(name, phrase),
            None => self,
        }
    }

    /// With values in an order.
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

    /// The whole of it.
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

    /// What is said of an aspect.
    pub(crate) fn aspect(&self, name: &str) -> Option<&Said> {
        self.aspects
            .iter()
            .find(|aspect| aspect.name == name)
            .map(|aspect| &aspect.said)
    }
}

/// All that a policy says, topic by topic.
pub(crate) fn describe(policy: &Policy) -> Vec<Statement> {
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
    }
}
