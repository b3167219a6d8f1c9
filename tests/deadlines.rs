//! The clocks of whole cases under the `standard` policy: starts, stops, rounds, pauses, extensions
//! and promises.

use crate::support::story::{Story, instant};
use complaint::domain::deadline::{CUT_OFF, Deadline, DeadlineState, PROMISED};
use complaint::domain::time::format_instant;
use complaint::domain::word::Word;

const LATER: &str = "2026-12-31T00:00:00+08:00";

/// Due instants and states of the clocks of one name, in the policy's time zone.
fn clock_states(story: &Story, name: &str, now: &str) -> Vec<(String, &'static str)> {
    let due = |deadline: &Deadline| {
        deadline
            .due
            .map(|due| format_instant(due, story.policy().calendar.zone()))
            .unwrap_or_default()
    };
    story
        .clocks(name, now)
        .iter()
        .map(|deadline| (due(deadline), deadline.state.word()))
        .collect()
}

fn clock(due: &str, state: &'static str) -> (String, &'static str) {
    (
        if due.is_empty() {
            String::new()
        } else {
            format!("{due}+08:00")
        },
        state,
    )
}

#[test]
fn a_clock_runs_from_receipt_through_its_states() {
    let story = Story::new();
    let table = [
        ("2026-11-02T09:00:00+08:00", "open"),
        ("2026-11-05T14:05:59.999+08:00", "open"),
        ("2026-11-05T16:30:00+08:00", "soon"),
        ("2026-11-06T00:00:00+08:00", "soon"),
        ("2026-11-06T00:00:00.001+08:00", "overdue"),
    ];
    for (now, state) in table {
        assert_eq!(
            clock_states(&story, "respond", now),
            [clock("2026-11-06T00:00:00", state)],
            "{now}"
        );
    }
    assert_eq!(
        clock_states(&story, "follow-up", LATER),
        [],
        "it starts with the resolution"
    );
}

#[test]
fn a_stop_counts_by_when_it_happened() {
    let respond = |at: &str, rest: &str| {
        Story::new().act_at(
            at,
            "ann",
            "respond",
            &format!("text: x\nresult: solved{rest}"),
        )
    };
    let in_time = respond("2026-11-06T00:00:00+08:00", "");
    assert_eq!(
        clock_states(&in_time, "respond", LATER),
        [clock("2026-11-06T00:00:00", "met")]
    );
    let late = respond("2026-11-06T00:00:00.001+08:00", "");
    assert_eq!(
        clock_states(&late, "respond", LATER),
        [clock("2026-11-06T00:00:00", "missed")]
    );
    let recorded_later = respond(
        "2026-11-05T17:00:00+08:00",
        "\nrecorded: 2026-11-09T09:00:00+08:00",
    );
    assert_eq!(
        clock_states(&recorded_later, "respond", LATER),
        [clock("2026-11-06T00:00:00", "met")]
    );
    assert_eq!(
        clock_states(&in_time, "acknowledge", LATER),
        [clock("2026-11-03T09:00:00", "missed")],
        "a final response acknowledges"
    );
}

#[test]
fn ending_a_case_cancels_clocks_that_are_not_late() {
    let withdrawn =
        Story::new().act_at("2026-11-04T10:00:00+08:00", "ann", "withdraw", "reason: x");
    assert_eq!(
        clock_states(&withdrawn, "respond", LATER),
        [clock("2026-11-06T00:00:00", "cancelled")]
    );
    assert_eq!(
        clock_states(&withdrawn, "acknowledge", LATER),
        [clock("2026-11-03T09:00:00", "missed")]
    );
}

#[test]
fn an_interim_response_stops_only_what_names_it() {
    let story = Story::new().act("ann", "respond", "text: x\ninterim: true");
    assert_eq!(
        clock_states(&story, "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
}

/// The standard policy with pauses of at most thirty days.
fn capped() -> Story {
    Story::edited(|standard| standard.replace("# max = \"30d\"", "max = \"30d\""))
}

#[test]
fn pauses_take_out_days_at_whose_end_the_case_was_paused() {
    let story = Story::new().act_at("2026-11-03T10:00:00+08:00", "ann", "pause", "reason: x");
    assert_eq!(
        clock_states(&story, "respond", LATER),
        [clock("", "open")],
        "an open pause hides the due instant"
    );
    let resumed = story
        .clone()
        .act_at("2026-11-05T10:00:00+08:00", "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&resumed, "respond", LATER),
        [clock("2026-11-10T00:00:00", "overdue")],
        "the 3rd and 4th do not count"
    );
    assert_eq!(
        clock_states(&resumed, "acknowledge", LATER),
        [clock("2026-11-03T09:00:00", "overdue")]
    );
    let ended = story.act_at("2026-11-20T10:00:00+08:00", "ann", "withdraw", "reason: x");
    assert_eq!(
        clock_states(&ended, "respond", LATER)[0].1,
        "cancelled",
        "an end takes the pause to end with it"
    );
}

#[test]
fn a_pause_after_the_due_instant_moves_nothing() {
    let story = Story::new().act_at("2026-11-06T10:00:00+08:00", "ann", "pause", "reason: x");
    assert_eq!(
        clock_states(&story, "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
    let backdated = Story::new().act_at(
        "2026-11-04T10:00:00+08:00",
        "ann",
        "pause",
        "reason: x\nrecorded: 2026-11-06T10:00:00+08:00",
    );
    assert_eq!(
        clock_states(&backdated, "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
    assert_eq!(backdated.clocks("respond", LATER)[0].basis.ignored.len(), 1);
}

#[test]
fn a_pause_stops_a_clock_for_as_long_as_the_policy_lets_it() {
    let story = capped().act_at("2026-11-03T10:00:00+08:00", "ann", "pause", "reason: x");
    let due = "2026-12-09T00:00:00";
    assert_eq!(
        clock_states(&story, "respond", "2026-12-07T23:00:00+08:00")[0].0,
        format!("{due}+08:00"),
        "30 days end with 3 December"
    );
}

#[test]
fn an_extension_in_time_sets_a_fixed_date() {
    let story = Story::new().act_at(
        "2026-11-05T10:00:00+08:00",
        "sue",
        "extend",
        "deadline: respond\nuntil: 2026-11-11T00:00:00+08:00\nreason: x",
    );
    assert_eq!(
        clock_states(&story, "respond", "2026-11-06T12:00:00+08:00"),
        [clock("2026-11-11T00:00:00", "open")]
    );
    let paused = story.act_at("2026-11-06T10:00:00+08:00", "ann", "pause", "reason: x");
    assert_eq!(
        clock_states(&paused, "respond", "2026-11-10T23:00:00+08:00"),
        [clock("2026-11-11T00:00:00", "open")]
    );
    assert_eq!(
        clock_states(&paused, "respond", LATER),
        [clock("2026-11-11T00:00:00", "overdue")],
        "a date is a date"
    );
    let late = Story::new().act_at(
        "2026-11-06T10:00:00+08:00",
        "sue",
        "extend",
        "deadline: respond\nuntil: 2026-11-11T00:00:00+08:00\nreason: x",
    );
    assert_eq!(
        clock_states(&late, "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")],
        "and grants nothing when late"
    );
}

#[test]
fn an_extension_granted_in_a_pause_never_makes_the_limit_earlier() {
    let granted_until = |until: &str| {
        let extension = format!("deadline: respond\nuntil: {until}\nreason: x");
        Story::new()
            .act_at("2026-11-03T10:00:00+08:00", "ann", "pause", "reason: x")
            .act_at("2026-11-04T10:00:00+08:00", "sue", "extend", &extension)
    };
    let resumed = |until| {
        let story = granted_until(until);
        story.act_at("2026-11-20T10:00:00+08:00", "ann", "resume", "reason: x")
    };
    let soon = "2026-11-10T00:00:00+08:00";
    let waiting = clock_states(&granted_until(soon), "respond", "2026-11-15T10:00:00+08:00");
    assert_eq!(waiting[0].1, "open", "nobody is late while the case waits");
    let limit = clock_states(
        &Story::new()
            .act_at("2026-11-03T10:00:00+08:00", "ann", "pause", "reason: x")
            .act_at("2026-11-20T10:00:00+08:00", "ann", "resume", "reason: x"),
        "respond",
        "2026-11-20T12:00:00+08:00",
    );
    let now = "2026-11-20T12:00:00+08:00";
    assert_eq!(clock_states(&resumed(soon), "respond", now), limit);
    assert_eq!(
        clock_states(&resumed("2026-12-10T00:00:00+08:00"), "respond", now),
        [clock("2026-12-10T00:00:00", "open")]
    );
}

#[test]
fn reopening_restarts_finished_clocks_from_receipt() {
    let story = Story::new()
        .act_at(
            "2026-11-03T10:00:00+08:00",
            "ann",
            "respond",
            "text: x\nresult: solved",
        )
        .act_at("2026-11-09T10:00:00+08:00", "ann", "follow-up", "score: 2")
        .act_at("2026-11-09T10:05:00+08:00", "ann", "close", "")
        .act_at(
            "2026-11-16T15:00:00+08:00",
            "sue",
            "reopen",
            "reason: again",
        );
    assert_eq!(story.codes(), []);
    let respond = [
        clock("2026-11-06T00:00:00", "met"),
        clock("2026-11-20T00:00:00", "overdue"),
    ];
    assert_eq!(clock_states(&story, "respond", LATER), respond);
    assert_eq!(
        clock_states(&story, "follow-up", LATER),
        [clock("2026-11-11T00:00:00", "met")],
        "this one starts with the resolution"
    );
    let again = story.act_at(
        "2026-11-17T10:00:00+08:00",
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(clock_states(&again, "respond", LATER)[1].1, "met");
    assert_eq!(
        clock_states(&again, "follow-up", LATER)[1],
        clock("2026-11-25T00:00:00", "overdue")
    );
}

#[test]
fn a_case_is_registered_once_whatever_rounds_it_has() {
    let rule = "[[deadline]]\nname = \"register\"\nstop = \"register\"\nwithin = \"2h\"\n";
    let appealed = Story::under(rule)
        .act("ann", "respond", "text: x\nresult: refused")
        .act_at(
            "2026-11-16T15:00:00+08:00",
            "ann",
            "appeal",
            "reason: again",
        );
    assert_eq!(
        clock_states(&appealed, "register", LATER),
        [clock("2026-11-02T11:00:00", "met")]
    );
}

#[test]
fn a_promise_binds_like_a_limit() {
    let promise = |story: Story, at: &str, until: &str| {
        story.act_at(
            at,
            "ann",
            "respond",
            &format!("text: x\ninterim: true\npromise: {until}+08:00"),
        )
    };
    let one = promise(
        Story::new(),
        "2026-11-03T10:00:00+08:00",
        "2026-11-05T00:00:00",
    );
    assert_eq!(
        clock_states(&one, PROMISED, LATER),
        [clock("2026-11-05T00:00:00", "overdue")]
    );
    let renewed = promise(
        one.clone(),
        "2026-11-04T10:00:00+08:00",
        "2026-11-09T00:00:00",
    );
    let replaced = [
        clock("2026-11-05T00:00:00", "cancelled"),
        clock("2026-11-09T00:00:00", "overdue"),
    ];
    assert_eq!(clock_states(&renewed, PROMISED, LATER), replaced);
    let too_late = promise(one, "2026-11-06T10:00:00+08:00", "2026-11-09T00:00:00");
    let missed = [
        clock("2026-11-05T00:00:00", "missed"),
        clock("2026-11-09T00:00:00", "met"),
    ];
    let answered = too_late.act_at(
        "2026-11-09T00:00:00+08:00",
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(clock_states(&answered, PROMISED, LATER), missed);
}

#[test]
fn a_promise_or_cut_off_retracted_too_late_stays_missed() {
    let taken_back = |story: &Story, verb: &str, at: &str| {
        let target = story
            .case()
            .entries
            .iter()
            .find(|entry| entry.event.name() == verb)
            .expect("it is")
            .digest;
        story.clone().act_at(
            at,
            "dan",
            "retract",
            &format!("event: \"{target}\"\nreason: a mistake"),
        )
    };
    let promised = Story::new().act_at(
        "2026-11-03T10:00:00+08:00",
        "ann",
        "respond",
        "text: x\ninterim: true\npromise: 2026-11-05T00:00:00+08:00",
    );
    let cutoff = "reason: slow\nregulator: bureau\ncutoff: 2026-11-05T00:00:00+08:00";
    let appealed = Story::new().act_at("2026-11-03T10:00:00+08:00", "ann", "appeal", cutoff);
    for (story, verb, name) in [
        (promised.clone(), "respond", PROMISED),
        (appealed, "appeal", CUT_OFF),
    ] {
        let in_time = taken_back(&story, verb, "2026-11-05T00:00:00+08:00");
        assert_eq!(
            (clock_states(&in_time, name, LATER), in_time.codes()),
            (vec![], vec![]),
            "{name}"
        );
        let late = taken_back(&story, verb, "2026-11-05T00:00:01+08:00");
        let missed = vec![clock("2026-11-05T00:00:00", "missed")];
        assert_eq!(
            (clock_states(&late, name, LATER), late.codes()),
            (missed, vec![]),
            "{name}"
        );
    }
    let answered = promised.act_at(
        "2026-11-04T10:00:00+08:00",
        "bob",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(
        clock_states(
            &taken_back(&answered, "respond", "2026-11-09T00:00:00+08:00"),
            PROMISED,
            LATER
        ),
        [],
        "it was kept"
    );
}

#[test]
fn a_correction_moves_a_limit_only_in_time() {
    let amend = |at: &str| {
        let rest = "field: received\nfrom: \"2026-11-02T01:00:00Z\"\nto: 2026-10-30T09:00:00+08:00\nreason: found the letter";
        Story::new().act_at(at, "ann", "amend", rest)
    };
    assert_eq!(
        clock_states(&amend("2026-11-03T08:00:00+08:00"), "respond", LATER),
        [clock("2026-11-05T00:00:00", "overdue")]
    );
    assert_eq!(
        clock_states(&amend("2026-11-09T08:00:00+08:00"), "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
}

#[test]
fn rules_are_chosen_by_receipt_and_facts() {
    let rules = "[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"1bd\"\nwhen = { level = \"regional\" }\nsince = 2026-11-01\n\
                 [[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"2bd\"\nsince = 2026-12-01\n";
    assert_eq!(
        clock_states(&Story::under(rules), "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
    let escalated = Story::under(rules).act_at(
        "2026-11-03T10:00:00+08:00",
        "ann",
        "escalate",
        "from: general\nto: regional\nreason: x",
    );
    assert_eq!(
        clock_states(&escalated, "respond", LATER),
        [clock("2026-11-04T00:00:00", "overdue")]
    );
    let too_late = Story::under(rules).act_at(
        "2026-11-06T10:00:00+08:00",
        "ann",
        "escalate",
        "from: general\nto: regional\nreason: x",
    );
    assert_eq!(
        clock_states(&too_late, "respond", LATER),
        [clock("2026-11-06T00:00:00", "overdue")]
    );
}

#[test]
fn levels_have_limits_from_reaching_them_until_they_are_left() {
    // The standard levels have no limit; this deadline is placed before them.
    let rules = "[[level]]\nname = \"board\"\nrole = \"director\"\nwithin = \"48h\"\n";
    let story = Story::under(rules).act_at(
        "2026-11-03T10:00:00+08:00",
        "ann",
        "escalate",
        "from: general\nto: board\nreason: x",
    );
    assert_eq!(
        clock_states(&story, "board", LATER),
        [clock("2026-11-05T10:00:00", "overdue")]
    );
    let settled = story.act_at(
        "2026-11-05T09:00:00+08:00",
        "ann",
        "respond",
        "text: x\nresult: explained",
    );
    assert_eq!(
        clock_states(&settled, "board", LATER),
        [clock("2026-11-05T10:00:00", "met")]
    );
}

#[test]
fn clocks_are_listed_when_they_have_started() {
    let clocks = Story::new().clocks("acknowledge", LATER);
    assert_eq!(clocks[0].started, instant("2026-11-02T09:00:00+08:00"));
    assert_eq!(clocks[0].state, DeadlineState::Overdue);
}

/// A claim must be answered within 30 days of delivery, a retailer's within 20.
const CLAIM: &str = "[[deadline]]\nname = \"claim\"\nstart = \"delivered\"\nstop = \"respond\"\nwithin = \"20d\"\n\
                     when = { line = \"tiles\" }\n\
                     [[deadline]]\nname = \"claim\"\nstart = \"delivered\"\nstop = \"respond\"\nwithin = \"30d\"\n";

#[test]
fn a_clock_can_run_from_a_date_among_the_facts() {
    let delivered = "delivered: 2026-10-20T10:00:00+08:00";
    assert_eq!(
        clock_states(&Story::under(CLAIM), "claim", LATER),
        [],
        "it was not delivered"
    );
    let story = Story::under(CLAIM).fact(delivered);
    assert_eq!(
        clock_states(&story, "claim", LATER),
        [clock("2026-11-20T00:00:00", "overdue")]
    );
    let tiles = Story::under(CLAIM).fact(delivered).fact("line: tiles");
    assert_eq!(
        clock_states(&tiles, "claim", LATER),
        [clock("2026-11-10T00:00:00", "overdue")]
    );
    let known_later = Story::under(CLAIM).act(
        "ann",
        "amend",
        "field: delivered\nto: 2026-10-21T10:00:00+08:00\nreason: the waybill came",
    );
    assert_eq!(
        clock_states(&known_later, "claim", LATER),
        [clock("2026-11-21T00:00:00", "overdue")]
    );
    let reopened = story
        .act("ann", "respond", "text: x\nresult: solved")
        .act("ann", "follow-up", "score: 2")
        .act("ann", "close", "")
        .act("sue", "reopen", "reason: again");
    assert_eq!(
        clock_states(&reopened, "claim", LATER),
        [clock("2026-11-20T00:00:00", "met")],
        "a delivery does not happen again"
    );
}

#[test]
fn an_extension_at_the_due_instant_itself_is_in_time() {
    let due = "2026-11-06T00:00:00+08:00";
    let story = Story::new().act_at(
        due,
        "sue",
        "extend",
        "deadline: respond\nuntil: 2026-11-11T00:00:00+08:00\nreason: x",
    );
    assert_eq!(
        clock_states(&story, "respond", LATER),
        [clock("2026-11-11T00:00:00", "overdue")]
    );
}
