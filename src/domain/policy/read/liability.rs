//! Default shares of liability.

use super::Names;
use super::deadlines::conditions;
use super::table::{Item, Section};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::message;
use crate::domain::policy::LiabilityRule;
use crate::domain::share::{self, Share, Sum};

/// The defaults, in the order of the file. `stages` are the names of deadlines.
pub(super) fn liability(top: &mut Section, names: &Names, stages: &[&str]) -> Vec<LiabilityRule> {
    let rule = |mut section: Section| {
        let when = conditions(&mut section, names);
        let missed = section.take("missed").and_then(|item| item.text());
        if let Some(missed) = missed
            .as_ref()
            .filter(|missed| !stages.contains(&missed.value.as_str()))
        {
            let message = format!(
                "there is no deadline '{}', so it is never missed",
                missed.value
            );
            let finding = Finding::warning(Code::PolicyReference, missed.spot, message);
            section
                .reader
                .report(finding.did_you_mean(&missed.value, stages.iter().copied()));
        }
        let shares = section.require(
            "shares",
            "add who is liable: shares = { carrier = 80, sales = 20 }",
        );
        let shares = shares.and_then(|item| shares_of(&item));
        let spot = section.spot;
        section.finish();
        Some(LiabilityRule {
            when,
            missed: missed.map(|missed| missed.value),
            shares: shares?,
            spot,
        })
    };
    top.sections("liability")
        .into_iter()
        .filter_map(rule)
        .collect()
}

/// Parties with shares that add up to the whole.
fn shares_of(item: &Item) -> Option<Vec<(String, Share)>> {
    let entries = item.section("'shares'".to_owned())?.entries();
    let shares: Vec<(String, Share)> = entries
        .into_iter()
        .filter_map(|(party, item)| Some((party.value, share_of(&item)?)))
        .collect();
    match share::sum(shares.iter().map(|(_, share)| *share)) {
        Sum::Whole => Some(shares),
        Sum::Other(sum) => item.bad(message!("the shares add up to {sum}, not to 100 %", sum)),
        Sum::TooFine => item.bad("the shares are too fine to be added up"),
    }
}

fn share_of(item: &Item) -> Option<Share> {
    if !item.is_text() {
        return item.amount().map(Share::Percent);
    }
    let text = item.text()?;
    let problem = || {
        format!(
            "'{}' takes a share in per cent like 40, or a fraction like \"1/3\"",
            item.key
        )
    };
    text.value.parse().ok().or_else(|| item.bad(problem()))
}
