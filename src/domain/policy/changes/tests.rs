//! Changes of the standard policy that affect the limits of existing complaints.

use super::*;
use crate::domain::policy::{parse, preset};

fn policy(text: &str) -> Policy {
    let (policy, findings) = parse(text);
    policy.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// The findings for the standard policy with `from` replaced by `to`, each with the line that it
/// points at.
fn said(from: &str, to: &str) -> Vec<(String, String)> {
    let old = preset("standard").expect("the preset");
    let new = old.replacen(from, to, 1);
    assert!(old != new, "{from}");
    let line = |spot: Spot| {
        new.lines()
            .nth((spot.line as usize).wrapping_sub(1))
            .unwrap_or_default()
            .to_owned()
    };
    let changes = changes(&policy(old), &policy(&new));
    changes
        .into_iter()
        .map(|change| {
            let message = change.finding.message.in_english();
            (line(change.finding.spot), message)
        })
        .collect()
}

const RESPOND: &str = "[[deadline]]\nname   = \"respond\"\nstop   = \"respond\"\n";

#[test]
fn a_limit_changed_in_place_is_a_warning_where_it_stands() {
    for (from, to, line, message) in [
        (
            "\"3bd\"",
            "\"2bd\"",
            "[[deadline]]",
            "'respond' was changed in place: within 3bd → 2bd",
        ),
        (
            "\"acknowledged\"",
            "\"acknowledge\"",
            "[[deadline]]",
            "stop acknowledged → acknowledge",
        ),
        (
            "\"3bd\"",
            "\"3bd\"\nwhen = { grade = \"vip\" }",
            "[[deadline]]",
            "when every case → grade vip",
        ),
        (
            "start  = \"resolved\"\n",
            "",
            "[[deadline]]",
            "start resolved → received",
        ),
        (
            "\"24h\"",
            "\"24h\"\npausable = false",
            "[[deadline]]",
            "pausable true → false",
        ),
        (
            "\"24h\"",
            "\"24h\"\nsince = 2026-12-01",
            "[[deadline]]",
            "'acknowledge' within 24h was removed",
        ),
        (
            "[[approval]]",
            "[[deadline]]\nname = \"x\"\nstop = \"close\"\nwithin = \"9d\"\n[[approval]]",
            "[[deadline]]",
            "'x' within 9d was added",
        ),
        (
            "name   = \"respond\"",
            "name   = \"respnd\"",
            "",
            "'respond' within 3bd was removed",
        ),
        (
            "\"regional\"",
            "\"regional\"\nwithin = \"48h\"",
            "[[level]]",
            "the level 'regional' was changed in place: within none → 48h",
        ),
        (
            "\"fri\"]",
            "\"fri\", \"sat\"]",
            "[calendar]",
            "week mon tue wed thu fri → mon tue wed thu fri sat",
        ),
        (
            "# hours ",
            "hours ",
            "[calendar]",
            "hours none → 09:00-12:00 and 13:30-18:00",
        ),
        (
            "# hours ",
            "hours = { default = \"09:00-18:00\", sat = \"09:00-12:00\" } # ",
            "[calendar]",
            "hours none → 09:00-18:00 and sat 09:00-12:00",
        ),
        ("# holidays ", "holidays ", "[calendar]", "2026-12-31 off"),
        ("use  = \"cn\"", "", "[calendar]", "more days"),
        (
            "Asia/Shanghai",
            "Asia/Tokyo",
            "[calendar]",
            "time_zone Asia/Shanghai → Asia/Tokyo",
        ),
    ] {
        let said = said(from, to);
        let found = said
            .iter()
            .any(|(place, what)| place.starts_with(line) && what.contains(message));
        assert!(found, "{from} → {to}: {said:#?}");
    }
}

#[test]
fn a_dated_rule_and_what_moves_no_limit_are_not() {
    let dated = format!("{RESPOND}within = \"2bd\"\nsince = 2026-12-01\n\n{RESPOND}");
    for (from, to) in [
        (RESPOND, dated.as_str()),
        ("times = 1", "times = 2"),
        ("\"vip\"]", "\"vip\", \"gold\"]"),
        ("up_to     = 500\n", "up_to     = 600\n"),
        ("# For a small team", "\n\n# For a small team"),
    ] {
        assert_eq!(said(from, to), [], "{from} → {to}");
    }
}
