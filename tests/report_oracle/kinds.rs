//! Every report but the ledger and the lessons is about the cases that count: it says the same
//! without the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::Case;
use super::clocks::Rules;
use super::world::World;

/// The reports, each with the key of its rows.
const REPORTS: &[(&[&str], &str)] = &[
    (&["summary"], "rows"),
    (&["summary", "--by", "category,status"], "rows"),
    (&["kpi"], "figures"),
    (&["handlers"], "rows"),
    (&["handlers", "--by", "department"], "rows"),
    (&["authority"], "rows"),
    (&["authority", "--by", "role"], "rows"),
    (&["sanctions"], "sanctions"),
    (&["follow-up"], "waived"),
    (&["projects"], "projects"),
    (&["liability"], "cases"),
];

#[test]
fn reports_are_about_the_cases_that_count() {
    let mut filled = BTreeSet::new();
    for preset in ["utility", "service", "manufacturer"] {
        let world = World::of_preset(preset, 50, 29);
        let before: Vec<Value> = reports(&world);
        let rules = Rules::of(&world.policy);
        let is_dropped = |case: &Case| {
            // Projects count nowhere, and have a report of their own.
            let is_project = case.kind.as_deref() == Some("project");
            !rules.count(case) && (!is_project || case.is_mistaken())
        };
        assert!(world.drop_cases(is_dropped) > 0, "{}", preset);
        for ((arguments, rows), (before, after)) in
            REPORTS.iter().zip(before.iter().zip(reports(&world)))
        {
            assert_eq!(*before, after, "{}: {arguments:?}", preset);
            let has_rows = after[rows].as_array().is_some_and(|rows| !rows.is_empty());
            if has_rows || after[rows].as_u64().is_some_and(|count| count > 0) {
                filled.insert(*arguments);
            }
        }
    }
    let empty: Vec<_> = REPORTS
        .iter()
        .filter(|(it, _)| !filled.contains(it))
        .collect();
    assert!(empty.is_empty(), "hardly put to the test: {empty:?}");
}

/// The totals of reports by person are those of the key figures.
#[test]
fn accounts_add_up_to_the_key_figures() {
    for preset in ["utility", "telecom", "manufacturer"] {
        let world = World::of_preset(preset, 50, 31);
        let kpi = world.report(&["kpi"], None);
        let figure = |name: &str, key: &str| {
            let figures = kpi["figures"].as_array().expect("figures");
            let named = figures.iter().find(|it| it["figure"] == name);
            named.expect("a figure")[key].as_u64()
        };
        let handlers = world.report(&["handlers"], None);
        let total = |of: &str, key: &str| {
            let rows = handlers["rows"].as_array().expect("rows");
            Some(rows.iter().filter_map(|row| row[of][key].as_u64()).sum())
        };
        for (of, name) in [
            ("in_time", "stage-timeliness"),
            ("satisfied", "satisfaction-of-asked"),
        ] {
            for key in ["numerator", "denominator"] {
                let expected = figure(name, key);
                assert_eq!(total(of, key), expected, "{}: {name}", preset);
            }
        }
        let summary = world.report(&["summary"], None);
        assert_eq!(
            summary["total"].as_u64(),
            figure("resolution-rate", "denominator")
        );
    }
}

/// All reports, without the number of cases that they leave out.
fn reports(world: &World) -> Vec<Value> {
    let report = |(arguments, _): &(&[&str], _)| {
        let mut report = world.report(arguments, None);
        report
            .as_object_mut()
            .expect("an object")
            .remove("left_out");
        report
    };
    REPORTS.iter().map(report).collect()
}
