//! Selects the rules that apply to a case.

use chrono::NaiveDate;

use crate::domain::case::event::{ProposalSubject, Subject};
use crate::domain::names::StaffId;

use super::{
    ApprovalRule, Condition, DeadlineRule, Exposure, Per, Permission, Policy, Responsibility,
    SYSTEM, Staff,
};
use crate::domain::time::Instant;

impl Staff {
    /// Whether the staff member has the e-mail address, ignoring case.
    pub(crate) fn has_email(&self, email: &str) -> bool {
        let own = self.email.as_deref();
        own.is_some_and(|own| own.eq_ignore_ascii_case(email))
    }
}

impl Policy {
    /// Takes over the dated losses of a later policy: they bind everybody, whatever was known when
    /// something was recorded.
    pub(crate) fn bind(&mut self, later: &Self) {
        let roles = self.roles.clone();
        let rank = |role: &str| roles.iter().position(|known| known == role);
        for (id, staff) in &mut self.staff {
            if let Some(later) = later.staff.get(id) {
                staff.bind(later, rank);
            }
        }
    }

    /// The person who had an e-mail address at an instant: somebody active then, or else somebody
    /// who had it before.
    pub(crate) fn staff_by_email(&self, email: &str, at: Instant) -> Option<(&StaffId, &Staff)> {
        let mut owners = self
            .staff
            .iter()
            .filter(|(_, staff)| staff.has_email(email));
        let first = owners.clone().next();
        owners
            .find(|(_, staff)| staff.is_active(at, &self.calendar))
            .or(first)
    }

    /// The named contact of a department or authority at an instant (B1, B12).
    pub(crate) fn contact_for(&self, whom: &str, at: Instant) -> Option<&StaffId> {
        let is_contact = |staff: &Staff| {
            staff.is_active(at, &self.calendar) && staff.contact_for.iter().any(|it| it == whom)
        };
        let mut staff = self.staff.iter();
        staff.find(|(_, staff)| is_contact(staff)).map(|(id, _)| id)
    }

    /// The names of the deadlines, in order of first appearance.
    pub(crate) fn deadline_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for rule in &self.deadlines {
            if !names.contains(&rule.name.as_str()) {
                names.push(rule.name.as_str());
            }
        }
        names
    }

    /// The deadline rule with this name and kind of clock for a complaint received on `receipt`: of the rules whose
    /// `when` holds, the one with the latest `since` not after the receipt; of several, the first
    /// in the file.
    pub(crate) fn candidates(
        &self,
        name: &str,
        per: Per,
        receipt: NaiveDate,
        holds: impl Fn(&[Condition]) -> bool,
    ) -> Option<&DeadlineRule> {
        let in_force = |rule: &&DeadlineRule| {
            rule.name == name
                && rule.per == per
                && rule.since.is_none_or(|since| since <= receipt)
                && holds(&rule.when)
        };
        // `max_by_key` returns the last maximum, so iterate from the end to get the first in the
        // file.
        self.deadlines
            .iter()
            .rev()
            .filter(in_force)
            .max_by_key(|rule| rule.since)
    }

    /// The first approval rule in the file that covers the subject, category and amount (by its own
    /// measure) and whose `when` holds. `None`: for a remedy, the highest role approves; anything
    /// else needs no approval.
    pub(crate) fn approval_for(
        &self,
        subject: &ProposalSubject,
        category: &str,
        exposure: Exposure,
        holds: impl Fn(&[Condition]) -> bool,
    ) -> Option<&ApprovalRule> {
        let listed = |list: &[String], value: &str| {
            list.is_empty() || list.iter().any(|known| known == value)
        };
        self.approvals.iter().find(|rule| {
            let covers_subject = match subject {
                ProposalSubject::Remedy(remedy) => {
                    rule.subject == Subject::Remedy && listed(&rule.remedies, remedy)
                }
                ProposalSubject::Answer
                | ProposalSubject::Decision(_)
                | ProposalSubject::Validity
                | ProposalSubject::Loss
                | ProposalSubject::Liability => rule.subject == subject.subject(),
            };
            covers_subject
                && (rule.categories.is_empty()
                    || self
                        .lineage(category)
                        .any(|name| listed(&rule.categories, name)))
                && rule.limit.covers(exposure.by(rule.measure))
                && holds(&rule.when)
        })
    }

    /// Whether a member of the staff meets a responsibility at an instant.
    pub(crate) fn qualifies(&self, staff: &Staff, rule: &Responsibility, at: Instant) -> bool {
        let role = staff.role_at(at, &self.calendar);
        let has_role = |asked: &String| match rule.exact {
            true => role == Some(asked),
            false => role.is_some_and(|role| self.reaches(role, asked)),
        };
        let is_of = |asked: &String| staff.department.as_ref() == Some(asked);
        let knows = |asked: &String| staff.skills.contains(asked);
        rule.role.as_ref().is_none_or(has_role)
            && rule.department.as_ref().is_none_or(is_of)
            && rule.skill.as_ref().is_none_or(knows)
    }

    /// Whether a role has a permission. A permission without an entry is open to all people;
    /// `system` needs an entry.
    pub(crate) fn permits(&self, role: Option<&str>, permission: Permission) -> bool {
        let Some(allowed) = self.permissions.get(&permission) else {
            return role != Some(SYSTEM);
        };
        role.is_some_and(|role| {
            (allowed.system && role == SYSTEM) || self.reaches(role, &allowed.role)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::case::Verb;
    use crate::domain::case::event::ProposalSubject;
    use crate::domain::policy::{Exposure, Permission, Policy, parse};

    fn policy(rules: &str) -> Policy {
        let text = format!(
            "format = 1\nchannels = [\"phone\"]\nremedies = [\"refund\", \"return\"]\nroles = [\"clerk\", \"chief\"]\n\
             [categories.goods]\n[categories.shoes]\nparent = \"goods\"\n{rules}"
        );
        let (policy, findings) = parse(&text);
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    }

    #[test]
    fn the_latest_since_before_the_receipt_counts_and_then_the_first() {
        let rule = |within, rest| {
            format!(
                "[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"{within}\"\n{rest}\n"
            )
        };
        let rules = [
            rule("3bd", ""),
            rule("2bd", "since = 2026-12-01\nwhen = { category = \"shoes\" }"),
            rule("4bd", "since = 2026-12-01"),
            rule("9bd", "since = 2026-06-01"),
        ];
        let policy = policy(&rules.concat());
        let within = |receipt: &str, shoes: bool| {
            let rule = policy.candidates(
                "respond",
                crate::domain::policy::Per::Case,
                receipt.parse().unwrap(),
                |when| when.is_empty() || shoes,
            );
            rule.map(|rule| rule.within.to_string())
        };
        for (receipt, shoes, expected) in [
            ("2026-05-31", true, "3bd"),
            ("2026-06-01", true, "9bd"),
            ("2026-12-01", true, "2bd"),
            ("2026-12-01", false, "4bd"),
        ] {
            assert_eq!(
                within(receipt, shoes).as_deref(),
                Some(expected),
                "{receipt} {shoes}"
            );
        }
        assert_eq!(policy.deadline_names(), ["respond"]);
    }

    #[test]
    fn the_first_approval_rule_that_covers_it_counts() {
        let policy = policy(
            "[[approval]]\nremedy = \"return\"\ncategory = \"goods\"\nbelow = 2000\napprovers = [\"chief\"]\n\
             [[approval]]\nup_to = 500\napprovers = []\n\
             [[approval]]\nwhen = { value = \"high\" }\napprovers = []\n",
        );
        let line = |remedy: &str, category: &str, amount: &str| {
            let exposure = Exposure {
                proposal: amount.parse().unwrap(),
                goods: None,
                dispute: None,
                elsewhere: rust_decimal::Decimal::ZERO,
            };
            policy
                .approval_for(
                    &ProposalSubject::Remedy(remedy.to_owned()),
                    category,
                    exposure,
                    |when| when.is_empty(),
                )
                .map(|rule| rule.spot.line)
        };
        assert_eq!(line("return", "shoes", "1999.99"), Some(8));
        assert_eq!(line("return", "shoes", "2000"), None);
        assert_eq!(line("refund", "shoes", "500"), Some(13));
        assert_eq!(line("refund", "shoes", "500.01"), None);
    }

    #[test]
    fn a_permission_is_for_a_role_and_those_above_it() {
        let policy = policy(
            "[permissions]\nassign = \"clerk\"\nclose = \"chief\"\nchase = [\"chief\", \"system\"]\nnote = \"system\"\n",
        );
        let permits = |role, verb| policy.permits(role, Permission::Verb(verb));
        for (role, verb, expected) in [
            (Some("clerk"), Verb::Assign, true),
            (Some("clerk"), Verb::Close, false),
            (Some("chief"), Verb::Close, true),
            (Some("clerk"), Verb::Reopen, true),
            (Some("system"), Verb::Reopen, false),
            (None, Verb::Reopen, true),
            (None, Verb::Assign, false),
            (Some("system"), Verb::Assign, false),
            (Some("system"), Verb::Chase, true),
            (Some("clerk"), Verb::Chase, false),
            (Some("system"), Verb::Note, true),
            (Some("chief"), Verb::Note, false),
        ] {
            assert_eq!(permits(role, verb), expected, "{role:?} {verb}");
        }
    }
}
