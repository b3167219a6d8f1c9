//! Finds the version of a case file that added each event.

use std::collections::HashMap;

use super::case::document;
use super::names::Digest;

/// For each event, the index of the first version that has it. Versions are given oldest first,
/// `None` if the file was missing. A version with errors contributes the events that can be read.
pub(crate) fn first_versions(versions: &[Option<&[u8]>]) -> HashMap<Digest, usize> {
    let mut first = HashMap::new();
    for (index, content) in versions.iter().enumerate() {
        let case = content.and_then(|content| document::parse(content).case);
        for entry in case.iter().flat_map(|case| &case.entries) {
            first.entry(entry.digest).or_insert(index);
        }
    }
    first
}
