//! What else than a remedy somebody has to approve: the answer, the decision, invalidity, a higher loss, the shares of
//! liability (D5, B8). Where no rule of that subject fits, nothing is asked.

use crate::domain::message::{Command, Message, message, text};
use rust_decimal::Decimal;

use super::needed::Needed;
use super::{Setting, lacks, refusal, unapproved};
use crate::domain::case::event::{Amend, Decide, Motion, Reply, Respond, Subject, Terms};
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::names::{Handle, StaffId};
use crate::domain::policy::Policy;
use crate::domain::state::{Circumstances, Proposal, State};
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// An act that a rule may guard does what was approved, unless whoever acts could have approved it alone.
pub fn check(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let (state, policy) = (setting.state, setting.policy);
    let (motion, amount) = guarded(&entry.event, state).filter(|_| !entry.is_imported())?;
    let subject = motion.subject();
    let act = as_proposed(motion, amount, &entry.by, entry.at, state);
    let needed = Needed::of(&act, policy);
    if needed.roles.is_empty() {
        return None;
    }
    let finding = match draft(subject, state, policy) {
        Some(draft) if lacks(draft, policy).is_some() => return unapproved(entry, draft, setting),
        Some(draft) if is_as_approved(draft, &entry.event) => return None,
        Some(draft) => {
            let message = format!(
                "cannot {}: this is not what was approved ({})",
                entry.event.name(),
                draft.terms.proposal
            );
            refusal(Code::Authority, message).hint(instead(subject))
        }
        None => {
            let roles = needed.assent.in_words(&needed.roles);
            let message = format!(
                "cannot {}: {} needs the approval of {roles}",
                entry.event.name(),
                subject.noun()
            );
            refusal(Code::Authority, message).hint(how_to_propose(subject))
        }
    };
    Some(Finding {
        rule: needed.spot(),
        ..finding
    })
}

/// Whose approval a step still lacks, as far as that can be said before it is taken; none where it lacks nobody's.
pub fn lacking(subject: Subject, state: &State, policy: &Policy, now: Instant) -> Option<String> {
    if subject == Subject::Liability {
        return open_liability(state, policy).map(|open| open.lacking);
    }
    if let Some(draft) = draft(subject, state, policy) {
        return lacks(draft, policy);
    }
    let motion = match subject {
        Subject::Answer => Motion::Answer,
        Subject::Validity => Motion::Validity,
        Subject::Remedy | Subject::Decision | Subject::Loss | Subject::Liability => return None,
    };
    let act = as_proposed(motion, None, state.holder.as_ref()?, now, state);
    let needed = Needed::of(&act, policy);
    (!needed.roles.is_empty()).then(|| needed.assent.in_words(&needed.roles))
}

/// Closing waits until somebody approved the shares of liability as they were last stated (B17).
pub fn liability(entry: &Entry, setting: &Setting<'_>) -> Option<Finding> {
    let open = open_liability(setting.state, setting.policy)?;
    if let Some(draft) = open.draft {
        return unapproved(entry, draft, setting);
    }
    let message = format!(
        "cannot close: {} need the approval of {}",
        Subject::Liability.noun(),
        open.lacking
    );
    let finding = refusal(Code::Authority, message).hint(how_to_propose(Subject::Liability));
    Some(Finding {
        rule: open.rule,
        ..finding
    })
}

/// Whose approval the shares of liability lack as they were last stated, with the rule, where nobody proposed them.
pub fn unproposed(state: &State, policy: &Policy) -> Option<(String, Option<Spot>)> {
    let open = open_liability(state, policy).filter(|open| open.draft.is_none())?;
    Some((open.lacking, open.rule))
}

/// Whether the shares of liability are approved, or need not be.
pub fn is_liability_approved(state: &State, policy: &Policy) -> bool {
    open_liability(state, policy).is_none()
}

/// Shares of liability that nobody approved.
struct OpenLiability<'a> {
    /// The proposal about them, if there is one since they were stated.
    draft: Option<&'a Proposal>,
    /// Whose approval is missing.
    lacking: String,
    /// The rule that asks for it.
    rule: Option<Spot>,
}

/// The shares as they were last stated, unless they are approved or need not be.
fn open_liability<'a>(state: &'a State, policy: &Policy) -> Option<OpenLiability<'a>> {
    let stated = state.liability.as_ref()?;
    let act = as_proposed(Motion::Liability, None, &stated.by, stated.at, state);
    let needed = Needed::of(&act, policy);
    if needed.roles.is_empty() {
        return None;
    }
    let since = draft(Subject::Liability, state, policy).filter(|draft| draft.at >= stated.at);
    let lacking = since.map_or_else(
        || Some(needed.assent.in_words(&needed.roles)),
        |draft| lacks(draft, policy),
    )?;
    Some(OpenLiability {
        draft: since,
        lacking,
        rule: needed.spot(),
    })
}

/// The proposal of a subject that an approval may stand on. A decision was proposed after its appeal; and where nobody was
/// asked when something was proposed, nobody has to be asked now.
fn draft<'a>(subject: Subject, state: &'a State, policy: &Policy) -> Option<&'a Proposal> {
    let draft = state.proposed(subject).filter(|draft| draft.is_pending())?;
    let appealed = state
        .appeal
        .as_ref()
        .filter(|_| subject == Subject::Decision);
    let needs_nobody_now = || {
        let now = Proposal {
            then: Circumstances::from(state),
            ..draft.clone()
        };
        Needed::of(&now, policy).roles.is_empty()
    };
    let stands = !Needed::of(draft, policy).roles.is_empty() || needs_nobody_now();
    (stands && appealed.is_none_or(|appeal| draft.at >= appeal.at)).then_some(draft)
}

/// What an event does that a rule may guard.
fn guarded(event: &Event, state: &State) -> Option<(Motion, Option<Decimal>)> {
    match event {
        Event::Respond(Respond {
            reply: Reply::Final(_),
            ..
        }) => Some((Motion::Answer, None)),
        Event::Decide(Decide { outcome, .. }) => Some((Motion::Decision(*outcome), None)),
        Event::Invalidate(_) => Some((Motion::Validity, None)),
        Event::Amend(Amend { field, to, .. }) if field == FactField::Amount.name() => {
            let (stood, to) = (
                state.facts.amount(FactField::Amount).unwrap_or_default(),
                amount_of(to.as_deref())?,
            );
            (to > stood).then_some((Motion::Loss, Some(to)))
        }
        _ => None,
    }
}

fn amount_of(text: Option<&str>) -> Option<Decimal> {
    text?.parse().ok()
}

/// The act as if it were proposed by whoever acts.
fn as_proposed(
    motion: Motion,
    amount: Option<Decimal>,
    by: &StaffId,
    at: Instant,
    state: &State,
) -> Proposal {
    Proposal::new(
        Terms {
            proposal: Handle::new(0),
            motion,
            amount,
        },
        by.clone(),
        at,
        state,
    )
}

/// Whether an event does what a proposal says.
fn is_as_approved(draft: &Proposal, event: &Event) -> bool {
    match (&draft.terms.motion, event) {
        (Motion::Answer, Event::Respond(Respond { text, .. })) => draft.text.as_ref() == Some(text),
        (Motion::Decision(ruling), Event::Decide(Decide { outcome, .. })) => ruling == outcome,
        (Motion::Loss, Event::Amend(Amend { to, .. })) => {
            draft.terms.amount == amount_of(to.as_deref())
        }
        (Motion::Validity, _) => true,
        _ => false,
    }
}

/// What to do where something else was approved.
fn instead(subject: Subject) -> Message {
    match subject {
        Subject::Answer => message!(
            "`{respond}` without --text sends the answer as it was approved; another one needs a proposal of its own",
            respond = Command::new("respond").this()
        ),
        Subject::Decision => {
            text!("decide as it was approved; another one needs a proposal of its own")
        }
        Subject::Loss => {
            text!("amend to the amount as it was approved; another one needs a proposal of its own")
        }
        Subject::Remedy | Subject::Validity | Subject::Liability => {
            text!("do as it was approved; another one needs a proposal of its own")
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
