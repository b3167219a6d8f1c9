//! In which East Asian encoding bytes are plausible as text. Nearly all bytes are valid in several,
//! but only in the right one are nearly all letters common ones.

use std::ops::RangeInclusive;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};

use crate::domain::message::{Argument, ToArgument, message};

/// The number of letters that are looked at.
const SAMPLE: usize = 20_000;
/// How many of a hundred letters are common ones in a plausible text, at least.
const COMMON: usize = 85;
/// How many of a hundred letters may stand alone among Latin ones, at most.
const ALONE: usize = 20;
/// How many of a hundred letters of a Japanese text are kana, at least.
const KANA: usize = 10;
/// The longest word that is shown.
const WORD: usize = 40;

/// A word of the file in an encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub word: String,
    pub encoding: &'static str,
}

impl ToArgument for Reading {
    fn to_argument(&self) -> Argument {
        let (word, encoding) = (self.word.as_str(), self.encoding);
        message!("'{word}' in {encoding}", word, encoding).to_argument()
    }
}

/// A script with the encoding that is tried for it.
struct Candidate {
    encoding: &'static Encoding,
    /// Whether a letter is common in the script.
    is_common: fn(char) -> bool,
    /// Whether the script is written with kana.
    has_kana: bool,
}

const CANDIDATES: [Candidate; 5] = [
    Candidate {
        encoding: GB18030,
        is_common: |c| is_at(GB18030, c, 0xb0..=0xd7),
        has_kana: false,
    },
    Candidate {
        encoding: BIG5,
        is_common: |c| is_at(BIG5, c, 0xa4..=0xc6),
        has_kana: false,
    },
    Candidate {
        encoding: SHIFT_JIS,
        is_common: |c| is_kana(c) || is_at(SHIFT_JIS, c, 0x88..=0x97),
        has_kana: true,
    },
    Candidate {
        encoding: EUC_JP,
        is_common: |c| is_kana(c) || is_at(EUC_JP, c, 0xb0..=0xcf),
        has_kana: true,
    },
    Candidate {
        encoding: EUC_KR,
        is_common: |c| is_at(EUC_KR, c, 0xb0..=0xc8),
        has_kana: false,
    },
];

/// The encodings in which the bytes are plausible.
pub(super) fn plausible(bytes: &[u8]) -> Vec<&'static Encoding> {
    let fits = |candidate: &&Candidate| {
        let encoding = candidate.encoding;
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.is_some_and(|text| candidate.fits(&text))
    };
    CANDIDATES
        .iter()
        .filter(fits)
        .map(|it| it.encoding)
        .collect()
}

impl Candidate {
    fn fits(&self, text: &str) -> bool {
        let (mut letters, mut common, mut alone, mut kana) = (0_usize, 0_usize, 0_usize, 0_usize);
        let mut before = ' ';
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if is_letter(c) {
                let after = chars.peek().copied().unwrap_or(' ');
                letters += 1;
                common += usize::from((self.is_common)(c));
                alone += usize::from(is_within_latin(before, after));
                kana += usize::from(is_kana(c));
            }
            before = c;
            if letters == SAMPLE {
                break;
            }
        }
        let (common, alone, kana) = (common * 100, alone * 100, kana * 100);
        letters > 0
            && common >= letters * COMMON
            && alone <= letters * ALONE
            && (!self.has_kana || kana >= letters * KANA)
    }
}

/// Whether a character is a letter that is not ASCII. Control characters and those for private use
/// count, as a wrong encoding puts them in place of letters.
fn is_letter(c: char) -> bool {
    let is_stray = matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !c.is_ascii() && (c.is_alphabetic() || is_stray)
}

fn is_within_latin(before: char, after: char) -> bool {
    before.is_ascii_alphabetic() && (after.is_ascii_alphabetic() || after == ' ')
}

/// Whether a character stands in the rows of the common ones: the national standards sort them into
/// levels, the first of which holds some 99 in 100 of a text.
fn is_at(encoding: &'static Encoding, c: char, rows: RangeInclusive<u8>) -> bool {
    let mut buffer = [0; 4];
    let (bytes, ..) = encoding.encode(c.encode_utf8(&mut buffer));
    // Elsewhere a second byte below 0xa1 means an extension of the standard.
    let least = match encoding {
        wide if wide == BIG5 || wide == SHIFT_JIS => 0x40,
        _ => 0xa1,
    };
    matches!(*bytes, [lead, trail] if rows.contains(&lead) && trail >= least)
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// The first line that is not ASCII, and what its first such word is in some encodings.
pub(super) fn readings(bytes: &[u8]) -> (usize, Vec<Reading>) {
    let at = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",;|\"".contains(byte);
    let from = bytes[..at]
        .iter()
        .rposition(ends)
        .map_or(0, |before| before + 1)
        .max(at.saturating_sub(WORD));
    let word = bytes[from..].split(ends).next().unwrap_or_default();
    let word = &word[..word.len().min(2 * WORD)];
    let mut readings: Vec<Reading> = Vec::new();
    for encoding in [
        WINDOWS_1252,
        WINDOWS_1250,
        WINDOWS_1251,
        MACINTOSH,
        GB18030,
        BIG5,
        SHIFT_JIS,
    ] {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(word) else {
            continue;
        };
        let is_new = readings.iter().all(|known| known.word != *text);
        if is_new && !text.chars().any(char::is_control) {
            readings.push(Reading {
                word: text.into_owned(),
                encoding: encoding.name(),
            });
        }
    }
    (line, readings)
}
