//! Judges all case files with the commits that touched them, in batches.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::fault::{Fault, fault};
use super::history::{Commit, History, Touched, is_case};
use super::policies::Policies;
use super::revision::{self, Revision};
use super::versions::VersionReader;
use super::{Archive, Beginning};
use crate::domain::case::Case;
use crate::domain::finding::{Code, Finding};
use crate::domain::names::Digest;
use crate::domain::rules::conflicts::{self, Seen};

/// The result of judging cases.
#[derive(Default)]
pub(super) struct Judged {
    pub faults: Vec<Fault>,
    pub cases: usize,
    pub events: BTreeSet<(String, Digest)>,
}

/// The commits that touched one file, in order.
type Versions<'a> = Vec<(&'a Commit, Touched<'a>)>;

/// The number of versions in a batch, unless a single file has more.
const BUNDLE: usize = 1000;

pub(super) fn check<A: Archive>(
    history: &History,
    policies: &Policies,
    begins: Beginning,
    archive: &A,
) -> Result<Judged, A::Error> {
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
    // Files are independent of each other.
    let files: Vec<Versions<'_>> = files.into_values().collect();
    let bundles: Vec<&[Versions<'_>]> = bundles(&files);
    let judged = bundles.into_par_iter().map(|bundle| {
        let contents = archive.contents(&ids(bundle))?;
        let mut judged = bundle.iter().map(|versions| {
            let reader = VersionReader::new(&contents);
            judge_file(versions, history, policies, begins, reader, archive)
        });
        judged.try_fold(Judged::default(), |sum, judged| Ok(sum.merge(judged?)))
    });
    judged.try_reduce(Judged::default, |one, other| Ok(one.merge(other)))
}

/// Splits the files into batches, in order.
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

/// The blob ids of all versions, grouped by file because git packs them that way.
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
    fn merge(mut self, other: Self) -> Self {
        self.faults.extend(other.faults);
        self.cases += other.cases;
        self.events.extend(other.events);
        self
    }
}

/// Judges all versions of one file.
fn judge_file<'a, A: Archive>(
    versions: &'a Versions<'_>,
    history: &History,
    policies: &'a Policies,
    begins: Beginning,
    mut reader: VersionReader<'a>,
    archive: &A,
) -> Result<Judged, A::Error> {
    let mut judged = Judged {
        cases: 1,
        ..Judged::default()
    };
    let mut raised = Vec::new();
    for (commit, file) in versions {
        if begins == Beginning::Record && is_objected_to(commit, file, policies, &mut reader) {
            reader.adopt(archive.laws(file.path)?);
        }
        let revision = Revision {
            commit,
            file,
            history,
            policy: policies.in_tree(commit),
            laws: &policies.laws(commit, history.arrival.as_ref()),
            begins,
        };
        let found = revision::check(&revision, &mut reader);
        judged.events.extend(found.events);
        let (asked, found): (Vec<_>, Vec<_>) = found
            .findings
            .into_iter()
            .partition(|found| found.code == Code::Questionable);
        if !asked.is_empty() {
            raised.push((*commit, file, asked));
        }
        let faults = found.into_iter().map(|it| fault(commit, file.path, it));
        judged.faults.extend(faults);
    }
    for (commit, merged, asked) in raised {
        let open = still_open(asked, merged, versions, policies, &mut reader);
        let faults = open.into_iter().map(|it| fault(commit, merged.path, it));
        judged.faults.extend(faults);
    }
    Ok(judged)
}

/// Whether the policy of a commit objects to what the record has of a case, whose laws are not
/// known yet.
fn is_objected_to<'a>(
    commit: &'a Commit,
    file: &'a Touched<'_>,
    policies: &'a Policies,
    reader: &mut VersionReader<'a>,
) -> bool {
    file.before.iter().flatten().any(|id| {
        let before = reader.version(id);
        let Ok(before) = before.as_ref() else {
            return false;
        };
        let laws = reader.laws();
        let is_of_record = before.digests.iter().any(|event| !laws.has(*event));
        let judged = || before.judged(&laws, policies.in_tree(commit), commit.committed);
        is_of_record && judged().depends_on_law()
    })
}

/// The questions raised by a merge that are still open in the last version of the file.
fn still_open<'a>(
    raised: Vec<Finding>,
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
        return raised;
    };
    let Some(last) = last.after.map(|id| reader.version(id)) else {
        return raised;
    };
    let Ok(last) = last.as_ref() else {
        return raised;
    };
    let (policy, now) = (policies.in_tree(commit), commit.committed);
    let judged = last.judged(&reader.laws(), policy, now);
    let after = versions
        .iter()
        .skip_while(|(_, file)| !std::ptr::eq(file, merged))
        .filter_map(|(_, file)| file.after);
    let later: Vec<_> = after.map(|id| reader.version(id)).collect();
    let later = later
        .iter()
        .filter_map(|version| Some(&version.as_ref().as_ref().ok()?.case));
    let seen = Seen::on_sides(&sides).and_later(&sides, later);
    let questions = conflicts::questions(&last.case, &judged, policy, now, &seen);
    let open = conflicts::with_questions(&judged, &questions);
    let is_open = |raised: &Finding| {
        open.iter()
            .any(|open| (open.code, open.event) == (raised.code, raised.event))
    };
    raised.into_iter().filter(is_open).collect()
}
