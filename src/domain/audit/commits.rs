//! Checks of a commit that do not read its cases: its root, its date, and files that must not
//! change.

use super::fault::fault;
use super::history::{Commit, History};
use super::policies::Policies;
use super::{Beginning, Fault, Terms, attributes, entries, evidence, places};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, events_apart, message, text};
use crate::domain::policy::Policy;
use crate::domain::time::Instant;

const CHECK_CLOCKS: Message = text!("check the clocks of the machines concerned");

pub(super) fn check(history: &History, policies: &Policies, terms: Terms<'_>) -> Vec<Fault> {
    let mut roots = 0;
    let mut faults = Vec::new();
    for commit in &history.commits {
        let policy = policies.in_tree(commit);
        let mut report = |path: &str, finding: Finding| faults.push(fault(commit, path, finding));
        if commit.parents.is_empty() {
            roots += 1;
            if roots > 1 || terms.begins != Beginning::Root {
                report("", second_root());
            }
        }
        for finding in check_date(commit, policy, terms.now) {
            report("", finding);
        }
        for (folder, entry) in history.odd_entries.get(&commit.id).into_iter().flatten() {
            report(folder, entries::finding(entry));
        }
        for file in commit.touched() {
            let found = evidence::altered(&file).or_else(|| attributes::check(&file, history));
            if let Some(finding) = found.or_else(|| places::displaced(&file)) {
                report(file.path, finding);
            }
        }
    }
    faults
}

/// Checks the date of a commit. A parent dated in the future does not make the commit too early.
fn check_date(commit: &Commit, policy: &Policy, now: Instant) -> Vec<Finding> {
    if let Some(odd) = &commit.odd_date {
        return vec![invalid_date(odd)];
    }
    let is_past = |instant, bound| {
        policy
            .calendar
            .add(bound, policy.audit.skew, Roll::Keep, Pauses::NONE)
            .unwrap_or(bound)
            < instant
    };
    let zone = policy.calendar.zone();
    let mut findings = Vec::new();
    let parents = commit.built_on.iter();
    let latest = parents.filter(|parent| !is_past(**parent, now)).max();
    if let Some(parent) = latest.filter(|parent| is_past(**parent, commit.committed)) {
        let [own, parent] = events_apart([commit.committed, *parent], zone);
        let message = message!(
            "the commit is dated {own}, before its parent's {parent}",
            own,
            parent
        );
        findings.push(error(Code::CommitDate, message).hint(CHECK_CLOCKS));
    }
    if is_past(commit.committed, now) {
        let [own, now] = events_apart([commit.committed, now], zone);
        let message = message!("the commit is dated {own}, but it is only {now}", own, now);
        findings.push(error(Code::Future, message).hint(CHECK_CLOCKS));
    }
    findings
}

/// Reports a missing or invalid date.
fn invalid_date(odd: &str) -> Finding {
    let message = if odd.is_empty() {
        text!("the commit has no readable date")
    } else {
        message!("the commit has the invalid date '{odd}'", odd)
    };
    error(Code::CommitDate, message).hint(text!("recreate it with a valid date, from 1970 to 9999"))
}

fn second_root() -> Finding {
    let hint = message!(
        "a repository has one root commit; add cases with `{command}`",
        command = Command::new("import")
    );
    error(Code::SecondRoot, text!("a second history begins here")).hint(hint)
}

fn error(code: Code, message: Message) -> Finding {
    Finding::error(code, Spot::default(), message)
}
