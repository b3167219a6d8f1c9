//! Limits on what is judged, so that no file can be crafted to take very long.

use std::collections::HashSet;

use super::{place, refusal};
use crate::domain::case::Entry;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, Message, message};
use crate::domain::names::{CaseId, Digest};
use crate::domain::state::State;
use crate::domain::timeline::MAX_MOVES;

/// Reports the events beyond [`MAX_MOVES`] that move the clocks.
pub(super) fn too_many_moves(state: &State, before: &[&Entry], id: &CaseId) -> Vec<Finding> {
    let moves: Vec<Digest> = state
        .timeline
        .iter()
        .filter(|event| event.moves())
        .map(|event| event.digest)
        .collect();
    let beyond: HashSet<Digest> = moves.into_iter().skip(MAX_MOVES).collect();
    let message = message!(
        "{most} events of the case already move its clocks or begin a round, which is the maximum",
        most = MAX_MOVES
    );
    let entries = before.iter().filter(|entry| beyond.contains(&entry.digest));
    entries
        .map(|entry| place(one_too_many(message.clone()), entry, id))
        .collect()
}

/// The finding for a case with more events of a kind than are judged.
pub(super) fn one_too_many(message: Message) -> Finding {
    let link = Command::new("link").this().with("OTHER --kind related");
    refusal(Code::TooLarge, message)
        .hint(message!("continue in a new case and link it: {link}", link))
}
