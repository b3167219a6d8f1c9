//! `propose`, `approve` and `refuse`: the remedy and the authority for it.

use clap::Args;
use rust_decimal::Decimal;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::{Motion, Ruling, Subject, Terms};
use crate::domain::names::{Handle, StaffId};
use crate::domain::rules::approval;
use crate::domain::state::Proposal;
use crate::render::Diagnostic;
use crate::render::say;
use crate::store::{Session, random};

/// Propose what the complainant gets, or what else needs approval
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint propose K7QM2X --remedy refund --amount 1280.00\n  complaint propose K7QM2X --remedy exchange --emergency --agreed chen.jing --agreed zhang.min\n  complaint propose K7QM2X --subject answer --text \"a new screen is on its way\""
)]
pub struct Propose {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What the complainant is to get, of the policy's list
    #[arg(
        long,
        value_name = "REMEDY",
        allow_hyphen_values = true,
        required_unless_present = "subject"
    )]
    remedy: Option<Text>,
    /// What else is to be approved: answer, decision, validity, loss or liability
    #[arg(long, value_name = "SUBJECT", value_parser = subject, conflicts_with_all = ["remedy", "emergency"])]
    subject: Option<Subject>,
    /// The decision that is to be approved: upheld, handled-before, dismissed or own-cause
    #[arg(long, value_name = "OUTCOME", value_parser = ruling, required_if_eq("subject", "decision"))]
    outcome: Option<Ruling>,
    /// How much it is worth, or the loss comes to, in the policy's currency
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
    /// It cannot wait: where the policy has it so, the approvals follow
    #[arg(long)]
    emergency: bool,
    /// Who agreed to it by telephone before; may be repeated
    #[arg(long, value_name = "STAFF", requires = "emergency", num_args = 1..)]
    agreed: Vec<StaffId>,
}

impl Propose {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let text = self.text.map(Text::or_stdin).transpose()?;
        let motion = motion(self.subject, self.remedy, self.outcome)?;
        context.record_with(&self.id, |case| {
            let terms = Terms {
                proposal: free_handle(case)?,
                motion,
                amount: self.amount,
            };
            Ok(Event::Propose(event::Propose {
                terms,
                text,
                emergency: self.emergency,
                agreed: self.agreed,
            }))
        })
    }
}

/// What is proposed: a remedy, unless another subject was given.
fn motion(
    subject: Option<Subject>,
    remedy: Option<Text>,
    outcome: Option<Ruling>,
) -> Result<Motion, Failure> {
    let subject = subject.unwrap_or(Subject::Remedy);
    if outcome.is_some() && subject != Subject::Decision {
        return Err(Failure::usage("--outcome is for --subject decision"));
    }
    let missing = |flag: &str| Failure::usage(format!("--subject {subject} needs {flag}"));
    Ok(match subject {
        Subject::Remedy => Motion::Remedy(remedy.ok_or_else(|| missing("--remedy"))?.into_string()),
        Subject::Answer => Motion::Answer,
        Subject::Decision => Motion::Decision(outcome.ok_or_else(|| missing("--outcome"))?),
        Subject::Validity => Motion::Validity,
        Subject::Loss => Motion::Loss,
        Subject::Liability => Motion::Liability,
    })
}

/// Approve the proposal of a case as it stands
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint approve K7QM2X\n  complaint approve K7QM2X --proposal B4KT"
)]
pub struct Approve {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which proposal, by its handle [default: the only one that waits]
    #[arg(long, value_name = "HANDLE")]
    proposal: Option<Handle>,
}

impl Approve {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where nothing was proposed.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            let waiting = approval::awaited(case.state(), case.policy()).collect();
            Ok(Event::Approve(event::Approve {
                terms: meant(case, self.proposal.as_ref(), waiting)?,
            }))
        })
    }
}

/// Refuse the proposal of a case as it stands
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint refuse K7QM2X --reason \"an exchange will do\"")]
pub struct Refuse {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
    /// Which proposal, by its handle [default: the only one that waits]
    #[arg(long, value_name = "HANDLE")]
    proposal: Option<Handle>,
}

impl Refuse {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where nothing was proposed.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            let terms = meant(
                case,
                self.proposal.as_ref(),
                case.state().pending().collect(),
            )?;
            Ok(Event::Refuse(event::Refuse {
                terms,
                reason: self.reason.into_string(),
            }))
        })
    }
}

/// A handle that no proposal of the case has had.
fn free_handle(case: &Session) -> Result<Handle, Failure> {
    new_handle(|handle| {
        case.state()
            .handles
            .iter()
            .any(|used| used == handle.as_str())
    })
}

/// A handle that is not used yet. It begins with a letter: then no reader of YAML takes it for a number.
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

/// Which proposal is meant: the one that is named, else the only one that waits, else the latest remedy. Whether it may
/// still be decided on is for the judge to say.
fn meant(
    case: &Session,
    named: Option<&Handle>,
    waiting: Vec<&Proposal>,
) -> Result<Terms, Failure> {
    let state = case.state();
    if let Some(named) = named {
        let mut all = state
            .proposal
            .iter()
            .chain(&state.emergencies)
            .chain(&state.drafts);
        let found = all.find(|proposal| proposal.terms.proposal == *named);
        let unknown = || {
            Failure::usage(format!(
                "{} has no proposal '{named}' that counts",
                case.id()
            ))
        };
        return found
            .map(|proposal| proposal.terms.clone())
            .ok_or_else(unknown);
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
            let handles: Vec<String> = waiting
                .iter()
                .map(|proposal| say(&proposal.terms.to_message()))
                .collect();
            let several =
                Diagnostic::error(format!("several proposals wait: {}", handles.join(", ")));
            Err(Failure::Usage(
                several.hint("say which one with --proposal HANDLE"),
            ))
        }
    }
}

fn nothing_proposed(case: &Session) -> Failure {
    let nothing = Diagnostic::error(format!("nothing has been proposed for {}", case.id()));
    let hint = format!(
        "complaint propose {} --remedy REMEDY --amount AMOUNT",
        case.id()
    );
    Failure::Refused(vec![nothing.hint(hint)])
}

fn subject(text: &str) -> Result<Subject, &'static str> {
    let subject = text
        .parse()
        .ok()
        .filter(|subject| *subject != Subject::Remedy);
    subject.ok_or(
        "it is answer, decision, validity, loss or liability; a remedy is given with --remedy",
    )
}

fn ruling(text: &str) -> Result<Ruling, &'static str> {
    text.parse()
        .map_err(|_| "an appeal is decided as upheld, handled-before, dismissed or own-cause")
}
