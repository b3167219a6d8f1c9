//! The required and the missing approvals of a proposal.

use crate::domain::case::event::{Subject, Verb};
use crate::domain::finding::Able;
use crate::domain::finding::Spot;
use crate::domain::message::Message;
use crate::domain::names::StaffId;
use crate::domain::policy::when;
use crate::domain::policy::{
    ApprovalMode, ApprovalRule, Condition, EmergencyApproval, Policy, Separation,
};
use crate::domain::rules::permissions::role;
use crate::domain::rules::{Setting, able};
use crate::domain::state::{Approval, Proposal};
use crate::domain::time::Instant;

/// The approvals required for a proposal.
pub(super) struct Needed<'a> {
    /// The approving roles; empty if no approval is needed.
    pub roles: Vec<&'a str>,
    /// How several approvals combine.
    pub mode: ApprovalMode,
    /// The approval rule; `None` if no rule applies, in which case the highest role approves a
    /// remedy.
    pub rule: Option<&'a ApprovalRule>,
}

impl<'a> Needed<'a> {
    /// The approvals required for a proposal. None if the proposer's own role is enough, unless the
    /// policy requires somebody else.
    pub(crate) fn of(proposal: &'a Proposal, policy: &'a Policy) -> Self {
        let policy = proposal.judged_by(policy);
        let as_is = Self::on_its_facts(proposal, policy);
        let Some(unamended) = proposal.without_own_amendments() else {
            return as_is;
        };
        // The approvals have to satisfy both; what is still missing counts.
        if as_is.lacking(proposal, policy).is_empty() {
            Self::on_its_facts(&unamended, policy)
        } else {
            as_is
        }
    }

    fn on_its_facts(proposal: &Proposal, policy: &'a Policy) -> Self {
        if policy.staff.is_empty() {
            return Self {
                roles: Vec::new(),
                mode: ApprovalMode::All,
                rule: None,
            };
        }
        let holds = |when: &[Condition]| when::hold(when, proposal, policy);
        let rule = policy.approval_for(
            &proposal.terms.subject,
            &proposal.then.facts.category,
            proposal.exposure(),
            holds,
        );
        let roles: Vec<&str> = match rule {
            Some(rule) => rule.approvers.iter().map(String::as_str).collect(),
            None if proposal.terms.subject() == Subject::Remedy => {
                policy.highest_role().into_iter().collect()
            }
            None => Vec::new(),
        };
        let mode = rule
            .filter(|rule| rule.approvers.len() > 1)
            .map_or(ApprovalMode::All, |rule| rule.mode);
        let needed = Self { roles, mode, rule };
        let alone_allowed = !policy.separation.contains(&Separation::ProposerAlone);
        let is_within = |at| needed.is_within(&proposal.by, at, policy);
        if alone_allowed && is_within(proposal.at) && is_within(proposal.recorded) {
            Self {
                roles: Vec::new(),
                ..needed
            }
        } else {
            needed
        }
    }

    /// Whether this person alone is enough, with the role held at an instant.
    pub(super) fn is_within(&self, who: &StaffId, at: Instant, policy: &Policy) -> bool {
        self.role_of(who, at, policy)
            .is_some_and(|held| match (&self.roles[..], self.mode) {
                ([single], _) => self.stands_for(held, single, policy),
                (several, ApprovalMode::Any) => several.contains(&held),
                (_, ApprovalMode::All | ApprovalMode::Sequence) => false,
            })
    }

    /// The role held at an instant by somebody of the required department.
    fn role_of<'p>(&self, who: &StaffId, at: Instant, policy: &'p Policy) -> Option<&'p str> {
        let department = self.rule.and_then(|rule| rule.department.as_ref());
        let own = policy.staff.get(who)?.department.as_ref();
        role(who, at, policy).filter(|_| department.is_none_or(|asked| own == Some(asked)))
    }

    /// Whether a role can give the approval of a single one: that role, or a higher one unless the
    /// rule means it exactly.
    fn stands_for(&self, held: &str, single: &str, policy: &Policy) -> bool {
        match self.rule.is_some_and(|rule| rule.exact) {
            true => held == single,
            false => policy.reaches(held, single),
        }
    }

    /// All approvers in words: `a clerk, then an auditor`.
    pub(crate) fn in_words(&self) -> Message {
        self.worded(&self.roles)
    }

    /// Some of the approvers in words.
    pub(crate) fn worded(&self, roles: &[&str]) -> Message {
        self.combined(self.mode, roles)
    }

    fn combined(&self, mode: ApprovalMode, roles: &[&str]) -> Message {
        let who = mode.approvers(roles);
        match self.rule {
            Some(rule) => rule.of_department(who),
            None => who,
        }
    }

    /// When the approvals of an emergency have to be recorded.
    pub(crate) fn papers(&self) -> EmergencyApproval {
        self.rule
            .map_or(EmergencyApproval::Before, |rule| rule.papers)
    }

    /// The place of the rule in the policy.
    pub(crate) fn spot(&self) -> Option<Spot> {
        self.rule.map(|rule| rule.spot)
    }

    /// The missing roles. Each approval is by a different person. A higher role can replace a
    /// single required role; of several, each requires exactly that role.
    pub(crate) fn lacking(&self, proposal: &Proposal, policy: &Policy) -> Vec<&'a str> {
        let policy = proposal.judged_by(policy);
        let mut lacking = self.roles.clone();
        let mut served: Vec<&StaffId> = vec![&proposal.by];
        for Approval { by: who, at, .. } in proposal.covering() {
            if served.contains(&who) || !self.takes(who, *at, &lacking, policy) {
                continue;
            }
            if self.is_within(who, *at, policy) {
                return Vec::new();
            }
            let held = role(who, *at, policy);
            if let Some(place) = lacking.iter().position(|role| Some(*role) == held) {
                lacking.remove(place);
                served.push(who);
            }
        }
        lacking
    }

    /// Whether an approval by this person counts while `lacking` are missing.
    pub(crate) fn takes(
        &self,
        who: &StaffId,
        at: Instant,
        lacking: &[&str],
        policy: &Policy,
    ) -> bool {
        self.role_of(who, at, policy)
            .is_some_and(|held| match (&self.roles[..], self.mode) {
                ([single], _) => self.stands_for(held, single, policy),
                (_, ApprovalMode::All | ApprovalMode::Any) => lacking.contains(&held),
                (_, ApprovalMode::Sequence) => lacking.first() == Some(&held),
            })
    }

    /// Whether a person can give a missing approval, with the role held at an instant.
    fn is_open_to(&self, who: &StaffId, proposal: &Proposal, at: Instant, policy: &Policy) -> bool {
        let lacking = self.lacking(proposal, policy);
        *who != proposal.by
            && !lacking.is_empty()
            && !proposal.covering().any(|approval| approval.by == *who)
            && self.takes(who, at, &lacking, policy)
    }

    /// Whether the judge would accept an approval by this person at an instant.
    pub(crate) fn could_approve(
        &self,
        who: &StaffId,
        proposal: &Proposal,
        at: Instant,
        setting: &Setting<'_>,
    ) -> bool {
        able::may(who, Verb::Approve, at, setting)
            && self.is_open_to(who, proposal, at, setting.policy)
    }

    /// The people to ask next: those whose approval the judge would accept.
    pub(crate) fn who(&self, proposal: &Proposal, at: Instant, setting: &Setting<'_>) -> Able {
        let lacking = self.lacking(proposal, setting.policy);
        let roles = match (self.mode, lacking.first()) {
            (_, None) => self.in_words(),
            (ApprovalMode::Sequence, Some(first)) => self.worded(&[first]),
            (ApprovalMode::All | ApprovalMode::Any, Some(_)) => {
                self.combined(ApprovalMode::Any, &lacking)
            }
        };
        able::among(setting.policy, roles, |who| {
            self.could_approve(who, proposal, at, setting)
        })
    }
}
