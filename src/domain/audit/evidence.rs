//! Evidence must stay as recorded, and match the event that attached it.

use super::Archive;
use super::history::{Evidence, History, Touched};
use crate::domain::case::event::Attach;
use crate::domain::case::{Entry, Event};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, message, text};

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

/// Reports an attached file that is missing, too large, or differs from the digest in the event.
pub(super) fn mismatched<A: Archive>(
    entry: &Entry,
    history: &History,
    archive: &A,
) -> Result<Option<Finding>, A::Error> {
    let Event::Attach(Attach { file, sha256, .. }) = &entry.event else {
        return Ok(None);
    };
    let path = format!("{EVIDENCE}{file}");
    let found = match history.evidence.get(&path) {
        Some(Evidence::Older(id)) => archive
            .fingerprint(id)?
            .map_or(Evidence::TooLarge, Evidence::Read),
        Some(known) => known.clone(),
        None => return Ok(Some(missing(entry, &path))),
    };
    Ok(match found {
        Evidence::Read(found) if found.eq_ignore_ascii_case(sha256) => None,
        Evidence::Read(_) | Evidence::Older(_) => {
            let message = message!("{path} differs from what was attached", path);
            Some(finding(entry, Code::EvidenceAltered, message))
        }
        Evidence::TooLarge => {
            let message = message!("{path} is larger than evidence can be", path);
            Some(finding(entry, Code::TooLarge, message))
        }
    })
}

fn missing(entry: &Entry, path: &str) -> Finding {
    let message = message!(
        "{path} was not committed with the event that attached it",
        path
    );
    finding(entry, Code::EvidenceMissing, message)
}

fn finding(entry: &Entry, code: Code, message: Message) -> Finding {
    let finding = Finding::error(code, Spot::line(entry.line), message)
        .about(entry.digest)
        .of_key("file");
    finding.hint(message!(
        "commit the file itself together with the event, as `{command}` does; evidence is bytes in \
         the repository, no pointer of Git LFS",
        command = Command::new("attach")
    ))
}
