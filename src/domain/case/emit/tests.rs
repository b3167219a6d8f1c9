use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;
use crate::domain::case::arbitrary::{entries, event, facts, text, zone};
use crate::domain::case::described::examples;
use crate::domain::case::document::{LineEnding, parse};
use crate::domain::case::event::{
    Approve, Asked, Assign, FollowUp, Grievance, Investigate, Link, Marks, Note, ProposalSubject,
    Propose, Retract, Terms, Verdict,
};
use crate::domain::case::keys::{EventKeys, events};
use crate::domain::case::{Event, Verb, fields::Raw};
use crate::domain::names::{Digest, Handle, StaffId};
use crate::domain::time::{Instant, parse_rfc3339};
use crate::domain::word::Word;
use rust_decimal::Decimal;

const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

fn at(text: &str) -> Instant {
    parse_rfc3339(text).unwrap()
}

fn example() -> Case {
    parse(include_bytes!("../document/example.yaml"))
        .case
        .unwrap()
}

fn note(text: &str) -> Entry {
    Entry::new(
        at("2026-11-21T01:40:00.250Z"),
        "li.wei".parse().unwrap(),
        Event::Note(Note {
            text: Some(text.to_owned()),
            step: None,
        }),
    )
}

#[test]
fn a_new_file_has_the_shape_of_the_example() {
    let pinned: String = include_str!("../document/example.yaml")
        .lines()
        .map(|line| {
            format!(
                "{}\n",
                line.split_once(" #")
                    .map_or(line, |(line, _)| line.trim_end())
            )
        })
        .collect();
    // Some parsers read a contact that starts with a digit as a number, so it is quoted.
    let pinned = pinned.replace("138 0000 0000", "\"138 0000 0000\"");
    assert_eq!(case(&example().facts, &example().entries, SHANGHAI), pinned);
}

#[test]
fn values_are_written_by_kind() {
    let who: StaffId = "li.wei".parse().unwrap();
    let terms = |handle: &str| Terms {
        proposal: handle.parse::<Handle>().unwrap(),
        subject: ProposalSubject::Remedy("refund".into()),
        amount: Some(Decimal::new(128_000, 2)),
    };
    for (event, written) in [
        (
            Event::Note(Note {
                text: Some("two\n  lines\n".into()),
                step: None,
            }),
            "  do: note\n  text: |\n    two\n      lines\n",
        ),
        (
            Event::Note(Note {
                text: Some("two\n\nlines".into()),
                step: None,
            }),
            "  do: note\n  text: |-\n    two\n\n    lines\n",
        ),
        (
            Event::Note(Note {
                text: Some(" two\nlines".into()),
                step: None,
            }),
            "  do: note\n  text: \" two\\nlines\"\n",
        ),
        (
            Event::Note(Note {
                text: Some("- no: # it".into()),
                step: None,
            }),
            "  do: note\n  text: \"- no: # it\"\n",
        ),
        (
            Event::Assign(Assign {
                to: Some(who.clone()),
                department: Some("No".into()),
                co_handlers: vec!["a, b".into(), "质量".into()],
            }),
            "  do: assign\n  to: li.wei\n  department: \"No\"\n  co-handler: [\"a, b\", 质量]\n",
        ),
        (
            Event::Investigate(Investigate {
                verdict: Verdict::Partly,
                cause: None,
                finding: None,
                lead: Some(who.clone()),
                liable: ["40", "60.5", "1/3"]
                    .map(|share| (format!("{share}: b"), share.parse().unwrap()))
                    .into(),
            }),
            "  do: investigate\n  verdict: partly\n  liable:\n    \"40: b\": 40\n    \"60.5: b\": 60.5\n    \"1/3: b\": 1/3\n  lead: li.wei\n",
        ),
        (
            Event::Propose(Propose {
                terms: terms("7Q2M"),
                text: None,
                emergency: true,
                agreed: Vec::new(),
                elsewhere: Some("450.50".parse().unwrap()),
            }),
            "  do: propose\n  proposal: \"7Q2M\"\n  remedy: refund\n  amount: 1280.00\n  emergency: true\n  elsewhere: 450.50\n",
        ),
        (
            Event::Approve(Approve {
                terms: terms("Q7E2"),
                elsewhere: Some("300".parse().unwrap()),
            }),
            "  do: approve\n  proposal: Q7E2\n  remedy: refund\n  amount: 1280.00\n  elsewhere: 300\n",
        ),
        (
            Event::FollowUp(FollowUp::Asked(Asked {
                score: 4,
                marks: Marks {
                    process: Some(5),
                    outcome: None,
                    staff: Some(1),
                },
                via: Some("phone".into()),
                because: Some(Grievance::Handling),
                comment: Some("好！".into()),
            })),
            "  do: follow-up\n  score: 4\n  process: 5\n  staff: 1\n  via: phone\n  because: handling\n  comment: 好！\n",
        ),
        (
            Event::Retract(Retract {
                event: Digest(0x12e3),
                reason: "slip".into(),
            }),
            "  do: retract\n  event: \"00000000000012e3\"\n  reason: slip\n",
        ),
        (
            Event::Link(Link {
                case: "20261121-123456".into(),
                kind: "repeat".into(),
            }),
            "  do: link\n  case: 20261121-123456\n  kind: repeat\n",
        ),
        (
            Event::Unknown {
                verb: "tele port:".into(),
                fields: vec![(
                    "where".into(),
                    Raw::List(vec![Raw::Text("1.0".into()), Raw::Null, Raw::Map(vec![])]),
                )],
            },
            "  do: \"tele port:\"\n  where: [\"1.0\", null, {}]\n",
        ),
    ] {
        let entry = Entry::new(at("2026-11-21T01:40:00.250Z"), who.clone(), event)
            .recorded(Some(at("2026-11-21T02:00:00Z")));
        let head = "- at: 2026-11-21T09:40:00.250+08:00\n  by: li.wei\n";
        let tail = "  recorded: 2026-11-21T10:00:00+08:00\n";
        assert_eq!(
            super::entry(&entry, SHANGHAI, &Layout::default()),
            format!("{head}{written}{tail}")
        );
    }
}

#[test]
fn an_append_only_adds() {
    let example = include_str!("../document/example.yaml");
    let indented = example
        .replace("\n- at", "\n   - at")
        .replace("\n  by", "\n     by")
        .replace("\n  do", "\n     do");
    let indented = indented
        .replace("\n  to", "\n     to")
        .replace("\n  department", "\n     department");
    let (head, _) = example.split_once("- at").unwrap();
    for text in [
        example.to_owned(),
        example.trim_end().to_owned(),
        example.replace('\n', "\r\n"),
        example.replace('\n', "\r\n").trim_end().to_owned(),
        indented,
        format!("\u{feff}{example}\n\n# the end"),
        format!("{example}  \n"),
        head.to_owned(),
        head.trim_end().to_owned(),
        format!("{example}- at: 2026-11-21T09:31:30Z\n  by: a\n  do: note\n  text: |"),
        format!("{example}- at: 2026-11-21T09:31:30Z\n  by: a\n  do: note\n  text: |\n    last"),
        format!(
            "{example}- at: 2026-11-21T09:31:30Z\n  by: a\n  do: note\n  text: |+\n    last\n\n\n"
        ),
        format!(
            "{example}- at: 2026-11-21T09:31:30Z\n  by: a\n  do: note\n  text: plain\n    goes on\n"
        ),
        format!("{example}- {{at: 2026-11-21T09:31:30Z, by: a, do: note, text: x}}"),
    ] {
        let document = parse(text.as_bytes());
        let Some(before) = document.case else {
            assert!(text.ends_with('|'), "{text}\n{:?}", document.findings);
            continue;
        };
        let entries = [note("one"), note("two\n\nlines\n")];
        let added = append(text.as_bytes(), &document.layout, &entries, SHANGHAI).unwrap();
        let whole = [text.as_bytes(), &added].concat();
        let after = verify_appended(&before, &entries, &whole)
            .unwrap_or_else(|finding| panic!("{finding:?}\n{text}"));
        assert_eq!(after.entries.len(), before.entries.len() + 2);
        let crlf = document.layout.ending == LineEnding::CrLf;
        assert_eq!(added.windows(2).any(|pair| pair == b"\r\n"), crlf);
        assert_eq!(parse(&whole).layout.obstacle, None);
    }
}

#[test]
fn an_obstacle_prevents_an_append() {
    let text = include_str!("../document/example.yaml").replace("request: refund\n", "")
        + "request: refund\n";
    let document = parse(text.as_bytes());
    let refusal = append(text.as_bytes(), &document.layout, &[note("x")], SHANGHAI).unwrap_err();
    assert_eq!((refusal.code, refusal.spot.line), (Code::Layout, 26));
    assert_eq!(
        refusal.message.in_english(),
        "'request' comes after 'events'"
    );
}

#[test]
fn unexpected_content_is_rejected_before_writing() {
    let before = example();
    let text = case(&before.facts, &before.entries, SHANGHAI);
    assert!(verify_appended(&before, &[], text.as_bytes()).is_ok());
    assert!(verify_appended(&before, &[note("x")], text.as_bytes()).is_err());
    assert!(verify_appended(&before, &[], text.replace("SO-4711", "SO-4712").as_bytes()).is_err());
    assert!(verify_appended(&before, &[], text.replace("do: reg", "do: ").as_bytes()).is_err());
    assert!(verify_appended(&before, &[], b"[").is_err());
}

#[test]
fn control_characters_are_removed() {
    assert_eq!(
        scalar::clean("a\u{7}b\r\n\tc\u{85}\u{9f}\u{7f}☺\u{feff}"),
        "ab\n\tc☺\u{feff}"
    );
}

proptest! {
    #[test]
    fn written_cases_parse_to_the_same_case(facts in facts(), entries in entries(), zone in zone()) {
        let text = case(&facts, &entries, zone);
        let read = parse(text.as_bytes());
        let errors: Vec<_> = read.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}\n{text}");
        prop_assert_eq!(&read.layout, &Layout::default());
        let read = read.case.expect("a case");
        prop_assert_eq!(&read.facts, &facts);
        let unplaced: Vec<_> = read.entries.iter().cloned().map(|entry| Entry { line: 0, ..entry }).collect();
        prop_assert_eq!(unplaced, entries);
        for entry in &read.entries {
            let line = text.lines().nth(entry.line as usize - 1).unwrap_or_default();
            prop_assert!(line.starts_with("- at: "), "{line}");
        }
    }

    #[test]
    fn appended_events_parse_to_the_same_events(facts in facts(), before in entries(), added in entries(), crlf in any::<bool>(), cut in any::<bool>()) {
        let mut text = case(&facts, &before, SHANGHAI);
        if crlf { text = text.replace('\n', "\r\n") }
        if cut { text.truncate(text.trim_end_matches(['\n', '\r']).len()) }
        let document = parse(text.as_bytes());
        let bytes = append(text.as_bytes(), &document.layout, &added, Tz::UTC).expect("no obstacle");
        let before = document.case.expect("a case");
        prop_assert_eq!(&before.facts, &facts);
        verify_appended(&before, &added, &[text.as_bytes(), &bytes].concat()).expect("the same");
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        parse(&bytes);
    }

    #[test]
    fn no_text_makes_the_parser_panic(lines in prop::collection::vec((text(), text()), 0..12), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let mut text: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        parse(text.as_bytes());
        text = include_str!("../document/example.yaml").to_owned();
        for (cut, (insert, _)) in cuts.iter().zip(&lines) {
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            text.insert_str(places[cut.index(places.len())], insert);
        }
        let document = parse(text.as_bytes());
        prop_assert!(document.case.is_some() || !document.findings.is_empty());
        if let (Some(before), None) = (&document.case, &document.layout.obstacle) {
            let bytes = append(text.as_bytes(), &document.layout, &[note("x\ny\n")], SHANGHAI).expect("no obstacle");
            let whole = [text.as_bytes(), &bytes].concat();
            prop_assert!(verify_appended(before, &[note("x\ny\n")], &whole).is_ok(), "{}", String::from_utf8_lossy(&whole));
        }
    }
}

#[test]
fn every_key_of_every_verb_is_written_and_read_back() {
    for EventKeys { verb, keys, .. } in events() {
        let mut used = BTreeSet::new();
        for example in examples(verb, None) {
            let read = example.case();
            let written = read.entries[0].fields();
            let written: BTreeSet<&str> = written.iter().skip(3).map(|(key, _)| *key).collect();
            assert_eq!(written, example.keys.iter().copied().collect(), "{verb}");
            let text = case(&read.facts, &read.entries, SHANGHAI);
            let again = parse(text.as_bytes());
            assert_eq!(again.findings, [], "{text}");
            assert_eq!(again.case.as_ref(), Some(&read), "{text}");
            used.extend(example.keys);
        }
        let described: BTreeSet<&str> = keys.iter().map(|key| key.name).collect();
        assert_eq!(used, described, "{verb}");
    }
}

#[test]
fn the_generator_of_events_makes_every_verb() {
    let mut runner = TestRunner::deterministic();
    let made: BTreeSet<Option<Verb>> = (0..5_000)
        .map(|_| event().new_tree(&mut runner).expect("an event"))
        .map(|tree| tree.current().verb())
        .collect();
    let wanted = Verb::ALL.iter().copied().map(Some).chain([None]);
    assert_eq!(made, wanted.collect());
}
