//! Deadlines.

use super::*;
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;

#[test]
fn deadlines_that_cannot_be_are_refused() {
    let rule = "[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"3bd\"\n";
    check(
        &format!("{BASE}{rule}"),
        &[
            (
                "start = ‸\"receieved\"\n",
                Code::PolicyReference,
                "can start a deadline",
                "did you mean 'received'?",
            ),
            ("start = ‸[]\n", Code::BadValue, "names nothing", ""),
            (
                "when = { level = ‸\"genral\" }\n",
                Code::PolicyReference,
                "no level 'genral'",
                "did you mean 'general'?",
            ),
            (
                "when = { grade = [\"vip\", ‸\"gold\"] }\n",
                Code::PolicyReference,
                "no grade 'gold'",
                "one of: vip",
            ),
            (
                "when = { category = ‸\"god\" }\n",
                Code::PolicyReference,
                "no category 'god'",
                "goods",
            ),
            (
                "when = { channel = ‸\"fax\" }\n",
                Code::PolicyReference,
                "no channel 'fax'",
                "one of: phone",
            ),
            (
                "when = { received_on = ‸\"weekend\" }\n",
                Code::BadValue,
                "a kind of day",
                "working-day, day-off",
            ),
            (
                "when = { ‸recieved_on = \"day-off\" }\n",
                Code::UnknownKey,
                "'when' of a deadline has no key",
                "'received_on'",
            ),
            (
                "when = { grade = ‸[] }\n",
                Code::BadValue,
                "never holds",
                "",
            ),
            (
                "when = ‸\"vip\"\n",
                Code::BadValue,
                "takes a table, not a text",
                "",
            ),
            (
                "extend = { role = ‸\"boss\" }\n",
                Code::PolicyReference,
                "no role 'boss'",
                "clerk, chief",
            ),
            (
                "extend = { times = ‸0 }\n",
                Code::BadValue,
                "at least 1",
                "",
            ),
            (
                "extend = { ceiling = ‸\"2bd\" }\n",
                Code::PolicyConflict,
                "2bd is not longer than",
                "beyond 'within'",
            ),
            (
                "extend = { ceiling = ‸\"3bd\" }\n",
                Code::PolicyConflict,
                "can never be extended",
                "",
            ),
            (
                "extend = { ‸time = 1 }\n",
                Code::UnknownKey,
                "'extend' has no key 'time'",
                "'times'",
            ),
            ("pausable = ‸\"no\"\n", Code::BadValue, "true or false", ""),
            (
                "‸[[deadline]]\nname = \"a\"\nwithin = \"1d\"\n",
                Code::MissingKey,
                "'stop' is missing",
                "stop = ",
            ),
            (
                "‸[[deadline]]\nname = \"a\"\nstop = \"close\"\n",
                Code::MissingKey,
                "'within' is missing",
                "within = ",
            ),
            (
                "‸[[deadline]]\nstop = \"close\"\nwithin = \"1d\"\n",
                Code::MissingKey,
                "'name' is missing",
                "name = ",
            ),
        ],
    );
    for ceiling in ["4bd", "2d", "1h"] {
        clean(&format!(
            "{BASE}{rule}extend = {{ ceiling = \"{ceiling}\" }}\n"
        ));
    }
    let hidden = format!(
        "{rule}‸[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"2bd\"\nwhen = {{ grade = \"vip\" }}\n"
    );
    let level = format!(
        "{}[[level]]\nname = \"respond\"\nwithin = \"2d\"\n",
        rule.replace("name = ", "name = ‸")
    );
    check(
        BASE,
        &[
            (
                &hidden,
                Code::PolicyConflict,
                "the one in line 7 comes first",
                "'since'",
            ),
            (
                &level,
                Code::PolicyConflict,
                "the level in line 11",
                "another name",
            ),
            (
                &rule
                    .replace("stop = ", "stop = ‸")
                    .replace("\"respond\"\nw", "\"received\"\nw"),
                Code::PolicyConflict,
                "cannot stop",
                "'respond'",
            ),
            (
                &rule.replace("stop = ", "start = \"respond\"\nstop = ‸"),
                Code::PolicyConflict,
                "starts and stops with 'respond'",
                "",
            ),
            (
                &rule.replace("name = \"respond\"", "name = ‸\"promised\""),
                Code::PolicyConflict,
                "promises",
                "another name",
            ),
            (
                &rule.replace("name = \"respond\"", "name = ‸\"action-B4KT\""),
                Code::PolicyConflict,
                "reserved for corrective actions",
                "another name",
            ),
            (
                &rule.replace("\"3bd\"", "‸\"03bd\""),
                Code::BadValue,
                "write 3bd",
                "",
            ),
            (
                &rule.replace("\"3bd\"", "‸\"0d\""),
                Code::BadValue,
                "is zero",
                "",
            ),
            (
                &rule.replace("\"3bd\"", "‸\"3 days\""),
                Code::BadValue,
                "unknown unit",
                "",
            ),
        ],
    );
}

#[test]
fn every_date_among_the_facts_starts_a_deadline_and_stops_none() {
    for field in FactField::ALL
        .iter()
        .filter(|field| field.kind() == FactKind::Instant)
    {
        let errors = |end: &str| {
            let other = if end == "start" {
                "stop = \"close\""
            } else {
                ""
            };
            let text = format!(
                "{BASE}[[deadline]]\nname = \"a\"\nwithin = \"1d\"\n{other}\n{end} = \"{}\"\n",
                field.name()
            );
            let findings = parse(&text).1.into_iter();
            findings
                .filter(|finding| finding.severity == Severity::Error)
                .map(|finding| finding.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(errors("start"), [], "{field:?}");
        assert_eq!(errors("stop"), [Code::PolicyConflict], "{field:?}");
    }
}
