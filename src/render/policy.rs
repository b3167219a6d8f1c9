//! What policies say and how they differ, for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::json;
use super::page::Page;
use super::style::{Style, Tone, on_one_line};
use super::table::{Cell, Table, Width};
use crate::domain::policy::describe::{Said, Statement};
use crate::domain::policy::{Difference, DifferenceKind, Preset, Topic};

/// The statements below the headings of their topics.
pub fn statements(statements: &[Statement], style: Style) -> String {
    let mut page = Page::new(style);
    for (topic, group) in by_topic(statements, |statement| statement.topic) {
        page.heading(topic.title());
        let width = width(group.iter().map(|statement| statement.name.as_str()));
        for statement in group {
            page.pair(width, &statement.name, &statement.sentence());
        }
    }
    page.into_text()
}

/// The same as Markdown.
pub fn statements_markdown(statements: &[Statement]) -> String {
    let mut text = String::new();
    for (topic, group) in by_topic(statements, |statement| statement.topic) {
        heading(&mut text, topic);
        for statement in group {
            let _ = writeln!(
                text,
                "- **{}**: {}",
                escaped(&statement.name),
                escaped(&statement.sentence())
            );
        }
    }
    text
}

/// The differences below the headings of their topics.
pub fn differences(differences: &[Difference], style: Style) -> String {
    let mut page = Page::new(style);
    for (topic, group) in by_topic(differences, |difference| difference.topic) {
        page.heading(topic.title());
        let width = width(group.iter().map(|difference| difference.name.as_str()));
        for difference in group {
            let tone = match difference.kind {
                DifferenceKind::Added => Some(Tone::Good),
                DifferenceKind::Removed => Some(Tone::Bad),
                DifferenceKind::Changed(_) | DifferenceKind::Moved => None,
            };
            let label = format!("{:<8}{:<width$}", difference.kind.word(), difference.name);
            page.toned_pair(0, &label, tone, &said(difference));
        }
    }
    page.into_text()
}

/// The same as Markdown.
pub fn differences_markdown(differences: &[Difference]) -> String {
    let mut text = String::new();
    for (topic, group) in by_topic(differences, |difference| difference.topic) {
        heading(&mut text, topic);
        for difference in group {
            let (name, said) = (escaped(&difference.name), escaped(&said(difference)));
            let _ = writeln!(text, "- {} **{name}**: {said}", difference.kind.word());
        }
    }
    text
}

fn said(difference: &Difference) -> String {
    match &difference.kind {
        DifferenceKind::Added => difference.after.clone().unwrap_or_default(),
        DifferenceKind::Removed => difference.before.clone().unwrap_or_default(),
        DifferenceKind::Changed(aspects) => match difference.topic {
            // Where a name has several rules, the whole shows which one is meant.
            Topic::Intake
            | Topic::Windows
            | Topic::Deadlines
            | Topic::Approvals
            | Topic::Responsibilities
            | Topic::Alerts
            | Topic::Priorities
            | Topic::Closing
            | Topic::Sanctions
            | Topic::Liability => {
                format!(
                    "{} ({})",
                    difference.after.clone().unwrap_or_default(),
                    aspects.join("; ")
                )
            }
            Topic::Organisation
            | Topic::Calendar
            | Topic::Values
            | Topic::Categories
            | Topic::Levels
            | Topic::Staff
            | Topic::Permissions
            | Topic::Separation
            | Topic::Records
            | Topic::Targets => aspects.join("; "),
        },
        DifferenceKind::Moved => {
            format!(
                "{}; stands further up than before",
                difference.after.clone().unwrap_or_default()
            )
        }
    }
}

#[derive(Serialize)]
struct StatementRow<'a> {
    section: &'static str,
    name: &'a str,
    text: String,
    /// From 1; none for a default.
    line: Option<u32>,
    aspects: serde_json::Map<String, serde_json::Value>,
}

/// One object a statement.
pub fn statements_json(statements: &[Statement]) -> String {
    let value = |said: &Said| match said {
        Said::Phrase(phrase) => phrase.as_str().into(),
        Said::Values(values) => values.as_slice().into(),
    };
    let rows: Vec<StatementRow<'_>> = statements
        .iter()
        .map(|statement| StatementRow {
            section: statement.topic.word(),
            name: &statement.name,
            text: statement.sentence(),
            line: Some(statement.spot.line).filter(|line| *line > 0),
            aspects: statement
                .aspects
                .iter()
                .map(|aspect| (aspect.name.to_owned(), value(&aspect.said)))
                .collect(),
        })
        .collect();
    json::array(&rows)
}

#[derive(Serialize)]
struct DifferenceRow<'a> {
    section: &'static str,
    name: &'a str,
    change: &'static str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    details: &'a [String],
}

/// One object a difference.
pub fn differences_json(differences: &[Difference]) -> String {
    let rows: Vec<DifferenceRow<'_>> = differences
        .iter()
        .map(|difference| DifferenceRow {
            section: difference.topic.word(),
            name: &difference.name,
            change: difference.kind.word(),
            before: difference.before.as_deref(),
            after: difference.after.as_deref(),
            details: match &difference.kind {
                DifferenceKind::Changed(aspects) => aspects,
                DifferenceKind::Added | DifferenceKind::Removed | DifferenceKind::Moved => &[],
            },
        })
        .collect();
    json::array(&rows)
}

/// The shipped policies with a line each.
pub fn presets(presets: &[Preset]) -> Table {
    let mut grid = Table::new([
        ("preset", Width::Fixed),
        ("what it is for", Width::Flexible),
    ]);
    for preset in presets {
        grid.push(vec![Cell::text(preset.name), Cell::text(preset.summary())]);
    }
    grid
}

/// The same for programs.
pub fn presets_json(presets: &[Preset]) -> String {
    let row =
        |preset: &Preset| serde_json::json!({ "name": preset.name, "summary": preset.summary() });
    json::array(&presets.iter().map(row).collect::<Vec<_>>())
}

fn by_topic<T>(items: &[T], topic: impl Fn(&T) -> Topic) -> Vec<(Topic, &[T])> {
    items
        .chunk_by(|a, b| topic(a) == topic(b))
        .filter_map(|group| Some((topic(group.first()?), group)))
        .collect()
}

fn heading(text: &mut String, topic: Topic) {
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = write!(text, "{gap}## {}\n\n", topic.title());
}

fn width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0)
}

/// A text that Markdown takes as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in on_one_line(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
