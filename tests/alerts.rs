//! Priority (A12), alerts (B20), sanctions for upheld complaints (F4).

use crate::support::story::{Story, instant};
use complaint::domain::outline::Outline;
use complaint::domain::policy::Policy;
use complaint::domain::rules::{alerts, priority, sanctions};
use complaint::domain::selection::{Extent, Order, Selection};
use complaint::domain::snapshot::Snapshot;
use complaint::render::Language;

const RULES: &str = r#"
[staff.don]
role = "director"
[[priority]]
name = "urgent"
when = { channel = "regulator" }
[[priority]]
name = "urgent"
when = { appeal = ["complainant", "regulator"] }
[[priority]]
name = "soon"
when = { grade = "vip" }
[[alert]]
roles = ["director", "supervisor"]
when = { severity = "critical" }
[[alert]]
roles = ["supervisor", "clerk"]
when = { level = "regional" }
[[sanction]]
offence = "rudeness"
penalty = "a warning"
decided_by = "director"
when = { cause = "staff" }
[[sanction]]
offence = "negligence"
penalty = "a reprimand"
when = { verdict = "substantiated", cause = "staff" }
[[sanction]]
offence = "any"
penalty = "a talk"
"#;

fn story() -> Story {
    Story::under(RULES)
}

const NOW: &str = "2026-11-03T09:00:00+08:00";

#[test]
fn the_first_priority_that_holds_counts() {
    let appealed = || {
        story()
            .act("ann", "respond", "text: no\nresult: refused")
            .act("ann", "appeal", "reason: x")
    };
    let vip = |story: Story| story.act("ann", "amend", "field: grade\nto: vip\nreason: x");
    let regulator = || {
        story().act(
            "ann",
            "amend",
            "field: channel\nfrom: phone\nto: regulator\nreason: x",
        )
    };
    for (story, name, rank) in [
        (story(), None, None),
        (vip(story()), Some("soon"), Some(2)),
        (regulator(), Some("urgent"), Some(0)),
        (vip(appealed()), Some("urgent"), Some(0)),
    ] {
        let state = story.judged().state;
        let found =
            priority::priority(&state, story.policy()).map(|priority| priority.name.as_str());
        assert_eq!(
            (found, priority::rank(&state, story.policy())),
            (name, rank)
        );
    }
}

#[test]
fn staff_with_the_role_are_alerted_until_the_case_ends() {
    let critical = || story().fact("severity: critical");
    let regional =
        |story: Story| story.act("ann", "escalate", "from: general\nto: regional\nreason: x");
    for (story, told) in [
        (story(), ""),
        (critical(), "dan, don (director); sue (supervisor)"),
        (regional(story()), "sue (supervisor); ann, bob (clerk)"),
        (
            regional(critical()),
            "dan, don (director); sue (supervisor); ann, bob (clerk)",
        ),
        (critical().act("ann", "withdraw", "reason: settled"), ""),
    ] {
        let addressees = alerts::addressees(&story.judged().state, story.policy(), instant(NOW));
        let said = Language::English.message(&alerts::told(&addressees));
        assert_eq!(said, told);
    }
}

#[test]
fn only_upheld_complaints_have_sanctions() {
    for (rest, expected) in [
        (
            "verdict: substantiated\ncause: staff",
            vec!["rudeness", "negligence", "any"],
        ),
        ("verdict: partly\ncause: staff", vec!["rudeness", "any"]),
        ("verdict: partly", vec!["any"]),
        ("verdict: unsubstantiated\ncause: staff", vec![]),
    ] {
        let story = story().act("ann", "investigate", rest);
        let state = story.judged().state;
        let found = sanctions::sanctions(&state, story.policy());
        assert_eq!(
            found
                .iter()
                .map(|rule| rule.offence.as_str())
                .collect::<Vec<_>>(),
            expected,
            "{rest}"
        );
    }
    assert!(sanctions::sanctions(&story().judged().state, story().policy()).is_empty());
}

/// The case of a story, received `hours` later, with its own number.
fn snapshot(number: usize, story: &Story, hours: i64) -> Snapshot {
    let mut case = story.case();
    case.facts.id = format!("20261102-AAAAA{number}").parse().expect("an id");
    case.facts.received += chrono::TimeDelta::hours(hours);
    Snapshot::new(String::new(), case, story.policy(), instant(NOW))
}

fn order(key: &str, policy: &Policy, snapshots: Vec<Snapshot>) -> String {
    let cases = snapshots
        .iter()
        .map(|it| Outline::new(it, policy, instant(NOW)));
    let mut cases: Vec<Outline> = cases.collect();
    let order: Order = key.parse().expect("an order");
    order.sort(&mut cases, policy);
    cases
        .iter()
        .filter_map(|it| it.id().chars().last())
        .collect()
}

#[test]
fn priority_comes_before_the_order_of_receipt() {
    let (plain, vip) = (
        story(),
        story().act("ann", "amend", "field: grade\nto: vip\nreason: x"),
    );
    let urgent = story().act(
        "ann",
        "amend",
        "field: channel\nfrom: phone\nto: regulator\nreason: x",
    );
    let snapshots = || {
        let times = [
            (&plain, 0),
            (&vip, -1),
            (&urgent, -2),
            (&vip, -3),
            (&plain, -4),
        ];
        times
            .iter()
            .enumerate()
            .map(|(number, (story, hours))| snapshot(number, story, *hours))
            .collect::<Vec<_>>()
    };
    assert_eq!(order("priority", plain.policy(), snapshots()), "23140");
    assert_eq!(
        order("-priority", plain.policy(), snapshots()),
        "31240",
        "of equals still what came in first"
    );
}

#[test]
fn next_skips_settled_and_waiting_cases() {
    let selection = Selection {
        extent: Extent::Waiting,
        ..Selection::default()
    };
    for (story, picked) in [
        (story(), true),
        (
            story().act("ann", "respond", "text: no\nresult: refused"),
            true,
        ),
        (story().act("ann", "pause", "reason: x"), false),
        (
            story().act("ann", "respond", "text: ok\nresult: solved"),
            false,
        ),
        (story().act("ann", "withdraw", "reason: x"), false),
    ] {
        let outline = Outline::new(&snapshot(0, &story, 0), story.policy(), instant(NOW));
        assert_eq!(
            selection.picks(&outline, story.policy(), instant(NOW)),
            picked
        );
    }
}
