//! Limits on what is judged, so that no file can be crafted to take very long.

use std::collections::{HashMap, HashSet};

use super::{place, refusal};
use crate::domain::case::Entry;
use crate::domain::case::bounds::MAX_TEXT;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, Message, message};
use crate::domain::names::{CaseId, Digest, StaffId};
use crate::domain::state::State;
use crate::domain::timeline::{MAX_MOVES, MAX_MOVES_EACH};

/// Reports the events that move the clocks beyond [`MAX_MOVES_EACH`] of one author and verb, and
/// beyond [`MAX_MOVES`] of the case.
pub(super) fn too_many_moves(state: &State, before: &[&Entry], id: &CaseId) -> Vec<Finding> {
    let moves = state.timeline.iter().filter(|event| event.moves());
    let moves: HashSet<Digest> = moves.map(|event| event.digest).collect();
    if moves.len() <= MAX_MOVES_EACH {
        return Vec::new();
    }
    let mut counts: HashMap<(&StaffId, &str), usize> = HashMap::new();
    let entries = before.iter().filter(|entry| moves.contains(&entry.digest));
    let beyond = entries.enumerate().filter_map(|(earlier, entry)| {
        let verb = entry.event.name();
        let count = counts.entry((&entry.by, verb)).or_default();
        *count += 1;
        let message = if *count > MAX_MOVES_EACH {
            message!(
                "'{by}' has already moved the clocks of the case {most} times with '{verb}', \
                 which is the maximum",
                by = entry.by,
                most = MAX_MOVES_EACH,
                verb
            )
        } else if earlier >= MAX_MOVES {
            message!(
                "{most} events of the case already move its clocks or begin a round, which is the \
                 maximum",
                most = MAX_MOVES
            )
        } else {
            return None;
        };
        Some(place(one_too_many(message), entry, id))
    });
    beyond.collect()
}

/// Reports events with a text longer than [`MAX_TEXT`].
pub(super) fn too_long(before: &[&Entry], id: &CaseId) -> Vec<Finding> {
    let long = before.iter().filter(|entry| entry.longest_text > MAX_TEXT);
    long.flat_map(|entry| {
        let long = entry.fields().into_iter();
        let long = long.filter(|(_, value)| value.longest_text() > MAX_TEXT);
        long.map(|(key, _)| place(long_text(key).of_key(key), entry, id))
            .collect::<Vec<_>>()
    })
    .collect()
}

/// The finding for a text longer than [`MAX_TEXT`].
pub(super) fn long_text(key: &str) -> Finding {
    let attach = Command::new("attach").this().with("FILE");
    refusal(
        Code::TooLarge,
        message!("'{key}' is longer than {most} bytes", key, most = MAX_TEXT),
    )
    .hint(message!("attach a long text as evidence: {attach}", attach))
}

/// The finding for a case with more events of a kind than are judged.
pub(super) fn one_too_many(message: Message) -> Finding {
    let link = Command::new("link").this().with("OTHER --kind related");
    refusal(Code::TooLarge, message)
        .hint(message!("continue in a new case and link it: {link}", link))
}
