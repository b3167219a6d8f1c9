//! `investigate`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{self, Text};
use crate::cli::failure::{Failure, say};
use crate::domain::case::Event;
use crate::domain::case::event;
use crate::domain::case::event::Verdict;
use crate::domain::liability;
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::state::Investigation;
use crate::store::Session;

/// Record what was found out: the verdict, the cause, who is responsible
///
/// Shares of liability are held exactly and add up to the whole. Where none are given, the policy's default is put on
/// record, if it has one for the case.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint investigate K7QM2X --verdict substantiated --cause material --liable supplier=80 --liable sales=20\n  complaint investigate K7QM2X --verdict partly --liable supplier=1/3 --liable sales=2/3\n  complaint investigate K7QM2X --verdict partly --ratio factory=7 --ratio sales=3"
)]
pub struct Investigate {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Whether the complaint is justified: substantiated, partly or unsubstantiated
    #[arg(long, value_name = "VERDICT", value_parser = verdict)]
    verdict: Verdict,
    /// Why it came about, of the policy's list
    #[arg(long, value_name = "CAUSE", allow_hyphen_values = true)]
    cause: Option<Text>,
    /// What was found; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    finding: Option<Text>,
    /// A responsible party and its share, in per cent or as a fraction like 1/3; may be repeated
    #[arg(long, value_name = "PARTY=SHARE", value_parser = arguments::share)]
    liable: Vec<(String, Share)>,
    /// A responsible party and its part of a ratio, as factory=7 and sales=3 for 7:3; may be repeated
    #[arg(long, value_name = "PARTY=PART", value_parser = arguments::part, conflicts_with = "liable")]
    ratio: Vec<(String, u32)>,
    /// Who led the investigation
    #[arg(long, value_name = "STAFF")]
    lead: Option<StaffId>,
}

impl Investigate {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where a party is named twice, or a ratio has no parts.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let finding = self.finding.map(Text::or_stdin).transpose()?;
        let cause = arguments::text(self.cause);
        let stated = if self.ratio.is_empty() {
            self.liable
        } else {
            shares_of(&self.ratio)?
        };
        once_each(&stated)?;
        let mut said = None;
        context.record_with(&self.id, |case| {
            let found = Investigation {
                verdict: self.verdict,
                cause,
                lead: self.lead,
            };
            let default = if stated.is_empty() {
                default(case, &found)
            } else {
                None
            };
            said = default.as_deref().map(in_words);
            let liable = default.unwrap_or(stated);
            let Investigation {
                verdict,
                cause,
                lead,
            } = found;
            Ok(Event::Investigate(event::Investigate {
                verdict,
                cause,
                finding,
                liable,
                lead,
            }))
        })?;
        if let Some(said) = said {
            say(&format!("liable by the policy's default: {said}\n"));
        }
        Ok(())
    }
}

/// The policy's default for a case with this outcome; none where shares were stated for the same one.
fn default(case: &Session, found: &Investigation) -> Option<Vec<(String, Share)>> {
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

fn in_words(shares: &[(String, Share)]) -> String {
    shares
        .iter()
        .map(|(party, share)| format!("{party} {share}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The parts of a ratio as fractions of the whole.
fn shares_of(ratio: &[(String, u32)]) -> Result<Vec<(String, Share)>, Failure> {
    let whole = ratio
        .iter()
        .try_fold(0_u32, |whole, (_, part)| whole.checked_add(*part));
    let share =
        |(party, part): &(String, u32)| Some((party.clone(), Share::fraction(*part, whole?)?));
    let shares: Option<Vec<_>> = ratio.iter().map(share).collect();
    shares.ok_or_else(|| Failure::usage("--ratio: the parts add up to nothing, or to too much"))
}

fn once_each(shares: &[(String, Share)]) -> Result<(), Failure> {
    let twice = |(index, (party, _)): &(usize, &(String, Share))| {
        shares[..*index].iter().any(|(name, _)| name == party)
    };
    match shares.iter().enumerate().find(twice) {
        Some((_, (party, _))) => Err(Failure::usage(format!(
            "'{party}' is named twice: one share for each party"
        ))),
        None => Ok(()),
    }
}

fn verdict(text: &str) -> Result<Verdict, &'static str> {
    text.parse()
        .map_err(|_| "a verdict is substantiated, partly or unsubstantiated")
}
