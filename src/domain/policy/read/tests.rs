//! Every problem with its code, place and hint. `‸` in a text marks the place of the finding and is
//! removed.

mod shapes;

use super::*;
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;

const BASE: &str = "format = 1\nchannels = [\"phone\"]\ngrades = [\"vip\"]\nremedies = [\"refund\", \"return\"]\n\
                    roles = [\"clerk\", \"chief\"]\n[categories.goods]\n";

fn clean(text: &str) -> Policy {
    match parse(text) {
        (Some(policy), findings) if findings.is_empty() => policy,
        (_, findings) => panic!("{text}\n{findings:#?}"),
    }
}

/// The only finding of a text, which must be at the mark; without a mark it is about the whole
/// file.
fn finding(marked: &str) -> Finding {
    let text = marked.replace('‸', "");
    let spot = marked
        .split_once('‸')
        .map_or(Spot::default(), |(before, _)| Spot {
            line: u32::try_from(before.split('\n').count()).expect("a line"),
            column: u32::try_from(
                before
                    .rsplit('\n')
                    .next()
                    .map_or(0, |line| line.chars().count())
                    + 1,
            )
            .expect("a column"),
        });
    let (policy, mut findings) = parse(&text);
    assert_eq!(findings.len(), 1, "{marked}\n{findings:#?}");
    let finding = findings.remove(0);
    assert_eq!(finding.spot, spot, "{marked}\n{finding:#?}");
    assert_eq!(
        policy.is_none(),
        finding.severity == Severity::Error,
        "{marked}"
    );
    finding
}

fn check(base: &str, cases: &[(&str, Code, &str, &str)]) {
    for (marked, code, message, hint) in cases {
        let finding = finding(&format!("{base}{marked}"));
        assert_eq!(finding.code, *code, "{marked}\n{finding:#?}");
        assert!(
            finding.message.in_english().contains(message),
            "{marked}\n{finding:#?}"
        );
        assert!(
            finding.advice_in_english().contains(hint),
            "{marked}\n{finding:#?}"
        );
    }
}

#[test]
fn a_file_as_a_whole_has_a_format_channels_and_categories() {
    check(
        "",
        &[
            (
                "channels = [\"a\"]\n[categories.b]\n",
                Code::MissingKey,
                "'format' is missing",
                "format = 1",
            ),
            (
                "format = ‸2\nwhatever = 1\n",
                Code::BadValue,
                "format 2",
                "update the program",
            ),
            ("format = ‸\"1\"\n", Code::BadValue, "not a text", ""),
            (
                "format = 1\n[categories.b]\n",
                Code::MissingKey,
                "'channels' is missing",
                "channels = [\"phone\"",
            ),
            (
                "format = 1\nchannels = ‸[]\n[categories.b]\n",
                Code::BadValue,
                "list at least one channel",
                "",
            ),
            (
                "format = 1\nchannels = [\"a\"]\n",
                Code::MissingKey,
                "'categories' is missing",
                "[categories.",
            ),
            (
                "format = 1\nchannels = [\"a\"]\n‸[categories]\n",
                Code::MissingKey,
                "no category",
                "[categories.",
            ),
            (
                "format = 1\nchannels = [\"电话\", ‸phone]\n",
                Code::Syntax,
                "not valid TOML: string values must be quoted",
                "",
            ),
            (
                "format = 1\nchannels = [\"a\"]\n‸channels = [\"b\"]\n",
                Code::Syntax,
                "duplicate key",
                "",
            ),
            (
                "\u{feff}format = 1\r\nchannels = [\"a\"]\r\n[categories.b]\r\n‸nam = 1\r\n",
                Code::UnknownKey,
                "'nam'",
                "'name'",
            ),
        ],
    );
}

#[test]
fn a_text_that_is_no_toml_says_how_to_mend_it() {
    check(
        BASE,
        &[
            (
                "name = ‸Goods\n",
                Code::Syntax,
                "must be quoted",
                "in quotes",
            ),
            (
                "name = ‸“Goods”\n",
                Code::Syntax,
                "must be quoted",
                "'“' is a full-width character",
            ),
            (
                "[categories.‸质量]\n",
                Code::Syntax,
                "invalid unquoted key",
                "quote",
            ),
            (
                "[categories.‸goods]\n",
                Code::Syntax,
                "duplicate key",
                "already set above",
            ),
            ("[[level]‸\nname = \"a\"\n", Code::Syntax, "", ""),
            (
                "name = \"Goods‸\n",
                Code::Syntax,
                "invalid basic string",
                "close the quotes",
            ),
            (
                "[[approval]]\nbelow = 2‸,000\n",
                Code::Syntax,
                "unexpected key or value",
                "2000",
            ),
        ],
    );
    let (policy, findings) = parse(&format!("{BASE}# {}", "a".repeat(1 << 20)));
    assert!(policy.is_none() && findings[0].code == Code::TooLarge);
}

#[test]
fn keys_that_nothing_reads_say_what_was_meant() {
    check(
        BASE,
        &[
            (
                "‸naem = \"Goods\"\n",
                Code::UnknownKey,
                "[categories.goods] has no key 'naem'",
                "did you mean 'name'?",
            ),
            (
                "[[‸deadlines]]\n",
                Code::UnknownKey,
                "the policy has no key 'deadlines'",
                "did you mean 'deadline'?",
            ),
            (
                "‸severities = [\"a\"]\n",
                Code::UnknownKey,
                "has no key 'severities'",
                "top of the file",
            ),
            (
                "[staff.li.‸wei]\n",
                Code::UnknownKey,
                "[staff.li] has no key 'wei'",
                "[staff.\"li.wei\"]",
            ),
            (
                "[pause]\n‸cap = \"3d\"\n",
                Code::UnknownKey,
                "[pause] has no key 'cap'",
                "one of: max",
            ),
            (
                "[[level]]\nname = \"a\"\n‸limit = 3\n",
                Code::UnknownKey,
                "[[level]] has no key 'limit'",
                "one of: name",
            ),
            (
                "‸[deadline]\n",
                Code::BadValue,
                "'deadline' is a list of tables",
                "write [[deadline]]",
            ),
            (
                "‸[[calendar]]\n",
                Code::BadValue,
                "[calendar] is one table",
                "write [calendar]",
            ),
        ],
    );
}

#[test]
fn values_are_of_the_kind_that_their_key_takes() {
    check(
        BASE,
        &[
            (
                "name = ‸1\n",
                Code::BadValue,
                "'name' takes a text in quotes, not a whole number",
                "",
            ),
            ("name = ‸\"\"\n", Code::BadValue, "'name' is empty", ""),
            (
                "name = ‸\" a\"\n",
                Code::BadValue,
                "begins or ends with a blank",
                "",
            ),
            (
                "name = ‸\"a\\u001b\"\n",
                Code::BadValue,
                "control characters",
                "",
            ),
            (
                "[organisation]\ntime_zone = ‸\"Asia/Shangai\"\n",
                Code::BadValue,
                "not a time zone",
                "'Asia/Shanghai'",
            ),
            (
                "[organisation]\ntime_zone = ‸\"the office\"\n",
                Code::BadValue,
                "not a time zone",
                "Europe/London",
            ),
            (
                "[organisation]\ncurrency = ‸\"yuan\"\n",
                Code::BadValue,
                "three capital letters",
                "",
            ),
            ("[pause]\nmax = ‸\"0d\"\n", Code::BadValue, "is zero", ""),
            (
                "[pause]\nmax = ‸3\n",
                Code::BadValue,
                "bare number",
                "\"3bd\"",
            ),
            (
                "[audit]\nskew = ‸true\n",
                Code::BadValue,
                "a length of time",
                "",
            ),
            (
                "[audit]\nbackdate = ‸\"3w\"\n",
                Code::BadValue,
                "unknown unit",
                "",
            ),
            (
                "[staff.a]\nuntil = ‸2026-12-01T09:00:00\n",
                Code::BadValue,
                "takes a date like",
                "",
            ),
            (
                "[staff.a]\nemail = ‸\"nobody\"\n",
                Code::BadValue,
                "not an e-mail address",
                "",
            ),
            (
                "[staff]\n‸\"a b\" = {}\n",
                Code::BadValue,
                "not a staff id",
                "",
            ),
            (
                "[categories]\n‸\"a/b\" = {}\n",
                Code::BadValue,
                "part of file names",
                "letters",
            ),
            (
                "[separation]\nforbid = [‸\"closer\"]\n",
                Code::BadValue,
                "not a separation of duties",
                "one of: ",
            ),
            (
                "[closing]\nrequire = [‸\"respons\"]\n",
                Code::BadValue,
                "a closing requirement",
                "did you mean 'response'?",
            ),
            (
                "‸[[closing.gate]]\n",
                Code::MissingKey,
                "'need' is missing in [[closing.gate]]",
                "need = ",
            ),
            (
                "[[closing.gate]]\nneed = ‸1\n",
                Code::BadValue,
                "a text or a list of texts",
                "",
            ),
        ],
    );
}

#[test]
fn a_calendar_points_at_what_is_wrong_with_it() {
    check(
        &format!("{BASE}[calendar]\n"),
        &[
            (
                "use = ‸\"cm\"\n",
                Code::PolicyReference,
                "no calendar 'cm'",
                "did you mean 'cn'?",
            ),
            (
                "week = [\"mon\", ‸\"tues\"]\n",
                Code::BadValue,
                "not a day of the week",
                "did you mean 'tue'?",
            ),
            ("week = ‸[]\n", Code::PolicyConflict, "no working day", ""),
            ("hours = [‸\"9-12\"]\n", Code::BadValue, "not a window", ""),
            (
                "hours = [‸\"22:00-06:00\"]\n",
                Code::BadValue,
                "over midnight",
                "",
            ),
            (
                "hours = ‸[\"09:00-12:00\", \"11:00-18:00\"]\n",
                Code::PolicyConflict,
                "overlap",
                "",
            ),
            (
                "holidays = [2026-10-01]\nworkdays = [‸2026-10-01]\n",
                Code::PolicyConflict,
                "in holidays (line 8)",
                "remove",
            ),
            (
                "holidays = { ‸soon = \"a\" }\n",
                Code::BadValue,
                "'soon' is not a date",
                "",
            ),
            (
                "holidays = [‸\"2026-13-01\"]\n",
                Code::BadValue,
                "not '2026-13-01'",
                "",
            ),
            ("reviewed = [‸-1]\n", Code::BadValue, "whole number", ""),
            ("roll = ‸\"yes\"\n", Code::BadValue, "true or false", ""),
        ],
    );
}

#[test]
fn people_and_roles_refer_to_what_there_is() {
    let shared = "[staff.a]\nemail = \"A@b.c\"\n[staff.b]\nemail = ‸\"a@b.c\"\n";
    let twice = "[[level]]\nname = \"a\"\n[[level]]\nname = ‸\"a\"\n";
    let since = "[staff.a]\nrole = [{ role = \"clerk\" }, ‸{ role = \"chief\" }]\n";
    check(
        BASE,
        &[
            (
                "parent = ‸\"good\"\n",
                Code::PolicyReference,
                "no category 'good'",
                "did you mean 'goods'?",
            ),
            (
                "parent = ‸\"goods\"\n",
                Code::PolicyConflict,
                "'goods' belongs to 'goods'",
                "remove one",
            ),
            (
                twice,
                Code::PolicyConflict,
                "is defined twice (also in line 7)",
                "rename",
            ),
            (
                "‸[[level]]\n",
                Code::MissingKey,
                "'name' is missing in [[level]]",
                "add: name",
            ),
            (
                "[[level]]\nname = \"a\"\nrole = ‸\"cheif\"\n",
                Code::PolicyReference,
                "no role 'cheif'",
                "'chief'",
            ),
            (
                "[staff.a]\nrole = ‸\"boss\"\n",
                Code::PolicyReference,
                "no role 'boss'",
                "one of: clerk, chief",
            ),
            (
                shared,
                Code::PolicyConflict,
                "'a' (line 7) has the same e-mail",
                "--as",
            ),
            (
                since,
                Code::PolicyConflict,
                "two roles without 'since'",
                "since = 2026-07-01",
            ),
            (
                "[permissions]\n‸asign = \"clerk\"\n",
                Code::PolicyReference,
                "'asign' is not a verb",
                "did you mean 'assign'?",
            ),
            (
                "[permissions]\nassign = ‸\"clark\"\n",
                Code::PolicyReference,
                "no role 'clark'",
                "did you mean 'clerk'?",
            ),
            (
                "[permissions]\nassign = [\"clerk\", ‸\"chief\"]\n",
                Code::PolicyConflict,
                "takes one role",
                "'system'",
            ),
            (
                "[permissions]\nassign = ‸[]\n",
                Code::BadValue,
                "names no role",
                "",
            ),
        ],
    );
    let circle = "format = 1\nchannels = [\"a\", \"b\"]\n[categories.c]\nparent = ‸\"d\"\n[categories.d]\nparent = \"c\"\n";
    let system =
        "format = 1\nchannels = [\"a\", \"b\"]\nroles = [\"clerk\", ‸\"system\"]\n[categories.c]\n";
    check(
        "",
        &[
            (
                "format = 1\nretired = [‸\"a\"]\nchannels = [\"a\"]\n[categories.c]\n",
                Code::PolicyConflict,
                "in 'channels'",
                "one",
            ),
            (
                circle,
                Code::PolicyConflict,
                "'c' belongs to 'd' belongs to 'c'",
                "remove one",
            ),
            (system, Code::PolicyConflict, "built in", "remove it"),
            (
                "format = 1\nchannels = [\"a\", ‸\"a\"]\n[categories.c]\n",
                Code::PolicyConflict,
                "'a' appears twice",
                "",
            ),
        ],
    );
}

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
fn authority_and_targets_contradict_nothing() {
    let both = "[[approval]]\nbelow = 1\nup_to = ‸2\napprovers = []\n";
    let hidden = "[[approval]]\napprovers = []\n‸[[approval]]\nremedy = \"refund\"\nup_to = 500\napprovers = [\"chief\"]\n";
    check(
        BASE,
        &[
            (
                both,
                Code::PolicyConflict,
                "'below' and 'up_to'",
                "keep one",
            ),
            (
                hidden,
                Code::PolicyConflict,
                "the one in line 7 covers it",
                "first",
            ),
            (
                "‸[[approval]]\nup_to = 2\n",
                Code::MissingKey,
                "'approvers' is missing",
                "[] for no approval",
            ),
            (
                "[[approval]]\nbelow = ‸0\napprovers = []\n",
                Code::PolicyConflict,
                "no amount is below 0",
                "up_to = 0",
            ),
            (
                "[[approval]]\napprovers = [\"clerk\", \"chief\"]\nmode = ‸\"sequense\"\n",
                Code::BadValue,
                "an approval mode",
                "did you mean 'sequence'?",
            ),
            (
                "[[approval]]\nof = ‸\"good\"\nup_to = 1\napprovers = []\n",
                Code::BadValue,
                "an amount that approval limits apply to",
                "did you mean 'goods'?",
            ),
            (
                "[[approval]]\nemergency = ‸\"later\"\napprovers = []\n",
                Code::BadValue,
                "a time for emergency approvals",
                "after",
            ),
            (
                "[[approval]]\nup_to = ‸-1\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nup_to = ‸inf\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nup_to = ‸\"500 CNY\"\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nremedy = ‸\"refunds\"\napprovers = []\n",
                Code::PolicyReference,
                "no remedy",
                "'refund'",
            ),
            (
                "[[approval]]\ncategory = ‸\"x\"\napprovers = []\n",
                Code::PolicyReference,
                "no category",
                "one of: goods",
            ),
            (
                "[[approval]]\napprovers = [\"chief\", ‸\"cook\"]\n",
                Code::PolicyReference,
                "no role 'cook'",
                "clerk, chief",
            ),
            (
                "‸[[target]]\nfigure = \"resolution-rate\"\n",
                Code::MissingKey,
                "no bound",
                "at_least",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = ‸\"101%\"\n",
                Code::BadValue,
                "a share like",
                "",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = ‸90\n",
                Code::BadValue,
                "takes a text",
                "",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = \"1%\"\nat_most = ‸\"1d\"\n",
                Code::PolicyConflict,
                "in one target",
                "",
            ),
            (
                "[[target]]\nfigure = ‸\"resolution-rat\"\nat_least = \"1%\"\n",
                Code::PolicyReference,
                "no key figure",
                "'resolution-rate'",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay:respond\"\nat_most = \"1d\"\n",
                Code::PolicyReference,
                "no deadline 'respond'",
                "",
            ),
            (
                "[[target]]\nfigure = ‸\"resolution-rate\"\nat_most = \"1d\"\n",
                Code::PolicyReference,
                "is a share",
                "at_least",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay\"\nat_least = \"1%\"\n",
                Code::PolicyReference,
                "length of time",
                "at_most",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay\"\nat_most = \"1bd\"\n",
                Code::PolicyReference,
                "needs a fixed length",
                "bh",
            ),
        ],
    );
}

#[test]
fn every_problem_is_reported_in_the_order_of_the_file() {
    let text = "channels = []\nroles = [\"a\", \"a\"]\n[categories.x]\nparent = \"y\"\n[nonesuch]\n[[level]]\nrole = \"b\"\n";
    let (policy, findings) = parse(text);
    let lines: Vec<u32> = findings.iter().map(|finding| finding.spot.line).collect();
    assert!(policy.is_none());
    assert_eq!(lines, [0, 1, 2, 4, 5, 6, 7], "{findings:#?}");
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
