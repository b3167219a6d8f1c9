//! Disputes between departments: mediated, then arbitrated (B18).

use super::{Setting, refusal};
use crate::domain::case::event::Means;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Command, message, text};

/// A dispute requires two different parties.
pub(super) fn dispute(between: &str, and: &str) -> Option<Finding> {
    (between == and).then(|| {
        let message = message!(
            "'{party}' cannot be in dispute with itself",
            party = between
        );
        refusal(Code::BadValue, message)
            .hint(text!("name the two parties: --between PARTY --and PARTY"))
            .of_key("and")
    })
}

/// Arbitration requires a failed mediation, and always decides the dispute.
pub(super) fn settle(means: Means, failed: bool, setting: &Setting<'_>) -> Option<Finding> {
    let dispute = setting.state.open_dispute()?;
    match (means, failed) {
        (Means::Arbitration, true) => Some(
            refusal(
                Code::BadValue,
                text!("an arbitration does not fail: it decides the dispute"),
            )
            .hint(text!("only a mediation can be --failed"))
            .of_key("failed"),
        ),
        (Means::Arbitration, false) if dispute.mediated.is_none() => Some(
            refusal(
                Code::Transition,
                text!("no mediation has failed, so there is nothing to arbitrate"),
            )
            .hint(message!(
                "mediate first; if that fails: {command}",
                command = Command::new("settle")
                    .this()
                    .with("--by mediation --failed --text TEXT")
            ))
            .of_key("means"),
        ),
        (Means::Arbitration, false) | (Means::Mediation, _) => None,
    }
}
