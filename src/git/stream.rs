//! Streaming object contents that may not fit into memory.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::thread;

use super::blobs::parse_header;
use super::{GitError, Repo};

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
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = self.git_read();
        command.args(["cat-file", "--batch", "--buffer"]);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(GitError::Spawn)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let request = ids.join("\n") + "\n";
        let made = thread::scope(|scope| {
            // If git ends early, its output is too short.
            scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(request.as_bytes())));
            let mut answer = BufReader::new(stdout.ok_or(GitError::Garbled("git cat-file"))?);
            ids.iter().map(|_| next(&mut answer, &mut read)).collect()
        });
        child.wait().map_err(GitError::Spawn)?;
        made
    }
}

/// Reads one object of `cat-file --batch`.
fn next<T>(
    answer: &mut impl BufRead,
    read: &mut impl FnMut(&mut dyn Read) -> io::Result<T>,
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
    let made = (kind == "blob")
        .then(|| read(&mut content))
        .transpose()
        .map_err(short)?;
    io::copy(&mut content, &mut io::sink()).map_err(short)?;
    answer.read_exact(&mut [0]).map_err(short)?;
    Ok(made)
}
