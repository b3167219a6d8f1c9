//! Settings of one clone, in git's local configuration.

#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "kinds of I/O errors are not our enum"
    )
)]

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::durable::sync;
use super::kept_index::Scratch;
use super::run::finish;
use super::tree::legible;
use super::{GitError, Repo};

impl Repo {
    /// A setting's effective value, from any of git's configuration files; `None` if it is not set.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["config", "-z", "--get", key]);
        self.value(command)
    }

    /// A setting's value in the repository's own configuration file: neither the environment, a
    /// user's or the system's configuration, nor an included file can set it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn own_setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let file = self.common_dir.join("config");
        if !file.exists() {
            return Ok(None);
        }
        let mut command = self.git_read();
        command.args(["config", "-z", "--no-includes", "--file"]);
        command.arg(file).args(["--get", key]);
        self.value(command)
    }

    /// The value that `git config --get` prints; `None` if there is none.
    fn value(&self, command: Command) -> Result<Option<String>, GitError> {
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

    /// The values that these attributes have for some of these paths, as `(path, name, value)`,
    /// whichever file sets them.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn attributes(
        &self,
        names: &[&str],
        paths: &[&str],
    ) -> Result<Vec<[String; 3]>, GitError> {
        let mut command = self.git_read();
        command.args(["check-attr", "-z", "--stdin"]).args(names);
        let index = self.readable_index()?;
        index.choose(&mut command);
        let request: String = paths.iter().map(|path| format!("{path}\0")).collect();
        let answer = self.run(command, request.as_bytes())?;
        let mut fields = legible(&answer)
            .split('\0')
            .map(str::to_owned)
            .collect::<Vec<_>>();
        // Every field ends with a NUL.
        fields.pop();
        let rows = fields.chunks_exact(3);
        Ok(rows
            .map(|row| [row[0].clone(), row[1].clone(), row[2].clone()])
            .collect())
    }

    /// Sets a value for this clone only, in place of all that it has. git itself syncs no
    /// configuration, so the new file is written beside the old one, under git's own lock.
    ///
    /// # Errors
    /// When git's configuration cannot be written.
    pub(crate) fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        let config = self.common_dir.join("config");
        let config = config.canonicalize().unwrap_or(config);
        let lock = config.with_extension("lock");
        let failed = |e| GitError::io(&lock, e);
        let text = self.with_setting(&config, key, value)?;
        File::create_new(&lock).map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => GitError::locked(lock.clone()),
            _ => failed(e),
        })?;
        let scratch = Scratch(lock.clone());
        fs::write(&lock, text).map_err(failed)?;
        let mode = fs::metadata(&config).map_err(failed)?.permissions();
        fs::set_permissions(&lock, mode).map_err(failed)?;
        sync(&lock)?;
        scratch.rename(&config)?;
        sync(&self.common_dir)
    }

    /// The text of a configuration file with another value.
    fn with_setting(&self, config: &Path, key: &str, value: &str) -> Result<Vec<u8>, GitError> {
        let failed = |e| GitError::io(config, e);
        let folder = tempfile::tempdir().map_err(failed)?;
        let file = folder.path().join("config");
        fs::copy(config, &file).map_err(failed)?;
        let mut command = self.git();
        command.args(["config", "--file"]).arg(&file);
        command.args(["--replace-all", key, value]);
        self.run(command, &[])?;
        fs::read(&file).map_err(failed)
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
