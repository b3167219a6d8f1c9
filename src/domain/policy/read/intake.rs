//! What is asked of complaints when they come in.

use super::Names;
use super::deadlines::{clock_conditions, conditions};
use super::table::{Item, Section};
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::{Condition, EvidenceRule, RequiredFacts, Window};

/// Which facts complaints have to have, in the order of the file.
pub(super) fn required(top: &mut Section, names: &Names) -> Vec<RequiredFacts> {
    let words: Vec<_> = FactField::optional()
        .map(|field| (field, field.name()))
        .collect();
    let rule = |mut section: Section| {
        let facts = section.require("facts", "say which: facts = [\"order\", \"delivered\"]");
        let facts = facts.and_then(|item| item.texts()).unwrap_or_default();
        let what = "a fact that a complaint may be without";
        let facts = facts
            .iter()
            .filter_map(|text| section.reader.word(Code::BadValue, what, text, &words))
            .collect();
        let when = clock_conditions(&mut section, names);
        let since = section
            .take("since")
            .and_then(|item| item.date())
            .map(|since| since.value);
        let spot = section.spot;
        section.finish();
        RequiredFacts {
            facts,
            when,
            since,
            spot,
        }
    };
    top.sections("required").into_iter().map(rule).collect()
}

/// Which evidence complaints need, in the order of the file.
pub(super) fn evidence(top: &mut Section, names: &Names) -> Vec<EvidenceRule> {
    let rule = |mut section: Section| {
        let any = section.require("any", "say what is needed: any = [\"photo\", \"goods\"]");
        let any = any.map(|item| kinds(&item, names));
        let when = conditions(&mut section, names);
        let since = section
            .take("since")
            .and_then(|item| item.date())
            .map(|since| since.value);
        let spot = section.spot;
        section.finish();
        Some(EvidenceRule {
            any: any?,
            when,
            since,
            spot,
        })
    };
    top.sections("evidence")
        .into_iter()
        .filter_map(rule)
        .collect()
}

/// Kinds of evidence; at least one.
fn kinds(item: &Item, names: &Names) -> Vec<String> {
    let known = &names.basis.lists.documents;
    let texts = item.texts().unwrap_or_default();
    if texts.is_empty() && item.items_are_none() {
        item.bad::<()>(format!(
            "'{}' lists no kind of evidence, so it never holds",
            item.key
        ));
    }
    texts
        .into_iter()
        .filter_map(|text| names.value(item.reader, "kind of evidence", text, known))
        .collect()
}

/// The claim windows, in the order of the file.
pub(super) fn windows(top: &mut Section, names: &Names) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for mut section in top.sections("window") {
        if let Some(window) = window(&mut section, names) {
            warn_if_hidden(&section, &window, &windows);
            windows.push(window);
        }
        section.finish();
    }
    windows
}

fn window(section: &mut Section, names: &Names) -> Option<Window> {
    let name = section
        .require("name", "add: name = \"non-conformity\"")
        .and_then(|item| item.text());
    let start = section.require(
        "start",
        "say which date it runs from: start = \"delivered\"",
    );
    let start = start.and_then(|item| date(&item));
    let within = section
        .require("within", "add how long it runs: within = \"30d\"")
        .and_then(|item| item.span());
    let when = conditions(section, names);
    let since = section
        .take("since")
        .and_then(|item| item.date())
        .map(|since| since.value);
    let roll = section
        .take("roll")
        .and_then(|item| item.roll())
        .unwrap_or(names.basis.roll);
    let ground = section.take("ground").and_then(|item| item.text());
    let known = &names.basis.lists.grounds;
    let ground = ground
        .and_then(|ground| names.value(section.reader, "ground of invalidity", ground, known));
    let spot = section.spot;
    Some(Window {
        ground,
        name: name?.value,
        start: start?,
        within: within?,
        roll,
        when,
        since,
        spot,
    })
}

/// A date among the facts that lies before the receipt.
fn date(item: &Item) -> Option<FactField> {
    let dates = FactField::ALL
        .iter()
        .filter(|field| field.kind() == FactKind::Instant);
    let dates = dates.filter(|field| **field != FactField::Received);
    let words: Vec<_> = dates.map(|field| (*field, field.name())).collect();
    item.reader.word(
        Code::BadValue,
        "a date among the facts",
        &item.text()?,
        &words,
    )
}

/// A window that an earlier one covers never counts.
fn warn_if_hidden(section: &Section, window: &Window, before: &[Window]) {
    let implied = |wide: &Condition| {
        let narrow = window
            .when
            .iter()
            .find(|condition| condition.fact == wide.fact);
        narrow.is_some_and(|narrow| {
            narrow
                .values
                .iter()
                .all(|value| wide.values.contains(value))
        })
    };
    let hides = |other: &&Window| other.since <= window.since && other.when.iter().all(implied);
    if let Some(other) = before.iter().find(hides) {
        let message = format!(
            "this window never counts: '{}' in line {} comes first",
            other.name, other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, window.spot, message);
        section
            .reader
            .report(finding.hint("put the narrower 'when', and the later 'since', first"));
    }
}
