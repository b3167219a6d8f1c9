//! The results of an import for programs: JSON and CSV.

use serde::Serialize;
use serde_json::json;

use super::{Tense, left, repeated, totals};
use crate::domain::import::{Doubled, Intake, Lines, row_of};
use crate::domain::message::message;
use crate::render::{say, table};

/// One object: counts, imported cases, and rejected rows.
pub(crate) fn json(intake: &Intake, name: &str, tense: Tense) -> String {
    let cases = intake.drafts.iter().map(|draft| {
        let facts = &draft.case.facts;
        let remarks: Vec<String> = draft.remarks.iter().map(say).collect();
        json!({ "line": draft.line, "rows": draft.rows, "id": facts.id.as_str(), "source": facts.source, "remarks": remarks })
    });
    let added = intake.additions.iter().map(|addition| {
        let remarks: Vec<String> = addition.remarks.iter().map(say).collect();
        let events: Vec<&str> = addition.entries.iter().map(|it| it.event.name()).collect();
        json!({ "line": addition.line, "rows": addition.lines.len(), "id": addition.id.as_str(), "source": addition.source, "events": events, "remarks": remarks })
    });
    let guesses: serde_json::Map<String, serde_json::Value> = intake
        .guesses
        .iter()
        .map(|guess| (guess.key.to_owned(), guess.value.as_str().into()))
        .collect();
    let refused = intake
        .refused
        .iter()
        .map(|row| json!({ "line": row.line, "key": row.key, "reason": say(&row.reason) }));
    let duplicates = intake.duplicates.iter().map(|row| {
        let differs: Vec<String> = match &row.doubled {
            Doubled::Alike => Vec::new(),
            Doubled::Differing(columns) => columns
                .iter()
                .map(|column| say(&message!("{column}", column)))
                .collect(),
        };
        json!({ "line": row.line, "key": row.key, "first": row.first, "differs": differs })
    });
    let behind = intake.behind.iter();
    let behind = behind.map(|row| json!({ "line": row.line, "key": row.key, "id": row.id.as_str(), "lacks": row.lacks }));
    let Lines {
        total,
        header,
        blank,
    } = intake.lines;
    let object = json!({
        "ledger": name,
        "dry_run": tense == Tense::WouldCome,
        "guesses": guesses,
        "imported": intake.drafts.len(),
        "known": intake.known,
        "skipped": intake.skipped,
        "rows": {
            "total": intake.rows,
            "imported": intake.imported_rows(),
            "known": intake.known,
            "skipped": intake.skipped,
            "repeated": intake.duplicates.len(),
            "refused": intake.refused.len(),
        },
        "lines": {
            "total": total,
            "header": header,
            "rows": total - header - blank,
            "blank": blank,
        },
        "cases": cases.collect::<Vec<_>>(),
        "added": added.collect::<Vec<_>>(),
        "behind": behind.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "duplicates": duplicates.collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

/// Line, key, outcome and detail of each imported or rejected row; then what was guessed about the
/// file, and the totals.
pub(crate) fn csv(intake: &Intake, name: &str) -> String {
    fn key<'s>(source: Option<&'s String>, name: &str) -> &'s str {
        source
            .and_then(|source| row_of(source, name))
            .unwrap_or_default()
    }
    let imported = intake.drafts.iter().map(|draft| Outcome {
        line: Some(draft.line),
        key: key(draft.case.facts.source.as_ref(), name),
        outcome: "imported",
        detail: draft.case.facts.id.to_string(),
    });
    let added = intake.additions.iter().map(|addition| Outcome {
        line: Some(addition.line),
        key: key(addition.source.as_ref(), name),
        outcome: "added",
        detail: addition.id.to_string(),
    });
    let refused = intake.refused.iter().map(|row| {
        let (key, detail) = (row.key.as_str(), say(&row.reason));
        Outcome {
            line: Some(row.line),
            key,
            outcome: "refused",
            detail,
        }
    });
    let doubled = intake.duplicates.iter().map(|row| {
        let (key, detail) = (row.key.as_str(), say(&repeated(row)));
        Outcome {
            line: Some(row.line),
            key,
            outcome: "duplicate",
            detail,
        }
    });
    let of_file = |outcome, detail| Outcome {
        line: None,
        key: "",
        outcome,
        detail,
    };
    let guesses = intake.guesses.iter();
    let guesses = guesses.map(|guess| of_file("guess", say(&message!("{guess}", guess))));
    let totals = totals(intake).into_iter();
    let totals = totals.map(|total| of_file("total", say(&total)));
    let behind = intake.behind.iter().map(|row| Outcome {
        line: Some(row.line),
        key: &row.key,
        outcome: "behind",
        detail: say(&left(row)),
    });
    let mut rows: Vec<Outcome> = imported
        .chain(added)
        .chain(behind)
        .chain(refused)
        .chain(doubled)
        .collect();
    rows.sort_by_key(|row| row.line);
    rows.extend(guesses.chain(totals));
    table::flat(&rows).csv()
}

#[derive(Serialize)]
struct Outcome<'a> {
    /// `None`: of the whole file.
    line: Option<usize>,
    key: &'a str,
    outcome: &'static str,
    detail: String,
}
