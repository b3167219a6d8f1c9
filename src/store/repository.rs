//! A repository of complaints: its location, its policy, and its cases.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::paths::is_case_file;
use super::source::{self, Listed, Opened, Source};
use super::{StoreError, unreadable, walk};
use crate::domain::case::Case;
use crate::domain::case::document::{self, Document};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{all_of, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::{self, PRESETS, Policy};
use crate::git::Repo;

pub(crate) use super::paths::{CASES, POLICY};
pub(crate) use super::source::{bytes_of, root_of};

/// A repository of complaints with its policy.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    source: Source,
    policy: Policy,
    text: String,
    git: Option<Repo>,
}

/// The location of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    pub id: CaseId,
    /// The case file, relative to the repository.
    pub path: PathBuf,
}

/// A case file after reading.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The file, relative to the repository.
    pub path: PathBuf,
    /// The parsed content, with findings.
    pub document: Document,
}

impl CaseFile {
    /// The case, if it could be read.
    pub fn case(&self) -> Option<&Case> {
        self.document.case.as_ref()
    }
}

impl Repository {
    /// The repository that contains `start`: the nearest folder upward with a policy.toml.
    ///
    /// # Errors
    /// When there is none, its policy has errors, or a file cannot be read.
    pub fn find(start: &Path) -> Result<Self, StoreError> {
        match source::bare(start)? {
            Some(git) => Err(StoreError::Bare(git.base().to_path_buf())),
            None => Self::read_at(start, None),
        }
    }

    /// The repository that contains `start`, to read it, as of a revision; without one, its working
    /// tree, or if it is bare, `HEAD`.
    ///
    /// # Errors
    /// As [`Self::find`], and when there is no such revision.
    pub(crate) fn read_at(start: &Path, revision: Option<&str>) -> Result<Self, StoreError> {
        let Opened { root, source, git } = source::open(start, revision)?;
        let bytes = policy_in(&source)?;
        match policy::parse_bytes(&bytes) {
            (Some(policy), _) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                Ok(Self {
                    root,
                    source,
                    policy,
                    text,
                    git,
                })
            }
            (None, findings) => Err(StoreError::Policy(findings)),
        }
    }

    /// As [`Self::read_at`], also where the policy has errors: HEAD's policy stands in for it, or
    /// that of a repository that decides nothing. Also returns the findings of such a policy.
    pub(crate) fn read_anyhow(
        start: &Path,
        revision: Option<&str>,
    ) -> Result<(Self, Vec<Finding>), StoreError> {
        let findings = match Self::read_at(start, revision) {
            Err(StoreError::Policy(findings)) => findings,
            other => return other.map(|repository| (repository, Vec::new())),
        };
        let Opened { root, source, git } = source::open(start, revision)?;
        let committed = git.as_ref().map(|git| git.head_blob(Path::new(POLICY)));
        let committed = committed.transpose()?.flatten();
        let texts = committed.into_iter().chain([PRESETS[0].text.into()]);
        let policy = texts.map(|text| policy::parse_bytes(&text).0);
        let policy = policy.flatten().next();
        let policy = policy.ok_or_else(|| StoreError::Policy(findings.clone()))?;
        let text = String::new();
        let repository = Self {
            root,
            source,
            policy,
            text,
            git,
        };
        Ok((repository, findings))
    }

    /// The folder of policy.toml, with symbolic links resolved; for a bare repository its git
    /// directory.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Its files.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The text of policy.toml.
    pub(crate) fn policy_text(&self) -> &str {
        &self.text
    }

    /// The organisation's policy.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether policy.toml is unchanged since it was read.
    pub(crate) fn has_its_policy(&self) -> bool {
        policy_in(&self.source).is_ok_and(|bytes| bytes == self.text.as_bytes())
    }

    /// The git repository around it, if there is one.
    pub(crate) fn git(&self) -> Option<&Repo> {
        self.git.as_ref()
    }

    /// The only case whose id contains `part`, ignoring letter case. Letters that ids do not use
    /// are read as the digits they resemble (`O` as `0`).
    ///
    /// # Errors
    /// [`StoreError::NoCase`], [`StoreError::Ambiguous`].
    pub(crate) fn locate(&self, part: &str) -> Result<Located, StoreError> {
        let wanted = normalized(part);
        let in_its_folder = wanted
            .parse::<CaseId>()
            .ok()
            .map(|id| self.located_below(&folder_of(&id), &wanted));
        let all = match in_its_folder {
            Some(cases) if cases.iter().any(|case| case.id.as_str() == wanted) => cases,
            Some(_) | None => self.located_below(Path::new(CASES), &wanted),
        };
        let mut found = all;
        found.retain(|_| !wanted.is_empty());
        match found.as_slice() {
            [] => Err(StoreError::NoCase(part.to_owned())),
            [_] => Ok(found.remove(0)),
            [first, others @ ..] if others.iter().all(|other| other.id == first.id) => {
                Err(duplicate_id(&found))
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

    /// Every case file, sorted by path. Files and folders that cannot be read have findings instead
    /// of a case.
    pub fn cases(&self) -> Vec<CaseFile> {
        self.cases_with(|_| true)
    }

    /// The case files whose text is wanted: the others are not parsed. Files and folders that cannot
    /// be read are always among them.
    pub(crate) fn cases_with(&self, is_wanted: impl Fn(&[u8]) -> bool + Sync) -> Vec<CaseFile> {
        let read = |path: PathBuf, bytes: io::Result<Vec<u8>>| {
            let document = match bytes {
                Ok(bytes) if !is_wanted(&bytes) => return None,
                Ok(bytes) => document::parse(&bytes),
                Err(error) => unreadable::file(&error),
            };
            Some(CaseFile { path, document })
        };
        let (mut paths, mut cases) = (Vec::new(), Vec::new());
        for walked in self.walk(Path::new(CASES)) {
            match walked {
                Ok(path) => paths.push(path),
                Err(folder) => cases.push(*folder),
            }
        }
        cases.extend(self.source.read_each(paths, read).into_iter().flatten());
        cases.sort_by(|one, other| one.path.cmp(&other.path));
        cases
    }

    /// One case file; if it cannot be read, the document has a finding with the reason.
    pub(crate) fn read(&self, path: PathBuf) -> CaseFile {
        let document = match self.bytes(&path) {
            Ok(bytes) => document::parse(&bytes),
            Err(error) => unreadable::file(&error),
        };
        CaseFile { path, document }
    }

    /// The bytes of a file of the repository, up to one byte beyond the maximum size of a case
    /// file. A symbolic link is not followed.
    ///
    /// # Errors
    /// It is no plain file, or cannot be read.
    pub(crate) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.source.bytes(path)
    }

    /// The case files below a folder, and the folders that cannot be read.
    fn walk(&self, folder: &Path) -> impl Iterator<Item = Result<PathBuf, Box<CaseFile>>> {
        let broken = |path: PathBuf, finding| {
            let document = unreadable::without_case(finding);
            Some(Err(Box::new(CaseFile { path, document })))
        };
        let listed = self.source.walk(folder).into_iter();
        listed.filter_map(move |listed| match listed {
            Listed::Unreadable(path, finding) => broken(path, finding),
            Listed::Plain(path) | Listed::Link(path) | Listed::Special(path) if path == *folder => {
                broken(path, unreadable::no_folder())
            }
            Listed::Plain(path) | Listed::Link(path) | Listed::Special(path) => {
                is_case_file(&path).then_some(Ok(path))
            }
        })
    }

    /// The cases below a folder whose id contains `part`, by the names of their files.
    fn located_below(&self, folder: &Path, part: &str) -> Vec<Located> {
        let id = |name: &OsStr| {
            let id = name.to_str()?.get(..15).filter(|id| id.contains(part))?;
            id.parse().ok()
        };
        let paths = match &self.source {
            Source::WorkingTree(root) => walk::named(root, folder, |name| id(name).is_some()),
            Source::Revision(_) => self.walk(folder).filter_map(Result::ok).collect(),
        };
        let located = |path: PathBuf| {
            let id = id(path.file_name()?)?;
            Some(Located { id, path })
        };
        paths.into_iter().filter_map(located).collect()
    }
}

/// The bytes of the policy, limited as in [`bytes_of`].
///
/// # Errors
/// It is no plain file, or cannot be read.
pub(crate) fn policy_in(source: &Source) -> Result<Vec<u8>, StoreError> {
    let path = PathBuf::from(POLICY);
    let bytes = source.bytes(&path);
    bytes.map_err(|source| StoreError::Read { path, source })
}

/// The folder of the case's month.
fn folder_of(id: &CaseId) -> PathBuf {
    Path::new(CASES).join(id.date().format("%Y/%m").to_string())
}

/// Converts to upper case, and letters not used in Crockford's base 32 to the digits they resemble.
fn normalized(part: &str) -> String {
    let digit = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    part.trim().chars().map(digit).collect()
}

/// The error for several files with the same id: none of them is known to be the right one.
fn duplicate_id(found: &[Located]) -> StoreError {
    let paths = all_of(found.iter().map(|case| &case.path));
    let finding = Finding::error(
        Code::DuplicateId,
        Spot::default(),
        message!("the same id in {paths}", paths),
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
            assert_eq!(normalized(typed), meant);
        }
    }
}
