//! The report on the use of authority, by person and by role (D4, E4).

use crate::support::story::{Story, instant};
use complaint::domain::metrics::{Authority, Frame, Whose, authority};
use complaint::domain::period::Period;
use complaint::domain::snapshot::Snapshot;

/// One line per person or role: `alone approved lacking given sent-back`, each as `count/amount`.
fn uses(stories: &[Story], whose: Whose, period: Option<&str>) -> Vec<String> {
    let now = instant("2026-12-03T09:00:00+08:00");
    let policy = stories[0].policy();
    let snapshots: Vec<Snapshot> = stories
        .iter()
        .map(|story| Snapshot::new(String::new(), story.case(), policy, now))
        .collect();
    let period =
        period.map(|period| Period::parse(period, policy.calendar.zone()).expect("a period"));
    let said = |(name, mine): (Option<String>, Authority)| {
        let sums = [mine.alone, mine.approved, mine.lacking, mine.given];
        let sums = sums
            .map(|sum| format!("{}/{}", sum.count, sum.amount))
            .join(" ");
        format!("{} {sums} {}", name.unwrap_or_default(), mine.sent_back)
    };
    let frame = Frame {
        policy,
        period: period.as_ref(),
        now,
    };
    authority(&snapshots, whose, &frame)
        .into_iter()
        .map(said)
        .collect()
}

fn stories() -> Vec<Story> {
    let emergency = "[[approval]]\nsubject = \"answer\"\napprovers = [\"supervisor\"]\n";
    let story = || {
        Story::edited(|text| {
            format!(
                "{}\n{emergency}",
                text.replacen("up_to     = 5000", "up_to = 5000\nemergency = \"after\"", 1)
            )
        })
    };
    let terms = |handle: &str, amount: &str| {
        format!("proposal: {handle}\nremedy: refund\namount: {amount}")
    };
    vec![
        story()
            .act("bob", "propose", &terms("AAAA", "300"))
            .act("bob", "resolve", "")
            .act("bob", "propose", &terms("BBBB", "900"))
            .act("sue", "approve", &terms("BBBB", "900"))
            .act_at("2026-12-01T09:00:00+08:00", "bob", "resolve", ""),
        story()
            .act(
                "ann",
                "propose",
                &format!("{}\nemergency: true", terms("AAAA", "700")),
            )
            .act("ann", "resolve", ""),
        story()
            .act("sue", "propose", &terms("AAAA", "4000"))
            .act("sue", "resolve", ""),
        story()
            .act(
                "ann",
                "propose",
                "proposal: AAAA\nsubject: answer\ntext: no",
            )
            .act(
                "sue",
                "refuse",
                "proposal: AAAA\nsubject: answer\nreason: too curt",
            ),
        story().act("ann", "propose", &terms("AAAA", "200")),
    ]
}

#[test]
fn the_report_counts_settled_alone_approved_unapproved_and_given() {
    let by_person = [
        "ann 0/0.00 0/0.00 1/700.00 0/0.00 1",
        "bob 1/300.00 1/900.00 0/0.00 0/0.00 0",
        "sue 1/4000.00 0/0.00 0/0.00 1/900.00 0",
    ];
    assert_eq!(uses(&stories(), Whose::Person, None), by_person);
    let by_role = [
        "clerk 1/300.00 1/900.00 1/700.00 0/0.00 1",
        "supervisor 1/4000.00 0/0.00 0/0.00 1/900.00 0",
    ];
    assert_eq!(uses(&stories(), Whose::Role, None), by_role);
}

#[test]
fn a_remedy_counts_when_it_was_carried_out() {
    let december = [
        "bob 0/0.00 1/900.00 0/0.00 0/0.00 0",
        "sue 0/0.00 0/0.00 0/0.00 1/900.00 0",
    ];
    assert_eq!(uses(&stories(), Whose::Person, Some("2026-12")), december);
}
