//! Settings of one clone: git's local configuration.

use super::run::finish;
use super::{GitError, Repo};

impl Repo {
    /// A setting as git sees it here, from whichever file of its configuration; none where nothing sets it.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["config", "-z", "--get", key]);
        let finished = finish(command, &[])?;
        match finished.code {
            Some(0) => Ok(Some(String::from_utf8_lossy(&finished.stdout).trim_end_matches('\0').to_owned())),
            Some(1) => Ok(None),
            _ => Err(GitError::recognise(&self.git_dir, &finished)),
        }
    }

    /// Sets something for this clone alone.
    ///
    /// # Errors
    /// When git's configuration cannot be written.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        let mut command = self.git();
        command.args(["config", "--local", key, value]);
        self.run(command, &[]).map(drop)
    }
}
