//! Appeals: rounds, clocks, and who decides.

mod support;

use complaint::domain::case::event::Ruling;
use complaint::domain::deadline::{CUT_OFF, Deadline};
use complaint::domain::finding::Code;
use complaint::domain::state::{Flag, Status};
use support::story::{Story, instant};

const LATER: &str = "2026-12-31T00:00:00+08:00";

fn answered() -> Story {
    Story::new().act_at("2026-11-03T10:00:00+08:00", "ann", "respond", "text: no\nresult: refused")
}

fn told(clocks: &[Deadline]) -> Vec<(usize, &'static str)> {
    clocks.iter().map(|clock| (clock.round, clock.state.word())).collect()
}

#[test]
fn clocks_from_receipt_that_are_over_start_again_at_the_appeal() {
    let story = answered().act_at("2026-11-10T10:00:00+08:00", "ann", "appeal", "reason: too little");
    let clocks = story.clocks("respond", "2026-11-10T10:00:00+08:00");
    assert_eq!(told(&clocks), [(0, "met"), (1, "open")]);
    assert_eq!(clocks[1].started, instant("2026-11-10T10:00:00+08:00"));
}

#[test]
fn a_clock_that_still_runs_goes_on_though_it_is_overdue() {
    let story = answered().act_at("2026-11-20T10:00:00+08:00", "ann", "appeal", "reason: too little");
    let before = answered().clocks("resolve", "2026-11-20T10:00:00+08:00");
    let after = story.clocks("resolve", "2026-11-20T10:00:00+08:00");
    assert_eq!(told(&after), [(0, "overdue")]);
    assert_eq!(before[0].due, after[0].due);
}

#[test]
fn an_appeal_does_not_end_a_pause() {
    let story = answered().act("ann", "pause", "reason: photos").act("ann", "appeal", "reason: too little");
    assert!(story.judged().state.paused.is_some());
    assert!(story.clocks("respond", LATER)[1].due.is_none(), "the pause hides it");
}

#[test]
fn an_appeal_stands_until_it_is_decided() {
    let story = answered().act("ann", "appeal", "reason: too little");
    assert_eq!(story.judged().flags(story.policy()), [Flag::Appealed]);
    assert_eq!(story.judged().state.status(), Status::Open);
    assert_eq!(story.clone().act("dan", "close", "").codes()[0], Code::Transition);
    assert_eq!(story.clone().act("ann", "appeal", "reason: again").codes(), [Code::Transition]);
    let decided = story.act("sue", "decide", "outcome: upheld");
    assert_eq!(decided.codes(), []);
    assert_eq!(decided.judged().flags(decided.policy()), []);
    assert_eq!(
        decided.judged().state.appeal.and_then(|appeal| appeal.decided).map(|(_, how)| how),
        Some(Ruling::Upheld)
    );
    assert_eq!(decided.clone().act("sue", "decide", "outcome: dismissed").codes(), [Code::Transition]);
    assert_eq!(decided.act("ann", "appeal", "reason: again").codes(), [], "against the decision");
}

#[test]
fn a_decision_that_the_policy_does_not_permit_decides_nothing() {
    let story = answered().act("ann", "appeal", "reason: too little").act("bob", "decide", "outcome: dismissed");
    assert_eq!(story.codes(), [Code::Permission]);
    assert!(story.judged().state.undecided_appeal().is_some());
}

#[test]
fn what_was_closed_or_found_invalid_is_taken_up_and_what_was_withdrawn_is_not() {
    let invalid = Story::new().act("sue", "invalidate", "reason: not ours").act("ann", "appeal", "reason: it is");
    assert_eq!(invalid.codes(), []);
    assert!(!invalid.judged().state.status().is_over());
    let withdrawn = Story::new().act("ann", "withdraw", "reason: never mind").act("ann", "appeal", "reason: after all");
    assert_eq!(withdrawn.codes(), [Code::Transition]);
}

#[test]
fn before_an_answer_only_a_regulator_appeals() {
    assert_eq!(Story::new().act("ann", "appeal", "reason: slow").codes(), [Code::Transition]);
    assert_eq!(Story::new().act("ann", "appeal", "reason: slow\nregulator: bureau").codes(), []);
}

#[test]
fn a_cut_off_is_over_when_the_appeal_is_decided() {
    let cutoff = "reason: slow\nregulator: bureau\ncutoff: 2026-11-09T18:00:00+08:00";
    let story = answered().act("ann", "appeal", cutoff);
    assert_eq!(told(&story.clocks(CUT_OFF, "2026-11-04T00:00:00+08:00")), [(0, "open")]);
    assert_eq!(told(&story.clocks(CUT_OFF, LATER)), [(0, "overdue")]);
    let void = story.clone().act("bob", "decide", "outcome: upheld");
    assert_eq!(told(&void.clocks(CUT_OFF, LATER)), [(0, "overdue")], "it was not his to decide");
    let decided = story.act_at("2026-11-09T18:00:00+08:00", "sue", "decide", "outcome: upheld");
    assert_eq!(told(&decided.clocks(CUT_OFF, LATER)), [(0, "met")]);
}

#[test]
fn who_held_the_case_before_does_not_decide_where_the_policy_says_so() {
    let apart = |policy: &str| policy.replace("forbid = [", "forbid = [\"decide-handler\", ");
    let story = Story::edited(apart)
        .act("ann", "assign", "to: sue")
        .act("sue", "respond", "text: no\nresult: refused")
        .act("ann", "appeal", "reason: too little")
        .act("ann", "assign", "to: dan");
    assert_eq!(story.clone().act("sue", "decide", "outcome: own-cause").codes(), [Code::Separation]);
    assert_eq!(story.act("dan", "decide", "outcome: own-cause").codes(), []);
}
