//! What can be said of a commit without reading its cases: its root, its date, its signature, and files that may not
//! change.

use super::history::{Commit, History, Signature, Touched};
use super::policies::Policies;
use super::{Beginning, Fault, Terms};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::time::format_short;

/// The file that says how git merges cases.
const ATTRIBUTES: &str = ".gitattributes";

/// The line of [`ATTRIBUTES`] without which git would merge cases as text.
const MERGE: &str = "merge=complaint";

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
        if let Some(finding) = unsigned(commit) {
            say("", finding);
        }
        for file in commit.touched() {
            if let Some(finding) = evidence(&file).or_else(|| attributes(&file, history)) {
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

/// The finding that a commit is not signed by whose git it was.
fn unsigned(commit: &Commit) -> Option<Finding> {
    let message = match commit.signature.as_ref()? {
        Signature::Good(signer) if email_of(signer).eq_ignore_ascii_case(&commit.committer) => return None,
        Signature::Good(signer) => format!("the commit of {} is signed by {signer}", commit.committer),
        Signature::Missing => "the commit is not signed".to_owned(),
        Signature::Bad => "the signature of the commit does not hold".to_owned(),
    };
    let hint =
        "sign with a key that the list of signers has for the committer's e-mail: git config commit.gpgsign true";
    Some(Finding::error(Code::Unsigned, Spot::default(), message).hint(hint))
}

/// The e-mail address of a signer, as git says who that is: `Li Wei <li.wei@example.com>`, or the address alone.
fn email_of(signer: &str) -> &str {
    let bracketed = signer.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    bracketed.map_or(signer, |(email, _)| email).trim()
}

/// Evidence stays as it was put on record.
fn evidence(file: &Touched<'_>) -> Option<Finding> {
    let is_kept =
        !file.path.starts_with("evidence/") || file.before.iter().flatten().all(|before| Some(before) == file.after);
    (!is_kept).then(|| {
        let what = if file.after.is_some() { "altered" } else { "taken away" };
        Finding::error(Code::EvidenceAltered, Spot::default(), format!("evidence was {what}"))
            .hint("restore the file from the commit before, and attach the new version beside it")
    })
}

/// How cases are merged stays as it was set up.
fn attributes(file: &Touched<'_>, history: &History) -> Option<Finding> {
    let merges =
        |id: Option<&String>| history.content(id).is_some_and(|bytes| String::from_utf8_lossy(bytes).contains(MERGE));
    let had = file.before.iter().any(|before| merges(before.as_ref()));
    (file.path == ATTRIBUTES && had && !merges(file.after)).then(|| {
        let message = format!("{ATTRIBUTES} no longer says that git merges cases by their events");
        Finding::error(Code::AttributesAltered, Spot::default(), message)
            .hint("put the line back: cases/**/*.yaml merge=complaint text eol=lf")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_signed_by_its_committer_and_nobody_whose_address_is_alike() {
        for (signer, committer, is_theirs) in [
            ("li@example.com", "li@example.com", true),
            ("Li Wei <Li@example.com>", "li@EXAMPLE.com", true),
            ("zhang.li@example.com", "li@example.com", false),
            ("li@example.com <eve@example.com>", "li@example.com", false),
            ("Eve <eve@example.com>", "", false),
        ] {
            let commit = Commit {
                id: String::new(),
                parents: Vec::new(),
                author: String::new(),
                committer: committer.to_owned(),
                committed: crate::domain::time::Instant::default(),
                built_on: None,
                signature: Some(Signature::Good(signer.to_owned())),
                changes: Vec::new(),
            };
            assert_eq!(unsigned(&commit).is_none(), is_theirs, "{committer} by {signer}");
        }
    }
}
