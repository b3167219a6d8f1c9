//! The context for the policy's conditions: a case now, or at the time of a proposal.

use super::{Proposal, State};
use crate::domain::policy::when::ConditionContext;

impl<'a> From<&'a State> for ConditionContext<'a> {
    fn from(state: &'a State) -> Self {
        Self {
            facts: &state.facts,
            level: &state.level,
            appeal: state.appellant(),
            verdict: state.investigation.as_ref().map(|found| found.verdict),
            cause: state
                .investigation
                .as_ref()
                .and_then(|found| found.cause.as_deref()),
            remedy: state.latest_remedy(),
            result: state.result(),
        }
    }
}

impl<'a> From<&'a Proposal> for ConditionContext<'a> {
    /// The case at the time of the proposal.
    fn from(proposal: &'a Proposal) -> Self {
        Self {
            facts: &proposal.then.facts,
            level: &proposal.then.level,
            appeal: proposal.then.appeal,
            verdict: proposal
                .then
                .investigation
                .as_ref()
                .map(|found| found.verdict),
            cause: proposal
                .then
                .investigation
                .as_ref()
                .and_then(|found| found.cause.as_deref()),
            remedy: proposal.terms.remedy().or(proposal.then.remedy.as_deref()),
            result: proposal.then.result,
        }
    }
}
