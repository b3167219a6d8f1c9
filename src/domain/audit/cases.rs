//! Judges all case files with the commits that touched them, in batches.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::fault::{Fault, fault};
use super::history::{Commit, History, Touched, Versions, is_case};
use super::policies::Policies;
use super::revision::{self, Revision};
use super::versions::{VersionReader, Window};
use super::{Archive, Beginning, late_arrival};
use crate::domain::case::Case;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::names::Digest;
use crate::domain::rules::conflicts::{self, Seen};

/// The result of judging cases.
#[derive(Default)]
pub(super) struct Judged {
    pub faults: Vec<Fault>,
    pub cases: usize,
    pub events: BTreeSet<(String, Digest)>,
}

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
    let judged = bundles.par_iter().map(|bundle| {
        let mut window = Window::new(archive, uses(bundle))?;
        let mut judged = Judged::default();
        for versions in *bundle {
            let path = versions.first().map_or("", |(_, file)| file.path);
            let reader = VersionReader::new(path, &mut window);
            judged = judged.merge(judge_file(
                versions, history, policies, begins, reader, archive,
            )?);
        }
        Ok(judged)
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

/// The blob ids of all versions in the order in which they are judged, file by file because git
/// packs them that way.
fn uses<'f>(bundle: &'f [Versions<'_>]) -> Vec<&'f str> {
    let touched = bundle
        .iter()
        .flatten()
        .flat_map(|(_, file)| file.before.iter().flatten().chain(file.after));
    touched.map(String::as_str).collect()
}

/// The most faults of one file: what follows more is not judged.
const MAX_FAULTS: usize = 100;

/// The most bytes that a merge unites versions of one case from, and that one file has over all
/// versions.
const MAX_UNION: u64 = 8 << 20;
const MAX_WORK: u64 = 1 << 30;

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
    mut reader: VersionReader<'a, '_, A>,
    archive: &A,
) -> Result<Judged, A::Error> {
    let mut judged = Judged {
        cases: 1,
        ..Judged::default()
    };
    let mut raised = Vec::new();
    let mut work = 0;
    let mut brought = HashMap::new();
    for (commit, file) in versions {
        let of_merge = distinct(file).map(|id| reader.size(id)).sum::<u64>();
        work += of_merge;
        let excess = [
            (commit.is_merge() && of_merge > MAX_UNION).then(too_much_united),
            (work > MAX_WORK).then(too_many_versions),
            (judged.faults.len() > MAX_FAULTS).then(too_many_faults),
        ];
        if let Some(excess) = excess.into_iter().flatten().next() {
            judged.faults.push(fault(commit, file.path, excess));
            return Ok(judged);
        }
        if begins == Beginning::Record && is_objected_to(commit, file, policies, &mut reader)? {
            reader.adopt(archive.laws(file.path)?);
        }
        let revision = Revision {
            commit,
            file,
            history,
            policies,
            policy: policies.in_tree(commit),
            laws: &policies.laws(commit, history.arrival_of(commit)),
            begins,
        };
        let found = revision::check(&revision, &mut reader, archive)?;
        if history.arrival_of(commit).is_some() {
            let events = found.events.iter().map(|(_, event)| *event);
            brought.extend(events.map(|event| (event, *commit)));
        }
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
        let open = still_open(asked, merged, versions, policies, &mut reader)?;
        let faults = open.into_iter().map(|it| fault(commit, merged.path, it));
        judged.faults.extend(faults);
    }
    let late = late_arrival::check(versions, &brought, history, policies.tip(), &mut reader)?;
    let late = late.map(|(commit, path, finding)| fault(commit, path, finding));
    judged.faults.extend(late);
    Ok(judged)
}

/// The versions of a file that a commit has and comes from, once each.
fn distinct<'f>(file: &'f Touched<'_>) -> impl Iterator<Item = &'f str> {
    let all = file.before.iter().flatten().chain(file.after);
    let all: BTreeSet<&str> = all.map(String::as_str).collect();
    all.into_iter()
}

fn too_much_united() -> Finding {
    let message = text!("the merge unites too many large versions of this case");
    too_large(message).hint(text!("merge fewer branches at a time"))
}

fn too_many_versions() -> Finding {
    let message = text!("the case has more versions here than can be judged at once");
    too_large(message).hint(text!(
        "push fewer commits at a time: git push REMOTE COMMIT:BRANCH; audit in parts: --range A..B"
    ))
}

fn too_many_faults() -> Finding {
    let message = message!(
        "more than {most} errors above; later versions are not judged",
        most = MAX_FAULTS
    );
    too_large(message)
}

fn too_large(message: Message) -> Finding {
    Finding::error(Code::TooLarge, Spot::default(), message)
}

/// Whether the policy of a commit objects to what the record has of a case, whose laws are not
/// known yet.
fn is_objected_to<'a, A: Archive>(
    commit: &'a Commit,
    file: &'a Touched<'_>,
    policies: &'a Policies,
    reader: &mut VersionReader<'a, '_, A>,
) -> Result<bool, A::Error> {
    for id in file.before.iter().flatten() {
        let before = reader.version(id)?;
        let Ok(before) = before.as_ref() else {
            continue;
        };
        let laws = reader.laws();
        let is_of_record = before.digests.iter().any(|event| !laws.has(*event));
        let judged = || before.judged(&laws, policies.in_tree(commit), commit.committed);
        if is_of_record && judged().depends_on_law() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The questions raised by a merge that are still open in the last version of the file.
fn still_open<'a, A: Archive>(
    raised: Vec<Finding>,
    merged: &'a Touched<'_>,
    versions: &'a Versions<'_>,
    policies: &'a Policies,
    reader: &mut VersionReader<'a, '_, A>,
) -> Result<Vec<Finding>, A::Error> {
    let sides: Vec<_> = merged
        .before
        .iter()
        .flatten()
        .map(|id| reader.version(id))
        .collect::<Result<_, _>>()?;
    let sides: Vec<&Case> = sides
        .iter()
        .filter_map(|side| Some(&side.as_ref().as_ref().ok()?.case))
        .collect();
    let Some((commit, last)) = versions.last() else {
        return Ok(raised);
    };
    let Some(last) = last.after else {
        return Ok(raised);
    };
    let last = reader.version(last)?;
    let Ok(last) = last.as_ref() else {
        return Ok(raised);
    };
    let (policy, now) = (policies.in_tree(commit), commit.committed);
    let judged = last.judged(&reader.laws(), policy, now);
    let after = versions
        .iter()
        .skip_while(|(_, file)| !std::ptr::eq(file, merged))
        .filter_map(|(_, file)| file.after);
    let later: Vec<_> = after
        .map(|id| reader.version(id))
        .collect::<Result<_, _>>()?;
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
    Ok(raised.into_iter().filter(is_open).collect())
}
