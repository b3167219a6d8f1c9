//! The newest commit in git: what it really contains, and its parents.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::blobs::parse_objects;
use super::{GitError, Repo, dates};

/// The commit that HEAD names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tip {
    pub id: String,
    /// Its parents, in their order.
    pub parents: Vec<String>,
    /// The content of one file; `None` if the commit lacks it.
    pub content: Option<Vec<u8>>,
}

impl Repo {
    /// The commit that HEAD names, with one of its files; `None` before the first commit.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn tip(&self, path: &Path) -> Result<Option<Tip>, GitError> {
        let Some(id) = self.head()? else {
            return Ok(None);
        };
        let request = [
            format!("{id}\n{id}:").as_bytes(),
            &self.tree_path(path)?,
            b"\n",
        ]
        .concat();
        let mut command = self.git_read();
        command.args(["cat-file", "--batch"]);
        let mut found = parse_objects(&self.run(command, &request)?, 2)?.into_iter();
        let (Some(Some((_, commit))), Some(file)) = (found.next(), found.next()) else {
            return Err(GitError::Garbled("git cat-file"));
        };
        Ok(Some(Tip {
            id,
            parents: parents_of(&commit),
            content: file.map(|(_, content)| content),
        }))
    }

    /// The committer date of the commit that HEAD names, and the committer; `None` before the first
    /// commit, or if the date is invalid.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn head_date(&self) -> Result<Option<(DateTime<Utc>, String)>, GitError> {
        let Some(id) = self.head()? else {
            return Ok(None);
        };
        let mut command = self.git_log("--format=%ct%x00%cd%x00%cn");
        command.args(["-1", &id, "--"]);
        let answer = self.run(command, &[])?;
        let text = String::from_utf8_lossy(&answer);
        let fields: Vec<&str> = text.trim_end_matches(['\n', '\0']).split('\0').collect();
        let [seconds, raw, by] = fields.as_slice() else {
            return Err(GitError::Garbled("git log"));
        };
        Ok(dates::instant(seconds, raw).map(|date| (date, (*by).to_owned())))
    }

    /// Undoes the newest commit, if it is still the newest, and resets these files in the index to
    /// its parent. The work tree stays unchanged.
    ///
    /// # Errors
    /// [`GitError::HeadMoved`] if there is a newer commit; nothing is changed then.
    pub(crate) fn take_back(&self, tip: &Tip, files: &[PathBuf]) -> Result<(), GitError> {
        let mut command = self.git_write();
        command.args(["update-ref", "-m", "complaint: taken back"]);
        match tip.parents.first() {
            Some(parent) => command.args(["HEAD", parent, &tip.id]),
            None => command.args(["-d", "HEAD", &tip.id]),
        };
        self.run(command, &[])?;
        let mut command = self.git_write();
        command.args(["reset", "--quiet", "--"]);
        for file in files {
            command.arg(self.pathspec(file)?);
        }
        self.run(command, &[]).map(drop)
    }
}

fn parents_of(commit: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(commit);
    let header = text.lines().take_while(|line| !line.is_empty());
    header
        .filter_map(|line| line.strip_prefix("parent "))
        .map(str::to_owned)
        .collect()
}
