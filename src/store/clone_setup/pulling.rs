//! How `git pull` unites what two clones recorded: by a merge.

use super::ailment::{Ailment, Remedy};
use crate::domain::message::{Command, message, text};
use crate::git::{GitError, Repo};

/// Makes `git pull` merge in a clone, whatever the user's settings are.
///
/// # Errors
/// When the configuration cannot be written.
pub(crate) fn install(git: &Repo) -> Result<(), GitError> {
    git.set("pull.rebase", "false")?;
    if only_forward(git)? {
        git.set("pull.ff", "true")?;
    }
    Ok(())
}

/// Checks that `git pull` merges, in a clone with a remote. Unless it is told, it stops where both
/// sides have commits.
pub(super) fn examine(git: &Repo) -> Result<Option<Ailment>, GitError> {
    if !git.has_remote()? {
        return Ok(None);
    }
    let rebase = git.setting("pull.rebase")?;
    let forward = git.setting("pull.ff")?;
    let what = match rebase.as_deref() {
        _ if only_forward(git)? => stops(),
        Some("false" | "no" | "off" | "0") => return Ok(None),
        None if forward.is_some() => return Ok(None),
        None => stops(),
        Some(_) => text!(
            "`git pull` rebases here, so that what was recorded seems to know of all before it"
        ),
    };
    let hint = message!(
        "{fix}, or: {config}",
        fix = Command::new("doctor").with("--fix"),
        config = Command::git("config pull.rebase false")
    );
    Ok(Some(Ailment::fault(what, hint).remedy(Remedy::Pull)))
}

const fn stops() -> crate::domain::message::Message {
    text!("`git pull` stops here where others have recorded, too: it is not told to merge")
}

fn only_forward(git: &Repo) -> Result<bool, GitError> {
    Ok(git.setting("pull.ff")?.as_deref() == Some("only"))
}
