//! What the record says: how far a case has come, how its answer was taken, who had it then.

use crate::support::story::Story;
use complaint::domain::finding::Code;
use complaint::domain::state::Status;

/// A case through some steps by dan: verb and keys, parted by `;`.
fn after(steps: &[&str]) -> Story {
    steps.iter().fold(Story::new(), |story, step| {
        let (verb, keys) = step.split_once(' ').unwrap_or((step, ""));
        story.act("dan", verb, &keys.replace("; ", "\n"))
    })
}

#[test]
fn the_status_is_the_furthest_stage_that_still_holds() {
    use Status::{Proposed, Resolved, Responded};
    let propose = "propose proposal: AAAA; remedy: apology";
    let again = "propose proposal: BBBB; remedy: apology";
    for (steps, status) in [
        (&["respond text: x"][..], Responded),
        (&["respond text: x; result: solved"], Resolved),
        (&["respond text: x; result: refused"], Responded),
        (&["respond text: x", "respond result: explained"], Resolved),
        (&["respond text: x", "respond result: refused"], Responded),
        (&["respond text: x", "resolve"], Resolved),
        (&[propose, "respond text: x; result: solved"], Responded),
        (&[propose, "resolve", again], Proposed),
        (
            &[propose, "respond text: x; result: solved", "resolve", again],
            Responded,
        ),
        (&["respond text: x", "follow-up score: 5"], Responded),
    ] {
        let judged = after(steps).judged();
        assert_eq!(judged.state.status(), status, "{steps:?}");
        assert_eq!(
            judged.errors().count(),
            0,
            "{steps:?}: {:#?}",
            judged.findings
        );
    }
}

#[test]
fn a_result_alone_stops_no_clock_for_answers_and_needs_an_answer() {
    let said = after(&["respond text: x", "respond result: solved"]);
    let answer = said.judged().state.responded.expect("an answer");
    assert_eq!(
        answer.at,
        crate::support::story::instant("2026-11-02T09:02:00+08:00")
    );
    let resolved = said.judged().state.resolved;
    assert_eq!(
        resolved,
        Some(crate::support::story::instant("2026-11-02T09:03:00+08:00"))
    );
    assert_eq!(
        after(&["respond result: solved"]).codes(),
        [Code::Transition]
    );
}

#[test]
fn the_first_resolution_keeps_its_holder() {
    let story = Story::new()
        .act("dan", "assign", "to: ann")
        .act("ann", "respond", "text: x\nresult: solved")
        .act("dan", "assign", "to: bob")
        .act("bob", "respond", "text: again\nresult: solved");
    let state = story.judged().state;
    let holder = state.holder_at_resolution.expect("a holder");
    assert_eq!(holder.as_str(), "ann");
    assert_eq!(story.codes(), [Code::Unusual]);
}

#[test]
fn moving_up_does_not_pass_a_gate() {
    let gated = |level: &str| {
        let gate =
            format!("[[closing.gate]]\nneed = [\"response\"]\nwhen = {{ level = \"{level}\" }}\n");
        let required = r#"require = ["authority", "response", "resolved", "follow-up"]"#;
        Story::edited(|standard| standard.replace(required, &format!("require = []\n{gate}")))
    };
    let levels = Story::new().policy().levels.clone();
    let (first, second) = (levels[0].name.as_str(), levels[1].name.as_str());
    for (level, codes) in [
        (first, &[Code::ClosingGate][..]),
        (second, &[Code::ClosingGate]),
    ] {
        let story = gated(level)
            .act(
                "dan",
                "escalate",
                &format!("from: {first}\nto: {second}\nreason: x"),
            )
            .act("dan", "close", "");
        assert_eq!(story.codes(), codes, "{level}");
    }
    let stayed = gated(second).act("dan", "close", "");
    assert_eq!(stayed.codes(), []);
}

#[test]
fn words_that_no_list_has_are_a_warning_on_record_and_refused_when_new() {
    for (verb, keys) in [
        ("acknowledge", "via: pigeon"),
        ("respond", "text: x\nvia: pigeon"),
        ("link", "case: 20261101-AAAAAA\nkind: sibling"),
    ] {
        let judged = Story::new().act("ann", verb, keys).judged();
        let codes: Vec<Code> = judged.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::UnlistedValue], "{verb}");
        assert_eq!(judged.errors().count(), 0, "{verb}");
        assert_eq!(judged.refusals(None).len(), 1, "{verb}");
    }
    let followed = after(&[
        "respond text: x; result: solved",
        "follow-up score: 5; via: pigeon",
    ]);
    assert_eq!(followed.codes(), [Code::UnlistedValue]);
}

/// A remedy of bob's, a clerk, who may grant up to 500 alone.
fn refund(story: Story, handle: &str, amount: &str) -> Story {
    story.act(
        "bob",
        "propose",
        &format!("proposal: {handle}\nremedy: refund\namount: {amount}"),
    )
}

fn answered(story: Story, handle: &str) -> Story {
    story.act("bob", "respond", &format!("text: x\nproposal: {handle}"))
}

fn approved(story: Story, handle: &str, amount: &str) -> Story {
    let terms = format!("proposal: {handle}\nremedy: refund\namount: {amount}");
    story.act("sue", "approve", &terms)
}

#[test]
fn what_is_granted_adds_up() {
    let first = || answered(refund(Story::new(), "AAAA", "400"), "AAAA");
    let second = || refund(first(), "BBBB", "400");
    let refused = |story: Story| story.act("bob", "respond", "result: refused");
    assert_eq!(first().codes(), []);
    assert_eq!(answered(second(), "BBBB").codes(), [Code::Authority]);
    let covered = answered(approved(second(), "BBBB", "400"), "BBBB");
    assert_eq!(covered.codes(), []);
    // A refused answer promised nothing.
    let instead = answered(refund(refused(first()), "BBBB", "400"), "BBBB");
    assert_eq!(instead.codes(), []);
    // What was carried out stays owed.
    let paid = refused(first().act("bob", "resolve", "proposal: AAAA"));
    let more = answered(refund(paid, "BBBB", "400"), "BBBB");
    assert_eq!(more.codes(), [Code::Authority]);
    // In every round.
    let again = covered
        .act("sue", "reopen", "reason: x")
        .act("bob", "withdraw", "reason: x");
    let state = again.judged().state;
    assert_eq!(state.total_owed().to_string(), "800");
}

#[test]
fn an_approval_for_less_does_not_cover_the_sum() {
    let both = refund(
        answered(refund(Story::new(), "AAAA", "400"), "AAAA"),
        "BBBB",
        "200",
    );
    let early = refund(
        approved(refund(Story::new(), "AAAA", "600"), "AAAA", "600"),
        "BBBB",
        "500",
    );
    // BBBB is answered first; then AAAA comes to 1100, of which 600 were approved.
    let later = answered(answered(early, "BBBB"), "AAAA");
    assert_eq!(later.codes(), [Code::Authority]);
    assert_eq!(answered(approved(both, "BBBB", "200"), "BBBB").codes(), []);
}

#[test]
fn one_approval_of_the_sum_ends_what_several_clones_granted_beside_one_another() {
    let proposed = refund(
        refund(refund(Story::new(), "AAAA", "500"), "BBBB", "500"),
        "CCCC",
        "500",
    );
    let all = ["AAAA", "BBBB", "CCCC"]
        .into_iter()
        .fold(proposed, answered);
    assert_eq!(all.codes(), [Code::Authority, Code::Authority]);
    let state = all.judged().state;
    assert_eq!(state.total_owed().to_string(), "1500");
    let approved = approved(all.act("dan", "withdraw", "reason: x"), "CCCC", "500");
    let judged = approved.judged();
    assert!(
        judged.flags(approved.policy()).is_empty(),
        "{:?}",
        judged.findings
    );
}

#[test]
fn only_somebody_who_could_grant_the_whole_takes_it_back() {
    let granted = || answered(refund(Story::new(), "AAAA", "400"), "AAAA");
    for (by, codes) in [("bob", &[Code::Authority][..]), ("ann", &[]), ("sue", &[])] {
        assert_eq!(granted().retract(by, "respond").codes(), codes, "{by}");
    }
    let large = || {
        answered(
            approved(refund(Story::new(), "AAAA", "4000"), "AAAA", "4000"),
            "AAAA",
        )
    };
    assert_eq!(large().retract("ann", "respond").codes(), [Code::Authority]);
    assert_eq!(large().retract("sue", "respond").codes(), []);
    assert_eq!(large().retract("dan", "respond").codes(), []);
    let own = Story::new()
        .act(
            "dan",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 9000",
        )
        .act("dan", "respond", "text: x\nproposal: AAAA");
    assert_eq!(
        own.retract("dan", "respond").codes(),
        [],
        "nobody else could"
    );
}
