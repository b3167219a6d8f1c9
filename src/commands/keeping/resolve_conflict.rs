//! `resolve-conflict`: what the merge driver would have done, where git merged without it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::merge_driver::{diagnostic, say_questions};
use crate::cli::Context;
use crate::cli::failure::{Failure, say};
use crate::domain::merge::{markers, merge};
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::repository::{bytes_of, root_of};
use crate::store::{StoreError, lock, write};

/// Unite a case file that git merged without the merge driver: every event of both sides, none twice
///
/// Both sides come from git where the merge is still under way, else from the conflict markers in the file.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint resolve-conflict cases/2026/11/20261121-K7QM2X-product-quality.yaml && git commit"
)]
pub struct ResolveConflict {
    /// The case file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Both versions of a file, and what they began with.
struct Versions {
    base: Vec<u8>,
    ours: Vec<u8>,
    theirs: Vec<u8>,
}

impl ResolveConflict {
    /// Writes the union; a merge that is under way has the file resolved then.
    ///
    /// # Errors
    /// There is nothing to unite, both sides cannot be united, or the file cannot be written.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        // The policy may be in conflict, too, and is not asked.
        let root = root_of(&context.folder())?;
        let path = self.below(context, &root)?;
        let shown = path.display().to_string();
        let git = Repo::discover(&root).map_err(StoreError::from)?;
        let _lock = lock::take(&root, git.as_ref(), |_| {}).map_err(StoreError::from)?;
        let stages = match &git {
            Some(git) => git.stages(&path).map_err(StoreError::from)?,
            None => None,
        };
        let is_under_way = stages.is_some();
        let versions = match stages {
            Some(stages) => {
                let stage = |bytes: Option<Vec<u8>>| bytes.unwrap_or_default();
                Versions {
                    base: stage(stages.base),
                    ours: stage(stages.ours),
                    theirs: stage(stages.theirs),
                }
            }
            None => marked(&root, &path)?,
        };
        let united = merge(&versions.base, &versions.ours, &versions.theirs)
            .map_err(|conflict| Failure::Refused(vec![diagnostic(&conflict, &path)]))?;
        write::replace(&root, &path, &united).map_err(StoreError::from)?;
        if let (true, Some(git)) = (is_under_way, &git) {
            git.add(&path).map_err(StoreError::from)?;
            say(&format!(
                "{shown}: every event of both sides is there, and git has it as resolved\n"
            ));
        } else {
            say(&format!(
                "{shown}: every event of both sides is there; commit it\n"
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
        let inside = |place: &PathBuf| {
            place
                .canonicalize()
                .ok()?
                .strip_prefix(root)
                .ok()
                .map(Path::to_path_buf)
        };
        places.iter().find_map(inside).ok_or_else(|| {
            let message = format!(
                "there is no file {} in this repository",
                self.file.display()
            );
            Failure::Usage(
                Diagnostic::error(message)
                    .hint("name the case file that git could not merge: git status"),
            )
        })
    }
}

/// Both sides as the markers in the file have them.
fn marked(root: &Path, path: &Path) -> Result<Versions, Failure> {
    let bytes = bytes_of(root, path).map_err(|source| StoreError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    let sides = std::str::from_utf8(&bytes).ok().and_then(markers::sides).ok_or_else(|| {
        let message = format!("{} has no conflict to resolve", path.display());
        let hint = "`complaint check` says what is wrong with it; `git log -p FILE` shows what it was before";
        Failure::Refused(vec![Diagnostic::error(message).hint(hint)])
    })?;
    let base = sides.base.unwrap_or_default().into_bytes();
    Ok(Versions {
        base,
        ours: sides.ours.into_bytes(),
        theirs: sides.theirs.into_bytes(),
    })
}
