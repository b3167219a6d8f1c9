//! What is asked of complaints when they come in, table by table.

mod support;

use complaint::domain::finding::Code;
use complaint::domain::rules::claims;
use support::story::Story;

/// Thirty days for what does not conform, sixty for what was found in use, ninety for what was not used (S3 A8).
const WINDOWS: &str = r#"
[[window]]
name   = "in-use"
start  = "delivered"
within = "60d"
when   = { condition = "used", symptom = ["defective", "damaged"] }

[[window]]
name   = "unused"
start  = "delivered"
within = "90d"
when   = { condition = "unused" }

[[window]]
name   = "non-conformity"
start  = "delivered"
within = "30d"
"#;

/// Received on 2 November 2026.
fn delivered(day: &str, facts: &[&str]) -> Story {
    let story = Story::under(WINDOWS).fact(&format!("delivered: {day}T10:00:00+08:00"));
    facts.iter().fold(story, |story, fact| story.fact(fact))
}

#[test]
fn the_last_day_of_a_window_is_within_it_and_the_next_is_not() {
    let (used, unused) = (["condition: used", "symptom: damaged"], ["condition: unused"]);
    for (days, day, facts, window, in_time) in [
        (30, "2026-10-03", &[][..], "non-conformity", true),
        (31, "2026-10-02", &[], "non-conformity", false),
        (60, "2026-09-03", &used, "in-use", true),
        (61, "2026-09-02", &used, "in-use", false),
        (90, "2026-08-04", &unused, "unused", true),
        (91, "2026-08-03", &unused, "unused", false),
        (31, "2026-10-02", &["condition: used", "symptom: late"], "non-conformity", false),
        (0, "2026-11-02", &[], "non-conformity", true),
    ] {
        let story = delivered(day, facts);
        let judged = story.judged();
        let claim = claims::claim(&judged.state, story.policy()).expect("a window");
        assert_eq!((claim.window.name.as_str(), claim.is_in_time()), (window, in_time), "{days} days");
        assert_eq!(story.codes(), if in_time { vec![] } else { vec![Code::ClaimWindow] }, "{days} days");
    }
}

#[test]
fn a_window_is_of_no_account_without_its_date_or_before_it_holds_or_after_the_end() {
    assert_eq!(Story::under(WINDOWS).codes(), []);
    let dated = |since: &str| WINDOWS.replace("within = \"30d\"", &format!("within = \"30d\"\nsince = {since}"));
    for (since, codes) in [("2026-11-02", vec![Code::ClaimWindow]), ("2026-11-03", vec![])] {
        let story = Story::under(&dated(since)).fact("delivered: 2026-09-01T00:00:00+08:00");
        assert_eq!(story.codes(), codes, "{since}");
    }
    let ended = delivered("2026-09-01", &[]).act("sue", "invalidate", "reason: out of window");
    assert_eq!(ended.codes(), []);
    let amended = delivered("2026-09-01", &[]).act(
        "ann",
        "amend",
        "field: delivered\nfrom: 2026-09-01T10:00:00+08:00\nto: 2026-10-31T10:00:00+08:00\nreason: the other parcel",
    );
    assert_eq!(amended.codes(), []);
}
