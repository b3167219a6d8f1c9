//! What a `when` can test: facts and results of events for a case, and only what clocks know for a
//! deadline.

use crate::support::story::{Story, instant};
use complaint::domain::finding::Code;
use complaint::domain::policy;
use complaint::render::Language;

/// Whether a closing gate with this condition blocks the case.
fn holds(when: &str, case: impl Fn(Story) -> Story) -> bool {
    let rules = format!("[[closing.gate]]\nneed = \"follow-up\"\nwhen = {{ {when} }}\n");
    let plain = "[closing]\nrequire = \"authority\"\n";
    let story = Story::edited(|standard| {
        let (before, rest) = standard.split_once("[closing]").expect("it has gates");
        let after = rest
            .split_once("\n[")
            .map_or(String::new(), |(_, after)| format!("[{after}"));
        format!("{before}{plain}{rules}\n{after}")
    });
    let story = case(story);
    story
        .act("dan", "close", "")
        .codes()
        .contains(&Code::ClosingGate)
}

#[test]
fn conditions_on_cases_see_facts_and_events() {
    let found = |story: Story| story.act("ann", "investigate", "verdict: partly\ncause: product");
    let proposed = |story: Story| {
        story.act(
            "dan",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 1",
        )
    };
    let refused = |story: Story| {
        let story = story.act(
            "ann",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 900",
        );
        story.act(
            "dan",
            "refuse",
            "proposal: AAAA\nremedy: refund\namount: 900\nreason: no",
        )
    };
    let regulator = |story: Story| story.act("ann", "appeal", "reason: x\nregulator: MIIT");
    let decided = |story: Story| regulator(story).act("dan", "decide", "outcome: dismissed");
    let answered = |story: Story| story.act("ann", "respond", "text: x\nresult: refused");
    let again = |story: Story| {
        decided(story)
            .act("dan", "invalidate", "reason: x")
            .act("dan", "reopen", "reason: x")
    };
    let same = |story: Story| story;
    for (when, held) in [
        (
            "verdict = \"partly\"",
            [false, true, false, false, false, false, false, false],
        ),
        (
            "verdict = [\"substantiated\", \"unsubstantiated\"]",
            [false; 8],
        ),
        (
            "cause = \"product\"",
            [false, true, false, false, false, false, false, false],
        ),
        (
            "remedy = \"refund\"",
            [false, false, true, false, false, false, false, false],
        ),
        (
            "result = \"refused\"",
            [false, false, false, false, false, false, false, true],
        ),
        (
            "appeal = \"none\"",
            [true, true, true, true, false, false, true, true],
        ),
        (
            "appeal = \"regulator\"",
            [false, false, false, false, true, true, false, false],
        ),
        ("appeal = \"complainant\"", [false; 8]),
    ] {
        let cases: [&dyn Fn(Story) -> Story; 8] = [
            &same, &found, &proposed, &refused, &regulator, &decided, &again, &answered,
        ];
        for (index, case) in cases.into_iter().enumerate() {
            assert_eq!(holds(when, case), held[index], "{when} in case {index}");
        }
    }
}

#[test]
fn a_request_is_validated_and_can_be_a_condition() {
    let asks = |request: &str| {
        let request = format!("request: {request}");
        holds("request = \"refund\"", |story| story.fact(&request))
    };
    assert!(asks("refund") && !asks("repair"));
    let listed = |request: &str| {
        let edited = Story::edited(|standard| {
            standard.replacen("channels", "requests = [\"refund\"]\nchannels", 1)
        });
        edited.fact(&format!("request: {request}")).codes()
    };
    assert_eq!(listed("refund"), []);
    assert_eq!(listed("repair"), [Code::UnlistedValue]);
}

#[test]
fn a_deadline_cannot_depend_on_verdict_cause_remedy_or_result() {
    let standard = policy::preset("standard").expect("it is shipped");
    for fact in [
        "verdict = \"partly\"",
        "cause = \"product\"",
        "remedy = \"refund\"",
        "result = \"solved\"",
    ] {
        let rule = format!(
            "[[deadline]]\nname = \"x\"\nstop = \"close\"\nwithin = \"1d\"\nwhen = {{ {fact} }}\n"
        );
        let (_, findings) = policy::parse(&format!("{standard}\n{rule}"));
        assert_eq!(
            findings.iter().map(|it| it.code).collect::<Vec<_>>(),
            [Code::UnknownKey],
            "{fact}"
        );
        assert!(
            Language::English
                .advice(&findings[0])
                .is_some_and(|hint| hint.contains("a deadline can use facts")),
            "{findings:?}"
        );
    }
}

#[test]
fn a_clock_depends_on_the_appeal_of_its_round() {
    let story = Story::under(
        "[[deadline]]\nname = \"a\"\nstop = \"decide\"\nwithin = \"24h\"\nwhen = { appeal = \"regulator\" }\n\
         [[deadline]]\nname = \"a\"\nstop = \"decide\"\nwithin = \"48h\"\nwhen = { appeal = \"complainant\" }\n\
         [[deadline]]\nname = \"b\"\nstop = \"respond\"\nwithin = \"9d\"\nwhen = { appeal = \"none\" }\n\
         [[deadline]]\nname = \"c\"\nstart = \"appeal\"\nstop = \"decide\"\nwithin = \"2h\"\nwhen = { appeal = \"regulator\" }\n",
    );
    let at = |day: u32, hour: u32| format!("2026-11-{day:02}T{hour:02}:00:00+08:00");
    let due = |story: &Story, name: &str| -> Vec<(usize, String)> {
        let zone = story.policy().calendar.zone();
        let text =
            |due| complaint::domain::time::format_instant(due, zone).replace(":00:00+08:00", "");
        let clocks = story.clocks(name, "2026-12-31T00:00:00+08:00");
        clocks
            .iter()
            .map(|clock| (clock.round, text(clock.due.expect("it is not paused"))))
            .collect()
    };
    let of = |clocks: &[(usize, &str)]| -> Vec<(usize, String)> {
        clocks
            .iter()
            .map(|(round, due)| (*round, (*due).to_owned()))
            .collect()
    };
    assert_eq!(due(&story, "a"), of(&[]));
    let story = story.act_at(&at(3, 9), "ann", "appeal", "reason: x\nregulator: MIIT");
    assert_eq!(due(&story, "a"), of(&[(1, "2026-11-04T09")]));
    assert_eq!(
        due(&story, "b"),
        of(&[(0, "2026-11-12T00")]),
        "what runs goes on"
    );
    assert_eq!(due(&story, "c"), of(&[(1, "2026-11-03T11")]));
    let story = story
        .act_at(&at(4, 9), "dan", "decide", "outcome: dismissed")
        .act("ann", "respond", "text: x\nresult: refused");
    let story = story.act_at(&at(5, 9), "ann", "appeal", "reason: x");
    assert_eq!(
        due(&story, "a"),
        of(&[(1, "2026-11-04T09"), (2, "2026-11-07T09")])
    );
    assert_eq!(
        due(&story, "b"),
        of(&[(0, "2026-11-12T00")]),
        "it is over, and no appeal brings it back"
    );
    assert_eq!(due(&story, "c"), of(&[(1, "2026-11-03T11")]));
    let over = story
        .act_at(&at(5, 10), "ann", "withdraw", "reason: x")
        .act_at(&at(6, 9), "dan", "reopen", "reason: x");
    assert_eq!(
        due(&over, "b"),
        of(&[(0, "2026-11-12T00"), (3, "2026-11-16T00")])
    );
    assert_eq!(
        over.clocks("c", &at(7, 9))[0].stopped,
        Some(instant(&at(4, 9)))
    );
}
