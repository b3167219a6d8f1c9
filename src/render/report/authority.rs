//! The use of authority (D4, E4). Internal: it names people.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Named, ReportPage, head, name_column, number_column, title};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Amounts, Authority, Frame, Whose};
use crate::domain::word::Word;
use crate::render::table::{Column, Table};

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
        number(text!("alone"), |it| it.alone.count),
        number(text!("alone sum"), |it| it.alone.amount),
        number(text!("approved"), |it| it.approved.count),
        number(text!("approved sum"), |it| it.approved.amount),
        number(text!("not approved"), |it| it.lacking.count),
        number(text!("not approved sum"), |it| it.lacking.amount),
        number(text!("for others"), |it| it.given.count),
        number(text!("for others sum"), |it| it.given.amount),
        number(text!("sent back"), |it| it.sent_back),
    ]
}

fn number<'a, N: ToString + 'a>(
    title: Message,
    number: fn(&Authority) -> N,
) -> Column<'a, Named<Authority>> {
    number_column(title, move |(_, mine): &Named<Authority>| number(mine))
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
