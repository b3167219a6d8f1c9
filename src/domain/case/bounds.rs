//! How much a case file holds. Smaller bounds for what anybody adds leave room for what ends a case:
//! nobody can fill a file so that it cannot be answered, closed or corrected.

use super::{Case, Entry, Verb, VerbTrait};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{message, text};
use crate::domain::names::Digest;

/// Maximum size of a case file that is read, in bytes: 2 MiB. The union of two clones fits.
pub const MAX_SIZE: usize = 2 << 20;

/// Maximum size of one text in bytes: 64 KiB.
pub const MAX_TEXT: usize = 64 << 10;

/// The size in bytes up to which a remark can be added to a file.
const ROOM_FOR_REMARKS: usize = 256 << 10;

/// The size in bytes up to which an event of the verb can be added to a file.
fn room_for(verb: Option<Verb>) -> usize {
    let is = |wanted| verb.is_some_and(|verb| verb.is(wanted));
    if is(VerbTrait::Remark) {
        ROOM_FOR_REMARKS
    } else if is(VerbTrait::Essential) {
        1 << 20
    } else {
        512 << 10
    }
}

/// The first of the added events that ends beyond the room for its verb. `text` is the file of the
/// case. One with a text beyond [`MAX_TEXT`] is not meant: the judge refuses it for that.
pub(crate) fn overrun(
    text: &[u8],
    case: &Case,
    is_added: impl Fn(Digest) -> bool,
) -> Option<Finding> {
    if text.len() <= ROOM_FOR_REMARKS {
        return None;
    }
    let ends = ends(text, &case.entries);
    let mut entries = case.entries.iter().zip(ends);
    let (entry, _) = entries.find(|(entry, end)| {
        *end > room_for(entry.event.verb())
            && entry.longest_text <= MAX_TEXT
            && is_added(entry.digest)
    })?;
    let message = message!(
        "the file would be larger than {most} bytes, the maximum for adding a '{verb}'",
        most = room_for(entry.event.verb()),
        verb = entry.event.name()
    );
    let finding = Finding::error(Code::TooLarge, Spot::line(entry.line), message);
    Some(finding.about(entry.digest).hint(text!(
        "the room beyond is for answering and ending the case; go on in a new case that links to it"
    )))
}

/// Where each event ends in the file, in bytes: where the next one begins.
fn ends(text: &[u8], entries: &[Entry]) -> Vec<usize> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let starts: Vec<usize> = lines
        .scan(0, |start, line| {
            let here = *start;
            *start += line.len();
            Some(here)
        })
        .collect();
    let start_of = |entry: &Entry| {
        let line = usize::try_from(entry.line).unwrap_or(usize::MAX);
        starts.get(line.wrapping_sub(1)).copied()
    };
    let next = entries.iter().skip(1).map(start_of).chain([None]);
    next.map(|start| start.unwrap_or(text.len())).collect()
}
