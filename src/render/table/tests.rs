use serde::Serialize;

use super::*;
use crate::domain::message::text;

const PLAIN: Sheet = Sheet {
    style: Style::Plain,
    width: None,
};

fn counts() -> Table {
    let mut table = Table::new([
        (text!("what"), Width::Flexible),
        (text!("cases"), Width::Fixed),
    ]);
    table.push(vec![Cell::text("屏幕|a\nb"), Cell::number(12)]);
    table.push(vec![Cell::text("=1+1 <b>"), Cell::number(3)]);
    table
}

fn cases(rows: [[&'static str; 2]; 2]) -> Table {
    let columns = vec![
        Column::new(text!("id"), Width::Fixed, |row: &[&str; 2]| {
            Cell::text(row[0])
        })
        .rank(9),
        Column::new(text!("level"), Width::Fixed, |_: &[&str; 2]| {
            Cell::text("general")
        })
        .rank(1),
        Column::new(text!("summary"), Width::Fixed, |row: &[&str; 2]| {
            Cell::text(row[1])
        })
        .rank(8),
    ];
    Table::of(columns, &rows).on_one_line()
}

fn two_cases(width: Option<u16>) -> String {
    let table = cases([
        ["20261121-K7QM2X", "屏幕出现坏点，客户很不满意"],
        ["20261122-9TBV4D", "a\nb\u{1b}[2J\u{202e}c"],
    ]);
    table.on_terminal(Sheet { width, ..PLAIN })
}

#[test]
fn a_table_has_straight_borders() {
    let expected = "\
┌──────────┬───────┐
│ what     │ cases │
╞══════════╪═══════╡
│ 屏幕|a b │    12 │
│ =1+1 <b> │     3 │
└──────────┴───────┘
";
    assert_eq!(counts().on_terminal(PLAIN), expected);
    assert_eq!(
        two_cases(None),
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
        two_cases(Some(34)),
        "\
┌─────────────────┬──────────────┐
│ id              │ summary      │
╞═════════════════╪══════════════╡
│ 20261121-K7QM2X │ 屏幕出现坏…  │
│ 20261122-9TBV4D │ a b [2Jc     │
└─────────────────┴──────────────┘
"
    );
    assert!(two_cases(Some(8)).contains("│ 20261121-K7QM2X │"));
}

#[test]
fn csv_cells_are_quoted_and_defused() {
    assert_eq!(
        counts().csv(),
        "what,cases\n\"屏幕|a\nb\",12\n'=1+1 <b>,3\n"
    );
}

#[test]
fn people_and_programs_have_cells_of_their_own() {
    let share = |row: &u8| Cell::number(format!("{row}% of 8")).data(row.to_string());
    let columns = vec![
        Column::new(text!("who"), Width::Flexible, |_: &u8| Cell::text("x")),
        Column::new(text!("share"), Width::Fixed, share),
        Column::new(text!("unit"), Width::Fixed, |_: &u8| Cell::text("%")).for_programs(),
    ];
    let mut table = Table::of(columns, &[50]);
    table.push_total(vec![Cell::text("all"), Cell::number(1), Cell::empty()]);
    assert_eq!(table.csv(), "who,share,unit\nx,50,%\n");
    assert_eq!(
        table.markdown(),
        "| who | share |\n| --- | ---: |\n| x | 50% of 8 |\n| all | 1 |\n"
    );
}

#[test]
fn markdown_cells_stay_cells() {
    assert_eq!(
        counts().markdown(),
        "| what | cases |\n| --- | ---: |\n| 屏幕\\|a<br>b | 12 |\n| =1+1 &lt;b> | 3 |\n"
    );
    let cases = cases([["a|b", "c\nd <b>[a](b)"], ["", "\u{202e}x"]]);
    assert_eq!(
        cases.markdown(),
        "| id | level | summary |\n| --- | --- | --- |\n| a\\|b | general | c d &lt;b>\\[a\\](b) |\n\
         |  | general | x |\n"
    );
}

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
fn rows_for_programs_are_flattened() {
    let row = |id| Line {
        id,
        flags: vec!["a", "b"],
        amount: None,
        deadlines: vec![Inner { name: "x" }],
    };
    assert_eq!(
        flat(&[row("=1+1"), row("@x"), row("a,\"b\"")]).csv(),
        "id,flags,amount\n'=1+1,a b,\n'@x,a b,\n\"a,\"\"b\"\"\",a b,\n"
    );
    assert_eq!(flat::<Line>(&[]).csv(), "");
}

#[test]
fn a_wrapped_table_leaves_columns_out_by_rank_and_says_which() {
    let column = |title, rank| {
        Column::new(title, Width::Words, |_: &u8| Cell::text("some words")).rank(rank)
    };
    let columns = || {
        vec![
            column(text!("figure"), 0),
            column(text!("numerator"), 1),
            column(text!("denominator"), 2),
        ]
    };
    let shown = |width| {
        let width = Some(width);
        Table::of(columns(), &[1]).on_terminal(Sheet { width, ..PLAIN })
    };
    assert!(!shown(36).contains("left out"), "{}", shown(36));
    assert_eq!(
        shown(35),
        "\
┌────────────┬─────────────┐
│ figure     │ denominator │
╞════════════╪═════════════╡
│ some words │ some words  │
└────────────┴─────────────┘
left out, as the table is too wide: numerator
"
    );
    assert!(
        shown(10).ends_with(": numerator, denominator\n"),
        "{}",
        shown(10)
    );
}
