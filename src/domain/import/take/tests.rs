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
fn a_zero_byte_is_no_character_of_a_name() {
    let reasons = refused("17,03.02.2026,,Tel,,A\0nn,Lee,late,,New,,,\n");
    assert_eq!(
        reasons,
        ["2: it has a zero byte: the file is damaged; export it again"]
    );
}

#[test]
fn a_delimiter_at_the_end_of_the_header_alone_lacks_nothing() {
    let (policy, _) = policy::parse(policy::preset("standard").expect("the preset"));
    let (policy, mapping) = (policy.expect("a policy"), mapping(&[]));
    let by = "li.wei".parse().expect("a staff id");
    let import = Import {
        name: "l",
        by: &by,
        now: parse_rfc3339("2026-11-21T09:00:00+08:00").expect("an instant"),
        known: &[],
    };
    let row = "17,03.02.2026,,Tel,,Ann,Lee,late,,New,,";
    let text = format!("{},\n{row},\n{row}\n", HEADER.trim_end());
    let ledger = mapping.ledger(&text).expect("rows");
    let id = |date: NaiveDate| CaseId::new(date, 0);
    let intake = take_in(&mapping, &ledger, &policy, &import, id).expect("an intake");
    let lines: Vec<_> = intake.refused.iter().map(|row| row.line).collect();
    assert_eq!((intake.drafts.len(), lines), (1, vec![3]));
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
fn rows_that_cannot_be_taken_are_listed_with_line_and_reason() {
    for (row, reason) in [
        (
            ",03.02.2026,,Tel,,A,,What,,New,,,",
            "it has no key: the column that makes rows unique is empty",
        ),
        ("1,,,Tel,,A,,What,,New,,,", "it has no date of receipt"),
        (
            "1,2026-02-03,,Tel,,A,,What,,New,,,",
            "received: '2026-02-03' is not a date like %d.%m.%Y %H:%M or %d.%m.%Y",
        ),
        (
            "1,03.02.2026,03/02/2026,Tel,,A,,What,,New,,,",
            "received: '03.02.2026' and '03/02/2026' are not the same date",
        ),
        (
            "1,03.02.2027,,Tel,,A,,What,,New,,,",
            "it was received in the future, on 2027-02-03",
        ),
        (
            "1,03.02.2026,,Tell,,A,,What,,New,,,",
            "the mapping does not list the channel 'Tell'; did you mean 'tel'?",
        ),
        (
            "1,03.02.2026,,Tel,othr,A,,What,,New,,,",
            "'othr' is not a category of the policy; did you mean 'other'?",
        ),
        (
            "1,03.02.2026,,Tel,,A,,,,New,,,",
            "its summary is empty; the mapping can set a default",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,12 or so,New,,,",
            "'12 or so' is not an amount",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Don,,,",
            "the mapping does not list the status 'Don'; did you mean 'done'?",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,,",
            "its status says 'respond', but the date of 'respond' is empty",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,02.02.2026,",
            "'respond' is dated 2026-02-02, before the receipt on 2026-02-03; early = \"receipt\" under [dates] moves it there",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,02.02.2027,",
            "'respond' is in the future, on 2027-02-02",
        ),
        (
            "1,03.02.2026,,Tel",
            "it has 4 cells but the header has 13: check quotes and delimiters",
        ),
    ] {
        assert_eq!(refused(&format!("{row}\n")), [format!("2: {reason}")]);
    }
}

#[test]
fn one_bad_row_never_hides_another() {
    let good = "03.02.2026,,Tel,,A,,What,,New,,,";
    let intake = taken(
        &format!("1,{good}\n2,x,,Tel,,A,,What,,New,,,\n3,{good}\n"),
        &[],
        &[],
    );
    assert_eq!((intake.drafts.len(), intake.refused.len()), (2, 1));
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
fn columns_that_are_not_there_are_told_by_their_place() {
    let ledger = Ledger::read("No,Inn\n1,2\n", &FileForm::default()).expect("rows");
    let mapping = mapping(&[]);
    let findings = Binding::new(&mapping, &ledger.columns).expect_err("columns are missing");
    assert_eq!(
        findings[0].message.in_english(),
        "the ledger has no column 'In'"
    );
    assert_eq!(
        (findings[0].spot.line, findings[0].advice_in_english()),
        (7, "did you mean 'Inn'?".to_owned())
    );
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

#[test]
fn a_row_with_quotes_that_do_not_fit_is_listed_and_never_skipped() {
    let skip = ("key = \"No\"", "key = \"No\"\nskip = { State = [\"\"] }");
    let rows = "1,03.02.2026,,Tel,\"x,A,,What,,New,,,\n2,03.02.2026,,Tel,,A,,What,,New,,,\n";
    let intake = taken(rows, &[skip], &[]);
    let listed: Vec<_> = intake
        .refused
        .iter()
        .map(|remark| (remark.line, remark.key.as_str(), remark.reason.in_english()))
        .collect();
    let reason = "it has a quote that is never closed".to_owned();
    assert_eq!(listed, [(2, "1", reason)]);
    assert_eq!((intake.drafts.len(), intake.skipped), (1, 0));
}
