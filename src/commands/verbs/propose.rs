//! `propose`, `approve` and `refuse`: remedies and their approval.

use clap::Args;
use rust_decimal::Decimal;

use super::VerbArgs;
use crate::cli::arguments::{self, Text, Unfit, read_stdin, word};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event, ProposalSubject, Ruling, Subject, Terms};
use crate::domain::message::{Command, any_of, listed, message, text};
use crate::domain::names::{Handle, StaffId};
use crate::domain::rules::approval;
use crate::domain::state::Proposal;
use crate::domain::word::Word;
use crate::render::Diagnostic;
use crate::store::{Session, random};

/// Propose a remedy, or something else that needs approval
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint propose K7QM2X --remedy refund --amount 1280.00\n  complaint propose K7QM2X --remedy exchange --emergency --agreed chen.jing --agreed zhang.min\n  complaint propose K7QM2X --subject answer --text \"a new screen is on its way\""
)]
pub(crate) struct Propose {
    /// The remedy, from the policy's list
    #[arg(
        long,
        value_name = "REMEDY",
        allow_hyphen_values = true,
        required_unless_present = "subject"
    )]
    remedy: Option<Text>,
    /// Another subject to approve: answer, decision, validity, loss or liability
    #[arg(
        long,
        value_name = "SUBJECT",
        value_parser = subject,
        conflicts_with_all = ["remedy", "emergency"]
    )]
    subject: Option<Subject>,
    /// The decision to approve: upheld, handled-before, dismissed or own-cause
    #[arg(
        long,
        value_name = "OUTCOME",
        value_parser = word::<Ruling>,
        required_if_eq("subject", "decision")
    )]
    outcome: Option<Ruling>,
    /// The value of the remedy, or the amount of the loss, in the policy's currency
    #[arg(
        long,
        value_name = "AMOUNT",
        allow_hyphen_values = true,
        value_parser = arguments::amount,
        required_if_eq("subject", "loss")
    )]
    amount: Option<Decimal>,
    /// Remarks, or the draft of the answer; `-` reads it from stdin
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        required_if_eq("subject", "answer")
    )]
    text: Option<Text>,
    /// It cannot wait: if the policy allows it, the approvals follow later
    #[arg(long)]
    emergency: bool,
    /// A staff member who agreed in advance by telephone; can be repeated
    #[arg(
        long,
        value_name = "STAFF",
        requires = "emergency",
        num_args = 1..
    )]
    agreed: Vec<StaffId>,
}

impl VerbArgs for Propose {
    fn prepare(&mut self) -> Result<(), Failure> {
        self.proposed()?;
        read_stdin(&mut self.text)
    }

    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let subject = self.proposed()?;
        let terms = Terms {
            proposal: free_handle(session)?,
            subject,
            amount: self.amount,
        };
        let elsewhere = session.binding_elsewhere(&terms)?;
        Ok(Event::Propose(event::Propose {
            terms,
            text: arguments::text(self.text),
            emergency: self.emergency,
            agreed: self.agreed,
            elsewhere,
        }))
    }
}

impl Propose {
    /// The subject of the proposal, by default a remedy.
    fn proposed(&self) -> Result<ProposalSubject, Failure> {
        let subject = self.subject.unwrap_or(Subject::Remedy);
        if self.outcome.is_some() && subject != Subject::Decision {
            return Err(Failure::usage(text!("--outcome is for --subject decision")));
        }
        Ok(match subject {
            Subject::Remedy => {
                let remedy = arguments::text(self.remedy.clone());
                ProposalSubject::Remedy(remedy.ok_or_else(|| missing(subject, "--remedy"))?)
            }
            Subject::Answer => ProposalSubject::Answer,
            Subject::Decision => {
                let outcome = self.outcome.ok_or_else(|| missing(subject, "--outcome"))?;
                ProposalSubject::Decision(outcome)
            }
            Subject::Validity => ProposalSubject::Validity,
            Subject::Loss => ProposalSubject::Loss,
            Subject::Liability => ProposalSubject::Liability,
        })
    }
}

fn missing(subject: Subject, flag: &str) -> Failure {
    Failure::usage(message!("--subject {subject} needs {flag}", subject, flag))
}

/// Approve the current proposal of a case
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint approve K7QM2X\n  complaint approve K7QM2X --proposal B4KT"
)]
pub(crate) struct Approve {
    /// The proposal, by its handle [default: the only one that waits]
    #[arg(long, value_name = "HANDLE")]
    proposal: Option<Handle>,
}

impl VerbArgs for Approve {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let waiting = approval::awaited(session.state(), session.policy()).collect();
        let terms = selected_terms(session, self.proposal.as_ref(), waiting)?;
        let elsewhere = session.binding_elsewhere(&terms)?;
        Ok(Event::Approve(event::Approve { terms, elsewhere }))
    }
}

/// Refuse the current proposal of a case
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint refuse K7QM2X --reason \"an exchange will do\"")]
pub(crate) struct Refuse {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// The proposal, by its handle [default: the only one that waits]
    #[arg(long, value_name = "HANDLE")]
    proposal: Option<Handle>,
}

impl VerbArgs for Refuse {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let terms = selected_terms(
            session,
            self.proposal.as_ref(),
            session.state().pending().collect(),
        )?;
        Ok(Event::Refuse(event::Refuse {
            terms,
            reason: self.reason.into_string(),
        }))
    }
}

/// A handle that no proposal of the case has used.
fn free_handle(case: &Session) -> Result<Handle, Failure> {
    new_handle(|handle| {
        case.state()
            .handles
            .iter()
            .any(|used| used == handle.as_str())
    })
}

/// An unused handle. It starts with a letter, so that no YAML parser reads it as a number.
pub(super) fn new_handle(is_used: impl Fn(&Handle) -> bool) -> Result<Handle, Failure> {
    loop {
        let handle = Handle::new(random::bits()?);
        if !is_used(&handle)
            && handle
                .as_str()
                .starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return Ok(handle);
        }
    }
}

/// The terms of the named proposal, else of the only one that waits, else of the latest remedy or
/// draft. The judge decides whether it can still be approved or refused.
fn selected_terms(
    case: &Session,
    named: Option<&Handle>,
    waiting: Vec<&Proposal>,
) -> Result<Terms, Failure> {
    if let Some(handle) = named {
        return by_handle(case, handle);
    }
    let state = case.state();
    if let Some(whole) = the_whole(&waiting) {
        return Ok(whole.terms.clone());
    }
    match waiting[..] {
        [one] => Ok(one.terms.clone()),
        [] => {
            let latest = state.proposal.as_ref().or(state.drafts.last());
            latest
                .map(|proposal| proposal.terms.clone())
                .ok_or_else(|| nothing_proposed(case))
        }
        _ => {
            let proposals = waiting.iter().map(|proposal| proposal.terms.to_message());
            let several = message!(
                "several proposals are waiting: {proposals}",
                proposals = listed(proposals)
            );
            let hint = text!("name one with --proposal HANDLE");
            Err(Failure::Usage(Diagnostic::error(several).hint(hint)))
        }
    }
}

/// Of remedies that are all owed, the one with the largest total: its approval covers the others.
fn the_whole<'a>(waiting: &[&'a Proposal]) -> Option<&'a Proposal> {
    let is_owed = waiting.iter().all(|proposal| proposal.owed.is_some());
    let whole = waiting.iter().max_by_key(|proposal| proposal.total());
    whole.copied().filter(|_| is_owed)
}

fn by_handle(case: &Session, handle: &Handle) -> Result<Terms, Failure> {
    let state = case.state();
    let latest = state.proposal.iter();
    let mut all = latest.chain(state.accountable()).chain(&state.drafts);
    let found = all.find(|proposal| proposal.terms.proposal == *handle);
    found.map(|proposal| proposal.terms.clone()).ok_or_else(|| {
        Failure::usage(message!(
            "{id} has no proposal '{handle}' in force",
            id = case.id(),
            handle
        ))
    })
}

fn nothing_proposed(case: &Session) -> Failure {
    let message = message!("nothing has been proposed for {id}", id = case.id());
    let propose = Command::new("propose").this();
    let propose = propose.with("--remedy REMEDY --amount AMOUNT");
    let nothing = Diagnostic::error(message).hint(propose).of_case(case.id());
    Failure::Refused(vec![nothing])
}

fn subject(text: &str) -> Result<Subject, Unfit> {
    match text.parse() {
        Ok(Subject::Remedy) | Err(()) => {
            let subjects = Subject::ALL.iter().filter(|it| **it != Subject::Remedy);
            Err(message!(
                "should be {subjects}; a remedy is given with --remedy",
                subjects = any_of(subjects)
            )
            .into())
        }
        Ok(subject) => Ok(subject),
    }
}
