//! Output of git as fields that end with a NUL, read as it comes.

use std::io::{BufRead, Read};

use super::GitError;
use super::tree::legible;

/// The maximum length of a field, in bytes; of a longer one, the rest is dropped. Parents of a
/// commit are the longest field that means something.
const MAX_FIELD: u64 = 1 << 20;

/// Fields of git's output.
pub(super) struct Tokens<'r, R: BufRead + ?Sized> {
    answer: &'r mut R,
}

impl<'r, R: BufRead> Tokens<'r, R> {
    pub(super) fn new(answer: &'r mut R) -> Self {
        Self { answer }
    }

    /// Whether the output has ended.
    pub(super) fn is_at_end(&mut self) -> Result<bool, GitError> {
        Ok(self.peek()?.is_none())
    }

    /// Whether the next byte is this one.
    pub(super) fn begins_with(&mut self, byte: u8) -> Result<bool, GitError> {
        Ok(self.peek()? == Some(byte))
    }

    /// Skips a line break, if it comes next.
    pub(super) fn skip_break(&mut self) -> Result<(), GitError> {
        if self.begins_with(b'\n')? {
            self.answer.consume(1);
        }
        Ok(())
    }

    /// The next field, without its NUL.
    pub(super) fn next(&mut self) -> Result<String, GitError> {
        let mut field = Vec::new();
        let mut limited = Read::take(&mut *self.answer, MAX_FIELD);
        limited.read_until(0, &mut field).map_err(GitError::Spawn)?;
        if field.pop_if(|byte| *byte == 0).is_none() {
            let dropped = self.answer.skip_until(0).map_err(GitError::Spawn)?;
            if dropped == 0 {
                return Err(GitError::Garbled("git"));
            }
        }
        Ok(legible(&field).into_owned())
    }

    /// Reads this line.
    pub(super) fn line(&mut self, expected: &str) -> Result<(), GitError> {
        let mut line = vec![0; expected.len() + 1];
        let read = self.answer.read_exact(&mut line);
        match read.is_ok() && line == format!("{expected}\n").as_bytes() {
            true => Ok(()),
            false => Err(GitError::Garbled("git diff-tree")),
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, GitError> {
        let next = self.answer.fill_buf().map_err(GitError::Spawn)?;
        Ok(next.first().copied())
    }
}
