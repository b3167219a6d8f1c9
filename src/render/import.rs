//! The results of an import: for people here, for programs in [`programs`].

mod programs;

use std::fmt::Write;
use std::path::{Path, PathBuf};

pub(crate) use programs::{csv, json};

use super::say;
use super::style::cleaned;
use crate::domain::characters::revealed;
use crate::domain::finding::Spot;
use crate::domain::import::{Behind, Doubled, Duplicate, Intake, Lines, NewCategory};
use crate::domain::message::{Message, ToArgument, listed, message, plural, text};

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
    let behind = intake.behind.len();
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
            behind,
            plural!(
                behind,
                "{behind} row has more than its case: not taken",
                "{behind} rows have more than their cases: not taken"
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
    let behind = intake.behind.iter().map(|it| (it.line, say(&left(it))));
    let mut lines: Vec<(usize, String)> = refused
        .chain(doubled)
        .chain(behind)
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

/// What a row says by now, and its case doesn't.
fn left(behind: &Behind) -> Message {
    let (id, lacks) = (&behind.id, listed(&behind.lacks));
    message!(
        "imported before as {id}, which has no {lacks}; record it in the case",
        id,
        lacks
    )
}

/// Case files that cannot be parsed: `cases/…: reason`.
pub(crate) fn unread(paths: &[PathBuf]) -> String {
    let line = |path: &PathBuf| {
        let said = text!(
            "cannot be parsed, so the rows that it came from count as imported; see `complaint check`"
        );
        format!("{}: {}\n", place(path), cleaned(&say(&said)))
    };
    paths.iter().map(line).collect()
}

fn not_taken(reason: &Message) -> String {
    say(&message!("not imported: {reason}", reason))
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
