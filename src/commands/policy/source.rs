//! Finding a policy by name: a preset, a file, or a git revision.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::commands::Context;
use crate::domain::message::{listed, message};
use crate::domain::policy::{PRESETS, Policy, parse_bytes, preset};
use crate::render::Diagnostic;
use crate::store::StoreError;
use crate::store::repository::{POLICY, bytes_of, policy_in};
use crate::store::source::{self, Opened};

/// The help on names of policies.
pub(super) const NAMES: &str = "A policy is named by a preset (standard), a file (./draft.toml), or a git revision (HEAD, v2:policy.toml).";

/// The policy in force: policy.toml in the working copy, or in the revision of `--rev`.
pub(super) fn in_force(context: &Context) -> Result<Policy, Failure> {
    let opened = source::open(&context.folder(), context.revision())?;
    read(&policy_in(&opened.source)?, Path::new(POLICY))
}

/// The policy with a name.
pub(super) fn named(context: &Context, name: &str) -> Result<Policy, Failure> {
    if let Some(text) = preset(name) {
        return read(text.as_bytes(), Path::new(name));
    }
    let path = PathBuf::from(name);
    // In a bare repository, `HEAD` is a file, too.
    let is_revision = context.reads_revision() && revision(context, name)?.is_some();
    if path.is_file() && !is_revision {
        let bytes = bytes_of(
            Path::new(""),
            &path.canonicalize().unwrap_or_else(|_| path.clone()),
        );
        let bytes = bytes.map_err(|source| StoreError::Read {
            path: path.clone(),
            source,
        })?;
        return read(&bytes, &path);
    }
    match revision(context, name)? {
        Some(bytes) => read(&bytes, Path::new(name)),
        None => {
            let presets = listed(PRESETS.iter().map(|preset| preset.name));
            let diagnostic = Diagnostic::error(message!("there is no policy '{name}'", name));
            Err(Failure::Usage(diagnostic.hint(message!(
                "name a preset ({presets}), a file, or a git revision",
                presets
            ))))
        }
    }
}

/// The file in a commit: `REV` or `REV:PATH`, with the path relative to the repository's folder.
fn revision(context: &Context, name: &str) -> Result<Option<Vec<u8>>, Failure> {
    let Ok(Opened { git: Some(git), .. }) = source::open(&context.folder(), context.revision())
    else {
        return Ok(None);
    };
    let (revision, path) = name.split_once(':').unwrap_or((name, POLICY));
    Ok(git
        .blob(revision, Path::new(path))
        .map_err(StoreError::from)?)
}

fn read(bytes: &[u8], file: &Path) -> Result<Policy, Failure> {
    let (policy, findings) = parse_bytes(bytes);
    policy.ok_or_else(|| Failure::Repository(Diagnostic::findings(&findings, file)))
}
