//! Columns, texts and dates of a mapping.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "toml's values are not our enum"
    )
)]

use chrono::format::{Item as Pattern, StrftimeItems};
use toml::de::DeValue;

use super::table::{Item, Section};
use super::words::UnlistedWord;
use super::{Column, ColumnCondition, DateCheck, DatePick, Pick, TextPiece, TextSource, Unlisted};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};

impl Item<'_> {
    /// A column: its name, or its number from 1.
    pub(crate) fn column(&self) -> Option<Column> {
        let column = match self.value.get_ref() {
            DeValue::String(name) => Column::Name(name.trim().to_owned()),
            DeValue::Integer(_) => Column::Number(self.count(1)?),
            _ => return self.wrong_kind(text!("a column: its name in quotes, or its number")),
        };
        Some(self.reader.column(column, self.spot))
    }

    /// A column, or a list of columns.
    pub(crate) fn columns(&self) -> Option<Vec<Column>> {
        match self.value.get_ref() {
            DeValue::Array(_) => Some(self.items()?.iter().filter_map(Item::column).collect()),
            _ => self.column().map(|column| vec![column]),
        }
    }

    /// The source of a row's text: a column, or a table with details.
    pub(crate) fn pick(&self) -> Option<Pick> {
        let DeValue::Table(_) = self.value.get_ref() else {
            let parts = single(self.column()?);
            return Some(Pick {
                parts,
                values: Vec::new(),
                unlisted: Unlisted::Keep,
                default: None,
            });
        };
        let mut section = self.section(format!("'{}'", self.key))?;
        let parts = section.text_source(OrElse::Nothing);
        let default = section.take("default").and_then(|item| item.written());
        let values = section
            .take("values")
            .map(|item| item.values())
            .unwrap_or_default();
        let unlisted = section.unlisted(&values);
        section.finish();
        Some(Pick {
            parts: parts?,
            values,
            unlisted,
            default,
        })
    }

    fn values(&self) -> Vec<(String, String)> {
        let Some(section) = self.section(format!("'{}'", self.key)) else {
            return Vec::new();
        };
        let entries = section.entries().into_iter();
        entries
            .filter_map(|(name, item)| Some((fold(&name.value), item.written()?)))
            .collect()
    }

    /// The source of a row's date: a column, or a table with details.
    pub(crate) fn date_pick(&self) -> Option<DatePick> {
        let DeValue::Table(_) = self.value.get_ref() else {
            let sources = vec![single(self.column()?)];
            return Some(DatePick {
                sources,
                formats: Vec::new(),
                check: None,
                empty: None,
            });
        };
        let mut section = self.section(format!("'{}'", self.key))?;
        let sources = match section.take("first") {
            Some(item) => item
                .columns()
                .map(|columns| columns.into_iter().map(single).collect()),
            None => section.text_source(OrElse::First).map(|parts| vec![parts]),
        };
        let formats = section.formats();
        let check = section.take("check").and_then(|item| item.check());
        let empty = section.take("empty").and_then(|item| item.word());
        section.finish();
        Some(DatePick {
            sources: sources?,
            formats,
            check,
            empty,
        })
    }

    fn check(&self) -> Option<DateCheck> {
        let mut section = self.section("'check'".to_owned())?;
        let column = section.require(
            "column",
            text!("name the column that must have the same date"),
        );
        let column = column.and_then(|item| item.column());
        let formats = section.formats();
        section.finish();
        Some(DateCheck {
            column: column?,
            formats,
        })
    }

    /// `{ COLUMN = "value", OTHER = ["a", "b"] }`: conditions that must all hold.
    pub(crate) fn conditions(&self) -> Vec<ColumnCondition> {
        let Some(section) = self.section(format!("'{}'", self.key)) else {
            return Vec::new();
        };
        let mut conditions = Vec::new();
        for (name, item) in section.entries() {
            let Some(values) = item.texts() else { continue };
            let column = Column::Name(name.value.trim().to_owned());
            conditions.push(ColumnCondition {
                column: self.reader.column(column, name.spot),
                values: values.iter().map(|value| fold(value)).collect(),
            });
        }
        conditions
    }
}

impl Section<'_> {
    /// `formats = […]`: chrono format patterns.
    pub(crate) fn formats(&mut self) -> Vec<String> {
        let Some(item) = self.take("formats") else {
            return Vec::new();
        };
        let formats = item.texts().unwrap_or_default();
        for format in &formats {
            if StrftimeItems::new(format).any(|piece| piece == Pattern::Error) {
                let message = message!("'{format}' is not a date format", format);
                let finding = Finding::error(Code::BadValue, item.spot, message);
                self.reader.report(
                    finding.hint(text!("write it like \"%d-%m-%Y %H:%M\" or \"%Y/%m/%d\"")),
                );
            }
        }
        formats
    }

    /// Exactly one of `column`, `columns` and `text`.
    fn text_source(&mut self, or_else: OrElse) -> Option<TextSource> {
        let column = self.take("column");
        let columns = self.take("columns");
        let join = self.take("join").and_then(|item| item.written());
        let text = self.take("text");
        match (column, columns, text) {
            (Some(column), None, None) => column.column().map(single),
            (None, Some(columns), None) => {
                let join = join.unwrap_or_else(|| " ".to_owned());
                columns
                    .columns()
                    .map(|columns| TextSource::Columns { columns, join })
            }
            (None, None, Some(text)) => text.pieces().map(TextSource::Text),
            _ => {
                let table = &self.label;
                let message = match or_else {
                    OrElse::Nothing => message!(
                        "{table} takes exactly one of 'column', 'columns' or 'text'",
                        table
                    ),
                    OrElse::First => message!(
                        "{table} takes exactly one of 'column', 'columns', 'text' or 'first'",
                        table
                    ),
                };
                self.reader.error(Code::MissingKey, self.spot, message);
                None
            }
        }
    }

    fn unlisted(&mut self, values: &[(String, String)]) -> Unlisted {
        let instead = self.take("otherwise").and_then(|item| item.written());
        let word = self.take("unlisted").and_then(|item| item.word());
        match (instead, word) {
            (Some(instead), _) => Unlisted::Instead(instead),
            (None, Some(UnlistedWord::Keep)) => Unlisted::Keep,
            (None, Some(UnlistedWord::Refuse)) => Unlisted::Refuse,
            (None, None) if values.is_empty() => Unlisted::Keep,
            (None, None) => Unlisted::Refuse,
        }
    }
}

/// What may stand in place of a column or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OrElse {
    Nothing,
    /// The first non-empty column, for dates.
    First,
}

impl Item<'_> {
    /// Splits words with columns in braces: `{City}, {#3}`; `{{` is a literal brace.
    fn pieces(&self) -> Option<Vec<TextPiece>> {
        let text = self.written()?;
        let (mut pieces, mut words, mut rest) = (Vec::new(), String::new(), text.as_str());
        while let Some(at) = rest.find('{') {
            words.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                words.push('{');
                rest = after;
                continue;
            }
            let Some((name, after)) = rest.split_once('}') else {
                return self.bad(message!("a '{brace}' is never closed", brace = '{'));
            };
            let number = name
                .strip_prefix('#')
                .and_then(|number| number.parse().ok())
                .filter(|number| *number > 0);
            let column =
                number.map_or_else(|| Column::Name(name.trim().to_owned()), Column::Number);
            pieces.push(TextPiece::Words(std::mem::take(&mut words)));
            pieces.push(TextPiece::Cell(self.reader.column(column, self.spot)));
            rest = after;
        }
        words.push_str(rest);
        pieces.push(TextPiece::Words(words));
        pieces.retain(|piece| *piece != TextPiece::Words(String::new()));
        Some(pieces)
    }
}

fn single(column: Column) -> TextSource {
    TextSource::Columns {
        columns: vec![column],
        join: String::new(),
    }
}

/// Normalizes a value for comparison: trimmed and in lower case.
pub(crate) fn fold(value: &str) -> String {
    value.trim().to_lowercase()
}
