//! Git's index: whether its file is whole, and how it is built anew from HEAD.
//!
//! git renames a new index into place without syncing it (`git commit`, `core.fsync=all` or not), so
//! that a power cut can leave an older one, an empty file, or one with gaps. git notices only some
//! gaps.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha1::Sha1;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::run::finish;
use super::{GitError, Operation, Repo};

/// The first bytes of an index.
const SIGNATURE: &[u8] = b"DIRC";

/// The lengths of the checksum at the end: SHA-1 and SHA-256.
const CHECKSUMS: [usize; 2] = [20, 32];

/// Why an index cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IndexDamage {
    /// There is none, although HEAD has files.
    Missing,
    /// It is empty or torn.
    Torn,
}

impl Repo {
    /// The index of this work tree.
    pub(super) fn index(&self) -> PathBuf {
        self.git_dir.join("index")
    }

    /// The damage of the index; `None` if it is whole.
    ///
    /// # Errors
    /// When the index cannot be read, or git fails.
    pub(crate) fn index_damage(&self) -> Result<Option<IndexDamage>, GitError> {
        let path = self.index();
        let damage = match fs::read(&path) {
            Ok(bytes) => match checksum(&bytes) {
                Checksum::Right if self.shared_indexes().is_empty() => None,
                Checksum::Right | Checksum::None if self.reads_index()? => None,
                Checksum::Right | Checksum::None | Checksum::Wrong => Some(IndexDamage::Torn),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.head()?.map(|_| IndexDamage::Missing)
            }
            Err(error) => return Err(GitError::io(&path, error)),
        };
        Ok(damage)
    }

    /// Whether git can read the index, with the shared one that it may build on.
    fn reads_index(&self) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.args(["ls-files", "--stage", "-z"]);
        let finished = finish(command, &[])?;
        Ok(finished.code == Some(0) && finished.stderr.is_empty())
    }

    /// The files of a split index (`core.splitIndex`).
    pub(super) fn shared_indexes(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.git_dir).into_iter().flatten().flatten();
        let is_shared = |name: OsString| name.to_string_lossy().starts_with("sharedindex.");
        let shared = entries.filter(|entry| is_shared(entry.file_name()));
        shared.map(|entry| entry.path()).collect()
    }

    /// Builds the index anew from HEAD. In a merge, files that both sides changed are unmerged
    /// again. Whatever was staged is lost with the damaged index; no file of the work tree changes.
    ///
    /// # Errors
    /// When git fails, or in the middle of another operation ([`GitError::InProgress`]).
    pub(crate) fn rebuild_index(&self) -> Result<(), GitError> {
        let operation = self.in_progress();
        if let Some(operation) = operation.filter(|operation| *operation != Operation::Merge) {
            return Err(GitError::InProgress(operation));
        }
        let index = self.index();
        if let Err(error) = fs::remove_file(&index)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(GitError::io(&index, error));
        }
        let theirs = self.merge_heads();
        let Some(theirs) = theirs.first().filter(|_| operation.is_some()) else {
            self.read_tree(|_| ())?;
            return self.sync_index();
        };
        let mut base = self.git_read();
        base.args(["merge-base", "HEAD", theirs]);
        let base = String::from_utf8_lossy(&self.run(base, &[])?)
            .trim()
            .to_owned();
        let mut command = self.git_write();
        command.args([
            "read-tree",
            "-i",
            "-m",
            "--aggressive",
            &base,
            "HEAD",
            theirs,
        ]);
        self.run(command, &[])?;
        self.sync_index()
    }

    /// Fills the index that `choose` names from HEAD, with the files' dates.
    fn read_tree(&self, choose: impl Fn(&mut Command)) -> Result<(), GitError> {
        let run = |arguments: &[&str]| {
            let mut command = self.git_write();
            choose(command.args(arguments));
            finish(command, &[])
        };
        let tree: &[&str] = match self.head()? {
            Some(_) => &["read-tree", "HEAD"],
            None => &["read-tree", "--empty"],
        };
        self.succeed(run(tree)?)?;
        if self.is_on("core.sparseCheckout")? {
            self.succeed(run(&["sparse-checkout", "reapply"])?)?;
        }
        // Without the dates git only reads more; it fails where a file differs.
        run(&["update-index", "-q", "--refresh"]).map(drop)
    }

    /// An index for queries: the one of the work tree, or one of HEAD if that is damaged.
    ///
    /// # Errors
    /// When the index cannot be read, or git fails.
    pub(super) fn readable_index(&self) -> Result<ReadableIndex, GitError> {
        if self.index_damage()?.is_none() {
            return Ok(ReadableIndex(None));
        }
        let folder = tempfile::tempdir().map_err(|e| GitError::io(&std::env::temp_dir(), e))?;
        let index = ReadableIndex(Some(folder));
        self.read_tree(|command| index.choose(command))?;
        Ok(index)
    }

    /// Gives these files, or all files below these folders, the entry that HEAD has for them, where
    /// the index has another one or none.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn restage(&self, is_meant: impl Fn(&Path) -> bool) -> Result<(), GitError> {
        let tree = match self.head()? {
            Some(id) => id,
            None => self.empty_tree()?,
        };
        let mut command = self.git_read();
        command.args(["diff-index", "--cached", "--raw", "-z", "--no-abbrev"]);
        command.args(["--no-renames", "--ita-visible-in-index", &tree, "--"]);
        let answer = self.run(command, &[])?;
        let prefix = self
            .base
            .strip_prefix(&self.work_tree)
            .unwrap_or(Path::new(""));
        let mut fields = answer.split(|byte| *byte == 0);
        let mut entries = Vec::new();
        while let (Some(meta), Some(path)) = (fields.next(), fields.next()) {
            let file = super::status::path_from(path);
            if file.strip_prefix(prefix).is_ok_and(&is_meant) {
                entries.extend(head_entry(meta).ok_or(GitError::Garbled("git diff-index"))?);
                entries.extend([b"\t", path, b"\0"].concat());
            }
        }
        if entries.is_empty() {
            return Ok(());
        }
        let mut update = self.git_write();
        update.args(["update-index", "-z", "--index-info"]);
        self.run(update, &entries)?;
        let mut refresh = self.git_write();
        refresh.args(["update-index", "-q", "--refresh"]);
        finish(refresh, &[])?;
        self.sync_index()
    }
}

/// `MODE ID` of the old side of `:OLDMODE NEWMODE OLDID NEWID STATUS`, as `--index-info` reads it;
/// mode `0` removes the entry.
fn head_entry(meta: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(meta).ok()?.strip_prefix(':')?;
    let fields: Vec<&str> = text.split(' ').collect();
    let [mode, _, id, ..] = fields.as_slice() else {
        return None;
    };
    let mode = if *mode == "000000" { "0" } else { mode };
    Some(format!("{mode} {id}").into_bytes())
}

/// The index that a query reads.
pub(super) struct ReadableIndex(Option<TempDir>);

impl ReadableIndex {
    pub(super) fn choose(&self, command: &mut Command) {
        if let Some(folder) = &self.0 {
            command.env("GIT_INDEX_FILE", folder.path().join("index"));
        }
    }
}

enum Checksum {
    Right,
    Wrong,
    /// The user's git writes none (`index.skipHash`).
    None,
}

fn checksum(bytes: &[u8]) -> Checksum {
    if !bytes.starts_with(SIGNATURE) {
        return Checksum::Wrong;
    }
    for length in CHECKSUMS {
        let Some(at) = bytes.len().checked_sub(length) else {
            continue;
        };
        let (content, written) = bytes.split_at(at);
        let is_right = match length {
            20 => Sha1::digest(content).as_slice() == written,
            _ => Sha256::digest(content).as_slice() == written,
        };
        if is_right {
            return Checksum::Right;
        }
        if length == 20 && written.iter().all(|byte| *byte == 0) {
            return Checksum::None;
        }
    }
    Checksum::Wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_whole_by_its_checksum() {
        let content = b"DIRC and entries".to_vec();
        let signed = |sum: &[u8]| [content.as_slice(), sum].concat();
        let is_right = |bytes: &[u8]| matches!(checksum(bytes), Checksum::Right);
        let whole = [
            signed(&Sha1::digest(&content)),
            signed(&Sha256::digest(&content)),
        ];
        for index in whole {
            assert!(is_right(&index));
            for torn in 0..index.len() {
                let mut gap = index.clone();
                gap[torn] ^= 1;
                assert!(!is_right(&index[..torn]) && !is_right(&gap), "at {torn}");
            }
        }
        assert!(matches!(checksum(b""), Checksum::Wrong));
        assert!(matches!(checksum(&[0; 100]), Checksum::Wrong));
        assert!(matches!(checksum(&signed(&[0; 20])), Checksum::None));
    }

    #[test]
    fn the_entry_of_head_is_the_old_side() {
        let line = |modes: &str| format!(":{modes} 1234abcd 00000000 D");
        for (modes, entry) in [
            ("100644 000000", "100644 1234abcd"),
            ("000000 100644", "0 1234abcd"),
        ] {
            assert_eq!(head_entry(line(modes).as_bytes()), Some(entry.into()));
        }
        assert_eq!(head_entry(b"100644"), None);
    }
}
