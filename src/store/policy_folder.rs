//! Where in a tree the complaints lie: the folder of policy.toml, which need not be the top.
//!
//! git's setting `complaint.folder` says which folder it is; without it the tree tells.

use super::paths::{CASES, POLICY};
use crate::git::{GitError, Repo};

/// Where the policy of a tree lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PolicyFolder {
    /// In one folder, given from the top with `/`; empty for the top itself.
    At(String),
    Nowhere,
    /// In several folders, of which none is more likely than another.
    Several(Vec<String>),
}

/// Where the policy lies in a revision's tree: at the top; else in the one folder that has a
/// policy.toml; of several in the one that has cases beside it.
///
/// # Errors
/// There is no such revision, or git fails.
pub(crate) fn of_policy(git: &Repo, revision: &str) -> Result<PolicyFolder, GitError> {
    if git
        .file_ids(&[revision], POLICY)?
        .iter()
        .any(Option::is_some)
    {
        return Ok(PolicyFolder::At(String::new()));
    }
    Ok(among(&git.tree_files(revision)?))
}

/// Where the policy lies among files.
pub(crate) fn among(files: &[String]) -> PolicyFolder {
    if files.iter().any(|file| file == POLICY) {
        return PolicyFolder::At(String::new());
    }
    let mut folders: Vec<&str> = files
        .iter()
        .filter_map(|file| file.strip_suffix(POLICY)?.strip_suffix('/'))
        .collect();
    if folders.len() > 1 {
        let has_cases = |folder: &&str| {
            let below = format!("{folder}/{CASES}/");
            files.iter().any(|file| file.starts_with(&below))
        };
        let with_cases: Vec<&str> = folders.iter().copied().filter(has_cases).collect();
        folders = if with_cases.is_empty() {
            folders
        } else {
            with_cases
        };
    }
    match folders.as_slice() {
        [] => PolicyFolder::Nowhere,
        [folder] => PolicyFolder::At((*folder).to_owned()),
        [..] => PolicyFolder::Several(folders.into_iter().map(str::to_owned).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_policy_is_told_from_the_files() {
        let at = |folder: &str| PolicyFolder::At(folder.to_owned());
        for (files, place) in [
            (
                &["policy.toml", "old/policy.toml", "old/cases/a.yaml"][..],
                at(""),
            ),
            (&["src/main.rs", "care/policy.toml"], at("care")),
            (
                &[
                    "care/policy.toml",
                    "care/cases/.gitkeep",
                    "templates/policy.toml",
                ],
                at("care"),
            ),
            (
                &["a/policy.toml", "b/policy.toml"],
                PolicyFolder::Several(vec!["a".to_owned(), "b".to_owned()]),
            ),
            (&["my-policy.toml", "cases/a.yaml"], PolicyFolder::Nowhere),
        ] {
            let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
            assert_eq!(among(&files), place, "{files:?}");
        }
    }
}
