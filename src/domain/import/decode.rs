//! Decodes a ledger: UTF-8, UTF-16, the encoding set in the mapping, or the one East Asian encoding
//! in which the text is plausible.

mod kind;
mod names;
mod plausible;
#[cfg(test)]
mod tests;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::Guess;
use crate::domain::message::{Message, any_of, listed, message, text};
pub use kind::FileKind;
pub(super) use names::named;
use plausible::{Reading, plausible, readings};

/// Characters from which on a text that is valid UTF-8 is UTF-8, whatever the mapping says.
const SURELY: usize = 8;
/// One zero in so many bytes makes a file UTF-16; single ones are mistakes.
const ZEROS: usize = 20;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static Encoding,
    /// The encoding, if neither a mark in the file nor the mapping names it and it is not UTF-8.
    pub guess: Option<Guess>,
}

/// Why a file cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// It is a file of another program.
    Kind(FileKind),
    /// A byte that is invalid in the encoding.
    Malformed {
        /// The encoding that was tried.
        encoding: &'static str,
        /// The line of the first invalid byte, from 1.
        line: usize,
    },
    /// It plainly has another encoding than the mapping names.
    Other {
        named: &'static str,
        found: &'static str,
    },
    /// The text is plausible in none of the encodings that are tried.
    Undetected {
        /// The first line that is not ASCII, from 1.
        line: usize,
        /// What a word of it would be in some encodings.
        readings: Vec<Reading>,
    },
    /// The text is equally plausible in these encodings.
    Uncertain(Vec<&'static str>),
}

impl DecodeError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Kind(kind) => kind.message(),
            Self::Malformed { encoding, line } => {
                message!("line {line} is not valid {encoding}", line, encoding)
            }
            Self::Other { named, found } => message!(
                "the file is {found}, but the mapping says encoding = \"{named}\"",
                found,
                named
            ),
            Self::Undetected { line, readings } if readings.is_empty() => {
                message!(
                    "the file is not UTF-8, and line {line} is in no known encoding",
                    line
                )
            }
            Self::Undetected { line, readings } => message!(
                "the file is not UTF-8, and its encoding cannot be told: line {line} has {readings}",
                line,
                readings = listed(readings)
            ),
            Self::Uncertain(names) => message!(
                "the file is not UTF-8, and its encoding cannot be told: it may be {names}",
                names = any_of(names)
            ),
        }
    }

    /// What to do.
    pub(crate) fn hint(&self) -> Message {
        match self {
            Self::Kind(kind) => kind.hint(),
            Self::Other { found, .. } => {
                message!("leave encoding out, or write encoding = \"{found}\"", found)
            }
            Self::Malformed { .. } | Self::Undetected { .. } | Self::Uncertain(_) => text!(
                "set encoding under [file] in the mapping, for example encoding = \"windows-1252\", or save the file as UTF-8"
            ),
        }
    }
}

/// Decodes the bytes of a ledger. A mark at the beginning decides; else the encoding that is set; else
/// the bytes themselves.
///
/// # Errors
/// Invalid bytes, an implausible or uncertain text, or a file that is no text: a ledger with lost or
/// garbled characters is not imported.
pub fn decode(bytes: &[u8], set: Option<&'static Encoding>) -> Result<Decoded, DecodeError> {
    if let Some(kind) = FileKind::of(bytes) {
        return Err(DecodeError::Kind(kind));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strictly(&bytes[length..], encoding);
    }
    if let Some(set) = set {
        return as_set(bytes, set);
    }
    if let Some(encoding) = wide(bytes) {
        let decoded = guessed(bytes, encoding).ok().filter(|it| is_text(&it.text));
        return decoded.ok_or(DecodeError::Kind(FileKind::Binary));
    }
    match strictly(bytes, UTF_8) {
        Ok(_) if bytes.windows(2).any(|pair| pair == b"\x1b$") => guessed(bytes, ISO_2022_JP),
        Ok(decoded) => Ok(decoded),
        Err(_) => detected(bytes),
    }
}

fn as_set(bytes: &[u8], set: &'static Encoding) -> Result<Decoded, DecodeError> {
    let is_wide = set == UTF_16LE || set == UTF_16BE;
    let found = match wide(bytes) {
        // "utf-16" alone does not say which byte comes first.
        Some(wide) if is_wide => return strictly(bytes, wide),
        Some(wide) => Some(wide),
        None => (set != ISO_2022_JP && is_surely_utf8(bytes)).then_some(UTF_8),
    };
    match found.filter(|found| *found != set) {
        Some(found) => Err(DecodeError::Other {
            named: set.name(),
            found: found.name(),
        }),
        None => strictly(bytes, set),
    }
}

fn is_surely_utf8(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes);
    text.is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).count() >= SURELY)
}

/// Whether a file that is not valid UTF-8 is meant to be: few of its characters are broken.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= SURELY && whole > broken * SURELY
}

/// UTF-16, by its zero bytes: each comma, digit and line end has one, and other texts have none.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |start: usize| {
        let every_other = bytes.iter().skip(start).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (even, odd) if (even + odd) * ZEROS < bytes.len().max(1) => None,
        (even, odd) if odd > even => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

/// Whether a text has no control characters but those of lines and tabs.
fn is_text(text: &str) -> bool {
    let is_layout = |c| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
    text.chars().all(|c| !c.is_control() || is_layout(c))
}

fn detected(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let plausible = plausible(bytes);
    match plausible.as_slice() {
        [encoding] => guessed(bytes, encoding),
        [] if is_mostly_utf8(bytes) => strictly(bytes, UTF_8),
        [] => {
            let (line, readings) = readings(bytes);
            Err(DecodeError::Undetected { line, readings })
        }
        several => Err(DecodeError::Uncertain(
            several.iter().map(|it| it.name()).collect(),
        )),
    }
}

fn guessed(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    let decoded = strictly(bytes, encoding)?;
    let guess = Some(Guess::of("encoding", encoding.name().to_lowercase()));
    Ok(Decoded { guess, ..decoded })
}

fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded {
            text: text.into_owned(),
            encoding,
            guess: None,
        }),
        None => Err(DecodeError::Malformed {
            encoding: encoding.name(),
            line: first_bad_line(bytes, encoding),
        }),
    }
}

fn first_bad_line(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let good = |line: &&[u8]| {
        encoding
            .decode_without_bom_handling_and_without_replacement(line)
            .is_some()
    };
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take_while(good)
        .count()
        + 1
}
