//! File contents at a commit, through `git cat-file`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::stream::BlobSize;
use super::{GitError, Repo};

/// The largest file that is read for its content, in bytes: the size of the largest case.
pub(crate) const MAX_CONTENT: usize = 2 << 20;

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
        let name = self.names(std::iter::once((self.end(), path)))?.concat();
        let found = self.object(&name, MAX_CONTENT)?;
        Ok(found
            .filter(|found| found.kind == "blob")
            .map(|found| found.content))
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
        let names = self.names(paths.iter().map(|path| ("HEAD", path.as_path())))?;
        for (path, blob) in paths.iter().zip(self.contents(&names, usize::MAX - 1)?) {
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

    /// Stages a file as it is in the work tree. Its content is on disk before the index names it.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn add(&self, path: &Path) -> Result<(), GitError> {
        let mut write = self.git_write();
        write
            .args(["hash-object", "-w", "--"])
            .arg(self.relative(path)?);
        self.run(write, &[])?;
        self.sync_commit(None)?;
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
        let names = self.names(wanted)?;
        self.contents(&names, MAX_CONTENT)
    }

    /// How git spells each pair of revision and path: `REVISION:PATH`.
    fn names<'a>(
        &self,
        wanted: impl Iterator<Item = (&'a str, &'a Path)>,
    ) -> Result<Vec<Vec<u8>>, GitError> {
        let name = |(revision, path): (&str, &Path)| {
            let spelled = self.tree_path(path)?;
            if spelled.contains(&b'\n') {
                return Err(GitError::LineBreak(path.to_path_buf()));
            }
            Ok([revision.as_bytes(), b":", &spelled].concat())
        };
        wanted.map(name).collect()
    }

    /// The contents of the blobs that these name. Of one of more than `limit` bytes, a stand-in of
    /// a byte more, so that whoever reads it finds it too large: git would hold it in memory.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn contents<N: AsRef<[u8]>>(
        &self,
        names: &[N],
        limit: usize,
    ) -> Result<Vec<Option<Vec<u8>>>, GitError> {
        let sizes = self.blob_sizes(names)?;
        let is_small = |blob: &&BlobSize| blob.size <= limit as u64;
        let small: Vec<&str> = sizes
            .iter()
            .flatten()
            .filter(is_small)
            .map(|blob| blob.id.as_str())
            .collect();
        let mut read = self.map_blobs(&small, whole)?.into_iter();
        let mut content = |blob: BlobSize| match is_small(&&blob) {
            true => read.next().flatten(),
            false => Some(vec![b' '; limit + 1]),
        };
        Ok(sizes
            .into_iter()
            .map(|blob| blob.and_then(&mut content))
            .collect())
    }
}

fn whole(content: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes)?;
    Ok(bytes)
}
