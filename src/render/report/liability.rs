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
use crate::domain::share::{self, Share};
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

/// The amounts of the cases with one burden.
struct Sums<'a> {
    parties: BTreeMap<Cow<'a, str>, Decimal>,
    total: Decimal,
}

impl<'a> Sums<'a> {
    /// The sums of the parties add up to the total.
    fn of(cases: &[Apportioned<'a>], burden: Burden, currency: &str) -> Self {
        let mut sums = Self {
            parties: BTreeMap::new(),
            total: share::in_currency(Decimal::ZERO, currency),
        };
        let mut spellings = Spellings::new([]);
        for case in cases.iter().filter(|case| case.burden == burden) {
            sums.total = sums.total.saturating_add(case.amount);
            for (party, _, part) in &case.parts {
                let party = spellings.of(Cow::Borrowed(*party));
                let sum = sums.parties.entry(party).or_default();
                *sum = sum.saturating_add(*part);
            }
        }
        sums
    }

    fn as_json(&self) -> Json {
        let party =
            |(party, sum): (&Cow<'_, str>, &Decimal)| json!({ "party": party, "sum": plain(*sum) });
        self.parties.iter().map(party).collect()
    }
}

/// The cases with known shares and amount, in order of time. What is paid and what open cases
/// dispute are sums of their own.
pub(crate) fn liability(snapshots: &[&Snapshot], frame: &Frame<'_>) -> ReportPage {
    let cases: Vec<Apportioned<'_>> = snapshots
        .iter()
        .filter_map(|snapshot| apportion(snapshot, frame))
        .collect();
    let currency = &frame.policy.organisation.currency;
    let [paid, disputed] =
        [Burden::Paid, Burden::Dispute].map(|burden| Sums::of(&cases, burden, currency));
    let mut json = head("liability", frame);
    json.insert("currency".to_owned(), json!(currency));
    json.insert("cases".to_owned(), cases.iter().map(as_json).collect());
    json.insert("parties".to_owned(), paid.as_json());
    json.insert("total".to_owned(), json!(plain(paid.total)));
    let in_dispute = json!({ "parties": disputed.as_json(), "sum": plain(disputed.total) });
    json.insert("in_dispute".to_owned(), in_dispute);
    let heading = message!("Liability in {currency}", currency);
    ReportPage::new(title(heading, frame), table(&cases, &paid, &disputed), json)
}

fn apportion<'a>(snapshot: &'a Snapshot, frame: &Frame<'a>) -> Option<Apportioned<'a>> {
    let (state, policy) = (snapshot.state(), frame.policy);
    let standing = liability::standing(state, &snapshot.deadlines, policy)?;
    let (amount, burden) = liability::burden(state, policy)?;
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

/// A row for each party of each case; for people also the sum of each party, and the totals.
fn table(cases: &[Apportioned<'_>], paid: &Sums<'_>, disputed: &Sums<'_>) -> Table {
    let rows: Vec<Row<'_>> = cases
        .iter()
        .flat_map(|case| case.parts.iter().map(move |part| (case, part)))
        .collect();
    let mut table = Table::of(columns(), &rows);
    push_totals(&mut table, paid, Burden::Paid);
    if !disputed.parties.is_empty() {
        push_totals(&mut table, disputed, Burden::Dispute);
    }
    table
}

fn push_totals(table: &mut Table, sums: &Sums<'_>, of: Burden) {
    let empty = Cell::empty;
    for (party, sum) in &sums.parties {
        table.push_total(vec![
            Cell::message(text!("sum")),
            empty(),
            Cell::message(burden(of)),
            Cell::text(party.as_ref()),
            empty(),
            Cell::number(sum),
        ]);
    }
    table.push_total(vec![
        Cell::message(text!("total")),
        Cell::number(sums.total),
        Cell::message(burden(of)),
        empty(),
        empty(),
        Cell::number(sums.total),
    ]);
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
    let part = |(party, share, part): &Part<'_>| json!({ "party": party, "share": share.written(), "part": plain(*part) });
    json!({
        "id": case.snapshot.id(),
        "amount": plain(case.amount),
        "of": case.burden.word(),
        "missed": case.missed,
        "parts": case.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

/// An amount for programs, without zeros at its end.
fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}
