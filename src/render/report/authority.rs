//! How authority was used (D4, E4). It is internal: it names people.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Page, head, title};
use crate::domain::metrics::{Amounts, Authority, Frame, NO_VALUE, Whose};
use crate::render::grid::{Cell, Grid, Width};

/// One row a person or role, by name.
pub fn authority(
    uses: &BTreeMap<Option<String>, Authority>,
    whose: Whose,
    frame: &Frame<'_>,
) -> Page {
    let word = match whose {
        Whose::Person => "handler",
        Whose::Role => "role",
    };
    let mut json = head("authority", frame);
    json.insert("by".to_owned(), word.into());
    json.insert(
        "rows".to_owned(),
        uses.iter()
            .map(|(name, mine)| as_json(name, mine))
            .collect(),
    );
    let heading = format!(
        "How authority was used, amounts in {}",
        frame.policy.organisation.currency
    );
    Page::new(title(&heading, frame), grid(uses, word), json.into())
}

fn grid(uses: &BTreeMap<Option<String>, Authority>, word: &str) -> Grid {
    let numbers = [
        "alone",
        "alone sum",
        "approved",
        "approved sum",
        "not approved",
        "not approved sum",
        "for others",
        "for others sum",
        "sent back",
    ];
    let mut grid = Grid::new(
        [(word, Width::Words)]
            .into_iter()
            .chain(numbers.map(|name| (name, Width::Fixed))),
    );
    for (name, mine) in uses {
        let sums = [mine.alone, mine.approved, mine.lacking, mine.given];
        let sums = sums
            .into_iter()
            .flat_map(|sum| [Cell::number(sum.count), Cell::number(sum.amount)]);
        let name = Cell::text(name.as_deref().unwrap_or(NO_VALUE));
        grid.push(
            [name]
                .into_iter()
                .chain(sums)
                .chain([Cell::number(mine.sent_back)])
                .collect(),
        );
    }
    grid
}

fn as_json(name: &Option<String>, mine: &Authority) -> Json {
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
