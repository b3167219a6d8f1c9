//! The folder of policy.toml in a tree, which need not be the top.
//!
//! The git setting `complaint.folder` names it; otherwise it is found from the tree's files.

use super::paths::{CASES, POLICY};
use crate::git::{GitError, Repo};

/// The location of a tree's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PolicyFolder {
    /// In one folder, relative to the top, with `/`; empty for the top itself.
    At(String),
    Nowhere,
    /// In several folders, none more likely than the others.
    Several(Vec<String>),
}

/// The policy's folder in a revision's tree: the top; else the only folder with a policy.toml; if
/// there are several, the only one with cases.
///
/// # Errors
/// When there is no such revision, or git fails.
pub(crate) fn of_policy(git: &Repo, revision: &str) -> Result<PolicyFolder, GitError> {
    if git
        .file_ids(&[revision], POLICY)?
        .iter()
        .any(Option::is_some)
    {
        return Ok(PolicyFolder::At(String::new()));
    }
    let tells = |file: &str| file.ends_with(POLICY) || file.contains(CASES);
    Ok(among(&git.tree_files(revision, tells)?))
}

/// The policy's folder, given the paths of all files.
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
