//! All case files with the commits that touched them, judged some at a time.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::Contents;
use super::fault::{Fault, fault};
use super::history::{Commit, History, Touched, is_case};
use super::policies::Policies;
use super::revision::{self, Revision};
use super::versions::VersionReader;
use crate::domain::case::Case;
use crate::domain::finding::{Code, Finding};
use crate::domain::names::Digest;
use crate::domain::rules::conflicts::{self, Seen};

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
    let mut reader = VersionReader::new(contents);
    for (commit, file) in versions {
        let revision = Revision {
            commit,
            file,
            history,
            policies: &policies.judges(commit),
        };
        let found = revision::check(&revision, &mut reader);
        judged.events.extend(found.events);
        let (asked, found): (Vec<_>, Vec<_>) = found
            .findings
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
    reader: &mut VersionReader<'a>,
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
