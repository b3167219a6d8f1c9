//! What came of an import.

use super::say;
use std::fmt::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::style::cleaned;
use crate::domain::finding::Spot;
use crate::domain::import::{Doubled, Duplicate, Intake};

/// Whether the cases are in, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// They are in.
    Came,
    /// It was only tried.
    WouldCome,
}

/// A few lines for people: how many cases, and how many rows for which reason are none.
pub fn summary(intake: &Intake, name: &str, tense: Tense) -> String {
    let count = intake.drafts.len();
    let noun = if count == 1 { "case" } else { "cases" };
    let mut text = match tense {
        Tense::Came => format!("{count} {noun} imported from {name}\n"),
        Tense::WouldCome => format!("{count} {noun} would be imported from {name}\n"),
    };
    let alike = intake
        .duplicates
        .iter()
        .filter(|duplicate| duplicate.doubled == Doubled::Alike)
        .count();
    for (rows, what) in [
        (intake.known, "here already"),
        (intake.skipped, "left out by the mapping"),
        (alike, "repeated an earlier row"),
        (
            intake.duplicates.len() - alike,
            "had the key of an earlier row, but differed from it",
        ),
        (intake.refused.len(), "could not be taken"),
    ] {
        if rows > 0 {
            let _ = writeln!(
                text,
                "{rows} {} {what}",
                if rows == 1 { "row" } else { "rows" }
            );
        }
    }
    text
}

/// What there is to say about single rows: `ledger.csv:17: reason`, in the order of the ledger.
pub fn remarks(intake: &Intake, file: &Path) -> String {
    let refused = intake
        .refused
        .iter()
        .map(|remark| (remark.line, format!("not taken: {}", say(&remark.reason))));
    let doubled = intake.duplicates.iter().map(|duplicate| {
        (
            duplicate.line,
            format!("not taken: {}", repeated(duplicate)),
        )
    });
    let mended = intake.drafts.iter().flat_map(|draft| {
        draft
            .remarks
            .iter()
            .map(|remark| (draft.line, remark.clone()))
    });
    let mut lines: Vec<(usize, String)> = refused.chain(doubled).chain(mended).collect();
    lines.sort();
    let place = cleaned(&super::diagnostic::place(file, Spot::default()));
    lines
        .iter()
        .map(|(line, reason)| format!("{place}:{line}: {}\n", cleaned(reason)))
        .collect()
}

/// One object: counts, the cases, and the rows that are none.
pub fn json(intake: &Intake, name: &str, tense: Tense) -> String {
    let cases = intake.drafts.iter().map(|draft| {
        let facts = &draft.case.facts;
        json!({ "line": draft.line, "id": facts.id.as_str(), "source": facts.source, "remarks": draft.remarks })
    });
    let refused = intake
        .refused
        .iter()
        .map(|row| json!({ "line": row.line, "key": row.key, "reason": say(&row.reason) }));
    let duplicates = intake.duplicates.iter().map(|row| {
        let differs: &[String] = match &row.doubled {
            Doubled::Alike => &[],
            Doubled::Differing(columns) => columns,
        };
        json!({ "line": row.line, "key": row.key, "first": row.first, "differs": differs })
    });
    let object = json!({
        "ledger": name,
        "dry_run": tense == Tense::WouldCome,
        "imported": intake.drafts.len(),
        "known": intake.known,
        "skipped": intake.skipped,
        "cases": cases.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "duplicates": duplicates.collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

/// For each row that came in or could not: its line, key, outcome and detail.
pub fn csv(intake: &Intake, name: &str) -> String {
    let imported = intake.drafts.iter().map(|draft| {
        let facts = &draft.case.facts;
        let key = facts
            .source
            .as_deref()
            .and_then(|source| source.strip_prefix(name)?.strip_prefix('#'))
            .unwrap_or_default();
        Outcome {
            line: draft.line,
            key,
            outcome: "imported",
            detail: facts.id.to_string(),
        }
    });
    let refused = intake.refused.iter().map(|row| {
        let (key, detail) = (row.key.as_str(), say(&row.reason));
        Outcome {
            line: row.line,
            key,
            outcome: "refused",
            detail,
        }
    });
    let doubled = intake.duplicates.iter().map(|row| {
        let (key, detail) = (row.key.as_str(), repeated(row));
        Outcome {
            line: row.line,
            key,
            outcome: "duplicate",
            detail,
        }
    });
    let mut rows: Vec<Outcome> = imported.chain(refused).chain(doubled).collect();
    rows.sort_by_key(|row| row.line);
    super::table::flat(&rows).csv()
}

#[derive(Serialize)]
struct Outcome<'a> {
    line: usize,
    key: &'a str,
    outcome: &'static str,
    detail: String,
}

fn repeated(duplicate: &Duplicate) -> String {
    let (key, first) = (&duplicate.key, duplicate.first);
    match &duplicate.doubled {
        Doubled::Alike => format!("{key} stands on line {first} already, the same in every cell"),
        Doubled::Differing(columns) => {
            format!(
                "{key} stands on line {first} already, with another {}",
                columns.join(", ")
            )
        }
    }
}
