//! The policy of each commit, and whether its authors were allowed to change it.

use std::collections::HashMap;
use std::sync::Arc;

use super::fault::Fault;
use super::fault::fault;
use super::history::{Arrival, Commit, History};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::law::Law;
use crate::domain::message::{message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::{self, Permission, Policy};
use crate::domain::time::Instant;

/// A policy of the history.
struct KnownPolicy {
    /// The policy, bound by the dated losses in that of the tip.
    own: Arc<Policy>,
    /// The same policy with the staff of the tip, but their old addresses; `None` if that makes no
    /// difference.
    with_tip: Option<Arc<Policy>>,
}

impl KnownPolicy {
    fn new(mut own: Policy, tip: &Policy) -> Self {
        own.bind(tip);
        let mut with_tip = own.clone();
        with_tip.staff.extend(tip.staff.clone());
        // The owner of an address at that time is independent of its owner now.
        for (id, staff) in &own.staff {
            with_tip
                .staff
                .entry(id.clone())
                .and_modify(|now| now.email.clone_from(&staff.email));
        }
        let differs = with_tip.staff != own.staff && !own.staff.is_empty();
        Self {
            own: Arc::new(own),
            with_tip: differs.then(|| Arc::new(with_tip)),
        }
    }
}

/// The policies of a history.
pub(super) struct Policies {
    /// By blob id; an error if the policy cannot be read.
    known: HashMap<String, Result<KnownPolicy, Finding>>,
    /// The blob id of the policy in force, by commit; parents outside the history included.
    in_force: HashMap<String, String>,
    tip: Arc<Policy>,
}

impl Policies {
    pub(crate) fn read(history: &History, tip: &Policy) -> Self {
        let mut policies = Self {
            known: HashMap::new(),
            in_force: history.policies_before.clone(),
            tip: Arc::new(tip.clone()),
        };
        for id in history.policies_before.values() {
            policies.load(id, history);
        }
        for commit in &history.commits {
            let change = commit
                .changes
                .first()
                .and_then(|changes| changes.iter().find(|delta| delta.path == policy::FILE));
            let inherited = commit
                .parents
                .first()
                .and_then(|parent| policies.in_force.get(parent))
                .cloned();
            let before = inherited.or_else(|| change.and_then(|change| change.before.clone()));
            let own = change.map_or(before.clone(), |change| change.after.clone());
            for id in own.iter().chain(&before) {
                policies.load(id, history);
            }
            // An unreadable policy leaves the previous one in force.
            let id = own.filter(|id| policies.policy(id).is_some()).or(before);
            if let Some(id) = id {
                policies.in_force.insert(commit.id.clone(), id);
            }
        }
        policies
    }

    fn load(&mut self, id: &str, history: &History) {
        if self.known.contains_key(id) {
            return;
        }
        let bytes = history.contents.get(id).map(Vec::as_slice);
        let (policy, findings) = policy::parse_bytes(bytes.unwrap_or_default());
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
        self.known.get(id)?.as_ref().ok().map(|known| &*known.own)
    }

    /// The policy in a commit's tree; without one, the policy at the tip.
    pub(crate) fn in_tree(&self, commit: &Commit) -> &Policy {
        self.in_force
            .get(&commit.id)
            .and_then(|id| self.policy(id))
            .unwrap_or(&self.tip)
    }

    /// The policy at the tip.
    pub(crate) fn tip(&self) -> &Policy {
        &self.tip
    }

    /// Whether the policy in a commit's tree requires signatures.
    pub(crate) fn signed_at(&self, commit: &str) -> bool {
        self.in_force
            .get(commit)
            .and_then(|id| self.policy(id))
            .is_some_and(|policy| policy.audit.signed)
    }

    /// The laws of what a commit brings: the policy in its tree; for a commit that arrives now, the
    /// same with the staff of the tip if that differs, and the tip's policy if the record replaced
    /// that of the commit too long ago.
    pub(crate) fn laws(&self, commit: &Commit, arrival: Option<&Arrival>) -> Vec<Law> {
        let id = self.in_force.get(&commit.id);
        let known = id.and_then(|id| self.known.get(id)?.as_ref().ok());
        let policies = match known.zip(id) {
            None => vec![&self.tip],
            Some((known, id)) => {
                let is_outdated = |arrival: &Arrival| self.is_outdated(id, arrival);
                let with_tip = known.with_tip.as_ref().filter(|_| arrival.is_some());
                let tip = arrival.is_some_and(is_outdated).then_some(&self.tip);
                [&known.own]
                    .into_iter()
                    .chain(with_tip)
                    .chain(tip)
                    .collect()
            }
        };
        let law = |policy: &Arc<Policy>| Law {
            policy: Arc::clone(policy),
            committed: Some(commit.committed),
        };
        policies.into_iter().map(law).collect()
    }
}

impl Policies {
    /// Whether the record replaced a policy longer ago than events may be backdated.
    fn is_outdated(&self, policy: &str, arrival: &Arrival) -> bool {
        let replaced = arrival.replaced.get(policy);
        replaced.is_some_and(|replaced| arrival.is_late(*replaced, &self.tip))
    }
}

/// The person who had an e-mail address at an instant.
pub(super) fn staff_with<'a>(email: &str, at: Instant, policy: &'a Policy) -> Option<&'a StaffId> {
    policy.staff_by_email(email, at).map(|(id, _)| id)
}

/// Checks changes of the policy: it can be read, it is not removed, and its author may change it.
pub(super) fn check(history: &History, policies: &Policies) -> Vec<Fault> {
    let mut faults = Vec::new();
    for commit in &history.commits {
        let Some(file) = commit
            .touched()
            .into_iter()
            .find(|file| file.path == policy::FILE)
        else {
            continue;
        };
        let after = file.after.map(|id| policies.known.get(id.as_str()));
        match after {
            Some(Some(Err(finding))) => faults.push(fault(commit, policy::FILE, finding.clone())),
            Some(_) => {}
            None => {
                let message = text!("the policy was removed");
                let finding = Finding::error(Code::PolicyChanged, Spot::default(), message)
                    .hint(text!("restore it from the previous commit"));
                faults.push(fault(commit, policy::FILE, finding));
            }
        }
        // A merge can keep the policy of a parent; the change was judged where it was made.
        if commit.is_merge() && history.policies_kept.contains(&commit.id) {
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
            .find_map(|before| unauthorised(commit, before, commit.committed))
            .or_else(|| lapsed(commit, history, &policies.tip));
        faults.extend(refused.map(|finding| fault(commit, policy::FILE, finding)));
        let own = file.after.and_then(|id| policies.policy(id));
        let undated = befores
            .first()
            .zip(own)
            .map(|(before, own)| undated_role_changes(before, own))
            .unwrap_or_default();
        faults.extend(
            undated
                .into_iter()
                .map(|finding| fault(commit, policy::FILE, finding)),
        );
    }
    faults
}

/// Reports a change of the policy that arrives when its author or committer may not make it any
/// more, by the list that the record had before. It leaves out people whom the arriving commits
/// enter.
fn lapsed(commit: &Commit, history: &History, tip: &Policy) -> Option<Finding> {
    let arrival = history.arrival_of(commit)?;
    let before = arrival.before.as_ref()?;
    if before.staff.is_empty() {
        return None;
    }
    let mut list = before.clone();
    for (id, staff) in &tip.staff {
        list.staff
            .entry(id.clone())
            .or_insert_with(|| staff.clone());
    }
    unauthorised(commit, &list, arrival.at)
}

/// Reports an author or committer who may not change the policy at an instant, by the policy before
/// the change.
fn unauthorised(commit: &Commit, before: &Policy, at: Instant) -> Option<Finding> {
    if before.staff.is_empty() {
        return None;
    }
    let allowed = before.permissions.get(&Permission::Policy);
    let lowest = allowed
        .map(|allowed| allowed.role.as_str())
        .or_else(|| before.highest_role())?;
    let is_allowed = |email: &String| {
        let staff = staff_with(email, at, before).and_then(|id| before.staff.get(id));
        let role = staff.filter(|staff| staff.is_active(at, &before.calendar));
        role.and_then(|staff| staff.role_at(at, &before.calendar))
            .is_some_and(|role| before.reaches(role, lowest))
    };
    let refused = [&commit.author, &commit.committer]
        .into_iter()
        .find(|email| !is_allowed(email))?;
    let message = message!(
        "{refused} may not change the policy: this requires the role {role}",
        refused,
        role = lowest
    );
    let finding = Finding::error(Code::PolicyChanged, Spot::default(), message);
    Some(finding.hint(text!(
        "someone with that role must make the change, in their own commit"
    )))
}

/// Reports roles changed without a date: the new role then binds only the commits that have the
/// change.
fn undated_role_changes(before: &Policy, after: &Policy) -> Vec<Finding> {
    let changed = after.staff.iter().filter_map(|(id, staff)| {
        let old = before.staff.get(id)?;
        let (old, new) = (&old.roles.first()?.1, &staff.roles.first()?.1);
        (old != new).then(|| {
            let message = message!(
                "the role of '{id}' was changed from '{old}' to '{new}' without a date: clones \
                 without this commit go on with '{old}'",
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
