//! Tables: rows and columns, for the terminal, as CSV and as Markdown.

mod cell;
mod csv;
mod flat;
mod markdown;
mod terminal;

use super::language::{Language, say};
use super::style::{Style, Tone};
use crate::domain::message::Message;
use cell::Side;

pub(crate) use cell::Cell;
pub(crate) use flat::flat;
pub(crate) use terminal::terminal_width;

/// Rows and columns of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    headings: Vec<Heading>,
    rows: Vec<Row>,
    layout: Layout,
}

/// The title of a column, and its behaviour in narrow terminals.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heading {
    title: Title,
    width: Width,
    rank: u8,
    readers: Readers,
}

/// The title of a column; always English in CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Title {
    /// Text of this program.
    Message(Message),
    /// A value from the data.
    Data(String),
}

/// A column of a table with rows of type `R`: its heading and a function for its cells.
pub(crate) struct Column<'a, R> {
    heading: Heading,
    cell: Box<dyn Fn(&R) -> Cell + 'a>,
}

/// The behaviour of a column in a narrow terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// Cells wrap.
    Flexible,
    /// Cells wrap, but only between words.
    Words,
    /// Cells do not wrap: ids, numbers, dates.
    Fixed,
}

/// The layout of rows in a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Rows use as many lines as they need.
    Wrapped,
    /// Each row uses one line; in a narrow terminal, the columns with the lowest rank are hidden.
    OneLine,
}

/// The readers of a column or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    All,
    People,
    Programs,
}

#[derive(Debug, Clone, PartialEq)]
struct Row {
    cells: Vec<Cell>,
    readers: Readers,
}

/// The output settings of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub style: Style,
    /// The terminal width; `None` fits the table to its content.
    pub width: Option<u16>,
}

impl Table {
    /// A table with these headings and no rows; `push` adds rows.
    pub(crate) fn new<T: Into<Title>>(headings: impl IntoIterator<Item = (T, Width)>) -> Self {
        let headings = headings
            .into_iter()
            .map(|(title, width)| Heading::new(title, width));
        Self {
            headings: headings.collect(),
            rows: Vec::new(),
            layout: Layout::Wrapped,
        }
    }

    /// A table with a row for each of `rows`.
    pub(crate) fn of<'r, R: 'r>(
        columns: Vec<Column<'_, R>>,
        rows: impl IntoIterator<Item = &'r R>,
    ) -> Self {
        let rows = rows.into_iter().map(|row| Row {
            cells: columns.iter().map(|column| (column.cell)(row)).collect(),
            readers: Readers::All,
        });
        let rows = rows.collect();
        Self {
            headings: columns.into_iter().map(|column| column.heading).collect(),
            rows,
            layout: Layout::Wrapped,
        }
    }

    /// Shows each row on one line of the terminal.
    pub(crate) fn on_one_line(mut self) -> Self {
        self.layout = Layout::OneLine;
        self
    }

    /// Adds a row with a cell for each column.
    pub(crate) fn push(&mut self, cells: Vec<Cell>) {
        self.add(cells, Readers::All);
    }

    /// Adds a total, which is omitted from CSV.
    pub(crate) fn push_total(&mut self, cells: Vec<Cell>) {
        let strong = cells.into_iter().map(|cell| cell.tone(Tone::Strong));
        self.add(strong.collect(), Readers::People);
    }

    fn add(&mut self, cells: Vec<Cell>, readers: Readers) {
        debug_assert_eq!(cells.len(), self.headings.len());
        self.rows.push(Row { cells, readers });
    }

    /// The indices of the columns for these readers.
    fn places(&self, readers: Readers) -> Vec<usize> {
        let headings = self.headings.iter().enumerate();
        headings
            .filter(|(_, heading)| heading.readers.include(readers))
            .map(|(place, _)| place)
            .collect()
    }

    /// The rows for these readers.
    fn rows(&self, readers: Readers) -> impl Iterator<Item = &[Cell]> {
        self.rows
            .iter()
            .filter(move |row| row.readers.include(readers))
            .map(|row| row.cells.as_slice())
    }

    /// The alignment of a column: that of its first cell.
    fn side(&self, place: usize) -> Side {
        let first = self.rows(Readers::People).next();
        first.map_or(Side::Left, |cells| cells[place].side)
    }
}

impl Readers {
    fn include(self, readers: Self) -> bool {
        self == Self::All || self == readers
    }
}

impl Heading {
    fn new(title: impl Into<Title>, width: Width) -> Self {
        Self {
            title: title.into(),
            width,
            rank: 0,
            readers: Readers::All,
        }
    }
}

impl<'a, R> Column<'a, R> {
    /// A column with its title and a function for its cells.
    pub(crate) fn new(
        title: impl Into<Title>,
        width: Width,
        cell: impl Fn(&R) -> Cell + 'a,
    ) -> Self {
        Self {
            heading: Heading::new(title, width),
            cell: Box::new(cell),
        }
    }

    /// Sets the importance of the column where a table is too wide. In one-line layout, the first
    /// and the last column are always shown; elsewhere, those without a rank.
    pub(crate) fn rank(mut self, rank: u8) -> Self {
        self.heading.rank = rank;
        self
    }

    pub(crate) fn for_programs(mut self) -> Self {
        self.heading.readers = Readers::Programs;
        self
    }
}

impl Title {
    fn shown(&self) -> String {
        match self {
            Self::Message(message) => say(message),
            Self::Data(text) => text.clone(),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Message(message) => Language::English.message(message),
            Self::Data(text) => text.clone(),
        }
    }
}

impl From<Message> for Title {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<&str> for Title {
    fn from(text: &str) -> Self {
        Self::Data(text.to_owned())
    }
}

#[cfg(test)]
mod tests;
