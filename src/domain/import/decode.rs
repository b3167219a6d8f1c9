//! Decodes a ledger: UTF-8 with or without a BOM, UTF-16 with a BOM, GB18030 (a superset of GBK and
//! GB2312), or the encoding set in the mapping.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::domain::message::{Message, message, text};

/// Why a file cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// There is no encoding with this name.
    UnknownEncoding(String),
    /// A byte that is invalid in the encoding.
    Malformed {
        /// The encoding that was tried.
        encoding: &'static str,
        /// The line of the first invalid byte, from 1.
        line: usize,
    },
    /// None of the encodings tried by default.
    Undetected,
}

impl DecodeError {
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::UnknownEncoding(name) => message!(
                "there is no encoding '{name}'; write utf-8, gb18030, big5, windows-1252, …",
                name
            ),
            Self::Malformed { encoding, line } => {
                message!("line {line} is not valid {encoding}", line, encoding)
            }
            Self::Undetected => text!("the file is neither UTF-8 nor GB18030"),
        }
    }
}

/// Returns the text and the name of the encoding. A BOM decides; else the encoding that is set;
/// else UTF-8 if the file is valid UTF-8, else GB18030.
///
/// # Errors
/// An unknown encoding or invalid bytes: a ledger with lost characters is not imported.
pub fn decode(bytes: &[u8], set: Option<&str>) -> Result<(String, &'static str), DecodeError> {
    let named = match set {
        None => None,
        Some(name) => {
            let unknown = || DecodeError::UnknownEncoding(name.to_owned());
            Some(Encoding::for_label(name.trim().as_bytes()).ok_or_else(unknown)?)
        }
    };
    let (marked, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), &bytes[length..]),
        None => (None, bytes),
    };
    if let Some(encoding) = marked.or(named.map(gbk_as_gb18030)) {
        return decode_strictly(rest, encoding);
    }
    decode_strictly(rest, UTF_8)
        .or_else(|_| decode_strictly(rest, GB18030))
        .map_err(|_| DecodeError::Undetected)
}

/// Replaces GBK by GB18030, its superset: files labelled GBK or GB2312 often contain more.
fn gbk_as_gb18030(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == encoding_rs::GBK {
        GB18030
    } else {
        encoding
    }
}

fn decode_strictly(
    bytes: &[u8],
    encoding: &'static Encoding,
) -> Result<(String, &'static str), DecodeError> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok((text.into_owned(), encoding.name())),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_out() {
        let (gbk, ..) = GB18030.encode("编号,摘要\n1,屏幕坏点");
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("a,汉".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, text, name) in [
            ("a,汉".as_bytes(), "a,汉", "UTF-8"),
            ("\u{feff}a,汉".as_bytes(), "a,汉", "UTF-8"),
            (&gbk, "编号,摘要\n1,屏幕坏点", "gb18030"),
            (&utf16, "a,汉", "UTF-16LE"),
            (b"", "", "UTF-8"),
        ] {
            assert_eq!(decode(bytes, None), Ok((text.to_owned(), name)));
        }
    }

    #[test]
    fn an_encoding_that_is_set_is_kept_to() {
        assert_eq!(
            decode(b"caf\xe9", Some("windows-1252")),
            Ok(("café".to_owned(), "windows-1252"))
        );
        assert_eq!(
            decode(&GB18030.encode("汉").0, Some("GBK")),
            Ok(("汉".to_owned(), "gb18030"))
        );
        let malformed = DecodeError::Malformed {
            encoding: "UTF-8",
            line: 2,
        };
        assert_eq!(decode(b"a\nb\xff\nc", Some("utf-8")), Err(malformed));
        assert_eq!(
            decode(b"a", Some("klingon")),
            Err(DecodeError::UnknownEncoding("klingon".to_owned()))
        );
        assert_eq!(decode(b"a\xff\xff", None), Err(DecodeError::Undetected));
    }
}
