//! Reads and judges all cases of a repository in one pass.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::StoreError;
use super::check::removed;
use super::law;
use super::paths::{CASES, slashed};
use super::repository::{CaseFile, Repository};
use super::unreadable::{self, without_case};
use crate::domain::case::document;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message};
use crate::domain::outline::Outline;
use crate::domain::period::Period;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;

/// The readable cases, and the unreadable files.
#[derive(Debug)]
pub struct AllCases {
    /// The cases, sorted by path.
    pub snapshots: Vec<Snapshot>,
    /// The files without a readable case, with their findings.
    pub broken: Vec<CaseFile>,
    /// Why git could not be asked for the law of the cases that today's policy objects to, so that
    /// it judged them alone.
    pub without_law: Option<StoreError>,
}

impl Repository {
    /// Every case at `now`; a broken file does not hide the others.
    pub fn all_cases(&self, now: Instant) -> AllCases {
        let mut all = self.judged(self.cases(), now);
        all.broken.extend(self.without_cases());
        all
    }

    /// The cases received or ended in a period, at `now`, and all unreadable files. Reads only the
    /// files of these cases, where the index knows the others.
    pub(crate) fn cases_of(&self, period: &Period, now: Instant) -> AllCases {
        if !self.source().is_working_tree() {
            return self.all_cases(now);
        }
        let outlines = self.outlines(now);
        let of_period = outlines.select(|_| true, |outline| outline.is_of(period));
        let mut all = self.cases_at(paths(&of_period), now);
        all.broken.extend(outlines.broken);
        all.without_law = all.without_law.or(outlines.without_law);
        all
    }

    /// The cases in some files, at `now`.
    pub(crate) fn cases_at(&self, paths: Vec<PathBuf>, now: Instant) -> AllCases {
        let read = self.source().read_each(paths, |path, bytes| {
            let document = match bytes {
                Ok(bytes) => document::parse(&bytes),
                Err(error) => unreadable::file(&error),
            };
            CaseFile { path, document }
        });
        self.judged(read, now)
    }

    fn judged(&self, files: Vec<CaseFile>, now: Instant) -> AllCases {
        let read: Vec<Result<Snapshot, Box<CaseFile>>> = files
            .into_par_iter()
            .map(|file| self.snapshot(file, now))
            .collect();
        let mut all = AllCases {
            snapshots: Vec::with_capacity(read.len()),
            broken: Vec::new(),
            without_law: None,
        };
        for result in read {
            match result {
                Ok(snapshot) => all.snapshots.push(snapshot),
                Err(file) => all.broken.push(*file),
            }
        }
        all.without_law =
            law::rejudge(all.snapshots.iter_mut(), self.git(), self.policy(), now).err();
        all
    }

    /// A finding if the folder of cases is missing although HEAD has cases. Asks git only if the
    /// folder is missing.
    pub(super) fn without_cases(&self) -> Option<CaseFile> {
        let is_there = !self.source().is_working_tree() || self.source().has(Path::new(CASES));
        let lost = self
            .git()
            .filter(|_| !is_there)
            .and_then(|git| removed(git).ok())
            .unwrap_or_default()
            .len();
        let message = message!(
            "the folder is gone, though git's HEAD has cases in it ({lost})",
            lost
        );
        let finding = Finding::error(Code::CaseRemoved, Spot::default(), message)
            .hint(Command::git("restore").value(CASES));
        (lost > 0).then(|| CaseFile {
            path: CASES.into(),
            document: without_case(finding),
        })
    }

    /// The snapshot of a case at `now`.
    ///
    /// # Errors
    /// The file itself, if it has no readable case.
    pub(crate) fn snapshot(
        &self,
        mut file: CaseFile,
        now: Instant,
    ) -> Result<Snapshot, Box<CaseFile>> {
        match file.document.case.take() {
            Some(case) => Ok(Snapshot::new(slashed(&file.path), case, self.policy(), now)),
            None => Err(Box::new(file)),
        }
    }

    /// The text of a file of the repository, lossily decoded; empty if the file cannot be read.
    pub(crate) fn text(&self, path: &Path) -> String {
        self.bytes(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

/// The files of some cases.
pub(crate) fn paths(cases: &[Outline<'_>]) -> Vec<PathBuf> {
    let paths = cases.iter().map(|outline| outline.path().into_owned());
    paths.map(PathBuf::from).collect()
}
