//! The newest commit in git: what it really contains, and its parents.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{GitError, Repo, dates};

/// The most digits of a date that every git reads as the number that it is.
const PLAIN_DIGITS: usize = 11;

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
        let file = [id.as_bytes(), b":", &self.tree_path(path)?].concat();
        let whole = usize::MAX - 1;
        let Some(commit) = self.object(id.as_bytes(), whole)? else {
            return Err(GitError::Garbled("git cat-file"));
        };
        Ok(Some(Tip {
            parents: parents_of(&commit.content),
            content: self.object(&file, whole)?.map(|file| file.content),
            id,
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
        let commit = self.object(id.as_bytes(), usize::MAX - 1)?;
        if let Some(committed) = commit.and_then(|commit| plainly_committed(&commit.content)) {
            return Ok(Some(committed));
        }
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

/// The date and name of a commit's committer, if both can be read only in one way; git reads all
/// others.
fn plainly_committed(commit: &[u8]) -> Option<(DateTime<Utc>, String)> {
    let header = std::str::from_utf8(commit).ok()?.split("\n\n").next()?;
    if header.lines().any(|line| line.starts_with("encoding ")) {
        return None;
    }
    let line = header
        .lines()
        .find_map(|line| line.strip_prefix("committer "))?;
    let (name, rest) = line.split_once(" <")?;
    let (_, date) = rest.split_once("> ")?;
    let (seconds, zone) = date.split_once(' ')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_zone = zone.len() == 5 && zone.starts_with(['+', '-']) && is_number(&zone[1..]);
    let is_plain = is_zone && is_number(seconds) && seconds.len() <= PLAIN_DIGITS;
    let date = dates::instant(seconds, date).filter(|_| is_plain)?;
    Some((date, name.to_owned()))
}

fn parents_of(commit: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(commit);
    let header = text.lines().take_while(|line| !line.is_empty());
    header
        .filter_map(|line| line.strip_prefix("parent "))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_committer_is_read_without_git_log() {
        let of = |committer: &str| {
            let commit = format!("tree 1\nauthor A <a@b> 1 +0000\ncommitter {committer}\n\nx\n");
            plainly_committed(commit.as_bytes()).map(|(date, name)| (date.timestamp(), name))
        };
        assert_eq!(
            of("王芳 <w@f> 1764374400 +0800"),
            Some((1_764_374_400, "王芳".to_owned()))
        );
        for odd in [
            "A <a@b> 1764374400",
            "A <a@b> -5 +0800",
            "A <a@b> 1764374400 +08000",
            "A <a@b> 99999999999999 +0800",
            "A <a@b> +0800",
            "A 1764374400 +0800",
            "A <a@b> 1764374400 +0800\nencoding GBK",
        ] {
            assert_eq!(of(odd), None, "{odd}");
        }
    }
}
