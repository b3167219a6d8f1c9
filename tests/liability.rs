//! Liability: stated shares, the policy's defaults, and amounts to the cent (B17).

use crate::support::story::{Story, instant};
use complaint::domain::case::document;
use complaint::domain::deadline;
use complaint::domain::finding::Code;
use complaint::domain::liability::{self, Grounds};
use complaint::domain::rules;

fn investigated(story: Story, shares: &[(&str, &str)]) -> Story {
    let liable: String = shares
        .iter()
        .map(|(party, share)| format!("\n  {party}: {share}"))
        .collect();
    story.act(
        "bob",
        "investigate",
        &format!("verdict: substantiated\nliable:{liable}"),
    )
}

/// The shares in force at `now`, each with its amount, and the deadline that a default depends on.
fn shares_at(story: &Story, now: &str) -> Option<(String, Option<String>)> {
    let (policy, now) = (story.policy(), instant(now));
    let judged = rules::judge(&story.case(), policy, now);
    let clocks = deadline::deadlines(&judged.state, policy, now);
    let standing = liability::standing(&judged.state, &clocks, policy)?;
    let parts = liability::burden(&judged.state, policy)
        .and_then(|(amount, _)| liability::parts(amount, standing.shares, policy))
        .unwrap_or_default();
    let said = standing
        .shares
        .iter()
        .enumerate()
        .map(|(index, (party, share))| match parts.get(index) {
            Some(part) => format!("{party} {share} {part}"),
            None => format!("{party} {share}"),
        });
    let missed = match standing.grounds {
        Grounds::Stated => None,
        Grounds::Missed(name) => Some(name.to_owned()),
    };
    Some((said.collect::<Vec<_>>().join(", "), missed))
}

const SOON: &str = "2026-11-02T12:00:00+08:00";
const LATER: &str = "2026-12-31T00:00:00+08:00";

#[test]
fn forty_sixty_seven_to_three_and_thirds_of_a_hundred_add_up() {
    for (shares, expected) in [
        (
            vec![("factory", "40"), ("sales", "60")],
            "factory 40 % 40.00, sales 60 % 60.00",
        ),
        (
            vec![("factory", "7/10"), ("sales", "3/10")],
            "factory 7/10 70.00, sales 3/10 30.00",
        ),
        (
            vec![("factory", "70"), ("sales", "3/10")],
            "factory 70 % 70.00, sales 3/10 30.00",
        ),
        (
            vec![("a", "1/3"), ("b", "1/3"), ("c", "1/3")],
            "a 1/3 33.34, b 1/3 33.33, c 1/3 33.33",
        ),
        (
            vec![("a", "33.33"), ("b", "33.33"), ("c", "33.34")],
            "a 33.33 % 33.33, b 33.33 % 33.33, c 33.34 % 33.34",
        ),
    ] {
        let story = investigated(Story::new().fact("amount: 100.00"), &shares);
        assert_eq!(story.codes(), [], "{shares:?}");
        assert_eq!(shares_at(&story, LATER), Some((expected.to_owned(), None)));
    }
}

#[test]
fn incomplete_shares_are_refused_and_divide_nothing() {
    for shares in [
        vec![("a", "33.33"), ("b", "33.33"), ("c", "33.33")],
        vec![("a", "1/3"), ("b", "1/3")],
        vec![("a", "100"), ("b", "1/1000000")],
    ] {
        let story = investigated(Story::new(), &shares);
        assert_eq!(story.codes(), [Code::BadValue], "{shares:?}");
        assert_eq!(shares_at(&story, LATER), None);
    }
    let stated = investigated(Story::new(), &[("a", "1/2"), ("b", "50")]);
    let wrong = investigated(stated, &[("c", "99")]);
    assert_eq!(
        shares_at(&wrong, LATER),
        Some(("a 1/2, b 50 %".to_owned(), None)),
        "those before stand"
    );
}

#[test]
fn the_amount_paid_comes_before_the_amount_in_dispute() {
    let story = investigated(
        Story::new().fact("amount: 100.00"),
        &[("a", "1/2"), ("b", "1/2")],
    )
    .act(
        "ann",
        "propose",
        "proposal: AAAA\nremedy: refund\namount: 80.01",
    )
    .act("ann", "resolve", "");
    assert_eq!(
        shares_at(&story, LATER),
        Some(("a 1/2 40.01, b 1/2 40.00".to_owned(), None))
    );
}

const RULES: &str = r#"
[[deadline]]
name = "settle"
stop = "resolved"
within = "7d"
[[liability]]
missed = "settle"
when = { category = "delivery" }
shares = { sales = 100 }
[[liability]]
when = { category = "delivery" }
shares = { carrier = 80, sales = "1/5" }
"#;

#[test]
fn a_default_applies_once_its_deadline_was_missed() {
    let story = Story::under(RULES);
    assert_eq!(shares_at(&story, SOON), None, "nobody has investigated");
    let stated = investigated(story, &[("carrier", "1/2"), ("sales", "1/2")]);
    let by_hand = Some(("carrier 1/2, sales 1/2".to_owned(), None));
    assert_eq!(
        shares_at(&stated, "2026-11-10T00:00:00+08:00"),
        by_hand,
        "due, not missed"
    );
    let whole = Some(("sales 100 %".to_owned(), Some("settle".to_owned())));
    assert_eq!(shares_at(&stated, "2026-11-10T00:00:00.001+08:00"), whole);
    let again = stated.act_at(
        "2026-11-12T09:00:00+08:00",
        "bob",
        "investigate",
        "verdict: substantiated\nliable:\n  carrier: 1/2\n  sales: 1/2",
    );
    assert_eq!(
        shares_at(&again, LATER),
        by_hand,
        "stated since it was missed"
    );
}

#[test]
fn the_first_default_that_fits_counts() {
    let story = Story::under(RULES);
    let default = |now: &str| {
        let judged = rules::judge(&story.case(), story.policy(), instant(now));
        let clocks = deadline::deadlines(&judged.state, story.policy(), instant(now));
        liability::default(&judged.state, &clocks, story.policy())
            .map(|rule| rule.shares[0].0.clone())
    };
    assert_eq!(default(SOON).as_deref(), Some("carrier"));
    assert_eq!(default(LATER).as_deref(), Some("sales"));
}

#[test]
fn digests_of_per_cents_are_unchanged() {
    let text = "id: 20261102-AAAAAA\nreceived: 2026-11-02T09:00:00+08:00\nchannel: phone\ncategory: delivery\nlevel: general\n\
                complainant:\n  name: Wang\nsummary: late\nevents:\n- at: 2026-11-02T09:01:00+08:00\n  by: bob\n  do: investigate\n  \
                verdict: partly\n  liable:\n    sales: 59.50\n    carrier: 40.5\n";
    let case = document::parse(text.as_bytes()).case.expect("a case");
    assert_eq!(case.entries[0].digest.to_string(), "f7ad34add4eb335f");
}
