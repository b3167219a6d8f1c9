use super::*;
use crate::domain::case::document;
use crate::domain::policy;
use crate::domain::time::parse_rfc3339;

const POLICY: &str = r#"format = 1
channels = ["phone"]
[categories.goods]
[[level]]
name = "general"
[organisation]
time_zone = "Asia/Shanghai"
[calendar]
use = "cn"

[[deadline]]
name   = "respond"
# a remark
stop   = "respond"
within = "3bd"
extend = { times = 2 }

[pause]
max = "30d"
"#;

const CASE: &str = "id: 20260930-AAAAAA\nreceived: 2026-09-30T09:00:00+08:00\nchannel: phone\ncategory: goods\n\
                    level: general\ncomplainant:\n  name: x\nsummary: x\nevents:\n\
                    - at: 2026-09-30T09:05:00+08:00\n  by: li\n  do: register\n";

fn lines(events: &str, now: &str) -> Vec<String> {
    let (policy, findings) = policy::parse(POLICY);
    let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
    let case = document::parse(format!("{CASE}{events}").as_bytes())
        .case
        .expect("a case");
    let now = parse_rfc3339(now).expect("an instant");
    let snapshot = Snapshot::new(String::new(), case, &policy, now);
    let explanations = explain(&snapshot, &policy, POLICY, Some("respond"));
    let rule = explanations[0].rule.as_ref().expect("a rule");
    assert_eq!(rule.text.len(), 5, "{rule:#?}");
    assert_eq!(rule.text[0], "[[deadline]]");
    explanations[0]
        .lines
        .iter()
        .map(Message::in_english)
        .collect()
}

#[test]
fn days_off_are_named_and_an_extension_counts() {
    let events = "- at: 2026-10-09T09:00:00+08:00\n  by: wu\n  do: extend\n  deadline: respond\n  \
                  until: 2026-10-15T18:00:00+08:00\n  reason: the laboratory\n\
                  - at: 2026-10-16T10:00:00+08:00\n  by: li\n  do: respond\n  text: done\n  result: solved\n";
    assert_eq!(
        lines(events, "2026-10-20T00:00:00Z"),
        [
            "starts 2026-09-30 09:00: the complaint was received",
            "2026-09-30 does not count: the day of the start",
            "2026-10-01 to 2026-10-07 not counted: holiday (National Day)",
            "2026-10-08 to 2026-10-09 counted: days 1 to 2",
            "2026-10-10 counted, a make-up day (National Day): day 3",
            "2026-10-10 ends at 24:00",
            "due 2026-10-10 24:00",
            "extended until 2026-10-15 18:00: event 2, extend by wu (the laboratory)",
            "warns from 2026-10-15 00:18",
            "missed: stopped 2026-10-16 10:00, event 3, respond by li",
        ]
    );
}

#[test]
fn what_came_too_late_is_told() {
    let events = "- at: 2026-10-12T09:00:00+08:00\n  by: li\n  do: pause\n  reason: late\n";
    let lines = lines(events, "2026-10-20T00:00:00Z");
    let ignored =
        "does not count: event 2, pause by li, recorded 2026-10-12 09:00, after the due instant";
    assert!(lines.iter().any(|line| line == ignored), "{lines:#?}");
    assert_eq!(
        lines.last().map(String::as_str),
        Some("overdue: still running")
    );
}
