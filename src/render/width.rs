//! Widths in columns of a terminal: a Chinese character has two, a combining one none.

use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The text, with blanks up to a width.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_not_characters() {
        for (text, width) in [("", 0), ("due", 3), ("办结", 4), ("e\u{301}", 1), ("ａ", 2)] {
            assert_eq!(columns(text), width, "{text}");
            assert_eq!(columns(&padded(text, 6)), 6, "{text}");
        }
        assert_eq!(padded("办结", 3), "办结");
    }
}
