//! One `git cat-file` that answers all questions about single objects of a command.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::error::Finished;
use super::run::{MAX_STDERR, spawn};
use super::stream::parse_header;
use super::{GitError, Repo};

/// The size from which git streams a blob, rather than hold it in memory.
const STREAMED: &str = "core.bigFileThreshold=4m";

/// An object of git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// `commit`, `tree`, `blob` or `tag`.
    pub kind: String,
    /// Its content; of an object above the limit, a stand-in of one byte more.
    pub content: Vec<u8>,
}

/// The process, once it is started. Clones of a repository share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Objects(Arc<Mutex<Option<Reader>>>);

impl Repo {
    /// The object that a name stands for (an id, `REVISION`, or `REVISION:PATH`); `None` if there is
    /// none. Of more than `limit` bytes, nothing is kept.
    ///
    /// # Errors
    /// When git cannot be run or ends early, or the name has a line break.
    pub(super) fn object(&self, name: &[u8], limit: usize) -> Result<Option<Found>, GitError> {
        if name.contains(&b'\n') {
            return Err(GitError::Garbled("git cat-file"));
        }
        let mut shared = self
            .objects
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let reader = match shared.as_mut() {
            Some(reader) => reader,
            None => shared.insert(Reader::start(self)?),
        };
        match reader.read(name, limit) {
            Ok(found) => Ok(found),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                *shared = None;
                Err(GitError::Garbled("git cat-file"))
            }
            Err(_) => {
                let ended = shared.take().map(Reader::end).transpose();
                Err(match ended.map_err(GitError::Spawn)? {
                    Some(finished) if finished.code != Some(0) => {
                        GitError::recognise(&self.git_dir, &finished)
                    }
                    Some(_) | None => GitError::Garbled("git cat-file"),
                })
            }
        }
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Reader {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Reader {
    fn start(repo: &Repo) -> Result<Self, GitError> {
        let mut command = repo.git_read();
        command.args(["-c", STREAMED, "cat-file", "--batch"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = spawn(&mut command)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (questions, answers) = pipes.ok_or(GitError::Garbled("git cat-file"))?;
        Ok(Self {
            child,
            questions,
            answers: BufReader::new(answers),
        })
    }

    fn read(&mut self, name: &[u8], limit: usize) -> io::Result<Option<Found>> {
        self.questions.write_all(&[name, b"\n"].concat())?;
        self.questions.flush()?;
        let mut header = Vec::new();
        self.answers.read_until(b'\n', &mut header)?;
        let header = header
            .strip_suffix(b"\n")
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        if header.ends_with(b" missing") || header.ends_with(b" ambiguous") {
            return Ok(None);
        }
        let (kind, size) = std::str::from_utf8(header)
            .ok()
            .and_then(parse_header)
            .ok_or(io::ErrorKind::InvalidData)?;
        let mut stored = (&mut self.answers).take(size as u64);
        let mut content = Vec::new();
        if size <= limit {
            stored.read_to_end(&mut content)?;
        } else {
            io::copy(&mut stored, &mut io::sink())?;
            content.resize(limit.saturating_add(1), b' ');
        }
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        let kind = kind.to_owned();
        Ok(Some(Found { kind, content }))
    }

    /// Waits for the end of a process that answers no more.
    fn end(mut self) -> io::Result<Finished> {
        // It may still wait for questions.
        let _ = self.child.kill();
        let code = self.child.wait()?.code();
        let mut words = Vec::new();
        if let Some(said) = self.child.stderr.take() {
            said.take(MAX_STDERR).read_to_end(&mut words)?;
        }
        Ok(Finished {
            code,
            stdout: Vec::new(),
            stderr: String::from_utf8_lossy(&words).into_owned(),
        })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
