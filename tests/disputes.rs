//! Disputes between departments: mediation, arbitration, permissions (B17, B18).

use crate::support::story::Story;
use crate::support::tries::now;
use complaint::domain::case::event::Means;
use complaint::domain::finding::{Code, Severity};
use complaint::domain::rules::conflicts::{self, Seen};
use complaint::domain::word::Word;

const RULES: [(&str, &str); 2] = [
    (
        "[permissions]",
        "[permissions]\nsettle = \"clerk\"\narbitrate = \"director\"\nsettle-liability = \"supervisor\"",
    ),
    (
        "[closing]\nrequire = [",
        "[closing]\nrequire = [\"disputes\", ",
    ),
];

fn ruled() -> Story {
    Story::edited(|standard| {
        RULES.iter().fold(standard.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    })
}

fn disputed(about: &str) -> Story {
    ruled().act(
        "ann",
        "dispute",
        &format!("between: quality\nand: logistics\n{about}text: whose fault it is"),
    )
}

#[test]
fn a_dispute_is_mediated_and_only_then_arbitrated() {
    let story = disputed("");
    assert_eq!(story.codes(), []);
    let again = "between: a\nand: b\ntext: x";
    assert_eq!(
        story.clone().act("ann", "dispute", again).codes(),
        [Code::Transition],
        "one at a time"
    );
    let arbitration = "means: arbitration\ntext: logistics bears it";
    assert_eq!(
        story.clone().act("dan", "settle", arbitration).codes(),
        [Code::Transition]
    );
    let failed = story.act("bob", "settle", "means: mediation\nfailed: true\ntext: no");
    assert_eq!(failed.codes(), []);
    assert!(
        failed
            .judged()
            .state
            .open_dispute()
            .is_some_and(|dispute| dispute.mediated.is_some())
    );
    assert_eq!(
        failed.clone().act("ann", "settle", arbitration).codes(),
        [Code::Permission]
    );
    assert_eq!(
        failed
            .clone()
            .act("dan", "settle", &format!("failed: true\n{arbitration}"))
            .codes(),
        [Code::BadValue]
    );
    let settled = failed.act("dan", "settle", arbitration);
    assert_eq!(settled.codes(), []);
    let state = settled.judged().state;
    assert_eq!(
        state.disputes[0].settled.map(|(_, means)| means),
        Some(Means::Arbitration)
    );
    assert_eq!(
        settled
            .clone()
            .act("bob", "settle", "means: mediation\ntext: x")
            .codes(),
        [Code::Transition]
    );
    assert_eq!(settled.act("ann", "dispute", again).codes(), []);
    assert_eq!(
        ruled()
            .act("ann", "dispute", "between: a\nand: a\ntext: x")
            .codes(),
        [Code::BadValue]
    );
}

#[test]
fn liability_disputes_need_the_role_in_the_policy() {
    let story = disputed("about: liability\n");
    let mediated = "means: mediation\ntext: half each";
    assert_eq!(
        story.clone().act("bob", "settle", mediated).codes(),
        [Code::Permission]
    );
    assert!(
        story
            .clone()
            .act("bob", "settle", mediated)
            .judged()
            .state
            .open_dispute()
            .is_some(),
        "not granted"
    );
    assert_eq!(story.act("sue", "settle", mediated).codes(), []);
    assert_eq!(disputed("").act("bob", "settle", mediated).codes(), []);
}

#[test]
fn settling_without_knowing_of_liability_is_no_violation() {
    let told = |story: &Story| {
        let (case, policy, judged) = (story.case(), story.policy(), story.judged());
        let asked = conflicts::questions(&case, &judged, policy, now(), &Seen::default());
        let told = conflicts::with_questions(&judged, &asked);
        told.iter()
            .map(|finding| (finding.code, finding.severity))
            .collect::<Vec<_>>()
    };
    let mediated = "means: mediation\ntext: half each";
    let liable = "between: quality\nand: logistics\nabout: liability\ntext: x";
    let apart = disputed("")
        .act("sue", "settle", "means: mediation\ntext: x")
        .act("sue", "dispute", liable);
    assert_eq!(
        told(&apart.act("bob", "settle", mediated)),
        [(Code::Questionable, Severity::Warning)]
    );
    // Whatever the finding is: another clone's events do not excuse a missing permission.
    let refused = Story::edited(|standard| {
        standard.replacen("[permissions]", "[permissions]\ndispute = \"director\"", 1)
    });
    assert_eq!(
        told(
            &refused
                .act("sue", "note", "text: x")
                .act("bob", "dispute", liable)
        ),
        [(Code::Permission, Severity::Error)]
    );
}

#[test]
fn closing_waits_for_a_dispute_if_the_policy_says_so() {
    let done = |story: Story| {
        story
            .act("ann", "respond", "text: x\nresult: solved")
            .act("bob", "follow-up", "score: 5")
            .act("dan", "close", "")
    };
    assert_eq!(done(disputed("")).codes(), [Code::ClosingGate]);
    assert_eq!(
        done(disputed("").act("bob", "settle", "means: mediation\ntext: x")).codes(),
        []
    );
    let closed = done(ruled());
    let later = closed.act("ann", "dispute", "between: a\nand: b\ntext: x");
    assert_eq!(
        later
            .clone()
            .act("bob", "settle", "means: mediation\ntext: x")
            .codes(),
        []
    );
    assert!(later.judged().state.status().is_over());
}

#[test]
fn a_failed_mediation_stops_no_clock_and_a_settlement_does() {
    let rule = "[[deadline]]\nname = \"settle\"\nstart = \"dispute\"\nstop = \"settle\"\nwithin = \"7d\"\n";
    let story = Story::under(rule).act("ann", "dispute", "between: a\nand: b\ntext: x");
    let failed = story.act("dan", "settle", "means: mediation\nfailed: true\ntext: x");
    let state = |story: &Story| {
        story.clocks("settle", "2026-11-03T00:00:00+08:00")[0]
            .state
            .word()
    };
    assert_eq!(state(&failed), "open");
    assert_eq!(
        state(&failed.act("dan", "settle", "means: arbitration\ntext: x")),
        "met"
    );
}
