//! Findings for files and folders that cannot be read.

use std::io;

use crate::domain::case::document::{Document, Layout, LineEnding};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};

/// The document of a case file that cannot be read.
pub(super) fn file(error: &io::Error) -> Document {
    without_case(unreadable(message!(
        "the file cannot be read: {error}",
        error
    )))
}

/// The finding for a folder that cannot be read; `None` if the folder does not exist.
pub(super) fn folder(error: &walkdir::Error) -> Option<Finding> {
    match error.io_error() {
        Some(cause) if cause.kind() == io::ErrorKind::NotFound => None,
        Some(error) => Some(folder_error(error)),
        None => Some(unreadable(message!(
            "the folder cannot be read: {error}",
            error = error.to_string()
        ))),
    }
}

/// The finding for a folder that cannot be read.
pub(super) fn folder_error(error: &io::Error) -> Finding {
    unreadable(message!("the folder cannot be read: {error}", error))
}

/// The finding for a file where a folder should be.
pub(super) fn no_folder() -> Finding {
    unreadable(text!("not a folder; links are not followed"))
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
