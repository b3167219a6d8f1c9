//! Explanations of deadlines, rules and codes, for people.

use super::cases::tone;
use super::page::Page;
use super::say;
use super::style::{Style, Tone};
use super::width::columns;
use crate::domain::explain::{Explanation, Held, Rule};
use crate::domain::finding::Code;
use crate::domain::message::{all_of, message};
use crate::domain::policy;
use crate::domain::snapshot::Snapshot;

/// The explanations of a case's clocks, then the other rules that apply to it.
pub(crate) fn page(
    snapshot: &Snapshot,
    explanations: &[Explanation],
    held: &[Held],
    style: Style,
) -> String {
    let mut page = Page::new(style);
    page.heading(&format!(
        "{}  {}",
        snapshot.id(),
        snapshot.state().facts.summary
    ));
    for explanation in explanations {
        story(explanation, &mut page);
    }
    for held in held {
        page.heading(&say(&held.heading));
        held.rule.iter().for_each(|rule| quote(rule, &mut page));
        held.lines
            .iter()
            .for_each(|line| page.line(2, None, &say(line)));
    }
    page.into_text()
}

/// The explanation of one clock.
fn story(explanation: &Explanation, page: &mut Page) {
    let Explanation {
        name, round, state, ..
    } = explanation;
    page.heading(&say(&if *round > 1 {
        message!("{name}, round {round}: {state}", name, round, state)
    } else {
        message!("{name}: {state}", name, state)
    }));
    if let Some(rule) = &explanation.rule {
        quote(rule, page);
    }
    let last = explanation.lines.len().saturating_sub(1);
    for (index, line) in explanation.lines.iter().enumerate() {
        let tone = tone(*state).filter(|_| index == last);
        page.line(2, tone, &say(line));
    }
    if !explanation.unknown_years.is_empty() {
        let warning = message!(
            "warning: nobody has reviewed the holidays of {years}; only the week was counted",
            years = all_of(explanation.unknown_years.iter().map(ToString::to_string))
        );
        page.line(2, Some(Tone::Warning), &say(&warning));
    }
}

/// The place and the text of a rule.
fn quote(rule: &Rule, page: &mut Page) {
    page.line(
        2,
        Some(Tone::Faint),
        &format!("{}:{}", policy::FILE, rule.spot.line),
    );
    for line in &rule.text {
        page.line(4, Some(Tone::Faint), line);
    }
}

/// The meaning of a code, and how to fix it.
pub(crate) fn code(code: Code, style: Style) -> String {
    let mut page = Page::new(style);
    page.heading(&format!("{code}: {}", say(&code.summary())));
    page.line(0, None, "");
    page.prose(0, &filled(&say(&code.explanation()), 100));
    page.into_text()
}

/// Wraps text into lines of at most `width` columns.
fn filled(text: &str, width: usize) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}
