mod problems;

use super::*;
use crate::domain::case::FactField;
use crate::domain::case::event::{Assign, Event, Reply, Respond};
use crate::domain::case::fields::Raw;

const HEAD: &str = "id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: product-quality
level: general
complainant:
  name: 王芳
summary: 屏幕出现坏点
";
const REGISTER: &str = "- at: 2026-11-21T09:20:00+08:00
  by: li.wei
  do: register
";

fn file(facts: &str, events: &str) -> String {
    format!("{HEAD}{facts}events:\n{REGISTER}{events}")
}

fn findings_of(text: &str) -> Vec<(Code, u32, u32)> {
    parse(text.as_bytes())
        .findings
        .iter()
        .map(|f| (f.code, f.spot.line, f.spot.column))
        .collect()
}

fn case(text: &str) -> Case {
    let document = parse(text.as_bytes());
    document
        .case
        .unwrap_or_else(|| panic!("no case in {text}\n{:?}", document.findings))
}

#[test]
fn the_example_is_parsed() {
    let text = include_str!("example.yaml");
    let document = parse(text.as_bytes());
    assert_eq!(document.findings, []);
    assert_eq!(document.layout, Layout::default());
    let case = document.case.expect("a case");
    assert_eq!(case.facts.text(FactField::Grade), Some("vip"));
    assert_eq!(case.facts.text(FactField::Contact), Some("138 0000 0000"));
    assert_eq!(
        case.facts
            .amount(FactField::Amount)
            .map(|amount| amount.to_string())
            .as_deref(),
        Some("1280.00")
    );
    assert_eq!(
        case.facts.text(FactField::Description),
        Some("收货第二天发现屏幕左上角有三个坏点。\n")
    );
    let lines: Vec<_> = case
        .entries
        .iter()
        .map(|entry| (entry.line, entry.event.name()))
        .collect();
    assert_eq!(lines, [(19, "register"), (22, "assign")]);
}

#[test]
fn scalars_stay_text() {
    for (written, read) in [
        ("no", "no"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("2026-11-21", "2026-11-21"),
        ("1_000", "1_000"),
        ("007", "007"),
        ("12:30", "12:30"),
        ("0.1000000000000000000000001", "0.1000000000000000000000001"),
        (".inf", ".inf"),
        ("true", "true"),
        ("\"null\"", "null"),
        ("'it''s'", "it's"),
        ("\"a\\nb\\u263A\"", "a\nb☺"),
        ("a # comment", "a"),
        ("\"a # b\"", "a # b"),
        ("a:b", "a:b"),
        ("http://x/?a=1&b=2", "http://x/?a=1&b=2"),
        ("|\n  two\n   lines\n", "two\n lines\n"),
        (">-\n  fold\n  ed", "fold ed"),
        ("plain\n  goes on", "plain goes on"),
    ] {
        let case = case(&file(&format!("order: {written}\n"), ""));
        assert_eq!(case.facts.text(FactField::Order), Some(read), "{written}");
        let unknown = format!(
            "- at: 2026-11-21T09:30:00Z\n  by: a\n  do: teleport\n  note: {}\n",
            written.replace('\n', "\n  ")
        );
        let case = self::case(&file("", &unknown));
        let Event::Unknown { fields, .. } = &case.entries[1].event else {
            panic!("{case:?}")
        };
        assert_eq!(
            fields[0],
            ("note".to_owned(), Raw::Text(read.to_owned())),
            "{written}"
        );
    }
    for null in ["", "~", "null", "Null", "NULL"] {
        assert_eq!(
            case(&file(&format!("order: {null}\n"), ""))
                .facts
                .text(FactField::Order),
            None,
            "{null}"
        );
    }
}

#[test]
fn unusual_shapes_are_parsed() {
    let event = "- {at: 2026-11-21T09:30:00+08:00, by: li.wei, do: assign, to: a, co-handler: b}
- do: investigate
  liable: {carrier: 40, 'a b': 60.5, c: 1/3}
  verdict: partly
  by: x
  at: 2026-11-21T09:30:00Z
- at: 2026-11-21T09:31:00Z
  by: x
  do: teleport
  where: [1.0, {a: 1e3, b: ~}]
";
    let document = parse(file("", event).as_bytes());
    let case = document.case.expect("a case");
    assert_eq!(
        document.findings,
        [],
        "unknown verbs are not findings of the parser"
    );
    assert!(
        matches!(&case.entries[1].event, Event::Assign(Assign { co_handlers, .. }) if co_handlers == &["b"])
    );
    let Event::Unknown { fields, .. } = &case.entries[3].event else {
        panic!()
    };
    let text = |text: &str| Raw::Text(text.to_owned());
    let inner = Raw::Map(vec![("a".into(), text("1e3")), ("b".into(), Raw::Null)]);
    assert_eq!(
        fields,
        &[("where".to_owned(), Raw::List(vec![text("1.0"), inner]))]
    );
}

#[test]
fn formatting_does_not_change_the_case() {
    let example = include_str!("example.yaml");
    let plain = case(example);
    let digests = |case: &Case| {
        case.entries
            .iter()
            .map(|entry| entry.digest)
            .collect::<Vec<_>>()
    };
    for variant in [
        format!("\u{feff}{example}"),
        example.replace('\n', "\r\n"),
        example.trim_end().to_owned(),
        format!("---\n{example}"),
        format!("%YAML 1.1\n---\n{example}...\n"),
        example.replace("  by: li.wei", "  # who\n\n  \"by\"  :   'li.wei'   # him"),
        example
            .replace("\n- at", "\n   - at")
            .replace("\n  by", "\n     by")
            .replace("\n  do", "\n     do")
            .replace("\n  to", "\n     to")
            .replace("\n  department", "\n     department"),
        example.replace("- at: 2026", "-\n  at: 2026"),
        example.replace("09:20:00+08:00", "01:20:00.0000Z"),
        example.replace("1280.00", "1280"),
    ] {
        let read = case(&variant);
        assert_eq!(read.facts, plain.facts, "{variant}");
        assert_eq!(digests(&read), digests(&plain), "{variant}");
    }
    let amounts = ["800", "800.00", "\"800.0\""].map(|amount| {
        let events = format!(
            "- at: 2026-11-21T09:30:00Z\n  by: a\n  do: propose\n  proposal: A1\n  remedy: refund\n  amount: {amount}\n"
        );
        digests(&case(&file("", &events)))
    });
    assert!(amounts[0] == amounts[1] && amounts[1] == amounts[2]);
}

#[test]
fn layouts_written_by_hand_are_found() {
    for (events, lines, obstacle) in [
        (
            "events:\n- at: 2026-11-21T09:20:00Z\n  by: a\n  do: register\n",
            vec![10],
            None,
        ),
        (
            "events:\n\n# c\n    -   at: 2026-11-21T09:20:00Z\n        by: a\n        do: register\n",
            vec![12],
            None,
        ),
        (
            "events:\n-\n    at: 2026-11-21T09:20:00Z\n    by: a\n    do: register\n",
            vec![10],
            None,
        ),
        ("events:\n", vec![], None),
        ("events:   # none yet\n", vec![], None),
        ("'events' :\n", vec![], None),
        ("events: []\n", vec![], Some(9)),
        ("events: ~\n", vec![], Some(9)),
        (
            "events: [{at: 2026-11-21T09:20:00Z, by: a, do: register}]\n",
            vec![9],
            Some(9),
        ),
        (
            "events:\n  [{at: 2026-11-21T09:20:00Z, by: a, do: register}]\n",
            vec![9],
            Some(9),
        ),
        (
            "events:\n- at: 2026-11-21T09:20:00Z\n  by: a\n  do: register\norder: x\n",
            vec![10],
            Some(13),
        ),
        (
            "events:\n- at: 2026-11-21T09:20:00Z\n  by: a\n  do: register\n...\n",
            vec![10],
            Some(13),
        ),
        ("", vec![], Some(1)),
        ("order: \"a\u{2028}b\"\nevents:\n", vec![], Some(9)),
        ("order: a\rproduct: b\nevents:\n", vec![], Some(9)),
    ] {
        let document = parse(format!("{HEAD}{events}").as_bytes());
        let case = document
            .case
            .unwrap_or_else(|| panic!("{events}\n{:?}", document.findings));
        assert_eq!(
            case.entries
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            lines,
            "{events}"
        );
        assert_eq!(
            document.layout.obstacle.map(|finding| finding.spot.line),
            obstacle,
            "{events}"
        );
    }
}

#[test]
fn digests_follow_the_documented_rule() {
    let event = "- by: li.wei
  do: respond
  at: 2026-11-21T09:31:00.5+08:00
  promise: 2026-11-22T00:00:00+08:00
  interim: true
  text: \"查 \\\"A\\\"\\n\"
";
    let case = case(&file("", event));
    let entry = &case.entries[1];
    assert!(matches!(
        &entry.event,
        Event::Respond(Respond {
            reply: Reply::Interim { promise: Some(_) },
            ..
        })
    ));
    let content = r#"{"at":"2026-11-21T01:31:00.500Z","by":"li.wei","do":"respond","interim":true,"promise":"2026-11-21T16:00:00.000Z","text":"查 \"A\"\n"}"#;
    assert_eq!(entry.content(), content);
    assert_eq!(entry.digest.to_string(), "32faf71a8e5e18d0");
}
