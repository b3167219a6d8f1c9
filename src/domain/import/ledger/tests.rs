use super::*;

fn read(text: &str) -> Ledger {
    Ledger::read(text, &FileForm::default()).expect("a ledger")
}

#[test]
fn delimiter_and_quotes_are_found_out() {
    for (text, delimiter) in [
        ("a,b\n1,2\n", ','),
        ("a;b\n1,5;2,5\n3,5;4\n", ';'),
        ("a\tb\n1, one\t2\n", '\t'),
        ("a|b\n1|2, 3; 4\n", '|'),
        ("'a','b'\n'1, one','2'\n", ','),
        ("\"a;x\",\"b\"\n\"1\",\"2;3;4\"\n", ','),
        ("a\n1\n", ','),
    ] {
        let ledger = read(text);
        assert_eq!(ledger.delimiter, delimiter, "{text}");
        assert!(
            ledger
                .rows
                .iter()
                .all(|row| row.cells.len() == ledger.columns.len()),
            "{text}"
        );
    }
}

#[test]
fn a_row_knows_the_line_it_begins_on() {
    let ledger = read("a,b\r\n\r\n1,\"two\r\nlines\"\r\n2,x\r\n,\r\n3,y");
    let lines: Vec<_> = ledger
        .rows
        .iter()
        .map(|row| (row.line, row.cells[1].as_str()))
        .collect();
    assert_eq!(lines, [(3, "two\nlines"), (5, "x"), (7, "y")]);
}

#[test]
fn what_spreadsheets_put_around_a_text_is_taken_off() {
    for (cell, text) in [
        ("=\"00123\"", "00123"),
        ("'=1+1", "=1+1"),
        ("=1+1", "=1+1"),
        ("'tis", "'tis"),
        (" x \u{7}", "x"),
        ("5\" pipe", "5\" pipe"),
    ] {
        assert_eq!(clean(cell), text);
    }
}

#[test]
fn the_header_may_stand_lower_or_be_missing() {
    let form = FileForm {
        header: 2,
        ..FileForm::default()
    };
    let ledger = Ledger::read("Complaints 2015,\na,b\n1,2\n", &form).expect("a ledger");
    assert_eq!(
        (ledger.columns, ledger.rows.len()),
        (vec!["a".to_owned(), "b".to_owned()], 1)
    );
    let form = FileForm {
        header: 0,
        ..FileForm::default()
    };
    assert_eq!(
        Ledger::read("1,2\n3,4\n", &form)
            .expect("a ledger")
            .rows
            .len(),
        2
    );
    assert_eq!(
        Ledger::read("", &FileForm::default()),
        Err(LedgerError::Empty)
    );
}

/// The cells of each row below the header, behind its line; `!` and why in place of a row that cannot
/// be split.
fn rows(text: &str) -> Vec<String> {
    let row = |row: &Row| match row.flaw {
        Some(flaw) => format!("{}! {}", row.line, flaw.message().in_english()),
        None => format!("{} {}", row.line, row.cells.join("|")),
    };
    read(text).rows.iter().map(row).collect()
}

const OPEN: &str = "! it has a quote that is never closed";
const BEHIND: &str =
    "! it has text after a closing quote; a quote within a quoted cell is written twice";

#[test]
fn a_row_with_quotes_that_do_not_fit_hides_no_other() {
    for (text, expected) in [
        (
            "a,b\n1,\"x\n2,y\n3,z\n",
            vec![format!("2{OPEN}"), "3 2|y".to_owned(), "4 3|z".to_owned()],
        ),
        (
            "a,b\n1,x\n2,\"y\n",
            vec!["2 1|x".to_owned(), format!("3{OPEN}")],
        ),
        (
            "a,b\n1,\"x\n2,\"y, z\"\n3,z\n",
            vec![
                format!("2{OPEN}"),
                "3 2|y, z".to_owned(),
                "4 3|z".to_owned(),
            ],
        ),
        (
            "a,b\n1,\"x\"y\n2,z\n",
            vec![format!("2{BEHIND}"), "3 2|z".to_owned()],
        ),
        (
            "a,b\n1,\"say \"hi\", now\"\n2,z\n",
            vec![format!("2{BEHIND}"), "3 2|z".to_owned()],
        ),
        (
            "a,b\n\"1,x\n2,y\n",
            vec![format!("2{OPEN}"), "3 2|y".to_owned()],
        ),
        // quotes that stand for themselves, or do their work
        (
            "a,b\n1, xyx\n2, xyx\n",
            vec!["2 1|xyx".to_owned(), "3 2|xyx".to_owned()],
        ),
        (
            "a,b\n1,5\" pipe\n2,he said \"no\"\n",
            vec!["2 1|5\" pipe".to_owned(), "3 2|he said \"no\"".to_owned()],
        ),
        (
            "a,b\n1, \"x, y\" \n2, \"z\n",
            vec!["2 1|x, y".to_owned(), "3 2|\"z".to_owned()],
        ),
        (
            "a,b\n1,\"say \"\"hi\"\"\"\n2,\"\"\n",
            vec!["2 1|say \"hi\"".to_owned(), "3 2|".to_owned()],
        ),
        (
            "a,b\n1,\"x\ny, z\"\n2,z\n",
            vec!["2 1|x\ny, z".to_owned(), "4 2|z".to_owned()],
        ),
        ("\u{feff}a,b\n\u{feff}\"1\",x\n", vec!["2 1|x".to_owned()]),
    ] {
        assert_eq!(rows(text), expected, "{text}");
    }
}

#[test]
fn a_quote_that_closes_after_another_row_swallows_it() {
    let text = "a,b\n1,\"x\n2,y\n3,z\"\n4,w\n";
    let is_row = |_: &[String], row: &Row| row.cells[0].parse::<u8>().is_ok();
    let ledger = Ledger::read_rows(text, &FileForm::default(), &is_row).expect("a ledger");
    let lines: Vec<_> = ledger.rows.iter().map(|row| (row.line, row.flaw)).collect();
    assert_eq!(
        lines,
        [
            (2, Some(Flaw::Swallows { line: 3 })),
            (3, None),
            (4, None),
            (5, None)
        ]
    );
    assert_eq!(
        Ledger::read(text, &FileForm::default())
            .expect("a ledger")
            .rows
            .len(),
        2
    );
}

#[test]
fn every_line_end_counts_once() {
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let text = ["a,b", "1,\"two", "lines\"", "", "2,x", ""].join(end);
        assert_eq!(rows(&text), ["2 1|two\nlines", "5 2|x"], "{end:?}");
    }
}

#[test]
fn the_delimiter_is_that_of_the_rows_from_the_header_on() {
    let form = FileForm {
        header: 2,
        ..FileForm::default()
    };
    for (text, delimiter) in [
        (
            "Export of complaints, 12 May 2025\nNo;Date\n1;late, wet, torn\n2;late\n",
            ';',
        ),
        ("Ledger; 2025; all\n,,\nNo,Date,Text\n1,x,y\n", ','),
        ("Ledger\n;;\nNo;Date;Text\n1;x;y\n", ';'),
        ("sep=|\nLedger, 2025\nNo|Date\n1|x\n", '|'),
    ] {
        let ledger = Ledger::read(text, &form).expect("a ledger");
        assert_eq!(
            (ledger.delimiter, ledger.columns[0].as_str()),
            (delimiter, "No"),
            "{text}"
        );
        assert!(
            ledger
                .rows
                .iter()
                .all(|row| row.cells.len() == ledger.columns.len()),
            "{text}"
        );
    }
}

#[test]
fn what_is_guessed_is_said_and_what_is_uncertain_refused() {
    for (text, guesses) in [
        ("a,b\n1,2\n", ""),
        ("a;b\n1;2\n", "delimiter = \";\""),
        ("a\tb\n1\t2\n", "delimiter = \"tab\""),
        ("'a';'b'\n'1';'2'\n", "quote = \"'\", delimiter = \";\""),
        ("sep=;\na;b\n1;2\n", ""),
    ] {
        let said: Vec<_> = read(text)
            .guesses
            .iter()
            .map(|it| format!("{} = \"{}\"", it.key, it.value))
            .collect();
        assert_eq!(said.join(", "), guesses, "{text}");
    }
    let refused = Ledger::read("a;b,c\n1;2,3\n", &FileForm::default());
    assert_eq!(refused, Err(LedgerError::Delimiters(vec![',', ';'])));
    let header = Ledger::read("a,\"b\n1,2\n", &FileForm::default());
    assert_eq!(
        header,
        Err(LedgerError::Header {
            line: 1,
            flaw: Flaw::Open
        })
    );
}

#[test]
fn names_of_columns_are_on_one_line_without_what_nobody_sees() {
    let ledger = read("No,\"Date of\nreceipt\",Te\u{200b}xt\u{a0}\n1,2,3\n");
    assert_eq!(ledger.columns, ["No", "Date of receipt", "Text"]);
}

#[test]
fn every_line_is_of_the_header_of_a_row_or_blank() {
    for (text, header, of_rows, blank) in [
        ("a,b\n1,2\n", 1, 1, 0),
        ("a,b\n1,2", 1, 1, 0),
        ("a,b\r\n\r\n1,\"two\r\nlines\"\r\n2,x\r\n,\r\n3,y", 1, 4, 2),
        ("\n\na,\"b\nc\"\n\n1,2\n\n  \n\n", 2, 1, 6),
        ("a,b\r1,2\r3,4\r", 1, 2, 0),
        ("a,b\r\r\n1,2\r\r\n", 1, 1, 0),
        ("a,b\n\"\n\",\"\n\n\"\n1,2\n", 1, 1, 4),
        ("sep=,\na,b\n1,\"2\n3,\"4\" 5\n6,7", 2, 3, 0),
    ] {
        let ledger = read(text);
        let of = ledger.rows.iter().map(|row| row.lines).sum::<usize>();
        let Lines {
            header: above,
            blank: empty,
            ..
        } = ledger.lines;
        assert_eq!((above, of, empty), (header, of_rows, blank), "{text:?}");
        assert!(ledger.is_accounted_for(), "{text:?}");
    }
}
