//! Follow-ups: what complainants answer, and its consequences (B10, B13, E6).

use crate::support::story::{Story, instant};
use complaint::domain::finding::Code;
use complaint::domain::metrics::survey;
use complaint::domain::snapshot::Snapshot;
use complaint::domain::state::Status;

fn answered(more: &str) -> Story {
    Story::new().act("ann", "respond", &format!("text: ok\nresult: solved{more}"))
}

#[test]
fn an_open_case_is_reworked_only_after_bad_handling() {
    let rework = |story: Story| story.act("sue", "reopen", "reason: x\nrework: true");
    let asked = |more: &str| answered("").act("ann", "follow-up", &format!("score: 2{more}"));
    let closed = || asked("\nbecause: matter").act("ann", "close", "");
    for (story, codes, reworks, status) in [
        (
            rework(answered("")),
            vec![Code::Transition],
            1,
            Status::Open,
        ),
        (rework(asked("")), vec![Code::Transition], 1, Status::Open),
        (
            rework(asked("\nbecause: matter")),
            vec![Code::Transition],
            1,
            Status::Open,
        ),
        (
            rework(asked("\nbecause: handling")),
            vec![],
            1,
            Status::Open,
        ),
        (rework(closed()), vec![], 1, Status::Open),
        (
            closed().act("sue", "reopen", "reason: x"),
            vec![],
            0,
            Status::Open,
        ),
    ] {
        let judged = story.judged();
        assert_eq!(story.codes(), codes);
        assert_eq!(
            (judged.state.reworks, judged.state.status()),
            (reworks, status)
        );
    }
}

#[test]
fn rework_restarts_the_clocks() {
    let story = answered("").act("ann", "follow-up", "score: 1\nbecause: handling");
    let again = story.act_at(
        "2026-11-10T09:00:00+08:00",
        "sue",
        "reopen",
        "reason: x\nrework: true",
    );
    let clocks = again.clocks("respond", "2026-11-11T09:00:00+08:00");
    assert_eq!(
        clocks
            .iter()
            .map(|clock| clock.state.to_string())
            .collect::<Vec<_>>(),
        ["met", "open"]
    );
    assert_eq!(clocks[1].started, instant("2026-11-10T09:00:00+08:00"));
}

#[test]
fn a_dissatisfied_attitude_makes_a_dissatisfied_complainant() {
    for (more, expected) in [
        ("", false),
        ("\nattitude: satisfied", false),
        ("\nattitude: neutral", false),
        ("\nattitude: dissatisfied", true),
    ] {
        assert_eq!(
            answered(more).judged().state.is_dissatisfied(),
            expected,
            "{more}"
        );
    }
    assert_eq!(
        answered("\nattitude: dissatisfied")
            .act("sue", "withdraw", "reason: x")
            .codes(),
        []
    );
}

#[test]
fn marks_are_counted_by_kind() {
    let asked = |rest: &str| answered("\nattitude: neutral").act("ann", "follow-up", rest);
    let stories = [
        asked("score: 5\nprocess: 4\nvia: phone"),
        asked("score: 4\nprocess: 1\nstaff: 5\nvia: phone\nbecause: handling"),
        asked("score: 1\nbecause: matter"),
        answered("").act("sue", "follow-up", "waive: moved"),
        answered(""),
        Story::new(),
    ];
    let snapshot = |story: &Story| {
        Snapshot::new(
            String::new(),
            story.case(),
            story.policy(),
            instant("2026-11-03T09:00:00+08:00"),
        )
    };
    let snapshots: Vec<Snapshot> = stories.iter().map(snapshot).collect();
    let survey = survey(&snapshots.iter().collect::<Vec<_>>());
    let mean =
        |marked: complaint::domain::metrics::Marked| marked.mean().map(|mean| mean.to_string());
    assert_eq!(
        (survey.score.count(), mean(survey.score).as_deref()),
        (3, Some("3.33"))
    );
    assert_eq!(
        (survey.process.count(), mean(survey.process).as_deref()),
        (2, Some("2.50"))
    );
    assert_eq!(
        (
            survey.staff.of(5),
            survey.outcome.count(),
            mean(survey.outcome)
        ),
        (1, 0, None)
    );
    assert_eq!(
        (
            survey.waived,
            survey.waiting,
            survey.handling,
            survey.matter,
            survey.reworks
        ),
        (1, 1, 1, 1, 0)
    );
    assert_eq!(
        survey.channels.into_iter().collect::<Vec<_>>(),
        [(None, 1), (Some("phone".to_owned()), 2)]
    );
    assert_eq!(
        survey
            .attitudes
            .iter()
            .map(|(_, count)| *count)
            .collect::<Vec<_>>(),
        [0, 3, 0]
    );
}

#[test]
fn rework_keeps_earlier_answers_in_the_figures() {
    let bad = || {
        answered("").act(
            "ann",
            "follow-up",
            "score: 1\nprocess: 2\nvia: phone\nbecause: handling",
        )
    };
    let again = || bad().act("sue", "reopen", "reason: x\nrework: true");
    let redone = || again().act("ann", "respond", "text: ok\nresult: solved");
    let better = || redone().act("ann", "follow-up", "score: 5");
    let worse = || redone().act("ann", "follow-up", "score: 2\nbecause: handling");
    // Scores, scores for the process, grievances about the handling, waived, still to be asked.
    for (story, score, expected) in [
        (bad(), 1, (1, 1, 0, 0)),
        (again(), 1, (1, 1, 0, 0)),
        (redone(), 1, (1, 1, 0, 1)),
        (
            redone().act("sue", "follow-up", "waive: moved"),
            1,
            (1, 1, 1, 0),
        ),
        (better(), 5, (0, 1, 0, 0)),
        (worse(), 2, (0, 2, 0, 0)),
        (better().act("sue", "reopen", "reason: x"), 5, (0, 1, 0, 0)),
    ] {
        let now = instant("2026-11-03T09:00:00+08:00");
        let snapshot = Snapshot::new(String::new(), story.case(), story.policy(), now);
        let survey = survey(&[&snapshot]);
        assert_eq!(
            (
                snapshot.score(),
                survey.score.count(),
                survey.score.of(score.into())
            ),
            (Some(score), 1, 1)
        );
        let found = (
            survey.process.count(),
            survey.handling,
            survey.waived,
            survey.waiting,
        );
        assert_eq!(found, expected, "{score}");
        assert_eq!(survey.matter, 0);
    }
}
