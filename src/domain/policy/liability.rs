//! Who is liable unless an investigation says otherwise.

use complaint_derive::Keys;

use super::condition::Condition;
use super::setting::{Item, Names, Said, Setting};
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;
use crate::domain::message::{message, text};
use crate::domain::share::{self, Share, Sum};

/// `investigate` without `--liable` writes the shares of the first table that fits into the case,
/// and says so. A table with `missed` fits once that deadline was missed; it then holds by itself,
/// also in place of shares that were stated before, until an investigation states others.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[liability]]")]
pub struct LiabilityRule {
    /// For which cases.
    #[key(example = r#"{ cause = "product" }"#, rule = "B17")]
    pub when: Vec<Condition>,
    /// The deadline that has to have been missed.
    #[key(absent = "at once", example = r#""promised""#, rule = "B17")]
    pub missed: Option<String>,
    /// The parties and their shares, in per cent or as fractions (`"1/3"`), that add up to the
    /// whole.
    #[key(as = Shares, example = "{ carrier = 80, sales = 20 }", rule = "B17")]
    #[key(missing = "add who is liable: shares = { carrier = 80, sales = 20 }")]
    pub shares: Vec<(String, Share)>,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// Parties with shares that add up to the whole.
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
            message!("{party} {share}", party, share = share.to_string())
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
