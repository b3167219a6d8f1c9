//! The policy of each commit, and whether those who changed it were allowed to.

use std::collections::{BTreeSet, HashMap};

use super::fault::Fault;
use super::fault::fault;
use super::history::{Commit, History};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::{message, one, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{self, Permission, Policy};

const POLICY: &str = "policy.toml";

/// A policy of the history.
struct KnownPolicy {
    own: Policy,
    /// With the people of the tip, under the addresses that they had, where they are others.
    with_tip: Option<Policy>,
}

impl KnownPolicy {
    fn new(own: Policy, tip: &Policy) -> Self {
        let mut with_tip = own.clone();
        with_tip.staff.extend(tip.staff.clone());
        // Whose address it was then is not changed by whose it is now.
        for (id, staff) in &own.staff {
            with_tip
                .staff
                .entry(id.clone())
                .and_modify(|now| now.email.clone_from(&staff.email));
        }
        let differs = with_tip.staff != own.staff && !own.staff.is_empty();
        Self {
            own,
            with_tip: differs.then_some(with_tip),
        }
    }
}

/// The policies of a history.
pub(super) struct Policies {
    /// By the id of the file's contents; an error where it cannot be read.
    known: HashMap<String, Result<KnownPolicy, Finding>>,
    /// The contents that each commit is judged by, and of parents that are not judged.
    of: HashMap<String, String>,
    tip: Policy,
}

impl Policies {
    pub(crate) fn read(history: &History, tip: &Policy) -> Self {
        let mut policies = Self {
            known: HashMap::new(),
            of: history.policies_before.clone(),
            tip: tip.clone(),
        };
        for id in history.policies_before.values() {
            policies.learn(id, history);
        }
        for commit in &history.commits {
            let change = commit
                .changes
                .first()
                .and_then(|changes| changes.iter().find(|delta| delta.path == POLICY));
            let inherited = commit
                .parents
                .first()
                .and_then(|parent| policies.of.get(parent))
                .cloned();
            let before = inherited.or_else(|| change.and_then(|change| change.before.clone()));
            let own = change.map_or(before.clone(), |change| change.after.clone());
            for id in own.iter().chain(&before) {
                policies.learn(id, history);
            }
            // A policy that cannot be read leaves the one before in force.
            let in_force = own.filter(|id| policies.policy(id).is_some()).or(before);
            if let Some(id) = in_force {
                policies.of.insert(commit.id.clone(), id);
            }
        }
        policies
    }

    fn learn(&mut self, id: &str, history: &History) {
        if self.known.contains_key(id) {
            return;
        }
        let text = history
            .contents
            .get(id)
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .unwrap_or_default();
        let (policy, findings) = policy::parse(&text);
        let first = findings
            .into_iter()
            .find(|finding| finding.severity == Severity::Error);
        let known = match policy {
            Some(own) => Ok(KnownPolicy::new(own, &self.tip)),
            None => Err(first.unwrap_or_else(|| {
                let message = text!("the policy cannot be read");
                Finding::error(Code::Syntax, Spot::default(), message)
            })),
        };
        self.known.insert(id.to_owned(), known);
    }

    fn policy(&self, id: &str) -> Option<&Policy> {
        self.known.get(id)?.as_ref().ok().map(|known| &known.own)
    }

    /// The policy in a commit's tree; where there is none, that of the tip.
    pub(crate) fn of(&self, commit: &Commit) -> &Policy {
        self.of
            .get(&commit.id)
            .and_then(|id| self.policy(id))
            .unwrap_or(&self.tip)
    }

    /// The policy at the tip.
    pub(crate) fn tip(&self) -> &Policy {
        &self.tip
    }

    /// Whether the policy in a commit's tree asks for signatures.
    pub(crate) fn signed_at(&self, commit: &str) -> bool {
        self.of
            .get(commit)
            .and_then(|id| self.policy(id))
            .is_some_and(|policy| policy.audit.signed)
    }

    /// What a commit is judged by: the policy in its tree, and the same with the people of the tip, where they are others.
    pub(crate) fn judges(&self, commit: &Commit) -> Vec<&Policy> {
        let known = self
            .of
            .get(&commit.id)
            .and_then(|id| self.known.get(id)?.as_ref().ok());
        known.map_or(vec![&self.tip], |known| {
            std::iter::once(&known.own).chain(&known.with_tip).collect()
        })
    }
}

/// Who has an e-mail address.
pub(super) fn staff_with<'a>(email: &str, policy: &'a Policy) -> Option<&'a StaffId> {
    policy.staff_by_email(email).map(|(id, _)| id)
}

/// What is wrong with changes of the policy: it cannot be read, it is gone, or whoever changed it was not allowed to.
pub(super) fn check(history: &History, policies: &Policies) -> Vec<Fault> {
    let mut faults = Vec::new();
    for commit in &history.commits {
        let Some(file) = commit
            .touched()
            .into_iter()
            .find(|file| file.path == POLICY)
        else {
            continue;
        };
        let after = file.after.map(|id| policies.known.get(id.as_str()));
        match after {
            Some(Some(Err(finding))) => faults.push(fault(commit, POLICY, finding.clone())),
            Some(_) => {}
            None => {
                let message = text!("the policy was taken away");
                let finding = Finding::error(Code::PolicyChanged, Spot::default(), message)
                    .hint(text!("restore it from the commit before"));
                faults.push(fault(commit, POLICY, finding));
            }
        }
        // A merge may take the policy of the side that changed it; that was judged where it was made.
        if commit.is_merge() && is_taken_over(commit, history) {
            continue;
        }
        let befores: Vec<&Policy> = file
            .before
            .iter()
            .flatten()
            .filter_map(|id| policies.policy(id))
            .collect();
        let refused = befores
            .iter()
            .find_map(|before| unauthorised(commit, before));
        faults.extend(refused.map(|finding| fault(commit, POLICY, finding)));
        let own = file.after.and_then(|id| policies.policy(id));
        let undated = befores
            .first()
            .zip(own)
            .map(|(before, own)| undated(before, own))
            .unwrap_or_default();
        faults.extend(
            undated
                .into_iter()
                .map(|finding| fault(commit, POLICY, finding)),
        );
    }
    faults
}

/// Whether a merge has the policy of a parent, and drops no change that only another parent's history has.
fn is_taken_over(commit: &Commit, history: &History) -> bool {
    let pairs = commit.takes_over(POLICY);
    let taken: BTreeSet<&str> = pairs.iter().map(|(_, taken)| *taken).collect();
    let drops = |(other, taken): &(&str, &str)| {
        history
            .policies_apart
            .contains(&((*other).to_owned(), (*taken).to_owned()))
    };
    taken
        .iter()
        .any(|taken| !pairs.iter().filter(|pair| pair.1 == *taken).any(drops))
}

/// The finding that whoever changed the policy may not; by the policy before the change.
fn unauthorised(commit: &Commit, before: &Policy) -> Option<Finding> {
    if before.staff.is_empty() {
        return None;
    }
    let allowed = before.permissions.get(&Permission::Policy);
    let lowest = allowed
        .map(|allowed| allowed.role.as_str())
        .or_else(|| before.highest_role())?;
    let may = |email: &String| {
        let staff = staff_with(email, before).and_then(|id| before.staff.get(id));
        let role = staff.filter(|staff| staff.is_active(commit.committed, &before.calendar));
        role.and_then(|staff| staff.role_at(commit.committed, &before.calendar))
            .is_some_and(|role| before.reaches(role, lowest))
    };
    let refused = [&commit.author, &commit.committer]
        .into_iter()
        .find(|email| !may(email))?;
    let message = message!(
        "{refused} may not change the policy: it takes {role}",
        refused,
        role = one(lowest)
    );
    let finding = Finding::error(Code::PolicyChanged, Spot::default(), message);
    Some(finding.hint(text!(
        "somebody of that role has to make the change, in a commit of their own"
    )))
}

/// Roles that were changed without a date: all that these people ever did is judged by the new one.
fn undated(before: &Policy, after: &Policy) -> Vec<Finding> {
    let changed = after.staff.iter().filter_map(|(id, staff)| {
        let old = before.staff.get(id)?;
        let (old, new) = (&old.roles.first()?.1, &staff.roles.first()?.1);
        (old != new).then(|| {
            let message = message!(
                "the role of '{id}' was changed from '{old}' to '{new}' without a date, as if it \
                 had always been so",
                id,
                old,
                new
            );
            let hint = message!(
                "date it: role = [{{ role = \"{old}\" }}, {{ role = \"{new}\", since = DATE }}]",
                old,
                new
            );
            Finding::warning(Code::UndatedChange, staff.spot, message).hint(hint)
        })
    });
    changed.collect()
}
