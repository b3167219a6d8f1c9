//! Rows and columns as a table for the terminal, as CSV, and as Markdown.

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, presets,
};

use super::csv::defused;
use super::style::{Style, Tone, on_one_line};
use super::table::Sheet;

/// Rows and columns of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Column {
    name: String,
    width: Width,
}

/// What a column does where the terminal is too narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Its cells are broken into lines.
    Flexible,
    /// Its cells are broken into lines, but never inside a word.
    Words,
    /// Its cells stay on one line: ids, numbers, dates.
    Fixed,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    text: String,
    side: Side,
    tone: Option<Tone>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Cell {
    /// A text; what is not there is an empty cell.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            side: Side::Left,
            tone: None,
        }
    }

    /// A text that may be absent.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(|| Self::text(""), Self::text)
    }

    /// A number, which stands at the right.
    pub fn number(number: impl ToString) -> Self {
        Self {
            text: number.to_string(),
            side: Side::Right,
            tone: None,
        }
    }

    /// In a tone, where there are colours.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }

    /// At the right.
    pub fn right(mut self) -> Self {
        self.side = Side::Right;
        self
    }
}

impl Grid {
    /// A grid with these columns and no rows.
    pub fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Width)>) -> Self {
        let column = |(name, width): (&str, Width)| Column {
            name: name.to_owned(),
            width,
        };
        Self {
            columns: columns.into_iter().map(column).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    /// For people, fitted to the terminal where there is one.
    pub fn table(&self, sheet: Sheet) -> String {
        let Sheet { style, width } = sheet;
        let mut table = comfy_table::Table::new();
        table.load_style(
            presets::UTF8_FULL_CONDENSED
                .with_solid_inner_borders()
                .row_separator(LineStyle::none()),
        );
        match width {
            Some(width) => table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        match style {
            Style::Coloured => table.enforce_styling().style_text_only(),
            Style::Plain => {
                table.force_no_tty();
            }
        }
        let side = |column: usize| {
            self.rows
                .first()
                .and_then(|row| row.get(column))
                .map_or(Side::Left, |cell| cell.side)
        };
        table.set_header(self.columns.iter().enumerate().map(|(index, column)| {
            let cell = comfy_table::Cell::new(on_one_line(&column.name))
                .set_alignment(alignment(side(index)));
            styled(cell, Some(Tone::Strong), style)
        }));
        table.add_rows(self.rows.iter().map(|row| {
            let cell = |cell: &Cell| {
                let made = comfy_table::Cell::new(on_one_line(&cell.text))
                    .set_alignment(alignment(cell.side));
                styled(made, cell.tone, style)
            };
            row.iter().map(cell).collect::<Vec<_>>()
        }));
        for (index, column) in self.columns.iter().enumerate() {
            let constraint = match column.width {
                Width::Flexible => continue,
                Width::Words => ColumnConstraint::LowerBoundary(comfy_table::Width::Fixed(
                    self.longest_word(index) + 2,
                )),
                Width::Fixed => ColumnConstraint::ContentWidth,
            };
            if let Some(column) = table.column_mut(index) {
                column.set_constraint(constraint);
            }
        }
        format!("{}\n", table.trim_fmt())
    }

    /// The columns of the terminal that the longest word of a column takes.
    fn longest_word(&self, column: usize) -> u16 {
        let words = self
            .rows
            .iter()
            .filter_map(|row| row.get(column))
            .flat_map(|cell| cell.text.split_whitespace());
        let longest = words
            .map(|word| word.chars().count())
            .max()
            .unwrap_or_default();
        u16::try_from(longest).unwrap_or(u16::MAX - 2)
    }

    /// For spreadsheets: RFC 4180 with line feeds; what a spreadsheet would run begins with an apostrophe.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = self.columns.iter().map(|column| defused(&column.name));
        let rows = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| defused(&cell.text)).collect());
        for row in std::iter::once(header.collect::<Vec<String>>()).chain(rows) {
            // Into memory nothing can go wrong.
            let _ = writer.write_record(row);
        }
        writer
            .into_inner()
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// For documents.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(
            self.columns
                .iter()
                .map(|column| escaped(&column.name))
                .collect(),
        );
        let rule = |column: usize| match self
            .rows
            .first()
            .and_then(|row| row.get(column))
            .map(|cell| cell.side)
        {
            Some(Side::Right) => "---:".to_owned(),
            Some(Side::Left) | None => "---".to_owned(),
        };
        text += &line((0..self.columns.len()).map(rule).collect());
        let rows = self
            .rows
            .iter()
            .map(|row| line(row.iter().map(|cell| escaped(&cell.text)).collect()));
        text.extend(rows);
        text
    }
}

fn alignment(side: Side) -> CellAlignment {
    match side {
        Side::Left => CellAlignment::Left,
        Side::Right => CellAlignment::Right,
    }
}

fn styled(cell: comfy_table::Cell, tone: Option<Tone>, style: Style) -> comfy_table::Cell {
    match (style, tone) {
        (Style::Plain, _) | (Style::Coloured, None) => cell,
        (Style::Coloured, Some(Tone::Bad)) => cell.fg(Color::Red).add_attribute(Attribute::Bold),
        (Style::Coloured, Some(Tone::Warning)) => cell.fg(Color::Yellow),
        (Style::Coloured, Some(Tone::Good)) => cell.fg(Color::Green),
        (Style::Coloured, Some(Tone::Strong)) => cell.add_attribute(Attribute::Bold),
        (Style::Coloured, Some(Tone::Faint)) => cell.add_attribute(Attribute::Dim),
    }
}

/// A text in a cell of a Markdown table.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new([("what", Width::Flexible), ("cases", Width::Fixed)]);
        grid.push(vec![Cell::text("屏幕|a\nb"), Cell::number(12)]);
        grid.push(vec![Cell::text("=1+1 <b>"), Cell::number(3)]);
        grid
    }

    #[test]
    fn a_table_has_straight_borders() {
        let table = "\
┌──────────┬───────┐
│ what     │ cases │
╞══════════╪═══════╡
│ 屏幕|a b │    12 │
│ =1+1 <b> │     3 │
└──────────┴───────┘
";
        assert_eq!(
            grid().table(Sheet {
                style: Style::Plain,
                width: None
            }),
            table
        );
    }

    #[test]
    fn csv_cells_are_quoted_and_defused() {
        assert_eq!(grid().csv(), "what,cases\n\"屏幕|a\nb\",12\n'=1+1 <b>,3\n");
    }

    #[test]
    fn markdown_cells_stay_cells() {
        assert_eq!(
            grid().markdown(),
            "| what | cases |\n| --- | ---: |\n| 屏幕\\|a<br>b | 12 |\n| =1+1 &lt;b> | 3 |\n"
        );
    }
}
