//! File contents at a commit, through one `git cat-file --batch`.

use std::path::{Path, PathBuf};

use super::{GitError, Repo};

/// The versions of a file with a merge conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stages {
    /// The version in the common ancestor.
    pub base: Option<Vec<u8>>,
    pub ours: Option<Vec<u8>>,
    pub theirs: Option<Vec<u8>>,
}

impl Repo {
    /// The file's content in HEAD; `None` if HEAD lacks the file or there is no commit yet.
    ///
    /// The bytes are git's: if attributes convert line endings, they differ from the work tree's.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub fn head_blob(&self, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let blobs = self.head_blobs(&[path.to_path_buf()])?;
        Ok(blobs.into_iter().next().flatten())
    }

    /// As [`Repo::head_blob`] for many files, in their order.
    pub fn head_blobs(&self, paths: &[PathBuf]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        self.blobs_at(paths.iter().map(|path| (self.end(), path.as_path())))
    }

    /// Whether HEAD has all these files as they are in the work tree.
    ///
    /// # Errors
    /// When git cannot be run or fails, or a file cannot be read.
    pub(crate) fn head_has(&self, paths: &[PathBuf]) -> Result<bool, GitError> {
        for (path, blob) in paths.iter().zip(self.head_blobs(paths)?) {
            let file = self.base.join(path);
            let content = std::fs::read(&file).map_err(|error| GitError::io(&file, error))?;
            if blob.as_ref() != Some(&content) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The file's content in a revision (a branch, a tag, `HEAD~3`); `None` if the revision or the
    /// file does not exist.
    pub(crate) fn blob(&self, revision: &str, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let is_one_word =
            !revision.is_empty() && !revision.contains(|c: char| c.is_whitespace() || c == ':');
        if !is_one_word {
            return Ok(None);
        }
        let blobs = self.blobs_at(std::iter::once((revision, path)))?;
        Ok(blobs.into_iter().next().flatten())
    }

    /// The versions of a file with a merge conflict; `None` if the file has no conflict.
    pub(crate) fn stages(&self, path: &Path) -> Result<Option<Stages>, GitError> {
        let blobs = self.blobs_at([(":1", path), (":2", path), (":3", path)].into_iter())?;
        let mut blobs = blobs.into_iter();
        let mut next = || blobs.next().flatten();
        let stages = Stages {
            base: next(),
            ours: next(),
            theirs: next(),
        };
        Ok((stages.ours.is_some() || stages.theirs.is_some()).then_some(stages))
    }

    /// Stages a file as it is in the work tree.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn add(&self, path: &Path) -> Result<(), GitError> {
        let mut command = self.git_write();
        command.args(["add", "--"]).arg(self.pathspec(path)?);
        self.run(command, &[]).map(drop)
    }

    /// The contents of `REVISION:PATH` for each pair.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn blobs_at<'a>(
        &self,
        wanted: impl Iterator<Item = (&'a str, &'a Path)>,
    ) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        let mut request = Vec::new();
        let mut count = 0;
        for (revision, path) in wanted {
            let spelled = self.tree_path(path)?;
            if spelled.contains(&b'\n') {
                return Err(GitError::LineBreak(path.to_path_buf()));
            }
            request.extend_from_slice(revision.as_bytes());
            request.push(b':');
            request.extend(spelled);
            request.push(b'\n');
            count += 1;
        }
        if count == 0 {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args(["cat-file", "--batch"]);
        let answer = self.run(command, &request)?;
        parse_batch(&answer, count, "blob")
    }
}

/// An object's kind and content.
pub(super) type Kinded = (String, Vec<u8>);

/// The contents of `count` objects; `None` for an object that is missing or of another kind.
pub(super) fn parse_batch(
    answer: &[u8],
    count: usize,
    wanted: &str,
) -> Result<Vec<Option<Vec<u8>>>, GitError> {
    let content = |(kind, content): Kinded| (kind == wanted).then_some(content);
    Ok(parse_objects(answer, count)?
        .into_iter()
        .map(|object| object.and_then(content))
        .collect())
}

/// `count` objects of any kind; `None` for a missing one.
pub(super) fn parse_objects(
    mut answer: &[u8],
    count: usize,
) -> Result<Vec<Option<Kinded>>, GitError> {
    let short = || GitError::Garbled("git cat-file");
    let mut objects = Vec::with_capacity(count);
    for _ in 0..count {
        let end = answer
            .iter()
            .position(|&byte| byte == b'\n')
            .ok_or_else(short)?;
        let header = &answer[..end];
        answer = &answer[end + 1..];
        if header.ends_with(b" missing") {
            objects.push(None);
            continue;
        }
        let header = std::str::from_utf8(header).map_err(|_| GitError::Garbled("git cat-file"))?;
        let (kind, size) = parse_header(header).ok_or(GitError::Garbled("git cat-file"))?;
        let content = answer.get(..size).ok_or_else(short)?;
        objects.push(Some((kind.to_owned(), content.to_vec())));
        answer = answer.get(size + 1..).ok_or_else(short)?;
    }
    Ok(objects)
}

/// `ID TYPE SIZE`.
pub(super) fn parse_header(header: &str) -> Option<(&str, usize)> {
    let mut fields = header.split(' ').skip(1);
    let kind = fields.next()?;
    let size = fields.next()?.parse().ok()?;
    Some((kind, size))
}
