//! The current staff, and what they can do whatever the case.

use crate::domain::case::Verb;
use crate::domain::names::StaffId;
use crate::domain::policy::{
    ApprovalMode, ApprovalRule, Duty, Permission, Policy, Responsibility, SYSTEM, Separation, Staff,
};
use crate::domain::time::Instant;

/// The staff at an instant.
pub(super) struct Team<'a> {
    pub policy: &'a Policy,
    pub now: Instant,
}

type Member<'a> = (&'a StaffId, &'a Staff);

impl<'a> Team<'a> {
    /// Everybody who works here, automated jobs included.
    pub(super) fn all(&self) -> impl Iterator<Item = Member<'a>> {
        let (policy, now) = (self.policy, self.now);
        let staff = policy.staff.iter();
        staff.filter(move |(_, staff)| staff.is_active(now, &policy.calendar))
    }

    /// The people who work here.
    pub(super) fn people(&self) -> impl Iterator<Item = Member<'a>> {
        self.all()
            .filter(|member| self.role(*member) != Some(SYSTEM))
    }

    pub(super) fn role(&self, (_, staff): Member<'a>) -> Option<&'a str> {
        staff.role_at(self.now, &self.policy.calendar)
    }

    /// Whether somebody has a role or a higher one.
    pub(super) fn has(&self, role: &str) -> bool {
        let reaches = |held: &str| held == role || self.policy.reaches(held, role);
        self.all()
            .any(|member| self.role(member).is_some_and(reaches))
    }

    /// Whether somebody has exactly this role.
    pub(super) fn has_exactly(&self, role: &str) -> bool {
        self.people().any(|member| self.role(member) == Some(role))
    }

    /// Whether somebody can use a verb on an ordinary case.
    pub(super) fn can(&self, verb: Verb) -> bool {
        self.all().any(|member| self.may(member, verb))
    }

    fn may(&self, member: Member<'a>, verb: Verb) -> bool {
        let duty = Duty::Verb(verb);
        let mut asked = self.policy.responsibilities.iter();
        self.permits(member, Permission::Verb(verb))
            && asked.all(|rule| {
                !rule.when.is_empty()
                    || rule.from.is_some()
                    || !rule.duties.contains(&duty)
                    || self.fits(member, rule)
            })
    }

    fn permits(&self, member: Member<'a>, permission: Permission) -> bool {
        self.policy.permits(self.role(member), permission)
    }

    fn fits(&self, (_, staff): Member<'a>, rule: &Responsibility) -> bool {
        self.policy.qualifies(staff, rule, self.now)
    }

    /// Whether somebody meets a responsibility and is permitted what it is for.
    pub(super) fn fulfils(&self, rule: &Responsibility, duty: &Duty) -> bool {
        self.people().any(|member| {
            let permitted = match duty {
                Duty::Hold | Duty::Lead => true,
                Duty::Arbitrate => self.permits(member, Permission::Arbitrate),
                Duty::Verb(verb) => self.permits(member, Permission::Verb(*verb)),
                Duty::Step(_) => self.permits(member, Permission::Verb(Verb::Note)),
            };
            permitted && self.fits(member, rule)
        })
    }

    /// Whether somebody can use a verb after somebody else handled the case.
    pub(super) fn can_after_another(&self, verb: Verb) -> bool {
        self.people()
            .filter(|member| self.may(*member, verb))
            .any(|(who, _)| self.people().any(|(other, _)| other != who))
    }

    /// The roles of a rule for which there are too few people; empty if there are enough.
    pub(super) fn missing<'r>(&self, rule: &'r ApprovalRule) -> Vec<&'r str> {
        let roles: Vec<&str> = rule.approvers.iter().map(String::as_str).collect();
        let lacks = |role: &&str| {
            let asked = roles.iter().filter(|other| *other == role).count();
            self.approvers(rule, role).count() < asked
        };
        let lacking: Vec<&str> = roles.iter().copied().filter(lacks).collect();
        match rule.mode {
            ApprovalMode::Any if lacking.len() < roles.len() => Vec::new(),
            ApprovalMode::Any | ApprovalMode::All | ApprovalMode::Sequence => lacking,
        }
    }

    /// Whether somebody proposes what a rule with enough approvers is about: somebody whose
    /// approval is not needed, or who needs nobody's.
    pub(super) fn has_proposer(&self, rule: &ApprovalRule) -> bool {
        let own = !self.policy.separation.contains(&Separation::ProposerAlone);
        let proposers = self.people().filter(|it| self.may(*it, Verb::Propose));
        proposers.into_iter().any(|(who, _)| {
            let can_alone = own && rule.approvers.len() == 1;
            let spared = |role: &String| {
                let others = self
                    .approvers(rule, role)
                    .filter(|(other, _)| *other != who);
                let asked = rule.approvers.iter().filter(|it| *it == role).count();
                others.count() >= asked
            };
            let is_one = |role: &String| self.approvers(rule, role).any(|(it, _)| it == who);
            let mut roles = rule.approvers.iter();
            let leaves_enough = match rule.mode {
                ApprovalMode::Any => roles.any(spared),
                ApprovalMode::All | ApprovalMode::Sequence => roles.all(spared),
            };
            leaves_enough || (can_alone && rule.approvers.iter().any(is_one))
        })
    }

    /// The people who could give the approval of one role of a rule.
    fn approvers<'s>(
        &'s self,
        rule: &'s ApprovalRule,
        role: &'s str,
    ) -> impl Iterator<Item = Member<'a>> + 's {
        let is_single = rule.approvers.len() == 1 && !rule.exact;
        self.people().filter(move |member| {
            let held = self.role(*member);
            let has_role = match is_single {
                true => held.is_some_and(|held| self.policy.reaches(held, role)),
                false => held == Some(role),
            };
            let department = member.1.department.as_ref();
            let is_there = rule
                .department
                .as_ref()
                .is_none_or(|asked| department == Some(asked));
            has_role && is_there && self.may(*member, Verb::Approve)
        })
    }
}
