//! A case as the judge sees it.

use super::approval;
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::state::{Flag, State};

/// What the judge makes of a case.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What the case has come to.
    pub state: State,
    /// What is wrong or doubtful, in the order of events.
    pub findings: Vec<Finding>,
    /// The events that were taken back.
    pub retracted: Vec<Digest>,
}

impl Judged {
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }

    /// What stands in the way of a step that led from `before` to here: the errors that are new, and values that the
    /// policy has retired. A finding's identity is its code and event.
    pub fn objections<'a>(&'a self, before: Option<&'a Self>) -> impl Iterator<Item = &'a Finding> {
        let known = before
            .map(|before| before.findings.as_slice())
            .unwrap_or_default();
        let is_known = |finding: &Finding| {
            known.iter().any(|old| {
                (old.code, old.event, old.severity)
                    == (finding.code, finding.event, finding.severity)
            })
        };
        let objects = |finding: &&Finding| {
            finding.severity == Severity::Error || finding.code == Code::UnlistedValue
        };
        self.findings
            .iter()
            .filter(objects)
            .filter(move |finding| !is_known(finding))
    }

    /// The same for whoever is about to take the step: what refuses it is an error, whatever it is on old cases.
    pub fn refusals(&self, before: Option<&Self>) -> Vec<Finding> {
        let as_error = |finding: &Finding| Finding {
            severity: Severity::Error,
            ..finding.clone()
        };
        self.objections(before).map(as_error).collect()
    }

    /// What else is to be said beside the status, in a fixed order.
    pub fn flags(&self, policy: &Policy) -> Vec<Flag> {
        let state = &self.state;
        let awaiting = approval::awaited(state, policy).next().is_some();
        let flags = [
            (Flag::Paused, state.paused.is_some()),
            (Flag::Escalated, state.is_escalated(policy)),
            (
                Flag::Appealed,
                state.undecided_appeal().is_some() && !state.status().is_over(),
            ),
            (Flag::Reopened, state.reopened.is_some()),
            (Flag::Malicious, state.malicious),
            (
                Flag::AwaitingApproval,
                awaiting && !state.status().is_over(),
            ),
        ];
        flags
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(flag, _)| flag)
            .collect()
    }
}
