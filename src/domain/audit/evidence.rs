//! Evidence must stay as recorded, and match the event that attached it.

use super::history::{History, Touched};
use crate::domain::case::event::Attach;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message, text};

const EVIDENCE: &str = "evidence/";

/// Reports evidence that was altered, removed or replaced by a symbolic link.
pub(super) fn altered(file: &Touched<'_>) -> Option<Finding> {
    let is_unchanged = !file.path.starts_with(EVIDENCE)
        || (file.is_plain
            && file
                .before
                .iter()
                .flatten()
                .all(|before| Some(before) == file.after));
    (!is_unchanged).then(|| {
        let message = match file.after {
            Some(_) if !file.is_plain => text!("evidence was replaced by a link"),
            Some(_) => text!("evidence was altered"),
            None => text!("evidence was removed"),
        };
        Finding::error(Code::EvidenceAltered, Spot::default(), message).hint(text!(
            "restore the file from the previous commit, and attach the new version under another name"
        ))
    })
}

/// Reports an attached file that is missing, or differs from the digest in the event.
pub(super) fn mismatched(entry: &Entry, history: &History) -> Option<Finding> {
    let Event::Attach(Attach { file, sha256, .. }) = &entry.event else {
        return None;
    };
    let path = format!("{EVIDENCE}{file}");
    let found = history.evidence.get(&path);
    let (code, message) = match found {
        Some(found) if found.eq_ignore_ascii_case(sha256) => return None,
        Some(_) => (
            Code::EvidenceAltered,
            message!("{path} differs from what was attached", path),
        ),
        None => (
            Code::EvidenceMissing,
            message!(
                "{path} was not committed with the event that attached it",
                path
            ),
        ),
    };
    let finding = Finding::error(code, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("file");
    Some(finding.hint(message!(
        "commit the file together with the event, as `{command}` does",
        command = Command::new("attach")
    )))
}
