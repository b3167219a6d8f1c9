//! The explanations of clocks and codes, for `explain`.

use serde::Serialize;

use crate::domain::explain::Explanation;
use crate::domain::finding::Code;
use crate::domain::word::Word;
use crate::render::say;

/// The explanation of one clock.
#[derive(Debug, Serialize)]
pub(crate) struct StoryRow {
    pub deadline: String,
    pub round: usize,
    pub state: &'static str,
    /// The line of policy.toml.
    pub line: Option<u32>,
    pub rule: Vec<String>,
    pub lines: Vec<String>,
    pub unknown_years: Vec<i32>,
}

impl From<&Explanation> for StoryRow {
    fn from(explanation: &Explanation) -> Self {
        Self {
            deadline: explanation.name.key(),
            round: explanation.round,
            state: explanation.state.word(),
            line: explanation.rule.as_ref().map(|rule| rule.spot.line),
            rule: explanation
                .rule
                .iter()
                .flat_map(|rule| rule.text.clone())
                .collect(),
            lines: explanation.lines.iter().map(say).collect(),
            unknown_years: explanation.unknown_years.clone(),
        }
    }
}

/// The explanation of a message code.
#[derive(Debug, Serialize)]
pub(crate) struct CodeRow {
    pub code: &'static str,
    pub summary: String,
    pub explanation: String,
}

impl From<Code> for CodeRow {
    fn from(code: Code) -> Self {
        Self {
            code: code.name(),
            summary: say(&code.summary()),
            explanation: say(&code.explanation()),
        }
    }
}
