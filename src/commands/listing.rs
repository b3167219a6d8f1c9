//! What the commands that read cases share.

use std::collections::HashSet;

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::cli::globals::Format;
use crate::commands::output::Destination;
use crate::domain::attribute::Attribute;
use crate::domain::case::document::Places;
use crate::domain::finding::{Finding, did_you_mean};
use crate::domain::message::{any_of, message, text};
use crate::domain::names::StaffId;
use crate::domain::outline::Outline;
use crate::domain::rules::approval;
use crate::domain::selection::{Selection, Unknown};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::render::Diagnostic;
use crate::render::json::{self, CaseLine, CaseRow};
use crate::render::table::{self, Column, Table};
use crate::store::law;
use crate::store::provenance::Provenance;
use crate::store::{CaseFile, Outlines, Repository, paths_of};

/// The cases of a selection at `now`, in the order of their files.
///
/// # Errors
/// A value of the selection occurs nowhere, or git fails.
pub(super) fn select<'s>(
    repository: &Repository,
    selection: &Selection,
    outlines: &'s Outlines,
    now: Instant,
) -> Result<Vec<Outline<'s>>, Failure> {
    let policy = repository.policy();
    let is_unknown = selection.unknown(&[], policy).is_some();
    let unknown = is_unknown.then(|| selection.unknown(&outlines.all(), policy));
    if let Some(unknown) = unknown.flatten() {
        return Err(unknown_value(&unknown));
    }
    let mut picked = outlines.select(
        |glance| selection.may_pick(glance, now),
        |outline| selection.picks(outline, policy, now),
    );
    if let Some(who) = &selection.awaiting {
        let snapshots = repository.cases_at(paths_of(&picked), now).snapshots;
        let snapshots = snapshots.into_iter();
        let awaits = |it: &Snapshot| approval::awaits(who, it.state(), policy, now);
        let waiting: HashSet<String> = snapshots.filter(awaits).map(|it| it.path).collect();
        picked.retain(|outline| waiting.contains(&*outline.path()));
    }
    Ok(picked)
}

/// Writes cases, tables with `columns`; then fails if files could not be read.
pub(super) fn show<'a>(
    context: &Context,
    destination: &Destination<'_>,
    repository: &Repository,
    picked: &[Outline<'a>],
    columns: Vec<Column<'_, Outline<'a>>>,
    broken_files: &[CaseFile],
) -> Result<(), Failure> {
    let policy = repository.policy();
    destination.write(context, repository, |format, sheet| match format {
        Format::Json => {
            let rows = picked.iter().map(|it| CaseRow::new(it, policy));
            json::array(&rows.collect::<Vec<_>>())
        }
        Format::Csv => {
            let rows = picked.iter().map(|it| CaseLine::new(it, policy));
            table::flat(&rows.collect::<Vec<_>>()).csv()
        }
        Format::Table | Format::Md if picked.is_empty() => String::new(),
        Format::Table => Table::of(columns, picked).on_one_line().on_terminal(sheet),
        Format::Md => Table::of(columns, picked).on_one_line().markdown(),
    })?;
    broken(broken_files)
}

/// Fails if files could not be read, with their findings.
pub(super) fn broken(files: &[CaseFile]) -> Result<(), Failure> {
    let diagnostics: Vec<Diagnostic> = files
        .iter()
        .flat_map(|file| {
            file.document
                .findings
                .iter()
                .map(move |finding| (file, finding))
        })
        .map(|(file, finding)| Diagnostic::finding(finding, &file.path))
        .collect();
    if diagnostics.is_empty() {
        Ok(())
    } else {
        Err(Failure::Repository(diagnostics))
    }
}

/// One case with all its findings, each at its place in the file.
pub(super) struct Opened {
    pub snapshot: Snapshot,
    pub findings: Vec<Finding>,
}

/// Opens the case whose id contains `part`.
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
    let mut snapshot = repository
        .snapshot(file, now)
        .map_err(|file| match broken(&[*file]) {
            Err(failure) => failure,
            Ok(()) => Failure::usage(message!("{part} cannot be read", part)),
        })?;
    let policy = repository.policy();
    law::rejudge(
        std::iter::once(&mut snapshot),
        repository.git(),
        policy,
        now,
    )?;
    let provenance = Provenance::of(std::iter::once(&snapshot), repository.git())?;
    let judged = snapshot
        .findings(repository.policy(), now, &provenance.seen(&snapshot.path))
        .into_iter();
    let places = Places::of(&text);
    findings.extend(judged.map(|finding| places.place(finding)));
    findings.sort_by_key(|finding| finding.spot);
    Ok(Opened { snapshot, findings })
}

/// Refuses an output format that a command does not have.
pub(super) fn require_format(context: &Context, formats: &[Format]) -> Result<(), Failure> {
    if formats.contains(&context.format()) {
        return Ok(());
    }
    let formats = any_of(formats.iter().map(|format| format.word()));
    Err(Failure::usage(message!(
        "this command prints {formats} only",
        formats
    )))
}

fn unknown_value(unknown: &Unknown) -> Failure {
    let Unknown { kind, value, .. } = unknown;
    let diagnostic = Diagnostic::error(message!("there is no {kind} '{value}'", kind, value));
    let known = unknown.known.iter().map(String::as_str);
    Failure::Usage(match did_you_mean(value, known) {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    })
}

/// The filters that have values.
pub(super) fn given_filters(
    values: impl IntoIterator<Item = (Attribute, Vec<String>)>,
) -> Vec<(Attribute, Vec<String>)> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.retain(|(_, wanted)| !wanted.is_empty());
    values
}

/// The acting person, for `--mine`.
///
/// # Errors
/// The acting person is unknown.
pub(super) fn acting_staff(context: &Context, repository: &Repository) -> Result<StaffId, Failure> {
    let hint = text!(
        "say who you are with --as STAFF or COMPLAINT_USER, or whose cases with --handler STAFF"
    );
    context.actor(repository).map_err(|failure| match failure {
        Failure::Usage(diagnostic) if context.acting_as().is_none() => {
            Failure::Usage(diagnostic.hint(hint))
        }
        other @ (Failure::Usage(_)
        | Failure::Refused(_)
        | Failure::Repository(_)
        | Failure::OutputClosed
        | Failure::Silent(_)) => other,
    })
}
