//! The trees of a commit that differs from HEAD in a few files: only the folders on their paths are
//! read and written.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha1::Sha1;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::index_entries::IndexEntry;
use super::run::finish;
use super::{GitError, Repo, TEMPORARY};

/// The mode of a folder in a tree.
const FOLDER: &str = "40000";

/// A file of the new trees: its path from the top, with `/`, and its entry.
pub(super) type NewFile = (Vec<u8>, IndexEntry);

/// A tree to be written: its id and its bytes.
type Stored = (String, Vec<u8>);

/// The top tree of HEAD, and that of the commit to be made.
#[derive(Debug)]
pub(super) struct NewTrees {
    pub before: String,
    pub after: String,
}

impl Repo {
    /// Writes the trees of `head` with these files. `None` if a file is where `head` has a folder, or
    /// the other way round, or if a tree cannot be read.
    ///
    /// # Errors
    /// When git fails, or a temporary file cannot be written.
    pub(super) fn write_trees(
        &self,
        head: &str,
        files: &[NewFile],
    ) -> Result<Option<NewTrees>, GitError> {
        let mut folders = BTreeMap::new();
        if files.iter().any(|(path, _)| path.contains(&b'\n')) {
            return Ok(None);
        }
        for (path, _) in files {
            for folder in folders_of(path) {
                if !folders.contains_key(folder) {
                    let Some(tree) = self.tree_of(head, folder)? else {
                        return Ok(None);
                    };
                    folders.insert(folder.to_vec(), tree);
                }
            }
        }
        let hash = Hash::of(head);
        let before = folders.get(&b""[..]).map(|top| hex(&hash.id(&top.bytes())));
        let Some((trees, after)) = with_files(folders, files, hash) else {
            return Ok(None);
        };
        let Some(before) = before else {
            return Ok(None);
        };
        self.store_trees(&trees)?;
        Ok(Some(NewTrees { before, after }))
    }

    /// The folder of a commit; empty if the commit lacks it, `None` if it is no folder.
    fn tree_of(&self, commit: &str, folder: &[u8]) -> Result<Option<Tree>, GitError> {
        let name = [commit.as_bytes(), b":", folder].concat();
        let found = self.object(&name, usize::MAX - 1)?;
        Ok(match found {
            Some(found) if found.kind == "tree" => Tree::parse(&found.content, Hash::of(commit)),
            Some(_) => None,
            None => Some(Tree::default()),
        })
    }

    /// Writes trees with the ids that they must get.
    fn store_trees(&self, trees: &[Stored]) -> Result<(), GitError> {
        let folder = self.git_dir.join("complaint");
        fs::create_dir_all(&folder).map_err(|e| GitError::io(&folder, e))?;
        let write = |(_, bytes): &Stored| temporary(&folder, bytes);
        let files: Vec<NamedTempFile> = trees.iter().map(write).collect::<Result<_, _>>()?;
        let paths: Vec<PathBuf> = files.iter().map(|file| file.path().to_path_buf()).collect();
        let mut command = self.git_write();
        command.args(["hash-object", "-t", "tree", "-w"]);
        command.args(["--no-filters", "--stdin-paths"]);
        let request: Vec<u8> = paths
            .iter()
            .flat_map(|path| [path.as_os_str().as_encoded_bytes(), b"\n"].concat())
            .collect();
        let answer = self.succeed(finish(command, &request)?)?;
        let written = String::from_utf8_lossy(&answer);
        let wanted = trees.iter().map(|(id, _)| id.as_str());
        match written.lines().eq(wanted) {
            true => Ok(()),
            false => Err(GitError::Garbled("git hash-object")),
        }
    }
}

/// The folders on the way to a file, from the top on.
fn folders_of(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    std::iter::once(&b""[..]).chain(ends.map(|(end, _)| &path[..end]))
}

/// The folder and the name of a path.
fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match path.iter().rposition(|byte| *byte == b'/') {
        Some(end) => (&path[..end], &path[end + 1..]),
        None => (b"", path),
    }
}

/// The changed folders with their ids, the deepest first, and the id of the top.
fn with_files(
    mut folders: BTreeMap<Vec<u8>, Tree>,
    files: &[NewFile],
    hash: Hash,
) -> Option<(Vec<Stored>, String)> {
    for (path, entry) in files {
        let (folder, name) = split(path);
        let mode = format!("{:o}", entry.mode);
        folders.get_mut(folder)?.put(name, &mode, &entry.id)?;
    }
    let mut trees = Vec::new();
    let mut order: Vec<Vec<u8>> = folders.keys().cloned().collect();
    order.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
    for path in order {
        let bytes = folders.get(&path)?.bytes();
        let id = hash.id(&bytes);
        trees.push((hex(&id), bytes));
        if !path.is_empty() {
            let (above, name) = split(&path);
            folders.get_mut(above)?.put(name, FOLDER, &id)?;
        }
    }
    let top = trees.last()?.0.clone();
    Some((trees, top))
}

/// A folder as git stores it.
#[derive(Debug, Default)]
struct Tree(Vec<TreeLine>);

#[derive(Debug)]
struct TreeLine {
    mode: String,
    name: Vec<u8>,
    id: Vec<u8>,
}

impl Tree {
    fn parse(mut rest: &[u8], hash: Hash) -> Option<Self> {
        let mut lines = Vec::new();
        while !rest.is_empty() {
            let space = rest.iter().position(|byte| *byte == b' ')?;
            let end = rest.iter().position(|byte| *byte == 0)?;
            let id = rest.get(end + 1..end + 1 + hash.length())?;
            lines.push(TreeLine {
                mode: std::str::from_utf8(&rest[..space]).ok()?.to_owned(),
                name: rest.get(space + 1..end)?.to_vec(),
                id: id.to_vec(),
            });
            rest = &rest[end + 1 + hash.length()..];
        }
        Some(Self(lines))
    }

    /// Puts an entry at its place; `None` if the name stands for a folder already and the entry does
    /// not, or the other way round.
    fn put(&mut self, name: &[u8], mode: &str, id: &[u8]) -> Option<()> {
        let new = TreeLine {
            mode: mode.to_owned(),
            name: name.to_vec(),
            id: id.to_vec(),
        };
        match self.0.iter_mut().find(|line| line.name == name) {
            Some(old) if (old.mode == FOLDER) != (mode == FOLDER) => return None,
            Some(old) => *old = new,
            None => {
                let place = self.0.partition_point(|line| line.order() < new.order());
                self.0.insert(place, new);
            }
        }
        Some(())
    }

    fn bytes(&self) -> Vec<u8> {
        let lines = self.0.iter().flat_map(|line| {
            let name = line.name.as_slice();
            [line.mode.as_bytes(), b" ", name, b"\0", &line.id]
        });
        lines.flatten().copied().collect()
    }
}

impl TreeLine {
    /// git sorts folders as if their names ended with a slash.
    fn order(&self) -> impl Ord + use<> {
        let mut name = self.name.clone();
        if self.mode == FOLDER {
            name.push(b'/');
        }
        name
    }
}

/// How a repository names its objects.
#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    /// The one that made this id, in hexadecimal digits.
    fn of(id: &str) -> Self {
        match id.len() {
            40 => Self::Sha1,
            _ => Self::Sha256,
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The id of a tree.
    fn id(self, tree: &[u8]) -> Vec<u8> {
        let header = format!("tree {}\0", tree.len());
        match self {
            Self::Sha1 => {
                let hash = Sha1::new().chain_update(header).chain_update(tree);
                hash.finalize().to_vec()
            }
            Self::Sha256 => {
                let hash = Sha256::new().chain_update(header).chain_update(tree);
                hash.finalize().to_vec()
            }
        }
    }
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A temporary file, removed on drop; one that a kill leaves is removed by the next command.
fn temporary(folder: &Path, bytes: &[u8]) -> Result<NamedTempFile, GitError> {
    let failed = |e| GitError::io(folder, e);
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    Ok(file)
}
