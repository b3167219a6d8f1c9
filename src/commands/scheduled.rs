//! What time alone asks for, case by case, as cron runs it: `escalate --due`, `chase --due`.

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print};
use crate::commands::listing::broken;
use crate::domain::case::Event;
use crate::domain::policy::Policy;
use crate::domain::rules::alerts;
use crate::domain::snapshot::Snapshot;
use crate::render::event;
use crate::store::Repository;
use crate::store::paths::slashed;

/// What a case is due for at the instant of its snapshot, if anything; it is not due for it any more once that is on record.
pub(super) type Due = fn(&Snapshot, &Policy) -> Option<Event>;

/// Puts on record what each case is due for, each event as a commit of its own, and prints it. A case that cannot be
/// written to does not keep the others from it.
///
/// # Errors
/// Nobody can tell who acts; or, after the rest is done, the worst of what kept single cases from it.
pub(super) fn record(context: &Context, due: Due) -> Result<(), Failure> {
    if context.at().is_some() {
        return Err(Failure::usage(
            "--at is not for --due: what is due is due by the clock",
        ));
    }
    let repository = context.repository()?;
    let now = context.now(repository.policy())?;
    // Who acts is asked before there is anything to do: a wrong crontab is to be seen at once.
    context.recorder(&repository)?;
    let survey = repository.all_cases(now);
    let mut worst = Exit::Done;
    for snapshot in survey
        .snapshots
        .iter()
        .filter(|snapshot| due(snapshot, repository.policy()).is_some())
    {
        if let Err(failure) = record_in(context, &repository, snapshot.id(), due) {
            failure.report(context.style());
            worst = worst.max(failure.exit());
        }
    }
    broken(&survey.broken)?;
    if worst == Exit::Done {
        Ok(())
    } else {
        Err(Failure::Silent(worst))
    }
}

/// Puts on record what one case is due for, looking again each time it is taken up.
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
        let snapshot = Snapshot::new(slashed(session.path()), session.case().clone(), policy, now);
        // What is on record and still asked for would be asked for without end.
        let Some(event) = due(&snapshot, policy).filter(|event| last.as_ref() != Some(event))
        else {
            return Ok(());
        };
        let recorded = session.record(event.clone())?;
        context.warn(repository, &recorded);
        print(&format!(
            "{}: {}\n",
            recorded.subject,
            event::said(&event).unwrap_or_default()
        ))?;
        if alerts::is_told(&event) {
            context.alert(repository, &recorded)?;
        }
        last = Some(event);
    }
}
