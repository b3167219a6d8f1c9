//! `investigate`.

use clap::Args;

use super::CaseArg;
use crate::cli::Context;
use crate::cli::arguments::{self, Text, read_stdin, word};
use crate::cli::failure::{Failure, tell};
use crate::domain::case::event::{self, Event, Verdict};
use crate::domain::liability;
use crate::domain::message::{listed, message, text};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::state::Investigation;
use crate::store::Session;

/// Record the result of an investigation: verdict, cause, liability
///
/// Shares of liability are exact and must add up to the whole. If none are given, the policy's
/// default for the case is recorded, if there is one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint investigate K7QM2X --verdict substantiated --cause product --liable supplier=80 --liable sales=20\n  complaint investigate K7QM2X --verdict partly --liable supplier=1/3 --liable sales=2/3\n  complaint investigate K7QM2X --verdict partly --ratio factory=7 --ratio sales=3"
)]
pub(crate) struct Investigate {
    #[command(flatten)]
    case: CaseArg,
    /// Whether the complaint is justified: substantiated, partly or unsubstantiated
    #[arg(long, value_name = "VERDICT", value_parser = word::<Verdict>)]
    verdict: Verdict,
    /// The cause, from the policy's list
    #[arg(long, value_name = "CAUSE", allow_hyphen_values = true)]
    cause: Option<Text>,
    /// The findings; `-` reads them from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    finding: Option<Text>,
    /// A responsible party and its share, in per cent or as a fraction like 1/3; can be repeated
    #[arg(long, value_name = "PARTY=SHARE", value_parser = arguments::share)]
    liable: Vec<(String, Share)>,
    /// A responsible party and its part of a ratio, like factory=7 and sales=3 for 7:3; can be
    /// repeated
    #[arg(
        long,
        value_name = "PARTY=PART",
        value_parser = arguments::part,
        conflicts_with = "liable"
    )]
    ratio: Vec<(String, u32)>,
    /// The leader of the investigation
    #[arg(long, value_name = "STAFF")]
    lead: Option<StaffId>,
}

impl Investigate {
    /// Records the investigation, and prints the policy's shares of liability if they were used.
    ///
    /// # Errors
    /// A party is named twice, a ratio has no parts, or [`Context::record`] fails.
    pub(crate) fn run(mut self, context: &Context) -> Result<(), Failure> {
        let stated = if self.ratio.is_empty() {
            self.liable
        } else {
            shares_of(&self.ratio)?
        };
        refuse_duplicates(&stated)?;
        read_stdin(&mut self.finding)?;
        let mut added = None;
        context.record(&self.case.id, |session| {
            let found = Investigation {
                verdict: self.verdict,
                cause: arguments::text(self.cause),
                by: session.by().clone(),
                lead: self.lead,
            };
            if stated.is_empty() {
                added = default_shares(session, &found);
            }
            Ok(Event::Investigate(event::Investigate {
                verdict: found.verdict,
                cause: found.cause,
                finding: arguments::text(self.finding),
                liable: added.clone().unwrap_or(stated),
                lead: found.lead,
            }))
        })?;
        if let Some(shares) = added {
            let shares = shares.iter().map(|(party, share)| {
                message!("{party} {share}", party, share = share.to_string())
            });
            tell(&message!(
                "liable by the policy's default: {shares}",
                shares = listed(shares)
            ));
        }
        Ok(())
    }
}

/// The policy's default shares for a case with these findings; `None` if the case has shares for
/// the same verdict and cause already.
fn default_shares(case: &Session, found: &Investigation) -> Option<Vec<(String, Share)>> {
    let state = case.state();
    let is_same =
        |before: &Investigation| (before.verdict, &before.cause) == (found.verdict, &found.cause);
    if state.liability.is_some() && state.investigation.as_ref().is_some_and(is_same) {
        return None;
    }
    let mut after = state.clone();
    after.investigation = Some(found.clone());
    liability::default(&after, &case.clocks(), case.policy()).map(|rule| rule.shares.clone())
}

/// The parts of a ratio as fractions of the whole.
fn shares_of(ratio: &[(String, u32)]) -> Result<Vec<(String, Share)>, Failure> {
    let total = ratio
        .iter()
        .try_fold(0_u32, |total, (_, part)| total.checked_add(*part));
    let share =
        |(party, part): &(String, u32)| Some((party.clone(), Share::fraction(*part, total?)?));
    let shares: Option<Vec<_>> = ratio.iter().map(share).collect();
    shares
        .ok_or_else(|| Failure::usage(text!("--ratio: the sum of the parts is zero or too large")))
}

fn refuse_duplicates(shares: &[(String, Share)]) -> Result<(), Failure> {
    let is_duplicate = |(index, (party, _)): &(usize, &(String, Share))| {
        shares[..*index].iter().any(|(name, _)| name == party)
    };
    match shares.iter().enumerate().find(is_duplicate) {
        Some((_, (party, _))) => Err(Failure::usage(message!(
            "'{party}' is named twice: one share for each party",
            party
        ))),
        None => Ok(()),
    }
}
