//! Where the files of a repository come from: its working tree, or a revision in git.

mod working_tree;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::paths::FOLDER_SETTING;
use super::policy_folder::{PolicyFolder, of_policy};
use super::{StoreError, evidence};
use crate::domain::case::bounds;
use crate::domain::finding::Finding;
use crate::domain::message::{Argument, ToArgument, text};
use crate::git::{Repo, TreeEntry, TreeKind};
use working_tree::{hash, listed};

pub(crate) use working_tree::{bytes_of, root_of};

/// Files that are read from a revision at once.
const BATCH: usize = 4096;

/// The files of a repository.
#[derive(Debug)]
pub(crate) enum Source {
    /// The files on disk, below this folder.
    WorkingTree(PathBuf),
    Revision(Revision),
}

/// The files in the tree of a commit.
#[derive(Debug)]
pub(crate) struct Revision {
    git: Repo,
    files: BTreeMap<PathBuf, TreeEntry>,
}

/// A repository's files, with its place and the git repository around it.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The folder of policy.toml; for a bare repository its git directory.
    pub root: PathBuf,
    pub source: Source,
    /// git, whose history ends at the revision.
    pub git: Option<Repo>,
}

/// A file in a listing.
#[derive(Debug)]
pub(crate) enum Listed {
    Plain(PathBuf),
    Link(PathBuf),
    /// Neither a file nor a folder nor a link.
    Special(PathBuf),
    /// A folder that cannot be read.
    Unreadable(PathBuf, Finding),
}

/// Why a file cannot be hashed.
#[derive(Debug)]
pub(crate) enum HashError {
    SymbolicLink,
    NotPlain,
    Io(io::Error),
}

/// The repository that contains `start`, as of a revision; without one, its working tree, or if it is
/// bare, `HEAD`.
///
/// # Errors
/// There is none, there is no such revision, or git fails.
pub(crate) fn open(start: &Path, revision: Option<&str>) -> Result<Opened, StoreError> {
    let bare = bare(start)?;
    match (revision, bare) {
        (None, None) => {
            let root = root_of(start)?;
            Ok(Opened {
                git: Repo::discover(&root)?,
                source: Source::WorkingTree(root.clone()),
                root,
            })
        }
        (revision, bare) => {
            let revision = revision.unwrap_or("HEAD");
            let (git, is_placed) = match (bare, root_of(start)) {
                (Some(git), _) => (Some(git), false),
                (None, Ok(root)) => (Repo::discover(&root)?, true),
                (None, Err(_)) => (Repo::discover(start)?, false),
            };
            at(git.ok_or(StoreError::NoHistory)?, revision, is_placed)
        }
    }
}

/// A bare repository, if `start` is one.
pub(super) fn bare(start: &Path) -> Result<Option<Repo>, StoreError> {
    let Ok(folder) = start.canonicalize() else {
        return Ok(None);
    };
    if folder.ends_with(".git") {
        return Ok(None);
    }
    Ok(Repo::bare_as_found(&folder)?)
}

/// The repository as of a revision. Unless its folder is known, it is the policy's.
fn at(git: Repo, revision: &str, is_placed: bool) -> Result<Opened, StoreError> {
    let Some(commit) = git.commit_id(revision)? else {
        // A repository that git does not read at all knows none, either.
        let branches = git.branches()?;
        return Err(match revision {
            "HEAD" => StoreError::NoCommit {
                folder: git.base().to_path_buf(),
                has_branches: !branches.is_empty(),
            },
            other => StoreError::NoRevision(other.to_owned()),
        });
    };
    let git = git.at(commit.clone());
    let git = if is_placed {
        git
    } else {
        let folder = match git.setting(FOLDER_SETTING)? {
            Some(folder) => PolicyFolder::At(folder),
            None => of_policy(&git, &commit)?,
        };
        match folder {
            PolicyFolder::At(folder) => git.within(&folder),
            PolicyFolder::Nowhere => git,
            PolicyFolder::Several(folders) => return Err(StoreError::Folders(folders)),
        }
    };
    let files = git.tree_entries(&commit)?.into_iter();
    let files = files.map(|entry| (PathBuf::from(&entry.path), entry));
    Ok(Opened {
        root: git.base().to_path_buf(),
        git: Some(git.clone()),
        source: Source::Revision(Revision {
            files: files.collect(),
            git,
        }),
    })
}

impl Source {
    /// The bytes of a file, up to one byte beyond the maximum size of a case file. A symbolic link
    /// is not followed.
    ///
    /// # Errors
    /// It is no plain file, or cannot be read.
    pub(crate) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let read = self.read_each(vec![path.to_path_buf()], |_, bytes| bytes);
        let none = || Err(io::Error::from(ErrorKind::NotFound));
        read.into_iter().next().unwrap_or_else(none)
    }

    /// Applies `read` to each file and its bytes, limited as in [`Self::bytes`], in their order.
    pub(crate) fn read_each<T: Send>(
        &self,
        paths: Vec<PathBuf>,
        read: impl Fn(PathBuf, io::Result<Vec<u8>>) -> T + Sync,
    ) -> Vec<T> {
        match self {
            Self::WorkingTree(root) => {
                let of_file = |path: PathBuf| {
                    let bytes = bytes_of(root, &path);
                    read(path, bytes)
                };
                paths.into_par_iter().map(of_file).collect()
            }
            Self::Revision(revision) => {
                let mut all = Vec::with_capacity(paths.len());
                for batch in paths.chunks(BATCH) {
                    let bytes = revision.blobs(batch, |content| {
                        let mut bytes = Vec::new();
                        let limit = bounds::MAX_SIZE as u64 + 1;
                        content.take(limit).read_to_end(&mut bytes)?;
                        Ok(bytes)
                    });
                    let files = batch.to_vec().into_par_iter().zip(bytes);
                    let files = files.map(|(path, bytes)| read(path, bytes.map_err(into_io)));
                    all.par_extend(files);
                }
                all
            }
        }
    }

    /// The files below a folder, in order; the folder itself if it is a file. Empty if there is
    /// none.
    pub(crate) fn walk(&self, folder: &Path) -> Vec<Listed> {
        match self {
            Self::WorkingTree(root) => {
                let walk = WalkDir::new(root.join(folder))
                    .follow_root_links(false)
                    .sort_by_file_name()
                    .into_iter();
                walk.filter_map(|entry| listed(root, entry)).collect()
            }
            Self::Revision(revision) => {
                let files = revision.files.range(folder.to_path_buf()..);
                files
                    .take_while(|(path, _)| path.starts_with(folder))
                    .map(|(path, entry)| match entry.kind {
                        TreeKind::Plain => Listed::Plain(path.clone()),
                        TreeKind::Link => Listed::Link(path.clone()),
                        TreeKind::Other => Listed::Special(path.clone()),
                    })
                    .collect()
            }
        }
    }

    /// Whether there is a file or folder.
    pub(crate) fn has(&self, path: &Path) -> bool {
        match self {
            Self::WorkingTree(root) => root.join(path).symlink_metadata().is_ok(),
            Self::Revision(_) => !self.walk(path).is_empty(),
        }
    }

    /// The names of the files in a folder, without those in folders of it.
    pub(crate) fn names(&self, folder: &Path) -> Vec<String> {
        let name = |path: &Path| Some(path.file_name()?.to_string_lossy().into_owned());
        match self {
            Self::WorkingTree(root) => {
                let files = fs::read_dir(root.join(folder)).into_iter().flatten();
                files.filter_map(|file| name(&file.ok()?.path())).collect()
            }
            Self::Revision(revision) => {
                let files = revision.files.keys();
                let inside = files.filter(|path| path.parent() == Some(folder));
                inside.filter_map(|path| name(path)).collect()
            }
        }
    }

    /// The SHA-256 of files of any size, in hexadecimal. Follows no symbolic link.
    pub(crate) fn hashes(&self, paths: &[PathBuf]) -> Vec<Result<String, HashError>> {
        match self {
            Self::WorkingTree(root) => paths.par_iter().map(|path| hash(root, path)).collect(),
            Self::Revision(revision) => revision.blobs(paths, evidence::fingerprint),
        }
    }

    /// Whether these are the files on disk.
    pub(crate) fn is_working_tree(&self) -> bool {
        matches!(self, Self::WorkingTree(_))
    }
}

/// Why a file of a tree has no content, as after damage to git's objects.
const LOST: &str = "git has lost its content; `git fsck` lists what is missing";

impl Revision {
    /// Applies `read` to the content of each file, in one pass.
    fn blobs<T>(
        &self,
        paths: &[PathBuf],
        read: impl FnMut(&mut dyn Read) -> io::Result<T>,
    ) -> Vec<Result<T, HashError>> {
        let entries: Vec<Option<&TreeEntry>> =
            paths.iter().map(|path| self.files.get(path)).collect();
        let plain = |entry: &&TreeEntry| entry.kind == TreeKind::Plain;
        let ids = entries.iter().copied().flatten().filter(plain);
        let ids: Vec<&str> = ids.map(|entry| entry.id.as_str()).collect();
        let (mut contents, failed) = match self.git.map_blobs(&ids, read) {
            Ok(contents) => (contents.into_iter(), None),
            Err(error) => (Vec::new().into_iter(), Some(format!("{error:?}"))),
        };
        let missing = || io::Error::from(ErrorKind::NotFound);
        let lost = || io::Error::other(failed.clone().unwrap_or_else(|| LOST.to_owned()));
        let mut content = |entry: Option<&TreeEntry>| match entry.map(|entry| entry.kind) {
            None => Err(missing().into()),
            Some(TreeKind::Link) => Err(HashError::SymbolicLink),
            Some(TreeKind::Other) => Err(HashError::NotPlain),
            Some(TreeKind::Plain) => contents.next().flatten().ok_or_else(|| lost().into()),
        };
        entries.into_iter().map(&mut content).collect()
    }
}

impl From<io::Error> for HashError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl ToArgument for HashError {
    fn to_argument(&self) -> Argument {
        match self {
            Self::SymbolicLink => text!("a symbolic link").to_argument(),
            Self::NotPlain => text!("not a plain file").to_argument(),
            Self::Io(error) => error.to_argument(),
        }
    }
}

fn into_io(error: HashError) -> io::Error {
    match error {
        HashError::Io(error) => error,
        HashError::SymbolicLink | HashError::NotPlain => io::Error::other("not a plain file"),
    }
}
