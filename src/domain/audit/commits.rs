//! What can be said of a commit without reading its cases: its root, its date, and files that may not
//! change.

use super::fault::fault;
use super::history::{Commit, History};
use super::policies::Policies;
use super::{Beginning, Fault, Terms, attributes, evidence, places};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::Policy;
use crate::domain::time::{Instant, format_short};

pub(super) fn check(history: &History, policies: &Policies, terms: Terms<'_>) -> Vec<Fault> {
    let mut roots = 0;
    let mut faults = Vec::new();
    for commit in &history.commits {
        let policy = policies.of(commit);
        let mut say = |path: &str, finding: Finding| faults.push(fault(commit, path, finding));
        if commit.parents.is_empty() {
            roots += 1;
            if roots > 1 || terms.begins == Beginning::Given {
                let finding = Finding::error(
                    Code::SecondRoot,
                    Spot::default(),
                    "a second history begins here",
                );
                say(
                    "",
                    finding.hint(
                        "a repository has one beginning; bring cases in with `complaint import`",
                    ),
                );
            }
        }
        for finding in dated(commit, policy, terms.now) {
            say("", finding);
        }
        places::doubled(commit, history).for_each(|(path, finding)| say(path, finding));
        for file in commit.touched() {
            let found = evidence::kept(&file).or_else(|| attributes::check(&file, history));
            if let Some(finding) = found.or_else(|| places::displaced(&file)) {
                say(file.path, finding);
            }
        }
    }
    faults
}

/// What is wrong with the date of a commit. Of one in the future its children are not told off for being earlier.
fn dated(commit: &Commit, policy: &Policy, now: Instant) -> Vec<Finding> {
    let error = |code, message| Finding::error(code, Spot::default(), message);
    if let Some(odd) = &commit.odd_date {
        let what = if odd.is_empty() {
            "no date that can be read".to_owned()
        } else {
            format!("'{odd}' for a date")
        };
        let finding = error(Code::CommitDate, format!("the commit has {what}"));
        return vec![finding.hint("make it anew with the date of its making, from 1970 to 9999")];
    }
    let zone = policy.calendar.zone();
    let own = format_short(commit.committed, zone);
    let is_past = |instant, bound| {
        policy
            .calendar
            .add(bound, policy.audit.skew, Roll::Keep, Pauses::NONE)
            .unwrap_or(bound)
            < instant
    };
    let hint = "check the clocks of the machines concerned";
    let parent = commit
        .built_on
        .iter()
        .filter(|parent| !is_past(**parent, now))
        .max();
    let early = parent
        .filter(|parent| is_past(**parent, commit.committed))
        .map(|parent| {
            let message = format!(
                "the commit is dated {own}, before its parent's {}",
                format_short(*parent, zone)
            );
            error(Code::CommitDate, message).hint(hint)
        });
    let late = is_past(commit.committed, now).then(|| {
        let message = format!(
            "the commit is dated {own}, and it is only {}",
            format_short(now, zone)
        );
        error(Code::Future, message).hint(hint)
    });
    early.into_iter().chain(late).collect()
}
