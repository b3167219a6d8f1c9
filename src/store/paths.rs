//! The file layout of a repository.

use std::ffi::OsStr;
use std::path::Path;

/// The file that marks a repository.
pub(crate) use crate::domain::policy::FILE as POLICY;

/// The folder of the case files.
pub(crate) const CASES: &str = "cases";

/// The folder of the evidence.
pub(crate) const EVIDENCE: &str = "evidence";

/// The git setting for the policy's folder, relative to the top of the work tree.
pub(crate) const FOLDER_SETTING: &str = "complaint.folder";

/// The git setting for the commit after which audits begin.
pub(crate) const FROM_SETTING: &str = "complaint.from";

/// The git setting that fixes the clock of a repository that commits arrive in, for tests.
pub(crate) const NOW_SETTING: &str = "complaint.now";

/// The path with `/` as separator on every system.
pub(crate) fn slashed(path: &Path) -> String {
    path.iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Whether a file below `cases/` is a case file by its name: `.yaml` or `.yml`, not hidden.
pub(super) fn is_case_file(path: &Path) -> bool {
    path.file_name().is_some_and(is_case_name)
}

/// Whether a file below `cases/` with this name is a case file.
pub(super) fn is_case_name(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    (name.ends_with(b".yaml") || name.ends_with(b".yml")) && !name.starts_with(b".")
}
