//! Approvals for subjects other than a remedy: answers, decisions, invalidity, late figures of a
//! loss, shares of liability (D5, B8, B17).

use crate::support::story::{Story, instant};
use complaint::domain::finding::Code;
use complaint::domain::rules::next_steps;
use complaint::domain::state::Flag;
use complaint::domain::word::Word;

/// A major case in which these subjects need approval: decisions and invalidity by a director, the
/// others by a supervisor.
fn under(subjects: &[&str]) -> Story {
    let rules: Vec<String> = subjects
        .iter()
        .map(|subject| match *subject {
            "loss" => "[[approval]]\nsubject = \"loss\"\nup_to = 1000\napprovers = []\n\
                       [[approval]]\nsubject = \"loss\"\napprovers = [\"supervisor\"]\n"
                .to_owned(),
            "decision" | "validity" => format!("[[approval]]\nsubject = \"{subject}\"\napprovers = [\"director\"]\n"),
            other => format!(
                "[[approval]]\nsubject = \"{other}\"\nwhen = {{ severity = \"major\" }}\napprovers = [\"supervisor\"]\n"
            ),
        })
        .collect();
    Story::under(&rules.concat()).fact("severity: major\namount: 800")
}

fn propose(story: Story, handle: &str, rest: &str) -> Story {
    story.act(
        "bob",
        "propose",
        &format!("proposal: {handle}\nsubject: {rest}"),
    )
}

fn approve(story: Story, who: &str, handle: &str, rest: &str) -> Story {
    story.act(
        who,
        "approve",
        &format!("proposal: {handle}\nsubject: {rest}"),
    )
}

fn answer(story: Story, who: &str, text: &str) -> Vec<Code> {
    story
        .act(who, "respond", &format!("text: {text}\nresult: solved"))
        .codes()
}

#[test]
fn an_answer_goes_out_as_it_was_approved() {
    let story = || under(&["answer"]);
    let drafted = || propose(story(), "AAAA", "answer\ntext: sorry");
    let approved = || approve(drafted(), "sue", "AAAA", "answer");
    assert_eq!(answer(story(), "bob", "sorry"), [Code::Authority]);
    assert_eq!(answer(drafted(), "bob", "sorry"), [Code::Authority]);
    assert_eq!(answer(approved(), "bob", "sorry"), []);
    assert_eq!(answer(approved(), "ann", "sorry"), [], "whoever sends it");
    assert_eq!(answer(approved(), "bob", "very sorry"), [Code::Authority]);
    assert_eq!(
        answer(story(), "sue", "sorry"),
        [],
        "her own role covers it"
    );
    let minor = Story::under(
        "[[approval]]\nsubject = \"answer\"\nwhen = { severity = \"major\" }\napprovers = [\"supervisor\"]",
    );
    assert_eq!(
        answer(minor, "bob", "sorry"),
        [],
        "no rule of the subject fits"
    );
    let interim = story().act("bob", "respond", "text: soon\ninterim: true");
    assert_eq!(interim.codes(), []);
    let flags = |story: Story| {
        story
            .judged()
            .flags(story.policy())
            .contains(&Flag::AwaitingApproval)
    };
    assert!(flags(drafted()) && !flags(approved()));
}

#[test]
fn an_approval_of_an_answer_counts_once_and_for_its_draft() {
    let approved = || {
        approve(
            propose(under(&["answer"]), "AAAA", "answer\ntext: sorry"),
            "sue",
            "AAAA",
            "answer",
        )
    };
    let replaced = propose(approved(), "BBBB", "answer\ntext: glad");
    assert_eq!(answer(replaced.clone(), "bob", "glad"), [Code::Authority]);
    assert_eq!(
        answer(replaced.clone(), "bob", "sorry"),
        [Code::Authority],
        "the draft before is gone"
    );
    assert_eq!(
        approve(replaced, "sue", "AAAA", "answer").codes(),
        [Code::ApprovalMismatch]
    );
    let sent = approved().act("bob", "respond", "text: sorry\nresult: refused");
    assert_eq!(answer(sent.clone(), "bob", "sorry"), [Code::Authority]);
    let own = propose(under(&["answer"]), "AAAA", "answer\ntext: x");
    assert_eq!(
        approve(own.clone(), "bob", "AAAA", "answer").codes(),
        [Code::Separation]
    );
    assert_eq!(
        approve(own.clone(), "ann", "AAAA", "answer").codes(),
        [Code::Approver]
    );
    assert_eq!(
        approve(own, "sue", "AAAA", "validity").codes(),
        [Code::ApprovalMismatch]
    );
}

#[test]
fn a_refused_answer_is_sent_back_for_rework_and_counted() {
    let refuse = |story: Story, handle: &str| {
        story.act(
            "sue",
            "refuse",
            &format!("proposal: {handle}\nsubject: answer\nreason: too curt"),
        )
    };
    let first = refuse(
        propose(under(&["answer"]), "AAAA", "answer\ntext: no"),
        "AAAA",
    );
    assert_eq!(answer(first.clone(), "bob", "no"), [Code::Authority]);
    let second = refuse(propose(first, "BBBB", "answer\ntext: sorry"), "BBBB");
    let last = approve(
        propose(second, "CCCC", "answer\ntext: very sorry"),
        "sue",
        "CCCC",
        "answer",
    );
    assert_eq!(answer(last.clone(), "bob", "very sorry"), []);
    let reworks: Vec<String> = last
        .judged()
        .state
        .answers_sent_back
        .iter()
        .map(|(who, _)| who.to_string())
        .collect();
    assert_eq!(reworks, ["bob", "bob"]);
}

#[test]
fn subjects_do_not_replace_one_another() {
    let story = propose(
        under(&["answer", "validity"]),
        "AAAA",
        "answer\ntext: sorry",
    );
    let story = story.act(
        "bob",
        "propose",
        "proposal: BBBB\nremedy: refund\namount: 900",
    );
    let story = propose(story, "CCCC", "validity\ntext: not ours");
    let story = approve(story, "sue", "AAAA", "answer");
    let story = story.act(
        "sue",
        "approve",
        "proposal: BBBB\nremedy: refund\namount: 900",
    );
    assert_eq!(answer(story.clone(), "bob", "sorry"), []);
    let story = story
        .act("bob", "respond", "text: sorry\nresult: solved")
        .act("bob", "resolve", "");
    assert_eq!(story.codes(), []);
    assert_eq!(approve(story, "dan", "CCCC", "validity").codes(), []);
}

#[test]
fn decisions_and_invalidity_are_as_approved() {
    let appealed = || {
        let story = under(&["decision"]).act("bob", "respond", "text: no\nresult: refused");
        story.act("bob", "appeal", "reason: not content")
    };
    let decide = |story: Story, outcome: &str| {
        story
            .act("sue", "decide", &format!("outcome: {outcome}"))
            .codes()
    };
    let proposed = || {
        propose(
            appealed(),
            "AAAA",
            "decision\noutcome: dismissed\ntext: before a court",
        )
    };
    let approved = || approve(proposed(), "dan", "AAAA", "decision\noutcome: dismissed");
    assert_eq!(decide(appealed(), "dismissed"), [Code::Authority]);
    assert_eq!(decide(proposed(), "dismissed"), [Code::Authority]);
    assert_eq!(decide(approved(), "dismissed"), []);
    assert_eq!(decide(approved(), "upheld"), [Code::Authority]);
    let other = approve(proposed(), "dan", "AAAA", "decision\noutcome: upheld");
    assert_eq!(other.codes(), [Code::ApprovalMismatch]);

    let invalidate = |story: Story| story.act("sue", "invalidate", "reason: untrue").codes();
    let proposed = || propose(under(&["validity"]), "AAAA", "validity\ntext: untrue");
    assert_eq!(invalidate(under(&["validity"])), [Code::Authority]);
    assert_eq!(invalidate(proposed()), [Code::Authority]);
    assert_eq!(
        invalidate(approve(proposed(), "dan", "AAAA", "validity")),
        []
    );
}

#[test]
fn a_rule_that_applies_only_after_the_proposal_requires_a_new_one() {
    let rule = "[[approval]]\nsubject = \"answer\"\nwhen = { verdict = \"substantiated\" }\napprovers = [\"supervisor\"]";
    let investigated = |story: Story| story.act("bob", "investigate", "verdict: substantiated");
    let early = || investigated(propose(Story::under(rule), "AAAA", "answer\ntext: sorry"));
    assert_eq!(answer(early(), "bob", "sorry"), [Code::Authority]);
    let again = approve(
        propose(early(), "BBBB", "answer\ntext: sorry"),
        "sue",
        "BBBB",
        "answer",
    );
    assert_eq!(answer(again, "bob", "sorry"), []);
    let by_sue = Story::under(rule).act(
        "sue",
        "propose",
        "proposal: AAAA\nsubject: answer\ntext: sorry",
    );
    assert_eq!(
        answer(investigated(by_sue), "bob", "sorry"),
        [],
        "she could have approved it alone"
    );
}

#[test]
fn a_decision_is_about_the_appeal_that_stood_when_it_was_proposed() {
    let rules = "[[approval]]\nsubject = \"decision\"\nwhen = { appeal = \"regulator\" }\napprovers = [\"director\", \"supervisor\"]\n\
                 [[approval]]\nsubject = \"decision\"\napprovers = [\"director\"]";
    let answered = || Story::under(rules).act("bob", "respond", "text: no\nresult: refused");
    let proposed = |story: Story| {
        let story = propose(story, "AAAA", "decision\noutcome: dismissed\ntext: x");
        approve(story, "dan", "AAAA", "decision\noutcome: dismissed")
    };
    let appeal = |story: Story, rest: &str| {
        story.act("bob", "appeal", &format!("reason: not content{rest}"))
    };
    let regulator = |story: Story| appeal(story, "\nregulator: MIIT\nreference: 2026-17");
    let decide = |story: Story| story.act("sue", "decide", "outcome: dismissed").codes();
    assert_eq!(decide(proposed(appeal(answered(), ""))), []);
    assert_eq!(
        decide(appeal(proposed(answered()), "")),
        [Code::Authority],
        "there was no appeal yet"
    );
    assert_eq!(
        decide(regulator(proposed(appeal(answered(), "")))),
        [Code::Authority],
        "it was another appeal"
    );
}

#[test]
fn a_higher_loss_after_registration_is_approved_by_its_amount() {
    let amend = |story: Story, who: &str, to: &str| {
        story
            .act(
                who,
                "amend",
                &format!("field: amount\nfrom: 800\nto: {to}\nreason: x"),
            )
            .codes()
    };
    let proposed =
        |amount: &str| propose(under(&["loss"]), "AAAA", &format!("loss\namount: {amount}"));
    let approved = |amount: &str| {
        approve(
            proposed(amount),
            "sue",
            "AAAA",
            &format!("loss\namount: {amount}"),
        )
    };
    assert_eq!(amend(under(&["loss"]), "bob", "1000"), []);
    assert_eq!(amend(under(&["loss"]), "bob", "1000.01"), [Code::Authority]);
    assert_eq!(
        amend(under(&["loss"]), "bob", "700"),
        [],
        "lower ones are free"
    );
    assert_eq!(
        amend(under(&["loss"]), "sue", "5000"),
        [],
        "her own role covers it"
    );
    assert_eq!(amend(proposed("5000"), "bob", "5000"), [Code::Authority]);
    assert_eq!(amend(approved("5000"), "bob", "5000"), []);
    assert_eq!(amend(approved("5000"), "bob", "5000.00"), []);
    assert_eq!(amend(approved("5000"), "bob", "4999"), [Code::Authority]);
    let other = approved("5000").act("bob", "amend", "field: order\nto: x\nreason: x");
    assert_eq!(amend(other, "bob", "5000"), []);
}

#[test]
fn closing_waits_for_the_shares_as_they_were_last_stated() {
    let settled = || {
        let story = under(&["liability"]).act("bob", "respond", "text: ok\nresult: solved");
        story.act("ann", "follow-up", "score: 4")
    };
    let state = |story: Story| {
        story.act(
            "bob",
            "investigate",
            "verdict: substantiated\nliable: {carrier: 60, sales: 40}",
        )
    };
    let close = |story: Story| story.act("ann", "close", "outcome: solved").codes();
    let proposed = |story: Story| propose(story, "AAAA", "liability\ntext: as stated");
    let approved = |story: Story| approve(proposed(story), "sue", "AAAA", "liability");
    assert_eq!(
        state(settled()).codes(),
        [],
        "stating them takes no approval"
    );
    assert_eq!(close(settled()), []);
    assert_eq!(close(state(settled())), [Code::Authority]);
    assert_eq!(close(proposed(state(settled()))), [Code::Authority]);
    assert_eq!(close(approved(state(settled()))), []);
    assert_eq!(
        close(state(approved(state(settled())))),
        [Code::Authority],
        "stated anew"
    );
    let by_sue = settled().act(
        "sue",
        "investigate",
        "verdict: substantiated\nliable: {carrier: 60, sales: 40}",
    );
    assert_eq!(close(by_sue), [], "her own role covers it");
}

#[test]
fn next_steps_name_the_missing_approvals() {
    let lacks = |story: Story, verb: &str| {
        let steps = next_steps(
            &story.judged().state,
            story.policy(),
            instant("2026-12-31T00:00:00+08:00"),
        );
        steps
            .into_iter()
            .find(|step| step.verb.word() == verb)
            .map(|step| {
                let lacks = step.lacks.iter();
                let lacks = lacks.map(|lack| complaint::render::Language::English.message(lack));
                lacks.collect::<Vec<_>>().join("; ")
            })
    };
    let missing = "the approval of a supervisor for the final answer is missing";
    assert_eq!(
        lacks(under(&["answer"]), "respond").as_deref(),
        Some(missing)
    );
    let drafted = propose(under(&["answer"]), "AAAA", "answer\ntext: sorry");
    assert_eq!(lacks(drafted.clone(), "respond").as_deref(), Some(missing));
    assert_eq!(
        lacks(approve(drafted, "sue", "AAAA", "answer"), "respond").as_deref(),
        Some("")
    );
    assert_eq!(lacks(under(&[]), "respond").as_deref(), Some(""));
}
