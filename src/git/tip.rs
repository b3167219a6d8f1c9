//! The newest commit in git: what it really contains, and its parents.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::blobs::parse_objects;
use super::{GitError, Repo};

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

    /// Syncs the reference of the newest commit to disk: git syncs the files it writes, but not the
    /// folder into which it renames them.
    ///
    /// # Errors
    /// When syncing fails.
    pub(crate) fn sync_head(&self) -> Result<(), GitError> {
        let head = self.git_dir.join("HEAD");
        let text = fs::read_to_string(&head).map_err(|e| GitError::io(&head, e))?;
        let branch = text
            .trim()
            .strip_prefix("ref: ")
            .map(|name| self.common_dir.join(name));
        // A branch without its own file is left to git.
        let file = branch.unwrap_or(head);
        let Some(folder) = file.parent().filter(|_| cfg!(unix) && file.is_file()) else {
            return Ok(());
        };
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|e| GitError::io(folder, e))
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
