//! Characters that people do not see, and forms that stand for plain ones.

use std::borrow::Cow;

/// Whether a character shows nothing by itself: Unicode's format characters (Cf), except the few
/// Arabic and Indic signs among them that have a shape.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// The text without blanks and invisible characters at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// The text with `\n` for every kind of line end, and without control characters but tabs. Files
/// of spreadsheets and databases end the lines of a cell with CR, VT or NEL, too.
pub(crate) fn plain_lines(text: &str) -> String {
    let joined = text.replace("\r\r\n", "\n").replace("\r\n", "\n");
    let ends_line = |c| {
        matches!(
            c,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let lines = joined.chars().map(|c| if ends_line(c) { '\n' } else { c });
    lines
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// The text in plain characters, for numbers and dates: full-width digits, letters and signs as
/// ASCII, every blank as a space, nothing invisible, trimmed.
pub(crate) fn narrow(text: &str) -> String {
    let plain = text.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        '￦' => '₩',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    plain.collect::<String>().trim().to_owned()
}

/// The text with invisible characters and unusual blanks as escapes: `\u{feff}`. For messages about
/// values that otherwise look right.
pub(crate) fn revealed(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| {
        is_invisible(c) || (c.is_whitespace() && !matches!(c, ' ' | '\n' | '\t' | '\u{3000}'))
    };
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Joins the lines of a text and collapses repeated blanks.
pub(crate) fn one_line(text: impl AsRef<str>) -> String {
    text.as_ref()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_taken_off_the_ends() {
        for (text, plain) in [
            ("\u{feff}2", "2"),
            (" \u{200b}\u{a0}2\u{200e} \u{2060}", "2"),
            ("soft\u{ad}", "soft"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{3000}王芳\u{3000}", "王芳"),
            ("\u{feff}", ""),
        ] {
            assert_eq!(trimmed(text), plain, "{text:?}");
        }
    }

    #[test]
    fn each_kind_of_line_end_is_one() {
        for (text, plain) in [
            ("two\rlines", "two\nlines"),
            ("two\r\nlines", "two\nlines"),
            ("two\r\r\nlines", "two\nlines"),
            ("a\r\rb", "a\n\nb"),
            ("a\u{b}b\u{85}c\u{2028}d", "a\nb\nc\nd"),
            ("a\tb\u{7}\u{1b}[1m", "a\tb[1m"),
        ] {
            assert_eq!(plain_lines(text), plain, "{text:?}");
        }
    }

    #[test]
    fn full_width_characters_and_blanks_become_plain_ones() {
        for (text, plain) in [
            ("１２３４．５０", "1234.50"),
            ("￥1\u{202f}234", "¥1 234"),
            ("9：30", "9:30"),
            ("\u{200e}17/\u{200e}05", "17/05"),
            ("１\u{3000}２", "1 2"),
        ] {
            assert_eq!(narrow(text), plain, "{text:?}");
        }
    }

    #[test]
    fn messages_show_what_is_hidden() {
        assert_eq!(revealed("1\u{202f}234\u{feff}"), "1\\u{202f}234\\u{feff}");
        assert_eq!(revealed("王芳 a\nb"), "王芳 a\nb");
    }
}
