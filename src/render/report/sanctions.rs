//! What upheld complaints may cost whom (F4). It is internal: it names people.

use serde_json::{Value as Json, json};

use super::{Page, head, instant, short, title};
use crate::domain::case::FactField;
use crate::domain::dossier::Dossier;
use crate::domain::metrics::Frame;
use crate::domain::policy::Sanction;
use crate::domain::rules::sanctions;
use crate::domain::word::Word;
use crate::render::grid::{Cell, Grid, Width};

/// Each sanction that the policy has for an upheld complaint, in order of time.
pub fn sanctions(dossiers: &[&Dossier], frame: &Frame<'_>) -> Page {
    let of = |dossier: &&'_ Dossier| sanctions::sanctions(dossier.state(), frame.policy);
    let rows: Vec<(&Dossier, &Sanction)> = dossiers
        .iter()
        .flat_map(|dossier| of(dossier).into_iter().map(|rule| (*dossier, rule)))
        .collect();
    let mut json = head("sanctions", frame);
    json.insert(
        "sanctions".to_owned(),
        rows.iter()
            .map(|(dossier, rule)| as_json(dossier, rule, frame))
            .collect(),
    );
    Page::new(
        title("What upheld complaints may cost", frame),
        grid(&rows, frame),
        json.into(),
    )
}

fn grid(rows: &[(&Dossier, &Sanction)], frame: &Frame<'_>) -> Grid {
    let fixed = ["id", "received"].map(|name| (name, Width::Fixed));
    let names = ["person", "verdict", "offence"].map(|name| (name, Width::Words));
    let rest = [("penalty", Width::Flexible), ("decided by", Width::Words)];
    let mut grid = Grid::new(fixed.into_iter().chain(names).chain(rest));
    for (dossier, rule) in rows {
        let facts = &dossier.state().facts;
        grid.push(vec![
            Cell::text(dossier.id()),
            Cell::text(short(facts.received, frame)),
            Cell::maybe(facts.text(FactField::Person)),
            Cell::maybe(verdict(dossier)),
            Cell::text(&rule.offence),
            Cell::text(&rule.penalty),
            Cell::maybe(rule.decided_by.as_deref()),
        ]);
    }
    grid
}

fn as_json(dossier: &Dossier, rule: &Sanction, frame: &Frame<'_>) -> Json {
    let facts = &dossier.state().facts;
    json!({
        "id": dossier.id(),
        "received": instant(facts.received, frame),
        "person": facts.text(FactField::Person),
        "verdict": verdict(dossier),
        "offence": rule.offence,
        "penalty": rule.penalty,
        "decided_by": rule.decided_by,
    })
}

fn verdict(dossier: &Dossier) -> Option<&'static str> {
    dossier
        .state()
        .investigation
        .as_ref()
        .map(|found| found.verdict.word())
}
