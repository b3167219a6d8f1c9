//! The file as a whole: format, syntax, unknown keys.

use super::*;

#[test]
fn a_file_as_a_whole_has_a_format_channels_and_categories() {
    check(
        "",
        &[
            (
                "channels = [\"a\"]\n[categories.b]\n",
                Code::MissingKey,
                "'format' is missing",
                "format = 2",
            ),
            (
                "format = ‸3\nwhatever = 1\n",
                Code::BadValue,
                "format 3",
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
fn every_problem_is_reported_in_the_order_of_the_file() {
    let text = "channels = []\nroles = [\"a\", \"a\"]\n[categories.x]\nparent = \"y\"\n[nonesuch]\n[[level]]\nrole = \"b\"\n";
    let (policy, findings) = parse(text);
    let lines: Vec<u32> = findings.iter().map(|finding| finding.spot.line).collect();
    assert!(policy.is_none());
    assert_eq!(lines, [0, 1, 2, 4, 5, 6, 7], "{findings:#?}");
}
