//! The clocks of corrective actions: from the plan to its date, stopped by `done`, running past the
//! end of the case (F1).

use crate::support::story::{Story, instant};
use complaint::domain::deadline::Watch;
use complaint::domain::deadline::{ACTION, Deadline};
use complaint::domain::finding::Code;
use complaint::domain::metrics::{self, Frame};
use complaint::domain::outline::Outline;
use complaint::domain::reminder;
use complaint::domain::selection::{Extent, Selection};
use complaint::domain::snapshot::Snapshot;
use complaint::domain::time::format_instant;

const LATER: &str = "2026-12-31T00:00:00+08:00";
const PLAN: &str = "plan: AAAA\naction: check\nowner: bob\nuntil: 2026-11-20T18:00:00+08:00";

fn at(day: u32, hour: u32) -> String {
    format!("2026-11-{day:02}T{hour:02}:00:00+08:00")
}

fn planned() -> Story {
    Story::new().act_at(&at(2, 10), "ann", "plan", PLAN)
}

fn done(story: Story, day: u32, hour: u32) -> Story {
    story.act_at(&at(day, hour), "bob", "done", "plan: AAAA")
}

fn clock_states(story: &Story, now: &str) -> Vec<String> {
    let zone = story.policy().calendar.zone();
    let short = |instant| {
        format_instant(instant, zone)
            .replace(":00:00+08:00", "")
            .replace("2026-", "")
    };
    let tell = |clock: &Deadline| {
        let stopped = clock
            .stopped
            .map(|at| format!(" {}", short(at)))
            .unwrap_or_default();
        format!(
            "{} {} {}{stopped}",
            clock.round,
            clock.due.map(short).unwrap_or_default(),
            clock.state
        )
    };
    story.clocks("action-AAAA", now).iter().map(tell).collect()
}

#[test]
fn an_action_is_a_clock_from_its_plan_to_its_date() {
    assert_eq!(clock_states(&planned(), &at(3, 0)), ["0 11-20T18 open"]);
    assert_eq!(clock_states(&planned(), &at(20, 0)), ["0 11-20T18 soon"]);
    assert_eq!(clock_states(&planned(), LATER), ["0 11-20T18 overdue"]);
    assert_eq!(
        clock_states(&done(planned(), 20, 18), LATER),
        ["0 11-20T18 met 11-20T18"]
    );
    assert_eq!(
        clock_states(&done(planned(), 20, 19), LATER),
        ["0 11-20T18 missed 11-20T19"]
    );
    let other = planned()
        .act("ann", "plan", &PLAN.replace("AAAA", "BBBB"))
        .act("bob", "done", "plan: BBBB");
    assert_eq!(clock_states(&other, LATER), ["0 11-20T18 overdue"]);
}

#[test]
fn action_clocks_ignore_pauses_new_rounds_and_the_end_of_the_case() {
    let closed = planned()
        .act("ann", "pause", "reason: x")
        .act("dan", "close", "");
    assert_eq!(clock_states(&closed, LATER), ["0 11-20T18 overdue"]);
    assert_eq!(
        clock_states(&done(closed.clone(), 20, 10), LATER),
        ["0 11-20T18 met 11-20T10"]
    );
    let again = done(closed.act("dan", "reopen", "reason: x"), 20, 10);
    assert_eq!(
        clock_states(&again.act("dan", "reopen", "reason: x"), LATER),
        ["0 11-20T18 met 11-20T10"]
    );
}

#[test]
fn an_ineffective_action_gets_a_new_date() {
    let done_once = done(planned(), 10, 9);
    let undated = done_once
        .clone()
        .act("sue", "verify", "plan: AAAA\nresult: ineffective");
    assert_eq!(clock_states(&undated, LATER), ["0 11-20T18 met 11-10T09"]);
    assert_eq!(undated.judged().state.actions[0].until, None);
    let again = "plan: AAAA\nresult: ineffective\nuntil: 2026-11-25T18:00:00+08:00";
    let dated = done_once.act_at(&at(12, 9), "sue", "verify", again);
    assert_eq!(
        clock_states(&dated, LATER),
        ["0 11-20T18 met 11-10T09", "1 11-25T18 overdue"]
    );
    assert_eq!(
        clock_states(&done(dated, 24, 9), LATER),
        ["0 11-20T18 met 11-10T09", "1 11-25T18 met 11-24T09"]
    );
}

#[test]
fn a_plan_retracted_too_late_stays_missed() {
    assert_eq!(
        clock_states(&planned().retract("ann", "plan"), LATER),
        [""; 0]
    );
    let target = planned()
        .case()
        .entries
        .iter()
        .find(|entry| entry.event.name() == "plan")
        .expect("it is")
        .digest;
    let rest = format!("event: \"{target}\"\nreason: a mistake");
    let late = planned().act_at(&at(21, 9), "ann", "retract", &rest);
    assert_eq!(clock_states(&late, LATER), ["0 11-20T18 missed 11-21T09"]);
    let undone = done(planned(), 10, 9).retract("bob", "done");
    assert_eq!(
        clock_states(&undone, LATER),
        ["0 11-20T18 overdue"],
        "what was not done is not done"
    );
}

fn snapshot(story: &Story) -> Snapshot {
    Snapshot::new("x".to_owned(), story.case(), story.policy(), instant(LATER))
}

#[test]
fn an_action_is_listed_chased_and_counted_after_closing() {
    let closed = planned().act("sue", "invalidate", "reason: x");
    let snapshot = snapshot(&closed);
    assert_eq!(snapshot.late(Watch::Overdue).len(), 1);
    assert!(reminder::due(&snapshot, closed.policy()).is_some());
    let chased =
        closed
            .clone()
            .act_at(&at(29, 9), "ann", "chase", "text: x\ndeadline: action-AAAA");
    // A reminder after the end is a word of warning, and no more.
    assert_eq!(chased.codes(), [Code::Unusual]);
    assert_eq!(
        reminder::due(&self::snapshot(&chased), chased.policy()),
        None
    );
    let late = self::snapshot(&done(closed, 25, 9));
    let missed = |name: &str| {
        let selection = Selection {
            extent: Extent::All,
            missed: Some(name.to_owned()),
            ..Selection::default()
        };
        let outline = Outline::new(&late, planned().policy(), instant(LATER));
        selection.picks(&outline, planned().policy(), instant(LATER))
    };
    assert!(missed(ACTION) && missed("action-AAAA") && !missed("action-BBBB"));
    let policy = planned().policy().clone();
    let frame = Frame {
        policy: &policy,
        period: None,
        now: instant(LATER),
    };
    let figures = metrics::figures(std::slice::from_ref(&late), &frame);
    let of_actions = figures
        .iter()
        .find(|figure| figure.name.to_string() == "stage-timeliness:action");
    assert_eq!(of_actions.map(|figure| figure.items.len()), Some(1));
}

#[test]
fn complaints_fall_by_all_of_them_at_most() {
    for (fall, expected) in [
        ("100", vec![]),
        ("100.5", vec![Code::BadValue]),
        ("200", vec![Code::BadValue]),
    ] {
        let plan = format!("{PLAN}\nfall: {fall}");
        let story = Story::new().act("bob", "plan", &plan);
        assert_eq!(story.codes(), expected, "{fall}");
    }
}
