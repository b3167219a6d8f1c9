mod faults;

use crate::domain::case::FactField;
use crate::domain::case::event::Respond;
use crate::domain::case::facts::FactKind;
use chrono::NaiveDate;

use super::*;
use crate::domain::import::{Column, Doubled};
use crate::domain::import::{FileForm, KnownRow};
use crate::domain::policy;
use crate::domain::time::{format_instant, parse_rfc3339};

const MAPPING: &str = "\
format = 1
[rows]
key = \"No\"
[dates]
formats = [\"%d.%m.%Y %H:%M\", \"%d.%m.%Y\"]
[facts]
received = { column = \"In\", check = { column = \"In (US)\", formats = [\"%m/%d/%Y\"] } }
channel  = { column = \"Via\", values = { Tel = \"phone\", Mail = \"email\" } }
category = { column = \"About\", default = \"other\" }
name     = { columns = [\"First\", \"Last\"], default = \"anonymous\" }
summary  = \"What\"
amount   = \"Sum\"
[status]
column = \"State\"
values = { \"\" = [], New = [], Done = [\"respond\", \"close\"], Waiting = [\"pause\"] }
[events.promise]
do = \"respond\"
interim = true
promise = \"Due\"
[events.respond]
at = \"Out\"
[events.close]
at = \"Out\"
[events.pause]
[events.assign]
to = \"Who\"
needs = \"Who\"
";
const HEADER: &str = "No,In,In (US),Via,About,First,Last,What,Sum,State,Due,Out,Who\n";

fn mapping(change: &[(&str, &str)]) -> Mapping {
    let text = change.iter().fold(MAPPING.to_owned(), |text, (from, to)| {
        text.replace(from, to)
    });
    Mapping::parse(&text).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn taken(rows: &str, change: &[(&str, &str)], known: &[&str]) -> Intake {
    let (policy, findings) = policy::parse(policy::preset("standard").expect("the preset"));
    let policy = policy.unwrap_or_else(|| panic!("{findings:?}"));
    let by = "li.wei".parse().expect("a staff id");
    let now = parse_rfc3339("2026-11-21T09:00:00+08:00").expect("an instant");
    let known: Vec<KnownRow> = known
        .iter()
        .map(|source| KnownRow {
            source: (*source).to_owned(),
            case: None,
        })
        .collect();
    let import = Import {
        name: "ledger.csv",
        by: &by,
        now,
        known: &known,
    };
    let id = |date: NaiveDate| CaseId::new(date, 0);
    let mapping = mapping(change);
    let ledger = mapping.ledger(&(HEADER.to_owned() + rows)).expect("rows");
    take_in(&mapping, &ledger, &policy, &import, id)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn refused(rows: &str) -> Vec<String> {
    let remarks = taken(rows, &[], &[]).refused;
    remarks
        .iter()
        .map(|remark| format!("{}: {}", remark.line, remark.reason.in_english()))
        .collect()
}

/// The events of the first case: verb, and time in the policy's zone.
fn events(rows: &str, change: &[(&str, &str)]) -> Vec<String> {
    let intake = taken(rows, change, &[]);
    let draft = intake
        .drafts
        .first()
        .unwrap_or_else(|| panic!("{:?}", intake.refused));
    let zone = chrono_tz::Asia::Shanghai;
    draft
        .case
        .entries
        .iter()
        .map(|entry| format!("{} {}", entry.event.name(), format_instant(entry.at, zone)))
        .collect()
}

#[test]
fn a_row_becomes_a_case_at_its_receipt() {
    let intake = taken(
        "17,03.02.2026 09:30,02/03/2026,tel,,Ann,Lee,Two  words,\"¥1,280.50\",new,,,\n",
        &[],
        &[],
    );
    let draft = &intake.drafts[0];
    let facts = &draft.case.facts;
    assert_eq!(facts.source.as_deref(), Some("ledger.csv#17"));
    assert_eq!(
        (
            facts.channel.as_str(),
            facts.category.as_str(),
            facts.level.as_str()
        ),
        ("phone", "other", "general")
    );
    assert_eq!(
        (facts.name.as_str(), facts.summary.as_str()),
        ("Ann Lee", "Two words")
    );
    assert_eq!(
        facts
            .amount(FactField::Amount)
            .map(|amount| amount.to_string())
            .as_deref(),
        Some("1280.50")
    );
    let [register] = draft.case.entries.as_slice() else {
        panic!("one event")
    };
    assert_eq!(register.at, facts.received);
    assert_eq!(register.source.as_deref(), Some("ledger.csv#17"));
    assert_eq!(
        register.recorded,
        parse_rfc3339("2026-11-21T01:00:00Z").ok()
    );
    assert_eq!(draft.line, 2);
}

#[test]
fn dates_and_statuses_become_events_in_the_order_of_time() {
    let received = "register 2026-02-03T09:30:00+08:00";
    for (row, expected) in [
        (
            "WAITING,,,",
            vec![received, "pause 2026-02-03T09:30:00+08:00"],
        ),
        (
            "Done,05.02.2026,04.02.2026 10:00,",
            vec![
                received,
                "respond 2026-02-03T09:30:00+08:00",
                "respond 2026-02-04T10:00:00+08:00",
                "close 2026-02-04T10:00:00+08:00",
            ],
        ),
        // without a time, an event is at the last moment of its day, so one on the day of the
        // receipt is not before it
        (
            "Done,,03.02.2026,",
            vec![
                received,
                "respond 2026-02-03T23:59:59.999+08:00",
                "close 2026-02-03T23:59:59.999+08:00",
            ],
        ),
    ] {
        assert_eq!(
            events(&format!("1,03.02.2026 09:30,,Tel,,A,,What,,{row}\n"), &[]),
            expected,
            "{row}"
        );
    }
}

#[test]
fn a_promise_on_a_date_alone_is_the_end_of_that_day() {
    let intake = taken("1,03.02.2026,,Tel,,A,,What,,New,05.02.2026,,\n", &[], &[]);
    let Event::Respond(Respond { reply, .. }) = &intake.drafts[0].case.entries[1].event else {
        panic!("a response")
    };
    let promise = parse_rfc3339("2026-02-06T00:00:00+08:00").ok();
    assert_eq!(
        *reply,
        crate::domain::case::event::Reply::Interim { promise }
    );
}

#[test]
fn a_key_comes_in_once() {
    let rows = "1,03.02.2026,,Tel,,A,,What,,New,,,\n1,03.02.2026,,Tel,,A,,What,,New,,,\n1,03.02.2026,,Mail,,A,,What,,New,,,\n";
    let intake = taken(rows, &[], &[]);
    assert_eq!(intake.drafts.len(), 1);
    let listed: Vec<_> = intake
        .duplicates
        .iter()
        .map(|d| (d.line, d.first, d.doubled.clone()))
        .collect();
    assert_eq!(
        listed,
        [
            (3, 2, Doubled::Alike),
            (
                4,
                2,
                Doubled::Differing(vec![Column::Name("Via".to_owned())])
            )
        ]
    );

    let again = taken(rows, &[], &["ledger.csv#1"]);
    assert_eq!(
        (again.drafts.len(), again.known, again.duplicates.len()),
        (0, 1, 2)
    );
}

#[test]
fn a_mapping_may_leave_rows_out_and_put_early_events_at_the_receipt() {
    let skip = (
        "key = \"No\"",
        "key = \"No\"\nskip = { State = [\"new\"] }\nonly = { First = [\"a\"] }",
    );
    let early = ("[dates]", "[dates]\nearly = \"receipt\"");
    let rows = "1,03.02.2026,,Tel,,A,,What,,NEW,,,\n2,03.02.2026,,Tel,,A,,What,,Done,,02.02.2026,\n3,03.02.2026,,Tel,,B,,What,,Done,,,\n";
    let intake = taken(rows, &[skip, early], &[]);
    assert_eq!((intake.skipped, intake.drafts.len()), (2, 1));
    assert_eq!(intake.drafts[0].remarks.len(), 2);
    assert!(events(rows, &[skip, early])[1].starts_with("respond 2026-02-03T00:00:00+"));
}

#[test]
fn a_cell_of_several_lines_that_are_no_rows_swallows_none() {
    let row = "1,03.02.2026 09:30,,Tel,,A,,\"one\ntwo, three\n4\",,New,,,\n";
    let intake = taken(row, &[], &[]);
    assert_eq!((intake.drafts.len(), intake.refused), (1, Vec::new()));
}

#[test]
fn an_amount_that_proves_the_decimal_mark_says_how_to_read_the_others() {
    let row = |number: u8, sum: &str| {
        format!("{number},03.02.2026 09:30,,Tel,,A,,What {number},\"{sum}\",New,,,\n")
    };
    let rows = row(1, "1.280,50") + &row(2, "1.280");
    let intake = taken(&rows, &[], &[]);
    let amounts: Vec<_> = intake
        .drafts
        .iter()
        .map(|draft| draft.case.facts.get(FactField::Amount))
        .collect();
    let expected = ["1280.50", "1280"].map(|amount| Some(amount.to_owned()));
    assert_eq!(amounts, expected, "{:?}", intake.refused);
}

#[test]
fn a_text_that_stands_for_nothing_is_no_date() {
    let change = (
        "at = \"Out\"",
        "at = { column = \"Out\", values = { \"n/a\" = \"\" } }",
    );
    let row = "1,03.02.2026 09:30,,Tel,,A,,What,,Done,,n/a,\n";
    let refused = &taken(row, &[change], &[]).refused[0];
    assert_eq!(
        refused.reason.in_english(),
        "its status says 'respond', but the date of 'respond' is empty"
    );
}

#[test]
fn an_event_can_stand_behind_those_that_the_status_names() {
    let row = "1,03.02.2026 09:30,,Tel,,A,,What,,Done,,04.02.2026,\n";
    let note = "[events.note]\nat = \"Out\"\n";
    let with_note = |after: &str| {
        let note = format!("{note}{after}[events.pause]\n");
        let events = events(row, &[("[events.pause]\n", note.as_str())]);
        let verbs = events
            .iter()
            .map(|event| event.split(' ').next().expect("a verb").to_owned());
        verbs.collect::<Vec<_>>()
    };
    let usual = ["register", "note", "respond", "close"];
    assert_eq!(with_note(""), usual);
    assert_eq!(
        with_note("after = \"respond\"\n"),
        ["register", "respond", "note", "close"]
    );
    assert_eq!(
        with_note("after = [\"close\", \"respond\"]\n"),
        ["register", "respond", "close", "note"]
    );
    assert_eq!(with_note("after = \"pause\"\n"), usual);
}

#[test]
fn a_ledger_without_dates_of_receipt_can_have_one_for_all() {
    let received = "received = { column = \"In\", check = { column = \"In (US)\", formats = [\"%m/%d/%Y\"] } }";
    for (text, at) in [
        ("01.02.2026", "2026-02-01"),
        ("2026-02-01", "2026-02-01"),
        ("{In}", "2026-02-03"),
    ] {
        let fixed = format!("received = {{ text = \"{text}\" }}");
        let intake = taken(
            "1,03.02.2026,,Tel,,A,,What,,New,,,\n",
            &[(received, &fixed)],
            &[],
        );
        let facts = &intake.drafts[0].case.facts;
        let expected = parse_rfc3339(&format!("{at}T00:00:00+08:00")).ok();
        assert_eq!(Some(facts.received), expected, "{text}");
    }
}

#[test]
fn an_empty_text_of_an_event_is_from_the_ledger() {
    let change = [("[events.pause]\n", "[events.pause]\nreason = \"Who\"\n")];
    let intake = taken("1,03.02.2026,,Tel,,A,,What,,Waiting,,,\n", &change, &[]);
    let Event::Pause(pause) = &intake.drafts[0].case.entries[1].event else {
        panic!("{:?}", intake.refused)
    };
    assert_eq!(pause.reason, "from the ledger");
}

#[test]
fn every_date_among_the_facts_is_read_as_the_receipt_is() {
    let dates = FactField::ALL
        .iter()
        .filter(|field| field.kind() == FactKind::Instant && **field != FactField::Received);
    for field in dates {
        for (pick, due, read) in [
            ("\"Due\"", "19.11.2026", Some("2026-11-19T00:00:00+08:00")),
            (
                "\"Due\"",
                "19.11.2026 10:30",
                Some("2026-11-19T10:30:00+08:00"),
            ),
            ("\"Due\"", "", None),
            (
                "{ column = \"Due\", formats = [\"%Y/%m/%d\"] }",
                "2026/11/19",
                Some("2026-11-19T00:00:00+08:00"),
            ),
            (
                "{ column = \"Due\", empty = \"receipt\" }",
                "",
                Some("2026-11-20T09:00:00+08:00"),
            ),
        ] {
            let row = format!("7,20.11.2026 09:00,11/20/2026,Tel,,A,B,broken,,,{due},,\n");
            let line = format!("amount   = \"Sum\"\n{} = {pick}\n", field.name());
            let promise = "[events.promise]\ndo = \"respond\"\ninterim = true\npromise = \"Due\"\n";
            let change = [("amount   = \"Sum\"\n", line.as_str()), (promise, "")];
            let intake = taken(&row, &change, &[]);
            let draft = intake
                .drafts
                .first()
                .unwrap_or_else(|| panic!("{field:?}: {:?}", intake.refused));
            let read = read.map(|text| parse_rfc3339(text).expect("an instant"));
            assert_eq!(draft.case.facts.instant(*field), read, "{field:?} {pick}");
        }
    }
}
