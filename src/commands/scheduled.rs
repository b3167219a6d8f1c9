//! Events that are due by the clock, recorded from cron: `escalate --due`, `chase --due`.

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print, say};
use crate::commands::listing::broken;
use crate::domain::case::Event;
use crate::domain::deadline::Watch;
use crate::domain::message::{message, text};
use crate::domain::policy::Policy;
use crate::domain::rules::alerts;
use crate::domain::snapshot::Snapshot;
use crate::render::{self, Diagnostic, Style};
use crate::store::{Repository, paths_of};

/// The event that is due in a case at the instant of its snapshot, as a clock of it is past its
/// warning point. Once recorded, it is no longer due.
pub(super) type Due = fn(&Snapshot, &Policy) -> Option<Event>;

/// Records and prints the due events of all cases, each in its own commit. A failing case does not
/// stop the others.
///
/// # Errors
/// The acting person is unknown; or, once all cases are done, the worst failure of a case.
pub(super) fn record(context: &Context, due: Due) -> Result<(), Failure> {
    if context.at().is_some() {
        return Err(Failure::usage(text!(
            "--at cannot be used with --due, which goes by the clock"
        )));
    }
    let repository = context.repository()?;
    let now = context.now(repository.policy())?;
    // Fail even if nothing is due, so that a wrong crontab is noticed at once.
    context.recorder(&repository)?;
    let outlines = context.outlines(&repository, now);
    let late = outlines.select(
        |glance| glance.may_be_late(Watch::Soon, now),
        |outline| !outline.late(Watch::Soon).is_empty(),
    );
    let survey = repository.cases_at(paths_of(&late), now);
    let cases = survey.snapshots.iter();
    let mut worst = Exit::Done;
    let mut said = Vec::new();
    for snapshot in cases.filter(|snapshot| due(snapshot, repository.policy()).is_some()) {
        if let Err(failure) = record_in(context, &repository, snapshot.id(), due) {
            report_once(&failure, &mut said, context.style());
            worst = worst.max(failure.exit());
        }
    }
    broken(&outlines.broken)?;
    broken(&survey.broken)?;
    if worst == Exit::Done {
        Ok(())
    } else {
        Err(Failure::Silent(worst))
    }
}

/// Prints a failure, but for what was said of another case before: without git's identity, all fail
/// alike.
fn report_once(failure: &Failure, said: &mut Vec<Diagnostic>, style: Style) {
    for diagnostic in failure.diagnostics() {
        if !said.iter().any(|before| diagnostic.repeats(before)) {
            say(&diagnostic.render(style));
            said.push(diagnostic.clone());
        }
    }
}

/// Records the due events of one case until none is left.
fn record_in(
    context: &Context,
    repository: &Repository,
    id: &str,
    due: Due,
) -> Result<(), Failure> {
    let policy = repository.policy();
    let now = context.now(policy)?;
    let mut last = None;
    loop {
        let session = context.recorder(repository)?.take(id)?;
        let snapshot = session.snapshot(now);
        // An event that is still due once recorded would loop forever.
        let Some(event) = due(&snapshot, policy).filter(|event| last.as_ref() != Some(event))
        else {
            return Ok(());
        };
        let recorded = session.record(event.clone())?;
        context.warn(repository, &recorded);
        let line = message!(
            "{subject}: {reason}",
            subject = recorded.subject,
            reason = event.said().unwrap_or_default()
        );
        print(&(render::say(&line) + "\n"))?;
        if alerts::triggers_alert(&event) {
            context.alert(repository, &recorded)?;
        }
        last = Some(event);
    }
}
