//! The required and the missing approvals of a proposal.

use crate::domain::case::event::Subject;
use crate::domain::finding::Able;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, one};
use crate::domain::names::StaffId;
use crate::domain::policy::when;
use crate::domain::policy::{
    ApprovalMode, ApprovalRule, Condition, EmergencyApproval, Policy, Separation,
};
use crate::domain::rules::permissions::{is_active, role, who_has};
use crate::domain::state::Proposal;
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
        let is_within =
            |at| role(&proposal.by, at, policy).is_some_and(|own| needed.is_within(own, policy));
        let covered = alone_allowed && is_within(proposal.at) && is_within(proposal.recorded);
        if covered {
            Self {
                roles: Vec::new(),
                ..needed
            }
        } else {
            needed
        }
    }

    /// Whether one person with this role is enough.
    fn is_within(&self, held: &str, policy: &Policy) -> bool {
        match (&self.roles[..], self.mode) {
            ([single], _) => policy.reaches(held, single),
            (several, ApprovalMode::Any) => several.contains(&held),
            (_, ApprovalMode::All | ApprovalMode::Sequence) => false,
        }
    }

    /// All approvers in words: `a clerk, then an auditor`.
    pub(crate) fn in_words(&self) -> Message {
        self.mode.approvers(&self.roles)
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
        for (who, at) in &proposal.approvals {
            let held = role(who, *at, policy).filter(|_| !served.contains(&who));
            let Some(held) = held.filter(|held| self.takes(held, &lacking, policy)) else {
                continue;
            };
            if self.is_within(held, policy) {
                return Vec::new();
            }
            if let Some(place) = lacking.iter().position(|role| *role == held) {
                lacking.remove(place);
                served.push(who);
            }
        }
        lacking
    }

    /// Whether an approval by this role counts while `lacking` are missing.
    pub(crate) fn takes(&self, held: &str, lacking: &[&str], policy: &Policy) -> bool {
        match (&self.roles[..], self.mode) {
            ([single], _) => policy.reaches(held, single),
            (_, ApprovalMode::All | ApprovalMode::Any) => lacking.contains(&held),
            (_, ApprovalMode::Sequence) => lacking.first() == Some(&held),
        }
    }

    /// Whether a person can give a missing approval, with the role held at an instant.
    pub(crate) fn is_open_to(
        &self,
        who: &StaffId,
        proposal: &Proposal,
        at: Instant,
        policy: &Policy,
    ) -> bool {
        let lacking = self.lacking(proposal, policy);
        *who != proposal.by
            && !lacking.is_empty()
            && !proposal
                .approvals
                .iter()
                .any(|(approver, _)| approver == who)
            && role(who, at, policy).is_some_and(|held| self.takes(held, &lacking, policy))
    }

    /// The people to ask next; at least one role has to be missing.
    pub(crate) fn who(&self, proposal: &Proposal, at: Instant, policy: &Policy) -> Able {
        let lacking = self.lacking(proposal, policy);
        match (&self.roles[..], lacking.first()) {
            ([single], _) => who_has(single, at, policy),
            (_, None) => Able::of_role(self.in_words()),
            (_, Some(first)) => {
                let open = |who: &&StaffId| {
                    is_active(who, at, policy) && self.is_open_to(who, proposal, at, policy)
                };
                let staff = policy.staff.keys().filter(open).cloned().collect();
                match self.mode {
                    ApprovalMode::Sequence => Able::new(staff, one(first)),
                    ApprovalMode::All | ApprovalMode::Any => {
                        Able::new(staff, ApprovalMode::Any.approvers(&lacking))
                    }
                }
            }
        }
    }
}
