//! `propose`, `approve` and `refuse`: the remedy and the authority for it.

use clap::Args;
use rust_decimal::Decimal;

use super::Context;
use crate::cli::arguments::{self, Text};
use crate::domain::case::Event;
use crate::domain::case::event::Terms;
use crate::domain::names::{Handle, StaffId};
use crate::domain::rules::authority;
use crate::failure::Failure;
use crate::render::Diagnostic;
use crate::store::{Session, random};

/// Propose what the complainant gets; a new proposal replaces the one before
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint propose K7QM2X --remedy refund --amount 1280.00\n  complaint propose K7QM2X --remedy exchange --emergency --agreed chen.jing --agreed zhang.min"
)]
pub struct Propose {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// What the complainant is to get, of the policy's list
    #[arg(long, value_name = "REMEDY", allow_hyphen_values = true)]
    remedy: Text,
    /// How much it is worth, in the policy's currency
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, value_parser = arguments::amount)]
    amount: Option<Decimal>,
    /// Remarks; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
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
        context.record_with(&self.id, |case| {
            let terms = Terms { proposal: free_handle(case)?, remedy: self.remedy.into_string(), amount: self.amount };
            Ok(Event::Propose { terms, text, emergency: self.emergency, agreed: self.agreed })
        })
    }
}

/// Approve the proposal of a case as it stands
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint approve K7QM2X")]
pub struct Approve {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
}

impl Approve {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where nothing was proposed.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Approve { terms: awaited(case).map_or_else(|| proposed(case), Ok)? })
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
}

impl Refuse {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where nothing was proposed.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            Ok(Event::Refuse { terms: proposed(case)?, reason: self.reason.into_string() })
        })
    }
}

/// A handle that no proposal of the case has had.
fn free_handle(case: &Session) -> Result<Handle, Failure> {
    new_handle(|handle| case.state().handles.iter().any(|used| used == handle.as_str()))
}

/// A handle that is not used yet. It begins with a letter: then no reader of YAML takes it for a number.
pub(super) fn new_handle(is_used: impl Fn(&Handle) -> bool) -> Result<Handle, Failure> {
    loop {
        let handle = Handle::new(random::bits()?);
        if !is_used(&handle) && handle.as_str().starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Ok(handle);
        }
    }
}

/// What an approval is for: the current proposal, unless only an emergency of before waits for one.
fn awaited(case: &Session) -> Option<Terms> {
    authority::awaited(case.state(), case.policy()).last().map(|proposal| proposal.terms.clone())
}

/// What the case's current proposal says. Whether it may still be decided on is for the judge to say.
fn proposed(case: &Session) -> Result<Terms, Failure> {
    let proposal = case.state().proposal.as_ref();
    proposal.map(|proposal| proposal.terms.clone()).ok_or_else(|| {
        let nothing = Diagnostic::error(format!("nothing has been proposed for {}", case.id()));
        let hint = format!("complaint propose {} --remedy REMEDY --amount AMOUNT", case.id());
        Failure::Refused(vec![nothing.hint(hint)])
    })
}
