//! The reports on generated cases equal a recomputation from `list --all --format json` and the
//! files, with independent arithmetic and nothing of the library.

mod case;
mod clocks;
mod figures;
mod kinds;
mod story;
mod working_days;
mod world;

use case::Case;
use clocks::Rules;
use complaint::domain::policy::PRESETS;
use figures::Expected;
use serde_json::Value;

use crate::support::scaled;
use world::World;

const MAY: &str = "2026-05";

#[test]
fn key_figures_equal_an_independent_recomputation() {
    let world = World::generate(200, 7);
    let cases = world.cases();
    for period in [Some(MAY), None] {
        for expected in compare_all(&world, &cases, period) {
            assert!(
                expected.denominator > 10,
                "{} is hardly put to the test",
                expected.name
            );
        }
    }
}

/// The presets have kinds that do not count, duplicates, limits by kind, channel, level and day of
/// receipt, clocks that repeat, and clocks that two events can stop.
#[test]
fn key_figures_hold_under_the_presets() {
    let (mut mistaken, mut not_yet_due) = (0, 0);
    for preset in PRESETS {
        let world = World::of_preset(preset.name, scaled(50) as usize, 23);
        let cases = world.cases();
        mistaken += cases.iter().filter(|case| case.is_mistaken()).count();
        for period in [Some(MAY), None] {
            let expected = compare_all(&world, &cases, period);
            let figures = expected.iter().map(|figure| figure.not_yet_due);
            not_yet_due += figures.sum::<u64>();
        }
    }
    assert!(mistaken > 0 && not_yet_due > 0);
}

/// Compares every figure that is recomputed, and returns them.
fn compare_all(world: &World, cases: &[Case], period: Option<&str>) -> Vec<Expected> {
    let report = world.report(&["kpi"], period);
    let rules = Rules::of(&world.policy);
    let expected = figures::recompute(cases, &rules, |instant| {
        period.is_none() || figures::is_in_may(instant)
    });
    let figures = report["figures"].as_array().expect("figures");
    for expected in &expected {
        let named = |figure: &&Value| figure["figure"] == expected.name.as_str();
        let figure = figures.iter().find(named);
        compare(
            figure.unwrap_or_else(|| panic!("no {}", expected.name)),
            expected,
        );
    }
    let kinds = |name: &Value| name.as_str().is_some_and(|name| !name.contains([':', ' ']));
    let reported = figures.iter().filter(|figure| kinds(&figure["figure"]));
    let recomputed = expected.iter().filter(|it| !it.name.contains(':'));
    assert_eq!(reported.count(), recomputed.count());
    expected
}

#[test]
fn the_generated_cases_are_legal_and_tell_every_story() {
    let world = World::generate(200, 7);
    let (refused, errors): (Vec<_>, Vec<_>) = world
        .errors()
        .into_iter()
        .partition(|error| is_extension(error));
    assert_eq!(errors, [""; 0]);
    for code in ["extension-late", "extension-not-later", "extension-limit"] {
        let is_said = |error: &String| error.contains(code);
        assert!(refused.iter().any(is_said), "no {code}");
    }
    let listed = world.list();
    for status in [
        "open",
        "assigned",
        "investigated",
        "responded",
        "resolved",
        "closed",
        "withdrawn",
        "invalid",
    ] {
        assert!(
            listed.iter().any(|case| case["status"] == status),
            "no case is {status}"
        );
    }
    assert!(
        listed
            .iter()
            .filter(|case| case["round"].as_u64() > Some(1))
            .count()
            > 10
    );
}

/// The stories ask for extensions that the policy grants, and for others.
fn is_extension(error: &str) -> bool {
    error.contains("[extension-")
}

#[test]
fn every_figure_leads_back_to_its_cases() {
    let world = World::generate(60, 11);
    let report = world.report(&["kpi"], Some(MAY));
    for figure in report["figures"].as_array().expect("figures") {
        let name = figure["figure"].as_str().expect("a name");
        let rows = world.report(&["kpi", "--cases", name], Some(MAY));
        let rows = rows.as_array().expect("rows");
        assert_eq!(
            Some(rows.len() as u64),
            figure["denominator"].as_u64(),
            "{name}"
        );
        let counted = rows.iter().filter(|row| row["part"] == "numerator").count() as u64;
        match figure["unit"].as_str() {
            Some("%") => assert_eq!(Some(counted), figure["numerator"].as_u64(), "{name}"),
            _ if figure["numerator"].is_null() => {}
            _ => {
                let total: i64 = rows
                    .iter()
                    .map(|row| figures::millis(&row["seconds"]))
                    .sum();
                assert_eq!(total, figures::millis(&figure["numerator"]), "{name}");
            }
        }
    }
}

#[test]
fn counts_add_up() {
    let world = World::generate(80, 13);
    let listed = world.list().into_iter().zip(world.cases());
    let received: Vec<Value> = listed
        .filter(|(listed, case)| figures::was_received_in_may(listed) && !case.is_mistaken())
        .map(|(listed, _)| listed)
        .collect();
    let axes = [
        "category",
        "channel",
        "department",
        "handler",
        "level",
        "grade",
        "severity",
        "product",
        "cause",
        "verdict",
        "result",
        "status",
    ];
    for axis in axes {
        let report = world.report(&["summary", "--by", axis], Some(MAY));
        assert_eq!(report["total"], received.len(), "{axis}");
        for row in report["rows"].as_array().expect("rows") {
            let with_value = received
                .iter()
                .filter(|case| case[axis] == row["value"])
                .count();
            assert_eq!(row["cases"], with_value, "{axis} {}", row["value"]);
        }
        let row = report["rows"]
            .as_array()
            .and_then(|rows| rows.last())
            .expect("a row");
        let wanted = format!("{axis}={}", row["value"].as_str().unwrap_or("(none)"));
        let cases = world.report(&["summary", "--cases", &wanted], Some(MAY));
        assert_eq!(
            cases.as_array().map(Vec::len),
            row["cases"].as_u64().map(|cases| cases as usize),
            "{wanted}"
        );
        let crossed = world.report(&["summary", "--by", &format!("{axis},status")], Some(MAY));
        let rows = crossed["rows"].as_array().expect("rows");
        let sums: Vec<u64> = rows.iter().map(|row| sum(&row["cases"])).collect();
        assert_eq!(
            sums,
            rows.iter()
                .filter_map(|row| row["total"].as_u64())
                .collect::<Vec<_>>()
        );
        assert_eq!(sums.iter().sum::<u64>(), sum(&crossed["column_totals"]));
        assert_eq!(crossed["total"], received.len(), "{axis}");
    }
}

#[test]
fn the_ledger_is_in_order_of_time_and_numbered() {
    let world = World::generate(120, 17);
    let report = world.report(&["ledger"], Some(MAY));
    let ledger = report["cases"].as_array().expect("cases");
    let mut received: Vec<Value> = world
        .list()
        .into_iter()
        .filter(figures::was_received_in_may)
        .collect();
    received.sort_by_key(|case| (figures::instant(&case["received"]), case["id"].to_string()));
    assert_eq!(ledger.len(), received.len());
    for (index, (row, case)) in ledger.iter().zip(&received).enumerate() {
        assert_eq!(row["no"], index + 1);
        for key in [
            "id",
            "received",
            "registered",
            "status",
            "handler",
            "department",
            "resolved",
            "closed",
            "summary",
        ] {
            assert_eq!(row[key], case[key], "{key}");
        }
    }
}

fn compare(figure: &Value, expected: &Expected) {
    let name = &expected.name;
    assert_eq!(
        figure["population"], expected.population,
        "{name}: population"
    );
    assert_eq!(
        figure["denominator"], expected.denominator,
        "{name}: denominator"
    );
    assert_eq!(
        figure["not_yet_due"], expected.not_yet_due,
        "{name}: not yet due"
    );
    if expected.denominator == 0 {
        assert!(figure["value"].is_null(), "{name}: value");
        return;
    }
    match &expected.sum {
        figures::Sum::Cases(numerator) => {
            assert_eq!(figure["numerator"], *numerator, "{name}: numerator");
            let part = *numerator as f64 / expected.denominator as f64;
            close(&figure["fraction"], part, &format!("{name}: fraction"));
            close(&figure["value"], 100.0 * part, &format!("{name}: value"));
        }
        figures::Sum::Total(millis) => {
            assert_eq!(
                figures::millis(&figure["numerator"]),
                *millis,
                "{name}: numerator"
            );
            let mean = *millis as f64 / 1000.0 / expected.denominator as f64;
            close(&figure["value"], mean, &format!("{name}: value"));
        }
        figures::Sum::Rank(millis) => {
            assert_eq!(figures::millis(&figure["value"]), *millis, "{name}: value")
        }
    }
}

/// Checks a number that is not rounded.
fn close(found: &Value, expected: f64, what: &str) {
    let found = found.as_f64().expect("a number");
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{what}: {found}, not {expected}"
    );
}

fn sum(numbers: &Value) -> u64 {
    numbers
        .as_array()
        .expect("numbers")
        .iter()
        .filter_map(Value::as_u64)
        .sum()
}

/// Checks a case in the output of `list` against its file.
fn check_against_list(case: &Case, listed: &Value) {
    let instant = |key: &str| listed[key].as_str().map(|_| figures::instant(&listed[key]));
    let last = case.rounds.last().expect("a round");
    assert_eq!(instant("resolved"), last.resolved, "{}", case.id);
    assert_eq!(instant("closed"), last.end, "{}", case.id);
    assert_eq!(listed["score"].as_u64(), case.score(), "{}", case.id);
}
