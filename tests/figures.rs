//! Key figures of single cases, and the policy keys that select what is counted.

use crate::support::story::{Story, instant};
use complaint::domain::metrics::{self, FigureValue, Frame};
use complaint::domain::policy;
use complaint::domain::snapshot::Snapshot;

/// Numerator (for times in minutes) and denominator of a figure for one case.
fn figure(story: &Story, name: &str) -> Option<(u64, u64)> {
    let now = instant("2026-12-31T00:00:00+08:00");
    let snapshot = Snapshot::new("x".to_owned(), story.case(), story.policy(), now);
    let frame = Frame {
        policy: story.policy(),
        period: None,
        now,
    };
    let figures = metrics::figures(std::slice::from_ref(&snapshot), &frame);
    let figure = figures
        .iter()
        .find(|figure| figure.name.to_string() == name)
        .expect("a figure of that name");
    Some(match figure.value? {
        FigureValue::Share(share) => (share.numerator, share.denominator),
        FigureValue::Mean { total, count } => (
            total.length.num_minutes().try_into().expect("not before"),
            count,
        ),
        FigureValue::Rank { .. } => unreachable!("none is asked for"),
    })
}

fn answered(story: Story) -> Story {
    story.act_at(
        "2026-11-03T09:00:00+08:00",
        "ann",
        "respond",
        "text: x\nresult: solved",
    )
}

#[test]
fn the_time_to_the_first_final_answer() {
    let none = Story::new().act("ann", "respond", "text: x\ninterim: true");
    assert_eq!(figure(&none, "mean-answer-time"), None);
    let again = answered(Story::new()).act("ann", "respond", "text: again\nresult: solved");
    assert_eq!(figure(&again, "mean-answer-time"), Some((24 * 60, 1)));
}

#[test]
fn first_contact_completion() {
    let of = |story: &Story| figure(story, "first-contact-completion");
    assert_eq!(of(&answered(Story::new())), Some((1, 1)));
    assert_eq!(of(&Story::new()), Some((0, 1)));
    assert_eq!(
        of(&answered(Story::new().act("ann", "assign", "to: bob"))),
        Some((0, 1))
    );
    let late = Story::new().act_at(
        "2026-11-20T09:00:00+08:00",
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(of(&late), Some((0, 1)));
    let again = |rest: &str| {
        let reopened = answered(Story::new()).act("bob", "close", "").act(
            "sue",
            "reopen",
            &format!("reason: nothing was done{rest}"),
        );
        reopened.act("ann", "respond", "text: y\nresult: solved")
    };
    assert_eq!(of(&again("\nrework: true")), Some((0, 1)));
    assert_eq!(of(&again("")), Some((0, 1)));
}

/// Numerator, denominator and the number of those not yet due, at an instant.
fn at(story: &Story, now: &str, name: &str) -> [u64; 3] {
    let now = instant(now);
    let snapshot = Snapshot::new("x".to_owned(), story.case(), story.policy(), now);
    let frame = Frame {
        policy: story.policy(),
        period: None,
        now,
    };
    let figures = metrics::figures(std::slice::from_ref(&snapshot), &frame);
    let figure = figures
        .iter()
        .find(|figure| figure.name.to_string() == name)
        .expect("a figure of that name");
    let (numerator, denominator) = match figure.value {
        Some(FigureValue::Share(share)) => (share.numerator, share.denominator),
        Some(FigureValue::Mean { .. } | FigureValue::Rank { .. }) => panic!("{name} is a share"),
        None => (0, 0),
    };
    [numerator, denominator, figure.not_yet_due() as u64]
}

/// Received on Monday at 9:00; the limits are 24 hours, and 3 and 5 business days.
#[test]
fn what_may_still_be_done_in_time_is_not_yet_due() {
    let silent = Story::new();
    let withdrawn = Story::new().act("ann", "withdraw", "reason: x");
    for (story, now, name, expected) in [
        (&silent, "03T09:00:00", "first-response-in-time", [0, 0, 1]),
        (&silent, "03T09:00:01", "first-response-in-time", [0, 1, 0]),
        (
            &silent,
            "05T23:59:59",
            "solved-in-3-business-days",
            [0, 0, 1],
        ),
        (
            &silent,
            "06T00:00:01",
            "solved-in-3-business-days",
            [0, 1, 0],
        ),
        (&silent, "02T12:00:00", "resolution-rate", [0, 1, 0]),
        (&silent, "09T23:00:00", "solved-in-time", [0, 0, 1]),
        (&silent, "10T01:00:00", "solved-in-time", [0, 1, 0]),
        (&silent, "03T08:00:00", "stage-timeliness", [0, 0, 3]),
        (&silent, "04T09:00:00", "stage-timeliness", [0, 1, 2]),
        (&silent, "02T12:00:00", "satisfaction-of-all", [0, 1, 0]),
        (
            &withdrawn,
            "03T08:00:00",
            "first-response-in-time",
            [0, 0, 1],
        ),
        (
            &withdrawn,
            "04T09:00:00",
            "first-response-in-time",
            [0, 1, 0],
        ),
        (&withdrawn, "03T08:00:00", "stage-timeliness", [0, 0, 0]),
        (&withdrawn, "03T08:00:00", "solved-in-time", [0, 0, 0]),
    ] {
        let now = format!("2026-11-{now}+08:00");
        assert_eq!(at(story, &now, name), expected, "{name} at {now}");
    }
    let done = answered(Story::new());
    let early = "2026-11-03T10:00:00+08:00";
    for name in [
        "first-response-in-time",
        "solved-in-3-business-days",
        "solved-in-time",
    ] {
        assert_eq!(at(&done, early, name), [1, 1, 0], "{name}");
    }
}

#[test]
fn solved_in_time_goes_by_what_a_deadline_stops_at() {
    let named = |name: &str, stop: &str| {
        let deadline = format!("name   = \"{name}\"\nstop   = \"{stop}\"");
        answered(Story::edited(|standard| {
            let resolve = "name   = \"resolve\"\nstop   = \"resolved\"";
            assert!(standard.contains(resolve));
            standard.replacen(resolve, &deadline, 1)
        }))
    };
    assert_eq!(
        figure(&named("办结", "resolved"), "solved-in-time"),
        Some((1, 1))
    );
    // A name alone makes no limit for resolving.
    assert_eq!(figure(&named("resolve", "close"), "solved-in-time"), None);
}

#[test]
fn a_target_without_a_case_is_reported() {
    let target = "[[target]]\nfigure = \"stage-timeliness:promised\"\nat_least = \"90%\"\n";
    assert_eq!(
        figure(&Story::under(target), "stage-timeliness:promised"),
        None
    );
}

#[test]
fn dispatch_accuracy() {
    let given = |story: Story, by: &str, to: &str, department: &str| {
        story.act(by, "assign", &format!("to: {to}\ndepartment: {department}"))
    };
    let of = |story: &Story| figure(story, "dispatch-accuracy");
    assert_eq!(of(&Story::new()), None);
    let first = given(Story::new(), "ann", "bob", "quality");
    assert_eq!(of(&first), Some((1, 1)));
    let back = first.clone().act("bob", "send-back", "reason: not ours");
    assert_eq!(of(&back), Some((0, 1)));
    assert_eq!(of(&given(back, "ann", "sue", "service")), Some((1, 2)));
    let on = first.clone().act("ann", "note", "text: x");
    assert_eq!(
        of(&given(on.clone(), "bob", "sue", "service")),
        Some((1, 2)),
        "handed on at once"
    );
    assert_eq!(
        of(&given(on.clone(), "bob", "sue", "quality")),
        Some((2, 2)),
        "within the department"
    );
    assert_eq!(
        of(&given(on.clone(), "ann", "sue", "service")),
        Some((2, 2)),
        "by somebody else"
    );
    let waiting = on.act("ann", "pause", "reason: x");
    assert_eq!(
        of(&given(waiting, "bob", "sue", "service")),
        Some((1, 2)),
        "what others do meanwhile says nothing"
    );
    let for_bob = first.clone().act("ann", "send-back", "reason: not his");
    assert_eq!(
        of(&given(for_bob, "bob", "sue", "service")),
        Some((1, 2)),
        "sent back in his name, so he no longer has it"
    );
    let worked = first.act("bob", "investigate", "verdict: partly");
    assert_eq!(
        of(&given(worked, "bob", "sue", "service")),
        Some((2, 2)),
        "after something was done"
    );
}

#[test]
fn rates_of_invalid_malicious_and_reworked_cases() {
    let invalid = Story::new().act("sue", "invalidate", "reason: x");
    let malicious = Story::new().act("sue", "invalidate", "reason: x\nmalicious: true");
    let rework = invalid
        .clone()
        .act("sue", "reopen", "reason: x\nrework: true");
    for (story, expected) in [
        (Story::new(), [0, 0, 0]),
        (invalid.clone(), [1, 0, 0]),
        (malicious, [1, 1, 0]),
        (rework, [0, 0, 1]),
    ] {
        let rates =
            ["invalid-rate", "malicious-rate", "rework-rate"].map(|name| figure(&story, name));
        assert_eq!(rates, expected.map(|numerator| Some((numerator, 1))));
    }
}

#[test]
fn the_policy_says_what_figures_count_by() {
    let under = |rules: &str| {
        answered(Story::under(&format!("[figures]\n{rules}\n"))).act("bob", "follow-up", "score: 3")
    };
    assert_eq!(figure(&under(""), "satisfaction-of-asked"), Some((0, 1)));
    assert_eq!(
        figure(&under("satisfied = 3"), "satisfaction-of-asked"),
        Some((1, 1))
    );
    assert_eq!(
        figure(&under("first_response = \"24h\""), "first-response-in-time"),
        Some((1, 1))
    );
    assert_eq!(
        figure(&under("first_response = \"23h\""), "first-response-in-time"),
        Some((0, 1))
    );
    assert_eq!(
        figure(&under(""), "solved-in-3-business-days"),
        Some((1, 1))
    );
    assert_eq!(
        figure(&under("solved = \"12h\""), "solved-in-12-hours"),
        Some((0, 1))
    );
}

#[test]
fn only_cases_of_the_kinds_that_count_are_counted() {
    let of = |kind: &str| {
        let story = Story::edited(|standard| {
            let listed = standard.replacen(
                "channels",
                "kinds = [\"complaint\", \"enquiry\"]\nchannels",
                1,
            );
            format!("{listed}\n[figures]\nkinds = \"complaint\"\n")
        });
        figure(
            &if kind.is_empty() {
                story
            } else {
                story.fact(&format!("kind: {kind}"))
            },
            "resolution-rate",
        )
    };
    assert_eq!(of("complaint"), Some((0, 1)));
    assert_eq!(of("enquiry"), None);
    assert_eq!(
        of(""),
        Some((0, 1)),
        "nobody has said that it is anything else"
    );
}

#[test]
fn a_target_names_the_length_in_force_or_the_figure_in_general() {
    let standard = policy::preset("standard").expect("it is shipped");
    let warnings = |rules: &str| policy::parse(&format!("{standard}\n{rules}")).1.len();
    let target = |name: &str| format!("[[target]]\nfigure = \"{name}\"\nat_least = \"70%\"\n");
    assert_eq!(warnings(&target("solved-within")), 0);
    assert_eq!(warnings(&target("solved-in-5-business-days")), 1);
    let other = format!(
        "[figures]\nsolved = \"5bd\"\n{}",
        target("solved-in-5-business-days")
    );
    assert_eq!(warnings(&other), 0);
}

#[test]
fn closed_as_promised_is_of_all_complaints() {
    let of = |story: &Story| figure(story, "closed-as-promised");
    let closed = |story: &Story, at: &str| answered(story.clone()).act_at(at, "ann", "close", "");
    // Five business days from Monday, 2 November, end with Monday the 9th.
    let plain = Story::new();
    assert_eq!(
        of(&closed(&plain, "2026-11-09T23:59:00+08:00")),
        Some((1, 1))
    );
    assert_eq!(
        of(&closed(&plain, "2026-11-10T00:01:00+08:00")),
        Some((0, 1))
    );
    assert_eq!(of(&plain), Some((0, 1)), "never closed");
    assert_eq!(
        at(&plain, "2026-11-05T09:00:00+08:00", "closed-as-promised"),
        [0, 0, 1]
    );
    // The last promise counts, also beyond the limit.
    let promise = |until: &str| format!("text: x\ninterim: true\npromise: {until}");
    let promised = plain
        .clone()
        .act("ann", "respond", &promise("2026-11-06T18:00:00+08:00"))
        .act("ann", "respond", &promise("2026-11-20T18:00:00+08:00"));
    assert_eq!(
        of(&closed(&promised, "2026-11-20T18:00:00+08:00")),
        Some((1, 1))
    );
    assert_eq!(
        of(&closed(&promised, "2026-11-20T18:01:00+08:00")),
        Some((0, 1))
    );
    assert_eq!(of(&plain.clone().act("ann", "withdraw", "reason: x")), None);
    // A pause hides the limit, so nothing is due yet; that of an earlier round is over.
    let reopened = closed(&plain, "2026-11-09T10:00:00+08:00").act("sue", "reopen", "reason: x");
    for story in [plain, reopened] {
        let paused = story.act("ann", "pause", "reason: x");
        assert_eq!(
            at(&paused, "2026-12-20T09:00:00+08:00", "closed-as-promised"),
            [0, 0, 1]
        );
    }
}
