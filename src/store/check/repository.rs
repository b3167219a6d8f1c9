//! All checks of a repository: of each file by itself, then of all together.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use rayon::prelude::*;

use super::altered::altered;
use super::file::{self, ListedFile};
use crate::domain::case::document::{Document, Places};
use crate::domain::case::{FactField, path};
use crate::domain::check::{self, Found};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::{self, Policy};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::git::{GitError, Repo};
use crate::store::law;
use crate::store::paths::{CASES, POLICY, is_case_file, slashed};
use crate::store::provenance::Provenance;
use crate::store::repository::policy_in;
use crate::store::source::{Opened, Source};
use crate::store::{StoreError, git_error};

/// All findings of a repository, unsorted. If the policy has errors, the cases are read
/// but not judged.
///
/// # Errors
/// When the policy cannot be read, or git fails.
pub(crate) fn inspect(opened: &Opened, now: Instant) -> Result<Vec<Found>, StoreError> {
    let Opened { source, git, .. } = opened;
    let (policy, findings) = policy::parse_bytes(&policy_in(source)?);
    let files = file::files(source);
    let mut found: Vec<Found> = findings
        .into_iter()
        .map(|finding| Found::new(POLICY, finding))
        .collect();
    found.extend(
        RepositoryCheck {
            source,
            policy: policy.as_ref(),
            ids: ids(&files),
            now,
        }
        .found(&files, git.as_ref())?,
    );
    Ok(found)
}

/// The context for checking the files.
struct RepositoryCheck<'a> {
    source: &'a Source,
    policy: Option<&'a Policy>,
    ids: BTreeSet<CaseId>,
    now: Instant,
}

/// One case file after inspection.
struct CheckedFile {
    path: String,
    text: String,
    id: Option<CaseId>,
    snapshot: Option<Snapshot>,
    findings: Vec<Finding>,
}

impl CheckedFile {
    /// The path that `new` gives a case with these facts.
    fn given_path(&self, id: &CaseId) -> Option<String> {
        let facts = &self.snapshot.as_ref()?.case.facts;
        Some(path::of_case(id, facts.text(FactField::Category)?))
    }
}

impl RepositoryCheck<'_> {
    fn found(&self, files: &[ListedFile], git: Option<&Repo>) -> Result<Vec<Found>, StoreError> {
        let paths = files.iter().filter_map(|file| match file {
            ListedFile::Case(path) => Some(PathBuf::from(path)),
            ListedFile::Stray(..) => None,
        });
        let read = |path: PathBuf, bytes| self.file(slashed(&path), file::document(bytes));
        let mut checked = self.source.read_each(paths.collect(), read);
        let mut found = Vec::new();
        self.judge(&mut checked, git)?;
        if let Some(git) = git {
            match self.against_history(&checked, git) {
                // As outside git: all checks except those of the history.
                Err(StoreError::Git(GitError::NotInstalled)) => {}
                Err(StoreError::Git(error @ GitError::Untrusted { .. })) => {
                    found.push(without_history(&error))
                }
                history => found.extend(history?),
            }
        }
        let ids = checked
            .iter()
            .filter_map(|file| Some((file.path.as_str(), file.id.clone()?)));
        found.extend(check::duplicates(ids));
        if let Some(policy) = self.policy {
            let dead_ends = check::dead_ends(policy, self.now).into_iter();
            found.extend(dead_ends.map(|finding| Found::new(POLICY, finding)));
            let snapshots = || checked.iter().filter_map(|file| file.snapshot.as_ref());
            found.extend(check::duplicate_sources(snapshots()));
            found.extend(check::circles(snapshots()));
            let all: Vec<&Snapshot> = snapshots().collect();
            found.extend(check::together(&all, policy, self.now));
            found.extend(
                check::unknown_years(snapshots(), policy)
                    .into_iter()
                    .map(|finding| Found::new(POLICY, finding)),
            );
        }
        let stray = files.iter().filter_map(|file| match file {
            ListedFile::Stray(path, finding) => Some(Found::new(path, finding.clone())),
            ListedFile::Case(_) => None,
        });
        found.extend(stray);
        let places: HashMap<&str, Places> = checked
            .iter()
            .map(|file| (file.path.as_str(), Places::of(&file.text)))
            .collect();
        found.extend(checked.iter().flat_map(|file| {
            file.findings
                .iter()
                .map(|finding| Found::new(&file.path, finding.clone()))
        }));
        let placed = |Found { path, finding }| match places.get(path.as_str()) {
            Some(places) => Found {
                finding: places.place(finding),
                path,
            },
            None => Found { path, finding },
        };
        Ok(found.into_iter().map(placed).collect())
    }

    fn file(&self, path: String, (document, text): (Document, String)) -> CheckedFile {
        let findings = check::form(&path, &document);
        let id = document
            .case
            .as_ref()
            .map(|case| case.facts.id.clone())
            .or_else(|| path::id_of_path(&path));
        let snapshot = document
            .case
            .zip(self.policy)
            .map(|(case, policy)| Snapshot::new(path.clone(), case, policy, self.now));
        CheckedFile {
            path,
            text,
            id,
            snapshot,
            findings,
        }
    }

    /// Adds the findings of the rules for each case, including conflicts between clones and who
    /// must resolve them.
    fn judge(&self, checked: &mut [CheckedFile], git: Option<&Repo>) -> Result<(), StoreError> {
        let Some(policy) = self.policy else {
            return Ok(());
        };
        let snapshots = checked.iter_mut().filter_map(|file| file.snapshot.as_mut());
        law::rejudge(snapshots, git, policy, self.now)?;
        let provenance = Provenance::of(
            checked.iter().filter_map(|file| file.snapshot.as_ref()),
            git,
        )?;
        let entries = checked.iter().filter_map(|file| file.snapshot.as_ref());
        let hashes = file::hashes(self.source, entries.flat_map(Snapshot::standing));
        checked.par_iter_mut().for_each(|file| {
            let Some(snapshot) = &file.snapshot else {
                return;
            };
            let found = &mut file.findings;
            found.extend(check::links(snapshot, &self.ids));
            let attached = snapshot.standing().into_iter();
            found.extend(attached.filter_map(|entry| file::evidence(&hashes, entry)));
            found.extend(snapshot.findings(policy, self.now, &provenance.seen(&file.path)));
        });
        Ok(())
    }

    /// Checks against git's history.
    fn against_history(
        &self,
        checked: &[CheckedFile],
        git: &Repo,
    ) -> Result<Vec<Found>, StoreError> {
        let mut found = self.moved(checked, git)?;
        if !self.source.is_working_tree() {
            return Ok(found);
        }
        let missing = removed(git)?;
        found.extend(missing.iter().map(|path| missing_case(&slashed(path))));
        let zone = self
            .policy
            .map_or(Tz::UTC, |policy| policy.organisation.time_zone);
        found.extend(altered(git, zone)?);
        if let Some(policy) = self.policy {
            found.extend(self.undated(checked, policy, git)?);
        }
        Ok(found)
    }

    /// Case files that a commit moved from the path that they were added with. Asks git only about
    /// files whose name is not the one that their facts give.
    fn moved(&self, checked: &[CheckedFile], git: &Repo) -> Result<Vec<Found>, StoreError> {
        let odd: Vec<(&CheckedFile, &CaseId)> = checked
            .iter()
            .filter_map(|file| Some((file, file.id.as_ref()?)))
            .filter(|(file, id)| file.given_path(id).is_some_and(|given| given != file.path))
            .collect();
        let names: Vec<&str> = odd.iter().map(|(_, id)| id.as_str()).collect();
        let added = git.paths_added(CASES, &names)?;
        let added: Vec<String> = added.iter().map(|path| slashed(path)).collect();
        let birth = |id: &CaseId| {
            let mut paths = added.iter();
            paths.find(|path| path::id_of_path(path).as_ref() == Some(id))
        };
        let moved = odd.into_iter().filter_map(|(file, id)| {
            let birth = birth(id).filter(|birth| !self.source.has(Path::new(birth.as_str())))?;
            let is_committed = added.contains(&file.path);
            is_committed.then(|| moved_case(&file.path, birth))
        });
        Ok(moved.collect())
    }

    /// Changes of the policy since HEAD: that there are any, and those that move due dates.
    fn undated(
        &self,
        checked: &[CheckedFile],
        policy: &Policy,
        git: &Repo,
    ) -> Result<Vec<Found>, StoreError> {
        let head = git.head_blob(Path::new(POLICY))?;
        if head == policy_in(self.source).ok() {
            return Ok(Vec::new());
        }
        let Some(old) = head.and_then(|bytes| policy::parse_bytes(&bytes).0) else {
            return Ok(Vec::new());
        };
        let snapshots: Vec<&Snapshot> = checked
            .iter()
            .filter_map(|file| file.snapshot.as_ref())
            .collect();
        let moved = check::moved(policy::changes(&old, policy), &old, &snapshots, self.now);
        Ok(moved
            .into_iter()
            .chain([law::edited_policy()])
            .map(|finding| Found::new(POLICY, finding))
            .collect())
    }
}

/// The case files that are in HEAD but not in the work tree, relative to the repository.
///
/// # Errors
/// When git fails.
pub(in crate::store) fn removed(git: &Repo) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = git.removed(Path::new(CASES))?;
    files.retain(|file| is_case_file(file));
    Ok(files)
}

fn moved_case(path: &str, birth: &str) -> Found {
    let message = message!("the case was moved: it was registered as {birth}", birth);
    let finding = Finding::error(Code::CaseRemoved, Spot::default(), message);
    Found::new(
        path,
        finding.hint(Command::git("mv").value(path).value(birth)),
    )
}

fn missing_case(path: &str) -> Found {
    let message = text!("the case is missing, though git's HEAD has it");
    let finding = Finding::error(Code::CaseRemoved, Spot::default(), message);
    Found::new(path, finding.hint(Command::git("restore").value(path)))
}

/// The warning that the history is unavailable.
fn without_history(error: &GitError) -> Found {
    let message = message!(
        "{error}: checks against the history are skipped",
        error = git_error::message(error)
    );
    let finding = Finding::warning(Code::Unreadable, Spot::default(), message);
    let finding = match git_error::hint(error) {
        Some(hint) => finding.hint(hint),
        None => finding,
    };
    Found::new(POLICY, finding)
}

/// The case ids in the file names.
fn ids(files: &[ListedFile]) -> BTreeSet<CaseId> {
    let named = files.iter().filter_map(|file| match file {
        ListedFile::Case(path) => path::id_of_path(path),
        ListedFile::Stray(..) => None,
    });
    named.collect()
}
