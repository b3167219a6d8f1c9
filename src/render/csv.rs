//! What spreadsheets read: the flat fields of the rows for programs, under the same names.

use serde::Serialize;
use serde_json::Value;

/// A table with a header. Lists of words are joined by a blank; objects inside an object are left out.
pub fn table<T: Serialize>(rows: &[T]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let fields = flat(row);
        if index == 0 {
            let _ = writer.write_record(fields.iter().map(|(name, _)| name));
        }
        let _ = writer.write_record(fields.iter().map(|(_, text)| defused(text)));
    }
    // A writer into memory does not fail.
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn flat<T: Serialize>(row: &T) -> Vec<(String, String)> {
    let Ok(Value::Object(fields)) = serde_json::to_value(row) else {
        return Vec::new();
    };
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect()
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text),
        Value::Array(items) if items.iter().any(Value::is_object) => None,
        Value::Array(items) => Some(
            items
                .into_iter()
                .filter_map(text)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        Value::Object(_) => None,
    }
}

/// A cell that a spreadsheet takes for text and not for a formula. Some skip blanks first; the full-width signs are those
/// of Chinese and Japanese ones.
pub fn defused(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    match begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Line {
        id: &'static str,
        flags: Vec<&'static str>,
        amount: Option<u8>,
        deadlines: Vec<Inner>,
    }

    #[derive(Serialize)]
    struct Inner {
        name: &'static str,
    }

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_defused() {
        let row = |id| Line {
            id,
            flags: vec!["a", "b"],
            amount: None,
            deadlines: vec![Inner { name: "x" }],
        };
        assert_eq!(
            table(&[row("=1+1"), row("@x"), row("a,\"b\"")]),
            "id,flags,amount\n'=1+1,a b,\n'@x,a b,\n\"a,\"\"b\"\"\",a b,\n"
        );
        for run in ["+86 138", "-1", "\t=1", "\r=1", "  =1", "＝1", "＠x"] {
            assert_eq!(defused(run), format!("'{run}"));
        }
        for text in ["", "a=1", "王芳", "1+1"] {
            assert_eq!(defused(text), text);
        }
    }
}
