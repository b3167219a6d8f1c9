//! What upheld complaints may cost whom (F4). It is internal: it names people.

use serde_json::{Value as Json, json};

use super::{Page, head, instant, short, title};
use crate::domain::case::FactField;
use crate::domain::metrics::Frame;
use crate::domain::policy::Sanction;
use crate::domain::rules::sanctions;
use crate::domain::snapshot::Snapshot;
use crate::domain::word::Word;
use crate::render::grid::{Cell, Grid, Width};

/// Each sanction that the policy has for an upheld complaint, in order of time.
pub fn sanctions(snapshots: &[&Snapshot], frame: &Frame<'_>) -> Page {
    let of = |snapshot: &&'_ Snapshot| sanctions::sanctions(snapshot.state(), frame.policy);
    let rows: Vec<(&Snapshot, &Sanction)> = snapshots
        .iter()
        .flat_map(|snapshot| of(snapshot).into_iter().map(|rule| (*snapshot, rule)))
        .collect();
    let mut json = head("sanctions", frame);
    json.insert(
        "sanctions".to_owned(),
        rows.iter()
            .map(|(snapshot, rule)| as_json(snapshot, rule, frame))
            .collect(),
    );
    Page::new(
        title("What upheld complaints may cost", frame),
        grid(&rows, frame),
        json.into(),
    )
}

fn grid(rows: &[(&Snapshot, &Sanction)], frame: &Frame<'_>) -> Grid {
    let fixed = ["id", "received"].map(|name| (name, Width::Fixed));
    let names = ["person", "verdict", "offence"].map(|name| (name, Width::Words));
    let rest = [("penalty", Width::Flexible), ("decided by", Width::Words)];
    let mut grid = Grid::new(fixed.into_iter().chain(names).chain(rest));
    for (snapshot, rule) in rows {
        let facts = &snapshot.state().facts;
        grid.push(vec![
            Cell::text(snapshot.id()),
            Cell::text(short(facts.received, frame)),
            Cell::maybe(facts.text(FactField::Person)),
            Cell::maybe(verdict(snapshot)),
            Cell::text(&rule.offence),
            Cell::text(&rule.penalty),
            Cell::maybe(rule.decided_by.as_deref()),
        ]);
    }
    grid
}

fn as_json(snapshot: &Snapshot, rule: &Sanction, frame: &Frame<'_>) -> Json {
    let facts = &snapshot.state().facts;
    json!({
        "id": snapshot.id(),
        "received": instant(facts.received, frame),
        "person": facts.text(FactField::Person),
        "verdict": verdict(snapshot),
        "offence": rule.offence,
        "penalty": rule.penalty,
        "decided_by": rule.decided_by,
    })
}

fn verdict(snapshot: &Snapshot) -> Option<&'static str> {
    snapshot
        .state()
        .investigation
        .as_ref()
        .map(|found| found.verdict.word())
}
