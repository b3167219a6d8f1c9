//! What the author of each event of a case had before them, by git's history of its file.

use std::path::Path;

use super::StoreError;
use crate::domain::case::{Case, document};
use crate::domain::dossier::Dossier;
use crate::domain::rules::questions::{self, Seen};
use crate::git::{GitError, Repo};

/// Who saw what of a case; nothing is known outside of git, of a history that is cut off, or where it makes no difference:
/// then git is not asked.
///
/// # Errors
/// When git fails.
pub fn of(dossier: &Dossier, git: Option<&Repo>) -> Result<Seen, StoreError> {
    let asked = git.filter(|git| !git.is_shallow() && questions::depend_on_history(&dossier.case, &dossier.judged));
    let Some(git) = asked else { return Ok(Seen::default()) };
    let versions = match git.history_with_merge(Path::new(&dossier.path)) {
        Ok(versions) => versions,
        Err(GitError::NotInstalled) => return Ok(Seen::default()),
        Err(error) => return Err(error.into()),
    };
    let cases = versions.into_iter().filter_map(|version| document::parse(&version.content?).case);
    // What nobody committed yet was made with all of it in sight.
    let cases: Vec<Case> = cases.chain([dossier.case.clone()]).collect();
    Ok(Seen::in_versions(cases.iter()))
}
