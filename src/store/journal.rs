//! The journal of events that this program has written but not committed.
//!
//! A command notes its event before it renames the file into place, and strikes the note after the
//! commit. Notes found by the next command were left by an interrupted one, so exactly these events
//! may be committed as they are. The journal is in the git directory of the work tree: it is never
//! shared.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::write;
use crate::git::GitError;

/// Length of an event's digest, in hexadecimal digits.
const DIGEST: usize = 16;

/// One note per line, `PATH<tab>DIGEST`. A line without a complete digest is the result of an
/// interrupted write, and is ignored.
#[derive(Debug, Clone)]
pub struct Journal {
    folder: PathBuf,
}

impl Journal {
    /// The journal of a work tree, given its git directory. No file is created until something is
    /// recorded.
    pub fn of(git_dir: &Path) -> Journal {
        Journal {
            folder: git_dir.join("complaint"),
        }
    }

    /// Notes that the events with these digests are about to be written to `path` (a relative path,
    /// used as the key for lookups). The note is on disk when this returns.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn record(&self, path: &Path, digests: &[String]) -> Result<(), GitError> {
        let lines: String = digests
            .iter()
            .map(|digest| note(&spelled(path), digest))
            .collect();
        self.append(&lines)
            .map_err(|e| GitError::io(&self.file(), e))
    }

    /// As [`Journal::record`], for many files at once.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn record_all<'a>(
        &self,
        notes: impl Iterator<Item = (&'a Path, String)>,
    ) -> Result<(), GitError> {
        let lines: String = notes
            .map(|(path, digest)| note(&spelled(path), &digest))
            .collect();
        self.append(&lines)
            .map_err(|e| GitError::io(&self.file(), e))
    }

    /// Removes all notes of these files.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn forget_all(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        let paths: BTreeSet<String> = paths.iter().map(|path| spelled(path)).collect();
        let kept: Vec<(String, String)> = self
            .notes()?
            .into_iter()
            .filter(|(file, _)| !paths.contains(file))
            .collect();
        self.rewrite(&kept)
    }

    /// Removes notes of events that were committed, or not written after all.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn forget(&self, path: &Path, digests: &[String]) -> Result<(), GitError> {
        let path = spelled(path);
        let kept: Vec<(String, String)> = self
            .notes()?
            .into_iter()
            .filter(|(file, digest)| *file != path || !digests.contains(digest))
            .collect();
        self.rewrite(&kept)
    }

    /// The digests noted for `path`.
    ///
    /// # Errors
    /// When the journal exists but cannot be read.
    pub fn recorded(&self, path: &Path) -> Result<BTreeSet<String>, GitError> {
        let path = spelled(path);
        let notes = self.notes()?.into_iter();
        Ok(notes
            .filter(|(file, _)| *file == path)
            .map(|(_, digest)| digest)
            .collect())
    }

    /// The files that have notes.
    ///
    /// # Errors
    /// When the journal exists but cannot be read.
    pub fn paths(&self) -> Result<BTreeSet<PathBuf>, GitError> {
        Ok(self
            .notes()?
            .into_iter()
            .map(|(file, _)| PathBuf::from(file))
            .collect())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self) -> PathBuf {
        self.folder.join("journal")
    }

    fn notes(&self) -> Result<Vec<(String, String)>, GitError> {
        match fs::read(self.file()) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes)
                .lines()
                .filter_map(parse)
                .collect()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(GitError::io(&self.file(), error)),
        }
    }

    fn append(&self, lines: &str) -> std::io::Result<()> {
        let is_new = !self.file().exists();
        fs::create_dir_all(&self.folder)?;
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(self.file())?;
        let text = if ends_torn(&mut file)? {
            format!("\n{lines}")
        } else {
            lines.to_owned()
        };
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        if is_new {
            write::sync_folder(&self.folder)
        } else {
            Ok(())
        }
    }

    fn rewrite(&self, notes: &[(String, String)]) -> Result<(), GitError> {
        let failed = |error| GitError::io(&self.file(), error);
        if notes.is_empty() {
            return match OpenOptions::new().write(true).open(self.file()) {
                Ok(file) => file.set_len(0).map_err(failed),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(error) => Err(failed(error)),
            };
        }
        let text: String = notes
            .iter()
            .map(|(path, digest)| note(path, digest))
            .collect();
        let name = Path::new("journal");
        write::replace(&self.folder, name, text.as_bytes()).map_err(|error| failed(error.into_io()))
    }
}

fn note(path: &str, digest: &str) -> String {
    format!("{path}\t{digest}\n")
}

/// The path with `/`, and line breaks (which no case file's name has) replaced by spaces.
fn spelled(path: &Path) -> String {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/").replace(['\n', '\r'], " ")
}

fn parse(line: &str) -> Option<(String, String)> {
    let (path, digest) = line.rsplit_once('\t')?;
    let is_complete = digest.len() == DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_complete && !path.is_empty()).then(|| (path.to_owned(), digest.to_owned()))
}

fn ends_torn(file: &mut File) -> std::io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
