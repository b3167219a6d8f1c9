//! The escalation ladder (C4): when a case escalates by time alone, and that clones which escalate
//! it at once agree.

use crate::support::story::{Story, instant};
use complaint::domain::case::event::Escalate;
use complaint::domain::case::{Case, Entry, Event};
use complaint::domain::escalation;
use complaint::domain::snapshot::Snapshot;
use complaint::domain::state::State;

const LADDER: &str = "
[[level]]
name = \"front\"
within = \"24h\"
[[level]]
name = \"middle\"
within = \"48h\"
[[level]]
name = \"top\"
only = \"dissatisfied\"
[staff.cron]
role = \"system\"
";

/// A case received on 2 November 2026 at 9:00, at the front.
fn story() -> Story {
    let levels = |standard: &str| {
        let without = standard.replace("[[level]]\nname = \"general\"\nrole = \"clerk\"\n", "");
        let without = without.replace(
            "[[level]]\nname = \"regional\"\nrole = \"supervisor\"\n",
            "",
        );
        without
            .replace(
                "[[level]]\nname = \"head-office\"\nrole = \"director\"\n",
                "",
            )
            .replace(
                "escalate    = \"clerk\"",
                "escalate = [\"clerk\", \"system\"]",
            )
            .replace("name = \"front\"", "name = \"general\"")
            + &LADDER.replace("front", "general")
    };
    Story::edited(levels)
}

/// The escalation due at `now`, as `from → to`.
fn due(story: &Story, now: &str) -> Option<String> {
    let now = instant(now);
    let snapshot = Snapshot::new(String::new(), story.case(), story.policy(), now);
    match escalation::due(&snapshot, story.policy())? {
        Event::Escalate(Escalate { from, to, .. }) => Some(format!("{from} → {to}")),
        other => panic!("{other:?}"),
    }
}

fn moved(story: Story, at: &str, from: &str, to: &str) -> Story {
    story.act_at(
        at,
        "cron",
        "escalate",
        &format!("from: {from}\nto: {to}\nreason: not solved"),
    )
}

#[test]
fn a_case_moves_up_once_its_level_has_run_out_of_time() {
    let middle = || moved(story(), "2026-11-03T10:00:00+08:00", "general", "middle");
    let refused = || middle().act("ann", "respond", "text: no\nresult: refused");
    let up = |from: &str, to: &str| Some(format!("{from} → {to}"));
    let table = [
        (story(), "2026-11-03T09:00:00+08:00", None),
        (
            story(),
            "2026-11-03T09:00:01+08:00",
            up("general", "middle"),
        ),
        (
            story(),
            "2026-12-03T09:00:00+08:00",
            up("general", "middle"),
        ),
        (middle(), "2026-11-05T10:00:00+08:00", None),
        // The top level is reserved for dissatisfied complainants.
        (middle(), "2026-11-05T10:00:01+08:00", None),
        (refused(), "2026-11-05T10:00:01+08:00", up("middle", "top")),
        (
            refused().act("ann", "follow-up", "score: 5"),
            "2026-11-05T10:00:01+08:00",
            up("middle", "top"),
        ),
        (
            refused().act("ann", "pause", "reason: a photo"),
            "2026-11-15T10:00:01+08:00",
            None,
        ),
        (
            story().act_at("2026-11-03T10:00:00+08:00", "ann", "pause", "reason: late"),
            "2026-11-15T10:00:01+08:00",
            None,
        ),
        (
            story().act("ann", "respond", "text: yes\nresult: solved"),
            "2026-11-15T10:00:01+08:00",
            None,
        ),
        (
            story().act("ann", "withdraw", "reason: mistaken"),
            "2026-11-15T10:00:01+08:00",
            None,
        ),
    ];
    for (index, (story, now, expected)) in table.into_iter().enumerate() {
        assert_eq!(due(&story, now), expected, "{index}: at {now}");
    }
}

#[test]
fn a_reopened_case_has_a_dissatisfied_complainant() {
    let story = moved(story(), "2026-11-03T10:00:00+08:00", "general", "middle")
        .act("ann", "respond", "text: yes\nresult: solved")
        .act("ann", "follow-up", "score: 4")
        .act("ann", "close", "")
        .act_at(
            "2026-11-10T10:00:00+08:00",
            "sue",
            "reopen",
            "reason: it broke again",
        );
    assert_eq!(due(&story, "2026-11-12T10:00:00+08:00"), None);
    assert_eq!(
        due(&story, "2026-11-12T10:00:01+08:00").as_deref(),
        Some("middle → top")
    );
}

/// The state of the union of two clones, with the number of findings.
fn united(one: &Story, other: &Story) -> (State, usize) {
    let mut entries: Vec<Entry> = one.case().entries;
    entries.extend(other.case().entries);
    let case = Case {
        facts: one.case().facts,
        entries,
    };
    let judged =
        complaint::domain::rules::judge(&case, one.policy(), instant("2026-12-31T00:00:00+08:00"));
    (judged.state, judged.findings.len())
}

#[test]
fn clones_that_move_a_case_up_at_once_agree() {
    let ours = moved(story(), "2026-11-03T10:00:00+08:00", "general", "middle");
    let on = |story: &Story| moved(story.clone(), "2026-11-05T11:00:00+08:00", "middle", "top");
    for theirs in [
        "2026-11-03T10:00:00+08:00",
        "2026-11-03T10:07:00+08:00",
        "2026-11-06T10:00:00+08:00",
    ] {
        let theirs = moved(story(), theirs, "general", "middle");
        for (one, other) in [
            (ours.clone(), theirs.clone()),
            (on(&ours), theirs.clone()),
            (on(&ours), on(&ours)),
        ] {
            let (state, findings) = united(&one, &other);
            assert_eq!(findings, 0);
            // The later clone's escalation has no effect, clocks included.
            assert_eq!(state, one.judged().state);
            assert_eq!(united(&other, &one).0, state);
        }
    }
}

#[test]
fn escalating_from_another_level_or_down_is_an_error() {
    let wrong = moved(story(), "2026-11-03T10:00:00+08:00", "middle", "top");
    assert_eq!(wrong.codes().len(), 1);
    let down = moved(
        moved(story(), "2026-11-03T10:00:00+08:00", "general", "middle"),
        "2026-11-03T11:00:00+08:00",
        "middle",
        "general",
    );
    assert_eq!(down.codes().len(), 1);
}
