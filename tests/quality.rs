//! Spot checks of work orders (E7), lessons to share (F5), reproducible samples.

use crate::support::story::{Story, instant};
use complaint::domain::case::event::Fault;
use complaint::domain::finding::Code;
use complaint::domain::names::CaseId;
use complaint::domain::outline::Outline;
use complaint::domain::policy;
use complaint::domain::selection;
use complaint::domain::{case, snapshot::Snapshot};
use complaint::render::Language;

fn story_with_separate_inspection() -> Story {
    Story::edited(|policy| {
        let edited = policy.replacen("forbid = [", "forbid = [\"inspect-handler\", ", 1);
        assert_ne!(edited, policy);
        edited
    })
    .act("sue", "assign", "to: bob")
}

#[test]
fn own_work_orders_are_not_inspected_if_the_policy_says_so() {
    for (who, expected) in [
        ("ann", vec![Code::Separation]),
        ("sue", vec![Code::Separation]),
        ("bob", vec![Code::Separation]),
        ("dan", vec![]),
    ] {
        assert_eq!(
            story_with_separate_inspection()
                .act(who, "inspect", "result: right")
                .codes(),
            expected,
            "{who}"
        );
    }
    assert_eq!(
        Story::new().act("ann", "inspect", "result: right").codes(),
        []
    );
}

#[test]
fn a_check_says_what_is_wrong_and_the_last_one_stands() {
    let story = story_with_separate_inspection().act(
        "dan",
        "inspect",
        "result: wrong\nfault: [filled, routed]",
    );
    assert_eq!(story.codes(), []);
    let faults = story
        .judged()
        .state
        .inspected
        .map(|inspection| inspection.faults);
    assert_eq!(faults, Some(vec![Fault::Filled, Fault::Routed]));
    assert_eq!(
        story
            .act("dan", "inspect", "result: right\nfault: routed")
            .codes(),
        [Code::BadValue]
    );
}

fn done() -> Story {
    Story::new()
        .fact("product: PX-200")
        .act(
            "ann",
            "plan",
            "plan: AAAA\naction: ask Wang\nowner: bob\nuntil: 2026-11-05T00:00:00+08:00",
        )
        .act("bob", "done", "plan: AAAA")
}

#[test]
fn a_lesson_comes_from_an_effective_action_and_has_no_names() {
    let shared = |result: &str, lesson: &str| {
        let story = done().act(
            "sue",
            "verify",
            &format!("plan: AAAA\nresult: {result}\nlesson: \"{lesson}\""),
        );
        (story.codes(), story.judged().state.lessons.len())
    };
    assert_eq!(shared("effective", "panels are checked twice"), (vec![], 1));
    assert_eq!(
        shared("ineffective", "panels are checked twice"),
        (vec![Code::BadValue], 0)
    );
    assert_eq!(
        shared("effective", "as Wang asked"),
        (vec![Code::BadValue], 0)
    );
    assert_eq!(
        shared("effective", "bob checks panels"),
        (vec![Code::BadValue], 0)
    );
    assert_eq!(
        shared("effective", "Wangs and bobbins"),
        (vec![], 1),
        "words of their own"
    );
}

#[test]
fn a_sample_depends_on_the_seed_and_is_stable_when_cases_are_added() {
    let (policy, _) = policy::parse(policy::preset("standard").expect("it is shipped"));
    let (policy, now) = (
        policy.expect("a policy"),
        instant("2026-12-31T00:00:00+08:00"),
    );
    let outline = |number: u32| {
        let received = instant("2026-11-02T09:00:00+08:00");
        let id = CaseId::new(received.date_naive(), number);
        let case = case::Case {
            facts: case::Facts::blank(id, received),
            entries: vec![],
        };
        Outline::new(
            &Snapshot::new(String::new(), case, &policy, now),
            &policy,
            now,
        )
    };
    let draw = |of: std::ops::Range<u32>, seed: &str| -> Vec<String> {
        let drawn = selection::sample(of.map(outline).collect(), 5, seed);
        drawn.iter().map(|case| case.id().into_owned()).collect()
    };
    let first = draw(0..50, "2026-Q4");
    assert_eq!(first.len(), 5);
    assert_eq!(draw(0..50, "2026-Q4"), first);
    assert_ne!(draw(0..50, "2027-Q1"), first);
    let more = draw(0..60, "2026-Q4");
    let newer: Vec<String> = (50..60)
        .map(|number| outline(number).id().into_owned())
        .collect();
    assert!(
        more.iter()
            .all(|id| first.contains(id) || newer.contains(id))
    );
}

#[test]
fn somebody_without_a_hand_in_it_is_asked_to_inspect() {
    let story = story_with_separate_inspection().act("bob", "inspect", "result: right");
    let judged = story.judged();
    let hint = Language::English.advice(&judged.findings[0]);
    assert!(
        hint.as_deref()
            .is_some_and(|hint| hint.starts_with("ask dan;")),
        "{hint:?}"
    );
}
