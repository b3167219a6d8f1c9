//! Whom of the staff git cannot tell apart from others.

use std::collections::BTreeMap;

use super::Staff;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, all_of, message};
use crate::domain::names::StaffId;

/// Staff without an e-mail address, in a team where others have one: audit and gate refuse their
/// events, because no commit can be theirs.
pub(crate) struct WithoutAddress {
    pub what: Message,
    /// The edit that gives the first of them an address.
    pub hint: Message,
    /// The place of the first of them.
    pub spot: Spot,
}

impl WithoutAddress {
    /// Those of a policy; whoever has left needs no address.
    pub(crate) fn of(staff: &BTreeMap<StaffId, Staff>) -> Option<Self> {
        let mut addresses = staff.values().filter_map(|member| member.email.as_deref());
        let domain = addresses.find_map(|email| Some(email.split_once('@')?.1))?;
        let lacking: Vec<(&StaffId, &Staff)> = staff
            .iter()
            .filter(|(_, member)| member.email.is_none() && member.until.is_none())
            .collect();
        let (id, first) = lacking.iter().min_by_key(|(_, member)| member.spot)?;
        let people = all_of(lacking.iter().map(|(id, _)| *id));
        Some(Self {
            what: message!(
                "no e-mail for {people}: audit and gate refuse events that no address proves",
                people
            ),
            hint: message!(
                "below [staff.{key}]: email = \"{id}@{domain}\"; it need not be a mailbox",
                key = key(id),
                id,
                domain
            ),
            spot: first.spot,
        })
    }
}

/// A handle as a key of TOML.
fn key(id: &StaffId) -> String {
    let id = id.as_str();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.chars().all(is_bare) {
        id.to_owned()
    } else {
        format!("\"{id}\"")
    }
}
