//! Compares two policies, statement by statement.

use super::describe::{Said, Statement, describe};
use super::setting::KeyAspect;
use super::{Policy, Topic};
use crate::domain::message::{Argument, Message, listed, message, text};
use crate::domain::word::Word;

/// One difference between two policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub topic: Topic,
    pub name: Message,
    pub kind: DifferenceKind,
    /// The old sentence; `None` if the statement was added.
    pub before: Option<Message>,
    /// The new sentence; `None` if the statement was removed.
    pub after: Option<Message>,
}

/// The kind of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    Added,
    Removed,
    /// The statement changed; each aspect in words.
    Changed(Vec<Message>),
    /// The statement moved in a list of which the first match applies.
    Moved,
}

impl DifferenceKind {
    /// The word in machine-readable output.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed(_) => "changed",
            Self::Moved => "moved",
        }
    }

    /// The displayed word.
    pub(crate) fn label(&self) -> Message {
        match self {
            Self::Added => text!("added"),
            Self::Removed => text!("removed"),
            Self::Changed(_) => text!("changed"),
            Self::Moved => text!("moved"),
        }
    }
}

/// The differences from one policy to another, by topic.
pub fn diff(old: &Policy, new: &Policy) -> Vec<Difference> {
    let (old, new) = (describe(old), describe(new));
    let about = |statements: &[Statement], topic: Topic| -> Vec<Statement> {
        statements
            .iter()
            .filter(|statement| statement.topic == topic)
            .cloned()
            .collect()
    };
    Topic::ALL
        .iter()
        .flat_map(|topic| differences(*topic, &about(&old, *topic), &about(&new, *topic)))
        .collect()
}

fn differences(topic: Topic, old: &[Statement], new: &[Statement]) -> Vec<Difference> {
    let pairs = pairs(old, new);
    let partner = |index: usize| {
        pairs
            .iter()
            .find(|(_, after)| *after == index)
            .map(|(before, _)| &old[*before])
    };
    let mut found = Vec::new();
    for (index, after) in new.iter().enumerate() {
        match partner(index) {
            Some(before) if before.aspects == after.aspects && before.keys == after.keys => {}
            Some(before) => found.push(difference(
                Some(before),
                Some(after),
                DifferenceKind::Changed(aspects(before, after)),
            )),
            None => found.push(difference(None, Some(after), DifferenceKind::Added)),
        }
    }
    let is_unpaired = |index: &usize| !pairs.iter().any(|(before, _)| before == index);
    found.extend(
        (0..old.len())
            .filter(is_unpaired)
            .map(|index| difference(Some(&old[index]), None, DifferenceKind::Removed)),
    );
    if is_ordered(topic) {
        found.extend(moved(&pairs, old, new));
    }
    found
}

/// Whether order matters: the first matching statement applies.
fn is_ordered(topic: Topic) -> bool {
    match topic {
        Topic::Windows
        | Topic::Deadlines
        | Topic::Approvals
        | Topic::Priorities
        | Topic::Liability => true,
        Topic::Organisation
        | Topic::Calendar
        | Topic::Values
        | Topic::Categories
        | Topic::Levels
        | Topic::Staff
        | Topic::Intake
        | Topic::Permissions
        | Topic::Responsibilities
        | Topic::Alerts
        | Topic::Separation
        | Topic::Closing
        | Topic::Sanctions
        | Topic::Records
        | Topic::Targets
        | Topic::DeadEnds => false,
    }
}

fn difference(
    before: Option<&Statement>,
    after: Option<&Statement>,
    kind: DifferenceKind,
) -> Difference {
    let one = after.or(before);
    Difference {
        topic: one.map_or(Topic::Organisation, |statement| statement.topic),
        name: one.map_or(text!(""), |statement| statement.name.clone()),
        kind,
        before: before.map(Statement::sentence),
        after: after.map(Statement::sentence),
    }
}

/// Pairs statements of the old and the new policy. Statements with the same name are paired by the
/// most in common, or if each is the only one with the name.
fn pairs(old: &[Statement], new: &[Statement]) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    for (before, statement) in old.iter().enumerate() {
        let alike = new
            .iter()
            .enumerate()
            .filter(|(_, other)| other.name == statement.name);
        candidates.extend(alike.map(|(after, other)| (in_common(statement, other), before, after)));
    }
    candidates.sort_by_key(|(common, before, after)| (std::cmp::Reverse(*common), *before, *after));
    let single = |statements: &[Statement], name: &Message| {
        statements.iter().filter(|it| it.name == *name).count() == 1
    };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (common, before, after) in candidates {
        let free = !pairs
            .iter()
            .any(|(one, other)| *one == before || *other == after);
        let only = single(old, &old[before].name) && single(new, &new[after].name);
        if free && (common > 0 || only) {
            pairs.push((before, after));
        }
    }
    pairs
}

/// A score of what two statements have in common; `usize::MAX` if they are equal.
fn in_common(old: &Statement, new: &Statement) -> usize {
    let same = old
        .aspects
        .iter()
        .filter(|aspect| new.aspect(aspect.name) == Some(&aspect.said))
        .count();
    // Rules with the same name are distinguished by their scope.
    let scope = ["when", "since", "amount"]
        .iter()
        .filter(|name| old.aspect(name) == new.aspect(name))
        .count();
    if old.aspects == new.aspects {
        usize::MAX
    } else {
        same + scope.min(same)
    }
}

/// Paired statements that no longer come before statements that they used to precede.
fn moved(pairs: &[(usize, usize)], old: &[Statement], new: &[Statement]) -> Vec<Difference> {
    let mut kept: Vec<(usize, usize)> = pairs.to_vec();
    kept.sort_by_key(|(_, after)| *after);
    let overtaken = |(before, after): &&(usize, usize)| {
        // Order matters among rules with the same name; for windows, approvals, priorities and
        // liability among all rules.
        let any = |topic| {
            matches!(
                topic,
                Topic::Windows | Topic::Approvals | Topic::Priorities | Topic::Liability
            )
        };
        let rivals =
            |other: &usize| any(old[*other].topic) || old[*other].name == old[*before].name;
        kept.iter()
            .any(|(other, place)| place > after && other < before && rivals(other))
    };
    let passed = kept.iter().filter(overtaken);
    passed
        .map(|(before, after)| {
            difference(
                Some(&old[*before]),
                Some(&new[*after]),
                DifferenceKind::Moved,
            )
        })
        .collect()
}

/// The differences, by aspect.
fn aspects(old: &Statement, new: &Statement) -> Vec<Message> {
    let changed = new
        .aspects
        .iter()
        .filter(|aspect| old.aspect(aspect.name) != Some(&aspect.said))
        .map(|aspect| changed(old.aspect(aspect.name), &aspect.said));
    let dropped = old
        .aspects
        .iter()
        .filter(|aspect| new.aspect(aspect.name).is_none())
        .map(|aspect| message!("no longer {said}", said = aspect.said.to_message()));
    let said: Vec<Message> = changed.chain(dropped).collect();
    match said.is_empty() {
        true => keys(&old.keys, &new.keys),
        false => said,
    }
}

fn changed(before: Option<&Said>, after: &Said) -> Message {
    match (before, after) {
        (Some(Said::Values(before)), Said::Values(after)) => values(before, after),
        (Some(before), after) => message!(
            "{before} → {after}",
            before = before.to_message(),
            after = after.to_message()
        ),
        (None, after) => message!("now {after}", after = after.to_message()),
    }
}

/// The differences of keys, with values as written.
fn keys(old: &[KeyAspect], new: &[KeyAspect]) -> Vec<Message> {
    old.iter()
        .zip(new)
        .filter(|(before, after)| before.said != after.said)
        .map(|(before, after)| {
            message!(
                "{key}: {before} → {after}",
                key = before.key.name,
                before = before.to_message(),
                after = after.to_message()
            )
        })
        .collect()
}

fn values(old: &[Argument], new: &[Argument]) -> Message {
    let missing = |list: &[Argument], from: &[Argument]| -> Vec<Argument> {
        let only = list.iter().filter(|value| !from.contains(value));
        only.cloned().collect()
    };
    let (added, dropped) = (missing(new, old), missing(old, new));
    match (added.as_slice(), dropped.as_slice()) {
        ([], []) => message!("now in the order {values}", values = listed(new)),
        (added, []) => message!("added {values}", values = listed(added)),
        ([], dropped) => message!("dropped {values}", values = listed(dropped)),
        (added, dropped) => message!(
            "added {added}; dropped {dropped}",
            added = listed(added),
            dropped = listed(dropped)
        ),
    }
}

#[cfg(test)]
mod tests;
