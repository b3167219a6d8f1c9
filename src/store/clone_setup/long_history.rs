//! What makes questions about one case fast in a long history.

use super::ailment::{Ailment, Remedy};
use crate::domain::message::{Command, message};
use crate::git::{GitError, Repo};

/// The number of commits from which git takes noticeably long to find those of one case.
const LONG: usize = 4_096;

/// Checks that git knows which files each commit of a long history changed.
pub(super) fn examine(git: &Repo) -> Result<Option<Ailment>, GitError> {
    if git.has_commit_graph() || git.count_commits(LONG)? < LONG {
        return Ok(None);
    }
    let what = message!(
        "the history has {most} commits or more, and git compares all of them to find those of one \
         case",
        most = LONG
    );
    let hint = message!(
        "{fix} lists their changes for git, which keeps the list up: {command}",
        fix = Command::new("doctor").with("--fix"),
        command = Command::git("commit-graph write --reachable --changed-paths")
    );
    Ok(Some(Ailment::note(what, hint).remedy(Remedy::CommitGraph)))
}
