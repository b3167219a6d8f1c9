//! Judges one commit's changes to one case: the commit only adds events, and only ones that the
//! rules allow.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::history::{Commit, History, Touched};
use super::policies::Policies;
use super::versions::{Readable, VersionReader};
use super::{Archive, Beginning, arrival, authorship, evidence};
use crate::domain::case::{Case, Entry};
use crate::domain::check;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::law::Law;
use crate::domain::message::{Command, day_and_time, message, text};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::rules::{Judged, conflicts};
use crate::domain::time::Instant;

/// A case file in one commit, with the context for judging it.
pub(super) struct Revision<'r, 'a> {
    pub commit: &'r Commit,
    pub file: &'a Touched<'a>,
    pub history: &'r History,
    pub policies: &'a Policies,
    /// The policy in the tree of the commit.
    pub policy: &'a Policy,
    /// The laws of what the commit brings.
    pub laws: &'r [Law],
    pub begins: Beginning,
}

/// The result for one commit and one case.
#[derive(Default)]
pub(super) struct Found {
    pub findings: Vec<Finding>,
    /// The events that it added, each with its case.
    pub events: Vec<(String, Digest)>,
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        Self {
            findings: vec![finding],
            events: Vec::new(),
        }
    }
}

/// Judges a commit's changes to a case.
pub(super) fn check<'a, A: Archive>(
    revision: &Revision<'_, 'a>,
    reader: &mut VersionReader<'a, '_, A>,
    archive: &A,
) -> Result<Found, A::Error> {
    let file = revision.file;
    let Some(after) = file.after else {
        return Ok(removed().into());
    };
    if !file.is_plain {
        let message = text!("the case is not a plain file");
        return Ok(Finding::error(Code::Unreadable, Spot::default(), message).into());
    }
    let befores: Vec<_> = file
        .before
        .iter()
        .flatten()
        .map(|id| reader.version(id))
        .collect::<Result<_, _>>()?;
    let after = reader.version(after)?;
    let read = match after.as_ref() {
        Ok(read) => read,
        Err(error) => return Ok(error.clone().into()),
    };
    let known: Vec<&Readable<'_>> = befores
        .iter()
        .filter_map(|before| before.as_ref().as_ref().ok())
        .collect();
    let added: Vec<&Entry> = read
        .case
        .entries
        .iter()
        .filter(|entry| {
            known
                .iter()
                .all(|before| !before.digests.contains(&entry.digest))
        })
        .collect();
    let mut findings = altered(read, &known, revision);
    findings.extend(new_errors(read, &known));
    findings.extend(added_findings(&added, revision, archive)?);
    if revision.commit.is_merge() && befores.is_empty() {
        findings.push(born_by_merge());
    }
    let brought: Vec<Digest> = added.iter().map(|entry| entry.digest).collect();
    if revision.begins == Beginning::Given {
        befores.iter().for_each(|before| reader.grant(before));
    }
    reader.bring(&brought, revision.laws);
    let judged = read.judged(&reader.laws(), revision.policy, revision.commit.committed);
    if !revision.commit.is_merge() {
        findings.extend(foreign(&added, &judged.grants, revision));
    }
    findings.extend(arrived(&added, &judged.grants, &findings, revision));
    if !revision.commit.is_merge() {
        findings.extend(read.overrun(&brought));
    }
    findings.extend(judged_findings(read, &known, revision, reader));
    let id = read.case.facts.id.to_string();
    let events = added.iter().map(|entry| (id.clone(), entry.digest));
    Ok(Found {
        findings,
        events: events.collect(),
    })
}

fn removed() -> Finding {
    let message = text!("the case was removed");
    Finding::error(Code::CaseRemoved, Spot::default(), message).hint(text!(
        "restore the file from the previous commit; to end a case, close, withdraw or invalidate it"
    ))
}

/// Errors of the file that no parent's version has.
fn new_errors(read: &Readable<'_>, known: &[&Readable<'_>]) -> Vec<Finding> {
    let old: Vec<&Finding> = known.iter().flat_map(|before| &before.errors).collect();
    let errors = read.errors.iter().filter(|error| {
        old.iter()
            .all(|old| (old.code, old.event, &old.key) != (error.code, error.event, &error.key))
    });
    errors.cloned().collect()
}

/// Checks of the added events that do not depend on the rules.
fn added_findings<A: Archive>(
    added: &[&Entry],
    revision: &Revision<'_, '_>,
    archive: &A,
) -> Result<Vec<Finding>, A::Error> {
    let (commit, history) = (revision.commit, revision.history);
    let mut findings = Vec::new();
    for entry in added {
        findings.extend(evidence::mismatched(entry, history, archive)?);
        let linked = check::linked(entry).and_then(|case| case.parse().ok());
        let is_known = match &linked {
            Some(case) => archive.has_case(case)?,
            None => false,
        };
        findings.extend(check::dangling(entry, |_| is_known));
    }
    if commit.is_merge() {
        findings.extend(added.iter().map(|entry| new_in_merge(entry)));
    }
    Ok(findings)
}

/// Checks who recorded the added events, by each law of the commit. The laws differ only in their
/// staff, so most findings are the same.
fn foreign(added: &[&Entry], grants: &[Digest], revision: &Revision<'_, '_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for law in revision.laws {
        let found = added.iter().flat_map(|entry| {
            let is_grant = grants.contains(&entry.digest);
            authorship::check(entry, is_grant, revision.commit, &law.policy)
        });
        for finding in found {
            let is_new =
                |known: &Finding| (known.code, known.event) != (finding.code, finding.event);
            if findings.iter().all(is_new) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// Checks the people of a commit that arrives now; `found` is known of its events already.
fn arrived(
    added: &[&Entry],
    grants: &[Digest],
    found: &[Finding],
    revision: &Revision<'_, '_>,
) -> Vec<Finding> {
    let (commit, policies) = (revision.commit, revision.policies);
    let Some(arrival) = revision.history.arrival_of(commit) else {
        return Vec::new();
    };
    let is_foreign = |event: Digest| {
        let mut found = found.iter();
        found.any(|known| known.code == Code::ForeignAuthor && known.event == Some(event))
    };
    let check = |entry: &&Entry| {
        let is_grant = grants.contains(&entry.digest);
        let may_record = |committer: &str, list: &Policy| {
            !is_grant && authorship::may_record(committer, arrival.at, list)
        };
        let lapsed = || arrival::lapsed(entry, arrival, revision.policy, policies.tip());
        let lapsed = is_grant.then(lapsed).flatten();
        if lapsed.is_some() || commit.is_merge() || is_foreign(entry.digest) {
            return lapsed;
        }
        arrival::readdressed(entry, commit, arrival, policies.tip(), may_record)
    };
    added.iter().filter_map(check).collect()
}

/// Judges the case: what the commit adds must not bring errors; a merge may raise questions.
fn judged_findings<'a, A: Archive>(
    read: &Readable<'a>,
    known: &[&Readable<'a>],
    revision: &Revision<'_, 'a>,
    reader: &VersionReader<'a, '_, A>,
) -> Vec<Finding> {
    let (laws, policy, now) = (reader.laws(), revision.policy, revision.commit.committed);
    let judged = read.judged(&laws, policy, now);
    if revision.commit.is_merge() {
        let before: Vec<_> = known
            .iter()
            .map(|before| (&before.case, before.judged(&laws, policy, now)))
            .collect();
        return questionable((&read.case, &judged), &before, policy, now);
    }
    let earlier = known
        .first()
        .map(|before| before.judged(&laws, policy, now));
    judged.objections(earlier.as_deref()).cloned().collect()
}

/// Reports facts and events of a parent's version that were altered or removed.
fn altered(
    read: &Readable<'_>,
    known: &[&Readable<'_>],
    revision: &Revision<'_, '_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let has_same_facts = known
        .iter()
        .any(|before| before.case.facts == read.case.facts);
    if !known.is_empty() && !has_same_facts {
        let message = text!("the facts recorded at intake were altered");
        findings.push(
            Finding::error(Code::Altered, Spot::default(), message).hint(message!(
                "restore them, and correct them with `{command}`",
                command = Command::new("amend")
            )),
        );
    }
    let mut reported = BTreeSet::new();
    for entry in known.iter().flat_map(|before| &before.case.entries) {
        if !read.digests.contains(&entry.digest) && reported.insert(entry.digest) {
            findings.push(lost_event(entry, revision));
        }
    }
    findings
}

fn lost_event(entry: &Entry, revision: &Revision<'_, '_>) -> Finding {
    let (event, by) = (entry.event.name(), &entry.by);
    let zone = revision.policy.calendar.zone();
    let at = day_and_time(entry.at, zone);
    let message = if revision.commit.is_merge() {
        message!(
            "the merge lost the event '{event}' by {by} of {at}",
            event,
            by,
            at
        )
    } else {
        message!(
            "the commit removed or altered the event '{event}' by {by} of {at}",
            event,
            by,
            at
        )
    };
    let finding = Finding::error(Code::Altered, Spot::default(), message).about(entry.digest);
    finding.hint(message!(
        "restore the event from the previous commit; take back a mistake with `{command}`",
        command = Command::new("retract")
    ))
}

fn born_by_merge() -> Finding {
    let message = text!("the merge adds a case that no side has");
    Finding::error(Code::MergeNotUnion, Spot::default(), message).hint(text!(
        "a merge only combines its sides; record a new case in a separate commit"
    ))
}

fn new_in_merge(entry: &Entry) -> Finding {
    let message = message!(
        "the merge adds an event '{event}' by {by} that no side has",
        event = entry.event.name(),
        by = entry.by
    );
    let finding = Finding::error(Code::MergeNotUnion, Spot::line(entry.line), message);
    finding.about(entry.digest).hint(text!(
        "a merge only combines its sides; record new events in a separate commit"
    ))
}

/// Questions that only the union raises: each side was legal where it was made, so they are
/// warnings.
fn questionable(
    union: (&Case, &Judged),
    before: &[(&Case, Rc<Judged>)],
    policy: &Policy,
    now: Instant,
) -> Vec<Finding> {
    let sides: Vec<_> = before
        .iter()
        .map(|(case, judged)| (*case, &**judged))
        .collect();
    let raised = conflicts::raised(union, &sides, policy, now).into_iter();
    raised
        .map(|finding| Finding {
            severity: Severity::Warning,
            ..finding
        })
        .collect()
}
