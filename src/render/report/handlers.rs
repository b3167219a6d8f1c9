//! The performance of people, departments and outlets (E4). Internal: it names people.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Named, ReportPage, head, name_column, number_column, quantity, title};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Account, Frame, Ratio, Work};
use crate::domain::word::Word;
use crate::render::table::{Cell, Column, Table, Width};

/// One row for each person, department or outlet, by name; the row without a name comes last.
pub(crate) fn handlers(
    accounts: BTreeMap<Option<String>, Work>,
    by: Account,
    frame: &Frame<'_>,
) -> ReportPage {
    let mut rows: Vec<Named<Work>> = accounts.into_iter().collect();
    rows.sort_by_key(|(name, _)| name.is_none());
    let mut json = head("handlers", frame);
    json.insert("by".to_owned(), by.word().into());
    json.insert("rows".to_owned(), rows.iter().map(as_json).collect());
    let heading = match by {
        Account::Handler => text!("Performance of people"),
        Account::Department => text!("Performance of departments"),
        Account::Outlet => text!("Performance of outlets"),
    };
    let table = Table::of(columns(by), &rows);
    ReportPage::new(title(heading, frame), table, json)
}

fn columns<'a>(by: Account) -> Vec<Column<'a, Named<Work>>> {
    vec![
        name_column(message!("{by}", by)),
        number(text!("open"), |work| work.open),
        number(text!("cases"), |work| work.cases),
        share(text!("in time"), |work| work.in_time),
        numerator("in time numerator", |work| work.in_time),
        denominator("in time denominator", |work| work.in_time),
        share(text!("satisfied"), |work| work.satisfied),
        numerator("satisfied numerator", |work| work.satisfied),
        denominator("satisfied denominator", |work| work.satisfied),
        number(text!("upheld"), |work| work.upheld),
        number(text!("chased"), |work| work.chased),
        number(text!("done again"), |work| work.reworked),
    ]
}

fn number<'a>(title: Message, number: fn(&Work) -> u64) -> Column<'a, Named<Work>> {
    number_column(title, move |(_, work): &Named<Work>| number(work))
}

/// The counts of a share, for program output.
fn numerator<'a>(title: &str, share: fn(&Work) -> Ratio) -> Column<'a, Named<Work>> {
    number_column(title, move |(_, work): &Named<Work>| share(work).numerator).for_programs()
}

fn denominator<'a>(title: &str, share: fn(&Work) -> Ratio) -> Column<'a, Named<Work>> {
    number_column(title, move |(_, work): &Named<Work>| {
        share(work).denominator
    })
    .for_programs()
}

/// `87.5% of 8`; program output has the counts in columns of their own.
fn share<'a>(title: Message, share: fn(&Work) -> Ratio) -> Column<'a, Named<Work>> {
    Column::new(
        title,
        Width::Words,
        move |(_, work): &Named<Work>| match share(work).of_any() {
            None => Cell::number("–").data(""),
            Some(share) => {
                let percent = quantity::percent(share);
                let all = share.denominator;
                let shown = message!("{percent}% of {all}", percent, all);
                Cell::message(shown).data(percent).right()
            }
        },
    )
}

fn as_json((name, work): &Named<Work>) -> Json {
    let share =
        |share: Ratio| json!({ "numerator": share.numerator, "denominator": share.denominator });
    json!({
        "name": name,
        "open": work.open,
        "cases": work.cases,
        "in_time": share(work.in_time),
        "satisfied": share(work.satisfied),
        "upheld": work.upheld,
        "chased": work.chased,
        "reworked": work.reworked,
    })
}
