//! The results of an import.

use std::fmt::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::say;
use super::style::cleaned;
use crate::domain::characters::revealed;
use crate::domain::finding::Spot;
use crate::domain::import::{Doubled, Duplicate, Intake, Lines, NewCategory, row_of};
use crate::domain::message::{Message, ToArgument, listed, message, plural};

/// Whether the import is real or a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Came,
    /// A dry run.
    WouldCome,
}

/// A summary for people: the number of imported cases, and of other rows by reason.
pub(crate) fn summary(intake: &Intake, name: &str, tense: Tense) -> String {
    let count = intake.drafts.len();
    let head = match tense {
        Tense::Came => plural!(
            count,
            "{count} case imported from {name}",
            "{count} cases imported from {name}",
            name
        ),
        Tense::WouldCome => plural!(
            count,
            "{count} case would be imported from {name}",
            "{count} cases would be imported from {name}",
            name
        ),
    };
    let mut text = format!("{}\n", say(&head));
    for line in rows_not_imported(intake).iter().chain([&sums(intake)]) {
        let _ = writeln!(text, "{}", say(line));
    }
    text
}

/// All rows and lines of the ledger, which add up.
fn sums(intake: &Intake) -> Message {
    let (
        rows,
        Lines {
            total,
            header,
            blank,
        },
    ) = (intake.rows, intake.lines);
    let imported = intake.imported_rows();
    message!(
        "rows: {rows} = {imported} imported + {other} not imported; lines: {total} = {header} of the header + {of_rows} of rows + {blank} blank",
        rows,
        imported,
        other = rows - imported,
        total,
        header,
        of_rows = total - header - blank,
        blank
    )
}

/// The number of rows that were not imported, for each reason.
fn rows_not_imported(intake: &Intake) -> Vec<Message> {
    let doubled = intake.duplicates.iter();
    let alike = doubled.filter(|it| it.doubled == Doubled::Alike).count();
    let differing = intake.duplicates.len() - alike;
    let (known, skipped, refused) = (intake.known, intake.skipped, intake.refused.len());
    let counted = [
        (
            known,
            plural!(
                known,
                "{known} row already imported",
                "{known} rows already imported"
            ),
        ),
        (
            skipped,
            plural!(
                skipped,
                "{skipped} row skipped by the mapping",
                "{skipped} rows skipped by the mapping"
            ),
        ),
        (
            alike,
            plural!(
                alike,
                "{alike} row repeated an earlier row",
                "{alike} rows repeated an earlier row"
            ),
        ),
        (
            differing,
            plural!(
                differing,
                "{differing} row had the key of an earlier row, but differed from it",
                "{differing} rows had the key of an earlier row, but differed from it"
            ),
        ),
        (
            refused,
            plural!(
                refused,
                "{refused} row could not be imported",
                "{refused} rows could not be imported"
            ),
        ),
    ];
    let nonzero = counted.into_iter().filter(|(rows, _)| *rows > 0);
    nonzero.map(|(_, line)| line).collect()
}

/// Tables of the policy for new categories.
pub(crate) fn categories(new: &[NewCategory]) -> String {
    let quoted = |text: &str| toml::Value::String(cleaned(text)).to_string();
    let table = |category: &NewCategory| {
        let name = category.name.as_deref();
        let name = name.map_or_else(String::new, |name| format!("name = {}\n", quoted(name)));
        format!("\n[categories.{}]\n{name}", quoted(&category.id))
    };
    new.iter().map(table).collect()
}

/// What the program found out about the file and the mapping could say; empty if nothing.
pub(crate) fn guesses<G: ToArgument>(guesses: &[G], file: &Path) -> String {
    if guesses.is_empty() {
        return String::new();
    }
    let said = message!(
        "guessed {settings}; if that is wrong, set it under [file] in the mapping",
        settings = listed(guesses)
    );
    format!("{}: {}\n", place(file), cleaned(&say(&said)))
}

/// The file, for the beginning of a line.
fn place(file: &Path) -> String {
    cleaned(&super::diagnostic::place(file, Spot::default()))
}

/// Remarks on single rows: `ledger.csv:17: reason`, in the order of the ledger.
pub(crate) fn remarks(intake: &Intake, file: &Path) -> String {
    let refused = intake
        .refused
        .iter()
        .map(|remark| (remark.line, not_taken(&remark.reason)));
    let doubled = intake
        .duplicates
        .iter()
        .map(|duplicate| (duplicate.line, not_taken(&repeated(duplicate))));
    let mended = intake
        .drafts
        .iter()
        .flat_map(|draft| draft.remarks.iter().map(|remark| (draft.line, say(remark))));
    let mut lines: Vec<(usize, String)> = refused.chain(doubled).chain(mended).collect();
    lines.sort();
    let place = place(file);
    lines
        .iter()
        .map(|(line, reason)| format!("{place}:{line}: {}\n", cleaned(&revealed(reason))))
        .collect()
}

fn not_taken(reason: &Message) -> String {
    say(&message!("not imported: {reason}", reason))
}

/// One object: counts, imported cases, and rejected rows.
pub(crate) fn json(intake: &Intake, name: &str, tense: Tense) -> String {
    let cases = intake.drafts.iter().map(|draft| {
        let facts = &draft.case.facts;
        let remarks: Vec<String> = draft.remarks.iter().map(say).collect();
        json!({ "line": draft.line, "rows": draft.rows, "id": facts.id.as_str(), "source": facts.source, "remarks": remarks })
    });
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
    let Lines {
        total,
        header,
        blank,
    } = intake.lines;
    let object = json!({
        "ledger": name,
        "dry_run": tense == Tense::WouldCome,
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
        "refused": refused.collect::<Vec<_>>(),
        "duplicates": duplicates.collect::<Vec<_>>(),
    });
    format!("{object:#}\n")
}

/// Line, key, outcome and detail of each imported or rejected row.
pub(crate) fn csv(intake: &Intake, name: &str) -> String {
    let imported = intake.drafts.iter().map(|draft| {
        let facts = &draft.case.facts;
        let key = facts
            .source
            .as_deref()
            .and_then(|source| row_of(source, name))
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
        let (key, detail) = (row.key.as_str(), say(&repeated(row)));
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

fn repeated(duplicate: &Duplicate) -> Message {
    let (key, first) = (&duplicate.key, duplicate.first);
    match &duplicate.doubled {
        Doubled::Alike => message!(
            "{key} is already on line {first}, identical in every cell",
            key,
            first
        ),
        Doubled::Differing(columns) => message!(
            "{key} is already on line {first}, with a different {columns}",
            key,
            first,
            columns = listed(columns)
        ),
    }
}
