//! Tables for people: the first column whole, the others as wide as the terminal lets them be.

use std::cmp::Reverse;

use comfy_table::{
    CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Row, Table, Width,
    presets,
};

use super::grid::escaped;
use super::style::{Style, Tone, on_one_line};

/// A column; those with the lowest rank go first where the terminal is narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: &'static str,
    /// How important it is. The first column always stays.
    pub rank: u8,
}

/// The text of a cell with its tone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, which is cleaned when it is shown.
    pub text: String,
    /// How it is coloured.
    pub tone: Option<Tone>,
}

/// How a table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Colours.
    pub style: Style,
    /// The columns of the terminal; none: as wide as the content.
    pub width: Option<u16>,
}

impl Cell {
    /// A cell of its own colour.
    pub fn toned(text: impl Into<String>, tone: Option<Tone>) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            tone: None,
        }
    }
}

/// What the last column keeps at least before others give way to it.
const LAST: u16 = 14;
/// A cell's blanks and its border.
const AROUND: u16 = 3;

/// The table as text, each row on one line.
pub fn render(columns: &[Column], rows: Vec<Vec<Cell>>, sheet: Sheet) -> String {
    let mut table = Table::new();
    let lines = presets::UTF8_FULL_CONDENSED
        .with_solid_inner_borders()
        .row_separator(LineStyle::none());
    table.load_style(lines);
    table.set_truncation_indicator("…");
    // Cells are cut where the room ends, not at the last blank before it.
    table.set_delimiter('\0');
    table.set_header(columns.iter().map(|column| column.title));
    for row in rows {
        let mut line = Row::from(row.into_iter().map(cell).collect::<Vec<_>>());
        line.max_height(1);
        table.add_row(line);
    }
    match sheet.style {
        Style::Coloured => table.enforce_styling().style_text_only(),
        Style::Plain => {
            table.force_no_tty();
        }
    }
    fit(&mut table, columns, sheet.width);
    format!("{}\n", table.trim_fmt())
}

/// The columns of the terminal that stdout is; none where it is none.
pub fn terminal_width() -> Option<u16> {
    Table::new().width()
}

/// A table of Markdown.
pub fn markdown(columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(
        columns
            .iter()
            .map(|column| column.title.to_owned())
            .collect(),
    );
    text += &line(columns.iter().map(|_| "---".to_owned()).collect());
    for row in rows {
        text += &line(
            row.iter()
                .map(|cell| escaped(&on_one_line(&cell.text)))
                .collect(),
        );
    }
    text
}

fn cell(cell: Cell) -> comfy_table::Cell {
    let shown = comfy_table::Cell::new(on_one_line(&cell.text)).set_alignment(CellAlignment::Left);
    match cell.tone {
        Some(Tone::Bad) => shown.fg(Color::Red),
        Some(Tone::Warning) => shown.fg(Color::Yellow),
        Some(Tone::Good) => shown.fg(Color::Green),
        Some(Tone::Strong | Tone::Faint) | None => shown,
    }
}

/// The columns that fit: the first and the last, then the others by rank, as far as there is room.
fn shown(columns: &[Column], widths: &[u16], width: u16) -> Vec<usize> {
    let mut by_rank: Vec<usize> = (0..columns.len()).collect();
    by_rank.sort_by_key(|index| {
        (
            *index != 0 && index + 1 != columns.len(),
            Reverse(columns[*index].rank),
        )
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

/// Hides the columns that do not fit, and lets the last take what is left.
fn fit(table: &mut Table, columns: &[Column], width: Option<u16>) {
    let Some(width) = width else {
        table.set_content_arrangement(ContentArrangement::Disabled);
        return;
    };
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    let mut widths = table.column_max_content_widths();
    if let Some(last) = widths.last_mut() {
        *last = (*last).min(LAST);
    }
    let shown = shown(columns, &widths, width);
    let last = columns.len().saturating_sub(1);
    for (index, _) in columns.iter().enumerate() {
        let constraint = match (shown.contains(&index), index == last && index != 0) {
            (false, _) => ColumnConstraint::Hidden,
            (true, true) => ColumnConstraint::LowerBoundary(Width::Fixed(4)),
            (true, false) => ColumnConstraint::ContentWidth,
        };
        if let Some(column) = table.column_mut(index) {
            column.set_constraint(constraint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column {
            title: "id",
            rank: 9,
        },
        Column {
            title: "level",
            rank: 1,
        },
        Column {
            title: "summary",
            rank: 8,
        },
    ];

    fn table(width: Option<u16>) -> String {
        let row = |id: &str, summary: &str| vec![id.into(), "general".into(), summary.into()];
        let rows = vec![
            row("20261121-K7QM2X", "屏幕出现坏点，客户很不满意"),
            row("20261122-9TBV4D", "a\nb\u{1b}[2J\u{202e}c"),
        ];
        render(
            &COLUMNS,
            rows,
            Sheet {
                style: Style::Plain,
                width,
            },
        )
    }

    #[test]
    fn borders_are_straight_whatever_the_script() {
        assert_eq!(
            table(None),
            "\
┌─────────────────┬─────────┬────────────────────────────┐
│ id              │ level   │ summary                    │
╞═════════════════╪═════════╪════════════════════════════╡
│ 20261121-K7QM2X │ general │ 屏幕出现坏点，客户很不满意 │
│ 20261122-9TBV4D │ general │ a b [2Jc                   │
└─────────────────┴─────────┴────────────────────────────┘
"
        );
    }

    #[test]
    fn a_narrow_terminal_takes_columns_but_never_the_id() {
        assert_eq!(
            table(Some(34)),
            "\
┌─────────────────┬──────────────┐
│ id              │ summary      │
╞═════════════════╪══════════════╡
│ 20261121-K7QM2X │ 屏幕出现坏…  │
│ 20261122-9TBV4D │ a b [2Jc     │
└─────────────────┴──────────────┘
"
        );
        assert!(table(Some(8)).contains("│ 20261121-K7QM2X │"));
    }

    #[test]
    fn markdown_keeps_its_columns() {
        let rows = vec![vec!["a|b".into(), "c\nd".into(), "<b>[a](b)".into()]];
        assert_eq!(
            markdown(&COLUMNS, &rows),
            "| id | level | summary |\n| --- | --- | --- |\n| a\\|b | c d | &lt;b>\\[a\\](b) |\n"
        );
    }
}
