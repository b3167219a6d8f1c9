//! Liability for the costs of complaints: every case with its parties, then the sum for each party
//! (B17).

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{ReportPage, head, title};
use crate::domain::liability::{self, Burden, Grounds};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::Frame;
use crate::domain::share::Share;
use crate::domain::snapshot::Snapshot;
use crate::domain::spelling::Spellings;
use crate::domain::word::Word;
use crate::render::table::{Cell, Column, Table, Width};

/// One case whose cost is divided.
struct Apportioned<'a> {
    snapshot: &'a Snapshot,
    amount: Decimal,
    burden: Burden,
    missed: Option<&'a str>,
    parts: Vec<Part<'a>>,
}

/// A party, its share, and the resulting amount.
type Part<'a> = (&'a str, Share, Decimal);

/// The part of one party in one case.
type Row<'a> = (&'a Apportioned<'a>, &'a Part<'a>);

/// The cases with known shares and amount, in order of time. The sums of the parties add up to the
/// total.
pub(crate) fn liability(snapshots: &[&Snapshot], frame: &Frame<'_>) -> ReportPage {
    let cases: Vec<Apportioned<'_>> = snapshots
        .iter()
        .filter_map(|snapshot| apportion(snapshot, frame))
        .collect();
    let mut sums: BTreeMap<Cow<'_, str>, Decimal> = BTreeMap::new();
    let mut spellings = Spellings::new([]);
    for (party, _, part) in cases.iter().flat_map(|case| &case.parts) {
        let party = spellings.of(Cow::Borrowed(party));
        *sums.entry(party).or_default() += part;
    }
    let total: Decimal = cases.iter().map(|case| case.amount).sum();
    let currency = &frame.policy.organisation.currency;
    let mut json = head("liability", frame);
    json.insert("currency".to_owned(), json!(currency));
    json.insert("cases".to_owned(), cases.iter().map(as_json).collect());
    let parties = sums
        .iter()
        .map(|(party, sum)| json!({ "party": party, "sum": sum.to_string() }));
    json.insert("parties".to_owned(), parties.collect());
    json.insert("total".to_owned(), json!(total.to_string()));
    let heading = message!("Liability in {currency}", currency);
    ReportPage::new(title(heading, frame), table(&cases, &sums, total), json)
}

fn apportion<'a>(snapshot: &'a Snapshot, frame: &Frame<'a>) -> Option<Apportioned<'a>> {
    let (state, policy) = (snapshot.state(), frame.policy);
    let standing = liability::standing(state, &snapshot.deadlines, policy)?;
    let (amount, burden) = liability::burden(state)?;
    let parts = liability::parts(amount, standing.shares, policy)?;
    let parts = standing
        .shares
        .iter()
        .zip(parts)
        .map(|((party, share), part)| (party.as_str(), *share, part))
        .collect();
    let missed = match standing.grounds {
        Grounds::Stated => None,
        Grounds::Missed(deadline) => Some(deadline),
    };
    Some(Apportioned {
        snapshot,
        amount,
        burden,
        missed,
        parts,
    })
}

/// A row for each party of each case; for people also the sum of each party, and the total.
fn table(
    cases: &[Apportioned<'_>],
    sums: &BTreeMap<Cow<'_, str>, Decimal>,
    total: Decimal,
) -> Table {
    let rows: Vec<Row<'_>> = cases
        .iter()
        .flat_map(|case| case.parts.iter().map(move |part| (case, part)))
        .collect();
    let mut table = Table::of(columns(), &rows);
    let empty = Cell::empty;
    for (party, sum) in sums {
        let label = Cell::message(text!("sum"));
        let party = Cell::text(party.as_ref());
        table.push_total(vec![
            label,
            empty(),
            empty(),
            party,
            empty(),
            Cell::number(sum),
        ]);
    }
    let label = Cell::message(text!("total"));
    let (total, parts) = (
        Cell::number(total),
        Cell::number(sums.values().sum::<Decimal>()),
    );
    table.push_total(vec![label, total, empty(), empty(), empty(), parts]);
    table
}

fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    vec![
        fixed(text!("id"), |(case, _)| Cell::text(case.snapshot.id())),
        fixed(text!("amount"), |(case, _)| Cell::number(case.amount)),
        fixed(text!("of"), |(case, _)| Cell::message(burden(case.burden))),
        Column::new(text!("party"), Width::Flexible, |(_, part): &Row<'_>| {
            Cell::text(part.0)
        }),
        fixed(text!("share"), |(_, part)| Cell::number(part.1)),
        fixed(text!("part"), |(_, part)| Cell::number(part.2)),
    ]
}

fn fixed<'a>(title: Message, cell: fn(&Row<'a>) -> Cell) -> Column<'a, Row<'a>> {
    Column::new(title, Width::Fixed, cell)
}

fn burden(burden: Burden) -> Message {
    match burden {
        Burden::Paid => text!("paid"),
        Burden::Dispute => text!("in dispute"),
    }
}

fn as_json(case: &Apportioned<'_>) -> Json {
    let part = |(party, share, part): &Part<'_>| json!({ "party": party, "share": share.written(), "part": part.to_string() });
    json!({
        "id": case.snapshot.id(),
        "amount": case.amount.to_string(),
        "of": case.burden.word(),
        "missed": case.missed,
        "parts": case.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
