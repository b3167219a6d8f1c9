//! A policy by the name that people call it by: a preset, a file, or a revision of git.

use std::path::{Path, PathBuf};

use crate::commands::Context;
use crate::domain::policy::{PRESETS, Policy, parse, preset};
use crate::failure::Failure;
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::StoreError;
use crate::store::repository::{POLICY, root_of};

/// The help on how a policy is named.
pub(super) const NAMES: &str =
    "A policy is named by a preset (standard), a file (./draft.toml), or a revision of git (HEAD, v2:policy.toml).";

/// The policy in force: policy.toml of the repository.
pub(super) fn in_force(context: &Context) -> Result<Policy, Failure> {
    let path = root_of(&context.folder())?.join(POLICY);
    let text = std::fs::read_to_string(&path).map_err(|source| StoreError::Read { path, source })?;
    read(&text, Path::new(POLICY))
}

/// The policy of that name.
pub(super) fn named(context: &Context, name: &str) -> Result<Policy, Failure> {
    if let Some(text) = preset(name) {
        return read(text, Path::new(name));
    }
    let path = PathBuf::from(name);
    if path.is_file() {
        let text = std::fs::read_to_string(&path).map_err(|source| StoreError::Read { path: path.clone(), source })?;
        return read(&text, &path);
    }
    match revision(context, name)? {
        Some(text) => read(&text, Path::new(name)),
        None => {
            let presets: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
            let said = Diagnostic::error(format!("there is no policy '{name}'"));
            Err(Failure::Usage(
                said.hint(format!("name a preset ({}), a file, or a revision of git", presets.join(", "))),
            ))
        }
    }
}

/// The file as a commit has it: `REV` or `REV:PATH`, the path from the repository's folder.
fn revision(context: &Context, name: &str) -> Result<Option<String>, Failure> {
    let Ok(root) = root_of(&context.folder()) else { return Ok(None) };
    let Some(git) = Repo::discover(&root).map_err(StoreError::from)? else { return Ok(None) };
    let (revision, path) = name.split_once(':').unwrap_or((name, POLICY));
    let bytes = git.blob(revision, Path::new(path)).map_err(StoreError::from)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn read(text: &str, file: &Path) -> Result<Policy, Failure> {
    let (policy, findings) = parse(text);
    let said = || findings.iter().map(|finding| Diagnostic::finding(finding, file, Path::new(POLICY))).collect();
    policy.ok_or_else(|| Failure::Repository(said()))
}
