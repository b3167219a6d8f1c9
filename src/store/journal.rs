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

/// What stands for an event where there is none.
const NO_EVENT: &str = "0000000000000000";

/// What stands for the commit before the first one.
const NONE: &str = "-";

/// One note per line, `PATH<tab>DIGEST`, and for an event that is about to be committed
/// `<tab>COMMIT`, the newest commit before. A line without a complete digest is the result of an
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
    /// used as the key for lookups), and left to a later command to commit. The note is on disk when
    /// this returns.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn record(&self, path: &Path, digests: &[String]) -> Result<(), GitError> {
        self.record_all(digests.iter().map(|digest| (path, digest.clone())), None)
    }

    /// As [`Journal::record`], for any files. Events to be committed at once name the newest commit
    /// before that (`Some(None)`: there is none).
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn record_all<'a>(
        &self,
        notes: impl Iterator<Item = (&'a Path, String)>,
        before: Option<Option<&str>>,
    ) -> Result<(), GitError> {
        let before = before.map(|commit| commit.unwrap_or(NONE).to_owned());
        let note = |(path, digest)| Note {
            path: spelled(path),
            digest,
            before: before.clone(),
        };
        let lines: String = notes.map(|it| note(it).line()).collect();
        self.append(&lines)
            .map_err(|e| GitError::io(&self.file(), e))
    }

    /// Notes that files are about to be written that are no cases, or without an event of their own.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn record_files<'a>(
        &self,
        paths: impl Iterator<Item = &'a Path>,
        before: Option<&str>,
    ) -> Result<(), GitError> {
        let notes = paths.map(|path| (path, NO_EVENT.to_owned()));
        self.record_all(notes, Some(before))
    }

    /// Removes the notes of [`Journal::record_files`].
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn forget_files(&self) -> Result<(), GitError> {
        let mut kept = self.notes()?;
        kept.retain(|note| note.digest != NO_EVENT);
        self.rewrite(&kept)
    }

    /// The commit that an interrupted command was about to make; `None` if there is none.
    ///
    /// # Errors
    /// When the journal exists but cannot be read.
    pub(crate) fn interrupted(&self) -> Result<Option<Interrupted>, GitError> {
        let mut notes = self.notes()?;
        notes.retain(|note| note.before.is_some());
        let last = notes.last().and_then(|note| note.before.clone());
        Ok(last.map(|before| Interrupted {
            before: (before != NONE).then_some(before),
            paths: notes.iter().map(|note| PathBuf::from(&note.path)).collect(),
        }))
    }

    /// Removes all notes of files that are committed. The others no longer stand for an interrupted
    /// commit.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn settle(&self, committed: &[PathBuf]) -> Result<(), GitError> {
        let committed: BTreeSet<String> = committed.iter().map(|path| spelled(path)).collect();
        let mut notes = self.notes()?;
        notes.retain(|note| !committed.contains(&note.path));
        for note in &mut notes {
            note.before = None;
        }
        self.rewrite(&notes)
    }

    /// Removes all notes of these files.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub(crate) fn forget_all(&self, paths: &[PathBuf]) -> Result<(), GitError> {
        let paths: BTreeSet<String> = paths.iter().map(|path| spelled(path)).collect();
        let mut kept = self.notes()?;
        kept.retain(|note| !paths.contains(&note.path));
        self.rewrite(&kept)
    }

    /// Removes notes of events that were committed, or not written after all.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn forget(&self, path: &Path, digests: &[String]) -> Result<(), GitError> {
        let path = spelled(path);
        let mut kept = self.notes()?;
        kept.retain(|note| note.path != path || !digests.contains(&note.digest));
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
            .filter(|note| note.path == path)
            .map(|note| note.digest)
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
            .map(|note| PathBuf::from(note.path))
            .collect())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self) -> PathBuf {
        self.folder.join("journal")
    }

    fn notes(&self) -> Result<Vec<Note>, GitError> {
        match fs::read(self.file()) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes)
                .lines()
                .filter_map(Note::parse)
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
            write::sync_folder(&self.folder)?;
            // The folder may be new, too.
            self.folder.parent().map_or(Ok(()), write::sync_folder)
        } else {
            Ok(())
        }
    }

    fn rewrite(&self, notes: &[Note]) -> Result<(), GitError> {
        let failed = |error| GitError::io(&self.file(), error);
        if notes.is_empty() {
            return match OpenOptions::new().write(true).open(self.file()) {
                Ok(file) => file.set_len(0).map_err(failed),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
                Err(error) => Err(failed(error)),
            };
        }
        let text: String = notes.iter().map(Note::line).collect();
        let name = Path::new("journal");
        write::replace(&self.folder, name, text.as_bytes()).map_err(|error| failed(error.into_io()))
    }
}

/// A commit that an interrupted command was about to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Interrupted {
    /// The newest commit before; `None`: there was none.
    pub before: Option<String>,
    /// The case files of the commit.
    pub paths: BTreeSet<PathBuf>,
}

/// An event that is not committed.
struct Note {
    path: String,
    digest: String,
    /// The newest commit before the one to be made, or [`NONE`].
    before: Option<String>,
}

impl Note {
    fn line(&self) -> String {
        let Self {
            path,
            digest,
            before,
        } = self;
        match before {
            Some(before) => format!("{path}\t{digest}\t{before}\n"),
            None => format!("{path}\t{digest}\n"),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let (rest, last) = line.rsplit_once('\t')?;
        let (path, digest, before) = match rest.rsplit_once('\t') {
            Some((path, digest)) if is_commit(last) => (path, digest, Some(last.to_owned())),
            Some(_) | None => (rest, last, None),
        };
        let is_complete =
            digest.len() == DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_complete && !path.is_empty()).then(|| Self {
            path: path.to_owned(),
            digest: digest.to_owned(),
            before,
        })
    }
}

/// The path with `/`, and line breaks (which no case file's name has) replaced by spaces.
fn spelled(path: &Path) -> String {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/").replace(['\n', '\r'], " ")
}

fn is_commit(text: &str) -> bool {
    text == NONE || (text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
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
