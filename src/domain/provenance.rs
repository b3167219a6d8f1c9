//! Which version of a case file brought which event.

use std::collections::HashMap;

use super::case::document;
use super::names::Digest;

/// For each event the index of the first of the versions that has it; versions are given oldest first, none where the
/// file was gone. What a version cannot be read for does not hide the others.
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
