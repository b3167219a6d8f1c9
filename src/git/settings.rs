//! Settings of one clone, in git's local configuration.

use std::path::PathBuf;

use super::run::finish;
use super::{GitError, Repo};

impl Repo {
    /// A setting's effective value, from any of git's configuration files; `None` if it is not set.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["config", "-z", "--get", key]);
        let finished = finish(command, &[])?;
        match finished.code {
            Some(0) => Ok(Some(
                String::from_utf8_lossy(&finished.stdout)
                    .trim_end_matches('\0')
                    .to_owned(),
            )),
            Some(1) => Ok(None),
            _ => Err(GitError::recognise(&self.git_dir, &finished)),
        }
    }

    /// Whether a setting is on, however it is written: `true`, `yes`, `on`, `1`, or without a value.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn is_on(&self, key: &str) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.args(["config", "--type=bool", "--get", key]);
        let finished = finish(command, &[])?;
        Ok(finished.code == Some(0) && finished.stdout.starts_with(b"true"))
    }

    /// The value of an attribute for a path; `unspecified` if no line of any file of attributes
    /// sets it.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn attribute(&self, name: &str, path: &str) -> Result<String, GitError> {
        let mut command = self.git_read();
        command.args(["check-attr", "-z", name, "--", path]);
        let answer = self.run(command, &[])?;
        let value = answer.split(|&byte| byte == 0).nth(2).unwrap_or_default();
        Ok(String::from_utf8_lossy(value).into_owned())
    }

    /// Sets a value for this clone only, in place of all that it has.
    ///
    /// # Errors
    /// When git's configuration cannot be written.
    pub(crate) fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        let mut command = self.git();
        command.args(["config", "--local", "--replace-all", key, value]);
        self.run(command, &[]).map(drop)
    }

    /// Whether the repository has a remote.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn has_remote(&self) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.arg("remote");
        Ok(!self.run(command, &[])?.is_empty())
    }

    /// The full names of the branches, here and of the remotes.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn branches(&self) -> Result<Vec<String>, GitError> {
        let mut command = self.git_read();
        command
            .args([
                "for-each-ref",
                "--format=%(refname)%(if)%(symref)%(then) %(end)",
            ])
            .args(["refs/heads", "refs/remotes"]);
        let answer = self.run(command, &[])?;
        // A symbolic one stands for another.
        let names = String::from_utf8_lossy(&answer).into_owned();
        let own = names.lines().filter(|name| !name.ends_with(' '));
        Ok(own.map(str::to_owned).collect())
    }

    /// The folder in which git looks for hooks.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn hooks(&self) -> Result<PathBuf, GitError> {
        let mut command = self.git_read();
        command.args(["rev-parse", "--git-path", "hooks"]);
        let answer = self.run(command, &[])?;
        Ok(self
            .place()
            .join(String::from_utf8_lossy(&answer).trim_end()))
    }

    /// The branch that HEAD names (`refs/heads/main`), whether it exists yet or not; `None` if HEAD
    /// is detached.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn head_branch(&self) -> Result<Option<String>, GitError> {
        self.stands_for("HEAD")
    }

    /// The target of a symbolic reference; `None` for a direct one.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn stands_for(&self, reference: &str) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["symbolic-ref", "--quiet", reference]);
        let finished = finish(command, &[])?;
        let name = String::from_utf8_lossy(&finished.stdout).trim().to_owned();
        Ok((finished.code == Some(0) && !name.is_empty()).then_some(name))
    }
}
