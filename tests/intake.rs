//! Requirements at intake, table by table.

use crate::support::story::{Story, instant};
use complaint::domain::case::FactField;
use complaint::domain::case::facts::{FactClass, FactKind};
use complaint::domain::case::fields::Value;
use complaint::domain::deadline::DeadlineState;
use complaint::domain::finding::{Code, Severity};
use complaint::domain::list::List;
use complaint::domain::metrics::Frame;
use complaint::domain::redaction;
use complaint::domain::rules::{claim_window, evidence};
use complaint::domain::snapshot::Snapshot;
use complaint::domain::state::{Flag, Status};
use complaint::render::Style;
use complaint::render::json::{self, CaseDetail};
use complaint::render::letter::{Form, letter};
use complaint::render::report;
use complaint::render::show::{self, Shown};
use rust_decimal::Decimal;

/// Thirty days for nonconforming goods, sixty for defects found in use, ninety for unused goods (S3
/// A8).
const WINDOWS: &str = r#"
[[window]]
name   = "in-use"
start  = "delivered"
within = "60d"
when   = { condition = "used", symptom = ["defective", "damaged"] }

[[window]]
name   = "unused"
start  = "delivered"
within = "90d"
when   = { condition = "unused" }

[[window]]
name   = "non-conformity"
start  = "delivered"
within = "30d"
"#;

/// Received on 2 November 2026.
fn delivered(day: &str, facts: &[&str]) -> Story {
    let story = Story::under(WINDOWS).fact(&format!("delivered: {day}T08:00:00+08:00"));
    facts.iter().fold(story, |story, fact| story.fact(fact))
}

#[test]
fn a_claim_window_includes_its_last_day() {
    let (used, unused) = (
        ["condition: used", "symptom: damaged"],
        ["condition: unused"],
    );
    for (days, day, facts, window, in_time) in [
        (30, "2026-10-03", &[][..], "non-conformity", true),
        (31, "2026-10-02", &[], "non-conformity", false),
        (60, "2026-09-03", &used, "in-use", true),
        (61, "2026-09-02", &used, "in-use", false),
        (90, "2026-08-04", &unused, "unused", true),
        (91, "2026-08-03", &unused, "unused", false),
        (
            31,
            "2026-10-02",
            &["condition: used", "symptom: late"],
            "non-conformity",
            false,
        ),
        (0, "2026-11-02", &[], "non-conformity", true),
    ] {
        let story = delivered(day, facts);
        let judged = story.judged();
        let claim = claim_window::claim(&judged.state, story.policy()).expect("a window");
        assert_eq!(
            (claim.window.name.as_str(), claim.is_in_time()),
            (window, in_time),
            "{days} days"
        );
        assert_eq!(
            story.codes(),
            if in_time {
                vec![]
            } else {
                vec![Code::ClaimWindow]
            },
            "{days} days"
        );
    }
}

#[test]
fn a_window_needs_its_date_and_applies_until_the_case_ends() {
    assert_eq!(Story::under(WINDOWS).codes(), []);
    let dated = |since: &str| {
        WINDOWS.replace(
            "within = \"30d\"",
            &format!("within = \"30d\"\nsince = {since}"),
        )
    };
    for (since, codes) in [
        ("2026-11-02", vec![Code::ClaimWindow]),
        ("2026-11-03", vec![]),
    ] {
        let story = Story::under(&dated(since)).fact("delivered: 2026-09-01T00:00:00+08:00");
        assert_eq!(story.codes(), codes, "{since}");
    }
    let ended = delivered("2026-09-01", &[]).act("sue", "invalidate", "reason: out of window");
    assert_eq!(ended.codes(), []);
    let amended = delivered("2026-09-01", &[]).act(
        "ann",
        "amend",
        "field: delivered\nfrom: 2026-09-01T08:00:00+08:00\nto: 2026-10-31T10:00:00+08:00\nreason: the other parcel",
    );
    assert_eq!(amended.codes(), []);
}

/// Money or a return needs a statement or a debit note, defective goods a photo; all within 30 days
/// (S3 A9).
const EVIDENCE: &str = r#"
[[evidence]]
any  = ["stamped-statement", "debit-note"]
when = { request = ["refund", "return"] }

[[evidence]]
any  = "photo"
when = { symptom = "defective" }

[[deadline]]
name   = "papers"
stop   = "evidence"
within = "30d"
when   = { request = ["refund", "return"] }
"#;

fn attached(story: Story, at: &str, kind: &str) -> Story {
    // Different bytes for each kind.
    let digit = format!("{:x}", kind.len() % 16);
    let file = format!("x/{}-{kind}.pdf", digit.repeat(8));
    story.act_at(
        at,
        "ann",
        "attach",
        &format!("file: {file}\nsha256: {}\nkind: {kind}", digit.repeat(64)),
    )
}

#[test]
fn the_request_decides_the_required_evidence() {
    let first = "2026-11-03T09:00:00+08:00";
    for (facts, kinds, lacking) in [
        (&[][..], &[][..], false),
        (&["request: refund"], &[], true),
        (&["request: repair"], &[], false),
        (&["request: return"], &["debit-note"], false),
        (&["request: return"], &["stamped-statement"], false),
        (&["request: return"], &["photo"], true),
        (
            &["request: return", "symptom: defective"],
            &["debit-note"],
            true,
        ),
        (
            &["request: return", "symptom: defective"],
            &["photo", "debit-note"],
            false,
        ),
    ] {
        let story = facts
            .iter()
            .fold(Story::under(EVIDENCE), |story, fact| story.fact(fact));
        let story = kinds
            .iter()
            .fold(story, |story, kind| attached(story, first, kind));
        let expected = if lacking {
            vec![Code::EvidenceRequired]
        } else {
            vec![]
        };
        assert_eq!(story.codes(), expected, "{facts:?} {kinds:?}");
        assert_eq!(
            evidence::missing(&story.judged().state, story.policy()).is_empty(),
            !lacking
        );
    }
}

#[test]
fn evidence_that_comes_late_misses_its_deadline() {
    // Received on 2 November, so the 30 days end on 2 December.
    let refund = || Story::under(EVIDENCE).fact("request: refund");
    let state = |story: Story| {
        let clocks = story.clocks("papers", "2026-12-31T00:00:00+08:00");
        clocks.first().map(|clock| clock.state)
    };
    for (at, expected) in [
        ("2026-11-20T09:00:00+08:00", DeadlineState::Met),
        ("2026-12-02T23:59:59+08:00", DeadlineState::Met),
        ("2026-12-03T00:00:01+08:00", DeadlineState::Missed),
    ] {
        assert_eq!(
            state(attached(refund(), at, "debit-note")),
            Some(expected),
            "{at}"
        );
    }
    assert_eq!(state(refund()), Some(DeadlineState::Overdue));
    assert_eq!(
        state(attached(refund(), "2026-11-20T09:00:00+08:00", "photo")),
        Some(DeadlineState::Overdue)
    );
    assert_eq!(state(Story::under(EVIDENCE)), None);
    let asked = "field: request\nto: refund\nreason: misheard";
    let asked_later = Story::under(EVIDENCE).act("ann", "amend", asked);
    assert_eq!(state(asked_later.clone()), Some(DeadlineState::Overdue));
    assert_eq!(
        state(attached(
            asked_later,
            "2026-11-20T09:00:00+08:00",
            "debit-note"
        )),
        Some(DeadlineState::Met)
    );
    let before = attached(
        Story::under(EVIDENCE),
        "2026-11-02T10:00:00+08:00",
        "debit-note",
    );
    let before = before.act("ann", "amend", asked);
    assert_eq!(state(before), Some(DeadlineState::Met));
}

/// A new round waits for evidence only if some is missing.
#[test]
fn evidence_that_is_there_is_not_waited_for_again() {
    let rounds = |kind: &str| {
        let refund = Story::under(EVIDENCE).fact("request: refund");
        let answered = attached(refund, "2026-11-03T09:00:00+08:00", kind)
            .act("ann", "respond", "text: x\nresult: explained")
            .act("ann", "close", "")
            .act("sue", "reopen", "reason: again");
        let clocks = answered.clocks("papers", "2027-12-31T00:00:00+08:00");
        clocks.iter().map(|clock| clock.state).collect::<Vec<_>>()
    };
    assert_eq!(rounds("debit-note"), [DeadlineState::Met]);
    assert_eq!(
        rounds("photo"),
        [DeadlineState::Cancelled, DeadlineState::Overdue]
    );
}

#[test]
fn closing_waits_for_evidence_where_a_gate_asks_for_it_and_warns_elsewhere() {
    let closed = |rules: &str, kind: Option<&str>| {
        let story = Story::edited(|standard| {
            let standard = standard.replace("\"resolved\", \"follow-up\"]", "\"response\"]");
            format!("{standard}{EVIDENCE}{rules}")
        });
        let story = story
            .fact("request: refund")
            .act("ann", "respond", "text: ok\nresult: solved");
        let story = kind
            .map(|kind| attached(story.clone(), "2026-11-03T09:00:00+08:00", kind))
            .unwrap_or(story);
        story.act("sue", "close", "").codes()
    };
    let gate = "[[closing.gate]]\nneed = \"evidence\"\nwhen = { request = \"refund\" }\n";
    for (rules, kind, codes) in [
        ("", None, vec![Code::EvidenceRequired]),
        ("", Some("debit-note"), vec![]),
        (gate, None, vec![Code::ClosingGate]),
        (gate, Some("photo"), vec![Code::ClosingGate]),
        (gate, Some("stamped-statement"), vec![]),
    ] {
        assert_eq!(closed(rules, kind), codes, "{rules} {kind:?}");
    }
}

#[test]
fn a_complaint_is_invalid_on_one_of_the_grounds() {
    let under =
        |grounds: &'static str| Story::edited(move |standard| format!("{grounds}\n{standard}"));
    let listed = "grounds = [\"out-of-window\", \"untrue\"]";
    for (grounds, reason, codes) in [
        ("", "not our product", vec![]),
        (listed, "untrue", vec![]),
        // An invalidation from before the list existed stands; a new one must use the list.
        (listed, "not our product", vec![Code::UnlistedValue]),
    ] {
        let before = under(grounds);
        let story = before.clone().act(
            "sue",
            "invalidate",
            &format!("reason: {reason}\ntext: we are sorry"),
        );
        let judged = story.judged();
        assert_eq!(story.codes(), codes, "{reason}");
        assert_eq!(judged.state.status(), Status::Invalid, "{reason}");
        let objections = judged.refusals(Some(&before.judged()));
        assert_eq!(
            objections
                .iter()
                .map(|finding| finding.code)
                .collect::<Vec<_>>(),
            codes,
            "{reason}"
        );
        assert!(
            objections
                .iter()
                .all(|finding| finding.severity == Severity::Error),
            "{reason}"
        );
    }
}

#[test]
fn a_malicious_complaint_is_marked_until_it_is_taken_up_again() {
    let is_marked = |story: &Story| {
        story
            .judged()
            .flags(story.policy())
            .contains(&Flag::Malicious)
    };
    for (by, rest, marked) in [
        ("sue", "reason: untrue\nmalicious: true", true),
        ("sue", "reason: untrue", false),
        // Without the permission to invalidate, the mark has no effect either.
        ("ann", "reason: untrue\nmalicious: true", false),
    ] {
        let story = Story::new().act(by, "invalidate", rest);
        assert_eq!(is_marked(&story), marked, "{by} {rest}");
        assert!(
            !is_marked(&story.act("sue", "reopen", "reason: it was true")),
            "{by} {rest}"
        );
    }
}

#[test]
fn facts_that_the_policy_requires_are_not_left_out() {
    let rules = |rest: &str| format!("[[required]]\nfacts = [\"delivered\", \"order\"]\n{rest}\n");
    let (delivered, order) = ("delivered: 2026-10-20T10:00:00+08:00", "order: SO-1");
    let missing = vec![Code::FactRequired];
    for (rest, facts, codes) in [
        ("", &[][..], missing.clone()),
        ("", &[order], missing.clone()),
        ("", &[order, delivered], vec![]),
        ("", &[delivered, "order: ''"], missing.clone()),
        ("when = { request = \"refund\" }", &[], vec![]),
        (
            "when = { request = \"refund\" }",
            &["request: refund"],
            missing.clone(),
        ),
        (
            "when = { level = \"general\", channel = [\"phone\", \"email\"] }",
            &[],
            missing.clone(),
        ),
        ("since = 2026-11-02", &[], missing),
        ("since = 2026-11-03", &[], vec![]),
    ] {
        let story = facts
            .iter()
            .fold(Story::under(&rules(rest)), |story, fact| story.fact(fact));
        assert_eq!(story.codes(), codes, "{rest} {facts:?}");
    }
}

#[test]
fn an_amendment_may_not_take_a_required_fact_away_and_may_bring_it() {
    let rules = "[[required]]\nfacts = \"order\"\nwhen = { request = \"refund\" }\n";
    let amend = |story: &Story, rest: &str| {
        let after = story
            .clone()
            .act("ann", "amend", &format!("{rest}\nreason: misheard"));
        after
            .judged()
            .objections(Some(&story.judged()))
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    let plain = Story::under(rules);
    assert_eq!(
        amend(&plain, "field: request\nto: refund"),
        [Code::FactRequired]
    );
    let refund = Story::under(rules).fact("request: refund");
    assert_eq!(amend(&refund, "field: order\nto: SO-1"), []);
    let whole = refund.clone().fact("order: SO-1");
    assert_eq!(
        amend(&whole, "field: order\nfrom: SO-1"),
        [Code::FactRequired]
    );
    let imported = refund.fact("source: ledger.csv#17");
    let judged = imported.judged();
    let mut lacking = judged.findings.iter();
    let lacking = lacking.find(|finding| finding.code == Code::FactRequired);
    assert_eq!(lacking.expect("a warning").severity, Severity::Warning);
    // Who claims to have imported the facts needs the permission for it.
    assert!(
        judged
            .errors()
            .all(|finding| finding.code == Code::Permission)
    );
}

#[test]
fn the_product_line_decides_the_department_if_the_category_does_not() {
    let lines = "[line.tiles]\ndepartment = \"tiles-service\"\n[line.pipes]\nname = \"Pipes\"\n";
    let department = |own: bool, line: &str| {
        let story = Story::edited(|standard| {
            let standard = if own {
                standard.to_owned()
            } else {
                standard.replace("department = \"logistics\"\n", "")
            };
            format!("{standard}\n{lines}")
        });
        story
            .fact(&format!("line: {line}"))
            .judged()
            .state
            .department
    };
    for (own, line, expected) in [
        (true, "tiles", Some("logistics")),
        (false, "tiles", Some("tiles-service")),
        (false, "pipes", None),
        (false, "taps", None),
    ] {
        assert_eq!(department(own, line).as_deref(), expected, "{own} {line}");
    }
}

#[test]
fn a_redacted_case_has_no_names() {
    let story = Story::new()
        .fact("person: Sue Li")
        .act("ann", "assign", "to: bob\ndepartment: logistics")
        .act(
            "bob",
            "propose",
            "proposal: AAAA\nremedy: refund\namount: 800\ntext: Wang insists",
        )
        .act(
            "sue",
            "approve",
            "proposal: AAAA\nremedy: refund\namount: 800",
        )
        .act(
            "bob",
            "plan",
            "plan: BBBB\naction: call Wang\nowner: bob\nuntil: 2026-12-01T09:00:00+08:00",
        )
        .act("bob", "withdraw", "reason: Wang is content, says bob");
    let now = instant("2026-12-31T00:00:00+08:00");
    let snapshot = Snapshot::new("cases/x.yaml".to_owned(), story.case(), story.policy(), now);
    let clean = redaction::redacted(&snapshot, story.policy());
    let policy = redaction::without_staff(story.policy());
    let shown = Shown {
        snapshot: &clean,
        findings: &[],
        policy: &policy,
        now,
    };
    let page = show::page(&shown, Style::Plain);
    let json = json::document(&CaseDetail::new(&clean, &[], &policy, now));
    for text in [&page, &json] {
        for name in ["Wang", "Sue Li", "bob", "ann\"", "sue"] {
            assert!(!text.contains(name), "{name}\n{text}");
        }
        assert!(text.contains("refund"), "{text}");
    }
}

/// The case of a story with every fact set: texts are `the NAME`.
fn with_every_fact(story: &Story) -> Snapshot {
    let mut case = story.case();
    for field in FactField::ALL {
        let value = match field.kind() {
            FactKind::Text => Value::Text(format!("the {}", field.name())),
            FactKind::Amount => Value::Decimal(Decimal::from(4711)),
            FactKind::Instant => Value::Instant(instant("2026-10-01T09:00:00+08:00")),
        };
        case.facts.put(*field, value);
    }
    let now = instant("2026-12-31T00:00:00+08:00");
    Snapshot::new("cases/x.yaml".to_owned(), case, story.policy(), now)
}

#[test]
fn json_has_every_fact() {
    let story = Story::new();
    let now = instant("2026-12-31T00:00:00+08:00");
    let detail = CaseDetail::new(&with_every_fact(&story), &[], story.policy(), now);
    let json = serde_json::to_value(&detail).expect("JSON");
    let facts = json["facts"].as_object().expect("an object");
    for field in FactField::ALL {
        let written = match field.kind() {
            FactKind::Text => format!("the {}", field.name()),
            FactKind::Amount => "4711".to_owned(),
            FactKind::Instant => "2026-10-01T09:00:00+08:00".to_owned(),
        };
        assert_eq!(facts[field.name()], written, "{field:?}");
    }
    assert_eq!(facts.len(), FactField::ALL.len());
}

#[test]
fn redaction_shows_only_departments_of_the_policy() {
    let story = Story::new();
    let listed = story
        .policy()
        .departments()
        .next()
        .expect("a department")
        .to_owned();
    for (department, is_shown) in [(listed.as_str(), true), ("Wang Er of no. 5", false)] {
        let assigned = Story::new().act(
            "sue",
            "assign",
            &format!("to: sue\ndepartment: {department}\nco-handler: [{department}]"),
        );
        let now = instant("2026-12-31T00:00:00+08:00");
        let case = assigned.case();
        let snapshot = Snapshot::new("cases/x.yaml".to_owned(), case, story.policy(), now);
        let clean = redaction::redacted(&snapshot, story.policy());
        let shown = Shown {
            snapshot: &clean,
            findings: &[],
            policy: story.policy(),
            now,
        };
        let page = show::page(&shown, Style::Plain);
        let json = json::document(&CaseDetail::new(&clean, &[], story.policy(), now));
        for text in [&page, &json] {
            assert_eq!(text.contains(department), is_shown, "{department}\n{text}");
        }
    }
}

#[test]
fn redaction_covers_every_fact() {
    let story = Story::edited(|standard| {
        standard.replacen("format", "outlets = [\"the outlet\"]\nformat", 1)
    });
    assert_eq!(story.policy().lists[List::Outlets], ["the outlet"]);
    let clean = redaction::redacted(&with_every_fact(&story), story.policy());
    let policy = redaction::without_staff(story.policy());
    let now = instant("2026-12-31T00:00:00+08:00");
    let shown = Shown {
        snapshot: &clean,
        findings: &[],
        policy: &policy,
        now,
    };
    let page = show::page(&shown, Style::Plain);
    let json = json::document(&CaseDetail::new(&clean, &[], &policy, now));
    let named: String = FactField::ALL
        .iter()
        .map(|field| format!("{{{{ {} | default(\"\") }}}}\n", field.name()))
        .collect();
    let letter = letter(&named, Form::Text, &clean, &policy, now).expect("a letter");
    let frame = Frame {
        policy: &policy,
        period: None,
        now,
    };
    let ledger = report::ledger(&[&clean], &frame);
    let texts = FactField::ALL
        .iter()
        .filter(|field| field.kind() == FactKind::Text);
    for field in texts {
        let text = format!("the {}", field.name());
        let is_shown = match field.class() {
            FactClass::Listed | FactClass::Measured | FactClass::Named => true,
            FactClass::Complainant | FactClass::Person | FactClass::Text => false,
        };
        for page in [&page, &json, &letter] {
            assert_eq!(page.contains(&text), is_shown, "{text}\n{page}");
        }
        for page in [ledger.json(), ledger.markdown(), ledger.csv()] {
            assert!(is_shown || !page.contains(&text), "{text}\n{page}");
        }
    }
}
