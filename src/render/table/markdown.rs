//! Tables for documents.

use super::cell::Side;
use super::{Layout, Readers, Table};
use crate::render::markdown::plain;

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

/// The text of a cell.
fn escaped(text: &str, layout: Layout) -> String {
    let end_of_line = match layout {
        Layout::Wrapped => "<br>",
        Layout::OneLine => " ",
    };
    let lines: Vec<String> = text.trim().split('\n').map(plain).collect();
    lines.join(end_of_line)
}
