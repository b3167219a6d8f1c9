//! Reads and judges all cases of a repository in one pass.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::StoreError;
use super::check::removed;
use super::law;
use super::paths::{CASES, slashed};
use super::repository::{CaseFile, Repository};
use super::unreadable::without_case;
use crate::domain::case::document;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message};
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
        let read: Vec<Result<Snapshot, Box<CaseFile>>> = self
            .cases()
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
        all.broken.extend(self.without_cases());
        all.without_law =
            law::rejudge(all.snapshots.iter_mut(), self.git(), self.policy(), now).err();
        all
    }

    /// The cases in some files, at `now`; files without a readable case are left out.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn snapshots(
        &self,
        paths: Vec<PathBuf>,
        now: Instant,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let read = self.source().read_each(paths, |path, bytes| {
            let document = document::parse(&bytes.ok()?);
            self.snapshot(CaseFile { path, document }, now).ok()
        });
        let mut snapshots: Vec<Snapshot> = read.into_iter().flatten().collect();
        law::rejudge(snapshots.iter_mut(), self.git(), self.policy(), now)?;
        Ok(snapshots)
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
