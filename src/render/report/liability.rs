//! Who bears what the complaints cost: every case with its parties, then each party's sum (B17).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{Page, head, title};
use crate::domain::liability::{self, Burden, Grounds};
use crate::domain::metrics::Frame;
use crate::domain::share::Share;
use crate::domain::snapshot::Snapshot;
use crate::domain::word::Word;
use crate::render::grid::{Cell, Grid, Width};
use crate::render::style::Tone;

/// One case whose cost is parted.
struct Parted<'a> {
    snapshot: &'a Snapshot,
    amount: Decimal,
    burden: Burden,
    missed: Option<&'a str>,
    parts: Vec<(&'a str, Share, Decimal)>,
}

/// The cases of which it is known who is liable for how much, in order of time. The sums of the parties add up to the total.
pub fn liability(snapshots: &[&Snapshot], frame: &Frame<'_>) -> Page {
    let cases: Vec<Parted<'_>> = snapshots
        .iter()
        .filter_map(|snapshot| parted(snapshot, frame))
        .collect();
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (party, _, part) in cases.iter().flat_map(|case| &case.parts) {
        *sums.entry(party).or_default() += part;
    }
    let total: Decimal = cases.iter().map(|case| case.amount).sum();
    let (rows, mut whole) = (grid(&cases), grid(&cases));
    let strong = |cell: Cell| cell.tone(Tone::Strong);
    for (party, sum) in &sums {
        let cells = ["sum", "", "", party, ""].map(Cell::text);
        whole.push(
            cells
                .into_iter()
                .chain([Cell::number(sum)])
                .map(strong)
                .collect(),
        );
    }
    let cells = [
        Cell::text("total"),
        Cell::number(total),
        Cell::text(""),
        Cell::text(""),
        Cell::text(""),
    ];
    whole.push(
        cells
            .into_iter()
            .chain([Cell::number(sums.values().sum::<Decimal>())])
            .map(strong)
            .collect(),
    );
    let mut json = head("liability", frame);
    json.insert(
        "currency".to_owned(),
        json!(frame.policy.organisation.currency),
    );
    json.insert("cases".to_owned(), cases.iter().map(as_json).collect());
    let sums = sums
        .iter()
        .map(|(party, sum)| json!({ "party": party, "sum": sum.to_string() }));
    json.insert("parties".to_owned(), sums.collect());
    json.insert("total".to_owned(), json!(total.to_string()));
    let mut page = Page::new(
        title(
            &format!("Liability in {}", frame.policy.organisation.currency),
            frame,
        ),
        whole,
        json.into(),
    );
    page.data = rows;
    page
}

fn parted<'a>(snapshot: &'a Snapshot, frame: &Frame<'a>) -> Option<Parted<'a>> {
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
    Some(Parted {
        snapshot,
        amount,
        burden,
        missed,
        parts,
    })
}

fn grid(cases: &[Parted<'_>]) -> Grid {
    let fixed = ["id", "amount", "of", "party", "share", "part"];
    let mut grid = Grid::new(fixed.map(|name| {
        (
            name,
            if name == "party" {
                Width::Flexible
            } else {
                Width::Fixed
            },
        )
    }));
    for case in cases {
        for (party, share, part) in &case.parts {
            grid.push(vec![
                Cell::text(case.snapshot.id()),
                Cell::number(case.amount),
                Cell::text(case.burden.word()),
                Cell::text(*party),
                Cell::number(share),
                Cell::number(part),
            ]);
        }
    }
    grid
}

fn as_json(case: &Parted<'_>) -> Json {
    let part = |(party, share, part): &(&str, Share, Decimal)| json!({ "party": party, "share": share.written(), "part": part.to_string() });
    json!({
        "id": case.snapshot.id(),
        "amount": case.amount.to_string(),
        "of": case.burden.word(),
        "missed": case.missed,
        "parts": case.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
