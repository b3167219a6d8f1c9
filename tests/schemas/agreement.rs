//! What the program refuses by the form of a file, the schemas refuse, too, as far as they can say
//! it; and what it takes they take.

use std::fs;

use complaint::domain::case::document;
use complaint::domain::finding::Severity;
use complaint::domain::policy;
use complaint::render::schema;

use super::{root, validated};

/// Whether a file is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Wrong,
}
use Verdict::{Right, Wrong};

const CASE: &str = "\
id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: other
level: general
complainant:
  name: A
summary: B
events:
- at: 2026-11-21T09:20:00+08:00
  by: li.wei
  do: register
";

/// Keys of one more event.
const EVENTS: &[(&str, Verdict)] = &[
    ("do: note\n  text: first", Right),
    ("do: note\n  step: papers", Right),
    ("do: note\n  step: papers\n  text: ''", Right),
    ("do: note", Wrong),
    ("do: note\n  text: ' '", Wrong),
    ("do: note\n  text: [a, b]", Wrong),
    ("do: note\n  text: 12", Right),
    ("do: note\n  text: first\n  colour: red", Wrong),
    ("do: chase\n  text: ''", Wrong),
    ("do: chase\n  text:", Wrong),
    ("do: pause", Wrong),
    ("do: respond\n  text: a\n  result: solved", Right),
    ("do: respond\n  text: a\n  interim: true", Right),
    ("do: respond\n  text: a\n  interim: false", Wrong),
    (
        "do: respond\n  text: a\n  interim: true\n  result: solved",
        Wrong,
    ),
    (
        "do: respond\n  text: a\n  promise: 2026-11-25T18:00:00+08:00",
        Wrong,
    ),
    (
        "do: respond\n  text: a\n  result: solved\n  promise: 2026-11-25T18:00:00+08:00",
        Wrong,
    ),
    (
        "do: respond\n  text: a\n  interim: true\n  promise: 2026-11-25T18:00:00+08:00",
        Right,
    ),
    (
        "do: respond\n  text: a\n  interim: true\n  promise: 2026-11-25",
        Wrong,
    ),
    ("do: respond\n  text: a\n  result: well", Wrong),
    (
        "do: respond\n  text: a\n  result: solved\n  attitude: glad",
        Wrong,
    ),
    ("do: follow-up\n  score: 4", Right),
    ("do: follow-up\n  score: \"4\"", Right),
    ("do: follow-up\n  score: 6", Wrong),
    ("do: follow-up\n  score: four", Wrong),
    ("do: follow-up\n  score: 4\n  process: 0", Wrong),
    ("do: follow-up", Wrong),
    ("do: follow-up\n  waive: away", Right),
    ("do: follow-up\n  score: 4\n  waive: away", Wrong),
    ("do: follow-up\n  waive: away\n  comment: none", Wrong),
    ("do: follow-up\n  comment: fine", Wrong),
    ("do: propose\n  proposal: AB12", Wrong),
    ("do: propose\n  proposal: AB12\n  remedy: refund", Right),
    (
        "do: propose\n  proposal: AB12\n  remedy: refund\n  amount: 12.50",
        Right,
    ),
    (
        "do: propose\n  proposal: AB12\n  remedy: refund\n  amount: -1",
        Wrong,
    ),
    ("do: propose\n  proposal: AB12\n  remedy: ''", Wrong),
    ("do: propose\n  remedy: refund", Wrong),
    (
        "do: propose\n  proposal: AB12\n  remedy: refund\n  subject: answer\n  text: a",
        Wrong,
    ),
    ("do: propose\n  proposal: AB12\n  subject: answer", Wrong),
    (
        "do: propose\n  proposal: AB12\n  subject: answer\n  text: a",
        Right,
    ),
    (
        "do: propose\n  proposal: AB12\n  subject: remedy\n  remedy: refund",
        Wrong,
    ),
    ("do: propose\n  proposal: AB12\n  subject: decision", Wrong),
    (
        "do: propose\n  proposal: AB12\n  subject: decision\n  outcome: upheld",
        Right,
    ),
    ("do: propose\n  proposal: AB12\n  subject: loss", Wrong),
    (
        "do: propose\n  proposal: AB12\n  subject: loss\n  amount: 12",
        Right,
    ),
    (
        "do: propose\n  proposal: AB12\n  subject: validity\n  outcome: upheld",
        Wrong,
    ),
    (
        "do: propose\n  proposal: AB12\n  remedy: refund\n  outcome: upheld",
        Wrong,
    ),
    ("do: approve\n  proposal: AB12\n  remedy: refund", Right),
    ("do: approve\n  proposal: AB12", Wrong),
    ("do: refuse\n  proposal: AB12\n  remedy: refund", Wrong),
    ("do: inspect\n  result: wrong\n  fault: routed", Right),
    (
        "do: inspect\n  result: wrong\n  fault: [routed, filled]",
        Right,
    ),
    ("do: inspect\n  result: wrong\n  fault: lost", Wrong),
    ("do: inspect\n  result: maybe", Wrong),
    (
        "do: investigate\n  verdict: partly\n  liable: {carrier: 40, sales: 60}",
        Right,
    ),
    (
        "do: investigate\n  verdict: partly\n  liable: {carrier: 1/3, sales: 2/3}",
        Right,
    ),
    (
        "do: investigate\n  verdict: partly\n  liable: {carrier: most}",
        Wrong,
    ),
    (
        "do: extend\n  deadline: respond\n  until: 2026-11-31T25:00:00+08:00\n  reason: a",
        Wrong,
    ),
    ("do: praise\n  stars: 5", Right),
    ("do: praise", Right),
    ("do: [note]", Wrong),
    ("do:", Wrong),
];

/// Replacements in the whole file.
const FILES: &[(&str, &str, Verdict)] = &[
    ("summary: B", "summary: B", Right),
    ("summary: B", "summary: 12", Right),
    ("summary: B", "summary: ''", Wrong),
    ("summary: B", "summary:", Wrong),
    ("summary: B", "summary: B\namount: 12.50", Right),
    ("summary: B", "summary: B\namount: \"12.50\"", Right),
    ("summary: B", "summary: B\namount: 12 CNY", Wrong),
    ("summary: B", "summary: B\namount:", Right),
    ("summary: B", "summary: B\nproduct:", Right),
    ("summary: B", "summary: B\ndelivered: 2026-11-20", Wrong),
    ("summary: B", "summary: B\ncolour: red", Wrong),
    ("channel: phone\n", "", Wrong),
    ("channel: phone", "channel: ' '", Wrong),
    ("level: general\n", "", Wrong),
    ("K7QM2X", "K7QM2", Wrong),
    ("K7QM2X", "K7QMUX", Wrong),
    ("T09:12:00+08:00", "", Wrong),
    ("T09:12:00+08:00", "T09:12:00Z", Right),
    ("T09:12:00+08:00", "T24:12:00+08:00", Wrong),
    ("2026-11-21T09:12", "2026-13-21T09:12", Wrong),
    ("  name: A", "  name: ''", Wrong),
    ("  name: A", "  nam: A", Wrong),
    ("complainant:\n  name: A\n", "", Wrong),
    ("  by: li.wei\n", "", Wrong),
    ("  by: li.wei", "  by: li wei", Wrong),
    ("  by: li.wei", "  by: 李伟", Right),
];

/// Each file with its expected verdict.
fn files() -> Vec<(String, Verdict)> {
    let event =
        |keys: &str| format!("{CASE}- at: 2026-11-21T09:30:00+08:00\n  by: li.wei\n  {keys}\n");
    let events = EVENTS.iter().map(|(keys, verdict)| (event(keys), *verdict));
    let whole = FILES.iter().map(|(from, to, verdict)| {
        assert!(CASE.contains(from), "{from}");
        (CASE.replacen(from, to, 1), *verdict)
    });
    events.chain(whole).collect()
}

#[test]
fn the_schema_of_cases_agrees_with_the_program() {
    let read = |text: &str| {
        let findings = document::parse(text.as_bytes()).findings;
        let is_wrong = findings.iter().any(|it| it.severity == Severity::Error);
        if is_wrong { Wrong } else { Right }
    };
    let mut files = files();
    for (text, expected) in &files {
        assert_eq!(read(text), *expected, "the program:\n{text}");
    }
    // The judge refuses these: nobody registered the case.
    let facts = CASE.split("events:").next().expect("a part");
    for events in ["", "events:\n", "events: []\n"] {
        files.push((format!("{facts}{events}"), Wrong));
    }
    agrees(&schema::case(), "yaml", &files);
}

/// A remark of the preset.
const HOURS: &str = "# hours    = [\"09:00-12:00\", \"13:30-18:00\"]";

/// Replacements in the preset `standard`.
const POLICIES: &[(&str, &str, Verdict)] = &[
    ("format = 2", "format = 1", Right),
    (HOURS, "hours = \"09:00-12:00\"", Right),
    (HOURS, "hours = \"9-12\"", Wrong),
    (HOURS, "hours = [\"25:00-26:00\"]", Wrong),
    ("within = \"3bd\"", "within = 3", Wrong),
    ("within = \"3bd\"", "within = \"3 days\"", Wrong),
    (
        "within = \"3bd\"",
        "within = \"3bd\"\nsince = 2026-12-01",
        Right,
    ),
    (
        "within = \"3bd\"",
        "within = \"3bd\"\nsince = \"soon\"",
        Wrong,
    ),
    (
        "within = \"3bd\"",
        "within = \"3bd\"\nsince = 2026-12-01T09:00:00Z",
        Wrong,
    ),
    (
        "within = \"3bd\"",
        "within = \"3bd\"\ncolour = \"red\"",
        Wrong,
    ),
    ("channels   = [", "channels   = [\"\", ", Wrong),
    ("channels   = [", "channels   = [\"  \", ", Wrong),
    ("channels   = [", "channels   = [12, ", Wrong),
];

#[test]
fn the_schema_of_policies_agrees_with_the_program() {
    let preset = root().join("templates/policies/standard.toml");
    let standard = fs::read_to_string(preset).expect("the preset");
    let files: Vec<(String, Verdict)> = POLICIES
        .iter()
        .map(|(from, to, verdict)| {
            assert!(standard.contains(from), "{from}");
            (standard.replacen(from, to, 1), *verdict)
        })
        .collect();
    for ((text, expected), (_, to, _)) in files.iter().zip(POLICIES) {
        let findings = policy::parse(text).1;
        let is_wrong = findings.iter().any(|it| it.severity == Severity::Error);
        let verdict = if is_wrong { Wrong } else { Right };
        assert_eq!(verdict, *expected, "the program: {to}");
    }
    agrees(&schema::policy(), "toml", &files);
}

/// Every verdict of the schema is as expected; skipped without a validator.
fn agrees(schema: &serde_json::Value, extension: &str, files: &[(String, Verdict)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(index, (text, _))| {
            let path = folder.path().join(format!("{index}.{extension}"));
            fs::write(&path, text).expect("a file can be written");
            path
        })
        .collect();
    let Some(said) = validated(schema, &paths) else {
        return;
    };
    assert_eq!(said.len(), files.len());
    let wrong: Vec<String> = files
        .iter()
        .zip(&said)
        .filter(|((_, expected), said)| (*expected == Right) != (*said == "ok"))
        .map(|((text, expected), said)| format!("{expected:?}, but {said}:\n{text}"))
        .collect();
    assert!(wrong.is_empty(), "the schema:\n{}", wrong.join("\n"));
}
