//! What the commands that list cases have in common.

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::domain::attribute::Attribute;
use crate::domain::case::document::Places;
use crate::domain::finding::{Finding, did_you_mean};
use crate::domain::message::{any_of, message, text};
use crate::domain::names::StaffId;
use crate::domain::selection::{Selection, Unknown};
use crate::domain::snapshot::Snapshot;
use crate::render::Diagnostic;
use crate::render::json::{self, CaseLine, CaseRow};
use crate::render::say;
use crate::render::table::{self, Column, Table};
use crate::store::provenance::Provenance;
use crate::store::{AllCases, CaseFile, Repository};

/// Prints what `pick` makes of the cases, people get `columns`; then says which files could not be read.
pub(super) fn show(
    context: &Context,
    repository: &Repository,
    selection: &Selection,
    survey: AllCases,
    columns: Vec<Column<'_, Snapshot>>,
    pick: impl FnOnce(Vec<Snapshot>) -> Vec<Snapshot>,
) -> Result<(), Failure> {
    let policy = repository.policy();
    if let Some(unknown) = selection.unknown(&survey.snapshots, policy) {
        return Err(no_such(&unknown));
    }
    let picked = pick(survey.snapshots);
    match context.format() {
        Format::Json => {
            let rows = picked.iter().map(|it| CaseRow::new(it, policy));
            print(&json::array(&rows.collect::<Vec<_>>()))?;
        }
        Format::Csv => {
            let rows = picked.iter().map(|it| CaseLine::new(it, policy));
            print(&table::flat(&rows.collect::<Vec<_>>()).csv())?;
        }
        Format::Table | Format::Md if picked.is_empty() => {}
        Format::Table => {
            let table = Table::of(columns, &picked).on_one_line();
            print(&table.on_terminal(context.sheet()))?;
        }
        Format::Md => print(&Table::of(columns, &picked).on_one_line().markdown())?,
    }
    broken(&survey.broken)
}

/// The failure that says which files could not be read.
pub(super) fn broken(files: &[CaseFile]) -> Result<(), Failure> {
    let said: Vec<Diagnostic> = files
        .iter()
        .flat_map(|file| {
            file.document
                .findings
                .iter()
                .map(move |finding| (file, finding))
        })
        .map(|(file, finding)| {
            Diagnostic::finding(finding, &file.path, crate::store::paths::POLICY.as_ref())
        })
        .collect();
    if said.is_empty() {
        Ok(())
    } else {
        Err(Failure::Repository(said))
    }
}

/// One case with all that is wrong with it, each finding at its place.
pub(super) struct Opened {
    pub snapshot: Snapshot,
    pub findings: Vec<Finding>,
}

/// The one case that `part` fits.
pub(super) fn open(
    context: &Context,
    repository: &Repository,
    part: &str,
) -> Result<Opened, Failure> {
    let located = repository.locate(part)?;
    let file = repository.read(located.path);
    let mut findings = file.document.findings.clone();
    let text = repository.text(&file.path);
    let now = context.now(repository.policy())?;
    let snapshot = repository
        .snapshot(file, now)
        .map_err(|file| match broken(&[*file]) {
            Err(failure) => failure,
            Ok(()) => Failure::usage(message!("{part} cannot be read", part)),
        })?;
    let provenance = Provenance::of(std::iter::once(&snapshot), repository.git())?;
    let judged = snapshot
        .findings(repository.policy(), now, &provenance.seen(&snapshot.path))
        .into_iter();
    let places = Places::of(&text);
    findings.extend(judged.map(|finding| places.place(finding)));
    findings.sort_by_key(|finding| finding.spot);
    Ok(Opened { snapshot, findings })
}

/// Refuses a form of output that a command does not have.
pub(super) fn only(context: &Context, formats: &[Format]) -> Result<(), Failure> {
    if formats.contains(&context.format()) {
        return Ok(());
    }
    let names: Vec<String> = formats
        .iter()
        .map(|format| format!("{format:?}").to_lowercase())
        .collect();
    let formats = any_of(names);
    Err(Failure::usage(message!(
        "this command prints {formats} only",
        formats
    )))
}

fn no_such(unknown: &Unknown) -> Failure {
    let Unknown { kind, value, .. } = unknown;
    let said = Diagnostic::error(message!("there is no {kind} '{value}'", kind, value));
    let known = unknown.known.iter().map(String::as_str);
    Failure::Usage(match did_you_mean(value, known) {
        Some(hint) => said.hint(hint),
        None => said,
    })
}

/// The values of those filters that are given.
pub(super) fn asked_for(
    values: impl IntoIterator<Item = (Attribute, Vec<String>)>,
) -> Vec<(Attribute, Vec<String>)> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.retain(|(_, wanted)| !wanted.is_empty());
    values
}

/// A staff id on the command line.
pub(super) fn staff(text: &str) -> Result<StaffId, String> {
    text.parse()
        .map_err(|error: crate::domain::names::NameError| say(&error.message()))
}

/// Whoever acts, for `--mine`.
///
/// # Errors
/// Nobody can tell who that is.
pub(super) fn myself(context: &Context, repository: &Repository) -> Result<StaffId, Failure> {
    let hint = text!(
        "say who you are with --as STAFF or COMPLAINT_USER, or whose cases with --handler STAFF"
    );
    context.actor(repository).map_err(|failure| match failure {
        Failure::Usage(said) => Failure::Usage(said.hint(hint)),
        other @ (Failure::Refused(_)
        | Failure::Repository(_)
        | Failure::OutputClosed
        | Failure::Silent(_)) => other,
    })
}
