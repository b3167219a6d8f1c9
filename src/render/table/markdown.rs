//! Tables for documents.

use super::cell::Side;
use super::{Layout, Readers, Table};
use crate::render::style::on_one_line;

impl Table {
    /// The table as Markdown.
    pub(crate) fn markdown(&self) -> String {
        let places = self.places(Readers::People);
        let titles = places.iter().map(|place| &self.headings[*place].title);
        let titles = titles.map(|title| escaped(&title.shown(), self.layout));
        let rule = places.iter().map(|place| match self.side(*place) {
            Side::Right => "---:".to_owned(),
            Side::Left => "---".to_owned(),
        });
        let mut text = line(titles) + &line(rule);
        for cells in self.rows(Readers::People) {
            let cells = places.iter().map(|place| &cells[*place]);
            text += &line(cells.map(|cell| escaped(&cell.shown, self.layout)));
        }
        text
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Escapes the text of a cell for Markdown.
fn escaped(text: &str, layout: Layout) -> String {
    let end_of_line = match layout {
        Layout::Wrapped => "<br>",
        Layout::OneLine => " ",
    };
    let mut escaped = String::with_capacity(text.len());
    for (index, line) in text.trim().split('\n').enumerate() {
        if index > 0 {
            escaped += end_of_line;
        }
        for c in on_one_line(line).chars() {
            match c {
                '<' => escaped += "&lt;",
                '&' => escaped += "&amp;",
                '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', c]),
                c => escaped.push(c),
            }
        }
    }
    escaped
}
