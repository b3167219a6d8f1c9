//! What moves a clock and what does not: starts and stops in any order, pauses, corrections,
//! levels, retractions. The rules are those of docs/clock S7, S9 and S10.

use crate::support::story::{Story, instant};
use complaint::domain::deadline::{self, PROMISED};
use complaint::domain::rules;
use complaint::domain::time::format_instant;

const LATER: &str = "2026-12-31T00:00:00+08:00";

/// The clocks of one name: due instant, state and stop, as local time in the zone of the policy.
fn clock_states(story: &Story, name: &str, now: &str) -> Vec<String> {
    let zone = story.policy().calendar.zone();
    let short = |at| {
        format_instant(at, zone)
            .replace(":00+08:00", "")
            .replace("+08:00", "")
    };
    let tell = |due: Option<_>, state, stopped: Option<_>| {
        let stopped = stopped.map_or_else(String::new, |at| format!(" {}", short(at)));
        format!(
            "{} {state}{stopped}",
            due.map_or_else(|| "none".to_owned(), short)
        )
    };
    let clocks = story.clocks(name, now);
    clocks
        .iter()
        .map(|clock| tell(clock.due, clock.state, clock.stopped))
        .collect()
}

/// The standard policy with one more deadline.
fn with(deadline: &str) -> Story {
    Story::edited(|standard| format!("{standard}\n[[deadline]]\nname = \"x\"\n{deadline}\n"))
}

fn on(day: &str, hour: &str) -> String {
    format!("2026-11-{day}T{hour}:00+08:00")
}

#[test]
fn a_stop_before_the_start_meets_the_clock_at_its_start() {
    let story = with("start = \"acknowledge\"\nstop = \"assign\"\nwithin = \"2h\"")
        .act_at(&on("02", "10:00"), "ann", "assign", "to: bob")
        .act_at(&on("02", "14:00"), "ann", "acknowledge", "");
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-02T16:00 met 2026-11-02T10:00"]
    );
}

#[test]
fn the_first_start_counts_and_repeating_it_changes_nothing() {
    let rule = "start = [\"investigate\", \"assign\"]\nstop = \"respond\"\nwithin = \"4h\"";
    let story = with(rule)
        .act_at(&on("02", "10:00"), "ann", "assign", "to: bob")
        .act_at(&on("02", "11:00"), "ann", "investigate", "verdict: partly")
        .act_at(&on("02", "12:00"), "ann", "assign", "to: sue");
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-02T14:00 overdue"]
    );
    let receipt = with("start = [\"assign\", \"received\"]\nstop = \"respond\"\nwithin = \"4h\"");
    let receipt = receipt.act_at(&on("02", "10:00"), "ann", "assign", "to: bob");
    assert_eq!(
        clock_states(&receipt, "x", LATER),
        ["2026-11-02T13:00 overdue"]
    );
}

#[test]
fn at_one_instant_the_stop_comes_before_the_end() {
    // A response and a withdrawal at the same instant, in either order in the file.
    let story = Story::new()
        .act_at(&on("03", "10:00"), "ann", "withdraw", "reason: x")
        .act_at(
            &on("03", "10:00"),
            "ann",
            "respond",
            "text: x\nresult: solved",
        );
    assert_eq!(
        clock_states(&story, "respond", LATER),
        ["2026-11-06T00:00 met 2026-11-03T10:00"]
    );
}

#[test]
fn refused_events_neither_start_nor_stop_a_clock() {
    let invalid =
        |who| with("stop = \"invalidate\"\nwithin = \"1h\"").act(who, "invalidate", "reason: x");
    assert_eq!(
        clock_states(&invalid("sue"), "x", LATER),
        ["2026-11-02T10:00 met 2026-11-02T09:02"]
    );
    assert_eq!(
        clock_states(&invalid("ann"), "x", LATER),
        ["2026-11-02T10:00 overdue"]
    );
    let approved = |who| {
        with("start = \"approve\"\nstop = \"resolve\"\nwithin = \"1h\"")
            .act(
                "bob",
                "propose",
                "proposal: AAAA\nremedy: refund\namount: 800",
            )
            .act(
                who,
                "approve",
                "proposal: AAAA\nremedy: refund\namount: 800",
            )
    };
    assert_eq!(clock_states(&approved("sue"), "x", LATER).len(), 1);
    assert_eq!(clock_states(&approved("ann"), "x", LATER), [""; 0]);
}

#[test]
fn pauses_are_paired_in_the_order_of_time() {
    let pause = |story: Story, at: &str, rest: &str| {
        story.act_at(at, "ann", "pause", &format!("reason: x{rest}"))
    };
    let resume = |story: Story, at: &str, rest: &str| {
        story.act_at(at, "ann", "resume", &format!("reason: x{rest}"))
    };
    let elapsed = || with("stop = \"respond\"\nwithin = \"10h\"");
    // 9:00 to 19:00, minus the pauses.
    let twice = resume(
        pause(
            pause(elapsed(), &on("02", "10:00"), ""),
            &on("02", "11:00"),
            "",
        ),
        &on("02", "12:00"),
        "",
    );
    assert_eq!(
        clock_states(&twice, "x", LATER),
        ["2026-11-02T21:00 overdue"],
        "a pause while paused adds nothing"
    );
    let again = resume(
        pause(
            resume(twice, &on("02", "13:00"), ""),
            &on("02", "14:00"),
            "",
        ),
        &on("02", "15:00"),
        "",
    );
    assert_eq!(
        clock_states(&again, "x", LATER),
        ["2026-11-02T22:00 overdue"],
        "nor does a resumption while it runs"
    );
    let backdated = resume(
        pause(elapsed(), &on("02", "11:00"), ""),
        &on("02", "12:00"),
        "",
    );
    let backdated = pause(
        backdated,
        &on("02", "10:00"),
        "\nrecorded: 2026-11-02T13:00:00+08:00",
    );
    assert_eq!(
        clock_states(&backdated, "x", LATER),
        ["2026-11-02T21:00 overdue"],
        "recorded later, it lasts until the resumption"
    );
    let open = pause(elapsed(), &on("02", "10:00"), "");
    assert_eq!(clock_states(&open, "x", LATER), ["none open"]);
    let late = resume(
        open.clone(),
        &on("02", "12:00"),
        "\nrecorded: 2026-11-20T10:00:00+08:00",
    );
    assert_eq!(
        clock_states(&late, "x", LATER),
        ["2026-11-02T21:00 overdue"],
        "nothing was due while it was open"
    );
    let stopped = open.act_at(
        &on("05", "10:00"),
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(
        clock_states(&stopped, "x", LATER),
        ["2026-11-05T19:00 met 2026-11-05T10:00"],
        "it ends with the clock"
    );
}

#[test]
fn an_unpausable_clock_takes_no_notice_of_pauses() {
    let story = with("stop = \"respond\"\nwithin = \"10h\"\npausable = false").act_at(
        &on("02", "10:00"),
        "ann",
        "pause",
        "reason: x",
    );
    assert_eq!(
        clock_states(&story, "x", &on("02", "18:30")),
        ["2026-11-02T19:00 soon"]
    );
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-02T19:00 overdue"]
    );
}

#[test]
fn no_reminders_during_a_pause() {
    // Ten hours from 9:00 warn at 18:00.
    let story = with("stop = \"respond\"\nwithin = \"10h\"");
    assert_eq!(
        clock_states(&story, "x", &on("02", "18:00")),
        ["2026-11-02T19:00 soon"]
    );
    let paused = story.act_at(&on("02", "18:30"), "ann", "pause", "reason: x");
    assert_eq!(
        clock_states(&paused, "x", &on("02", "18:40")),
        ["none open"]
    );
    let resumed = paused.act_at(&on("02", "20:00"), "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&resumed, "x", &on("02", "20:00")),
        ["2026-11-02T20:30 soon"]
    );
}

#[test]
fn a_rolled_limit_skips_paused_days() {
    // 5d end on Saturday, the 7th, and roll to Monday, the 9th; if that is paused, to Tuesday.
    let story = with("stop = \"respond\"\nwithin = \"5d\"\nroll = true");
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-10T00:00 overdue"]
    );
    let paused = story.act_at(&on("09", "10:00"), "ann", "pause", "reason: x");
    let resumed = paused.act_at(&on("10", "10:00"), "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&resumed, "x", LATER),
        ["2026-11-11T00:00 overdue"]
    );
}

#[test]
fn an_extension_during_an_open_pause_may_name_any_date() {
    let extend = |story: Story, at: &str, until: &str| {
        story.act_at(
            at,
            "sue",
            "extend",
            &format!("deadline: respond\nuntil: {until}+08:00\nreason: x"),
        )
    };
    let paused = Story::new();
    let paused = paused.act_at(&on("03", "10:00"), "ann", "pause", "reason: x");
    let extended = extend(paused, &on("20", "10:00"), "2026-11-25T00:00:00");
    assert_eq!(extended.codes(), []);
    assert_eq!(
        clock_states(&extended, "respond", &on("21", "10:00")),
        ["none open"],
        "the pause still hides the due instant"
    );
    let resumed = extended.act_at(&on("23", "10:00"), "ann", "resume", "reason: x");
    assert_eq!(
        clock_states(&resumed, "respond", LATER),
        ["2026-11-26T00:00 overdue"],
        "without the extension it would be the 25th until 24:00: the later of both counts"
    );
}

#[test]
fn the_ceiling_of_an_extension_leaves_pauses_out() {
    // Seven business days from 2 November end with the 11th; with the 3rd paused, with the 12th.
    let paused = Story::new()
        .act_at(&on("03", "10:00"), "ann", "pause", "reason: x")
        .act_at(&on("04", "10:00"), "ann", "resume", "reason: x");
    for (until, due) in [
        ("2026-11-13T00:00:00", "2026-11-13T00:00 overdue"),
        ("2026-11-13T00:00:01", "2026-11-07T00:00 overdue"),
    ] {
        let rest = format!("deadline: respond\nuntil: {until}+08:00\nreason: x");
        assert_eq!(
            clock_states(
                &paused
                    .clone()
                    .act_at(&on("05", "10:00"), "sue", "extend", &rest),
                "respond",
                LATER
            ),
            [due]
        );
    }
}

#[test]
fn a_corrected_category_brings_a_rule_and_takes_one_away() {
    let rule = "stop = \"respond\"\nwithin = \"2bd\"\nwhen = { category = \"billing\" }";
    let amend = |story: Story, at: &str, from: &str, to: &str| {
        story.act_at(
            at,
            "ann",
            "amend",
            &format!("field: category\nfrom: {from}\nto: {to}\nreason: x"),
        )
    };
    let brought = amend(with(rule), &on("09", "10:00"), "delivery", "billing");
    assert_eq!(
        clock_states(&brought, "x", LATER),
        ["2026-11-05T00:00 overdue"],
        "from receipt, whenever it was brought"
    );
    let taken = |at: &str| {
        amend(
            amend(with(rule), &on("03", "10:00"), "delivery", "billing"),
            at,
            "billing",
            "service",
        )
    };
    assert_eq!(
        clock_states(&taken(&on("04", "10:00")), "x", LATER),
        [""; 0]
    );
    assert_eq!(
        clock_states(&taken(&on("05", "10:00")), "x", LATER),
        ["2026-11-05T00:00 overdue"],
        "too late"
    );
    let over = with(rule).act_at(&on("03", "10:00"), "ann", "withdraw", "reason: x");
    assert_eq!(
        clock_states(
            &amend(over, &on("09", "10:00"), "delivery", "billing"),
            "x",
            LATER
        ),
        [""; 0],
        "it was over"
    );
    let answered = with(rule).act_at(
        &on("03", "10:00"),
        "ann",
        "respond",
        "text: x\nresult: refused",
    );
    let answered = amend(answered, &on("09", "10:00"), "delivery", "billing");
    assert_eq!(
        clock_states(&answered, "x", LATER),
        ["2026-11-05T00:00 met 2026-11-03T10:00"]
    );
}

#[test]
fn a_rule_with_another_start_is_counted_from_it() {
    let story = with(
        "stop = \"respond\"\nwithin = \"24h\"\nwhen = { level = \"general\" }\n\
         [[deadline]]\nname = \"x\"\nstart = \"escalate\"\nstop = \"respond\"\nwithin = \"48h\"\nwhen = { level = \"regional\" }",
    );
    let escalate = |at: &str| {
        story.clone().act_at(
            at,
            "ann",
            "escalate",
            "from: general\nto: regional\nreason: x",
        )
    };
    assert_eq!(
        clock_states(&escalate(&on("02", "15:00")), "x", LATER),
        ["2026-11-04T15:00 overdue"]
    );
    assert_eq!(
        clock_states(&escalate(&on("03", "15:00")), "x", LATER),
        ["2026-11-03T09:00 overdue"],
        "too late"
    );
}

#[test]
fn rules_are_chosen_by_the_receipt_also_where_it_is_corrected() {
    let story = with(
        "stop = \"respond\"\nwithin = \"24h\"\nsince = 2026-11-02\n\
         [[deadline]]\nname = \"x\"\nstop = \"respond\"\nwithin = \"48h\"",
    );
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-03T09:00 overdue"]
    );
    let rest = "field: received\nfrom: 2026-11-02T09:00:00+08:00\nto: 2026-11-01T09:00:00+08:00\nreason: x";
    assert_eq!(
        clock_states(&story.act("ann", "amend", rest), "x", LATER),
        ["2026-11-03T09:00 overdue"],
        "48 h from the day before"
    );
}

/// The standard policy with limits for its levels.
fn levels() -> Story {
    Story::edited(|standard| {
        ["general", "regional", "head-office"]
            .iter()
            .fold(standard.to_owned(), |policy, level| {
                policy.replace(
                    &format!("name = \"{level}\"\n"),
                    &format!("name = \"{level}\"\nwithin = \"24h\"\n"),
                )
            })
    })
}

#[test]
fn each_level_has_its_clock_from_reaching_it_until_it_is_left() {
    let escalate = |story: Story, at: &str, from: &str, to: &str| {
        story.act_at(
            at,
            "ann",
            "escalate",
            &format!("from: {from}\nto: {to}\nreason: x"),
        )
    };
    let story = escalate(levels(), &on("02", "15:00"), "general", "regional");
    let story = escalate(story, &on("02", "18:00"), "regional", "head-office");
    assert_eq!(
        clock_states(&story, "general", LATER),
        ["2026-11-03T09:00 met 2026-11-02T15:00"]
    );
    assert_eq!(
        clock_states(&story, "regional", LATER),
        ["2026-11-03T15:00 met 2026-11-02T18:00"]
    );
    assert_eq!(
        clock_states(&story, "head-office", LATER),
        ["2026-11-03T18:00 overdue"]
    );
    let again = story
        .act_at(&on("04", "10:00"), "ann", "withdraw", "reason: x")
        .act_at(&on("09", "10:00"), "sue", "reopen", "reason: x");
    assert_eq!(
        clock_states(&again, "general", LATER).len(),
        1,
        "it is not at that level any more"
    );
    assert_eq!(
        clock_states(&again, "head-office", LATER),
        [
            "2026-11-03T18:00 missed 2026-11-04T10:00",
            "2026-11-10T10:00 overdue"
        ]
    );
}

#[test]
fn the_first_level_runs_from_the_receipt_as_corrected() {
    let rest = "field: received\nfrom: 2026-11-02T09:00:00+08:00\nto: 2026-11-02T05:00:00+08:00\nreason: x";
    assert_eq!(
        clock_states(&levels().act("ann", "amend", rest), "general", LATER),
        ["2026-11-03T05:00 overdue"]
    );
}

#[test]
fn retracting_after_the_due_instant_does_not_move_it() {
    let retract = |story: Story, at: &str, verb: &str| {
        let case = story.case();
        let target = case
            .entries
            .iter()
            .find(|entry| entry.event.name() == verb)
            .expect("there is one");
        story.act_at(
            at,
            "dan",
            "retract",
            &format!("event: \"{}\"\nreason: x", target.digest),
        )
    };
    let extended = || {
        let rest = "deadline: respond\nuntil: 2026-11-11T00:00:00+08:00\nreason: x";
        Story::new().act_at(&on("05", "10:00"), "sue", "extend", rest)
    };
    let in_time = retract(extended(), &on("05", "11:00"), "extend");
    assert_eq!(in_time.codes(), []);
    assert_eq!(
        clock_states(&in_time, "respond", LATER),
        ["2026-11-06T00:00 overdue"]
    );
    assert_eq!(
        clock_states(
            &retract(extended(), &on("11", "10:00"), "extend"),
            "respond",
            LATER
        ),
        ["2026-11-11T00:00 overdue"]
    );
    let answered = extended().act_at(
        &on("09", "10:00"),
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    let answered = retract(answered, &on("09", "11:00"), "extend");
    assert_eq!(
        clock_states(&answered, "respond", LATER),
        ["2026-11-11T00:00 met 2026-11-09T10:00"],
        "its clock was over"
    );
    let paused = || {
        let paused = Story::new().act_at(&on("03", "10:00"), "ann", "pause", "reason: x");
        paused.act_at(&on("05", "10:00"), "ann", "resume", "reason: x")
    };
    // Four business days and the two paused ones end on the 9th. Without the pause it was the 5th.
    assert_eq!(
        clock_states(&paused(), "respond", LATER),
        ["2026-11-10T00:00 overdue"]
    );
    let too_late = retract(paused(), &on("10", "10:00"), "resume");
    assert_eq!(
        clock_states(&too_late, "respond", LATER),
        ["2026-11-10T00:00 overdue"]
    );
    assert_eq!(too_late.clocks("respond", LATER)[0].basis.ignored.len(), 1);
    let reopened = retract(paused(), &on("06", "10:00"), "resume");
    assert_eq!(
        clock_states(&reopened, "respond", &on("07", "10:00")),
        ["none open"],
        "paused again"
    );
}

#[test]
fn both_limits_are_inclusive() {
    let story = with("stop = \"respond\"\nwithin = \"10h\"");
    for (now, state) in [
        ("2026-11-02T17:59:59.999+08:00", "open"),
        ("2026-11-02T18:00:00+08:00", "soon"),
        ("2026-11-02T19:00:00+08:00", "soon"),
        ("2026-11-02T19:00:00.001+08:00", "overdue"),
    ] {
        assert_eq!(
            clock_states(&story, "x", now),
            [format!("2026-11-02T19:00 {state}")],
            "{now}"
        );
    }
}

#[test]
fn an_overdue_clock_goes_on_where_a_round_begins_without_an_end() {
    // Reopening a case that has not ended is an error, and it does not extend the deadline.
    let story = Story::new().act_at(&on("09", "10:00"), "sue", "reopen", "reason: x");
    assert_eq!(
        clock_states(&story, "respond", LATER),
        ["2026-11-06T00:00 overdue"]
    );
}

#[test]
fn a_reopening_can_start_a_clock_and_stops_are_those_after_it() {
    let story = with("start = \"reopen\"\nstop = \"respond\"\nwithin = \"4h\"")
        .act_at(
            &on("03", "10:00"),
            "ann",
            "respond",
            "text: x\nresult: solved",
        )
        .act_at(&on("04", "10:00"), "ann", "withdraw", "reason: x")
        .act_at(&on("09", "10:00"), "sue", "reopen", "reason: again");
    assert_eq!(
        clock_states(&story, "x", LATER),
        ["2026-11-09T14:00 overdue"]
    );
    let answered = story.act_at(
        &on("09", "12:00"),
        "ann",
        "respond",
        "text: x\nresult: solved",
    );
    assert_eq!(
        clock_states(&answered, "x", LATER),
        ["2026-11-09T14:00 met 2026-11-09T12:00"]
    );
}

#[test]
fn newest_lists_only_the_clocks_of_the_newest_round() {
    let story = Story::new()
        .act_at(
            &on("03", "10:00"),
            "ann",
            "respond",
            "text: x\nresult: solved",
        )
        .act_at(&on("04", "10:00"), "ann", "follow-up", "score: 2")
        .act_at(&on("04", "10:05"), "ann", "close", "")
        .act_at(&on("16", "15:00"), "sue", "reopen", "reason: again")
        .act_at(
            &on("16", "16:00"),
            "ann",
            "respond",
            "text: x\ninterim: true\npromise: 2026-11-18T10:00:00+08:00",
        );
    let now = instant(&on("17", "10:00"));
    let state = rules::judge(&story.case(), story.policy(), now).state;
    let deadlines = deadline::deadlines(&state, story.policy(), now);
    let newest: Vec<&str> = deadline::newest(&deadlines, &state)
        .iter()
        .map(|clock| clock.name.as_str())
        .collect();
    assert_eq!(
        newest,
        ["acknowledge", "respond", "resolve", PROMISED],
        "the follow-up was that of the first round"
    );
}
