//! What can be said of a commit without reading its cases: its root, its date, and files that may not
//! change.

use super::history::{Commit, History};
use super::policies::Policies;
use super::{Beginning, Fault, Terms, attributes, evidence, places};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::time::format_short;

pub(super) fn check(history: &History, policies: &Policies, terms: Terms<'_>) -> Vec<Fault> {
    let mut roots = 0;
    let mut faults = Vec::new();
    for commit in &history.commits {
        let policy = policies.of(commit);
        let mut say = |path: &str, finding: Finding| faults.push(fault(commit, path, finding));
        if commit.parents.is_empty() {
            roots += 1;
            if roots > 1 || terms.begins == Beginning::Given {
                let finding = Finding::error(Code::SecondRoot, Spot::default(), "a second history begins here");
                say("", finding.hint("a repository has one beginning; bring cases in with `complaint import`"));
            }
        }
        let zone = policy.calendar.zone();
        let own = format_short(commit.committed, zone);
        let is_past =
            |instant, bound| policy.calendar.add(bound, policy.skew, Roll::Keep, Pauses::NONE) < Some(instant);
        if let Some(parent) = commit.built_on.filter(|parent| is_past(*parent, commit.committed)) {
            let message = format!("the commit is dated {own}, before its parent's {}", format_short(parent, zone));
            let finding = Finding::error(Code::CommitDate, Spot::default(), message);
            say("", finding.hint("check the clocks of the machines concerned"));
        }
        if is_past(commit.committed, terms.now) {
            let message = format!("the commit is dated {own}, and it is only {}", format_short(terms.now, zone));
            let finding = Finding::error(Code::Future, Spot::default(), message);
            say("", finding.hint("check the clocks of the machines concerned"));
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

/// A fault of a commit.
pub(super) fn fault(commit: &Commit, path: &str, finding: Finding) -> Fault {
    Fault { commit: commit.id.clone(), path: path.to_owned(), who: commit.author.clone(), finding }
}
