//! Real ledgers, if available, with the mappings from the documentation.

use complaint::domain::case::FactField;
use complaint::domain::word::Word;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use complaint::domain::deadline::{DeadlineState, deadlines};
use complaint::domain::import::{Doubled, Import, Intake, KnownRow, Mapping, decode, take_in};
use complaint::domain::names::CaseId;
use complaint::domain::policy::{self, Policy};
use complaint::domain::rules;
use complaint::domain::time::{Instant, parse_rfc3339};

fn data(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: there is no {}", path.display());
    }
    bytes
}

fn standard() -> Policy {
    let (policy, findings) = policy::parse(policy::preset("standard").expect("the preset"));
    policy.unwrap_or_else(|| panic!("{findings:?}"))
}

fn mapping(name: &str) -> Mapping {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("docs/import")
        .join(name);
    let text = std::fs::read_to_string(path).expect("the mapping");
    Mapping::parse(&text).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn import(bytes: &[u8], name: &str, mapping: &Mapping, known: &[KnownRow]) -> Intake {
    let decoded = decode(bytes, mapping.file.encoding).expect("a text");
    let ledger = mapping.ledger(&decoded.text).expect("rows");
    let by = "li.wei".parse().expect("a staff id");
    let mut random = 0;
    let id = |date| {
        random += 1;
        CaseId::new(date, random)
    };
    let import = Import {
        name,
        by: &by,
        now: now(),
        known,
    };
    take_in(mapping, &ledger, &standard(), &import, id)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn now() -> Instant {
    parse_rfc3339("2026-11-21T09:00:00+08:00").expect("an instant")
}

/// The rows that an intake leaves in the repository.
fn kept(intake: &Intake) -> Vec<KnownRow> {
    let cases = intake
        .drafts
        .iter()
        .map(|draft| Arc::new(draft.case.clone()));
    cases.flat_map(|case| KnownRow::all_of(&case)).collect()
}

fn verbs(intake: &Intake) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for draft in &intake.drafts {
        let verbs: Vec<_> = draft
            .case
            .entries
            .iter()
            .map(|entry| entry.event.name())
            .collect();
        *counts.entry(verbs.join(" ")).or_default() += 1;
    }
    counts
}

fn statuses(intake: &Intake) -> BTreeMap<&'static str, usize> {
    let (policy, mut counts) = (standard(), BTreeMap::new());
    for draft in &intake.drafts {
        let judged = rules::judge(&draft.case, &policy, now());
        *counts.entry(judged.state.status().word()).or_default() += 1;
    }
    counts
}

#[test]
fn every_ticket_of_the_telephone_company_comes_in_once() {
    let Some(bytes) = data("comcast.csv") else {
        return;
    };
    let mapping = mapping("comcast.toml");
    let intake = import(&bytes, "comcast.csv", &mapping, &[]);
    assert_eq!(intake.drafts.len(), 2224);
    assert_eq!(
        (intake.refused.len(), intake.duplicates.len(), intake.known),
        (0, 0, 0),
        "{:?}",
        intake.refused
    );
    let expected = [
        ("register", 363),
        ("register close", 734),
        ("register pause", 154),
        ("register respond", 973),
    ];
    assert_eq!(
        verbs(&intake),
        expected
            .map(|(verbs, count)| (verbs.to_owned(), count))
            .into()
    );
    assert_eq!(
        statuses(&intake),
        [("closed", 734), ("open", 363 + 154), ("resolved", 973)].into()
    );

    let known = kept(&intake);
    let word = "comcast.csv#comcas";
    assert!(known.iter().any(|row| row.source == word));
    let again = import(&bytes, "comcast.csv", &mapping, &known);
    assert_eq!((again.drafts.len(), again.known), (0, 2224));
}

#[test]
fn requests_of_the_city_keep_what_was_promised() {
    let Some(bytes) = data("stlouis-2010.csv") else {
        return;
    };
    let intake = import(&bytes, "stlouis-2010.csv", &mapping("stlouis.toml"), &[]);
    assert_eq!(
        (
            intake.drafts.len(),
            intake.refused.len(),
            intake.duplicates.len()
        ),
        (1486, 0, 59)
    );
    let alike = intake
        .duplicates
        .iter()
        .filter(|duplicate| duplicate.doubled == Doubled::Alike)
        .count();
    assert_eq!(alike, 36);

    let policy = standard();
    let missed = intake.drafts.iter().filter(|draft| {
        let judged = rules::judge(&draft.case, &policy, now());
        let clocks = deadlines(&judged.state, &policy, now());
        clocks
            .iter()
            .any(|clock| clock.name == "promised" && clock.state == DeadlineState::Missed)
    });
    assert_eq!(missed.count(), 590);
    assert_eq!(
        statuses(&intake),
        [("closed", 1415), ("withdrawn", 71)].into()
    );
}

#[test]
fn chinese_text_of_the_car_portal_comes_in_right() {
    let Some(bytes) = data("car-complaints-gbk.csv") else {
        return;
    };
    let intake = import(
        &bytes,
        "car-complaints-gbk.csv",
        &mapping("car-complaints.toml"),
        &[],
    );
    assert_eq!(
        (intake.drafts.len(), intake.refused.len()),
        (630, 0),
        "{:?}",
        intake.refused
    );
    let facts = &intake.drafts[0].case.facts;
    assert_eq!(facts.summary, "吉利博越升级后Carplay消失4S店无升级包");
    assert_eq!(
        facts.text(FactField::Product),
        Some("吉利汽车 博越 2018款 1.8TD 自动 两驱 智尊型 4G互联版")
    );
    assert_eq!(
        verbs(&intake).values().copied().collect::<Vec<_>>(),
        [341, 22, 210, 57]
    );

    let mapping = mapping("car-complaints.toml");
    let again = import(&bytes, "car-complaints-gbk.csv", &mapping, &kept(&intake));
    assert_eq!((again.drafts.len(), again.known), (0, 630));
}
