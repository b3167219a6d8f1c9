//! A repository of complaints: where it is, its policy, and its cases.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::paths::is_case_file;
use super::{StoreError, unreadable};
use crate::domain::case::Case;
use crate::domain::case::document::{self, Document};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{all_of, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::{self, Policy};
use crate::git::Repo;

pub(crate) use super::paths::{CASES, POLICY};

/// A repository of complaints with its policy.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    policy: Policy,
    text: String,
    git: Option<Repo>,
}

/// Where a case lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub id: CaseId,
    /// Its file, relative to the repository.
    pub path: PathBuf,
}

/// A case file as it was read.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The file, relative to the repository.
    pub path: PathBuf,
    /// What it says, and what is wrong with it.
    pub document: Document,
}

impl CaseFile {
    /// The case, where it could be read.
    pub fn case(&self) -> Option<&Case> {
        self.document.case.as_ref()
    }
}

impl Repository {
    /// The repository that `start` lies in: the nearest folder upward that has a policy.toml.
    ///
    /// # Errors
    /// There is none, its policy has errors, or one of them cannot be read.
    pub fn find(start: &Path) -> Result<Self, StoreError> {
        let root = root_of(start)?;
        let bytes = policy_of(&root)?;
        match policy::parse_bytes(&bytes) {
            (Some(policy), _) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Ok(Self {
                    git: Repo::discover(&root)?,
                    root,
                    policy,
                    text,
                })
            }
            (None, findings) => Err(StoreError::Policy(findings)),
        }
    }

    /// The folder of policy.toml, without symbolic links.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What the organisation decided.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether policy.toml still says what it said when it was read.
    pub(crate) fn has_its_policy(&self) -> bool {
        policy_of(&self.root).is_ok_and(|bytes| bytes == self.text.as_bytes())
    }

    /// The git repository around it, if there is one.
    pub(crate) fn git(&self) -> Option<&Repo> {
        self.git.as_ref()
    }

    /// The one case whose id contains `part`, in any letter case; the letters that ids do not have
    /// stand for the digits that they look like.
    ///
    /// # Errors
    /// [`StoreError::NoCase`], [`StoreError::Ambiguous`].
    pub(crate) fn locate(&self, part: &str) -> Result<Located, StoreError> {
        let wanted = as_in_ids(part);
        let in_its_folder = wanted
            .parse::<CaseId>()
            .ok()
            .map(|id| self.located_below(&folder_of(&id)));
        let all = match in_its_folder {
            Some(cases) if cases.iter().any(|case| case.id.as_str() == wanted) => cases,
            Some(_) | None => self.located_below(Path::new(CASES)),
        };
        let mut found: Vec<Located> = all
            .into_iter()
            .filter(|case| !wanted.is_empty() && case.id.as_str().contains(&wanted))
            .collect();
        match found.as_slice() {
            [] => Err(StoreError::NoCase(part.to_owned())),
            [_] => Ok(found.remove(0)),
            [first, others @ ..] if others.iter().all(|other| other.id == first.id) => {
                Err(doubled(&found))
            }
            [..] => {
                let found = found.into_iter().map(|case| case.id).collect();
                Err(StoreError::Ambiguous {
                    part: part.to_owned(),
                    found,
                })
            }
        }
    }

    /// Every case file, in the order of the paths; files and folders that cannot be read hold
    /// findings instead of a case.
    pub fn cases(&self) -> Vec<CaseFile> {
        let walked: Vec<Result<PathBuf, Box<CaseFile>>> = self.walk(Path::new(CASES)).collect();
        walked
            .into_par_iter()
            .map(|walked| walked.map_or_else(|folder| *folder, |path| self.read(path)))
            .collect()
    }

    /// One case file; where it cannot be read the document says why.
    pub(crate) fn read(&self, path: PathBuf) -> CaseFile {
        let document = match self.bytes(&path) {
            Ok(bytes) => document::parse(&bytes),
            Err(error) => unreadable::file(&error),
        };
        CaseFile { path, document }
    }

    /// The bytes of a file of the repository, as far as any case file may go. No symbolic link is
    /// followed.
    ///
    /// # Errors
    /// It is no plain file, or cannot be read.
    pub(crate) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        bytes_of(&self.root, path)
    }

    fn paths_below(&self, folder: &Path) -> Vec<PathBuf> {
        self.walk(folder).filter_map(Result::ok).collect()
    }

    /// The case files below a folder, and the folders that cannot be read.
    fn walk(&self, folder: &Path) -> impl Iterator<Item = Result<PathBuf, Box<CaseFile>>> {
        let relative = |path: &Path| path.strip_prefix(&self.root).unwrap_or(path).to_path_buf();
        let walk = WalkDir::new(self.root.join(folder))
            .follow_root_links(false)
            .sort_by_file_name()
            .into_iter();
        walk.filter_map(move |entry| match entry {
            Ok(entry) if entry.depth() == 0 && !entry.file_type().is_dir() => {
                let finding = unreadable::unreadable(text!("not a folder; links are not followed"));
                let path = relative(entry.path());
                Some(Err(Box::new(CaseFile {
                    path,
                    document: unreadable::without_case(finding),
                })))
            }
            Ok(entry) if entry.file_type().is_dir() || !is_case_file(entry.path()) => None,
            Ok(entry) => Some(Ok(relative(entry.path()))),
            Err(error) => {
                let path = relative(error.path().unwrap_or(&self.root));
                unreadable::folder(&error).map(|finding| {
                    Err(Box::new(CaseFile {
                        path,
                        document: unreadable::without_case(finding),
                    }))
                })
            }
        })
    }

    fn located_below(&self, folder: &Path) -> Vec<Located> {
        let located = |path: PathBuf| {
            let id = path.file_name()?.to_str()?.get(..15)?.parse().ok()?;
            Some(Located { id, path })
        };
        self.paths_below(folder)
            .into_iter()
            .filter_map(located)
            .collect()
    }
}

/// The nearest folder from `start` upward that has a policy.toml, without symbolic links.
///
/// # Errors
/// There is none, or `start` is not there.
pub(crate) fn root_of(start: &Path) -> Result<PathBuf, StoreError> {
    let start = start.canonicalize().map_err(|source| StoreError::Read {
        path: start.to_path_buf(),
        source,
    })?;
    let is_marked = |folder: &&Path| fs::symlink_metadata(folder.join(POLICY)).is_ok();
    let root = start.ancestors().find(is_marked).map(Path::to_path_buf);
    root.ok_or(StoreError::NoRepository(start))
}

/// The bytes of the policy of the repository at `root`, as far as any policy may go.
///
/// # Errors
/// It is no plain file, or cannot be read.
pub(crate) fn policy_of(root: &Path) -> Result<Vec<u8>, StoreError> {
    let path = PathBuf::from(POLICY);
    bytes_of(root, &path).map_err(|source| StoreError::Read { path, source })
}

/// The bytes of a file below `root`, as far as any case file may go. No symbolic link is followed.
///
/// # Errors
/// It is no plain file, or cannot be read.
pub(crate) fn bytes_of(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let path = root.join(path);
    if !fs::symlink_metadata(&path)?.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    let mut bytes = Vec::new();
    File::open(&path)?
        .take(document::MAX_SIZE as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where the cases of a month lie.
fn folder_of(id: &CaseId) -> PathBuf {
    Path::new(CASES).join(id.date().format("%Y/%m").to_string())
}

/// Upper case, with the letters that Crockford's base 32 leaves out read as the digits that they
/// look like.
fn as_in_ids(part: &str) -> String {
    let digit = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    part.trim().chars().map(digit).collect()
}

/// Two files with one id: which of them is the case nobody can tell.
fn doubled(found: &[Located]) -> StoreError {
    let paths = all_of(found.iter().map(|case| &case.path));
    let finding = Finding::error(
        Code::DuplicateId,
        Spot::default(),
        message!("one id for {paths}", paths),
    );
    let finding = finding.hint(text!(
        "keep the one that git's history knows, and unite their events"
    ));
    StoreError::Unfit {
        path: found[0].path.clone(),
        findings: vec![finding],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_taken_as_people_type_them() {
        for (typed, meant) in [
            ("k7qm2x", "K7QM2X"),
            (" 20261121-k7qm2x ", "20261121-K7QM2X"),
            ("olI", "011"),
            ("2026l12l", "20261121"),
        ] {
            assert_eq!(as_in_ids(typed), meant);
        }
    }
}
