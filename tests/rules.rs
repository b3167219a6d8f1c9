//! The judge, table by table, under the `standard` policy: who may do what at which stage.

use crate::support::story::Story;
use complaint::domain::finding::Code;
use complaint::domain::rules::approval;
use complaint::domain::state::{Flag, Status};
use complaint::render::Language;

/// A clerk's proposal of an amount, up to its response.
fn proposed(amount: &str) -> Story {
    Story::new().act("ann", "assign", "to: bob").act(
        "bob",
        "propose",
        &format!("proposal: AAAA\nremedy: refund\namount: {amount}"),
    )
}

#[test]
fn a_clerk_answers_alone_up_to_500_and_not_a_cent_more() {
    for (amount, codes) in [
        ("500.00", vec![]),
        ("500", vec![]),
        ("500.01", vec![Code::Authority]),
        ("0", vec![]),
    ] {
        let story = proposed(amount).act("bob", "respond", "text: ok\nresult: solved");
        assert_eq!(story.codes(), codes, "{amount}");
    }
}

#[test]
fn the_tier_of_the_amount_decides_who_approves() {
    let approval = |amount: &str| format!("proposal: AAAA\nremedy: refund\namount: {amount}");
    let table = [
        ("800", "sue", vec![]),
        ("5000", "sue", vec![]),
        ("5000.01", "sue", vec![Code::Approver]),
        ("5000.01", "dan", vec![]),
        ("800", "ann", vec![Code::Approver]),
        ("800", "bob", vec![Code::Separation]),
        ("800", "eve", vec![Code::UnknownStaff]),
        ("800", "old", vec![Code::StaffEnded]),
        ("400", "sue", vec![Code::Approver]),
    ];
    for (amount, who, codes) in table {
        let story = proposed(amount).act(who, "approve", &approval(amount));
        assert_eq!(story.codes(), codes, "{amount} by {who}");
        let lacking = story
            .judged()
            .flags(story.policy())
            .contains(&Flag::AwaitingApproval);
        assert_eq!(
            lacking,
            !codes.is_empty() && amount != "400",
            "{amount} by {who}"
        );
    }
}

#[test]
fn a_proposer_with_sufficient_authority_needs_no_approval() {
    let story = Story::new()
        .act(
            "sue",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 5000",
        )
        .act("sue", "respond", "text: ok\nresult: solved");
    assert_eq!(story.codes(), []);
}

#[test]
fn an_approval_counts_for_its_proposal_and_amount_alone() {
    let wrong_amount = proposed("8000").act(
        "dan",
        "approve",
        "proposal: AAAA\nremedy: refund\namount: 800",
    );
    assert_eq!(wrong_amount.codes(), [Code::ApprovalMismatch]);
    let replaced = proposed("800")
        .act(
            "sue",
            "approve",
            "proposal: AAAA\nremedy: refund\namount: 800",
        )
        .act(
            "bob",
            "propose",
            "proposal: BBBB\nremedy: refund\namount: 8000",
        )
        .act("bob", "respond", "text: ok\nresult: solved");
    assert_eq!(replaced.codes(), [Code::Authority]);
    let reused = proposed("800")
        .act(
            "sue",
            "approve",
            "proposal: AAAA\nremedy: refund\namount: 800",
        )
        .act(
            "bob",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 800",
        );
    assert_eq!(reused.codes(), [Code::HandleReused]);
}

#[test]
fn a_category_amended_after_the_proposal_does_not_change_who_approves_it() {
    let generous = |policy: &str| {
        let rule = "[[approval]]\ncategory = \"billing\"\nup_to = 5000\napprovers = []\n\n";
        policy.replacen("[[approval]]", &format!("{rule}[[approval]]"), 1)
    };
    let proposed = |story: Story| {
        story.act(
            "bob",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 800",
        )
    };
    let amended = |story: Story| {
        // By somebody else: what the proposer amends counts both ways.
        story.act(
            "ann",
            "amend",
            "field: category\nfrom: delivery\nto: billing\nreason: mistaken",
        )
    };
    let answered = |story: Story| story.act("bob", "respond", "text: ok\nresult: solved");
    let after = answered(amended(proposed(Story::edited(generous))));
    assert_eq!(after.codes(), [Code::Authority]);
    let before = answered(proposed(amended(Story::edited(generous))));
    assert_eq!(before.codes(), []);
}

/// 800 approved, answered, paid, followed up, closed, reopened.
fn paid_and_reopened() -> Story {
    proposed("800")
        .act(
            "sue",
            "approve",
            "proposal: AAAA\nremedy: refund\namount: 800",
        )
        .act("bob", "respond", "text: ok\nresult: solved")
        .act("bob", "resolve", "")
        .act("ann", "follow-up", "score: 4")
        .act("bob", "close", "outcome: solved")
        .act("sue", "reopen", "reason: again")
}

#[test]
fn an_approval_covers_only_one_payment() {
    assert_eq!(paid_and_reopened().codes(), []);
    assert_eq!(
        paid_and_reopened().act("bob", "resolve", "").codes(),
        [Code::NothingToResolve]
    );
    let again = paid_and_reopened().act(
        "sue",
        "approve",
        "proposal: AAAA\nremedy: refund\namount: 800",
    );
    assert_eq!(again.codes(), [Code::ApprovalMismatch]);
    let small = paid_and_reopened()
        .act(
            "bob",
            "propose",
            "proposal: BBBB\nremedy: refund\namount: 100",
        )
        .act("bob", "resolve", "");
    assert_eq!(
        small.codes(),
        [Code::Authority],
        "900 in all is above a clerk's tier"
    );
}

#[test]
fn closing_asks_for_each_gate_and_says_which() {
    let answered = Story::new().act("ann", "respond", "text: ok\nresult: solved");
    let refused = Story::new().act("ann", "respond", "text: ok\nresult: refused");
    let table = [
        (
            Story::new(),
            "the complainant has no final response, the matter is not resolved and nobody has followed up",
        ),
        (refused, "nobody has followed up"),
        (answered, "nobody has followed up"),
    ];
    for (story, missing) in table {
        let story = story.act("ann", "close", "");
        assert_eq!(story.codes(), [Code::ClosingGate]);
        assert_eq!(
            Language::English.message(&story.judged().findings[0].message),
            format!("cannot close: {missing}")
        );
    }
    let twice = Story::edited(|standard| {
        format!("{standard}\n[[closing.gate]]\nneed = [\"follow-up\", \"verdict\"]\n")
    });
    let story = twice
        .act("ann", "respond", "text: ok\nresult: solved")
        .act("ann", "close", "");
    let message = &story.judged().findings[0].message;
    assert_eq!(
        Language::English.message(message),
        "cannot close: nobody has followed up and there is no verdict"
    );
}

#[test]
fn steps_that_the_stage_does_not_allow_are_refused() {
    let closed = || Story::new().act("ann", "withdraw", "reason: settled");
    let table = [
        (Story::new().act("ann", "register", ""), Code::Transition),
        (
            Story::new().act("ann", "send-back", "reason: x"),
            Code::Transition,
        ),
        (
            Story::new().act("ann", "follow-up", "score: 3"),
            Code::Transition,
        ),
        (
            Story::new().act("ann", "resume", "reason: x"),
            Code::Transition,
        ),
        (
            Story::new()
                .act("ann", "pause", "reason: x")
                .act("ann", "pause", "reason: y"),
            Code::Transition,
        ),
        (
            Story::new().act("sue", "reopen", "reason: x"),
            Code::Transition,
        ),
        (
            Story::new().act("ann", "resolve", ""),
            Code::NothingToResolve,
        ),
        (
            closed().act("ann", "respond", "text: x\nresult: solved"),
            Code::Transition,
        ),
        (closed().act("ann", "assign", "to: bob"), Code::Transition),
        (
            Story::new().act("ann", "reopen", "reason: x"),
            Code::Permission,
        ),
        (
            Story::new().act("ann", "invalidate", "reason: x"),
            Code::Permission,
        ),
        (
            Story::new().act("ann", "assign", "to: nobody"),
            Code::UnknownStaff,
        ),
        (
            Story::new().act("ann", "assign", "to: old"),
            Code::StaffEnded,
        ),
        (
            Story::new().act("ann", "escalate", "from: general\nto: general\nreason: x"),
            Code::Transition,
        ),
        (
            Story::new().act(
                "ann",
                "escalate",
                "from: regional\nto: head-office\nreason: x",
            ),
            Code::Transition,
        ),
        (
            Story::new().act("ann", "escalate", "from: general\nto: nowhere\nreason: x"),
            Code::UnlistedValue,
        ),
        (
            Story::new().act("ann", "propose", "proposal: AAAA\nremedy: refunds"),
            Code::UnlistedValue,
        ),
        (
            Story::new().act(
                "ann",
                "investigate",
                "verdict: partly\nliable:\n    us: 40\n    them: 50",
            ),
            Code::BadValue,
        ),
        (
            Story::new().act(
                "ann",
                "respond",
                "text: x\ninterim: true\npromise: 2026-11-02T08:00:00+08:00",
            ),
            Code::PromisePast,
        ),
        (
            Story::new().act(
                "ann",
                "amend",
                "field: level\nfrom: general\nto: regional\nreason: x",
            ),
            Code::AmendValue,
        ),
        (
            Story::new().act(
                "ann",
                "amend",
                "field: channel\nfrom: email\nto: letter\nreason: x",
            ),
            Code::AmendValue,
        ),
        (
            Story::new().act(
                "ann",
                "amend",
                "field: channel\nfrom: phone\nto: pigeon\nreason: x",
            ),
            Code::UnlistedValue,
        ),
    ];
    for (story, code) in table {
        assert!(
            story.codes().contains(&code),
            "{code}: {:#?}",
            story.judged().findings
        );
    }
}

#[test]
fn a_follow_up_is_possible_after_a_refused_answer() {
    let answered =
        |result: &str| Story::new().act("ann", "respond", &format!("text: ok\nresult: {result}"));
    let story = answered("refused").act("ann", "follow-up", "score: 1");
    assert_eq!(story.codes(), []);
    assert_eq!(
        story
            .clone()
            .act("ann", "resolve", "")
            .act("ann", "close", "outcome: not-agreed")
            .codes(),
        []
    );
    let interim = Story::new()
        .act("ann", "respond", "text: ok\ninterim: true")
        .act("ann", "follow-up", "score: 1");
    assert_eq!(interim.codes(), [Code::Transition]);
    let reopened = story
        .act("ann", "withdraw", "reason: x")
        .act("sue", "reopen", "reason: x");
    assert_eq!(
        reopened.act("ann", "follow-up", "score: 1").codes(),
        [Code::Transition],
        "of the newest round"
    );
}

#[test]
fn nothing_happens_before_the_receipt_or_after_now() {
    assert_eq!(
        Story::new()
            .act_at("2026-11-02T08:59:59.999+08:00", "ann", "note", "text: x")
            .codes(),
        [Code::BeforeReceipt]
    );
    assert_eq!(
        Story::new()
            .act_at("2026-12-31T00:05:00+08:00", "ann", "note", "text: x")
            .codes(),
        [],
        "within the skew"
    );
    assert_eq!(
        Story::new()
            .act_at("2026-12-31T00:05:01+08:00", "ann", "note", "text: x")
            .codes(),
        [Code::Future]
    );
}

#[test]
fn backdating_is_limited() {
    let recorded = |instant: &str| {
        Story::new()
            .act_at(
                "2026-11-03T10:00:00+08:00",
                "ann",
                "note",
                &format!("text: x\nrecorded: {instant}"),
            )
            .codes()
    };
    assert_eq!(
        recorded("2026-11-11T00:00:00+08:00"),
        [],
        "seven days end with the tenth"
    );
    assert_eq!(recorded("2026-11-11T00:00:01+08:00"), [Code::Backdated]);
    assert_eq!(
        recorded("2026-11-03T09:00:00+08:00"),
        [Code::Backdated],
        "earlier than it happened"
    );
}

#[test]
fn extensions_are_granted_in_time_and_within_their_limits() {
    // Received on Monday, 2 November: three business days end on Thursday, the 5th; the ceiling of
    // seven on the 11th.
    let extend = |at: &str, who: &str, until: &str| {
        Story::new().act_at(
            at,
            who,
            "extend",
            &format!("deadline: respond\nuntil: {until}\nreason: x"),
        )
    };
    let table = [
        (
            extend(
                "2026-11-05T10:00:00+08:00",
                "sue",
                "2026-11-12T00:00:00+08:00",
            ),
            vec![],
        ),
        (
            extend(
                "2026-11-06T00:00:00+08:00",
                "sue",
                "2026-11-12T00:00:00+08:00",
            ),
            vec![],
        ),
        (
            extend(
                "2026-11-06T00:00:00.001+08:00",
                "sue",
                "2026-11-12T00:00:00+08:00",
            ),
            vec![Code::ExtensionLate],
        ),
        (
            extend(
                "2026-11-05T10:00:00+08:00",
                "sue",
                "2026-11-12T00:00:01+08:00",
            ),
            vec![Code::ExtensionLimit],
        ),
        (
            extend(
                "2026-11-05T10:00:00+08:00",
                "sue",
                "2026-11-06T00:00:00+08:00",
            ),
            vec![Code::ExtensionNotLater],
        ),
        (
            extend(
                "2026-11-05T10:00:00+08:00",
                "ann",
                "2026-11-10T00:00:00+08:00",
            ),
            vec![Code::Permission],
        ),
    ];
    for (story, codes) in table {
        assert_eq!(story.codes(), codes, "{:#?}", story.judged().findings);
    }
    let twice = extend(
        "2026-11-05T10:00:00+08:00",
        "sue",
        "2026-11-10T00:00:00+08:00",
    )
    .act(
        "sue",
        "extend",
        "deadline: respond\nuntil: 2026-11-11T00:00:00+08:00\nreason: y",
    );
    assert_eq!(twice.codes(), [Code::ExtensionLimit]);
}

#[test]
fn an_event_can_be_retracted_until_another_builds_on_it() {
    let story = Story::new().act("ann", "assign", "to: bob");
    let taken_back = story.clone().retract("dan", "assign");
    assert_eq!(taken_back.codes(), []);
    assert_eq!(taken_back.judged().state.status(), Status::Open);
    let built_on = story
        .act("bob", "send-back", "reason: not ours")
        .retract("dan", "assign");
    assert_eq!(built_on.codes(), [Code::RetractBuiltOn]);
    let twice = taken_back.retract("dan", "assign");
    assert_eq!(twice.codes(), [Code::RetractTarget]);
    assert_eq!(
        Story::new().retract("dan", "register").codes(),
        [Code::RetractTarget]
    );
    let noted = Story::new().act("bob", "note", "text: x");
    assert_eq!(
        noted.clone().retract("sue", "note").codes(),
        [Code::Permission],
        "somebody else's"
    );
    assert_eq!(noted.retract("bob", "note").codes(), [], "one's own");
    let invalid = Story::new().act("sue", "invalidate", "reason: untrue");
    let again = invalid.clone().act("sue", "reopen", "reason: new evidence");
    assert_eq!(
        again.clone().retract("sue", "reopen").codes(),
        [Code::Permission],
        "its clocks would go with it"
    );
    assert_eq!(again.retract("dan", "reopen").codes(), []);
    assert_eq!(
        invalid.retract("sue", "invalidate").codes(),
        [Code::Permission],
        "what was found binds"
    );
    assert_eq!(
        proposed("100")
            .act("bob", "resolve", "")
            .retract("bob", "resolve")
            .codes(),
        [Code::Permission],
        "paid"
    );
}

#[test]
fn a_case_sent_back_returns_to_its_assigner() {
    let story = Story::new()
        .act("ann", "assign", "to: bob")
        .act("bob", "assign", "to: sue")
        .act("sue", "send-back", "reason: x");
    assert_eq!(story.codes(), []);
    assert_eq!(story.judged().state.holder.unwrap().as_str(), "bob");
    let story = story.act("bob", "send-back", "reason: x");
    assert_eq!(story.judged().state.holder.unwrap().as_str(), "ann");
}

#[test]
fn the_status_is_the_furthest_stage_of_the_newest_round() {
    let story = proposed("100").act("ann", "assign", "to: ann");
    assert_eq!(story.judged().state.status(), Status::Proposed);
    assert_eq!(paid_and_reopened().judged().state.status(), Status::Open);
    assert_eq!(
        paid_and_reopened()
            .judged()
            .flags(paid_and_reopened().policy()),
        [Flag::Reopened]
    );
}

#[test]
fn imports_need_their_own_permission_and_bring_no_approvals() {
    let imported = |who: &str, verb: &str, rest: &str| {
        Story::new()
            .act_at(
                "2026-11-02T10:00:00+08:00",
                who,
                verb,
                &format!("{rest}\nrecorded: 2026-12-01T00:00:00+08:00\nsource: l.csv#1"),
            )
            .codes()
    };
    assert_eq!(imported("sue", "close", "outcome: solved"), []);
    assert_eq!(
        imported("ann", "close", "outcome: solved"),
        [Code::Permission]
    );
    assert_eq!(
        imported("dan", "approve", "proposal: AAAA\nremedy: refund"),
        [Code::ApprovalMismatch]
    );
}

#[test]
fn an_imported_event_cannot_carry_out_an_unapproved_proposal() {
    let source = "source: l.csv#1";
    for (verb, rest) in [
        ("respond", format!("text: ok\nresult: solved\n{source}")),
        ("resolve", source.to_owned()),
    ] {
        let story = proposed("8000").act("sue", verb, &rest);
        assert_eq!(story.codes(), [Code::Authority], "{verb}");
    }
    assert_eq!(Story::new().act("sue", "resolve", source).codes(), []);
}

#[test]
fn a_case_belongs_to_the_department_of_its_category_until_it_is_assigned() {
    let department = |story: &Story| story.judged().state.department;
    let policy = "[categories.courier]\nparent = \"delivery\"\n[categories.rumour]\n";
    let story = Story::under(policy);
    assert_eq!(department(&story).as_deref(), Some("logistics"));
    let amended = |to: &str| {
        story.clone().act(
            "ann",
            "amend",
            &format!("field: category\nfrom: delivery\nto: {to}\nreason: x"),
        )
    };
    assert_eq!(department(&amended("billing")).as_deref(), Some("finance"));
    assert_eq!(
        department(&amended("courier")).as_deref(),
        Some("logistics"),
        "that of the category above"
    );
    assert_eq!(department(&amended("rumour")), None);
    let assigned = story.act("ann", "assign", "to: bob\ndepartment: quality");
    assert_eq!(department(&assigned).as_deref(), Some("quality"));
    let sent_back = assigned.act("bob", "send-back", "reason: x");
    assert_eq!(department(&sent_back).as_deref(), Some("logistics"));
}

#[test]
fn an_action_is_planned_then_done_then_verified() {
    let planned = Story::new().act(
        "ann",
        "plan",
        "plan: K3TM\naction: check\nowner: bob\nuntil: 2026-11-20T18:00:00+08:00",
    );
    assert_eq!(planned.codes(), []);
    let again = "plan: K3TM\naction: check\nowner: old\nuntil: 2026-11-20T18:00:00+08:00";
    assert_eq!(
        planned.clone().act("ann", "plan", again).codes(),
        [Code::StaffEnded, Code::HandleReused]
    );
    assert_eq!(
        planned.clone().act("ann", "done", "plan: N0N3").codes(),
        [Code::Transition]
    );
    assert_eq!(
        planned
            .clone()
            .act("ann", "verify", "plan: K3TM\nresult: effective")
            .codes(),
        [Code::Transition]
    );
    let done = planned.act("bob", "done", "plan: K3TM");
    assert_eq!(
        done.clone().act("bob", "done", "plan: K3TM").codes(),
        [Code::Transition]
    );
    let failed = done
        .clone()
        .act("sue", "verify", "plan: K3TM\nresult: ineffective");
    assert!(!failed.judged().state.actions_are_effective());
    let mended = failed.act("bob", "done", "plan: K3TM").act(
        "sue",
        "verify",
        "plan: K3TM\nresult: effective",
    );
    assert_eq!(mended.codes(), []);
    assert!(mended.judged().state.actions_are_effective());
}

#[test]
fn a_proposal_never_awaits_its_proposer() {
    let forbid = |standard: &str| standard.replace("forbid = [", "forbid = [\"proposer-alone\", ");
    let story = Story::edited(forbid).act(
        "sue",
        "propose",
        "proposal: AAAA\nremedy: refund\namount: 800",
    );
    let (state, now) = (
        story.judged().state,
        crate::support::story::instant("2026-11-03T09:00:00+08:00"),
    );
    let awaits = |who: &str| {
        approval::awaits(
            &who.parse().expect("a staff id"),
            &state,
            story.policy(),
            now,
        )
    };
    assert_eq!(["ann", "sue", "dan"].map(awaits), [false, false, true]);
}

/// The hints of a story in which a clerk does what only the director can approve.
fn hints(staff: &str) -> Vec<String> {
    let story = Story::under(staff)
        .act("ann", "assign", "to: bob")
        .act(
            "bob",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 8000",
        )
        .act("bob", "respond", "text: ok\nresult: solved");
    let findings = story.judged().findings.into_iter();
    findings
        .filter_map(|finding| Language::English.advice(&finding))
        .collect()
}

#[test]
fn a_hint_names_staff_as_they_are_listed() {
    let hints = hints("[staff.\"ID.boss\"]\nrole = \"director\"\n").join("\n");
    assert!(hints.contains("ID.boss"), "{hints}");
    assert!(
        hints.contains("complaint approve 20261102-AAAAAA"),
        "{hints}"
    );
}

#[test]
fn the_rules_of_a_verb_hold_after_the_end_too() {
    let over = Story::new().act("sue", "withdraw", "reason: settled");
    let case = "case: 20261102-AAAAAA\nkind: repeated";
    let codes = over.act("ann", "link", case).codes();
    assert_eq!(codes, [Code::LinkTarget, Code::Unusual]);
}

#[test]
fn a_corrected_receipt_is_not_after_the_first_act() {
    let amended = |from: &str, to: &str| {
        let fields = format!("field: received\nfrom: {from}\nto: {to}\nreason: a mistake");
        let worked_on = Story::new().act_at("2026-11-02T10:00:00+08:00", "ann", "acknowledge", "");
        worked_on.act("ann", "amend", &fields).codes()
    };
    let received = "2026-11-02T09:00:00+08:00";
    assert_eq!(amended(received, "2026-11-02T08:00:00+08:00"), []);
    assert_eq!(
        amended(received, "2026-11-02T11:00:00+08:00"),
        [Code::BeforeReceipt]
    );
}

#[test]
fn nobody_who_has_left_is_asked_to_take_something_back() {
    let hint = |author: &str| {
        let story = Story::new()
            .act(author, "note", "text: x")
            .retract("bob", "note");
        let judged = story.judged();
        let refused = judged.findings.iter();
        let refused = refused.filter(|it| it.key.as_deref() == Some("event"));
        refused
            .filter_map(|finding| Language::English.advice(finding))
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(hint("old"), "ask dan");
    assert_eq!(hint("dan"), "ask dan");
    assert_eq!(hint("ann"), "ask ann or dan");
}

#[test]
fn a_kind_of_evidence_is_one_that_the_policy_lists() {
    let listed =
        |standard: &str| standard.replacen("channels", "documents = [\"photo\"]\nchannels", 1);
    for (kind, codes) in [("photo", vec![]), ("sketch", vec![Code::UnlistedValue])] {
        let file = format!(
            "file: 20261102-AAAAAA/00000000-a\nsha256: {}\nkind: {kind}",
            "0".repeat(64)
        );
        let story = Story::edited(listed).act("ann", "attach", &file);
        assert_eq!(story.codes(), codes, "{kind}");
    }
}
