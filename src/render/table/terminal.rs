//! Tables for terminals.

use std::cmp::Reverse;

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, presets,
};

use super::cell::{Cell, Side};
use super::{Heading, Layout, Readers, Sheet, Table, Width};
use crate::domain::message::{listed, message};
use crate::render::language::say;
use crate::render::style::{Style, Tone, on_one_line};
use crate::render::width::columns;

/// The width reserved for the last column; other columns are hidden to make room for it.
const LAST: u16 = 14;
/// The padding and border of a cell.
const AROUND: u16 = 3;

/// Terminal width, if stdout is a terminal.
pub(crate) fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width()
}

impl Table {
    /// Output for people, fitted to the terminal width if known.
    pub(crate) fn on_terminal(&self, sheet: Sheet) -> String {
        let (places, left_out) = self.fitting_places(sheet.width);
        let headings: Vec<&Heading> = places.iter().map(|place| &self.headings[*place]).collect();
        let mut table = comfy_table::Table::new();
        table.load_style(
            presets::UTF8_FULL_CONDENSED
                .with_solid_inner_borders()
                .row_separator(LineStyle::none()),
        );
        match sheet.style {
            Style::Coloured => table.enforce_styling().style_text_only(),
            Style::Plain => {
                table.force_no_tty();
            }
        }
        match sheet.width {
            Some(width) => table
                .set_content_arrangement(ContentArrangement::Dynamic)
                .set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        let titles = places.iter().map(|place| {
            let title = self.headings[*place].title.shown();
            let title = comfy_table::Cell::new(on_one_line(&title));
            let title = title.set_alignment(self.alignment(self.side(*place)));
            self.painted(title, Some(Tone::Strong), sheet.style)
        });
        table.set_header(titles);
        for cells in self.rows(Readers::People) {
            let cells = places.iter().map(|place| &cells[*place]);
            let mut row = comfy_table::Row::from(
                cells.map(|cell| self.cell(cell, sheet)).collect::<Vec<_>>(),
            );
            if self.layout == Layout::OneLine {
                row.max_height(1);
            }
            table.add_row(row);
        }
        match self.layout {
            Layout::Wrapped => self.wrap(&mut table, &places),
            Layout::OneLine => shorten(&mut table, &headings, sheet.width),
        }
        format!("{}\n{}", table.trim_fmt(), self.omission(&left_out))
    }

    /// The columns to show, and those that a wrapped table leaves out because even its longest words
    /// do not fit. Only columns with a rank are left out, the lowest rank first.
    fn fitting_places(&self, width: Option<u16>) -> (Vec<usize>, Vec<usize>) {
        let mut places = self.places(Readers::People);
        let mut left_out = Vec::new();
        let Some(width) = width.filter(|_| self.layout == Layout::Wrapped) else {
            return (places, left_out);
        };
        let needed = |places: &[usize]| {
            let words = places.iter().map(|place| i32::from(self.narrowest(*place)));
            words.map(|word| word + i32::from(AROUND)).sum::<i32>() + 1
        };
        while needed(&places) > i32::from(width) {
            let ranked = places.iter().filter(|it| self.headings[**it].rank > 0);
            let Some(lowest) = ranked.min_by_key(|it| self.headings[**it].rank).copied() else {
                break;
            };
            places.retain(|place| *place != lowest);
            left_out.push(lowest);
        }
        left_out.sort_unstable();
        (places, left_out)
    }

    /// The narrowest width that a column can have without cutting words.
    fn narrowest(&self, place: usize) -> u16 {
        match self.headings[place].width {
            Width::Flexible => 0,
            Width::Words => self.longest_word(place),
            Width::Fixed => self.longest(place, |text| vec![text]),
        }
    }

    /// Names the columns that were left out.
    fn omission(&self, places: &[usize]) -> String {
        if places.is_empty() {
            return String::new();
        }
        let titles = places.iter().map(|it| self.headings[*it].title.shown());
        let titles = listed(titles.map(|title| on_one_line(&title)));
        let omission = message!("left out, as the table is too wide: {titles}", titles);
        format!("{}\n", say(&omission))
    }

    fn cell(&self, cell: &Cell, sheet: Sheet) -> comfy_table::Cell {
        let shown = comfy_table::Cell::new(on_one_line(&cell.shown));
        let shown = shown.set_alignment(self.alignment(cell.side));
        self.painted(shown, cell.tone, sheet.style)
    }

    /// Applies colours; one-line rows are shown without bold and faint text, as there are many of
    /// them.
    fn painted(
        &self,
        cell: comfy_table::Cell,
        tone: Option<Tone>,
        style: Style,
    ) -> comfy_table::Cell {
        let Some(tone) = tone.filter(|_| style == Style::Coloured) else {
            return cell;
        };
        let (colour, weight) = match tone {
            Tone::Bad => (Some(Color::Red), Some(Attribute::Bold)),
            Tone::Warning => (Some(Color::Yellow), None),
            Tone::Good => (Some(Color::Green), None),
            Tone::Strong => (None, Some(Attribute::Bold)),
            Tone::Faint => (None, Some(Attribute::Dim)),
        };
        let cell = match colour {
            Some(colour) => cell.fg(colour),
            None => cell,
        };
        match (self.layout, weight) {
            (Layout::Wrapped, Some(weight)) => cell.add_attribute(weight),
            (Layout::Wrapped, None) | (Layout::OneLine, _) => cell,
        }
    }

    fn alignment(&self, side: Side) -> CellAlignment {
        match (self.layout, side) {
            (Layout::Wrapped, Side::Right) => CellAlignment::Right,
            (Layout::Wrapped, Side::Left) | (Layout::OneLine, _) => CellAlignment::Left,
        }
    }

    /// Sets which columns wrap.
    fn wrap(&self, table: &mut comfy_table::Table, places: &[usize]) {
        for (index, place) in places.iter().enumerate() {
            let constraint = match self.headings[*place].width {
                Width::Flexible => continue,
                Width::Words => ColumnConstraint::LowerBoundary(comfy_table::Width::Fixed(
                    self.longest_word(*place) + 2,
                )),
                Width::Fixed => ColumnConstraint::ContentWidth,
            };
            constrain(table, index, constraint);
        }
    }

    /// The width of the longest word in a column, its title included.
    fn longest_word(&self, place: usize) -> u16 {
        self.longest(place, |text| text.split_whitespace().collect())
    }

    /// The width of the longest part of the cells of a column, its title included.
    fn longest(&self, place: usize, parts: impl Fn(&str) -> Vec<&str>) -> u16 {
        let title = self.headings[place].title.shown();
        let cells = self
            .rows(Readers::People)
            .map(|cells| cells[place].shown.as_str());
        let texts = cells.chain([title.as_str()]);
        let longest = texts.flat_map(parts).map(columns).max();
        u16::try_from(longest.unwrap_or_default()).unwrap_or(u16::MAX - 2)
    }
}

/// Hides the columns that do not fit, and gives the last one the remaining width.
fn shorten(table: &mut comfy_table::Table, headings: &[&Heading], width: Option<u16>) {
    table.set_truncation_indicator("…");
    // Cells are cut at the exact width, not at the last space before it.
    table.set_delimiter('\0');
    let Some(width) = width else {
        return;
    };
    let mut widths = table.column_max_content_widths();
    if let Some(last) = widths.last_mut() {
        *last = (*last).min(LAST);
    }
    let shown = fitting(headings, &widths, width);
    let last = headings.len().saturating_sub(1);
    for index in 0..headings.len() {
        let constraint = if !shown.contains(&index) {
            ColumnConstraint::Hidden
        } else if index == last && index != 0 {
            ColumnConstraint::LowerBoundary(comfy_table::Width::Fixed(4))
        } else {
            ColumnConstraint::ContentWidth
        };
        constrain(table, index, constraint);
    }
}

/// The columns that fit: the first and the last, then the others by rank while there is room.
fn fitting(headings: &[&Heading], widths: &[u16], width: u16) -> Vec<usize> {
    let mut by_rank: Vec<usize> = (0..headings.len()).collect();
    by_rank.sort_by_key(|index| {
        let is_inner = *index != 0 && index + 1 != headings.len();
        (is_inner, Reverse(headings[*index].rank))
    });
    let mut left = i32::from(width) - 1;
    let mut shown = Vec::new();
    for index in by_rank {
        let needed = i32::from(widths[index] + AROUND);
        if shown.len() < 2 || needed <= left {
            left -= needed;
            shown.push(index);
        }
    }
    shown
}

fn constrain(table: &mut comfy_table::Table, index: usize, constraint: ColumnConstraint) {
    if let Some(column) = table.column_mut(index) {
        column.set_constraint(constraint);
    }
}
