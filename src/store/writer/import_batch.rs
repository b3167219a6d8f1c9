//! Importing many cases at once: every file is new, and all are in one commit.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::confirm_commit::has_same_content;
use super::recorder::{ATTEMPTS, Recorder};
use crate::domain::case::{Case, bounds, document, emit, path};
use crate::domain::import::{KnownRow, Matter, row_of};
use crate::domain::names::CaseId;
use crate::git::{CommitRequest, GitError};
use crate::store::evidence::Provisional;
use crate::store::{CaseFile, Journal, Repository, StoreError, message, random, write};

/// Number of files written in parallel: writing waits for the disk.
const WRITERS: usize = 16;

/// The ledger rows and ids in a repository, which new cases must not repeat.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    /// The ledger rows from which cases and events were imported.
    pub rows: Vec<KnownRow>,
    ids: HashSet<CaseId>,
}

impl Inventory {
    /// Reads every case file. In files that cannot be parsed, lines with a source still count.
    pub(crate) fn of(repository: &Repository) -> Self {
        let files = repository.cases();
        let ids = files
            .iter()
            .filter_map(|file| path::id_of_path(&file.path.to_string_lossy()))
            .collect();
        Self {
            rows: files
                .iter()
                .flat_map(|file| known_rows(repository, file))
                .collect(),
            ids,
        }
    }

    /// An unused id for a case received on `date`.
    ///
    /// # Errors
    /// [`StoreError::Random`].
    pub(crate) fn new_id(&mut self, date: NaiveDate) -> Result<CaseId, StoreError> {
        loop {
            let id = CaseId::new(date, random::bits()?);
            if self.ids.insert(id.clone()) {
                return Ok(id);
            }
        }
    }
}

/// A repository locked until the new cases are recorded.
#[derive(Debug)]
pub(crate) struct ImportBatch<'r> {
    recorder: Recorder<'r>,
}

impl<'r> Recorder<'r> {
    /// Locks the repository for an import.
    ///
    /// # Errors
    /// When another writer does not finish.
    pub(crate) fn import_batch(self) -> Result<ImportBatch<'r>, StoreError> {
        Ok(ImportBatch {
            recorder: self.locked()?,
        })
    }
}

impl ImportBatch<'_> {
    /// Writes the cases of a ledger and commits them, together with the leftovers of an interrupted
    /// import of the same ledger.
    ///
    /// # Errors
    /// On error nothing is left behind.
    pub(crate) fn record(self, cases: &[Case], ledger: &str) -> Result<(), StoreError> {
        let texts = self.texts(cases)?;
        let mut files = self.left_behind(ledger)?;
        let written: Vec<PathBuf> = texts.iter().map(|(path, _)| path.clone()).collect();
        self.note(cases, &written)?;
        let created = match self.write(&texts) {
            Ok(created) => created,
            Err(error) => {
                self.strike(&written)?;
                return Err(error);
            }
        };
        files.extend(written.iter().cloned());
        let Err(error) = self.commit(&files, ledger) else {
            created.keep();
            return Ok(());
        };
        match self.is_committed(&files) {
            // git was killed after making the commit.
            Ok(true) => {
                created.keep();
                // The commit counts; a leftover note does no harm.
                let _ = self.strike(&files);
                return Ok(());
            }
            Ok(false) => {
                if created.undo().is_ok() {
                    // The first error is the one to report.
                    let _ = self.strike(&written);
                }
            }
            // Nothing more can be learned: the notes stay for the next import of the ledger.
            Err(_) => created.keep(),
        }
        Err(error)
    }

    fn is_committed(&self, files: &[PathBuf]) -> Result<bool, GitError> {
        match self.recorder.committing_git() {
            Some(git) => git.head_has(files),
            None => Ok(false),
        }
    }

    /// The text of each file, verified by parsing it.
    fn texts(&self, cases: &[Case]) -> Result<Vec<(PathBuf, String)>, StoreError> {
        let zone = self.recorder.policy().organisation.time_zone;
        let text = |case: &Case| {
            let file = PathBuf::from(path::of_case(&case.facts.id, &case.facts.category));
            let text = emit::case(&case.facts, &case.entries, zone);
            match document::parse(text.as_bytes()).case {
                Some(read) if has_same_content(&read, case) => {
                    match bounds::overrun(text.as_bytes(), &read, |_| true) {
                        Some(overrun) => Err(StoreError::Refused {
                            path: file,
                            findings: vec![overrun],
                        }),
                        None => Ok((file, text)),
                    }
                }
                Some(_) | None => Err(StoreError::Unfaithful(file)),
            }
        };
        cases.par_iter().map(text).collect()
    }

    /// Files written but not committed by an earlier import of this ledger.
    fn left_behind(&self, ledger: &str) -> Result<Vec<PathBuf>, StoreError> {
        let Some(journal) = self.recorder.journal() else {
            return Ok(Vec::new());
        };
        let repository = self.recorder.repository;
        let is_from_ledger = |path: &PathBuf| {
            let case = repository.read(path.clone()).document.case;
            let source = case.and_then(|case| case.facts.source);
            source.is_some_and(|source| row_of(&source, ledger).is_some())
        };
        let noted: BTreeSet<PathBuf> = journal.paths()?;
        Ok(noted.into_iter().filter(is_from_ledger).collect())
    }

    /// Writes all files or none. The first file of each folder is written before the others, so
    /// that undoing in reverse order removes the folders, too; the others are written in parallel.
    fn write(&self, texts: &[(PathBuf, String)]) -> Result<Provisional, StoreError> {
        let root = self.recorder.repository.root();
        let create =
            |(path, text): &(PathBuf, String)| write::create_new(root, path, text.as_bytes());
        let mut folders = HashSet::new();
        let (first, others): (Vec<_>, Vec<_>) = texts
            .iter()
            .partition(|(path, _)| folders.insert(path.parent()));
        first
            .iter()
            .for_each(|(path, _)| self.recorder.clear_beside(path));
        let share = others.len().div_ceil(WRITERS).max(1);
        let mut results: Vec<_> = first.into_iter().map(create).collect();
        std::thread::scope(|scope| {
            let write = |texts: &[&(PathBuf, String)]| {
                texts.iter().map(|text| create(text)).collect::<Vec<_>>()
            };
            let writers: Vec<_> = others
                .chunks(share)
                .map(|texts| scope.spawn(move || write(texts)))
                .collect();
            results.extend(
                writers
                    .into_iter()
                    .flat_map(|writer| writer.join().unwrap_or_default()),
            );
        });
        let is_complete = results.len() == texts.len() && results.iter().all(Result::is_ok);
        if is_complete {
            let created = results.into_iter().filter_map(Result::ok);
            return Ok(Provisional::new(created.collect()));
        }
        let (mut created, mut error) = (Vec::new(), None);
        for result in results {
            match result {
                Ok(new) => created.push(new),
                Err(failed) => error = error.or(Some(failed)),
            }
        }
        Provisional::new(created).undo()?;
        Err(error.map_or_else(
            || StoreError::Unfaithful(PathBuf::from(path::ROOT)),
            StoreError::from,
        ))
    }

    fn commit(&self, files: &[PathBuf], ledger: &str) -> Result<(), StoreError> {
        let Some(git) = self.recorder.committing_git().filter(|_| !files.is_empty()) else {
            return Ok(());
        };
        let actor = &self.recorder.actor;
        let author = self.recorder.author(&actor.by);
        let request = CommitRequest {
            changed: &[],
            created: files,
            message: &message::of_import(
                files.len(),
                ledger,
                &actor.by,
                actor.clock,
                self.recorder.policy(),
            ),
            author: author.as_ref(),
            when: actor.dated,
            lock: self.recorder.lock_file(),
        };
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            match git.commit(&request) {
                // Other commits do not affect new cases.
                Err(GitError::HeadMoved) if left > 0 => {}
                Ok(_) | Err(GitError::NothingToCommit) => {
                    // The commit counts; a leftover note does no harm.
                    let _ = self.strike(files);
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn note(&self, cases: &[Case], files: &[PathBuf]) -> Result<(), StoreError> {
        let notes = cases.iter().zip(files).flat_map(|(case, file)| {
            case.entries
                .iter()
                .map(move |entry| (file.as_path(), entry.digest.to_string()))
        });
        match self.recorder.journal() {
            Some(journal) if !cases.is_empty() => Ok(journal.record_all(notes)?),
            Some(_) | None => Ok(()),
        }
    }

    fn strike(&self, files: &[PathBuf]) -> Result<(), StoreError> {
        let Some(git) = self.recorder.repository.git() else {
            return Ok(());
        };
        git.sync_head()?;
        Ok(Journal::of(git.git_dir()).forget_all(files)?)
    }
}

fn known_rows(repository: &Repository, file: &CaseFile) -> Vec<KnownRow> {
    let Some(case) = file.case() else {
        let of_lines = sources_of_lines(repository, &file.path).into_iter();
        return of_lines
            .map(|source| KnownRow {
                source,
                matter: None,
            })
            .collect();
    };
    let of_events = case
        .entries
        .iter()
        .filter_map(|entry| entry.source.as_ref());
    let sources: BTreeSet<&String> = case.facts.source.iter().chain(of_events).collect();
    let matter = (!sources.is_empty()).then(|| Matter::of(&case.facts));
    sources
        .into_iter()
        .map(|source| KnownRow {
            source: source.clone(),
            matter: matter.clone(),
        })
        .collect()
}

fn sources_of_lines(repository: &Repository, path: &Path) -> Vec<String> {
    let bytes = repository.bytes(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let named = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("source:"));
    named
        .filter_map(|value| serde_yaml::from_str(value.trim()).ok())
        .collect()
}
