//! Steps that are allowed, but are most often a mistake: each is a warning.

use super::{Setting, approval, refusal};
use crate::domain::case::event::{Attach, Propose, Respond};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Hint, Severity};
use crate::domain::message::{Argument, Command, Message, all_of, day_and_time, message, text};
use crate::domain::policy::EmergencyApproval;
use crate::domain::state::{Answer, Proposal, State};
use crate::domain::time::Instant;

pub(super) fn check(entry: &Entry, setting: &Setting<'_>) -> Vec<Finding> {
    if entry.is_imported() {
        return Vec::new();
    }
    let event = &entry.event;
    if let Event::Respond(response) = event {
        answered(response, setting)
    } else if let Event::Acknowledge(_) = event {
        acknowledged(setting).into_iter().collect()
    } else if let Event::Attach(attached) = event {
        attached_before(attached, setting).into_iter().collect()
    } else if let Event::Chase(_) | Event::Link(_) = event {
        over(setting).into_iter().collect()
    } else if let Event::Propose(proposed) = event {
        held_up(proposed, entry, setting).into_iter().collect()
    } else {
        Vec::new()
    }
}

fn remark(message: Message, hint: impl Into<Hint>) -> Finding {
    Finding {
        severity: Severity::Warning,
        ..refusal(Code::Unusual, message).hint(hint)
    }
    .of_key("do")
}

fn acknowledged(setting: &Setting<'_>) -> Option<Finding> {
    let at = short(setting.state.acknowledged?, setting);
    Some(remark(
        message!("the receipt was already acknowledged, at {at}", at),
        text!("the first time counts"),
    ))
}

/// The same bytes are the same evidence, whatever the file is called.
fn attached_before(attached: &Attach, setting: &Setting<'_>) -> Option<Finding> {
    let same =
        |entry: &&&Entry| matches!(&entry.event, Event::Attach(it) if it.sha256 == attached.sha256);
    let first = setting.before.iter().find(same)?;
    let Event::Attach(Attach { file, .. }) = &first.event else {
        return None;
    };
    let message = message!(
        "the same file was already attached, at {at}, as '{file}'",
        at = short(first.at, setting),
        file
    );
    Some(remark(message, text!("take one of the two back")))
}

/// A case is resolved by its latest remedy; one that was promised before stays owed until it is
/// carried out, too, or taken back.
pub(super) fn still_owed(state: &State) -> Option<Finding> {
    state.resolved?;
    let is_open = |it: &&Proposal| it.carried_out.is_none();
    let open: Vec<&Proposal> = state.owed().filter(is_open).collect();
    if open.is_empty() {
        return None;
    }
    let message = message!(
        "it is resolved, but the complainant is still owed {remedies}",
        remedies = all_of(open.iter().map(|it| it.terms.to_message()))
    );
    let resolve = Command::new("resolve").this();
    Some(remark(
        message,
        message!(
            "once it is carried out: {resolve}; if another remedy took its place, somebody who \
             could approve the whole takes it back with `retract`",
            resolve
        ),
    ))
}

fn over(setting: &Setting<'_>) -> Option<Finding> {
    let end = setting.state.end.as_ref()?;
    let message = message!(
        "the case has been {status} since {at}",
        status = end.status,
        at = short(end.at, setting)
    );
    let reopen = Command::new("reopen").this().with("--reason TEXT");
    Some(remark(
        message,
        message!("if there is something left to do: {reopen}", reopen),
    ))
}

/// An emergency that can't go ahead: nobody agreed by telephone, or its rule knows no emergencies.
fn held_up(proposed: &Propose, entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    if !proposed.emergency {
        return None;
    }
    let (lacking, papers) = approval::holding_up(proposed, entry, setting)?;
    let approve = Hint::from(Command::new("approve").this());
    Some(match papers {
        EmergencyApproval::Oral => {
            let propose = Command::new("propose").this();
            let propose = propose.with("--remedy REMEDY --emergency --agreed STAFF");
            remark(
                message!(
                    "the emergency cannot go ahead yet: it needs the agreement of {lacking}",
                    lacking
                ),
                message!("once they agreed by telephone: {propose}", propose),
            )
        }
        EmergencyApproval::Before | EmergencyApproval::After => remark(
            message!(
                "its approval rule knows no emergencies: it needs the approval of {lacking} first",
                lacking
            ),
            approve,
        ),
    })
}

/// A second final answer, unless the complainant refused the first or it carries another remedy,
/// and an answer while the case waits for the complainant.
fn answered(response: &Respond, setting: &Setting<'_>) -> Vec<Finding> {
    let state = setting.state;
    if !response.gives_answer() {
        return taken_already(response, setting).into_iter().collect();
    }
    let answer = state.responded.as_ref();
    let pending = state.pending_proposal().map(|it| &it.terms.proposal);
    let remedy = response.proposal.as_ref().or(pending);
    let is_more = |first: &Answer| remedy.is_some() && remedy != first.remedy.as_ref();
    let first = answer.filter(|first| !state.is_answer_refused() && !is_more(first));
    let again = first.map(|answer| {
        let message = message!(
            "the complainant already has a final answer, given at {at}",
            at = short(answer.at, setting)
        );
        let respond = Command::new("respond")
            .this()
            .with("--result solved|explained|refused");
        let hint = message!("to say only how they took it: {respond}", respond);
        remark(message, hint)
    });
    let paused = state.paused.map(|since| {
        let message = message!(
            "the case has been waiting for the complainant since {since}",
            since = short(since, setting)
        );
        let resume = Command::new("resume").this().with("--reason TEXT");
        remark(message, message!("end the wait: {resume}", resume))
    });
    again.into_iter().chain(paused).collect()
}

/// How an answer was taken is said a second time, and differently.
fn taken_already(response: &Respond, setting: &Setting<'_>) -> Option<Finding> {
    let result = response.result()?;
    let known = setting.state.responded.as_ref()?.result?;
    (known != result).then(|| {
        let message = message!("how the answer was taken is already known: {known}", known);
        remark(message, text!("if that was a mistake, take it back first"))
    })
}

fn short(at: Instant, setting: &Setting<'_>) -> Argument {
    day_and_time(at, setting.policy.calendar.zone())
}
