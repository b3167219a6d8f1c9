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
    for line in events_added(intake).iter().chain(&totals(intake)) {
        let _ = writeln!(text, "{}", say(line));
    }
    text
}

/// The events that were added to cases that were here.
fn events_added(intake: &Intake) -> Option<Message> {
    let cases = plural!(
        many = intake.additions.len(),
        "{many} case imported before",
        "{many} cases imported before"
    );
    let count = intake.added_events();
    (count > 0).then(|| {
        plural!(
            count,
            "{count} event for {cases}",
            "{count} events for {cases}",
            cases
        )
    })
}

/// The number of rows that were not imported, for each reason, and the sums.
fn totals(intake: &Intake) -> Vec<Message> {
    let mut lines = rows_not_imported(intake);
    lines.push(sums(intake));
    lines
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
    let of_known = intake.additions.iter();
    let of_known = of_known.flat_map(|it| it.remarks.iter().map(|remark| (it.line, say(remark))));
    let mut lines: Vec<(usize, String)> = refused
        .chain(doubled)
        .chain(mended)
        .chain(of_known)
        .collect();
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
    let added = intake.additions.iter().map(|addition| {
        let remarks: Vec<String> = addition.remarks.iter().map(say).collect();
        let events: Vec<&str> = addition.entries.iter().map(|it| it.event.name()).collect();
        json!({ "line": addition.line, "rows": addition.rows, "id": addition.id.as_str(), "source": addition.source, "events": events, "remarks": remarks })
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
    let mut rows: Vec<Outcome> = imported
        .chain(added)
        .chain(refused)
        .chain(doubled)
        .collect();
    rows.sort_by_key(|row| row.line);
    rows.extend(guesses.chain(totals));
    super::table::flat(&rows).csv()
}

#[derive(Serialize)]
struct Outcome<'a> {
    /// `None`: of the whole file.
    line: Option<usize>,
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
