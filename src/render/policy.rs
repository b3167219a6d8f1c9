//! The statements of a policy and the differences between policies, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::json;
use super::language::say;
use super::markdown::plain;
use super::page::Page;
use super::style::{Style, Tone};
use super::table::{Cell, Table, Width};
use super::width::{columns, padded};
use crate::domain::message::{Message, message, series, text};
use crate::domain::policy::describe::{Said, Statement};
use crate::domain::policy::{Difference, DifferenceKind, LearnedRule, PolicyFormat, Preset, Topic};
use crate::domain::word::Word;

/// The statements, grouped by topic.
pub(crate) fn statements(statements: &[Statement], style: Style) -> String {
    let mut page = Page::new(style);
    for (topic, group) in by_topic(statements, |statement| statement.topic) {
        page.heading(&say(&topic.title()));
        let width = width(group.iter().map(|statement| &statement.name));
        for statement in group {
            page.pair(width, &say(&statement.name), &say(&statement.sentence()));
        }
    }
    page.into_text()
}

/// The same as Markdown.
pub(crate) fn statements_markdown(statements: &[Statement]) -> String {
    let mut text = String::new();
    for (topic, group) in by_topic(statements, |statement| statement.topic) {
        heading(&mut text, topic);
        for statement in group {
            let _ = writeln!(
                text,
                "- **{}**: {}",
                escaped(&statement.name),
                escaped(&statement.sentence()),
            );
        }
    }
    text
}

/// The differences, grouped by topic.
pub(crate) fn differences(differences: &[Difference], style: Style) -> String {
    let mut page = Page::new(style);
    for (topic, group) in by_topic(differences, |difference| difference.topic) {
        page.heading(&say(&topic.title()));
        let width = width(group.iter().map(|difference| &difference.name));
        for difference in group {
            let tone = match difference.kind {
                DifferenceKind::Added => Some(Tone::Good),
                DifferenceKind::Removed => Some(Tone::Bad),
                DifferenceKind::Changed(_) | DifferenceKind::Moved => None,
            };
            let (kind, name) = (say(&difference.kind.label()), say(&difference.name));
            let label = format!("{}{}", padded(&kind, 8), padded(&name, width));
            page.toned_pair(0, &label, tone, &say(&outcome(difference)));
        }
    }
    page.into_text()
}

/// The same as Markdown.
pub(crate) fn differences_markdown(differences: &[Difference]) -> String {
    let mut text = String::new();
    for (topic, group) in by_topic(differences, |difference| difference.topic) {
        heading(&mut text, topic);
        for difference in group {
            let (name, outcome) = (escaped(&difference.name), escaped(&outcome(difference)));
            let kind = say(&difference.kind.label());
            let _ = writeln!(text, "- {kind} **{name}**: {outcome}");
        }
    }
    text
}

fn outcome(difference: &Difference) -> Message {
    let after = || sentence(difference.after.as_ref());
    match &difference.kind {
        DifferenceKind::Added => after(),
        DifferenceKind::Removed => sentence(difference.before.as_ref()),
        DifferenceKind::Changed(aspects) if has_rivals(difference.topic) => message!(
            "{after} ({aspects})",
            after = after(),
            aspects = series(aspects)
        ),
        DifferenceKind::Changed(aspects) => message!("{aspects}", aspects = series(aspects)),
        DifferenceKind::Moved => {
            message!("{after}; moved up", after = after())
        }
    }
}

fn sentence(sentence: Option<&Message>) -> Message {
    sentence.cloned().unwrap_or(text!(""))
}

/// Whether a topic can have several rules of one name, so that a change needs the full sentence to
/// identify the rule.
fn has_rivals(topic: Topic) -> bool {
    match topic {
        Topic::Intake
        | Topic::Windows
        | Topic::Deadlines
        | Topic::Approvals
        | Topic::Responsibilities
        | Topic::Alerts
        | Topic::Priorities
        | Topic::Closing
        | Topic::Sanctions
        | Topic::Liability => true,
        Topic::Organisation
        | Topic::Calendar
        | Topic::Values
        | Topic::Categories
        | Topic::Levels
        | Topic::Staff
        | Topic::Permissions
        | Topic::Separation
        | Topic::Records
        | Topic::Targets
        | Topic::DeadEnds => false,
    }
}

#[derive(Serialize)]
struct StatementRow {
    section: &'static str,
    name: String,
    text: String,
    /// From 1; `None` for a default.
    line: Option<u32>,
    aspects: serde_json::Map<String, serde_json::Value>,
}

/// One object for each statement.
pub(crate) fn statements_json(statements: &[Statement]) -> String {
    let rows: Vec<StatementRow> = statements
        .iter()
        .map(|statement| StatementRow {
            section: statement.topic.word(),
            name: say(&statement.name),
            text: say(&statement.sentence()),
            line: Some(statement.spot.line).filter(|line| *line > 0),
            aspects: statement
                .aspects
                .iter()
                .map(|aspect| (aspect.name.to_owned(), value_of(&aspect.said)))
                .collect(),
        })
        .collect();
    json::array(&rows)
}

fn value_of(said: &Said) -> serde_json::Value {
    match said {
        Said::Phrase(phrase) => say(phrase).into(),
        Said::Values(values) => values
            .iter()
            .map(|value| say(&message!("{value}", value)))
            .collect::<Vec<_>>()
            .into(),
    }
}

#[derive(Serialize)]
struct DifferenceRow {
    section: &'static str,
    name: String,
    change: &'static str,
    before: Option<String>,
    after: Option<String>,
    details: Vec<String>,
}

/// One object for each difference.
pub(crate) fn differences_json(differences: &[Difference]) -> String {
    let rows: Vec<DifferenceRow> = differences
        .iter()
        .map(|difference| DifferenceRow {
            section: difference.topic.word(),
            name: say(&difference.name),
            change: difference.kind.word(),
            before: difference.before.as_ref().map(say),
            after: difference.after.as_ref().map(say),
            details: match &difference.kind {
                DifferenceKind::Changed(aspects) => aspects.iter().map(say).collect(),
                DifferenceKind::Added | DifferenceKind::Removed | DifferenceKind::Moved => {
                    Vec::new()
                }
            },
        })
        .collect();
    json::array(&rows)
}

/// The shipped policies, one line each.
pub(crate) fn presets(presets: &[Preset]) -> Table {
    let mut grid = Table::new([
        (text!("preset"), Width::Fixed),
        (text!("purpose"), Width::Flexible),
    ]);
    for preset in presets {
        grid.push(vec![Cell::text(preset.name), Cell::text(preset.summary())]);
    }
    grid
}

/// The same for programs.
pub(crate) fn presets_json(presets: &[Preset]) -> String {
    let row =
        |preset: &Preset| serde_json::json!({ "name": preset.name, "summary": preset.summary() });
    json::array(&presets.iter().map(row).collect::<Vec<_>>())
}

/// A learned rule with the ids of the cases that it warns of.
pub(crate) struct LearnedLine<'a> {
    pub rule: &'a LearnedRule,
    pub cases: Vec<&'a str>,
}

/// That there is nothing to upgrade.
pub(crate) fn is_newest(format: PolicyFormat) -> String {
    let number = format.number();
    say(&message!(
        "policy.toml has format {number}, the newest",
        number
    )) + "\n"
}

/// What an upgrade means.
pub(crate) fn learned_introduction(format: PolicyFormat) -> String {
    let introduction = message!(
        "policy.toml has format {number}. With format = {newest} these warnings become errors; what \
         is on record stays as it was judged.",
        number = format.number(),
        newest = PolicyFormat::NEWEST.number()
    );
    say(&introduction) + "\n\n"
}

/// The learned rules, one line each.
pub(crate) fn learned(lines: &[LearnedLine<'_>]) -> Table {
    let mut grid = Table::new([
        (text!("code"), Width::Fixed),
        (text!("rule"), Width::Flexible),
        (text!("cases"), Width::Flexible),
    ]);
    for line in lines {
        grid.push(vec![
            Cell::text(line.rule.code.name()),
            Cell::text(say(&line.rule.rule)),
            Cell::text(line.cases.join(" ")),
        ]);
    }
    grid
}

/// The same for programs.
pub(crate) fn learned_json(format: PolicyFormat, lines: &[LearnedLine<'_>]) -> String {
    let rules = lines.iter().map(|line| {
        serde_json::json!({
            "code": line.rule.code.name(),
            "rule": say(&line.rule.rule),
            "cases": line.cases,
        })
    });
    let json = serde_json::json!({
        "format": format.number(),
        "newest": PolicyFormat::NEWEST.number(),
        "rules": rules.collect::<Vec<_>>(),
    });
    json::document(&json)
}

fn by_topic<T>(items: &[T], topic: impl Fn(&T) -> Topic) -> Vec<(Topic, &[T])> {
    items
        .chunk_by(|a, b| topic(a) == topic(b))
        .filter_map(|group| Some((topic(group.first()?), group)))
        .collect()
}

fn heading(text: &mut String, topic: Topic) {
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = write!(text, "{gap}## {}\n\n", say(&topic.title()));
}

fn width<'a>(names: impl Iterator<Item = &'a Message>) -> usize {
    names.map(|name| columns(&say(name))).max().unwrap_or(0)
}

fn escaped(message: &Message) -> String {
    plain(&say(message))
}
