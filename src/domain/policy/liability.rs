//! Default liability.

use complaint_derive::Keys;

use super::condition::Condition;
use super::setting::{Item, Names, Said, Setting};
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;
use crate::domain::message::{message, text};
use crate::domain::share::{self, Share, Sum};

/// `investigate` without `--liable` records the shares of the first matching table in the case, and
/// says so. A table with `missed` matches once that deadline was missed. It then applies without an
/// investigation and replaces shares stated before, until an investigation states others.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[liability]]")]
pub struct LiabilityRule {
    /// The cases that the rule applies to.
    #[key(example = r#"{ cause = "product" }"#, rule = "B17")]
    pub when: Vec<Condition>,
    /// The deadline that must have been missed.
    #[key(absent = "at once", example = r#""promised""#, rule = "B17")]
    pub missed: Option<String>,
    /// The parties and their shares, in per cent or as fractions (`"1/3"`). The shares must add up
    /// to 100 %.
    #[key(as = Shares, example = "{ carrier = 80, sales = 20 }", rule = "B17")]
    #[key(missing = "add who is liable: shares = { carrier = 80, sales = 20 }")]
    pub shares: Vec<(String, Share)>,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// Parties with shares that add up to 100 %.
enum Shares {}

impl Setting<Vec<(String, Share)>> for Shares {
    const TAKES: Takes = Takes::Shares;

    fn read(item: &Item, _names: &Names) -> Option<Vec<(String, Share)>> {
        let entries = item.section("'shares'".to_owned())?.entries();
        let shares: Vec<(String, Share)> = entries
            .into_iter()
            .filter_map(|(party, item)| Some((party.value, share_of(&item)?)))
            .collect();
        match share::sum(shares.iter().map(|(_, share)| *share)) {
            Sum::Whole => Some(shares),
            Sum::Other(sum) => item.bad(message!("the shares add up to {sum}, not to 100 %", sum)),
            Sum::TooFine => item.bad(text!("the shares are too fine to be added up")),
        }
    }

    fn said(value: &Vec<(String, Share)>) -> Option<Said> {
        let share = |(party, share): &(String, Share)| {
            message!("{party} {share}", party, share = share.plain().to_string())
        };
        Some(Said::values(value.iter().map(share)))
    }
}

fn share_of(item: &Item) -> Option<Share> {
    if !item.is_text() {
        return item.amount().map(Share::Percent);
    }
    let share = item.text()?.value.parse().ok();
    share.or_else(|| {
        item.bad(message!(
            "'{key}' takes a share in per cent like 40, or a fraction like \"1/3\"",
            key = item.key
        ))
    })
}
