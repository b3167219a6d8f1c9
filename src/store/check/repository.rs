//! Everything that is wrong in a repository: each file by itself, then all of them together.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::domain::case::document::Places;
use crate::domain::case::{Case, path};
use crate::domain::check::{self, Found};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::names::CaseId;
use crate::domain::policy::{self, Policy};
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::git::{GitError, Repo};
use crate::store::StoreError;
use crate::store::inspect::{self, Inspected};
use crate::store::repository::{CASES, POLICY, is_case_file, policy_of};
use crate::store::seen::Sights;
use crate::store::survey::slashed;

/// All findings of the repository at `root`, in no particular order. A policy with errors leaves the cases unjudged, but
/// not unread.
///
/// # Errors
/// The policy cannot be read, or git fails.
pub fn inspect(root: &Path, now: Instant) -> Result<Vec<Found>, StoreError> {
    let (policy, findings) = policy::parse_bytes(&policy_of(root)?);
    let files = inspect::files(root);
    let mut found: Vec<Found> = findings
        .into_iter()
        .map(|finding| Found::new(POLICY, finding))
        .collect();
    found.extend(
        Inspection {
            root,
            policy: policy.as_ref(),
            ids: ids(&files),
            now,
        }
        .found(&files)?,
    );
    Ok(found)
}

/// What the files are held against.
struct Inspection<'a> {
    root: &'a Path,
    policy: Option<&'a Policy>,
    ids: BTreeSet<CaseId>,
    now: Instant,
}

/// One case file after inspection.
struct Page {
    path: String,
    text: String,
    id: Option<CaseId>,
    snapshot: Option<Snapshot>,
    findings: Vec<Finding>,
}

impl Inspection<'_> {
    fn found(&self, files: &[Inspected]) -> Result<Vec<Found>, StoreError> {
        let mut pages: Vec<Page> = files
            .par_iter()
            .filter_map(|file| self.page(file))
            .collect();
        let git = Repo::discover(self.root)?;
        let mut found = Vec::new();
        self.judge(&mut pages, git.as_ref())?;
        if let Some(git) = &git {
            match self.against_history(&mut pages, git) {
                // As outside of git: everything but history.
                Err(StoreError::Git(GitError::NotInstalled)) => {}
                Err(StoreError::Git(error @ GitError::Untrusted { .. })) => {
                    found.push(unheard(&error))
                }
                history => found.extend(history?),
            }
        }
        let ids = pages
            .iter()
            .filter_map(|page| Some((page.path.as_str(), page.id.clone()?)));
        found.extend(check::duplicates(ids));
        if let Some(policy) = self.policy {
            found.extend(check::duplicate_sources(
                pages.iter().filter_map(|page| page.snapshot.as_ref()),
            ));
            let snapshots = pages.iter().filter_map(|page| page.snapshot.as_ref());
            found.extend(
                check::unknown_years(snapshots, policy)
                    .into_iter()
                    .map(|finding| Found::new(POLICY, finding)),
            );
        }
        let stray = files.iter().filter_map(|file| match file {
            Inspected::Stray(path, finding) => Some(Found::new(path, finding.clone())),
            Inspected::Case(_) => None,
        });
        found.extend(stray);
        let places: HashMap<&str, Places> = pages
            .iter()
            .map(|page| (page.path.as_str(), Places::of(&page.text)))
            .collect();
        found.extend(pages.iter().flat_map(|page| {
            page.findings
                .iter()
                .map(|finding| Found::new(&page.path, finding.clone()))
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

    fn page(&self, file: &Inspected) -> Option<Page> {
        let Inspected::Case(path) = file else {
            return None;
        };
        let (mut document, text) = inspect::read(self.root, path);
        let mut findings = std::mem::take(&mut document.findings);
        let obstacle = document
            .layout
            .obstacle
            .filter(|obstacle| document.case.is_some() && !findings.contains(obstacle));
        findings.extend(obstacle);
        findings.extend(check::name(path, document.case.as_ref()));
        let id = document
            .case
            .as_ref()
            .map(|case| case.facts.id.clone())
            .or_else(|| path::id_of_path(path));
        let snapshot = document
            .case
            .zip(self.policy)
            .map(|(case, policy)| self.judged(path, case, policy, &mut findings));
        Some(Page {
            path: path.clone(),
            text,
            id,
            snapshot,
            findings,
        })
    }

    fn judged(
        &self,
        path: &str,
        case: Case,
        policy: &Policy,
        findings: &mut Vec<Finding>,
    ) -> Snapshot {
        let snapshot = Snapshot::new(path.to_owned(), case, policy, self.now);
        findings.extend(check::links(&snapshot, &self.ids));
        findings.extend(
            snapshot
                .standing()
                .into_iter()
                .filter_map(|entry| inspect::evidence(self.root, entry)),
        );
        snapshot
    }

    /// What the judge says of each case, and who is to settle what clones made of it.
    fn judge(&self, pages: &mut [Page], git: Option<&Repo>) -> Result<(), StoreError> {
        let Some(policy) = self.policy else {
            return Ok(());
        };
        let sights = Sights::of(pages.iter().filter_map(|page| page.snapshot.as_ref()), git)?;
        pages.par_iter_mut().for_each(|page| {
            let Some(snapshot) = &page.snapshot else {
                return;
            };
            page.findings
                .extend(snapshot.findings(policy, self.now, &sights.seen(&page.path)));
        });
        Ok(())
    }

    /// What only git's history tells.
    fn against_history(&self, pages: &mut [Page], git: &Repo) -> Result<Vec<Found>, StoreError> {
        let mut found: Vec<Found> = removed(git)?
            .iter()
            .map(|path| gone(&slashed(path)))
            .collect();
        if let Some(policy) = self.policy {
            self.forgive(pages, git)?;
            found.extend(self.undated(pages, policy, git)?);
        }
        Ok(found)
    }

    /// Values that an earlier policy had are warnings; git's history is only asked where there are others.
    fn forgive(&self, pages: &mut [Page], git: &Repo) -> Result<(), StoreError> {
        let is_unlisted = |finding: &Finding| {
            finding.code == Code::UnlistedValue && finding.severity == Severity::Error
        };
        if !pages
            .iter()
            .any(|page| page.findings.iter().any(is_unlisted))
        {
            return Ok(());
        }
        let mut earlier: Vec<Policy> = Vec::new();
        for version in git.history(Path::new(POLICY))?.into_iter().rev() {
            let text = version
                .content
                .map(|content| String::from_utf8_lossy(&content).into_owned());
            earlier.extend(text.and_then(|text| policy::parse(&text).0));
        }
        for page in pages {
            if let Some(snapshot) = &page.snapshot {
                check::forgive(&mut page.findings, &snapshot.case, &earlier, self.now);
            }
        }
        Ok(())
    }

    /// Changes of the policy since HEAD that move due instants.
    fn undated(
        &self,
        pages: &[Page],
        policy: &Policy,
        git: &Repo,
    ) -> Result<Vec<Found>, StoreError> {
        let head = git.head_blob(Path::new(POLICY))?;
        let text = head.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let Some(old) = text.and_then(|text| policy::parse(&text).0) else {
            return Ok(Vec::new());
        };
        let snapshots: Vec<&Snapshot> = pages
            .iter()
            .filter_map(|page| page.snapshot.as_ref())
            .collect();
        let moved = check::moved(policy::changes(&old, policy), &old, &snapshots, self.now);
        Ok(moved
            .into_iter()
            .map(|finding| Found::new(POLICY, finding))
            .collect())
    }
}

/// The case files that HEAD has and the work tree lacks, relative to the repository.
///
/// # Errors
/// When git fails.
pub(in crate::store) fn removed(git: &Repo) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = git.removed(Path::new(CASES))?;
    files.retain(|file| is_case_file(file));
    Ok(files)
}

fn gone(path: &str) -> Found {
    let finding = Finding::error(
        Code::CaseRemoved,
        Spot::default(),
        "the case is gone, though git's HEAD has it",
    );
    Found::new(path, finding.hint(format!("git restore {path}")))
}

/// The warning that git says nothing of the history here.
fn unheard(error: &GitError) -> Found {
    let message = format!("{error}: what only the history tells is left out");
    let finding = Finding::warning(Code::Unreadable, Spot::default(), message);
    Found::new(POLICY, finding.hint(error.hint().unwrap_or_default()))
}

/// The ids in the names of the case files.
fn ids(files: &[Inspected]) -> BTreeSet<CaseId> {
    let named = files.iter().filter_map(|file| match file {
        Inspected::Case(path) => path::id_of_path(path),
        Inspected::Stray(..) => None,
    });
    named.collect()
}
