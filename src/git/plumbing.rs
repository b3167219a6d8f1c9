//! Commits made of git's own parts, so that no file but those of the commit is looked at: `git
//! commit` reads and writes the whole index several times, and asks for the metadata of every file.
//!
//! 1. The files are put into the index (`update-index`), which is on disk then: HEAD never has files
//!    that the index lacks. An interruption leaves no more behind than `git add` does.
//! 2. The folders on their paths are written anew (`hash-object`), from HEAD's and the new files, so
//!    that other staged changes stay out.
//! 3. The hook `pre-commit` runs, as long as the index has nothing but HEAD and the files.
//! 4. The commit is made (`commit-tree`), and becomes HEAD if HEAD is still its parent
//!    (`update-ref`).
//!
//! On error the index becomes what it was.

use std::path::PathBuf;
use std::process::Command;

use super::commit::with_retries;
use super::customs::{Customs, PRE_COMMIT};
use super::index_entries::entries_of;
use super::kept_index::read_index;
use super::run::{finish, finish_holding};
use super::{CommitRequest, GitError, Repo};

/// Why a commit was not made.
enum Unmade {
    /// The commit is one for `git commit`.
    Porcelain,
    Failed(GitError),
}

impl From<GitError> for Unmade {
    fn from(error: GitError) -> Self {
        Self::Failed(error)
    }
}

impl Repo {
    /// Makes a commit as `git commit` would, and returns its id; `None` if it is one for `git
    /// commit`: the first of a repository, or one that [`Repo::customs`] or the index make special.
    ///
    /// # Errors
    /// The index is then as it was before.
    pub(super) fn commit_plainly(
        &self,
        request: &CommitRequest,
    ) -> Result<Option<String>, GitError> {
        let Some(head) = self.head()? else {
            return Ok(None);
        };
        let Some(customs) = self.customs(request.own_hook)? else {
            return Ok(None);
        };
        with_retries(|| match self.commit_by_plumbing(request, &head, customs) {
            Ok(id) => Ok(Some(id)),
            Err(Unmade::Porcelain) => Ok(None),
            Err(Unmade::Failed(error)) => Err(error),
        })
    }

    /// Makes a commit on top of `head`.
    fn commit_by_plumbing(
        &self,
        request: &CommitRequest,
        head: &str,
        customs: Customs,
    ) -> Result<String, Unmade> {
        let message = cleaned(request.message);
        if message.is_empty() {
            return Err(Unmade::Porcelain);
        }
        let files = [request.changed, request.created].concat();
        let before = self.keep_index()?;
        match self.stage_files(&files, request) {
            // A file that is gone, or that git takes for something else.
            Err(GitError::Failed { .. }) => return Err(Unmade::Porcelain),
            staged => staged?,
        }
        let staged = read_index(&self.index())?;
        let made = self
            .commit_of(&files, staged.as_deref(), head)
            .and_then(|tree| match customs.has_hook {
                true => self
                    .run_hook(&tree, staged.as_deref(), request)
                    .map(|()| tree),
                false => Ok(tree),
            })
            .and_then(|tree| Ok(self.commit_tree(&tree, head, (&message, customs), request)?))
            .and_then(|id| Ok(self.advance(&id, head, &message, request)?));
        if made.is_err() && !self.is_advanced(head, &files) {
            // Report the first error.
            let _ = before.restore(staged.as_deref());
        }
        made
    }

    /// Puts the files into the index as they are in the work tree. They are on disk then.
    fn stage_files(&self, files: &[PathBuf], request: &CommitRequest) -> Result<(), GitError> {
        let list = self.nul_separated(files)?;
        let mut update = self.git_write();
        update.args(["update-index", "--add", "-z", "--stdin"]);
        self.run_holding(update, &list, request.lock)
    }

    /// The tree of the commit: HEAD's with the files as they are staged.
    fn commit_of(
        &self,
        files: &[PathBuf],
        staged: Option<&[u8]>,
        head: &str,
    ) -> Result<String, Unmade> {
        let paths: Vec<Vec<u8>> = files
            .iter()
            .map(|file| self.tree_path(file))
            .collect::<Result<_, _>>()?;
        let entries = staged.and_then(|index| entries_of(index, head.len() / 2, &paths));
        let files: Vec<_> = paths
            .into_iter()
            .zip(entries.ok_or(Unmade::Porcelain)?)
            .collect();
        let trees = self.write_trees(head, &files)?.ok_or(Unmade::Porcelain)?;
        match trees.after == trees.before {
            true => Err(GitError::NothingToCommit.into()),
            false => Ok(trees.after),
        }
    }

    /// Runs the hook before the commit of a tree.
    fn run_hook(
        &self,
        tree: &str,
        staged: Option<&[u8]>,
        request: &CommitRequest,
    ) -> Result<(), Unmade> {
        let mut compare = self.git_read();
        compare.args(["diff-index", "--cached", "--quiet", tree, "--"]);
        if finish(compare, &[])?.code != Some(0) {
            // The hook would see what others staged.
            return Err(Unmade::Porcelain);
        }
        let mut run = self.acting(request);
        run.env("GIT_INDEX_FILE", self.index());
        run.args(["hook", "run", "--ignore-missing", PRE_COMMIT]);
        let finished = finish_holding(run, &[], request.lock)?;
        let is_unknown = finished.stderr.contains("is not a git command");
        match finished.code {
            _ if is_unknown || read_index(&self.index())?.as_deref() != staged => {
                Err(Unmade::Porcelain)
            }
            Some(0) => Ok(()),
            _ => {
                let error = GitError::recognise(&self.git_dir, &finished);
                let GitError::Failed { said } = error else {
                    return Err(error.into());
                };
                let hooks = self.refusing_hooks();
                Err(GitError::HookRefused { hooks, said }.into())
            }
        }
    }

    fn commit_tree(
        &self,
        tree: &str,
        parent: &str,
        (message, customs): (&str, Customs),
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let mut command = self.acting(request);
        command.args(["-c", "i18n.commitEncoding=UTF-8", "commit-tree"]);
        command.args(["-p", parent]);
        if customs.is_signed {
            command.arg("-S");
        }
        command.arg(tree);
        let answer = self.succeed(finish(command, message.as_bytes())?)?;
        let id = String::from_utf8_lossy(&answer).trim().to_owned();
        match id.len() == parent.len() {
            true => Ok(id),
            false => Err(GitError::Garbled("git commit-tree")),
        }
    }

    /// Makes the commit HEAD, or the head of its branch.
    fn advance(
        &self,
        id: &str,
        head: &str,
        message: &str,
        request: &CommitRequest,
    ) -> Result<String, GitError> {
        let action = self.environment.get("GIT_REFLOG_ACTION");
        let action = action.map_or("commit".into(), |action| {
            action.to_string_lossy().into_owned()
        });
        let subject = message.lines().next().unwrap_or_default();
        let mut command = self.acting(request);
        command.args(["update-ref", "-m"]);
        command.arg(format!("{action}: {subject}"));
        command.args(["HEAD", id, head]);
        let finished = finish_holding(command, &[], request.lock)?;
        let now = self.head()?;
        // git may be killed after it did it.
        if now.as_deref() == Some(id) {
            return Ok(id.to_owned());
        }
        self.succeed(finished)?;
        match now.as_deref() == Some(head) {
            true => Err(GitError::NotCommitted),
            // There is a later commit already.
            false => Ok(id.to_owned()),
        }
    }

    /// Whether a commit with the files was made after `head`: without them in the index, the next
    /// commit would remove them.
    fn is_advanced(&self, head: &str, files: &[PathBuf]) -> bool {
        let moved = self.head().is_ok_and(|now| now.as_deref() != Some(head));
        moved && self.head_has(files).unwrap_or(true)
    }

    /// [`Repo::git_write`] as the author, and at the time, of a commit.
    pub(super) fn acting(&self, request: &CommitRequest) -> Command {
        let mut command = self.git_write();
        if let Some(author) = request.author {
            command.env("GIT_AUTHOR_NAME", without_nul(&author.name));
            command.env("GIT_AUTHOR_EMAIL", without_nul(&author.email));
        }
        if let Some(when) = request.when {
            let date = format!("@{} {}", when.timestamp(), when.format("%z"));
            command
                .env("GIT_AUTHOR_DATE", &date)
                .env("GIT_COMMITTER_DATE", &date);
        }
        command
    }
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// A message as `--cleanup=whitespace` leaves it: no empty lines at its ends, none that follows
/// another, and no blanks at the end of a line.
fn cleaned(message: &str) -> String {
    let mut text = String::new();
    let mut is_apart = false;
    for line in message.lines() {
        let line = line.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}');
        if line.is_empty() {
            is_apart = true;
            continue;
        }
        if is_apart && !text.is_empty() {
            text.push('\n');
        }
        is_apart = false;
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cleaned_as_git_cleans_them() {
        for (given, clean) in [
            ("subject\n\nbody\n", "subject\n\nbody\n"),
            ("\n \nsubject \t\n\n\n\nbody", "subject\n\nbody\n"),
            ("subject\r\n\r\nbody\n\n\n", "subject\n\nbody\n"),
            (" indented\n", " indented\n"),
            ("\n \n", ""),
        ] {
            assert_eq!(cleaned(given), clean);
        }
    }
}
