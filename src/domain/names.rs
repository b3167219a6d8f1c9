//! Validated names: case ids, staff ids, proposal handles, digests.

mod case_id;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use case_id::CaseId;

/// The characters of Crockford's base 32: no I, L, O or U, so that ids can be read out over the
/// phone.
pub(crate) const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A name for comparing: case and blanks do not matter, and wide characters count as narrow ones.
pub(crate) fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let blank = |c: char| c.is_whitespace() || c == '\u{3000}';
    let words = name.split(blank).filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .map(|word| {
            word.chars()
                .map(narrow)
                .flat_map(char::to_lowercase)
                .collect()
        })
        .collect();
    words.join(" ")
}

/// Why a text is not a valid name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// Not a case id.
    CaseId(String),
    /// Not a staff id.
    StaffId(String),
    /// Not a proposal handle.
    Handle(String),
    /// Not the digest of an event.
    Digest(String),
}

/// A staff member's name in the policy and in `by:` (`li.wei`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StaffId(String);

impl StaffId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StaffId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@');
        let well_formed = !text.is_empty()
            && text.len() <= 100
            && text.chars().all(fits)
            && !text.starts_with(['-', '.']);
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::StaffId(text.to_owned()))
        }
    }
}

/// The short random name of a proposal, which approvals repeat (`7Q2M`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(String);

impl Handle {
    /// A handle of four characters from 20 random bits.
    pub fn new(random: u32) -> Self {
        Self((0..4).map(|place| base32_digit(random, place)).collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Handle {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let well_formed = (2..=32).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::Handle(text.to_owned()))
        }
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of an event's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest(pub u64);

impl FromStr for Digest {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError::Digest(text.to_owned());
        if text.len() != 16 || text.starts_with('+') {
            return Err(wrong());
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| wrong())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

macro_rules! display_as_written {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )*};
}
display_as_written!(CaseId, StaffId, Handle);

fn base32_digit(random: u32, place: u32) -> char {
    char::from(CROCKFORD[(random >> (5 * place)) as usize % 32])
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        let id = CaseId::new(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(), 0x3fff_ffff);
        assert_eq!(id.as_str(), "20261121-ZZZZZZ");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn wrong_ids_are_told_apart() {
        for wrong in [
            "",
            "20261121",
            "20261321-K7QM2X",
            "20261121-k7qm2x",
            "20261121-K7QM2I",
            "../x",
            "20261121-K7QM2X-",
        ] {
            assert!(wrong.parse::<CaseId>().is_err(), "{wrong}");
        }
        for wrong in ["", "-x", "a b", "a/b", ".."] {
            assert!(wrong.parse::<StaffId>().is_err(), "{wrong}");
        }
        for wrong in ["", "12", "+123456789abcdef", "zzzzzzzzzzzzzzzz"] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }
}
