//! Text in Markdown.

use super::style::on_one_line;

/// A text on one line of Markdown, with nothing in it that is markup: no tag, link or cell border.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in on_one_line(text).chars() {
        match c {
            '<' => plain += "&lt;",
            '&' => plain += "&amp;",
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}
