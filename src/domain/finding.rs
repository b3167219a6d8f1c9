//! Findings of the judge, the reader and the policy check, each with a code and a place.

mod codes;
mod hint;

pub use codes::Code;
pub(crate) use hint::{Able, Hint};

use serde::{Deserialize, Serialize};

use crate::domain::message::{Message, listed, message};
use crate::domain::names::{CaseId, Digest};

/// A place in a file: line and column, both from 1. Line 0 means the file as a whole.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
pub struct Spot {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Spot {
    /// The start of a line.
    pub(crate) fn line(line: u32) -> Self {
        Self { line, column: 1 }
    }
}

/// Whether a finding blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks: exit code 1.
    Error,
    /// Does not block, except in strict mode.
    Warning,
}

/// A problem or a doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// The event concerned; with the code, the finding's identity.
    pub event: Option<Digest>,
    pub spot: Spot,
    /// The fact or key concerned, while its place is not known yet.
    pub key: Option<String>,
    /// The place of the violated rule in the policy.
    pub rule: Option<Spot>,
    /// The problem, in one sentence without a full stop.
    pub message: Message,
    /// The remedy.
    pub hint: Option<Hint>,
    /// The case concerned, for the commands in the hint.
    pub case: Option<CaseId>,
}

impl Finding {
    /// Creates a finding that blocks.
    pub(crate) fn error(code: Code, spot: Spot, message: impl Into<Message>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            event: None,
            spot,
            key: None,
            rule: None,
            message: message.into(),
            hint: None,
            case: None,
        }
    }

    /// Creates a finding that does not block.
    pub(crate) fn warning(code: Code, spot: Spot, message: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, spot, message)
        }
    }

    /// Sets the hint.
    pub(crate) fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the event concerned.
    pub(crate) fn about(mut self, event: Digest) -> Self {
        self.event = Some(event);
        self
    }

    /// Sets the case concerned.
    pub(crate) fn in_case(mut self, id: &CaseId) -> Self {
        self.case = Some(id.clone());
        self
    }

    /// Sets the fact or key concerned.
    pub(crate) fn of_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// Sets the violated rule.
    pub(crate) fn ruled_by(mut self, rule: Spot) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Sets a hint: the nearest of `known`, or all of them if there are few.
    pub(crate) fn did_you_mean<'a>(self, word: &str, known: impl Iterator<Item = &'a str>) -> Self {
        match did_you_mean(word, known) {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

/// Suggests the nearest of `known`, or all of them if there are few.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<Hint> {
    let known: Vec<&str> = known.collect();
    match (nearest(word, &known), known.len()) {
        (Some(near), _) => Some(message!("did you mean '{near}'?", near).into()),
        (None, 1..=24) => Some(message!("one of: {words}", words = listed(known)).into()),
        (None, _) => None,
    }
}

/// Longest word for which we suggest corrections: the effort grows with the square of its length.
const LONGEST: usize = 64;

/// The word of `known` that `word` is probably a typo of.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    // Of a short word, half the letters would be another word.
    let limit = match length {
        ..=4 => 1,
        _ => length.div_ceil(3),
    };
    let is_alike =
        |candidate: &&str| candidate.chars().take(2 * LONGEST).count().abs_diff(length) <= limit;
    let score = |candidate: &str| strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
    known
        .iter()
        .copied()
        .filter(is_alike)
        .map(|candidate| (score(candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, near)| near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_has_its_nearest() {
        let verbs = ["close", "chase", "reopen"];
        for (word, near) in [
            ("clsoe", Some("close")),
            ("Chase", Some("chase")),
            ("teleport", None),
            ("chsa", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &verbs), near, "{word}");
        }
        // Comparing these would take minutes and gigabytes.
        let (long, longer) = ("x".repeat(1 << 20), "x".repeat((1 << 20) + 1));
        assert_eq!(nearest(&long, &[&longer, "close"]), None);
        assert_eq!(nearest("close", &[&longer, "close"]), Some("close"));
    }
}
