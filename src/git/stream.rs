//! Streaming object contents that may not fit into memory.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use super::error::Finished;
use super::run::{MAX_STDERR, spawn};
use super::{GitError, Repo};

/// The kind of a file's object.
const BLOB: &str = "blob";

/// What git knows of a blob without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlobSize {
    pub id: String,
    /// In bytes.
    pub size: u64,
}

impl Repo {
    /// Applies `read` to the content of each blob, in the order of the ids; `None` for an id that
    /// is no blob here. Contents are streamed, never held in memory.
    ///
    /// # Errors
    /// When git cannot be run or ends early.
    pub(crate) fn map_blobs<T>(
        &self,
        ids: &[&str],
        mut read: impl FnMut(&mut dyn Read) -> io::Result<T>,
    ) -> Result<Vec<Option<T>>, GitError> {
        self.map_objects(BLOB, ids, |_, content| read(content))
    }

    /// As [`Repo::map_blobs`], for objects of any kind; `read` gets the index of the id, too.
    pub(super) fn map_objects<T>(
        &self,
        kind: &str,
        ids: &[&str],
        mut read: impl FnMut(usize, &mut dyn Read) -> io::Result<T>,
    ) -> Result<Vec<Option<T>>, GitError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args(["cat-file", "--batch", "--buffer"]);
        let request = ids.join("\n") + "\n";
        self.stream(command, request.as_bytes(), |answer| {
            let objects =
                (0..ids.len()).map(|index| next(answer, kind, &mut |content| read(index, content)));
            objects.collect::<Result<_, _>>().map(Output::Whole)
        })
    }

    /// The id and size of the blob that each of these names; `None` for what names none.
    /// A name is an id or `REVISION:PATH`.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn blob_sizes<N: AsRef<[u8]>>(
        &self,
        names: &[N],
    ) -> Result<Vec<Option<BlobSize>>, GitError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let lines = names.iter().flat_map(|name| [name.as_ref(), b"\n"]);
        let request: Vec<u8> = lines.flatten().copied().collect();
        let mut command = self.git_read();
        command.args(["cat-file", "--batch-check", "--buffer"]);
        let answer = self.run(command, &request)?;
        let lines: Vec<&[u8]> = answer.split(|byte| *byte == b'\n').collect();
        if lines.len() <= names.len() {
            return Err(GitError::Garbled("git cat-file"));
        }
        let lines = names.iter().zip(lines);
        lines.map(|(_, line)| sized(line)).collect()
    }
}

/// Parses `ID blob SIZE`; `None` for `NAME missing`, and for objects of other kinds.
fn sized(line: &[u8]) -> Result<Option<BlobSize>, GitError> {
    if [b" missing".as_slice(), b" ambiguous"]
        .iter()
        .any(|end| line.ends_with(end))
    {
        return Ok(None);
    }
    let parsed = std::str::from_utf8(line).ok().and_then(|line| {
        let (kind, size) = parse_header(line)?;
        Some((line.split(' ').next()?, kind, size))
    });
    let (id, kind, size) = parsed.ok_or(GitError::Garbled("git cat-file"))?;
    Ok((kind == BLOB).then(|| BlobSize {
        id: id.to_owned(),
        size: size as u64,
    }))
}

/// How far the output of a git process was read.
pub(super) enum Output<T> {
    /// To its end.
    Whole(T),
    /// As far as needed; git is stopped.
    Part(T),
}

impl Repo {
    /// Runs a git that answers `request`, and reads its output as it comes.
    pub(super) fn stream<T>(
        &self,
        mut command: Command,
        request: &[u8],
        read: impl FnOnce(&mut dyn BufRead) -> Result<Output<T>, GitError>,
    ) -> Result<T, GitError> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = spawn(&mut command)?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            // If git ends early, its output is too short.
            scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(request)));
            let said = scope.spawn(move || stderr.map(words).unwrap_or_default());
            let made = match stdout {
                Some(stdout) => read(&mut BufReader::new(stdout)),
                None => Err(GitError::Garbled("git")),
            };
            if !matches!(made, Ok(Output::Whole(_))) {
                // It may have ended by itself.
                let _ = child.kill();
            }
            let code = child.wait().map_err(GitError::Spawn)?.code();
            let stderr = said.join().unwrap_or_default();
            match made {
                Ok(Output::Part(made)) => Ok(made),
                Ok(Output::Whole(made)) if code == Some(0) => Ok(made),
                Err(error) if code == Some(0) || stderr.is_empty() => Err(error),
                Ok(Output::Whole(_)) | Err(_) => {
                    let stdout = Vec::new();
                    let finished = Finished {
                        code,
                        stdout,
                        stderr,
                    };
                    Err(GitError::recognise(self.git_dir(), &finished))
                }
            }
        })
    }
}

/// What git says on stderr, as far as anybody reads it.
fn words(mut stderr: impl Read) -> String {
    let mut said = Vec::new();
    let read = stderr.by_ref().take(MAX_STDERR).read_to_end(&mut said);
    // What git says beyond must not stop it.
    let _ = read.and_then(|_| io::copy(&mut stderr, &mut io::sink()));
    String::from_utf8_lossy(&said).into_owned()
}

/// Reads one object of `cat-file --batch`.
fn next<T>(
    answer: &mut (impl BufRead + ?Sized),
    wanted: &str,
    read: &mut dyn FnMut(&mut dyn Read) -> io::Result<T>,
) -> Result<Option<T>, GitError> {
    let short = |_| GitError::Garbled("git cat-file");
    let mut header = String::new();
    answer.read_line(&mut header).map_err(short)?;
    let header = header
        .strip_suffix('\n')
        .ok_or(GitError::Garbled("git cat-file"))?;
    if header.ends_with(" missing") {
        return Ok(None);
    }
    let (kind, size) = parse_header(header).ok_or(GitError::Garbled("git cat-file"))?;
    let mut content = answer.take(size as u64);
    let made = (kind == wanted)
        .then(|| read(&mut content))
        .transpose()
        .map_err(short)?;
    io::copy(&mut content, &mut io::sink()).map_err(short)?;
    answer.read_exact(&mut [0]).map_err(short)?;
    Ok(made)
}

/// `ID TYPE SIZE`.
pub(super) fn parse_header(header: &str) -> Option<(&str, usize)> {
    let mut fields = header.split(' ').skip(1);
    let kind = fields.next()?;
    let size = fields.next()?.parse().ok()?;
    Some((kind, size))
}
