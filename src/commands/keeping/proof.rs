//! What a clean history proves, and what it does not.

use std::collections::BTreeMap;

use super::faults::short;
use crate::domain::audit::{Audit, Checkpoint, KeyKind};
use crate::domain::message::{Message, listed, message, plural, text};

/// The sentences about a clean history. `granted` is the judged range, if it is not the whole
/// history; `since` is the checkpoint that the history was compared with.
pub(super) fn sentences(
    judged: &Audit,
    granted: Option<&str>,
    since: Option<&Checkpoint>,
) -> Vec<Message> {
    let mut proof = vec![legality(judged)];
    proof.extend(
        judged
            .signers
            .iter()
            .map(|(kind, people)| signatures(*kind, people)),
    );
    proof.push(limits(judged));
    proof.extend(since.map(|since| {
        message!(
            "The checkpoint holds: nothing up to {commit} was rewritten.",
            commit = short(&since.head)
        )
    }));
    proof.extend(granted.map(|range| {
        message!(
            "Only {range} was judged; earlier commits are assumed to be correct.",
            range
        )
    }));
    proof
}

fn legality(judged: &Audit) -> Message {
    message!(
        "Proven: {commits}, {cases}, {events}. Cases only grew; every event was legal when it \
         was made, by\n\
         author and committer; the policy was changed only by people allowed to.",
        commits = commits(judged.commits),
        cases = plural!(count = judged.cases, "{count} case", "{count} cases"),
        events = plural!(
            count = judged.events.len(),
            "{count} event",
            "{count} events"
        )
    )
}

fn commits(count: usize) -> Message {
    plural!(count, "{count} commit", "{count} commits")
}

fn signatures(kind: KeyKind, people: &BTreeMap<String, usize>) -> Message {
    let people = people
        .iter()
        .map(|(email, commits)| message!("{email} ({commits})", email, commits = *commits));
    message!(
        "Proven by {kind} signatures, checked with the keys known here: {people}.",
        kind = kind.to_string(),
        people = listed(people)
    )
}

/// What is not proven, depending on the number of signed commits.
fn limits(judged: &Audit) -> Message {
    let signed: usize = judged.signers.values().flat_map(BTreeMap::values).sum();
    match judged.commits - signed {
        0 if signed > 0 => text!(
            "Not proven: that nobody else had those keys, and the times of events, apart from \
             their order."
        ),
        unsigned if signed > 0 => message!(
            "Not proven: who people were in {commits}, made before signatures were required: \
             there the history is\n\
             consistent, and names are only as reliable as the people with a clone.",
            commits = commits(unsigned)
        ),
        _ => text!(
            "Not proven: who people were. The commits are not signed, so the history is \
             consistent, and names are only as\n\
             reliable as the people with a clone; `[audit] signed = true` requires signatures."
        ),
    }
}
