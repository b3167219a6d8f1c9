use super::*;
use crate::domain::case::document;
use crate::domain::policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::parse_rfc3339;

const POLICY: &str = r#"
format = 1
channels = ["phone", "email"]
severities = ["minor", "major"]
remedies = ["refund"]
roles = ["clerk", "chief"]
[categories.goods]
[categories.shoes]
parent = "goods"
[[level]]
name = "general"
[staff.li]
role = "clerk"
[staff.wu]
role = "chief"
[staff.ma]
role = "chief"
[[approval]]
up_to = 100
approvers = []
[[approval]]
approvers = ["chief"]
[[deadline]]
name = "respond"
stop = "respond"
within = "2d"
"#;

const EVENTS: [&str; 4] = [
    "- at: 2026-11-01T09:00:00Z\n  by: li\n  do: register\n",
    "- at: 2026-11-02T09:00:00Z\n  by: li\n  do: propose\n  proposal: AAAA\n  remedy: refund\n  amount: 500\n",
    "- at: 2026-11-05T09:00:00Z\n  by: li\n  do: respond\n  text: no\n  result: refused\n",
    "- at: 2026-11-06T09:00:00Z\n  by: li\n  do: withdraw\n  reason: gone\n",
];

fn policy() -> Policy {
    let (policy, findings) = policy::parse(POLICY);
    policy.unwrap_or_else(|| panic!("{findings:#?}"))
}

fn now() -> Instant {
    parse_rfc3339("2026-11-10T00:00:00Z").expect("an instant")
}

/// Four cases, each with one more event: registered, proposed, responded late, withdrawn.
fn cases() -> Vec<Outline<'static>> {
    let facts = |number: usize, category: &str, amount: usize| {
        format!(
            "id: 2026110{number}-AAAAAA\nreceived: 2026-11-0{number}T08:00:00Z\nchannel: phone\ncategory: {category}\n\
             level: general\nseverity: {}\ncomplainant:\n  name: x\namount: {amount}\nsummary: x\nevents:\n",
            if number == 2 { "major" } else { "minor" }
        )
    };
    let text = |number: usize, category: &str, amount: usize, events: usize| {
        let events = EVENTS[..events]
            .concat()
            .replace("2026-11-01", &format!("2026-11-0{number}"));
        facts(number, category, amount) + &events
    };
    [
        text(2, "shoes", 5, 1),
        text(1, "goods", 70, 2),
        text(1, "goods", 30, 3),
        text(1, "shoes", 9, 4),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, text)| {
        let document = document::parse(text.replace("AAAAAA", &format!("AAAAA{index}")).as_bytes());
        let case = document
            .case
            .unwrap_or_else(|| panic!("{:#?}\n{text}", document.findings));
        let snapshot = Snapshot::new(String::new(), case, &policy(), now());
        Outline::new(&snapshot, &policy(), now())
    })
    .collect()
}

/// The last characters of the ids in the selection.
fn picked(selection: &Selection) -> String {
    let mut picked = cases();
    picked.retain(|outline| selection.picks(outline, &policy(), now()));
    last_characters(&picked)
}

/// The last characters of the ids.
fn last_characters(cases: &[Outline<'_>]) -> String {
    let last = cases
        .iter()
        .filter_map(|outline| outline.id().chars().last());
    last.collect()
}

fn all() -> Selection {
    Selection {
        extent: Extent::All,
        ..Selection::default()
    }
}

#[test]
fn every_filter_that_is_set_has_to_hold() {
    let staff = |id: &str| id.parse::<StaffId>().expect("a staff id");
    let period = |text: &str| Period::parse(text, chrono_tz::UTC).expect("a period");
    let with = |which: Attribute, value: &str| Selection {
        values: vec![(which, vec![value.to_owned()])],
        ..all()
    };
    for (selection, expected) in [
        (Selection::default(), "012"),
        (
            Selection {
                extent: Extent::Closed,
                ..Selection::default()
            },
            "3",
        ),
        (all(), "0123"),
        (
            Selection {
                statuses: vec![Status::Proposed, Status::Responded],
                ..all()
            },
            "12",
        ),
        (
            Selection {
                handlers: vec![staff("li")],
                ..all()
            },
            "0123",
        ),
        (
            Selection {
                handlers: vec![staff("wu")],
                ..all()
            },
            "",
        ),
        (
            Selection {
                awaiting: Some(staff("wu")),
                ..all()
            },
            "12",
        ),
        (
            Selection {
                awaiting: Some(staff("li")),
                ..all()
            },
            "12",
        ),
        (
            Selection {
                missed: Some("respond".to_owned()),
                ..all()
            },
            "23",
        ),
        (
            Selection {
                missed: Some("other".to_owned()),
                ..all()
            },
            "",
        ),
        (
            Selection {
                flags: vec![Flag::AwaitingApproval],
                ..all()
            },
            "12",
        ),
        (
            Selection {
                received: Some(period("2026-11-01")),
                ..all()
            },
            "123",
        ),
        (with(Attribute::Category, "goods"), "0123"),
        (with(Attribute::Category, "shoes"), "03"),
        (with(Attribute::Severity, "major"), "0"),
        (with(Attribute::Department, "x"), ""),
        (
            Selection {
                statuses: vec![Status::Proposed],
                ..with(Attribute::Category, "shoes")
            },
            "",
        ),
    ] {
        assert_eq!(picked(&selection), expected, "{selection:?}");
    }
}

#[test]
fn lists_are_sorted_both_ways_and_lack_comes_last() {
    for (order, expected) in [
        ("id", "1230"),
        ("-id", "0321"),
        ("amount", "0321"),
        ("-amount", "1230"),
        ("due", "1023"),
        ("-due", "0123"),
        ("severity", "1230"),
        ("-status", "3210"),
    ] {
        let mut cases = cases();
        let order: Order = order.parse().expect("an order");
        order.sort(&mut cases, &policy());
        assert_eq!(last_characters(&cases), expected, "{order:?}");
    }
    assert!("colour".parse::<Order>().is_err());
}

#[test]
fn what_was_due_first_is_the_worst() {
    let watch = Watch::Overdue;
    let late = Selection {
        late: Some(watch),
        ..all()
    };
    let mut cases = cases();
    cases.retain(|outline| late.picks(outline, &policy(), now()));
    sort_late(&mut cases, watch);
    let ids: Vec<_> = cases.iter().map(Outline::id).collect();
    assert_eq!(ids, ["20261101-AAAAA1", "20261102-AAAAA0"]);
}
