//! The result of judging a case.

use std::sync::Arc;

use super::approval;
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::law::Laws;
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::state::{Flag, State};

/// The result of judging a case.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The state of the case.
    pub state: State,
    /// The findings, in the order of events.
    pub findings: Vec<Finding>,
    /// The retracted events.
    pub retracted: Vec<Digest>,
    /// The events that change what somebody may do: what the policy grants, proposals that need
    /// nobody's approval, and retractions by right of rank. Nobody records them for others, and
    /// their authors still need the role when they arrive.
    pub(crate) grants: Vec<Digest>,
    /// The laws that the events were judged by.
    pub(crate) laws: Arc<Laws>,
}

impl Judged {
    /// Whether the policy objects to something that was perhaps valid under an earlier one.
    pub(crate) fn depends_on_law(&self) -> bool {
        self.errors().any(|finding| finding.code.is_by_law())
    }

    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }

    /// The objections to a step from `before` to this state: new errors, and unlisted values that
    /// are new. The code, event and severity identify a finding.
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

    /// The [objections](Self::objections) to a new step, all as errors: new steps get no leniency
    /// for old cases.
    pub fn refusals(&self, before: Option<&Self>) -> Vec<Finding> {
        let as_error = |finding: &Finding| Finding {
            severity: Severity::Error,
            ..finding.clone()
        };
        self.objections(before).map(as_error).collect()
    }

    /// The flags, in a fixed order.
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
            (Flag::AwaitingApproval, awaiting),
        ];
        flags
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(flag, _)| flag)
            .collect()
    }
}
