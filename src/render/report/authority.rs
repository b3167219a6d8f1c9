//! The use of authority (D4, E4). Internal: it names people.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Named, ReportPage, head, name_column, number_column, title};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Amounts, Authority, Frame, Whose};
use crate::domain::word::Word;
use crate::render::table::{Cell, Column, Table, Width};

/// One row for each person or role, by name.
pub(crate) fn authority(
    uses: BTreeMap<Option<String>, Authority>,
    whose: Whose,
    frame: &Frame<'_>,
) -> ReportPage {
    let rows: Vec<Named<Authority>> = uses.into_iter().collect();
    let mut json = head("authority", frame);
    json.insert("by".to_owned(), whose.word().into());
    json.insert("rows".to_owned(), rows.iter().map(as_json).collect());
    let heading = message!(
        "Use of authority, amounts in {currency}",
        currency = frame.policy.organisation.currency
    );
    let table = Table::of(columns(whose), &rows);
    ReportPage::new(title(heading, frame), table, json)
}

fn columns<'a>(whose: Whose) -> Vec<Column<'a, Named<Authority>>> {
    vec![
        name_column(message!("{whose}", whose)),
        amounts(text!("alone"), |it| it.alone),
        sum("alone sum", |it| it.alone),
        amounts(text!("approved"), |it| it.approved),
        sum("approved sum", |it| it.approved),
        amounts(text!("not approved"), |it| it.lacking),
        sum("not approved sum", |it| it.lacking),
        amounts(text!("for others"), |it| it.given),
        sum("for others sum", |it| it.given),
        number_column(text!("sent back"), |(_, mine): &Named<Authority>| {
            mine.sent_back
        }),
    ]
}

/// `2 (440.00)`; program output has the sum in a column of its own.
fn amounts<'a>(title: Message, amounts: fn(&Authority) -> Amounts) -> Column<'a, Named<Authority>> {
    Column::new(title, Width::Words, move |(_, mine): &Named<Authority>| {
        let Amounts { count, amount } = amounts(mine);
        let shown = match count {
            0 => message!("{count}", count),
            _ => message!("{count} ({amount})", count, amount = amount.to_string()),
        };
        Cell::message(shown).data(count.to_string()).right()
    })
}

/// The sum, for program output.
fn sum<'a>(title: &str, amounts: fn(&Authority) -> Amounts) -> Column<'a, Named<Authority>> {
    number_column(title, move |(_, mine): &Named<Authority>| {
        amounts(mine).amount
    })
    .for_programs()
}

fn as_json((name, mine): &Named<Authority>) -> Json {
    let sum = |sum: Amounts| json!({ "count": sum.count, "amount": sum.amount.to_string() });
    json!({
        "name": name,
        "alone": sum(mine.alone),
        "approved": sum(mine.approved),
        "not_approved": sum(mine.lacking),
        "for_others": sum(mine.given),
        "sent_back": mine.sent_back,
    })
}
