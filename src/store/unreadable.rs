//! Findings for files and folders that cannot be read.

use std::io;

use crate::domain::case::document::{Document, Layout, LineEnding};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message};

/// The document of a case file that cannot be read.
pub(super) fn file(error: &io::Error) -> Document {
    without_case(unreadable(message!(
        "the file cannot be read: {error}",
        error
    )))
}

/// The finding for a folder that cannot be read; `None` if the folder does not exist.
pub(super) fn folder(error: &walkdir::Error) -> Option<Finding> {
    let message = match error.io_error() {
        Some(cause) if cause.kind() == io::ErrorKind::NotFound => return None,
        Some(error) => message!("the folder cannot be read: {error}", error),
        None => message!(
            "the folder cannot be read: {error}",
            error = error.to_string()
        ),
    };
    Some(unreadable(message))
}

/// The finding for a file that cannot be read.
pub(super) fn unreadable(message: Message) -> Finding {
    Finding::error(Code::Unreadable, Spot::default(), message)
}

/// A document with a finding and no case.
pub(super) fn without_case(finding: Finding) -> Document {
    let layout = Layout {
        ending: LineEnding::Lf,
        indent: 0,
        obstacle: Some(finding.clone()),
    };
    Document {
        case: None,
        findings: vec![finding],
        layout,
    }
}
