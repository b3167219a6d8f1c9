//! In which East Asian encoding bytes are plausible as text. Nearly all bytes are valid in several,
//! but only in the right one are nearly all letters common ones.

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

/// The encodings in which the bytes are plausible.
pub(super) fn plausible(bytes: &[u8]) -> Vec<&'static Encoding> {
    let tried: [(&'static Encoding, fn(char) -> bool); 5] = [
        (GB18030, |c| is_at(GB18030, c, 0xb0..=0xd7)),
        (BIG5, |c| is_at(BIG5, c, 0xa4..=0xc6)),
        (SHIFT_JIS, |c| {
            is_kana(c) || is_at(SHIFT_JIS, c, 0x88..=0x97)
        }),
        (EUC_JP, |c| is_kana(c) || is_at(EUC_JP, c, 0xb0..=0xcf)),
        (EUC_KR, |c| is_at(EUC_KR, c, 0xb0..=0xc8)),
    ];
    let fits = |(encoding, is_common): &(&'static Encoding, fn(char) -> bool)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.is_some_and(|text| is_plausible(&text, is_common))
    };
    tried
        .into_iter()
        .filter(fits)
        .map(|(encoding, _)| encoding)
        .collect()
}

fn is_plausible(text: &str, is_common: &dyn Fn(char) -> bool) -> bool {
    let (mut letters, mut common, mut alone) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..) {
            return false;
        }
        if !c.is_ascii() && c.is_alphabetic() {
            let after = chars.peek().copied().unwrap_or(' ');
            letters += 1;
            common += usize::from(is_common(c));
            alone += usize::from(
                before.is_ascii_alphabetic() && (after.is_ascii_alphabetic() || after == ' '),
            );
        }
        before = c;
        if letters == SAMPLE {
            break;
        }
    }
    letters > 0 && common * 100 >= letters * COMMON && alone * 100 <= letters * ALONE
}

/// Whether a character stands in the rows of the common ones: the national standards sort them into
/// levels, the first of which holds some 99 in 100 of a text.
fn is_at(encoding: &'static Encoding, c: char, rows: std::ops::RangeInclusive<u8>) -> bool {
    let mut buffer = [0; 4];
    let (bytes, ..) = encoding.encode(c.encode_utf8(&mut buffer));
    // Elsewhere a second byte below 0xa1 means an extension of the standard.
    let least = match encoding {
        compact if compact == BIG5 || compact == SHIFT_JIS => 0x40,
        _ => 0xa1,
    };
    matches!(*bytes, [lead, trail] if rows.contains(&lead) && trail >= least)
        && !matches!(c, '\u{3000}'..='\u{33ff}')
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
