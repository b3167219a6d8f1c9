//! The merge driver, set in a clone's git configuration.

use std::path::Path;

use super::ailment::{Ailment, Remedy};
use super::search_path::is_on_path;
use crate::domain::message::{Command, message, text};
use crate::git::{GitError, Repo};
use crate::store::repository::bytes_of;

/// The setting with the driver's command.
const DRIVER: &str = "merge.complaint.driver";

/// The driver's command. If the program is missing, git merges the text and marks conflicts.
const DRIVER_COMMAND: &str = "if command -v complaint >/dev/null 2>&1; then complaint merge-driver %O %A %B %P; else git merge-file %A %O %B; fi";

/// The line of .gitattributes that assigns the driver to cases.
const ATTRIBUTE: &str = "cases/**/*.yaml merge=complaint text eol=lf";

/// Configures the merge driver in a clone.
///
/// # Errors
/// When the configuration cannot be written.
pub(crate) fn install(git: &Repo) -> Result<(), GitError> {
    git.set("merge.complaint.name", "every event of both sides")?;
    git.set(DRIVER, DRIVER_COMMAND)
}

/// Checks that the merge driver is configured, assigned in .gitattributes, and on the path.
pub(super) fn examine(git: &Repo, root: &Path) -> Result<Vec<Ailment>, GitError> {
    let mut found = Vec::new();
    let driver = git.setting(DRIVER)?;
    if driver
        .as_deref()
        .is_none_or(|driver| !driver.contains("merge-driver"))
    {
        found.push(not_configured());
    } else if driver.as_deref() == Some(DRIVER_COMMAND) && !is_on_path("complaint") {
        found.push(Ailment::fault(
            text!(
                "there is no program named 'complaint' on the PATH, \
                 so git merges cases as text"
            ),
            text!("put it in a folder on the PATH"),
        ));
    }
    let attributes = bytes_of(root, Path::new(".gitattributes")).unwrap_or_default();
    let attributes = String::from_utf8_lossy(&attributes);
    if !attributes
        .lines()
        .any(|line| line.contains("merge=complaint"))
    {
        found.push(Ailment::fault(
            text!(".gitattributes does not assign the merge driver to cases"),
            message!("add to it: {line}", line = ATTRIBUTE),
        ));
    }
    Ok(found)
}

fn not_configured() -> Ailment {
    let hint = message!(
        "{fix}, or: {configure}",
        fix = Command::new("doctor").with("--fix"),
        configure = Command::git("config")
            .with(DRIVER)
            .with("\"complaint merge-driver %O %A %B %P\"")
    );
    let what = text!("the merge driver is not configured here, so git merges cases as text");
    Ailment::fault(what, hint).remedy(Remedy::MergeDriver)
}
