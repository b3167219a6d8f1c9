//! Appeals: rounds, clocks, and who decides.

use crate::support::story::{Story, instant};
use complaint::domain::case::event::Ruling;
use complaint::domain::deadline::{CUT_OFF, Deadline};
use complaint::domain::finding::Code;
use complaint::domain::state::{Flag, Status};
use complaint::domain::word::Word;

const LATER: &str = "2026-12-31T00:00:00+08:00";

fn answered() -> Story {
    Story::new().act_at(
        "2026-11-03T10:00:00+08:00",
        "ann",
        "respond",
        "text: no\nresult: refused",
    )
}

fn clock_states(clocks: &[Deadline]) -> Vec<(usize, &'static str)> {
    clocks
        .iter()
        .map(|clock| (clock.round, clock.state.word()))
        .collect()
}

#[test]
fn clocks_from_receipt_that_are_over_start_again_at_the_appeal() {
    let story = answered().act_at(
        "2026-11-10T10:00:00+08:00",
        "ann",
        "appeal",
        "reason: too little",
    );
    let clocks = story.clocks("respond", "2026-11-10T10:00:00+08:00");
    assert_eq!(clock_states(&clocks), [(0, "met"), (1, "open")]);
    assert_eq!(clocks[1].started, instant("2026-11-10T10:00:00+08:00"));
}

#[test]
fn a_clock_that_still_runs_goes_on_though_it_is_overdue() {
    let story = answered().act_at(
        "2026-11-20T10:00:00+08:00",
        "ann",
        "appeal",
        "reason: too little",
    );
    let before = answered().clocks("resolve", "2026-11-20T10:00:00+08:00");
    let after = story.clocks("resolve", "2026-11-20T10:00:00+08:00");
    assert_eq!(clock_states(&after), [(0, "overdue")]);
    assert_eq!(before[0].due, after[0].due);
}

#[test]
fn an_appeal_does_not_end_a_pause() {
    let story =
        answered()
            .act("ann", "pause", "reason: photos")
            .act("ann", "appeal", "reason: too little");
    assert!(story.judged().state.paused.is_some());
    assert!(
        story.clocks("respond", LATER)[1].due.is_none(),
        "the pause hides it"
    );
}

#[test]
fn an_appeal_stands_until_it_is_decided() {
    let story = answered().act("ann", "appeal", "reason: too little");
    assert_eq!(story.judged().flags(story.policy()), [Flag::Appealed]);
    assert_eq!(story.judged().state.status(), Status::Open);
    assert_eq!(
        story.clone().act("dan", "close", "").codes()[0],
        Code::Transition
    );
    assert_eq!(
        story.clone().act("ann", "appeal", "reason: again").codes(),
        [Code::Transition]
    );
    let decided = story.act("sue", "decide", "outcome: upheld");
    assert_eq!(decided.codes(), []);
    assert_eq!(decided.judged().flags(decided.policy()), []);
    assert_eq!(
        decided
            .judged()
            .state
            .appeal
            .and_then(|appeal| appeal.decided)
            .map(|(_, how)| how),
        Some(Ruling::Upheld)
    );
    assert_eq!(
        decided
            .clone()
            .act("sue", "decide", "outcome: dismissed")
            .codes(),
        [Code::Transition]
    );
    assert_eq!(
        decided.act("ann", "appeal", "reason: again").codes(),
        [],
        "against the decision"
    );
}

#[test]
fn a_decision_that_the_policy_does_not_permit_decides_nothing() {
    let story = answered().act("ann", "appeal", "reason: too little").act(
        "bob",
        "decide",
        "outcome: dismissed",
    );
    assert_eq!(story.codes(), [Code::Permission]);
    assert!(story.judged().state.undecided_appeal().is_some());
}

#[test]
fn an_appeal_reopens_closed_and_invalid_cases_but_not_withdrawn_ones() {
    let invalid = Story::new()
        .act("sue", "invalidate", "reason: not ours")
        .act("ann", "appeal", "reason: it is");
    assert_eq!(invalid.codes(), []);
    assert!(!invalid.judged().state.status().is_over());
    let withdrawn = Story::new()
        .act("ann", "withdraw", "reason: never mind")
        .act("ann", "appeal", "reason: after all");
    assert_eq!(withdrawn.codes(), [Code::Transition]);
}

#[test]
fn before_an_answer_only_a_regulator_appeals() {
    assert_eq!(
        Story::new().act("ann", "appeal", "reason: slow").codes(),
        [Code::Transition]
    );
    assert_eq!(
        Story::new()
            .act("ann", "appeal", "reason: slow\nregulator: bureau")
            .codes(),
        []
    );
}

#[test]
fn a_decision_stops_the_cut_off() {
    let cutoff = "reason: slow\nregulator: bureau\ncutoff: 2026-11-09T18:00:00+08:00";
    let story = answered().act("ann", "appeal", cutoff);
    assert_eq!(
        clock_states(&story.clocks(CUT_OFF, "2026-11-04T00:00:00+08:00")),
        [(0, "open")]
    );
    assert_eq!(
        clock_states(&story.clocks(CUT_OFF, LATER)),
        [(0, "overdue")]
    );
    let void = story.clone().act("bob", "decide", "outcome: upheld");
    assert_eq!(
        clock_states(&void.clocks(CUT_OFF, LATER)),
        [(0, "overdue")],
        "it was not his to decide"
    );
    let decided = story.act_at(
        "2026-11-09T18:00:00+08:00",
        "sue",
        "decide",
        "outcome: upheld",
    );
    assert_eq!(clock_states(&decided.clocks(CUT_OFF, LATER)), [(0, "met")]);
}

#[test]
fn former_holders_do_not_decide_if_the_policy_says_so() {
    let apart = |policy: &str| policy.replace("forbid = [", "forbid = [\"decide-handler\", ");
    let story = Story::edited(apart)
        .act("ann", "assign", "to: sue")
        .act("bob", "investigate", "verdict: unsubstantiated")
        .act("sue", "respond", "text: no\nresult: refused")
        .act("ann", "appeal", "reason: too little")
        .act("ann", "assign", "to: dan");
    assert_eq!(
        story
            .clone()
            .act("sue", "decide", "outcome: own-cause")
            .codes(),
        [Code::Separation]
    );
    let investigator = story.clone().act("bob", "decide", "outcome: own-cause");
    assert!(investigator.codes().contains(&Code::Separation));
    assert_eq!(story.act("dan", "decide", "outcome: own-cause").codes(), []);
}

const WINDOW: &str = "[appeal]\nwithin = \"30d\"\n";

/// The codes of the findings about an appeal at `at`, after a case was answered on 3 November at
/// 10:00, followed by `more`.
fn appealed(rules: &str, more: impl Fn(Story) -> Story, at: &str, rest: &str) -> Vec<Code> {
    let story = Story::under(rules).act_at(
        "2026-11-03T10:00:00+08:00",
        "ann",
        "respond",
        "text: no\nresult: refused",
    );
    let codes = more(story).act_at(at, "ann", "appeal", rest).codes();
    codes
        .into_iter()
        .filter(|code| *code != Code::ClosingGate)
        .collect()
}

#[test]
fn a_complainant_appeals_within_the_window_and_a_regulator_at_any_time() {
    let same = |story: Story| story;
    let closed = |story: Story| {
        story.act("ann", "follow-up", "score: 1").act_at(
            "2026-11-20T10:00:00+08:00",
            "dan",
            "close",
            "",
        )
    };
    let invalid = |story: Story| {
        story.act_at(
            "2026-11-20T10:00:00+08:00",
            "sue",
            "invalidate",
            "reason: x",
        )
    };
    let again = |story: Story| {
        story.act_at(
            "2026-11-20T10:00:00+08:00",
            "ann",
            "respond",
            "text: no\nresult: refused",
        )
    };
    let decided = |story: Story| {
        let story = story.act_at("2026-11-19T10:00:00+08:00", "ann", "appeal", "reason: x");
        story.act_at(
            "2026-11-20T10:00:00+08:00",
            "dan",
            "decide",
            "outcome: dismissed",
        )
    };
    let (third, fourth) = ("2026-12-04T00:00:00+08:00", "2026-12-04T00:00:01+08:00");
    let (twentieth, after) = ("2026-12-21T00:00:00+08:00", "2026-12-21T00:00:01+08:00");
    let late = vec![Code::AppealLate];
    type Case<'a> = (&'a dyn Fn(Story) -> Story, &'a str, Vec<Code>);
    let cases: [Case<'_>; 9] = [
        (&same, third, vec![]),
        (&same, fourth, late.clone()),
        (&closed, third, vec![]),
        (&closed, fourth, late.clone()),
        (&invalid, twentieth, vec![]),
        (&invalid, after, late.clone()),
        (&again, twentieth, vec![]),
        (&decided, twentieth, vec![]),
        (&decided, after, late),
    ];
    for (index, (more, at, codes)) in cases.into_iter().enumerate() {
        assert_eq!(
            appealed(WINDOW, more, at, "reason: x"),
            codes,
            "case {index}"
        );
        assert_eq!(
            appealed(WINDOW, more, at, "reason: x\nregulator: MIIT"),
            [],
            "case {index}"
        );
        assert_eq!(appealed("", more, at, "reason: x"), [], "case {index}");
    }
    let unanswered = Story::under(WINDOW).act_at("2026-11-05T10:00:00+08:00", "dan", "close", "");
    for (at, is_late) in [
        ("2026-12-06T00:00:00+08:00", false),
        ("2026-12-06T00:00:01+08:00", true),
    ] {
        let codes = unanswered
            .clone()
            .act_at(at, "ann", "appeal", "reason: x")
            .codes();
        assert_eq!(
            codes.contains(&Code::AppealLate),
            is_late,
            "from the end, where there was no answer"
        );
    }
    let dated = format!("{WINDOW}since = 2026-11-03\n");
    assert_eq!(
        appealed(&dated, same, fourth, "reason: x"),
        [],
        "received the day before"
    );
}

/// The stages of a regulator's appeal as S4 requires: dispatched, answered by the branch, decided
/// by head office, each in time.
const REGULATOR: &str = r#"
[[deadline]]
name = "appeal-dispatch"
start = "appeal"
stop = "assign"
within = "24h"
when = { appeal = "regulator" }
[[deadline]]
name = "appeal-branch"
start = "assign"
stop = "step:branch-answered"
within = "24h"
when = { appeal = "regulator", grade = "vip" }
[[deadline]]
name = "appeal-branch"
start = "assign"
stop = "step:branch-answered"
within = "96h"
when = { appeal = "regulator" }
[[deadline]]
name = "appeal-head-office"
start = "step:branch-answered"
stop = "decide"
within = "24h"
when = { appeal = "regulator", grade = "vip" }
[[deadline]]
name = "appeal-head-office"
start = "step:branch-answered"
stop = "decide"
within = "48h"
when = { appeal = "regulator" }
[[deadline]]
name = "appeal"
start = "appeal"
stop = "decide"
within = "7bd"
when = { appeal = "regulator" }
"#;

#[test]
fn a_regulators_appeal_has_a_clock_for_each_of_its_stages() {
    let names = [
        "appeal-dispatch",
        "appeal-branch",
        "appeal-head-office",
        "appeal",
        CUT_OFF,
    ];
    let due = |story: &Story| -> Vec<String> {
        let zone = story.policy().calendar.zone();
        let text = |due| {
            complaint::domain::time::format_instant(due, zone)
                .replace(":00:00+08:00", "")
                .replace("2026-", "")
        };
        let clocks = names.iter().flat_map(|name| story.clocks(name, LATER));
        clocks
            .map(|clock| {
                format!(
                    "{} {} {}",
                    clock.name,
                    clock.due.map(text).unwrap_or_default(),
                    clock.state
                )
            })
            .collect()
    };
    let regulators_appeal = |grade: &str, rest: &str| {
        let story = Story::under(REGULATOR).fact_of_complainant(grade);
        story
            .act_at("2026-11-02T10:00:00+08:00", "ann", "assign", "to: bob")
            .act_at("2026-11-04T10:00:00+08:00", "ann", "appeal", rest)
            .act_at("2026-11-05T09:00:00+08:00", "ann", "assign", "to: bob")
            .act_at(
                "2026-11-06T10:00:00+08:00",
                "bob",
                "note",
                "step: branch-answered",
            )
            .act_at(
                "2026-11-08T09:00:00+08:00",
                "dan",
                "decide",
                "outcome: upheld",
            )
    };
    let regulator = "reason: x\nregulator: MIIT\nreference: R-1\ncutoff: 2026-11-12T18:00:00+08:00";
    assert_eq!(
        due(&regulators_appeal("grade: ordinary", "reason: x")),
        [""; 0],
        "not of a complainant's"
    );
    assert_eq!(
        due(&regulators_appeal("grade: ordinary", regulator)),
        [
            "appeal-dispatch 11-05T10 met",
            "appeal-branch 11-09T09 met",
            "appeal-head-office 11-08T10 met",
            "appeal 11-14T00 met",
            "cut-off 11-12T18 met",
        ]
    );
    assert_eq!(
        due(&regulators_appeal("grade: vip", regulator)),
        [
            "appeal-dispatch 11-05T10 met",
            "appeal-branch 11-06T09 missed",
            "appeal-head-office 11-07T10 missed",
            "appeal 11-14T00 met",
            "cut-off 11-12T18 met",
        ]
    );
}
