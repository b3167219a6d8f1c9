//! Automatic assignment (B2) and reminders to the holder (C3).

use crate::support::story::{Story, instant};
use complaint::domain::assignment::{self, Load};
use complaint::domain::case::Event;
use complaint::domain::case::event::Chase;
use complaint::domain::reminder;
use complaint::domain::snapshot::Snapshot;
use complaint::render::Language;

const MORE: &str = r#"
[categories.parcel]
parent = "delivery"
[staff.cat]
role = "clerk"
department = "logistics"
skills = ["delivery"]
[staff.eve]
role = "clerk"
department = "logistics"
skills = ["PX"]
[staff.ivy]
role = "clerk"
department = "logistics"
[staff.gone]
role = "clerk"
department = "logistics"
skills = ["delivery"]
until = 2026-10-31
[staff.cron]
role = "system"
department = "logistics"
skills = ["delivery"]
"#;

/// The member chosen for a case, given the numbers of open cases.
fn chosen(story: &Story, department: Option<&str>, open: &[(&str, usize)]) -> Option<String> {
    let load: Load = open
        .iter()
        .map(|(who, open)| (who.parse().expect("a staff id"), *open))
        .collect();
    let now = instant("2026-11-03T09:00:00+08:00");
    assignment::choose(
        &story.judged().state,
        department,
        &load,
        story.policy(),
        now,
    )
    .map(|choice| Language::English.message(&choice.message()))
}

#[test]
fn skill_comes_before_load_and_load_before_the_name() {
    let story = || Story::under(MORE);
    let amended = |rest: &str| story().act("ann", "amend", rest);
    let parcel = amended("field: category\nfrom: delivery\nto: parcel\nreason: a mistake");
    let line = amended("field: line\nto: PX\nreason: a mistake");
    let (logistics, busy) = (Some("logistics"), [("cat", 3), ("eve", 1)]);
    let table = [
        (
            story(),
            logistics,
            &[][..],
            Some("cat: 0 open cases, knows delivery"),
        ),
        (
            story(),
            logistics,
            &busy[..],
            Some("cat: 3 open cases, knows delivery"),
        ),
        (
            parcel,
            logistics,
            &busy[..],
            Some("cat: 3 open cases, knows delivery"),
        ),
        (
            line.clone(),
            logistics,
            &busy[..],
            Some("eve: 1 open case, knows PX"),
        ),
        (
            line,
            logistics,
            &[("cat", 1), ("eve", 1)][..],
            Some("cat: 1 open case, knows delivery"),
        ),
        (
            story(),
            None,
            &[][..],
            Some("cat: 0 open cases, knows delivery"),
        ),
        (story(), Some("finance"), &[][..], None),
    ];
    for (index, (story, department, open, expected)) in table.into_iter().enumerate() {
        assert_eq!(
            chosen(&story, department, open).as_deref(),
            expected,
            "{index}"
        );
    }
}

#[test]
fn a_case_goes_to_a_role_that_may_deal_with_its_level() {
    let regional = Story::under(MORE).act(
        "ann",
        "escalate",
        "from: general\nto: regional\nreason: hard",
    );
    assert_eq!(chosen(&regional, Some("logistics"), &[]), None);
    // No department is required; a supervisor and a director qualify, and the first by name wins.
    assert_eq!(
        chosen(&regional, None, &[]).as_deref(),
        Some("dan: 0 open cases, no candidate has the skill")
    );
}

/// The deadline to remind the holder of.
fn reminded(story: &Story, now: &str) -> Option<String> {
    let snapshot = Snapshot::new(String::new(), story.case(), story.policy(), instant(now));
    match reminder::due(&snapshot, story.policy())? {
        Event::Chase(Chase { deadline, .. }) => deadline,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_deadline_has_one_reminder_from_its_warning_point() {
    let story = Story::new;
    let chased = || {
        story().act_at(
            "2026-11-03T07:00:00+08:00",
            "ann",
            "chase",
            "text: soon\ndeadline: acknowledge",
        )
    };
    let soon = "2026-11-03T08:00:00+08:00";
    let table = [
        (story(), "2026-11-03T06:35:59+08:00", None),
        (story(), "2026-11-03T06:36:00+08:00", Some("acknowledge")),
        (chased(), soon, None),
        (chased(), "2026-11-05T23:00:00+08:00", Some("respond")),
        // A reminder without a deadline, or a retracted one, does not count.
        (
            story().act("ann", "chase", "text: soon"),
            soon,
            Some("acknowledge"),
        ),
        (chased().retract("ann", "chase"), soon, Some("acknowledge")),
        (story().act("ann", "acknowledge", ""), soon, None),
        (
            story().act("ann", "pause", "reason: a photo"),
            "2026-11-20T08:00:00+08:00",
            None,
        ),
        (
            story().act_at(soon, "ann", "pause", "reason: a photo"),
            "2026-11-20T08:00:00+08:00",
            None,
        ),
    ];
    for (index, (story, now, expected)) in table.into_iter().enumerate() {
        assert_eq!(reminded(&story, now).as_deref(), expected, "{index}");
    }
}
