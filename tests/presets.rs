//! Boundary values of the presets: limits to the instant, amounts to the cent (S1 to S4).

use std::collections::BTreeSet;
use std::fs;

use crate::support::repository::Repository;
use crate::support::story::{Story, instant, lowest};
use complaint::domain::finding::Code;
use complaint::domain::policy::PRESETS;
use complaint::domain::snapshot::Snapshot;
use complaint::domain::time::format_instant;
use complaint::domain::word::Word;
use complaint::domain::{deadline, liability, rules};
use complaint::render::Language;
use complaint::render::letter::{self, Form};

const LATER: &str = "2027-12-31T00:00:00+08:00";

/// The due instant of a clock, `2025-10-01 16:00`.
fn due(story: &Story, deadline: &str) -> String {
    let clock = story.clocks(deadline, LATER).into_iter().next_back();
    let due = clock
        .and_then(|clock| clock.due)
        .map(|due| format_instant(due, story.policy().calendar.zone()));
    due.map_or_else(|| "none".to_owned(), |due| due[..16].replace('T', " "))
}

fn at(time: &str) -> String {
    format!("{}:00+08:00", time.replace(' ', "T"))
}

/// Preset, receipt, facts, and the expected due instants.
type Limits<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

fn assert_limits(table: &[Limits]) {
    for (preset, received, facts, limits) in table {
        let story = Story::of(preset, &at(received), facts);
        for (deadline, expected) in *limits {
            assert_eq!(
                due(&story, deadline),
                *expected,
                "{preset} {received} {facts}: {deadline}"
            );
        }
    }
}

#[test]
fn limits_end_where_the_figures_of_the_sources_put_them() {
    // National Day 2025: 1 to 8 October are off; Sunday 28 September and Saturday 11 October are
    // worked. Spring Festival 2026: 15 to 23 February are off; Saturday the 14th and Saturday the
    // 28th are worked.
    let (eve, festival) = ("2025-09-30 16:00", "2026-02-13 17:30");
    assert_limits(&[
        (
            "standard",
            eve,
            "",
            &[
                ("acknowledge", "2025-10-01 16:00"),
                ("respond", "2025-10-12 00:00"),
                ("resolve", "2025-10-15 00:00"),
            ],
        ),
        (
            "standard",
            festival,
            "",
            &[
                ("respond", "2026-02-26 00:00"),
                ("resolve", "2026-02-28 00:00"),
            ],
        ),
        (
            "utility",
            eve,
            "",
            &[
                ("respond", "2025-10-12 00:00"),
                ("resolve", "2025-10-15 00:00"),
            ],
        ),
        (
            "bank",
            eve,
            "",
            &[
                ("register", "2025-09-30 18:00"),
                ("investigate", "2025-10-01 16:00"),
                ("propose", "2025-10-02 16:00"),
                ("resolve", "2025-10-12 00:00"),
            ],
        ),
        (
            "bank",
            festival,
            "",
            &[
                ("register", "2026-02-13 19:30"),
                ("resolve", "2026-02-26 00:00"),
            ],
        ),
        ("shop", eve, "", &[("respond", "2025-10-02 16:00")]),
        ("shop", festival, "", &[("respond", "2026-02-15 17:30")]),
        (
            "service",
            eve,
            "",
            &[
                ("accept", "2025-10-01 16:00"),
                ("respond", "2025-10-02 16:00"),
                ("front-line", "2025-10-01 16:00"),
            ],
        ),
        (
            "service",
            "2025-10-02 16:00",
            "",
            &[
                ("respond", "2025-10-10 00:00"),
                ("front-line", "2025-10-03 16:00"),
            ],
        ),
        (
            "service",
            "2026-02-15 09:00",
            "",
            &[("respond", "2026-02-25 00:00")],
        ),
        ("after-sales", eve, "", &[("respond", "2025-09-30 17:00")]),
        (
            "after-sales",
            festival,
            "channel=letter",
            &[("respond", "2026-02-13 18:30")],
        ),
        (
            "manufacturer",
            eve,
            "",
            &[
                ("acknowledge", "2025-10-01 16:00"),
                ("respond", "2025-10-12 00:00"),
            ],
        ),
        // Seven months from 31 July end with February.
        (
            "manufacturer",
            festival,
            "request=compensation delivered=2025-07-31T10:00:00+08:00",
            &[
                ("respond", "2026-02-26 00:00"),
                ("loss", "2026-03-01 00:00"),
                ("evidence", "2026-03-16 00:00"),
            ],
        ),
        (
            "utility",
            festival,
            "",
            &[
                ("acknowledge", "2026-02-14 17:30"),
                ("respond", "2026-02-26 00:00"),
                ("resolve", "2026-02-28 00:00"),
            ],
        ),
        (
            "service",
            festival,
            "",
            &[
                ("accept", "2026-02-14 17:30"),
                ("respond", "2026-02-15 17:30"),
            ],
        ),
        // The 14th, the 24th to the 28th, and Monday 2 March.
        (
            "telecom",
            festival,
            "channel=consumer-association",
            &[
                ("register", "2026-02-13 18:30"),
                ("dispatch", "2026-02-14 17:30"),
                ("resolve", "2026-03-03 00:00"),
            ],
        ),
        (
            "telecom",
            festival,
            "channel=group-hotline line=wcdma",
            &[("resolve", "2026-02-26 00:00")],
        ),
        (
            "telecom",
            festival,
            "channel=group-hotline line=broadband",
            &[("resolve", "2026-03-03 00:00")],
        ),
    ]);
}

#[test]
fn a_carriers_limits_depend_on_the_level_and_on_who_passed_the_complaint_on() {
    // 1 to 8 October 2025 are off, Saturday the 11th is worked: 3 business days are the 9th to the
    // 11th, 7 are the 9th to the 11th and the 13th to the 16th.
    let table = [
        ("general", "", "2025-10-01 16:00"),
        ("general", "grade=vip", "2025-10-01 16:00"),
        ("provincial", "grade=ordinary line=gsm", "2025-10-02 16:00"),
        ("provincial", "grade=vip", "2025-10-02 16:00"),
        ("national", "", "2025-10-03 16:00"),
        ("national", "grade=vip line=wcdma", "2025-10-03 16:00"),
        (
            "national",
            "channel=group-hotline grade=vip",
            "2025-10-17 00:00",
        ),
        (
            "general",
            "channel=group-hotline line=telephone",
            "2025-10-17 00:00",
        ),
        (
            "general",
            "channel=group-hotline line=gsm",
            "2025-10-12 00:00",
        ),
        (
            "provincial",
            "channel=group-hotline line=wcdma",
            "2025-10-12 00:00",
        ),
        ("general", "channel=regulator-filed", "2025-10-17 00:00"),
        ("general", "channel=head-office", "2025-10-17 00:00"),
    ];
    for (level, facts, expected) in table {
        let facts = format!("level={level} {facts}");
        assert_limits(&[(
            "telecom",
            "2025-09-30 16:00",
            &facts,
            &[("register", "2025-09-30 17:00"), ("resolve", expected)],
        )]);
    }
    let moved = Story::of("telecom", &at("2025-09-30 16:00"), "").act(
        "agent",
        "escalate",
        "from: general\nto: national\nreason: x",
    );
    assert_eq!(
        due(&moved, "resolve"),
        "2025-10-03 16:00",
        "from receipt, whatever level it reaches"
    );
    let stages = Story::of("telecom", &at("2025-09-30 16:00"), "kind=complaint")
        .act_at(
            &at("2025-09-30 16:40"),
            "team-leader",
            "investigate",
            "verdict: substantiated",
        )
        .act_at(
            &at("2025-09-30 17:00"),
            "agent",
            "respond",
            "text: x\nresult: explained",
        );
    for (name, expected) in [
        ("dispatch", "2025-09-30 20:01"),
        ("reply", "2025-09-30 18:40"),
        ("follow-up", "2025-10-08 00:00"),
    ] {
        assert_eq!(due(&stages, name), expected, "{name}");
    }
}

#[test]
fn no_clock_of_complaints_runs_for_an_enquiry() {
    // For a small team, every contact is a complaint.
    for preset in PRESETS.iter().filter(|it| it.name != "standard") {
        let facts = "kind=enquiry request=compensation delivered=2025-09-01T10:00:00+08:00";
        let story = Story::of(preset.name, &at("2025-09-30 16:00"), facts);
        let now = instant(LATER);
        let clocks = deadline::deadlines(&story.judged().state, story.policy(), now);
        let mut names: Vec<&str> = clocks.iter().map(|clock| clock.name.as_str()).collect();
        // How soon something is entered, S1 and S4 ask of every contact.
        names.retain(|name| *name != "register");
        assert!(names.is_empty(), "{}: {names:?}", preset.name);
        let complaint = Story::of(preset.name, &at("2025-09-30 16:00"), "kind=complaint");
        let clocks = deadline::deadlines(&complaint.judged().state, complaint.policy(), now);
        assert!(clocks.len() > names.len(), "{}", preset.name);
        let doubts = [
            Code::FactRequired,
            Code::EvidenceRequired,
            Code::ClaimWindow,
        ];
        let asked = story.codes();
        assert!(
            !asked.iter().any(|code| doubts.contains(code)),
            "{} {asked:?}",
            preset.name
        );
    }
}

#[test]
fn every_co_handling_department_reports_weekly() {
    // From Tuesday 30 September 2025 seven days end with 7 October, in the holidays; from the 5th
    // with the 12th.
    let rest = "department: service\nco-handler: [cards, technology]";
    for preset in ["bank", "telecom"] {
        let story = Story::of(preset, &at("2025-09-30 16:00"), "kind=complaint");
        let (boss, agent) = (story.policy().roles[3].clone(), lowest(story.policy()));
        let story = story
            .of_department(&agent, "cards")
            .act_at(
                &at("2025-09-30 17:00"),
                &boss,
                "assign",
                &format!("to: {boss}\n{rest}"),
            )
            // A note by somebody of another department is no report of this one.
            .act_at(&at("2025-10-04 09:00"), &boss, "note", "text: x")
            .act_at(&at("2025-10-05 09:00"), &agent, "note", "text: x");
        let clocks = |name| {
            let clocks = story.clocks(name, "2025-10-08T09:00:00+08:00").into_iter();
            let shown = clocks.map(|clock| {
                let due = clock
                    .due
                    .map(|due| format_instant(due, story.policy().calendar.zone()));
                (
                    due.expect("a due instant")[..10].to_owned(),
                    clock.state.word(),
                )
            });
            shown.collect::<Vec<_>>()
        };
        let due = |day: &str, state| (day.to_owned(), state);
        assert_eq!(
            clocks("progress-cards"),
            [due("2025-10-08", "met"), due("2025-10-13", "open")],
            "{preset}"
        );
        assert_eq!(
            clocks("progress-technology"),
            [due("2025-10-08", "overdue")],
            "{preset}"
        );
        let sole = story.act_at(
            &at("2025-10-08 10:00"),
            &boss,
            "assign",
            &format!("to: {boss}\ndepartment: service\nco-handler: [cards]"),
        );
        assert_eq!(sole.clocks("progress-technology", LATER).len(), 1);
        assert_eq!(
            sole.clocks("progress-technology", LATER)[0].state.word(),
            "missed",
            "{preset}: it no longer co-handles the case"
        );
        assert_eq!(sole.clocks("progress", LATER), [], "{preset}");
    }
}

#[test]
fn every_limit_warns_when_nine_tenths_of_it_are_over() {
    // 64 h 48 min of 72 h, 43 h 12 min of 48 h, 21 h 36 min of 24 h.
    for (facts, expected) in [
        ("level=national", "2025-10-03 08:48"),
        ("level=provincial", "2025-10-02 11:12"),
        ("level=general grade=vip", "2025-10-01 13:36"),
    ] {
        let story = Story::of("telecom", &at("2025-09-30 16:00"), facts);
        let warn = story.clocks("resolve", LATER)[0]
            .warn
            .map(|warn| format_instant(warn, story.policy().calendar.zone()));
        assert_eq!(warn, Some(at(expected)), "{facts}");
    }
}

#[test]
fn the_return_of_goods_has_clocks_in_minutes_and_hours() {
    let story = Story::of("manufacturer", &at("2025-09-30 16:00"), "request=return")
        .act_at(
            &at("2025-09-30 23:45"),
            "representative",
            "note",
            "step: refused",
        )
        .act_at(
            &at("2025-10-01 00:15"),
            "representative",
            "note",
            "step: representative-told",
        )
        .act_at(
            &at("2025-10-01 00:46"),
            "representative",
            "note",
            "step: quality-told",
        )
        .act_at(
            &at("2025-10-10 17:00"),
            "representative",
            "note",
            "step: goods-in",
        );
    for (name, expected, state) in [
        ("carrier", "2025-10-01 00:15", "met"),
        ("representative", "2025-10-01 00:45", "missed"),
        // The goods are back on Friday the 10th; Saturday the 11th is worked.
        ("return-papers", "2025-10-11 17:00", "overdue"),
        ("store", "2025-10-12 00:00", "overdue"),
        ("settle", "2025-10-18 00:00", "overdue"),
    ] {
        assert_eq!(
            (
                due(&story, name).as_str(),
                story.clocks(name, LATER)[0].state.word()
            ),
            (expected, state),
            "{name}"
        );
    }
}

/// The missing approvals for an answer after a proposal by the lowest role; empty if none is
/// missing.
fn lacks(preset: &str, facts: &str, remedy: &str, amount: &str) -> String {
    let story = Story::of(preset, &at("2025-09-30 16:00"), facts);
    let lowest = lowest(story.policy());
    let proposed = story.act(
        &lowest,
        "propose",
        &format!("proposal: AAAA\nremedy: {remedy}\namount: {amount}"),
    );
    let judged = proposed
        .act(&lowest, "respond", "text: ok\nresult: solved")
        .judged();
    let finding = judged
        .findings
        .iter()
        .find(|finding| finding.code == Code::Authority);
    let said = finding.map(|finding| Language::English.message(&finding.message));
    said.as_deref()
        .and_then(|said| said.split_once("lacks the approval of a"))
        .map_or_else(String::new, |(_, whom)| {
            whom.trim_start_matches('n').trim().to_owned()
        })
}

#[test]
fn the_amount_decides_the_approvers() {
    let (two, vice, general) = (
        "sales-manager, then a quality-manager",
        "sales-manager, then a marketing-vp",
        "sales-manager, then a general-manager",
    );
    let table = [
        ("standard", "", "refund", "500", ""),
        ("standard", "", "refund", "500.01", "supervisor"),
        ("standard", "", "refund", "5000", "supervisor"),
        ("standard", "", "refund", "5000.01", "director"),
        ("utility", "", "refund", "500.01", "supervisor"),
        ("utility", "", "refund", "5000.01", "director"),
        ("bank", "", "refund", "499.99", ""),
        ("bank", "", "refund", "500", "supervisor"),
        ("bank", "", "refund", "4999.99", "supervisor"),
        ("bank", "", "refund", "5000", "director"),
        ("shop", "", "refund", "99999", ""),
        ("service", "", "refund", "500", ""),
        ("service", "", "refund", "500.01", "manager"),
        ("service", "", "refund", "5000.01", "director"),
        ("after-sales", "", "repair", "99999", ""),
        ("after-sales", "", "refund", "500.01", "manager"),
        ("after-sales", "", "refund", "5000.01", "director"),
        ("telecom", "", "refund", "100", ""),
        ("telecom", "", "refund", "100.01", "team-leader"),
        ("telecom", "tenure=over-5y value=high", "refund", "300", ""),
        (
            "telecom",
            "tenure=over-5y value=middle",
            "refund",
            "300",
            "team-leader",
        ),
        (
            "telecom",
            "tenure=1y-5y value=high",
            "refund",
            "100.01",
            "team-leader",
        ),
        ("telecom", "category=value-added", "refund", "300", ""),
        (
            "telecom",
            "category=value-added",
            "refund",
            "300.01",
            "team-leader",
        ),
        ("telecom", "", "refund", "1000.01", "province-manager"),
        ("telecom", "", "refund", "10000", "province-manager"),
        ("telecom", "", "refund", "10000.01", "head-office-manager"),
        ("manufacturer", "", "return", "1999.99", two),
        ("manufacturer", "", "return", "2000", vice),
        ("manufacturer", "", "return", "5000", vice),
        ("manufacturer", "", "return", "5000.01", general),
        (
            "manufacturer",
            "quantity=3 price=666.66",
            "return",
            "1",
            two,
        ),
        (
            "manufacturer",
            "quantity=3 price=666.66",
            "return",
            "9000",
            general,
        ),
        (
            "manufacturer",
            "quantity=3 price=666.67",
            "return",
            "1",
            vice,
        ),
        ("manufacturer", "amount=5000.01", "return", "1", general),
        ("manufacturer", "", "apology", "0", ""),
        (
            "manufacturer",
            "",
            "compensation",
            "5000",
            "quality-manager",
        ),
        (
            "manufacturer",
            "",
            "compensation",
            "5000.01",
            "quality-manager, then a general-manager",
        ),
    ];
    for (preset, facts, remedy, amount, expected) in table {
        assert_eq!(
            lacks(preset, facts, remedy, amount),
            expected,
            "{preset} {facts} {remedy} {amount}"
        );
    }
}

#[test]
fn claims_come_within_30_60_or_90_days_of_delivery() {
    let (plain, in_use, unused) = (
        "",
        "condition=in-use symptom=size",
        "condition=unused symptom=size",
    );
    // From 1 September 2025: the 30th day is 1 October, the 60th 31 October, the 90th 30 November.
    let table = [
        (plain, "2025-10-01 23:59", ""),
        (plain, "2025-10-02 00:01", "non-conformity"),
        (in_use, "2025-10-02 09:00", ""),
        (in_use, "2025-10-31 23:59", ""),
        (in_use, "2025-11-01 09:00", "found-in-use"),
        (unused, "2025-11-01 09:00", ""),
        (unused, "2025-11-30 23:59", ""),
        (unused, "2025-12-01 00:01", "unused"),
        ("condition=unused symptom=strength", "2025-10-01 09:00", ""),
        (
            "condition=unused symptom=strength",
            "2025-10-02 09:00",
            "non-conformity",
        ),
        (
            "condition=in-use symptom=strength",
            "2025-10-02 09:00",
            "non-conformity",
        ),
        (
            "condition=in-use symptom=damaged",
            "2025-10-02 09:00",
            "non-conformity",
        ),
    ];
    for (facts, received, late_for) in table {
        let facts = format!("{facts} delivered=2025-09-01T10:00:00+08:00");
        let story = Story::of("manufacturer", &at(received), &facts);
        let findings = story.judged().findings;
        let window = findings
            .iter()
            .find(|finding| finding.code == Code::ClaimWindow)
            .map(|finding| Language::English.message(&finding.message));
        let named = window
            .as_ref()
            .is_some_and(|message| message.contains(&format!("'{late_for}'")));
        assert_eq!(window.is_some(), !late_for.is_empty(), "{facts} {received}");
        assert!(window.is_none() || named, "{facts} {received}: {window:?}");
    }
    for symptom in [
        "size",
        "material",
        "delamination",
        "material-short",
        "printing",
        "forming",
        "other-fault",
    ] {
        let facts =
            format!("condition=in-use symptom={symptom} delivered=2025-09-01T10:00:00+08:00");
        let story = Story::of("manufacturer", &at("2025-10-31 23:59"), &facts);
        assert!(!story.codes().contains(&Code::ClaimWindow), "{symptom}");
    }
    let ours = |cause: &str| {
        let facts =
            "category=other condition=in-use symptom=size delivered=2025-09-01T10:00:00+08:00";
        let found = format!("verdict: substantiated\ncause: {cause}");
        Story::of("manufacturer", &at("2025-10-31 09:00"), facts)
            .act("specialist", "investigate", &found)
            .codes()
    };
    assert_eq!(ours("production"), []);
    assert_eq!(
        ours("customer"),
        [Code::ClaimWindow],
        "sixty days are for what is our fault"
    );
}

#[test]
fn a_return_is_approved_in_turn_by_the_named_roles_only() {
    let (sales, quality, vice, general) = (
        "sales-manager",
        "quality-manager",
        "marketing-vp",
        "general-manager",
    );
    let table: [(&str, &[&str], bool); 11] = [
        ("1999.99", &[sales], false),
        ("1999.99", &[quality, sales], false),
        ("1999.99", &[sales, quality], true),
        ("1999.99", &[sales, general], false),
        ("2000.00", &[vice], false),
        ("2000.00", &[sales, vice], true),
        ("2000.00", &[sales, general], false),
        ("5000.00", &[sales, vice], true),
        ("5000.00", &[sales, quality], false),
        ("5000.01", &[sales, vice], false),
        ("5000.01", &[sales, general], true),
    ];
    for (amount, approvers, enough) in table {
        let terms = format!("proposal: AAAA\nremedy: return\namount: {amount}");
        let story = Story::of("manufacturer", &at("2025-09-30 16:00"), "").act(
            "representative",
            "propose",
            &terms,
        );
        let approved = approvers
            .iter()
            .fold(story, |story, who| story.act(who, "approve", &terms));
        let answered = approved
            .act("representative", "respond", "text: ok\nresult: solved")
            .codes();
        assert_eq!(
            !answered.contains(&Code::Authority),
            enough,
            "{amount} {approvers:?}"
        );
    }
}

#[test]
fn every_appeal_has_seven_business_days_and_a_clock_for_every_step() {
    // In 2026 15 to 23 February are off, Saturday the 14th and Saturday the 28th are worked: 7
    // business days from the 12th are the 13th, the 14th, the 24th to the 27th and the 28th.
    let regulator = "reason: x\nregulator: bureau\ncutoff: 2026-02-28T00:00:00+08:00";
    for (grade, appeal, cut_off) in [
        ("ordinary", regulator, "2026-02-28 00:00"),
        ("vip", regulator, "2026-02-28 00:00"),
        ("ordinary", "reason: x", "none"),
        ("vip", "reason: x", "none"),
    ] {
        let story = Story::of(
            "telecom",
            &at("2026-02-02 09:00"),
            &format!("kind=complaint grade={grade}"),
        )
        .act_at(
            &at("2026-02-02 17:00"),
            "agent",
            "respond",
            "text: x\nresult: solved",
        )
        .act_at(&at("2026-02-12 10:00"), "agent", "appeal", appeal)
        .act_at(
            &at("2026-02-12 15:00"),
            "agent",
            "assign",
            "to: province-manager",
        )
        .act_at(
            &at("2026-02-13 11:00"),
            "province-manager",
            "investigate",
            "verdict: partly\ncause: process",
        );
        for (name, expected) in [
            ("appeal-dispatch", "2026-02-13 10:00"),
            ("appeal-branch", "2026-02-16 15:00"),
            ("appeal-head-office", "2026-02-15 11:00"),
            ("appeal", "2026-03-01 00:00"),
            ("resolve", "2026-03-01 00:00"),
            ("cut-off", cut_off),
            ("reply", "none"),
        ] {
            assert_eq!(due(&story, name), expected, "{grade} {name}");
        }
    }
}

#[test]
fn liability_goes_to_the_parties_of_the_source() {
    // Not settled within 7 days of the return: from 10 October 2025, until 18 October 00:00.
    let table: [(&str, &str, &str); 10] = [
        ("", "order-form", "marketing 40 %, company 60 %"),
        ("", "marketing", "marketing 40 %, company 60 %"),
        ("", "outsourced-short", "customer 100 %"),
        ("", "not-loaded", "representative 100 %"),
        ("", "claim-inaccurate", "representative 10 %, company 90 %"),
        ("", "claim-false", "representative 7/10, sales-company 3/10"),
        ("", "batches-mixed", "representative 100 %"),
        ("", "production", "company 100 %"),
        ("", "customer", "customer 100 %"),
        ("request=return", "customer", "representative 100 %"),
    ];
    for (facts, cause, expected) in table {
        let story = Story::of("manufacturer", &at("2025-09-30 16:00"), facts)
            .act_at(
                &at("2025-10-10 17:00"),
                "representative",
                "note",
                "step: goods-in",
            )
            .act_at(
                &at("2025-10-10 18:00"),
                "specialist",
                "investigate",
                &format!("verdict: substantiated\ncause: {cause}"),
            );
        let now = instant("2025-10-18T00:01:00+08:00");
        let judged = rules::judge(&story.case(), story.policy(), now);
        let clocks = deadline::deadlines(&judged.state, story.policy(), now);
        let rule = liability::default(&judged.state, &clocks, story.policy()).expect("a rule");
        let shares: Vec<String> = rule
            .shares
            .iter()
            .map(|(party, share)| format!("{party} {share}"))
            .collect();
        assert_eq!(shares.join(", "), expected, "{facts} {cause}");
    }
}

/// A case of a preset in each status, by the highest role, which may do everything.
fn in_every_status(preset: &str) -> Vec<Story> {
    // Quality alone finds claims of the manufacturer invalid.
    let open = Story::of(preset, &at("2026-02-13 17:30"), "").in_department("quality");
    let boss = open.policy().roles.last().expect("a role").clone();
    let act = |story: &Story, verb: &str, rest: &str| story.clone().act(&boss, verb, rest);
    let assigned = act(&open, "assign", &format!("to: {boss}"));
    let investigated = act(&assigned, "investigate", "verdict: partly\nfinding: x");
    let proposed = act(
        &investigated,
        "propose",
        "proposal: AAAA\nremedy: explanation",
    );
    let promised = act(
        &proposed,
        "respond",
        "text: x\ninterim: true\npromise: 2026-03-02T12:00:00+08:00",
    );
    let refused = act(&promised, "respond", "text: x\nresult: refused");
    let responded = act(&promised, "respond", "text: x\nresult: solved");
    let resolved = act(&responded, "resolve", "");
    let closed = act(&resolved, "close", "");
    let appealed = act(
        &closed,
        "appeal",
        "reason: x\nregulator: bureau\nreference: R-1",
    );
    let decided = act(&appealed, "decide", "outcome: upheld\ntext: x");
    let withdrawn = act(&open, "withdraw", "reason: x");
    let invalid = act(&open, "invalidate", "reason: out-of-window\ntext: too late");
    vec![
        open,
        assigned,
        investigated,
        proposed,
        promised,
        refused,
        responded,
        resolved,
        closed,
        appealed,
        decided,
        withdrawn,
        invalid,
    ]
}

#[test]
fn every_letter_can_be_written_in_every_status() {
    let now = instant("2026-12-31T00:00:00+08:00");
    for preset in PRESETS {
        let mut statuses = BTreeSet::new();
        for story in in_every_status(preset.name) {
            let snapshot = Snapshot::new("x".to_owned(), story.case(), story.policy(), now);
            statuses.insert(story.judged().state.status());
            for letter in preset.letters() {
                let text = letter::letter(letter.text, Form::Text, &snapshot, story.policy(), now);
                let text = text
                    .unwrap_or_else(|unfit| panic!("{} {}: {unfit:?}", preset.name, letter.name));
                let id = story.case().facts.id.to_string();
                assert!(text.contains(&id), "{} {}", preset.name, letter.name);
            }
        }
        assert_eq!(statuses.len(), 9, "{} {statuses:?}", preset.name);
    }
}

#[test]
fn a_letter_says_why_a_complaint_is_not_valid() {
    let now = instant("2026-12-31T00:00:00+08:00");
    let letter_of = |preset: &str, name: &str, story: &Story| {
        let preset = PRESETS.iter().find(|it| it.name == preset);
        let mut letters = preset.expect("a preset").letters();
        let letter = letters.find(|it| it.name == name).expect("a letter");
        let snapshot = Snapshot::new("x".to_owned(), story.case(), story.policy(), now);
        letter::letter(letter.text, Form::Text, &snapshot, story.policy(), now).expect("it is fit")
    };
    let said = |preset: &str, name: &str| {
        let stories = in_every_status(preset);
        letter_of(preset, name, stories.last().expect("an invalid one"))
    };
    assert!(
        said("manufacturer", "not-valid").contains("Ground: it was made too late after delivery.")
    );
    assert!(said("bank", "not-valid").contains("Ground: out-of-window\ntoo late\n"));
    let stories = in_every_status("telecom");
    let decided = letter_of("telecom", "appeal-report", &stories[10]);
    assert!(
        decided.contains("To: bureau\nYour reference: R-1\n"),
        "{decided}"
    );
    assert!(
        decided.contains("Outcome: our responsibility\n"),
        "{decided}"
    );
    let promised = letter_of("utility", "progress", &in_every_status("utility")[4]);
    assert!(
        promised.contains("an answer by 2026-03-02 12:00"),
        "{promised}"
    );
}

#[test]
fn init_writes_letters_and_case_templates_and_each_makes_a_case() {
    for preset in PRESETS {
        let office = Repository::in_home(|_| ());
        office.configure("[init]\n\tdefaultBranch = main\n");
        fs::create_dir(office.root()).expect("a folder");
        let now = "2026-11-02T08:00";
        office.ok("dan", now, &["init", "--policy", preset.name, "."]);
        for letter in preset.letters() {
            let file = office
                .root()
                .join(format!("templates/letters/{}.txt", letter.name));
            assert_eq!(fs::read_to_string(file).expect("a letter"), letter.text);
        }
        assert!(preset.letters().count() >= 5, "{}", preset.name);
        assert_eq!(preset.cases().count(), 2, "{}", preset.name);
        for case in preset.cases() {
            let template = ["new", "--template", case.name, "--customer", "Wang"];
            let further = [
                "--product",
                "P",
                "--quantity",
                "1",
                "--price",
                "10",
                "--payment",
                "paid",
                "--delivered",
                "2026-10-20",
            ];
            office.ok("dan", now, &[&template[..], &further[..]].concat());
        }
        office.ok("dan", now, &["audit"]);
    }
}
