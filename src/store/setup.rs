//! Sets up a new repository: git, the files, and their commit. Failures are undone.

use std::fs;
use std::mem;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::repository::{POLICY, bytes_of};
use super::write::{self, Created};
use super::{CommitMode, StoreError};
use crate::domain::policy::Preset;
use crate::git::{CommitRequest, GitError, Repo};

/// The folder of the cases, which git keeps by an empty file.
const CASES: &str = "cases/.gitkeep";

/// The folder of the letters.
pub(crate) const LETTERS: &str = "templates/letters";

/// The folder of the case templates.
pub(crate) const CASE_TEMPLATES: &str = "templates/cases";

/// Files that may exist already, with the lines that they need.
const LINES: [(&str, &[&str]); 2] = [
    (
        ".gitattributes",
        &[
            "cases/**/*.yaml merge=complaint text eol=lf",
            "evidence/** -text",
        ],
    ),
    (".gitignore", &[".complaint/", ".complaint-*.tmp"]),
];

/// A repository being set up in a folder.
#[derive(Debug)]
pub(crate) struct Setup<'a> {
    dir: &'a Path,
    git: Option<Repo>,
    /// The git directory, if it was created here.
    made: Option<PathBuf>,
    created: Vec<Created>,
    paths: Vec<PathBuf>,
    extended: Vec<(PathBuf, Vec<u8>)>,
    left_alone: Vec<LeftAlone>,
    is_done: bool,
}

/// A file with uncommitted changes by the user, which is not extended because the commit would
/// include them.
#[derive(Debug)]
pub(crate) struct LeftAlone {
    /// Relative to the repository.
    pub file: &'static str,
    /// The missing lines.
    pub lines: Vec<&'static str>,
}

/// Creates the folder for [`Setup`] if needed, and checks that it has no policy yet.
///
/// # Errors
/// When the folder cannot be created, or has a policy ([`write::WriteError::Exists`]).
pub(crate) fn claim(dir: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(dir).map_err(|source| StoreError::Read {
        path: dir.to_path_buf(),
        source,
    })?;
    match dir.join(POLICY) {
        policy if policy.exists() => Err(write::WriteError::Exists(policy).into()),
        _ => Ok(()),
    }
}

impl<'a> Setup<'a> {
    /// Finds the git repository of a folder, or creates one if git is installed.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn begin(dir: &'a Path) -> Result<Self, StoreError> {
        let found = Repo::discover(dir)?;
        let is_found = found.is_some();
        let git = match found {
            Some(git) => Some(git),
            None => match Repo::init(dir) {
                Ok(git) => Some(git),
                Err(GitError::NotInstalled) => None,
                Err(error) => return Err(error.into()),
            },
        };
        let made = git.as_ref().filter(|_| !is_found);
        Ok(Self {
            dir,
            made: made.map(|git| git.git_dir().to_path_buf()),
            git,
            created: Vec::new(),
            paths: Vec::new(),
            extended: Vec::new(),
            left_alone: Vec::new(),
            is_done: false,
        })
    }

    /// The git repository; `None` if git is not installed.
    pub(crate) fn git(&self) -> Option<&Repo> {
        self.git.as_ref()
    }

    /// Writes the files, with this text of the policy and the templates of the preset, and commits
    /// them.
    ///
    /// # Errors
    /// When something cannot be written or committed; all changes are then undone.
    pub(crate) fn carry_out(
        mut self,
        policy: &str,
        preset: &Preset,
        commit: CommitMode,
        dated: Option<DateTime<FixedOffset>>,
    ) -> Result<Vec<LeftAlone>, StoreError> {
        self.write_files(policy, preset)?;
        match commit {
            CommitMode::Now => self.commit(dated)?,
            CommitMode::Later => {}
        }
        self.is_done = true;
        Ok(mem::take(&mut self.left_alone))
    }

    fn write_files(&mut self, policy: &str, preset: &Preset) -> Result<(), StoreError> {
        self.create(POLICY, policy)?;
        self.create_missing(CASES, "")?;
        for letter in preset.letters() {
            self.create_missing(&format!("{LETTERS}/{}.txt", letter.name), letter.text)?;
        }
        for case in preset.cases() {
            self.create_missing(&format!("{CASE_TEMPLATES}/{}.yaml", case.name), case.text)?;
        }
        for (name, lines) in LINES {
            self.add_lines(name, lines)?;
        }
        Ok(())
    }

    /// Creates a file unless it exists.
    fn create_missing(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        if self.dir.join(name).exists() {
            return Ok(());
        }
        self.create(name, text)
    }

    fn create(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        let created = write::create_new(self.dir, Path::new(name), text.as_bytes())?;
        self.created.push(created);
        self.paths.push(PathBuf::from(name));
        Ok(())
    }

    /// Adds missing lines to a file.
    fn add_lines(&mut self, name: &'static str, lines: &[&'static str]) -> Result<(), StoreError> {
        let path = PathBuf::from(name);
        if !self.dir.join(&path).exists() {
            return self.create(name, &(lines.join("\n") + "\n"));
        }
        let before = bytes_of(self.dir, &path).map_err(|source| StoreError::Read {
            path: path.clone(),
            source,
        })?;
        let text = String::from_utf8_lossy(&before);
        let lacking: Vec<&'static str> = lines
            .iter()
            .copied()
            .filter(|line| !text.lines().any(|old| old == *line))
            .collect();
        if lacking.is_empty() {
            return Ok(());
        }
        if self.has_changes(&path)? {
            self.left_alone.push(LeftAlone {
                file: name,
                lines: lacking,
            });
            return Ok(());
        }
        let gap = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        let after = format!("{text}{gap}{}\n", lacking.join("\n"));
        write::replace(self.dir, &path, after.as_bytes())?;
        self.paths.push(path.clone());
        self.extended.push((path, before));
        Ok(())
    }

    /// Whether a file differs from HEAD; `true` without git.
    fn has_changes(&self, path: &Path) -> Result<bool, StoreError> {
        let Some(git) = &self.git else {
            return Ok(true);
        };
        Ok(!git.changed_against_head(&[path.to_path_buf()])?.is_empty())
    }

    fn commit(&self, dated: Option<DateTime<FixedOffset>>) -> Result<(), StoreError> {
        let Some(git) = &self.git else {
            return Ok(());
        };
        git.commit(&CommitRequest {
            created: &self.paths,
            message: "Set up a repository for complaints\n",
            when: dated,
            ..CommitRequest::default()
        })?;
        Ok(())
    }
}

impl Drop for Setup<'_> {
    /// Undoes all changes of a set-up that was not carried out. Ignores errors: the error that led
    /// here is the one to report.
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        for (path, before) in self.extended.drain(..) {
            let _ = write::replace(self.dir, &path, &before);
        }
        for created in self.created.drain(..).rev() {
            let _ = created.undo();
        }
        if let Some(made) = self.made.take() {
            let _ = fs::remove_dir_all(made);
        }
    }
}
