//! `resolve-conflict`: the merge driver's work for a file that git merged without it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::merge_driver::{diagnostic, say_questions};
use crate::cli::Context;
use crate::cli::failure::{Failure, tell};
use crate::domain::merge::{markers, merge};
use crate::domain::message::{Command, message, text};
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::repository::{bytes_of, root_of};
use crate::store::{Journal, Lock, StoreError, lock, recovery, write};

/// Merge a case file that git merged without the merge driver: every event of both sides, none
/// twice
///
/// Both sides come from git if the merge is still in progress, else from the conflict markers in
/// the file.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint resolve-conflict cases/2026/11/20261121-K7QM2X-product-quality.yaml && git commit"
)]
pub(crate) struct ResolveConflict {
    /// The case file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Both versions of a file and their common ancestor.
struct Versions {
    base: Vec<u8>,
    ours: Vec<u8>,
    theirs: Vec<u8>,
}

impl ResolveConflict {
    /// Writes the merged file; during a merge, also marks it as resolved in git.
    ///
    /// # Errors
    /// There is no conflict, the sides cannot be merged, or the file cannot be written.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        // The policy may have conflicts, too, so it is not read.
        let root = root_of(&context.folder())?;
        let path = self.below(context, &root)?;
        let git = Repo::discover(&root).map_err(StoreError::from)?;
        let lock = lock::take(&root, git.as_ref(), |_| {}).map_err(StoreError::from)?;
        if let Some(git) = &git {
            recovery::recover_index(git)?.iter().for_each(tell);
        }
        let stages = match &git {
            Some(git) => git.stages(&path).map_err(StoreError::from)?,
            None => None,
        };
        let is_under_way = stages.is_some();
        let versions = match stages {
            Some(stages) => Versions {
                base: stages.base.unwrap_or_default(),
                ours: stages.ours.unwrap_or_default(),
                theirs: stages.theirs.unwrap_or_default(),
            },
            None => versions_in_markers(&root, &path)?,
        };
        let united = merge(&versions.base, &versions.ours, &versions.theirs)
            .map_err(|conflict| Failure::Refused(vec![diagnostic(&conflict, &path)]))?;
        if let Some(git) = git.as_ref().filter(|_| is_under_way) {
            stage(git, &root, &path, &united, &lock)?;
            tell(&message!(
                "{path}: every event of both sides is there, and git knows it as resolved",
                path
            ));
        } else {
            write::replace(&root, &path, &united).map_err(StoreError::from)?;
            tell(&message!(
                "{path}: every event of both sides is there; commit it",
                path
            ));
        }
        say_questions(
            context,
            &root.join(&path),
            &united,
            [&versions.ours, &versions.theirs],
        );
        Ok(())
    }

    /// The file, relative to the repository.
    fn below(&self, context: &Context, root: &Path) -> Result<PathBuf, Failure> {
        let places = [
            self.file.clone(),
            context.folder().join(&self.file),
            root.join(&self.file),
        ];
        let inside = places.iter().find_map(|place| {
            let place = place.canonicalize().ok()?;
            place.strip_prefix(root).ok().map(Path::to_path_buf)
        });
        inside.ok_or_else(|| {
            let file = &self.file;
            let message = message!("there is no file {file} in this repository", file);
            let hint = message!(
                "name the case file that git could not merge: {status}",
                status = Command::git("status")
            );
            Failure::Usage(Diagnostic::error(message).hint(hint))
        })
    }
}

/// Writes the merged file, and marks it as resolved in git; each step is on disk before the next.
fn stage(
    git: &Repo,
    root: &Path,
    path: &Path,
    united: &[u8],
    lock: &Lock,
) -> Result<(), StoreError> {
    let journal = Journal::of(git.git_dir());
    journal.record_files(std::iter::once(path), git.head()?.as_deref())?;
    write::replace(root, path, united)?;
    git.add(path)?;
    git.sync_commit(Some(lock.file()))?;
    Ok(journal.forget_files()?)
}

/// Both sides from the conflict markers in the file.
fn versions_in_markers(root: &Path, path: &Path) -> Result<Versions, Failure> {
    let bytes = bytes_of(root, path).map_err(|source| StoreError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    let text = std::str::from_utf8(&bytes).ok();
    let sides = text.and_then(markers::sides).ok_or_else(|| {
        let message = message!("{path} has no conflict to resolve", path);
        let hint = text!(
            "`complaint check` says what is wrong with it; `git log -p FILE` shows what it was \
             before"
        );
        Failure::Refused(vec![Diagnostic::error(message).hint(hint)])
    })?;
    let base = sides.base.unwrap_or_default().into_bytes();
    Ok(Versions {
        base,
        ours: sides.ours.into_bytes(),
        theirs: sides.theirs.into_bytes(),
    })
}
