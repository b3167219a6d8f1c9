//! Approvals of acts other than a remedy: the answer, the decision, the invalidation, a higher
//! loss, the shares of liability (D5, B8). Without a rule for the subject, no approval is needed.

use crate::domain::message::{Command, Message, message, text};
use rust_decimal::Decimal;

use super::approvers::Needed;
use super::{Setting, missing_in_words, refusal, unapproved};
use crate::domain::case::event::{Amend, Decide, ProposalSubject, Subject, Terms};
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::names::{Handle, StaffId};
use crate::domain::policy::Policy;
use crate::domain::rules::mistakes;
use crate::domain::state::{CaseAtProposal, Proposal, State};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// A guarded act has to match what was approved, unless its author needs no approval for it.
pub(crate) fn check(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    if mistakes::is_own(entry, setting) {
        return None;
    }
    let (state, policy) = (setting.state, setting.policy);
    let (proposed, amount) = guarded(&entry.event, state).filter(|_| !entry.is_imported())?;
    let subject = proposed.subject();
    let act = as_proposed(proposed, amount, &entry.by, entry.at, state);
    let needed = Needed::of(&act, policy);
    if needed.roles.is_empty() {
        return None;
    }
    let finding = match draft(subject, state, policy) {
        Some(draft) if missing_in_words(draft, policy).is_some() => {
            return unapproved(entry, draft, setting);
        }
        Some(draft) if is_as_approved(draft, &entry.event) => return None,
        Some(draft) => {
            let message = message!(
                "cannot {verb}: this is not what was approved ({handle})",
                verb = entry.event.name(),
                handle = draft.terms.proposal
            );
            refusal(Code::Authority, message).hint(instead(subject))
        }
        None => {
            let message = message!(
                "cannot {verb}: {subject} needs the approval of {approvers}",
                verb = entry.event.name(),
                subject = subject.message(),
                approvers = needed.in_words()
            );
            refusal(Code::Authority, message).hint(how_to_propose(subject))
        }
    };
    Some(Finding {
        rule: needed.spot(),
        ..finding
    })
}

/// The missing approvers of a step, as far as known before it is taken; `None` if none is missing.
pub(crate) fn lacking(
    subject: Subject,
    state: &State,
    policy: &Policy,
    now: Instant,
) -> Option<Message> {
    if subject == Subject::Liability {
        return open_liability(state, policy).map(|open| open.lacking);
    }
    if let Some(draft) = draft(subject, state, policy) {
        return missing_in_words(draft, policy);
    }
    let subject = match subject {
        Subject::Answer => ProposalSubject::Answer,
        Subject::Validity => ProposalSubject::Validity,
        Subject::Remedy | Subject::Decision | Subject::Loss | Subject::Liability => return None,
    };
    // In a department without a holder, the act falls to somebody like the person who assigned it.
    let assigned = || state.dispatches.last().map(|dispatch| &dispatch.by);
    let by = state.holder.as_ref().or_else(assigned)?;
    let act = as_proposed(subject, None, by, now, state);
    let needed = Needed::of(&act, policy);
    (!needed.roles.is_empty()).then(|| needed.in_words())
}

/// Closing requires approval of the last stated shares of liability (B17).
pub(crate) fn liability(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let open = open_liability(setting.state, setting.policy)?;
    if let Some(draft) = open.draft {
        return unapproved(entry, draft, setting);
    }
    let message = message!(
        "cannot close: the shares of liability need the approval of {approvers}",
        approvers = open.lacking
    );
    let finding = refusal(Code::Authority, message).hint(how_to_propose(Subject::Liability));
    Some(Finding {
        rule: open.rule,
        ..finding
    })
}

/// The missing approvers of the last stated shares of liability, with the rule, if no proposal
/// covers them.
pub(crate) fn unproposed(state: &State, policy: &Policy) -> Option<(Message, Option<Spot>)> {
    let open = open_liability(state, policy).filter(|open| open.draft.is_none())?;
    Some((open.lacking, open.rule))
}

/// Whether the shares of liability are approved, or need no approval.
pub(crate) fn is_liability_approved(state: &State, policy: &Policy) -> bool {
    open_liability(state, policy).is_none()
}

/// Shares of liability without approval.
struct OpenLiability<'a> {
    /// The proposal made since they were stated, if any.
    draft: Option<&'a Proposal>,
    lacking: Message,
    /// The rule that requires approval.
    rule: Option<Spot>,
}

/// The last stated shares, unless they are approved or need no approval.
fn open_liability<'a>(state: &'a State, policy: &Policy) -> Option<OpenLiability<'a>> {
    let stated = state.liability.as_ref()?;
    let act = as_proposed(
        ProposalSubject::Liability,
        None,
        &stated.by,
        stated.at,
        state,
    );
    let needed = Needed::of(&act, policy);
    if needed.roles.is_empty() {
        return None;
    }
    let since = draft(Subject::Liability, state, policy).filter(|draft| draft.at >= stated.at);
    let lacking = since.map_or_else(
        || Some(needed.in_words()),
        |draft| missing_in_words(draft, policy),
    )?;
    Some(OpenLiability {
        draft: since,
        lacking,
        rule: needed.spot(),
    })
}

/// The pending proposal of a subject, if it still applies. A decision has to be proposed after its
/// appeal. A proposal that needed no approval when it was made applies only if it would need none
/// now.
fn draft<'a>(subject: Subject, state: &'a State, policy: &Policy) -> Option<&'a Proposal> {
    let draft = state.proposed(subject).filter(|draft| draft.is_pending())?;
    let appealed = state
        .appeal
        .as_ref()
        .filter(|_| subject == Subject::Decision);
    let needs_nobody_now = || {
        let now = Proposal {
            then: CaseAtProposal::from(state),
            ..draft.clone()
        };
        Needed::of(&now, policy).roles.is_empty()
    };
    let stands = !Needed::of(draft, policy).roles.is_empty() || needs_nobody_now();
    (stands && appealed.is_none_or(|appeal| draft.at >= appeal.at)).then_some(draft)
}

/// The guarded subject of an event, if any, with its amount.
fn guarded(event: &Event, state: &State) -> Option<(ProposalSubject, Option<Decimal>)> {
    if let Event::Decide(Decide { outcome, .. }) = event {
        Some((ProposalSubject::Decision(*outcome), None))
    } else if let Event::Invalidate(_) = event {
        Some((ProposalSubject::Validity, None))
    } else if let Event::Amend(amended) = event {
        let amount = higher_loss(amended, state)?;
        Some((ProposalSubject::Loss, Some(amount)))
    } else {
        let is_answer = matches!(event, Event::Respond(response) if response.gives_answer());
        is_answer.then_some((ProposalSubject::Answer, None))
    }
}

/// The new amount in dispute, if an amendment raises it.
fn higher_loss(amended: &Amend, state: &State) -> Option<Decimal> {
    if amended.field != FactField::Amount.name() {
        return None;
    }
    let stood = state.facts.amount(FactField::Amount).unwrap_or_default();
    amount_of(amended.to.as_deref()).filter(|amount| *amount > stood)
}

fn amount_of(text: Option<&str>) -> Option<Decimal> {
    text?.parse().ok()
}

/// The act as a proposal by its author.
fn as_proposed(
    subject: ProposalSubject,
    amount: Option<Decimal>,
    by: &StaffId,
    at: Instant,
    state: &State,
) -> Proposal {
    Proposal::new(
        Terms {
            proposal: Handle::new(0),
            subject,
            amount,
        },
        by.clone(),
        at,
        state,
    )
}

/// Whether an event matches a proposal.
fn is_as_approved(draft: &Proposal, event: &Event) -> bool {
    match &draft.terms.subject {
        ProposalSubject::Answer => {
            matches!(event, Event::Respond(answer) if draft.text == answer.text)
        }
        ProposalSubject::Decision(ruling) => {
            matches!(event, Event::Decide(decision) if decision.outcome == *ruling)
        }
        ProposalSubject::Loss => {
            let amount = draft.terms.amount;
            matches!(event, Event::Amend(amended) if amount_of(amended.to.as_deref()) == amount)
        }
        ProposalSubject::Validity => true,
        ProposalSubject::Remedy(_) | ProposalSubject::Liability => false,
    }
}

/// The hint if something else was approved.
fn instead(subject: Subject) -> Message {
    match subject {
        Subject::Answer => message!(
            "`{respond}` without --text sends the approved answer; a different one needs its own \
             proposal",
            respond = Command::new("respond").this()
        ),
        Subject::Decision => {
            text!("decide as approved; a different decision needs its own proposal")
        }
        Subject::Loss => {
            text!("amend to the approved amount; a different one needs its own proposal")
        }
        Subject::Remedy | Subject::Validity | Subject::Liability => {
            text!("do what was approved; anything else needs its own proposal")
        }
    }
}

fn how_to_propose(subject: Subject) -> Command {
    let propose = Command::new("propose").this();
    let flags = match subject {
        Subject::Remedy => return propose.with("--remedy REMEDY"),
        Subject::Answer => "--text DRAFT",
        Subject::Decision => "--outcome OUTCOME --text TEXT",
        Subject::Loss => "--amount AMOUNT --text TEXT",
        Subject::Validity | Subject::Liability => "--text TEXT",
    };
    propose.flag("--subject", subject.word()).with(flags)
}
