//! `withdraw` and `invalidate`: ends without a solution.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event, MistakenCase};
use crate::domain::check;
use crate::domain::message::text;
use crate::domain::names::CaseId;
use crate::domain::word::Word;
use crate::render::Diagnostic;
use crate::store::Session;

/// Record that the complainant withdraws the complaint
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint withdraw K7QM2X --reason \"it works after all\"")]
pub(crate) struct Withdraw {
    /// The reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Text,
}

impl VerbArgs for Withdraw {
    fn event(self, _: &Session<'_>) -> Result<Event, Failure> {
        Ok(Event::Withdraw(event::Withdraw {
            reason: self.reason.into_string(),
        }))
    }
}

/// Record that the complaint is invalid
///
/// If the policy lists `grounds`, the reason must be one of them; `--text` is the explanation for
/// the submitter. Every policy has two more reasons, for a case that is no complaint of its own:
/// `mistaken-entry`, and `duplicate` (`--duplicate-of`). Figures leave such cases out. Whoever
/// registered the case can record them without approval, within the time for backdating.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint invalidate K7QM2X --reason not-ours --text \"we do not make this product\"\n  complaint invalidate K7QM2X --duplicate-of 9TBV4D"
)]
pub(crate) struct Invalidate {
    /// The reason: one of the policy's grounds, or mistaken-entry
    #[arg(
        long,
        value_name = "GROUND",
        allow_hyphen_values = true,
        required_unless_present = "duplicate_of"
    )]
    reason: Option<Text>,
    /// The case that goes on, of which this one is a duplicate
    #[arg(long, value_name = "OTHER", conflicts_with_all = ["reason", "malicious"])]
    duplicate_of: Option<String>,
    /// The explanation for the submitter
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<Text>,
    /// The complaint is malicious or false
    #[arg(long)]
    malicious: bool,
}

impl VerbArgs for Invalidate {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let other = self
            .duplicate_of
            .map(|other| session.repository().locate(&other))
            .transpose()?;
        let reason = match self.reason {
            Some(reason) => reason.into_string(),
            None => MistakenCase::Duplicate.word().to_owned(),
        };
        if reason == MistakenCase::Duplicate.word() && other.is_none() {
            return Err(without_other());
        }
        if let Some(other) = &other {
            goes_on(other.id.clone(), session)?;
        }
        Ok(Event::Invalidate(event::Invalidate {
            reason,
            case: other.map(|other| other.id.to_string()),
            text: arguments::text(self.text),
            malicious: self.malicious,
        }))
    }
}

/// Checks that the other case is not itself a duplicate of this one.
fn goes_on(other: CaseId, session: &Session<'_>) -> Result<(), Failure> {
    let repository = session.repository();
    let duplicate_of = |id: &CaseId| {
        let path = repository.locate(id.as_str()).ok()?.path;
        let snapshot = repository.snapshot(repository.read(path), session.clock());
        snapshot.ok()?.state().duplicate_of()
    };
    match check::circle(session.id(), other, duplicate_of) {
        Some(finding) => {
            let place = Diagnostic::finding(&finding, session.path());
            Err(Failure::Refused(vec![place]))
        }
        None => Ok(()),
    }
}

fn without_other() -> Failure {
    let message = text!("a duplicate needs the case that it repeats");
    Failure::Usage(Diagnostic::error(message).hint(text!("name it with --duplicate-of OTHER")))
}
