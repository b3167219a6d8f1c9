//! Faults of a history as text.

use std::path::Path;

use crate::domain::audit::Fault;
use crate::domain::finding::Finding;
use crate::domain::message::message;
use crate::render::{Diagnostic, Style};

/// Number of digits of an abbreviated commit id.
const SHORT: usize = 10;

/// An abbreviated commit id.
pub(super) fn short(commit: &str) -> &str {
    &commit[..commit.len().min(SHORT)]
}

/// Faults, each with its commit and the commit's author.
pub(super) fn render(faults: &[Fault], style: Style) -> String {
    faults
        .iter()
        .map(|fault| diagnostic(fault).render(style))
        .collect()
}

fn diagnostic(fault: &Fault) -> Diagnostic {
    let place = [short(&fault.commit), &fault.path]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(":");
    let message = &fault.finding.message;
    let finding = Finding {
        message: if fault.who.is_empty() || message.mentions(&fault.who) {
            message.clone()
        } else {
            message!("{fault} (by {who})", fault = message, who = fault.who)
        },
        ..fault.finding.clone()
    };
    Diagnostic::finding(&finding, Path::new(&place))
}
