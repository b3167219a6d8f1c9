use super::*;

const SMALL: &str = "\
format = 1
[rows]
key = \"No\"
[facts]
received = \"Date\"
channel  = \"Via\"
category = { text = \"other\" }
name     = \"Name\"
summary  = \"What\"
";

fn problems(text: &str) -> Vec<String> {
    let findings = Mapping::parse(text).expect_err("problems");
    let line = |finding: &Finding| {
        let hint = match finding.advice_in_english() {
            none if none.is_empty() => none,
            hint => format!(" ({hint})"),
        };
        format!(
            "{}:{} {}{hint}",
            finding.spot.line,
            finding.spot.column,
            finding.message.in_english()
        )
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_small_mapping_is_enough() {
    let mapping = Mapping::parse(SMALL).expect("a mapping");
    assert_eq!(mapping.file, FileForm::default());
    assert_eq!(mapping.columns.len(), 5);
    assert!(mapping.events.is_empty() && mapping.status.is_none());
}

#[test]
fn each_delimiter_is_a_byte_of_its_own() {
    for (word, byte) in [
        (",", b','),
        (";", b';'),
        ("\\t", b'\t'),
        ("tab", b'\t'),
        ("|", b'|'),
    ] {
        let text = SMALL.to_owned() + &format!("[file]\ndelimiter = \"{word}\"\n");
        let mapping = Mapping::parse(&text).expect("a mapping");
        assert_eq!(mapping.file.delimiter, Some(byte), "{word}");
    }
}

#[test]
fn problems_are_all_told_with_their_places() {
    let text = SMALL.to_owned()
        + "sumary = \"x\"
[file]
delimiter = \"::\"
[dates]
zone = \"Mars/Olympus\"
formats = [\"%Q\"]
[status]
column = \"State\"
values = { Done = [\"repond\"] }
[events.respond]
result = { text = \"solved\", colum = \"x\" }
[events.propose]
[events.answer]
[events.promise]
do = \"respond\"
promise = \"Due\"
";
    assert_eq!(
        problems(&text),
        [
            "10:1 [facts] has no key 'sumary' (did you mean 'summary'?)",
            "12:13 'delimiter' cannot be '::' (one of: ,, ;, \t, tab, |)",
            "14:8 there is no time zone 'Mars/Olympus'",
            "15:12 '%Q' in '%Q' is no part of a date (write it with %Y %y %m %b %B %d %e %F, %H %I %p %M %S %.f %R %T %z, %a %A; like \"%d-%m-%Y %H:%M\")",
            "16:1 [status] names the event 'repond', which is not in [events] (did you mean 'respond'? else add [events.repond])",
            "20:29 'result' has no key 'colum' (did you mean 'column'?)",
            "21:9 'propose' cannot be imported (one of: acknowledge, assign, note, investigate, respond, resolve, follow-up, escalate, appeal, resume, pause, chase, invalidate, withdraw, close, reopen)",
            "22:9 there is no verb 'answer'; name one with do = \"…\" (one of: acknowledge, assign, note, investigate, respond, resolve, follow-up, escalate, appeal, resume, pause, chase, invalidate, withdraw, close, reopen)",
            "25:11 a promise belongs to an interim response (add interim = true)",
        ]
    );
}

#[test]
fn what_is_missing_is_told() {
    assert_eq!(
        problems("[facts]\nreceived = { formats = [] }\n"),
        [
            "1:1 'format' is missing (write 'format = 1' as its first line)",
            "1:1 'rows' is missing (write [rows] with key = \"…\", the column that makes a row unique)",
            "1:1 'channel' is missing in [facts] (write channel = \"COLUMN\", or channel = { text = \"…\" } for the same value in all rows)",
            "1:1 'category' is missing in [facts] (write category = \"COLUMN\", or category = { text = \"…\" } for the same value in all rows)",
            "1:1 'name' is missing in [facts] (write name = \"COLUMN\", or name = { text = \"…\" } for the same value in all rows)",
            "1:1 'summary' is missing in [facts] (write summary = \"COLUMN\", or summary = { text = \"…\" } for the same value in all rows)",
            "2:12 'received' takes exactly one of 'column', 'columns', 'text' or 'first'",
        ]
    );
    assert_eq!(problems("format = \n").len(), 1);
    assert!(problems(&SMALL.replace("format = 1", "format = 2"))[0].contains("format 1, not 2"));
}

#[test]
fn a_value_of_the_wrong_kind_is_named() {
    let one = |text: String| problems(&text).remove(0);
    assert_eq!(
        one(SMALL.replace("\"No\"", "0")),
        "3:7 'key' takes a whole number of at least 1, not 0"
    );
    let neither = "3:8 'key' takes a column: its name in quotes, or its number, not true or false";
    assert_eq!(one(SMALL.replace("\"No\"", "[true]")), neither);
    assert_eq!(
        one(SMALL.replace("[rows]", "[[rows]]")),
        "2:1 [rows] is one table, not a list (write [rows])"
    );
    let event = "[events.respond]\nresul = { text = \"a\" }\n";
    assert_eq!(
        one(format!("{SMALL}{event}")),
        "11:1 [events.respond] has no key 'resul' (did you mean 'result'?)"
    );
}

#[test]
fn columns_in_a_text_stand_in_braces() {
    let text = SMALL.replace("\"other\"", "\"{{x} {City}, {#3}\"");
    let mapping = Mapping::parse(&text).expect("a mapping");
    let category = mapping
        .facts
        .iter()
        .find(|(field, _)| *field == FactField::Category)
        .expect("a category");
    let FactPick::Value(Pick {
        parts: TextSource::Text(pieces),
        ..
    }) = &category.1
    else {
        panic!("a text")
    };
    let words = |text: &str| TextPiece::Words(text.to_owned());
    let city = TextPiece::Cell(Column::Name("City".to_owned()));
    assert_eq!(
        *pieces,
        [
            words("{x} "),
            city,
            words(", "),
            TextPiece::Cell(Column::Number(3))
        ]
    );
}
