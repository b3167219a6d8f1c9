//! Importing many cases at once: new files, and events for files that are there, in one commit.

mod extended;

pub(crate) use extended::Extended;

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::confirm_commit::has_same_content;
use super::recorder::{ATTEMPTS, Recorder};
use crate::domain::case::{Case, bounds, document, emit, path};
use crate::domain::import::{Addition, row_of};
use crate::git::{CommitRequest, GitError, Repo};
use crate::store::clone_setup::hooks;
use crate::store::evidence::Provisional;
use crate::store::{StoreError, message, write};

/// Number of files written in parallel: writing waits for the disk.
const WRITERS: usize = 16;

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

/// The content of the commit of an import.
struct Content<'a> {
    /// New files, and those that an interrupted import left behind.
    created: Vec<PathBuf>,
    changed: Vec<PathBuf>,
    extended: &'a [Extended],
    /// The number of events added to cases that were there.
    events: usize,
}

impl Content<'_> {
    /// Whether the extended files have all events of HEAD, which can have moved since they were read.
    fn would_keep_all(&self, git: &Repo) -> Result<(), StoreError> {
        for file in self.extended {
            let head = git.head_blob(&file.path)?;
            let head = head.and_then(|bytes| document::parse(&bytes).case);
            let ours: HashSet<_> = file
                .appended
                .case
                .entries
                .iter()
                .map(|it| it.digest)
                .collect();
            let theirs = head.map(|case| case.entries).unwrap_or_default();
            if theirs.iter().any(|entry| !ours.contains(&entry.digest)) {
                return Err(StoreError::Moving(file.path.clone()));
            }
        }
        Ok(())
    }
}

impl ImportBatch<'_> {
    /// Writes the cases of a ledger and the events that it adds to others, and commits them, together
    /// with the leftovers of an interrupted import of the same ledger.
    ///
    /// # Errors
    /// On error nothing is left behind.
    pub(crate) fn record(
        self,
        cases: &[Case],
        (additions, extended): (&[Addition], &[Extended]),
        ledger: &str,
    ) -> Result<(), StoreError> {
        let texts = self.texts(cases)?;
        let left_behind = self.left_behind(ledger)?;
        let new: Vec<PathBuf> = texts.iter().map(|(path, _)| path.clone()).collect();
        let changed: Vec<PathBuf> = extended.iter().map(|it| it.path.clone()).collect();
        let written = [new.as_slice(), &changed].concat();
        let head = self.head()?;
        self.note(cases, additions, &written)?;
        let provisional = match self.write_all(&texts, extended) {
            Ok(provisional) => provisional,
            Err(error) => {
                self.strike(&written)?;
                return Err(error);
            }
        };
        let content = Content {
            created: [left_behind, new].concat(),
            changed,
            extended,
            events: additions.iter().map(|it| it.entries.len()).sum(),
        };
        let files = [content.created.as_slice(), &content.changed].concat();
        let Err(error) = self.commit(&content, ledger) else {
            provisional.keep();
            return self.acknowledge(&files);
        };
        match self.is_committed(&files, head.as_deref()) {
            // git was killed after making the commit.
            Ok(true) => {
                provisional.keep();
                return self.acknowledge(&files);
            }
            Ok(false) => {
                if self.undo(provisional, extended).is_ok() {
                    // The first error is the one to report.
                    let _ = self.strike(&written);
                }
            }
            // Nothing more can be learned: the notes stay for the next import of the ledger.
            Err(_) => provisional.keep(),
        }
        Err(error)
    }

    /// Writes new files and extends others: all or none.
    fn write_all(
        &self,
        texts: &[(PathBuf, String)],
        extended: &[Extended],
    ) -> Result<Provisional, StoreError> {
        let created = self.write(texts)?;
        let root = self.recorder.repository.root();
        for (place, file) in extended.iter().enumerate() {
            let (old, new) = (&file.copy.bytes, &file.appended.bytes);
            if let Err(error) = write::replace_old(root, &file.path, old, new) {
                self.undo(created, &extended[..place])?;
                return Err(error.into());
            }
        }
        Ok(created)
    }

    fn undo(&self, created: Provisional, extended: &[Extended]) -> Result<(), StoreError> {
        let root = self.recorder.repository.root();
        let taken_out: Vec<_> = extended
            .iter()
            .map(|file| write::take_out(root, &file.path, &file.appended.added))
            .collect();
        created.undo()?;
        taken_out.into_iter().collect::<Result<(), _>>()?;
        Ok(())
    }

    fn head(&self) -> Result<Option<String>, GitError> {
        let head = self.recorder.committing_git().map(Repo::head);
        Ok(head.transpose()?.flatten())
    }

    /// Whether git has the files although it failed. If HEAD is where it was `before`, it need not
    /// be asked.
    fn is_committed(&self, files: &[PathBuf], before: Option<&str>) -> Result<bool, GitError> {
        match self.recorder.committing_git() {
            Some(git) if self.head()?.as_deref() != before => git.head_has(files),
            Some(_) | None => Ok(false),
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

    fn commit(&self, content: &Content, ledger: &str) -> Result<(), StoreError> {
        let files = [content.created.as_slice(), &content.changed].concat();
        let Some(git) = self.recorder.committing_git().filter(|_| !files.is_empty()) else {
            return Ok(());
        };
        let actor = &self.recorder.actor;
        let author = self.recorder.author(&actor.by);
        let request = CommitRequest {
            changed: &content.changed,
            created: &content.created,
            message: &message::of_import(
                [content.created.len(), content.events],
                ledger,
                &actor.by,
                actor.clock,
                self.recorder.policy(),
            ),
            author: author.as_ref(),
            when: actor.dated,
            own_hook: Some(&hooks::script(hooks::PRE_COMMIT)),
            lock: self.recorder.lock_file(),
        };
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            content.would_keep_all(git)?;
            match git.commit(&request) {
                // Other commits do not affect new cases.
                Err(GitError::HeadMoved) if left > 0 => {}
                Ok(_) | Err(GitError::NothingToCommit) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Notes the events of new cases and those for others, whose files are in this order.
    fn note(
        &self,
        cases: &[Case],
        additions: &[Addition],
        files: &[PathBuf],
    ) -> Result<(), StoreError> {
        let of_cases = cases.iter().map(|case| case.entries.as_slice());
        let added = additions.iter().map(|addition| addition.entries.as_slice());
        let notes = of_cases
            .chain(added)
            .zip(files)
            .flat_map(|(entries, file)| {
                let digests = entries.iter().map(|entry| entry.digest.to_string());
                digests.map(move |digest| (file.as_path(), digest))
            });
        match files.is_empty() {
            true => Ok(()),
            false => self.recorder.note_all(notes),
        }
    }

    /// Syncs the commit to disk, and removes the notes of its files.
    fn acknowledge(&self, files: &[PathBuf]) -> Result<(), StoreError> {
        if let Some(git) = self.recorder.committing_git() {
            self.recorder.sync(git)?;
            // The commit counts; a leftover note does no harm.
            let _ = self.strike(files);
        }
        Ok(())
    }

    /// Removes the notes of these files.
    fn strike(&self, files: &[PathBuf]) -> Result<(), StoreError> {
        match self.recorder.journal() {
            Some(journal) => Ok(journal.forget_all(files)?),
            None => Ok(()),
        }
    }
}
