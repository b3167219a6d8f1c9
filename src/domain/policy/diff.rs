//! What is different about two policies, statement by statement.

use std::collections::BTreeSet;

use super::describe::{Said, Statement, describe};
use super::{Policy, Topic};

/// One difference of two policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about.
    pub topic: Topic,
    /// The statement's name.
    pub name: String,
    /// What became of it.
    pub kind: DifferenceKind,
    /// The sentence that stood; none for one that is added.
    pub before: Option<String>,
    /// The sentence that stands; none for one that is removed.
    pub after: Option<String>,
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else; each aspect in words.
    Changed(Vec<String>),
    /// It stands elsewhere among statements of which the first that fits counts.
    Moved,
}

impl DifferenceKind {
    /// The word in lists.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed(_) => "changed",
            Self::Moved => "moved",
        }
    }
}

/// The differences from one policy to another, in the order of the topics.
pub fn diff(old: &Policy, new: &Policy) -> Vec<Difference> {
    let (old, new) = (describe(old), describe(new));
    let of = |statements: &[Statement], topic: Topic| -> Vec<Statement> {
        statements
            .iter()
            .filter(|statement| statement.topic == topic)
            .cloned()
            .collect()
    };
    Topic::ALL
        .iter()
        .flat_map(|topic| differences(*topic, &of(&old, *topic), &of(&new, *topic)))
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
    let gone = |index: &usize| !pairs.iter().any(|(before, _)| before == index);
    found.extend(
        (0..old.len())
            .filter(gone)
            .map(|index| difference(Some(&old[index]), None, DifferenceKind::Removed)),
    );
    if is_ordered(topic) {
        found.extend(moved(&pairs, old, new));
    }
    found
}

/// Whether the first statement that fits counts.
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
        | Topic::Targets => false,
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
        name: one
            .map(|statement| statement.name.clone())
            .unwrap_or_default(),
        kind,
        before: before.map(Statement::sentence),
        after: after.map(Statement::sentence),
    }
}

/// Which statement of the old policy became which of the new one: of one name, those with the most in common; and those
/// that are the only ones of their name.
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
    let single = |statements: &[Statement], name: &str| {
        statements.iter().filter(|it| it.name == name).count() == 1
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

/// How much two statements have in common; all is more than any part of it.
fn in_common(old: &Statement, new: &Statement) -> usize {
    let same = old
        .aspects
        .iter()
        .filter(|aspect| new.aspect(aspect.name) == Some(&aspect.said))
        .count();
    // A rule is told from others of its name by what it is for.
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

/// The statements that are the same but no longer stand before those that they stood before.
fn moved(pairs: &[(usize, usize)], old: &[Statement], new: &[Statement]) -> Vec<Difference> {
    let mut kept: Vec<(usize, usize)> = pairs.to_vec();
    kept.sort_by_key(|(_, after)| *after);
    let overtaken = |(before, after): &&(usize, usize)| {
        // Only rules of one name, or of windows, approvals, priorities and liability any, are chosen among.
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

/// What is different, aspect by aspect.
fn aspects(old: &Statement, new: &Statement) -> Vec<String> {
    let dropped = old
        .aspects
        .iter()
        .filter(|aspect| new.aspect(aspect.name).is_none());
    let changed = new
        .aspects
        .iter()
        .filter(|aspect| old.aspect(aspect.name) != Some(&aspect.said));
    let changed = changed.map(|aspect| match (old.aspect(aspect.name), &aspect.said) {
        (Some(Said::Values(before)), Said::Values(after)) => values(before, after),
        (Some(before), after) => format!("{before} → {after}"),
        (None, after) => format!("now {after}"),
    });
    let said: Vec<String> = changed
        .chain(dropped.map(|aspect| format!("no longer {}", aspect.said)))
        .collect();
    match said.is_empty() {
        true => keys(old, new),
        false => said,
    }
}

/// What is different about keys of which the sentence says nothing.
fn keys(old: &Statement, new: &Statement) -> Vec<String> {
    let value = |statement: &Statement, key: &str| {
        let found = statement.keys.iter().find(|(name, _)| *name == key);
        found.map_or_else(|| "left out".to_owned(), |(_, said)| said.to_string())
    };
    let names = old.keys.iter().chain(&new.keys).map(|(name, _)| *name);
    let changed: BTreeSet<&str> = names
        .filter(|key| value(old, key) != value(new, key))
        .collect();
    changed
        .into_iter()
        .map(|key| format!("{key}: {} → {}", value(old, key), value(new, key)))
        .collect()
}

fn values(old: &[String], new: &[String]) -> String {
    let list = |values: Vec<&String>, what: &str| {
        let names: Vec<&str> = values.iter().map(|value| value.as_str()).collect();
        (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
    };
    let added = list(
        new.iter().filter(|value| !old.contains(value)).collect(),
        "added",
    );
    let dropped = list(
        old.iter().filter(|value| !new.contains(value)).collect(),
        "dropped",
    );
    let said: Vec<String> = [added, dropped].into_iter().flatten().collect();
    if said.is_empty() {
        format!("now in the order {}", new.join(", "))
    } else {
        said.join("; ")
    }
}

#[cfg(test)]
mod tests;
