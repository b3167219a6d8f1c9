//! Repeating deadlines: each stop restarts them, until the matter is resolved or the case ends.

use crate::support::story::Story;
use complaint::domain::finding::Code;
use complaint::domain::policy;
use complaint::domain::time::format_instant;

const LATER: &str = "2026-12-31T00:00:00+08:00";
const NEWS: &str = "[[deadline]]\nname = \"news\"\nstop = [\"interim\", \"respond\"]\nwithin = \"24h\"\nrepeat = true\n";

fn at(day: u32, hour: u32) -> String {
    format!("2026-11-{day:02}T{hour:02}:00:00+08:00")
}

fn clock_states(story: &Story, now: &str) -> Vec<String> {
    let zone = story.policy().calendar.zone();
    let short = |instant| {
        format_instant(instant, zone)
            .replace(":00:00+08:00", "")
            .replace("2026-11-", "")
    };
    let clocks = story.clocks("news", now);
    let tell = |clock: &complaint::domain::deadline::Deadline| {
        let due = clock.due.map_or_else(|| "none".to_owned(), short);
        format!(
            "{} {}-{due} {}",
            clock.round,
            short(clock.started),
            clock.state
        )
    };
    clocks.iter().map(tell).collect()
}

fn news(story: Story, day: u32, hour: u32) -> Story {
    story.act_at(
        &at(day, hour),
        "ann",
        "respond",
        "text: on our way\ninterim: true",
    )
}

fn answer(story: Story, day: u32, hour: u32, result: &str) -> Story {
    story.act_at(
        &at(day, hour),
        "ann",
        "respond",
        &format!("text: x\nresult: {result}"),
    )
}

#[test]
fn each_stop_starts_it_again() {
    let story = news(news(Story::under(NEWS), 2, 19), 3, 10);
    assert_eq!(
        clock_states(&story, &at(3, 11)),
        [
            "0 02T09-03T09 met",
            "1 02T19-03T19 met",
            "2 03T10-04T10 open"
        ]
    );
    let once = Story::under(&NEWS.replace("true", "false"));
    assert_eq!(
        clock_states(&news(news(once, 2, 19), 3, 10), LATER),
        ["0 02T09-03T09 met"]
    );
}

#[test]
fn a_late_repetition_restarts_when_it_is_stopped() {
    let story = Story::under(NEWS);
    assert_eq!(clock_states(&story, LATER), ["0 02T09-03T09 overdue"]);
    assert_eq!(
        clock_states(&news(story, 5, 9), LATER),
        ["0 02T09-03T09 missed", "1 05T09-06T09 overdue"]
    );
}

#[test]
fn resolution_or_the_end_of_the_case_ends_the_repetition() {
    let story = news(Story::under(NEWS), 2, 19);
    let first = "0 02T09-03T09 met";
    assert_eq!(
        clock_states(&answer(story.clone(), 3, 10, "solved"), LATER),
        [first, "1 02T19-03T19 met"]
    );
    let refused = answer(story.clone(), 3, 10, "refused");
    assert_eq!(
        clock_states(&refused, LATER),
        [first, "1 02T19-03T19 met", "2 03T10-04T10 overdue"]
    );
    let closed = |hour| refused.clone().act_at(&at(4, hour), "dan", "close", "");
    assert_eq!(
        clock_states(&closed(10), LATER),
        [first, "1 02T19-03T19 met", "2 03T10-04T10 cancelled"]
    );
    assert_eq!(
        clock_states(&closed(11), LATER),
        [first, "1 02T19-03T19 met", "2 03T10-04T10 missed"]
    );
    // With a remedy pending, the answer does not resolve the matter.
    let proposed = story.act_at(
        &at(3, 9),
        "dan",
        "propose",
        "proposal: AAAA\nremedy: refund\namount: 1",
    );
    let answered = answer(proposed, 3, 10, "solved");
    assert_eq!(clock_states(&answered, LATER)[2], "2 03T10-04T10 overdue");
    let carried_out = answered.act_at(&at(4, 9), "dan", "resolve", "");
    assert_eq!(
        clock_states(&carried_out, LATER),
        [first, "1 02T19-03T19 met", "2 03T10-04T10 cancelled"]
    );
}

#[test]
fn a_new_round_restarts_only_a_finished_repetition() {
    let running = news(Story::under(NEWS), 2, 19).act_at(
        &at(3, 9),
        "ann",
        "appeal",
        "reason: x\nregulator: MIIT",
    );
    assert_eq!(
        clock_states(&running, LATER),
        ["0 02T09-03T09 met", "1 02T19-03T19 overdue"]
    );
    assert_eq!(
        clock_states(&news(running, 3, 19), LATER),
        [
            "0 02T09-03T09 met",
            "1 02T19-03T19 met",
            "2 03T19-04T19 overdue"
        ]
    );
    let over =
        answer(Story::under(NEWS), 2, 19, "solved").act_at(&at(5, 9), "dan", "reopen", "reason: x");
    assert_eq!(
        clock_states(&news(over, 5, 10), LATER),
        [
            "0 02T09-03T09 met",
            "1 05T09-06T09 met",
            "2 05T10-06T10 overdue"
        ]
    );
}

#[test]
fn each_repetition_heeds_events_recorded_in_time() {
    let story = news(Story::under(NEWS), 2, 19);
    let paused = story
        .clone()
        .act_at(&at(3, 10), "ann", "pause", "reason: x")
        .act_at(&at(3, 12), "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&paused, LATER),
        ["0 02T09-03T09 met", "1 02T19-03T21 overdue"]
    );
    let late = story
        .act_at(
            &at(3, 10),
            "ann",
            "pause",
            "reason: x\nrecorded: 2026-11-03T20:00:00+08:00",
        )
        .act_at(&at(3, 21), "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&late, LATER),
        ["0 02T09-03T09 met", "1 02T19-03T19 overdue"]
    );
}

#[test]
fn a_repetition_begins_with_its_start() {
    let rule = "[[deadline]]\nname = \"news\"\nstart = \"assign\"\nstop = \"note\"\nwithin = \"24h\"\nrepeat = true\n";
    let story = Story::under(rule).act_at(&at(2, 10), "ann", "note", "text: before");
    let story = story.act_at(&at(2, 12), "ann", "assign", "to: bob").act_at(
        &at(2, 13),
        "ann",
        "assign",
        "to: ann",
    );
    assert_eq!(clock_states(&story, LATER), ["0 02T12-03T12 overdue"]);
    let story = story.act_at(&at(2, 14), "ann", "note", "text: x");
    assert_eq!(
        clock_states(&story, LATER),
        ["0 02T12-03T12 met", "1 02T14-03T14 overdue"]
    );
}

#[test]
fn resolving_events_cannot_stop_a_repeating_deadline() {
    let standard = policy::preset("standard").expect("it is shipped");
    for stop in ["resolved", "resolve", "close", "withdraw", "invalidate"] {
        let rule = format!(
            "[[deadline]]\nname = \"x\"\nstop = \"{stop}\"\nwithin = \"1d\"\nrepeat = true\n"
        );
        let (_, findings) = policy::parse(&format!("{standard}\n{rule}"));
        assert_eq!(
            findings.iter().map(|it| it.code).collect::<Vec<_>>(),
            [Code::PolicyConflict],
            "{stop}"
        );
    }
}
