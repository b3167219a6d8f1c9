//! Files with problems: each is reported at its place, and none costs much.

use super::*;

#[test]
fn each_problem_has_its_place() {
    use Code::*;
    let at = "- at: 2026-11-21T09:30:00+08:00\n  by: li.wei\n";
    for (facts, events, expected) in [
        ("amount: 1,280\n", "", vec![(BadValue, 9, 1)]),
        ("amount: [1]\n", "", vec![(BadValue, 9, 1)]),
        ("prize: 3\n", "", vec![(UnknownKey, 9, 1)]),
        (
            "order: >\n  prize: 3\n\n  x: 1\n\"pri\\x7ae\" : \"\n\n\"\nrequest: a\n  b: c\n",
            "",
            vec![(Syntax, 17, 4)],
        ),
        (
            "order: >\n  prize: 3\n\n  x: 1\n\"pri\\x7ae\" : \"\n\n\"\ncolour: a\n  b\n",
            "",
            vec![(UnknownKey, 13, 1), (UnknownKey, 16, 1)],
        ),
        ("channel: b\n", "", vec![(DuplicateKey, 9, 1)]),
        (
            "channel: b\n\"channel\" : c\n",
            "",
            vec![(DuplicateKey, 9, 1), (DuplicateKey, 10, 1)],
        ),
        (
            "amount: &a 3\norder: *a\n",
            "",
            vec![(BadValue, 9, 9), (BadValue, 10, 8)],
        ),
        ("order: !x 3\n", "", vec![(BadValue, 9, 8)]),
        ("order: [*a]\n", "", vec![(Syntax, 9, 9)]),
        (
            "",
            "- at: 2026-11-21T09:30:00+08:00\n",
            vec![(TruncatedEvent, 13, 1), (TruncatedEvent, 13, 1)],
        ),
        ("", "-\n", vec![(TruncatedEvent, 13, 1)]),
        ("", "- text\n", vec![(TruncatedEvent, 13, 1)]),
        ("", &format!("{at}  do: note\n"), vec![(MissingKey, 13, 1)]),
        (
            "",
            &format!("{at}  do: note\n  text: ''\n"),
            vec![(MissingKey, 16, 3)],
        ),
        (
            "",
            &format!("{at}  do: note\n  text: a\n  texd: b\n"),
            vec![(UnknownKey, 17, 3)],
        ),
        (
            "",
            &format!("{at}  do: note\n  text: a\n  by: b\n"),
            vec![(DuplicateKey, 17, 3)],
        ),
        (
            "",
            &format!("{at}  do: investigate\n  verdict: partly\n  liable:\n    a: 1\n    a: 2\n"),
            vec![(DuplicateKey, 19, 5)],
        ),
        (
            "",
            &format!("{at}  do: approve\n  proposal: A1\n  remedy: r\n  amount: -3\n"),
            vec![(BadValue, 18, 3)],
        ),
        (
            "",
            "- at: yesterday\n  by: li.wei\n  do: register\n",
            vec![(BadValue, 13, 3)],
        ),
        // One broken event does not hide other problems.
        (
            "colour: red\n",
            &format!(
                "{at}  do: note\n  text: \"open\n{at}  do: note\n  test: a\n{at}  do: register\n"
            ),
            vec![
                (UnknownKey, 9, 1),
                (Syntax, 18, 1),
                (MissingKey, 18, 1),
                (UnknownKey, 21, 3),
            ],
        ),
        (
            "",
            &format!("{at}  do: note: x\n{at} do: note\n"),
            vec![(Syntax, 15, 11), (Syntax, 18, 2)],
        ),
        (
            "<<<<<<< HEAD\norder: 1\n=======\norder: 2\n>>>>>>> b\n",
            "",
            vec![(ConflictMarker, 9, 1)],
        ),
        ("", "=======\n", vec![(ConflictMarker, 13, 1)]),
        ("order: \u{7}\n", "", vec![(Syntax, 9, 8)]),
        ("", "---\nid: x\n", vec![(Syntax, 13, 1)]),
        ("", "? [a]\n: b\n", vec![(Syntax, 13, 1)]),
    ] {
        assert_eq!(
            findings_of(&file(facts, events)),
            expected,
            "{facts}{events}"
        );
    }
    assert_eq!(findings_of(""), [(Syntax, 1, 1)]);
    assert_eq!(findings_of("# nothing\n"), [(Syntax, 1, 1)]);
    assert_eq!(findings_of("- a\n- b\n"), [(Syntax, 1, 1)]);
    assert_eq!(
        findings_of(&format!("{HEAD}events: many\n")),
        [(BadValue, 9, 1)]
    );
    assert_eq!(
        findings_of(&format!("{HEAD}events:\n# none yet\n  \u{7}\n")),
        [(Syntax, 11, 3)]
    );
    assert_eq!(
        findings_of(&HEAD.replace("  name: 王芳", "  name: ''\n  age: 3")),
        [(MissingKey, 7, 3), (UnknownKey, 8, 3)]
    );
    assert_eq!(
        findings_of(&HEAD.replace("complainant:\n  name: 王芳\n", "")),
        [(MissingKey, 1, 1)]
    );
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a bound against hanging, in a test"
)]
fn hostile_files_are_rejected_fast() {
    use Code::*;
    assert_eq!(findings_of(&"x".repeat(MAX_SIZE + 1)), [(TooLarge, 1, 1)]);
    assert_eq!(findings_of(&"[".repeat(800_000)), [(TooLarge, 1, 65)]);
    assert_eq!(
        findings_of(&format!("order: {}", "{a: ".repeat(1000))),
        [(TooLarge, 1, 264)]
    );
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..40 {
        let last = n - 1;
        bomb += &format!(
            "a{n}: &a{n} [*a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}, *a{last}]\n"
        );
    }
    let wide = format!(
        "a: &a {}\nb: [{}x]\n",
        "x".repeat(500_000),
        "*a, ".repeat(100_000)
    );
    for text in [
        bomb,
        wide,
        "- ".repeat(200_000),
        "? ".repeat(200_000),
        "\"".repeat(500_001),
        "a: ".repeat(300_000),
        "\"\\x61\": b\n".repeat(80_000),
    ] {
        let start = std::time::Instant::now();
        assert!(parse(text.as_bytes()).case.is_none(), "{}", &text[..20]);
        assert!(start.elapsed().as_secs() < 30, "{}", &text[..20]);
    }
    let text = file(&format!("description: |\n  {}\n", "[".repeat(1000)), "");
    assert_eq!(findings_of(&text), []);
    let text = file(
        &format!(
            "description: \"{}\"\norder: a {}\n",
            "[".repeat(1000),
            "[".repeat(100)
        ),
        "",
    );
    assert_eq!(findings_of(&text), []);
}

#[test]
fn invalid_utf8_is_reported() {
    let mut bytes = file("", "").into_bytes();
    bytes[20] = 0xff;
    let document = parse(&bytes);
    assert_eq!(document.findings[0].spot, Spot { line: 2, column: 1 });
    assert!(document.case.is_none() && document.layout.obstacle.is_some());
}
