//! Which of the staff git can tell apart.

use std::collections::BTreeMap;

use super::Staff;
use crate::domain::message::{Message, message};
use crate::domain::names::StaffId;

/// The staff without an e-mail address, in a team where others have one: audit and gate refuse
/// their events, because no commit can be theirs. Whoever has left needs none.
pub(crate) fn without_address(
    staff: &BTreeMap<StaffId, Staff>,
) -> impl Iterator<Item = (&StaffId, &Staff)> {
    let is_asked = staff.values().any(|member| member.email.is_some());
    staff
        .iter()
        .filter(move |(_, member)| is_asked && member.email.is_none() && member.until.is_none())
}

/// The edit that gives somebody an address, at the domain of a colleague.
pub(crate) fn add_address(id: &StaffId, staff: &BTreeMap<StaffId, Staff>) -> Message {
    let mut addresses = staff.values().filter_map(|member| member.email.as_deref());
    let domain = addresses.find_map(|email| Some(email.split_once('@')?.1));
    message!(
        "add to [staff.\"{id}\"]: email = \"{id}@{domain}\"; it need not be a mailbox",
        id,
        domain = domain.unwrap_or("example.com")
    )
}
