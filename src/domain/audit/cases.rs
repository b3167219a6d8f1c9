//! What each commit did to the cases: only added, by whoever acted, and nothing that the rules refuse.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::fault::{Fault, fault};
use super::history::{Commit, History, Touched, is_case};
use super::policies::{Policies, staff_with};
use super::versions::{Readable, Reader};
use super::{Contents, arrival, evidence};
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::{Case, Entry, Event};
use crate::domain::check;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::Digest;
use crate::domain::policy::{Policy, SYSTEM};
use crate::domain::rules::conflicts::{self, Seen};
use crate::domain::rules::unknown_verb;
use crate::domain::time::{Instant, format_short};
use crate::domain::wording;

/// What was found in the cases.
#[derive(Default)]
pub(super) struct Judged {
    pub faults: Vec<Fault>,
    pub cases: usize,
    pub events: BTreeSet<(String, Digest)>,
}

/// The commits that touched one file, in their order.
type Versions<'a> = Vec<(&'a Commit, Touched<'a>)>;

/// How many versions are read at once, if they are not those of one file.
const BUNDLE: usize = 1000;

pub(super) fn check<E: Send>(
    history: &History,
    policies: &Policies,
    contents: &(impl Fn(&[&str]) -> Result<Contents, E> + Sync),
) -> Result<Judged, E> {
    let mut files: BTreeMap<&str, Versions<'_>> = BTreeMap::new();
    for commit in &history.commits {
        for file in commit
            .touched()
            .into_iter()
            .filter(|file| is_case(file.path))
        {
            files.entry(file.path).or_default().push((commit, file));
        }
    }
    // What happened to one file has nothing to do with the others.
    let files: Vec<Versions<'_>> = files.into_values().collect();
    let bundles: Vec<&[Versions<'_>]> = bundles(&files);
    let judged = bundles.into_par_iter().map(|bundle| {
        let contents = contents(&ids(bundle))?;
        let judged = bundle
            .iter()
            .map(|versions| of_path(versions, history, policies, &contents));
        Ok(judged.fold(Judged::default(), Judged::and))
    });
    judged.try_reduce(Judged::default, |one, other| Ok(one.and(other)))
}

/// The files in their order, some at a time.
fn bundles<'f, 'a>(files: &'f [Versions<'a>]) -> Vec<&'f [Versions<'a>]> {
    let mut bundles = Vec::new();
    let (mut start, mut count) = (0, 0);
    for (place, versions) in files.iter().enumerate() {
        count += versions.len();
        if count >= BUNDLE || place + 1 == files.len() {
            bundles.push(&files[start..=place]);
            (start, count) = (place + 1, 0);
        }
    }
    bundles
}

/// The ids of all versions, those of one file together, for that is how git has them packed.
fn ids<'f>(bundle: &'f [Versions<'_>]) -> Vec<&'f str> {
    let touched = bundle
        .iter()
        .flatten()
        .flat_map(|(_, file)| file.before.iter().flatten().chain(file.after));
    let mut known = HashSet::new();
    touched
        .map(String::as_str)
        .filter(|id| known.insert(*id))
        .collect()
}

impl Judged {
    fn and(mut self, other: Self) -> Self {
        self.faults.extend(other.faults);
        self.cases += other.cases;
        self.events.extend(other.events);
        self
    }
}

/// What each commit did to one file.
fn of_path(
    versions: &Versions<'_>,
    history: &History,
    policies: &Policies,
    contents: &Contents,
) -> Judged {
    let mut judged = Judged {
        cases: 1,
        ..Judged::default()
    };
    let mut reader = Reader::new(contents);
    for (commit, file) in versions {
        let found = of_file(
            commit,
            file,
            history,
            &policies.judges(commit),
            &mut reader,
            &mut judged.events,
        );
        let (asked, found): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|found| found.code == Code::Questionable);
        let open = if asked.is_empty() {
            Vec::new()
        } else {
            unsettled(asked, file, versions, policies, &mut reader)
        };
        judged.faults.extend(
            found
                .into_iter()
                .chain(open)
                .map(|finding| fault(commit, file.path, finding)),
        );
    }
    judged
}

/// The questions that a merge raised and nobody has settled since.
fn unsettled<'a>(
    asked: Vec<Finding>,
    merged: &'a Touched<'_>,
    versions: &'a Versions<'_>,
    policies: &'a Policies,
    reader: &mut Reader<'a>,
) -> Vec<Finding> {
    let sides: Vec<_> = merged
        .before
        .iter()
        .flatten()
        .map(|id| reader.version(id))
        .collect();
    let sides: Vec<&Case> = sides
        .iter()
        .filter_map(|side| Some(&side.as_ref().as_ref().ok()?.case))
        .collect();
    let Some((commit, last)) = versions.last() else {
        return asked;
    };
    let Some(last) = last.after.map(|id| reader.version(id)) else {
        return asked;
    };
    let (Ok(last), Some(policy)) = (last.as_ref(), policies.judges(commit).first().copied()) else {
        return asked;
    };
    let judged = last.judged(policy, commit.committed);
    let questions = conflicts::questions(
        &last.case,
        &judged,
        policy,
        commit.committed,
        &Seen::on_sides(&sides),
    );
    let open = conflicts::with_questions(&judged, &questions);
    let is_open = |asked: &Finding| {
        open.iter()
            .any(|open| (open.code, open.event) == (asked.code, asked.event))
    };
    asked.into_iter().filter(is_open).collect()
}

fn of_file<'a>(
    commit: &Commit,
    file: &'a Touched<'_>,
    history: &History,
    policies: &[&'a Policy],
    reader: &mut Reader<'a>,
    events: &mut BTreeSet<(String, Digest)>,
) -> Vec<Finding> {
    let Some(after) = file.after else {
        let finding = Finding::error(
            Code::CaseRemoved,
            Spot::default(),
            "the case was taken away",
        );
        return vec![
            finding.hint("restore the file from the commit before; what is over is closed, withdrawn or found invalid"),
        ];
    };
    if !file.is_plain {
        return vec![Finding::error(
            Code::Unreadable,
            Spot::default(),
            "the case is not a plain file",
        )];
    }
    let befores: Vec<_> = file
        .before
        .iter()
        .flatten()
        .map(|id| reader.version(id))
        .collect();
    let after = reader.version(after);
    let read = match after.as_ref() {
        Ok(read) => read,
        Err(error) => return error.clone().into_iter().collect(),
    };
    let case = &read.case;
    let known: Vec<&Readable<'_>> = befores
        .iter()
        .filter_map(|before| before.as_ref().as_ref().ok())
        .collect();
    let mut findings: Vec<Finding> = check::name(file.path, Some(case)).into_iter().collect();
    findings.extend(altered(read, &known, commit, policies[0]));
    let is_old = |error: &&Finding| {
        known.iter().any(|before| {
            before
                .errors
                .iter()
                .any(|old| (old.code, old.event, &old.key) == (error.code, error.event, &error.key))
        })
    };
    findings.extend(read.errors.iter().filter(|error| !is_old(error)).cloned());
    let is_new = |entry: &&Entry| {
        known
            .iter()
            .all(|before| !before.digests.contains(&entry.digest))
    };
    let added: Vec<&Entry> = case.entries.iter().filter(is_new).collect();
    events.extend(
        added
            .iter()
            .map(|entry| (case.facts.id.to_string(), entry.digest)),
    );
    findings.extend(
        added
            .iter()
            .filter_map(|entry| evidence::attached(entry, history)),
    );
    let people = policies[policies.len() - 1];
    findings.extend(
        added
            .iter()
            .filter_map(|entry| arrival::lapsed(entry, case, commit, history, people)),
    );
    if commit.is_merge() {
        findings.extend(added.iter().map(|entry| made_up(entry)));
        findings.extend(befores.is_empty().then(born_by_merge));
    }
    for policy in policies {
        let found: Vec<Finding> = if commit.is_merge() {
            questionable(read, &known, policy, commit.committed)
        } else {
            let judged = read.judged(policy, commit.committed);
            let earlier = known
                .first()
                .map(|before| before.judged(policy, commit.committed));
            let who = added
                .iter()
                .flat_map(|entry| of_entry(entry, commit, policy));
            who.chain(judged.objections(earlier.as_deref()).cloned())
                .collect()
        };
        // The policies differ in their people alone, so most is found by both.
        let is_said = |finding: &Finding| {
            findings
                .iter()
                .any(|said: &Finding| (said.code, said.event) == (finding.code, finding.event))
        };
        let fresh: Vec<Finding> = found
            .into_iter()
            .filter(|finding| !is_said(finding))
            .collect();
        findings.extend(fresh);
    }
    findings
}

/// Facts and events that a version before has and this one has not.
fn altered(
    read: &Readable<'_>,
    known: &[&Readable<'_>],
    commit: &Commit,
    policy: &Policy,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let as_known = known
        .iter()
        .any(|before| before.case.facts == read.case.facts);
    if !known.is_empty() && !as_known {
        let message = "the facts as they were taken in were altered";
        findings.push(
            Finding::error(Code::Altered, Spot::default(), message)
                .hint("restore them, and correct them with `complaint amend`"),
        );
    }
    let mut said = BTreeSet::new();
    for entry in known.iter().flat_map(|before| &before.case.entries) {
        if !read.digests.contains(&entry.digest) && said.insert(entry.digest) {
            let how = if commit.is_merge() {
                "the merge lost"
            } else {
                "the commit removed or altered"
            };
            let message = format!(
                "{how} the event '{}' by {} of {}",
                entry.event.name(),
                entry.by,
                format_short(entry.at, policy.calendar.zone())
            );
            let finding =
                Finding::error(Code::Altered, Spot::default(), message).about(entry.digest);
            findings.push(finding.hint(
                "restore the event from the commit before; what was a mistake is taken back by `complaint retract`",
            ));
        }
    }
    findings
}

fn born_by_merge() -> Finding {
    let finding = Finding::error(
        Code::MergeNotUnion,
        Spot::default(),
        "the merge brings a case that no side has",
    );
    finding.hint("a merge unites what is there; put a new case on record in a commit of its own")
}

fn made_up(entry: &Entry) -> Finding {
    let message = format!(
        "the merge brings an event '{}' by {} that neither side has",
        entry.event.name(),
        entry.by
    );
    let finding =
        Finding::error(Code::MergeNotUnion, Spot::line(entry.line), message).about(entry.digest);
    finding.hint("a merge unites what is there; put new events on record in a commit of their own")
}

/// What only the union makes questionable: each side was legal where it was made, so it is a warning.
fn questionable<'a>(
    read: &Readable<'a>,
    known: &[&Readable<'a>],
    policy: &'a Policy,
    now: Instant,
) -> Vec<Finding> {
    let judged = read.judged(policy, now);
    let before: Vec<_> = known
        .iter()
        .map(|before| (&before.case, before.judged(policy, now)))
        .collect();
    let sides: Vec<_> = before
        .iter()
        .map(|(case, judged)| (*case, &**judged))
        .collect();
    let raised = conflicts::raised((&read.case, &judged), &sides, policy, now).into_iter();
    raised
        .map(|finding| Finding {
            severity: Severity::Warning,
            ..finding
        })
        .collect()
}

/// What is wrong with who put an event on record, and when.
fn of_entry(entry: &Entry, commit: &Commit, policy: &Policy) -> Vec<Finding> {
    let at = Spot::line(entry.line);
    let mut findings = Vec::new();
    if let Event::Unknown { verb, .. } = &entry.event {
        let unknown = Finding {
            severity: Severity::Error,
            spot: at,
            ..unknown_verb(verb)
        };
        findings.push(unknown.about(entry.digest));
    }
    if !policy.staff.is_empty() {
        findings.extend(foreign(entry, commit, policy).map(|(code, message, hint)| {
            Finding::error(code, at, message)
                .hint(hint)
                .about(entry.digest)
                .of_key("by")
        }));
    }
    let latest = policy.backdate.and_then(|limit| {
        policy
            .calendar
            .add(entry.on_record(), limit, Roll::Keep, Pauses::NONE)
    });
    if latest.is_some_and(|latest| commit.committed > latest) && !entry.is_imported() {
        let message = format!(
            "the event says that it was put on record at {}, but was committed at {}",
            format_short(entry.on_record(), policy.calendar.zone()),
            format_short(commit.committed, policy.calendar.zone())
        );
        let finding = Finding::error(Code::Backdated, at, message).about(entry.digest);
        findings.push(finding.hint("record it as of now, with --at for when it happened"));
    }
    findings
}

/// Whether author and committer are who the event says; what a role may record for others is not asked of the committer.
fn foreign(entry: &Entry, commit: &Commit, policy: &Policy) -> Option<(Code, String, String)> {
    let staff = policy.staff.get(&entry.by)?;
    if staff.email.is_none() && staff.role_at(entry.at, &policy.calendar) == Some(SYSTEM) {
        return None;
    }
    let is = |email: &str| staff_with(email, policy) == Some(&entry.by);
    let who = |email: &str| match staff_with(email, policy) {
        Some(id) => format!("{id} ({email})"),
        None if email.is_empty() => "somebody without an e-mail".to_owned(),
        None => format!("{email}, who is not on the staff list"),
    };
    let what = entry.event.name();
    if !is(&commit.author) {
        let message = format!(
            "'{what}' by {} stands in a commit of {}",
            entry.by,
            who(&commit.author)
        );
        let hint = match &staff.email {
            Some(_) => "everybody records what they did themselves".to_owned(),
            None => format!(
                "{} has no e-mail on the staff list, so no commit is theirs: enter one",
                entry.by
            ),
        };
        return Some((Code::ForeignAuthor, message, hint));
    }
    if is(&commit.committer) || may_record(&commit.committer, entry, policy) {
        return None;
    }
    let message = format!(
        "'{what}' by {} was committed by {}",
        entry.by,
        who(&commit.committer)
    );
    let own = "everybody records in a clone of their own";
    let hint = match &policy.recorders {
        _ if is_own_decision(entry) => own.to_owned(),
        Some(lowest) => format!(
            "{own}; for others it takes {}: [audit] recorders",
            wording::one(lowest)
        ),
        None => format!("{own}; the policy may let a role record for others: [audit] recorders"),
    };
    Some((Code::ForeignAuthor, message, hint))
}

/// Whether it is for nobody to record that another did this.
fn is_own_decision(entry: &Entry) -> bool {
    matches!(
        entry.event,
        Event::Approve(_) | Event::Refuse(_) | Event::Decide(_)
    )
}

/// Whether somebody may put on record what others did; what grants something is never recorded for others.
fn may_record(committer: &str, entry: &Entry, policy: &Policy) -> bool {
    let Some(lowest) = policy
        .recorders
        .as_deref()
        .filter(|_| !is_own_decision(entry))
    else {
        return false;
    };
    let staff = staff_with(committer, policy).and_then(|id| policy.staff.get(id));
    let role = staff.and_then(|staff| staff.role_at(entry.on_record(), &policy.calendar));
    role.is_some_and(|role| policy.reaches(role, lowest))
}
