//! Approvals under a manufacturer's policy: joint, either-or, in sequence, after an emergency (D2,
//! D3, D5).

use crate::support::story::Story;
use complaint::domain::deadline::DeadlineState;
use complaint::domain::finding::Code;
use complaint::domain::state::Flag;
use complaint::render::Language;

/// Posts in addition to those of the `standard` policy, each with one person of the same name.
const POSTS: [&str; 4] = [
    "quality-manager",
    "sales-manager",
    "marketing-vp",
    "general-manager",
];

/// The approval of returns in S3 (D2).
const RETURNS: &str = r#"
[[approval]]
remedy = "return"
below = 2000
approvers = ["quality-manager", "sales-manager"]
[[approval]]
remedy = "return"
up_to = 5000
approvers = ["marketing-vp"]
[[approval]]
remedy = "return"
approvers = ["general-manager"]
"#;

/// A case under these approval rules, placed before those of the standard policy.
fn under(rules: &str) -> Story {
    let staff: Vec<String> = POSTS
        .iter()
        .map(|post| format!("[staff.{post}]\nrole = \"{post}\"\n"))
        .collect();
    Story::edited(|standard| {
        let roles = "roles = [\"clerk\", \"supervisor\", \"director\"]";
        let posts = POSTS.map(|post| format!("\"{post}\"")).join(", ");
        let more = format!("roles = [\"clerk\", \"supervisor\", \"director\", {posts}]");
        let text = standard.replacen(roles, &more, 1).replacen(
            "[[approval]]",
            &format!("{rules}\n[[approval]]"),
            1,
        );
        assert!(text.contains(&more), "the standard policy has other roles");
        format!("{text}\n{}", staff.concat())
    })
}

fn terms(amount: &str) -> String {
    format!("proposal: AAAA\nremedy: return\namount: {amount}")
}

/// The codes of the findings after bob, a clerk, proposed, `approvers` approved, and bob answered.
fn answered(rules: &str, amount: &str, approvers: &[&str]) -> Vec<Code> {
    approved(under(rules), amount, approvers)
        .act("bob", "respond", "text: ok\nresult: solved")
        .codes()
}

fn approved(story: Story, amount: &str, approvers: &[&str]) -> Story {
    let proposed = story.act("bob", "propose", &terms(amount));
    approvers.iter().fold(proposed, |story, who| {
        story.act(who, "approve", &terms(amount))
    })
}

#[test]
fn the_value_of_a_return_decides_its_approvers() {
    let (quality, sales, vice, general) = (
        "quality-manager",
        "sales-manager",
        "marketing-vp",
        "general-manager",
    );
    let lacks = vec![Code::Authority];
    let refused = vec![Code::Approver, Code::Authority];
    let table: &[(&str, &[&str], &Vec<Code>)] = &[
        ("1999.99", &[], &lacks),
        ("1999.99", &[quality], &lacks),
        ("1999.99", &[sales], &lacks),
        ("1999.99", &[quality, sales], &vec![]),
        ("1999.99", &[sales, quality], &vec![]),
        ("1999.99", &[general], &refused),
        ("2000.00", &[vice], &vec![]),
        ("2000.00", &[general], &vec![]),
        ("2000.00", &[quality], &refused),
        ("5000.00", &[vice], &vec![]),
        ("5000.01", &[vice], &refused),
        ("5000.01", &[general], &vec![]),
    ];
    for (amount, approvers, codes) in table {
        assert_eq!(
            &answered(RETURNS, amount, approvers),
            *codes,
            "{amount} {approvers:?}"
        );
    }
}

#[test]
fn either_of_two_is_enough_and_nobody_above_them() {
    let rule = "[[approval]]\nremedy = \"return\"\napprovers = [\"quality-manager\", \"sales-manager\"]\nmode = \"any\"\n";
    assert_eq!(answered(rule, "900", &[]), [Code::Authority]);
    assert_eq!(answered(rule, "900", &["sales-manager"]), []);
    assert_eq!(answered(rule, "900", &["quality-manager"]), []);
    assert_eq!(
        answered(rule, "900", &["general-manager"]),
        [Code::Approver, Code::Authority]
    );
    assert_eq!(
        answered(rule, "900", &["quality-manager", "sales-manager"]),
        [Code::Approver],
        "one more than needed"
    );
    let own = under(rule)
        .act("sales-manager", "propose", &terms("900"))
        .act("bob", "respond", "text: ok\nresult: solved");
    assert_eq!(own.codes(), [], "the proposer's own role covers it");
    let lacking = approved(under(rule), "900", &[])
        .act("bob", "respond", "text: ok\nresult: solved")
        .judged();
    let message = "cannot respond: return 900 proposed by 'bob' lacks the approval of a quality-manager or a sales-manager";
    let said = Language::English.message(&lacking.findings[0].message);
    assert_eq!(said, message);
    let ask = "ask quality-manager or sales-manager to run: complaint approve 20261102-AAAAAA";
    assert_eq!(
        Language::English.advice(&lacking.findings[0]).as_deref(),
        Some(ask)
    );
}

#[test]
fn in_sequence_each_waits_for_its_turn() {
    let rule = "[[approval]]\nremedy = \"return\"\n\
                approvers = [\"sales-manager\", \"quality-manager\", \"general-manager\"]\nmode = \"sequence\"\n";
    let in_order = ["sales-manager", "quality-manager", "general-manager"];
    assert_eq!(answered(rule, "900", &in_order), []);
    assert_eq!(answered(rule, "900", &in_order[..2]), [Code::Authority]);
    let early = approved(under(rule), "900", &["sales-manager", "general-manager"]);
    assert_eq!(early.codes(), [Code::Approver]);
    let findings = early.judged().findings;
    let message = "it is not yet the turn of 'general-manager' to approve return 900: a quality-manager comes first";
    assert_eq!(Language::English.message(&findings[0].message), message);
    assert_eq!(
        Language::English.advice(&findings[0]).as_deref(),
        Some("ask quality-manager")
    );
    let in_turn = early.act("quality-manager", "approve", &terms("900")).act(
        "general-manager",
        "approve",
        &terms("900"),
    );
    assert_eq!(
        in_turn.codes(),
        [Code::Approver],
        "what was out of turn did not count, and can be given again"
    );
    assert!(
        !in_turn
            .judged()
            .flags(in_turn.policy())
            .contains(&Flag::AwaitingApproval)
    );
    let stranger = approved(under(rule), "900", &["director"]);
    assert_eq!(stranger.codes(), [Code::UnknownStaff]);
}

#[test]
fn a_rule_is_judged_on_the_amount_that_it_names() {
    let rule = |of: &str| {
        format!(
            "[[approval]]\nremedy = \"return\"\nof = \"{of}\"\nbelow = 2000\napprovers = []\n\
                 [[approval]]\nremedy = \"return\"\napprovers = [\"general-manager\"]\n"
        )
    };
    let (sold, dispute) = ("quantity: 3\nprice: 666.67", "amount: 1999.99");
    let table = [
        ("proposal", sold, "100", vec![]),
        ("proposal", dispute, "2000", vec![Code::Authority]),
        ("goods", sold, "100", vec![Code::Authority]),
        (
            "goods",
            "quantity: 3\nprice: 666.66\namount: 9000",
            "100",
            vec![],
        ),
        (
            "goods",
            "quantity: 3\nprice: 666.66\namount: 9000",
            "5000",
            vec![Code::Authority],
        ),
        ("goods", dispute, "100", vec![]),
        ("goods", "quantity: 3", "1999.99", vec![]),
        ("goods", "quantity: 3", "2000", vec![Code::Authority]),
        ("dispute", dispute, "100", vec![]),
        ("dispute", dispute, "5000", vec![Code::Authority]),
        ("dispute", "amount: 2000", "100", vec![Code::Authority]),
        ("dispute", sold, "2000", vec![Code::Authority]),
    ];
    for (of, facts, amount, codes) in table {
        let story = approved(under(&rule(of)).fact(facts), amount, &[]);
        let later = story.act("bob", "amend", "field: amount\nto: 1\nreason: x");
        let findings = later
            .act("bob", "respond", "text: ok\nresult: solved")
            .codes();
        assert_eq!(
            findings.contains(&Code::Authority),
            !codes.is_empty(),
            "{of} {facts} {amount}"
        );
    }
}

#[test]
fn an_answered_emergency_needs_its_approvals_despite_later_proposals() {
    let answered = emergency().act("bob", "respond", "text: paid\nresult: solved");
    let other = "proposal: B002\nremedy: apology\namount: 0";
    let replaced = answered
        .act("bob", "propose", other)
        .act("bob", "resolve", "");
    let closed = replaced.clone().act("bob", "close", "");
    assert!(
        closed.codes().contains(&Code::Authority),
        "{:?}",
        closed.codes()
    );
    let papers = replaced
        .clocks("papers", "2026-11-05T09:00:00+08:00")
        .first()
        .map(|clock| clock.state);
    assert_eq!(
        papers,
        Some(DeadlineState::Overdue),
        "an apology is no approval of the emergency"
    );
}

/// Returns below 2,000, and an emergency whose approvals are due within a day.
const TELEPHONE: &str = r#"
[[approval]]
remedy = "return"
approvers = ["quality-manager", "sales-manager"]
emergency = "after"
[[deadline]]
name = "papers"
start = "emergency"
stop = "approved"
within = "24h"
"#;

/// Proposed as an emergency on Monday, 2 November 2026, at 9:02.
fn emergency() -> Story {
    under(TELEPHONE).act(
        "bob",
        "propose",
        &format!("{}\nemergency: true", terms("900")),
    )
}

/// An emergency answered and carried out before any approval.
fn carried_out_emergency() -> Story {
    emergency()
        .act("bob", "respond", "text: ok\nresult: solved")
        .act("bob", "resolve", "")
}

#[test]
fn an_emergency_goes_ahead_and_closing_waits_for_its_approvals() {
    assert_eq!(carried_out_emergency().codes(), []);
    assert!(
        carried_out_emergency()
            .judged()
            .flags(carried_out_emergency().policy())
            .contains(&Flag::AwaitingApproval)
    );
    let followed_up = |story: Story| story.act("ann", "follow-up", "score: 4");
    let close = |story: Story| story.act("ann", "close", "outcome: solved").codes();
    assert_eq!(
        close(followed_up(carried_out_emergency())),
        [Code::Authority]
    );
    let half = carried_out_emergency().act("quality-manager", "approve", &terms("900"));
    assert_eq!(close(followed_up(half.clone())), [Code::Authority]);
    assert_eq!(
        close(followed_up(half.act(
            "sales-manager",
            "approve",
            &terms("900")
        ))),
        []
    );
    let refused = carried_out_emergency().act(
        "sales-manager",
        "refuse",
        &format!("{}\nreason: x", terms("900")),
    );
    assert_eq!(
        refused.codes(),
        [Code::ApprovalMismatch],
        "what was carried out is not refused any more"
    );
}

#[test]
fn an_emergency_needs_the_flag_and_the_rule() {
    let unmarked = under(TELEPHONE).act("bob", "propose", &terms("900"));
    assert_eq!(
        unmarked.act("bob", "resolve", "").codes(),
        [Code::Authority]
    );
    let strict = under(&TELEPHONE.replace("emergency = \"after\"", "emergency = \"before\""));
    let marked = strict.act(
        "bob",
        "propose",
        &format!("{}\nemergency: true", terms("900")),
    );
    assert_eq!(
        marked.act("bob", "resolve", "").codes(),
        [Code::Unusual, Code::Authority]
    );
}

#[test]
fn another_proposal_does_not_cancel_the_approvals_of_an_emergency() {
    let small = carried_out_emergency().act(
        "general-manager",
        "propose",
        "proposal: BBBB\nremedy: refund\namount: 1",
    );
    let settled = small
        .act("bob", "resolve", "")
        .act("ann", "follow-up", "score: 4");
    assert_eq!(
        settled
            .clone()
            .act("ann", "close", "outcome: solved")
            .codes(),
        [Code::Authority]
    );
    let papers = settled
        .act("quality-manager", "approve", &terms("900"))
        .act("sales-manager", "approve", &terms("900"));
    assert_eq!(papers.act("ann", "close", "outcome: solved").codes(), []);
}

#[test]
fn emergency_approvals_are_overdue_after_a_day() {
    let state =
        |story: &Story, now: &str| story.clocks("papers", now).first().map(|clock| clock.state);
    let story = carried_out_emergency();
    assert_eq!(
        state(&story, "2026-11-03T09:01:00+08:00"),
        Some(DeadlineState::Soon)
    );
    assert_eq!(
        state(&story, "2026-11-03T09:02:00.001+08:00"),
        Some(DeadlineState::Overdue)
    );
    assert_eq!(story.codes(), [], "time alone finds nothing");
    let one = story.act_at(
        "2026-11-02T12:00:00+08:00",
        "quality-manager",
        "approve",
        &terms("900"),
    );
    assert_eq!(
        state(&one, "2026-11-03T09:02:00.001+08:00"),
        Some(DeadlineState::Overdue),
        "one of two"
    );
    let both = |at: &str| {
        one.clone()
            .act_at(at, "sales-manager", "approve", &terms("900"))
    };
    let now = "2026-11-04T09:00:00+08:00";
    assert_eq!(
        state(&both("2026-11-03T09:02:00+08:00"), now),
        Some(DeadlineState::Met)
    );
    assert_eq!(
        state(&both("2026-11-03T09:02:01+08:00"), now),
        Some(DeadlineState::Missed)
    );
    assert_eq!(
        state(&under(TELEPHONE).act("bob", "propose", &terms("900")), now),
        None,
        "no emergency"
    );
    let before = under(TELEPHONE)
        .act(
            "general-manager",
            "propose",
            "proposal: BBBB\nremedy: refund\namount: 1",
        )
        .act(
            "bob",
            "propose",
            &format!("{}\nemergency: true", terms("900")),
        );
    assert_eq!(
        state(&before, now),
        Some(DeadlineState::Overdue),
        "what was approved before counts for nothing"
    );
}

/// Front-line authority by customer (D4).
const FRONT_LINE: &str = r#"
[[approval]]
when = { grade = "vip", tenure = ["1y-5y", "over-5y"] }
up_to = 1000
approvers = ["clerk"]
[[approval]]
when = { value = "high" }
up_to = 800
approvers = ["clerk"]
[[approval]]
when = { type = "retailer", category = "delivery", level = "general" }
up_to = 700
approvers = ["clerk"]
[[approval]]
up_to = 300
approvers = ["clerk"]
[[approval]]
approvers = ["general-manager"]
"#;

#[test]
fn front_line_authority_goes_by_the_customer_and_the_case() {
    let customer = |lines: &str| format!("  {}", lines.replace('\n', "\n  "));
    let table = [
        ("", "300", true),
        ("", "300.01", false),
        ("grade: vip\ntenure: over-5y", "1000", true),
        ("grade: vip\ntenure: 1y-5y", "1000.01", false),
        ("grade: vip\ntenure: under-1y", "300.01", false),
        ("grade: vip", "300.01", false),
        ("tenure: over-5y", "300.01", false),
        ("value: high", "800", true),
        ("value: low", "800", false),
        ("grade: vip\ntenure: over-5y\nvalue: high", "900", true),
        ("type: retailer", "700", true),
        ("type: consumer", "700", false),
    ];
    for (lines, amount, alone) in table {
        let story = match lines {
            "" => under(FRONT_LINE),
            lines => under(FRONT_LINE).complainant(&customer(lines)),
        };
        let answered = story.act("bob", "propose", &terms(amount)).act(
            "bob",
            "respond",
            "text: ok\nresult: solved",
        );
        let expected = if alone { vec![] } else { vec![Code::Authority] };
        assert_eq!(answered.codes(), expected, "{lines:?} {amount}");
    }
}

#[test]
fn the_facts_count_as_they_stood_at_the_proposal() {
    let amend = |story: Story| {
        // By somebody else: what the proposer amends counts both ways.
        story.act(
            "ann",
            "amend",
            "field: value\nfrom: low\nto: high\nreason: x",
        )
    };
    let low = || under(FRONT_LINE).complainant("  value: low");
    let answer = |story: Story| {
        story
            .act("bob", "respond", "text: ok\nresult: solved")
            .codes()
    };
    let propose = |story: Story| story.act("bob", "propose", &terms("800"));
    assert_eq!(answer(propose(amend(low()))), []);
    assert_eq!(answer(amend(propose(low()))), [Code::Authority]);
    let escalate =
        |story: Story| story.act("bob", "escalate", "from: general\nto: regional\nreason: x");
    let retailer = || under(FRONT_LINE).complainant("  type: retailer");
    let propose = |story: Story| story.act("bob", "propose", &terms("700"));
    assert_eq!(answer(escalate(propose(retailer()))), []);
    assert_eq!(answer(propose(escalate(retailer()))), [Code::Authority]);
}

/// An emergency proposal with telephone agreement by `who`.
fn agreed(rule: &str, who: &[&str]) -> Story {
    let names = who.join(", ");
    under(rule).act(
        "bob",
        "propose",
        &format!("{}\nemergency: true\nagreed: [{names}]", terms("900")),
    )
}

#[test]
fn oral_agreement_needs_the_same_approvers() {
    let oral = TELEPHONE.replace("\"after\"", "\"oral\"");
    let (quality, sales, general) = ("quality-manager", "sales-manager", "general-manager");
    let answered = |story: Story| {
        story
            .act("bob", "respond", "text: ok\nresult: solved")
            .codes()
    };
    let table: &[(&[&str], &[Code])] = &[
        (&[quality, sales], &[]),
        (&[sales, quality], &[]),
        (&[], &[Code::Unusual, Code::Authority]),
        (&[quality], &[Code::Unusual, Code::Authority]),
        (&[quality, quality], &[Code::Unusual, Code::Authority]),
        (&[general], &[Code::Unusual, Code::Authority]),
        (
            &["bob", sales],
            &[Code::Separation, Code::Unusual, Code::Authority],
        ),
        (
            &["nobody", sales],
            &[Code::UnknownStaff, Code::Unusual, Code::Authority],
        ),
    ];
    for (who, codes) in table {
        assert_eq!(answered(agreed(&oral, who)), *codes, "{who:?}");
    }
    assert_eq!(
        answered(agreed(TELEPHONE, &[])),
        [],
        "afterwards nobody need be named"
    );
    assert_eq!(
        answered(agreed(
            &TELEPHONE.replace("\"after\"", "\"before\""),
            &[quality, sales]
        )),
        [Code::Unusual, Code::Authority]
    );
    let sequence = oral.replace("emergency =", "mode = \"sequence\"\nemergency =");
    assert_eq!(answered(agreed(&sequence, &[quality, sales])), []);
    assert_eq!(
        answered(agreed(&sequence, &[sales, quality])),
        [Code::Unusual, Code::Authority],
        "in turn on the telephone, too"
    );
    let calm = under(&oral).act(
        "bob",
        "propose",
        &format!("{}\nagreed: [{quality}, {sales}]", terms("900")),
    );
    assert_eq!(answered(calm), [Code::Authority], "only in an emergency");
}

#[test]
fn written_approvals_come_from_those_who_agreed_orally() {
    let oral = TELEPHONE
        .replace(
            "[\"quality-manager\", \"sales-manager\"]",
            "[\"marketing-vp\"]",
        )
        .replace("\"after\"", "\"oral\"");
    let done = || {
        agreed(&oral, &["general-manager"])
            .act("bob", "respond", "text: ok\nresult: solved")
            .act("bob", "resolve", "")
    };
    assert_eq!(done().codes(), []);
    let close = |story: Story| {
        story
            .act("ann", "follow-up", "score: 4")
            .act("ann", "close", "outcome: solved")
            .codes()
    };
    assert_eq!(close(done()), [Code::Authority]);
    let other = done().act("marketing-vp", "approve", &terms("900"));
    assert_eq!(other.codes(), [Code::Approver]);
    let findings = other.judged().findings;
    assert_eq!(
        Language::English.message(&findings[0].message),
        "'marketing-vp' did not agree to the proposal AAAA by telephone"
    );
    assert_eq!(
        Language::English.advice(&findings[0]).as_deref(),
        Some("ask general-manager")
    );
    assert_eq!(
        close(done().act("general-manager", "approve", &terms("900"))),
        []
    );
    let state = |story: &Story| {
        story
            .clocks("papers", "2026-11-04T09:00:00+08:00")
            .first()
            .map(|clock| clock.state)
    };
    assert_eq!(state(&done()), Some(DeadlineState::Overdue));
    assert_eq!(
        state(&done().act("general-manager", "approve", &terms("900"))),
        Some(DeadlineState::Met)
    );
}

#[test]
fn nobody_chooses_the_rule_for_oneself() {
    let rule = "[[approval]]\ncategory = \"billing\"\napprovers = []\n";
    let amended = |who: &str| {
        let rest = "field: category\nfrom: delivery\nto: billing\nreason: typo";
        let story = under(rule).act(who, "amend", rest);
        let story = story.act(
            "bob",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 40000",
        );
        let answer = "text: ok\nresult: solved\nproposal: AAAA";
        (story.clone(), story.act("bob", "respond", answer).codes())
    };
    // As category `billing` it needs nobody, as `delivery` the highest approvers.
    assert_eq!(amended("ann").1, []);
    let (own, codes) = amended("bob");
    assert_eq!(codes, [Code::Authority]);
    let approved = own.act(
        "dan",
        "approve",
        "proposal: AAAA\nremedy: refund\namount: 40000",
    );
    let answer = "text: ok\nresult: solved\nproposal: AAAA";
    assert_eq!(approved.act("bob", "respond", answer).codes(), []);
}
