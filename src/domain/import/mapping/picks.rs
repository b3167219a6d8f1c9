//! Columns, texts and dates of a mapping.

use chrono::format::{Item as Pattern, StrftimeItems};
use toml::de::DeValue;

use super::table::{Item, Section};
use super::{Check, Column, Condition, DatePick, Empty, Parts, Pick, Piece, Unlisted};
use crate::domain::finding::{Code, Finding};
use crate::domain::table::At;

impl Item<'_> {
    /// A column: its name, or its number from 1.
    pub fn column(&self) -> Option<Column> {
        let column = match self.value.get_ref() {
            DeValue::String(name) => Column::Name(name.trim().to_owned()),
            DeValue::Integer(_) => Column::Number(self.count(1)?),
            _ => return self.wrong_kind("a column: its name in quotes, or its number"),
        };
        Some(self.reader.column(column, self.spot))
    }

    /// A column, or a list of columns.
    pub fn columns(&self) -> Option<Vec<Column>> {
        match self.value.get_ref() {
            DeValue::Array(_) => Some(self.items()?.iter().filter_map(Item::column).collect()),
            _ => self.column().map(|column| vec![column]),
        }
    }

    /// What a row's text is taken from: a column, or a table that says more.
    pub fn pick(&self) -> Option<Pick> {
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
        let parts = section.parts(true);
        let default = section.take("default").and_then(|item| item.written());
        let values = section
            .take("values")
            .map(|item| item.values())
            .unwrap_or_default();
        let unlisted = section.unlisted(values.is_empty());
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

    /// What a row's date is taken from: a column, or a table that says more.
    pub fn date_pick(&self) -> Option<DatePick> {
        let DeValue::Table(_) = self.value.get_ref() else {
            let sources = vec![single(self.column()?)];
            return Some(DatePick {
                sources,
                formats: Vec::new(),
                check: None,
                empty: Empty::Missing,
            });
        };
        let mut section = self.section(format!("'{}'", self.key))?;
        let sources = match section.take("first") {
            Some(item) => item
                .columns()
                .map(|columns| columns.into_iter().map(single).collect()),
            None => section.parts(false).map(|parts| vec![parts]),
        };
        let formats = section.formats();
        let check = section.take("check").and_then(|item| item.check());
        let empty = section
            .take("empty")
            .and_then(|item| item.word(&[(Empty::Receipt, "receipt")]));
        section.finish();
        Some(DatePick {
            sources: sources?,
            formats,
            check,
            empty: empty.unwrap_or(Empty::Missing),
        })
    }

    fn check(&self) -> Option<Check> {
        let mut section = self.section("'check'".to_owned())?;
        let column = section.require("column", "name the column that has to give the same date");
        let column = column.and_then(|item| item.column());
        let formats = section.formats();
        section.finish();
        Some(Check {
            column: column?,
            formats,
        })
    }

    /// `{ COLUMN = "value", OTHER = ["a", "b"] }`: conditions that all have to hold.
    pub fn conditions(&self) -> Vec<Condition> {
        let Some(section) = self.section(format!("'{}'", self.key)) else {
            return Vec::new();
        };
        let condition = |(name, item): (At<String>, Item)| {
            let values = item.texts()?.iter().map(|value| fold(value)).collect();
            Some(Condition {
                column: self
                    .reader
                    .column(Column::Name(name.value.trim().to_owned()), name.spot),
                values,
            })
        };
        section
            .entries()
            .into_iter()
            .filter_map(condition)
            .collect()
    }
}

impl Section<'_> {
    /// `formats = […]`, each a pattern that chrono reads.
    pub fn formats(&mut self) -> Vec<String> {
        let Some(item) = self.take("formats") else {
            return Vec::new();
        };
        let formats = item.texts().unwrap_or_default();
        for format in &formats {
            if StrftimeItems::new(format).any(|piece| piece == Pattern::Error) {
                let finding = Finding::error(
                    Code::BadValue,
                    item.spot,
                    format!("'{format}' is not a form of dates"),
                );
                self.reader
                    .report(finding.hint("write it like \"%d-%m-%Y %H:%M\" or \"%Y/%m/%d\""));
            }
        }
        formats
    }

    /// One of `column`, `columns` and `text`.
    fn parts(&mut self, with_text: bool) -> Option<Parts> {
        let column = self.take("column");
        let columns = self.take("columns");
        let join = self.take("join").and_then(|item| item.written());
        let text = if with_text { self.take("text") } else { None };
        match (column, columns, text) {
            (Some(column), None, None) => column.column().map(single),
            (None, Some(columns), None) => {
                let join = join.unwrap_or_else(|| " ".to_owned());
                columns
                    .columns()
                    .map(|columns| Parts::Columns { columns, join })
            }
            (None, None, Some(text)) => text.pieces().map(Parts::Text),
            _ => {
                let said = if with_text {
                    "'column', 'columns' or 'text'"
                } else {
                    "'column', 'columns' or 'first'"
                };
                self.reader.error(
                    Code::MissingKey,
                    self.spot,
                    format!("{} takes just one of {said}", self.label),
                );
                None
            }
        }
    }

    fn unlisted(&mut self, anything: bool) -> Unlisted {
        let instead = self.take("otherwise").and_then(|item| item.written());
        let keep = self
            .take("unlisted")
            .and_then(|item| item.word(&[(true, "keep"), (false, "refuse")]));
        match (instead, keep) {
            (Some(instead), _) => Unlisted::Instead(instead),
            (None, Some(true)) => Unlisted::Keep,
            (None, Some(false)) => Unlisted::Refuse,
            (None, None) if anything => Unlisted::Keep,
            (None, None) => Unlisted::Refuse,
        }
    }
}

impl Item<'_> {
    /// Words with columns in braces: `{City}, {#3}`; `{{` is a brace.
    fn pieces(&self) -> Option<Vec<Piece>> {
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
                return self.bad("a '{' is never closed");
            };
            let number = name
                .strip_prefix('#')
                .and_then(|number| number.parse().ok())
                .filter(|number| *number > 0);
            let column =
                number.map_or_else(|| Column::Name(name.trim().to_owned()), Column::Number);
            pieces.push(Piece::Words(std::mem::take(&mut words)));
            pieces.push(Piece::Cell(self.reader.column(column, self.spot)));
            rest = after;
        }
        words.push_str(rest);
        pieces.push(Piece::Words(words));
        pieces.retain(|piece| *piece != Piece::Words(String::new()));
        Some(pieces)
    }
}

fn single(column: Column) -> Parts {
    Parts::Columns {
        columns: vec![column],
        join: String::new(),
    }
}

/// A value as it is compared: letter case and blanks around it do not matter.
pub fn fold(value: &str) -> String {
    value.trim().to_lowercase()
}
