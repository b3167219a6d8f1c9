//! Custom process steps: `note --step`, as starts and stops of clocks, and as closing conditions.

use crate::support::story::Story;
use complaint::domain::finding::Code;
use complaint::domain::policy;
use complaint::domain::word::Word;
use complaint::render::Language;

const LATER: &str = "2026-12-31T00:00:00+08:00";

/// The standard policy with the steps `carrier-told` and `papers`, and more tables.
fn with(rules: &str) -> Story {
    Story::edited(|standard| {
        let listed = standard.replacen(
            "channels",
            "steps = [\"carrier-told\", \"papers\"]\nchannels",
            1,
        );
        format!("{listed}\n{rules}")
    })
}

const CLOCK: &str = "[[deadline]]\nname = \"x\"\nstart = \"step:carrier-told\"\nstop = [\"step:papers\", \"respond\"]\nwithin = \"2h\"\n";

fn clock_states(story: &Story) -> Vec<(usize, &'static str)> {
    story
        .clocks("x", LATER)
        .iter()
        .map(|clock| (clock.round, clock.state.word()))
        .collect()
}

#[test]
fn a_step_starts_and_stops_clocks() {
    let begun = with(CLOCK).act_at(
        "2026-11-02T10:00:00+08:00",
        "ann",
        "note",
        "step: carrier-told",
    );
    assert_eq!(
        clock_states(&with(CLOCK).act("ann", "note", "text: carrier-told")),
        []
    );
    assert_eq!(clock_states(&begun), [(0, "overdue")]);
    for (at, state) in [
        ("2026-11-02T12:00:00+08:00", "met"),
        ("2026-11-02T12:00:00.001+08:00", "missed"),
    ] {
        assert_eq!(
            clock_states(
                &begun
                    .clone()
                    .act_at(at, "bob", "note", "text: all there\nstep: papers")
            ),
            [(0, state)]
        );
    }
    let again = begun
        .clone()
        .act("ann", "note", "step: carrier-told")
        .act("ann", "note", "step: papers")
        .act("ann", "close", "")
        .act("ann", "reopen", "reason: x")
        .act("ann", "note", "step: carrier-told");
    assert_eq!(clock_states(&again), [(0, "met"), (1, "overdue")]);
    assert_eq!(clock_states(&begun.retract("ann", "note")), []);
}

#[test]
fn closing_asks_for_steps() {
    let rules = "[[closing.gate]]\nneed = [\"step:papers\", \"cause\"]\nwhen = { category = \"delivery\" }\n";
    let ready = with(rules)
        .act("ann", "investigate", "verdict: partly\ncause: product")
        .act("ann", "respond", "text: x\nresult: solved")
        .act("ann", "follow-up", "score: 5");
    let refused = ready.clone().act("dan", "close", "").judged();
    let finding = refused.errors().next().expect("it is refused");
    assert_eq!(
        (
            finding.code,
            Language::English.message(&finding.message).as_str()
        ),
        (
            Code::ClosingGate,
            "cannot close: the step 'papers' is not recorded"
        )
    );
    assert_eq!(
        Language::English.advice(finding).as_deref(),
        Some("complaint note 20261102-AAAAAA --step papers")
    );
    assert_eq!(
        ready
            .act("bob", "note", "step: papers")
            .act("dan", "close", "")
            .codes(),
        []
    );
}

#[test]
fn a_step_is_one_of_the_policys_in_cases_and_in_rules() {
    assert_eq!(
        with("").act("ann", "note", "step: paper").codes(),
        [Code::UnlistedValue]
    );
    assert_eq!(
        Story::new().act("ann", "note", "step: paper").codes(),
        [],
        "no list, no limits"
    );
    let standard = policy::preset("standard").expect("it is shipped");
    let standard = standard.replacen("channels", "steps = [\"papers\"]\nchannels", 1);
    for rule in [
        "[[deadline]]\nname = \"x\"\nstart = \"step:paper\"\nstop = \"close\"\nwithin = \"1d\"\n",
        "[[deadline]]\nname = \"x\"\nstop = \"step:paper\"\nwithin = \"1d\"\n",
        "[[closing.gate]]\nneed = \"step:paper\"\n",
    ] {
        let (_, findings) = policy::parse(&format!("{standard}\n{rule}"));
        assert_eq!(
            findings.iter().map(|it| it.code).collect::<Vec<_>>(),
            [Code::PolicyReference],
            "{rule}"
        );
        assert_eq!(
            Language::English.advice(&findings[0]).as_deref(),
            Some("did you mean 'papers'?")
        );
    }
    let both = "[[deadline]]\nname = \"x\"\nstart = \"step:papers\"\nstop = \"step:papers\"\nwithin = \"1d\"\n";
    let (_, findings) = policy::parse(&format!("{standard}\n{both}"));
    assert_eq!(
        findings.iter().map(|it| it.code).collect::<Vec<_>>(),
        [Code::PolicyConflict]
    );
}
