//! Checks of a repository beyond single cases: file names, duplicate ids, dangling links, and
//! policy changes that move due instants.

mod altered;
mod circles;
mod moved;
mod together;

use super::message::{Message, all_of, message, plural, series, text};
use std::collections::{BTreeMap, BTreeSet};

use super::case::document::Document;
use super::case::{Case, Entry, Event, path};
use super::explain;
use super::finding::{Code, Finding, Hint, Spot};
use super::names::CaseId;
use super::policy::Policy;
use super::policy::dead_ends::{self, DeadEnd};
use super::snapshot::Snapshot;
use super::state::Status;
use super::time::Instant;

pub(crate) use altered::{altered, gone, lost_event};
pub(crate) use circles::{circle, circles};
pub(crate) use moved::moved;
pub(crate) use together::together;

/// A finding and its file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The file, relative to the repository, with `/`.
    pub path: String,
    pub finding: Finding,
}

impl Found {
    /// Creates a finding in a file.
    pub(crate) fn new(path: &str, finding: Finding) -> Self {
        Self {
            path: path.to_owned(),
            finding,
        }
    }
}

fn sort_key(found: &Found) -> (&str, Spot, Code) {
    (&found.path, found.finding.spot, found.finding.code)
}

/// Sorts by path, place and code, and removes duplicates.
pub(crate) fn sorted(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    let mut unique: Vec<Found> = Vec::with_capacity(found.len());
    // Findings of the same key still differ in their messages.
    let mut first_of_key = 0;
    for next in found {
        if unique
            .last()
            .is_some_and(|last| sort_key(last) != sort_key(&next))
        {
            first_of_key = unique.len();
        }
        if !unique[first_of_key..].contains(&next) {
            unique.push(next);
        }
    }
    unique
}

/// What is wrong with a case file as such, whatever the policy says: its content, its layout, its
/// name. `check`, `audit` and the gate ask here, so that none of them takes a file that the next
/// command cannot go on with.
pub(crate) fn form(file: &str, document: &Document) -> Vec<Finding> {
    let mut findings = document.findings.clone();
    let obstacle = document.layout.obstacle.iter();
    findings.extend(
        obstacle
            .filter(|obstacle| document.case.is_some() && !document.findings.contains(obstacle))
            .cloned(),
    );
    findings.extend(name(file, document.case.as_ref()));
    findings
}

/// Checks that a file's path, its name and the id inside agree.
pub(crate) fn name(file: &str, case: Option<&Case>) -> Option<Finding> {
    let Some(named) = path::id_of_path(file) else {
        let message = text!("the name of the file does not begin with a case id");
        let hint = match case {
            Some(case) => message!(
                "rename it to {path}",
                path = path::of_case(&case.facts.id, &case.facts.category)
            ),
            None => text!("a case file is named ID-category.yaml"),
        };
        return Some(misplaced(message, hint));
    };
    let folder = path::folder(&named);
    let (lies_in, name) = file.rsplit_once('/').unwrap_or(("", file));
    if let Some(inside) = case
        .map(|case| &case.facts.id)
        .filter(|inside| **inside != named)
    {
        return Some(misplaced(
            message!(
                "the file is named {named}, but the id in it is {inside}",
                named,
                inside
            ),
            text!("neither ever changes: git log of the file shows which one did"),
        ));
    }
    (lies_in != folder).then(|| {
        misplaced(
            message!("the case is in {lies_in}, not in {folder}", lies_in, folder),
            message!("move it to {folder}/{name}", folder, name),
        )
    })
}

fn misplaced(message: Message, hint: impl Into<Hint>) -> Finding {
    Finding::error(Code::IdPath, Spot::default(), message)
        .of_key("id")
        .hint(hint)
}

/// Reports ids used by more than one file, once for each of the files.
pub(crate) fn duplicates<'a>(ids: impl Iterator<Item = (&'a str, CaseId)>) -> Vec<Found> {
    shared(ids, |id, others| {
        let message = message!(
            "the id {id} is also used by {others}",
            id,
            others = all_of(others)
        );
        let hint = text!("keep the file that git's history knows, and merge their events");
        Finding::error(Code::DuplicateId, Spot::default(), message)
            .of_key("id")
            .hint(hint)
    })
}

/// Reports ledger rows from which more than one case was imported, because two clones imported the
/// same ledger.
pub(crate) fn duplicate_sources<'a>(snapshots: impl Iterator<Item = &'a Snapshot>) -> Vec<Found> {
    let sources = snapshots
        .filter(|snapshot| snapshot.status() != Status::Invalid)
        .filter_map(|snapshot| {
            let source = snapshot.state().taken_in.source.clone()?;
            Some((snapshot.path.as_str(), source))
        });
    shared(sources, |source, others| {
        let message = message!(
            "{source} was also imported as {others}",
            source,
            others = all_of(others)
        );
        let hint = text!("continue with one of them, and invalidate the other");
        Finding::warning(Code::DuplicateSource, Spot::default(), message)
            .of_key("source")
            .hint(hint)
    })
}

/// Reports values found in more than one file, once for each of the files.
fn shared<'a, T: Ord>(
    values: impl Iterator<Item = (&'a str, T)>,
    say: impl Fn(&T, &[&str]) -> Finding,
) -> Vec<Found> {
    let mut files: BTreeMap<T, BTreeSet<&str>> = BTreeMap::new();
    for (path, value) in values {
        files.entry(value).or_default().insert(path);
    }
    let mut found = Vec::new();
    for (value, paths) in files.iter().filter(|(_, paths)| paths.len() > 1) {
        for path in paths {
            let others: Vec<&str> = paths
                .iter()
                .copied()
                .filter(|other| other != path)
                .collect();
            found.push(Found::new(path, say(value, &others)));
        }
    }
    found
}

/// Reports links to cases that do not exist.
pub(crate) fn links(snapshot: &Snapshot, ids: &BTreeSet<CaseId>) -> Vec<Finding> {
    let standing = snapshot.standing().into_iter();
    let others = |finding: Finding, case: &str| {
        let known = ids.iter().map(CaseId::as_str);
        finding.did_you_mean(case, known.filter(|id| *id != snapshot.id()))
    };
    standing
        .filter_map(|entry| {
            Some(others(
                dangling(entry, |id| ids.contains(id))?,
                linked(entry)?,
            ))
        })
        .collect()
}

/// The case that an event refers to, if any.
pub(crate) fn linked(entry: &Entry) -> Option<&str> {
    if let Event::Link(link) = &entry.event {
        Some(&link.case)
    } else if let Event::Invalidate(invalid) = &entry.event {
        invalid.case.as_deref()
    } else {
        None
    }
}

/// Reports an event that refers to a case that does not exist.
pub(crate) fn dangling(entry: &Entry, is_known: impl FnOnce(&CaseId) -> bool) -> Option<Finding> {
    let case = linked(entry)?;
    let is_known = case.parse().is_ok_and(|id| is_known(&id));
    (!is_known).then(|| {
        let message = message!("there is no case '{case}'", case);
        let finding = Finding::error(Code::LinkTarget, Spot::line(entry.line), message);
        finding.of_key("case").about(entry.digest)
    })
}

/// Reports years whose holidays are not reviewed, with the number of running deadlines that reach
/// into them.
pub(crate) fn unknown_years<'a>(
    snapshots: impl Iterator<Item = &'a Snapshot>,
    policy: &Policy,
) -> Vec<Finding> {
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for snapshot in snapshots {
        for deadline in snapshot
            .newest()
            .into_iter()
            .filter(|deadline| deadline.state.is_running())
        {
            for year in explain::unknown_years(deadline, policy) {
                *years.entry(year).or_default() += 1;
            }
        }
    }
    let warn = |(year, count): (&i32, &usize)| {
        let message = plural!(
            count,
            "{count} running deadline reaches into {year}, whose holidays are not reviewed; only \
             the days of the week count",
            "{count} running deadlines reach into {year}, whose holidays are not reviewed; only \
             the days of the week count",
            year = year.to_string()
        );
        let hint = message!(
            "add the holidays of {year} to [calendar], and {year} to its 'reviewed'",
            year = year.to_string()
        );
        Finding::warning(Code::UnknownYear, policy.working_time.spot, message).hint(hint)
    };
    years.iter().map(warn).collect()
}

/// Reports what the policy asks for and nobody can do, or no case can meet. Of a team of one, what
/// lacks people is one finding.
pub(crate) fn dead_ends(policy: &Policy, now: Instant) -> Vec<Finding> {
    let ends = dead_ends::dead_ends(policy, now);
    let warn = |end: &DeadEnd| {
        let message = message!("{what}: {why}", what = &end.what, why = &end.why);
        Finding::warning(Code::DeadEnd, end.spot, message)
    };
    let mut found: Vec<Finding> = ends.of_rules.iter().map(warn).collect();
    if ends.is_fresh && ends.of_people.len() > 1 {
        found.push(of_one_person(&ends.of_people));
    } else {
        found.extend(ends.of_people.iter().map(warn));
    }
    found
}

fn of_one_person(ends: &[DeadEnd]) -> Finding {
    let each = ends.iter().map(|end| {
        let (what, why, line) = (&end.what, &end.why, end.spot.line);
        match line {
            0 => message!("{what}: {why}", what, why),
            _ => message!("{what} (line {line}): {why}", what, why, line),
        }
    });
    let message = plural!(
        count = ends.len(),
        "{count} rule of the policy needs more people: {ends}",
        "{count} rules of the policy need more people: {ends}",
        ends = series(each)
    );
    let hint = text!("add them as [staff] in policy.toml");
    Finding::warning(Code::DeadEnd, Spot::default(), message).hint(hint)
}

#[cfg(test)]
mod tests;
