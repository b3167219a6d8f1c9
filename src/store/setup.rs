//! Sets up a new repository: git, the files, and their commit. Failures are undone.
//!
//! Each step is on disk before the next begins. The files are noted in the journal before they are
//! written, so that a set-up that a power cut interrupted can be run again, and goes on.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};

use super::clock::require_head_in_past;
use super::repository::{POLICY, bytes_of};
use super::write::{self, Created};
use super::{CommitMode, Journal, StoreError, paths, recovery};
use crate::domain::policy::{self, Preset};
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
    /// The files of an interrupted set-up, which this one completes.
    noted: BTreeSet<PathBuf>,
    created: Vec<Created>,
    paths: Vec<PathBuf>,
    extended: Vec<(PathBuf, String)>,
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

/// Creates the folder for [`Setup`] if needed, and checks that it has no policy yet, but for that of
/// a set-up that was interrupted.
///
/// # Errors
/// When the folder cannot be created, or has a policy ([`write::WriteError::Exists`]).
pub(crate) fn claim(dir: &Path) -> Result<(), StoreError> {
    make_folder(dir).map_err(|source| StoreError::Read {
        path: dir.to_path_buf(),
        source,
    })?;
    let policy = dir.join(POLICY);
    if !policy.exists() || noted(Repo::discover(dir)?.as_ref())?.contains(Path::new(POLICY)) {
        return Ok(());
    }
    Err(write::WriteError::Exists(policy).into())
}

/// Ends the set-up of a repository: all of it is on disk from now on.
///
/// # Errors
/// When it cannot be synced.
pub(crate) fn complete(git: &Repo) -> Result<(), StoreError> {
    git.sync_commit(None)?;
    Ok(Journal::of(git.git_dir()).forget_files()?)
}

/// The files of an interrupted set-up.
fn noted(git: Option<&Repo>) -> Result<BTreeSet<PathBuf>, StoreError> {
    let paths = git
        .map(|git| Journal::of(git.git_dir()).paths())
        .transpose()?;
    let ours = paths
        .unwrap_or_default()
        .into_iter()
        .filter(|it| is_ours(it));
    Ok(ours.collect())
}

/// Whether a set-up may have written a file; the others in the journal are cases.
fn is_ours(path: &Path) -> bool {
    !path.starts_with(paths::CASES) || !paths::is_case_file(path)
}

/// Creates a folder and those above it, each on disk.
fn make_folder(dir: &Path) -> io::Result<()> {
    let dir = std::path::absolute(dir)?;
    let missing = dir.ancestors().take_while(|folder| !folder.exists());
    let missing: Vec<&Path> = missing.collect();
    fs::create_dir_all(&dir)?;
    let above = missing.into_iter().filter_map(Path::parent);
    above.into_iter().try_for_each(write::sync_folder)
}

impl<'a> Setup<'a> {
    /// Finds the git repository of a folder, or creates one if git is installed.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn begin(dir: &'a Path) -> Result<Self, StoreError> {
        let is_found = dir.join(".git").exists();
        let git = match Repo::discover(dir)?.filter(|git| !git.is_blank()) {
            Some(git) => Some(git),
            None => match Repo::init(dir) {
                Ok(git) => Some(git),
                Err(GitError::NotInstalled) => None,
                Err(error) => return Err(error.into()),
            },
        };
        let made = git.as_ref().filter(|git| !is_found && git.is_blank());
        let noted = noted(git.as_ref())?;
        if let Some(git) = git.as_ref().filter(|_| !noted.is_empty()) {
            // What is repaired was never acknowledged.
            recovery::recover(git)?;
        }
        Ok(Self {
            noted,
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
        if let (CommitMode::Now, Some(git), Some(policy)) =
            (commit, &self.git, policy::parse(policy).0)
        {
            let clock = dated.map_or_else(Utc::now, |date| date.to_utc());
            require_head_in_past(git, clock, &policy)?;
        }
        self.note(preset)?;
        self.write_files(policy, preset)?;
        match commit {
            CommitMode::Now => self.commit(dated)?,
            CommitMode::Later => {}
        }
        self.is_done = true;
        Ok(mem::take(&mut self.left_alone))
    }

    /// Notes the files that are about to be written.
    fn note(&self, preset: &Preset) -> Result<(), StoreError> {
        let Some(git) = &self.git else {
            return Ok(());
        };
        let names = [POLICY, CASES].into_iter().map(str::to_owned);
        let names = names.chain(preset.letters().map(|it| letter(it.name)));
        let names = names.chain(preset.cases().map(|it| case_template(it.name)));
        let absent = names.filter(|name| !self.dir.join(name).exists());
        let extended = LINES.into_iter().map(|(name, _)| name.to_owned());
        let paths: Vec<PathBuf> = absent.chain(extended).map(PathBuf::from).collect();
        let paths = paths.iter().map(PathBuf::as_path);
        Ok(Journal::of(git.git_dir()).record_files(paths, git.head()?.as_deref())?)
    }

    fn write_files(&mut self, policy: &str, preset: &Preset) -> Result<(), StoreError> {
        self.create_missing(POLICY, policy)?;
        self.create_missing(CASES, "")?;
        for letter in preset.letters() {
            self.create_missing(&self::letter(letter.name), letter.text)?;
        }
        for case in preset.cases() {
            self.create_missing(&case_template(case.name), case.text)?;
        }
        for (name, lines) in LINES {
            self.add_lines(name, lines)?;
        }
        Ok(())
    }

    /// Creates a file unless it exists. One of an interrupted set-up is committed as it is.
    fn create_missing(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        if self.dir.join(name).exists() {
            self.take_up(Path::new(name));
            return Ok(());
        }
        self.create(name, text)
    }

    fn take_up(&mut self, path: &Path) {
        if self.noted.contains(path) {
            self.paths.push(path.to_path_buf());
        }
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
            self.take_up(&path);
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
        let added = format!("{gap}{}\n", lacking.join("\n"));
        write::replace(self.dir, &path, &[&before, added.as_bytes()].concat())?;
        self.paths.push(path.clone());
        self.extended.push((path, added));
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
        let created = self.uncommitted(git)?;
        if created.is_empty() {
            // An interrupted set-up had come as far as this.
            return Ok(());
        }
        git.commit(&CommitRequest {
            created: &created,
            message: "Set up a repository for complaints\n",
            when: dated,
            ..CommitRequest::default()
        })?;
        Ok(())
    }

    /// The files that HEAD does not have as they are.
    fn uncommitted(&self, git: &Repo) -> Result<Vec<PathBuf>, StoreError> {
        let blobs = git.head_blobs(&self.paths)?;
        let files = self.paths.iter().zip(blobs);
        let differing = files
            .filter(|(path, blob)| blob.is_none() || *blob != fs::read(self.dir.join(path)).ok());
        Ok(differing.map(|(path, _)| path.clone()).collect())
    }
}

fn letter(name: &str) -> String {
    format!("{LETTERS}/{name}.txt")
}

fn case_template(name: &str) -> String {
    format!("{CASE_TEMPLATES}/{name}.yaml")
}

impl Drop for Setup<'_> {
    /// Undoes all changes of a set-up that was not carried out. Ignores errors: the error that led
    /// here is the one to report.
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        for (path, added) in self.extended.drain(..) {
            let _ = write::take_out(self.dir, &path, added.as_bytes());
        }
        for created in self.created.drain(..).rev() {
            let _ = created.undo();
        }
        if let Some(made) = self.made.take() {
            let _ = fs::remove_dir_all(made);
        } else if let Some(git) = &self.git {
            let _ = complete(git);
        }
    }
}
