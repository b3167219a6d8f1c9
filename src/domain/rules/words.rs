//! The words of events that come from a list: channels of answers, kinds of links, departments.
//!
//! An unlisted word is a warning on old cases and ledgers; new ones are refused, as any
//! unlisted value ([`Judged::refusals`](super::Judged::refusals)).

use std::collections::BTreeSet;

use super::facts;
use crate::domain::case::event::{Asked, Assign, FollowUp, LinkKind};
use crate::domain::case::{Entry, Event};
use crate::domain::finding::Finding;
use crate::domain::list::List;
use crate::domain::message::{ToArgument, text};
use crate::domain::policy::Policy;
use crate::domain::word::words;

pub(super) fn check(entry: &Entry, policy: &Policy) -> Option<Finding> {
    if let Event::Link(link) = &entry.event {
        let what = text!("a kind of link").to_argument();
        return facts::lenient("kind", what, &link.kind, &words::<LinkKind>(), policy);
    }
    if let Some(department) = department_alone(&entry.event) {
        let what = text!("a department").to_argument();
        let known: BTreeSet<&str> = policy.departments().collect();
        let known: Vec<&str> = known.into_iter().collect();
        return facts::lenient("department", what, department, &known, policy);
    }
    let what = text!("a channel").to_argument();
    let channels = policy.lists[List::Channels].iter().map(String::as_str);
    let channels: Vec<&str> = channels.collect();
    facts::lenient("via", what, via(&entry.event)?, &channels, policy)
}

/// The department to which an event assigns the case without a person: if it is nobody's, nobody
/// finds the case.
fn department_alone(event: &Event) -> Option<&str> {
    if let Event::Assign(Assign {
        to: None,
        department,
        ..
    }) = event
    {
        department.as_deref()
    } else {
        None
    }
}

/// The channel that an event names.
fn via(event: &Event) -> Option<&str> {
    if let Event::Acknowledge(acknowledged) = event {
        acknowledged.via.as_deref()
    } else if let Event::Respond(response) = event {
        response.via.as_deref()
    } else if let Event::FollowUp(FollowUp::Asked(Asked { via, .. })) = event {
        via.as_deref()
    } else {
        None
    }
}
