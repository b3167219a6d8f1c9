//! Columns, texts and dates of a mapping.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "toml's values are not our enum"
    )
)]

use toml::de::DeValue;

use super::table::{Item, Section};
use super::words::UnlistedWord;
use super::{
    Column, ColumnCondition, DateCheck, DateFormat, DatePick, Meaning, Pick, TextPiece, TextSource,
    Unlisted,
};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{any_of, message, quoted, text};

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
        let parts = section.text_source(&["column", "columns", "text"]);
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

    /// Texts by texts in lower case.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
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
                values: Vec::new(),
                check: None,
                empty: None,
            });
        };
        let mut section = self.section(format!("'{}'", self.key))?;
        let sources = match section.take("first") {
            Some(item) => item
                .columns()
                .map(|columns| columns.into_iter().map(single).collect()),
            None => section
                .text_source(&["column", "columns", "text", "first"])
                .map(|parts| vec![parts]),
        };
        let formats = section.formats();
        let values = section
            .take("values")
            .map(|item| item.meanings())
            .unwrap_or_default();
        let check = section.take("check").and_then(|item| item.check());
        let empty = section.take("empty").and_then(|item| item.word());
        section.finish();
        Some(DatePick {
            sources: sources?,
            formats,
            values,
            check,
            empty,
        })
    }

    /// The meanings of texts in place of a date.
    fn meanings(&self) -> Vec<(String, Meaning)> {
        let meaning = |text: String| match text.parse() {
            Ok(word) => Meaning::Receipt(word),
            Err(()) if text.trim().is_empty() => Meaning::Nothing,
            Err(()) => Meaning::Text(text),
        };
        let values = self.values().into_iter();
        values.map(|(text, value)| (text, meaning(value))).collect()
    }

    fn format(&self) -> Option<DateFormat> {
        let written = self.written()?;
        match DateFormat::new(&written) {
            Ok(format) => Some(format),
            Err(why) => {
                let finding = Finding::error(Code::BadValue, self.spot, why.message(&written));
                self.reader.report(finding.hint(why.hint()));
                None
            }
        }
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
    /// `formats = […]`: patterns of dates, or `excel`.
    pub(crate) fn formats(&mut self) -> Vec<DateFormat> {
        let formats = self
            .take("formats")
            .and_then(|item| item.one_or_more(Item::format));
        formats.unwrap_or_default()
    }

    /// Exactly one of `column`, `columns` and `text`; `keys` are all that the table could have.
    fn text_source(&mut self, keys: &[&str]) -> Option<TextSource> {
        let column = self.take("column");
        let columns = self.take("columns");
        let join = self.take("join").and_then(|item| item.written());
        match (column, columns, self.take("text")) {
            (Some(column), None, None) => column.column().map(single),
            (None, Some(columns), None) => {
                let join = join.unwrap_or_else(|| " ".to_owned());
                columns
                    .columns()
                    .map(|columns| TextSource::Columns { columns, join })
            }
            (None, None, Some(text)) => text.pieces().map(TextSource::Text),
            _ => {
                let message = message!(
                    "{table} takes exactly one of {keys}",
                    table = self.label,
                    keys = any_of(keys.iter().map(quoted))
                );
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
