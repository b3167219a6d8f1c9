//! Program rows as a table of their flat fields, with the same names.

use serde::Serialize;
use serde_json::Value as Json;

use super::{Cell, Table, Width};

/// A table with a column for each flat field. Lists of words are joined by spaces; objects and
/// lists of objects are omitted.
pub(crate) fn flat<T: Serialize>(rows: &[T]) -> Table {
    let rows: Vec<Vec<(String, String)>> = rows.iter().map(fields).collect();
    let names = rows.first().into_iter().flatten().map(|(name, _)| name);
    let mut table = Table::new(names.clone().map(|name| (name.as_str(), Width::Flexible)));
    for row in &rows {
        let texts = names.clone().enumerate();
        let texts = texts.map(|(place, name)| field(row, place, name));
        table.push(texts.map(Cell::maybe).collect());
    }
    table
}

/// The text of a field, usually at the same index as in the first row.
fn field<'a>(row: &'a [(String, String)], place: usize, name: &str) -> Option<&'a str> {
    let here = row.get(place).filter(|(named, _)| named == name);
    let (_, text) = here.or_else(|| row.iter().find(|(named, _)| named == name))?;
    Some(text)
}

fn fields<T: Serialize>(row: &T) -> Vec<(String, String)> {
    match serde_json::to_value(row) {
        Ok(Json::Object(fields)) => fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, text(value)?)))
            .collect(),
        Ok(_) | Err(_) => Vec::new(),
    }
}

fn text(value: Json) -> Option<String> {
    match value {
        Json::Null => Some(String::new()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text),
        Json::Array(items) if items.iter().any(Json::is_object) => None,
        Json::Array(items) => {
            let words: Vec<String> = items.into_iter().filter_map(text).collect();
            Some(words.join(" "))
        }
        Json::Object(_) => None,
    }
}
