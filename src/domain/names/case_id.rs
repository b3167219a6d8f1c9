//! How the id of a case is made and read.

use std::str::FromStr;

use chrono::NaiveDate;

use super::{CROCKFORD, NameError, base32_digit};

/// A case id: the date of receipt in the policy's zone and six random base-32 characters
/// (`20261121-K7QM2X`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(Box<str>);

impl CaseId {
    /// The id of a case received on `date`, made unique by 30 random bits.
    pub fn new(date: NaiveDate, random: u32) -> Self {
        let mut id = date.format("%Y%m%d-").to_string();
        id.extend((0..6).map(|place| base32_digit(random, place)));
        Self(id.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The date that the id begins with.
    pub(crate) fn date(&self) -> NaiveDate {
        NaiveDate::parse_from_str(&self.0[..8], "%Y%m%d").unwrap_or_default()
    }
}

impl FromStr for CaseId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError::CaseId(text.to_owned());
        let (date, random) = text.split_once('-').ok_or_else(wrong)?;
        let well_formed = date.len() == 8
            && date.bytes().all(|b| b.is_ascii_digit())
            && NaiveDate::parse_from_str(date, "%Y%m%d").is_ok()
            && random.len() == 6
            && random.bytes().all(|b| CROCKFORD.contains(&b));
        if well_formed {
            Ok(Self(text.into()))
        } else {
            Err(wrong())
        }
    }
}
