//! Values of keys and the calendar.

use super::*;

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
                "hours = [‸\"22:00-06:60\"]\n",
                Code::BadValue,
                "not a window",
                "",
            ),
            (
                "hours = ‸[\"21:00-24:00\", \"00:00-02:00\"]\n",
                Code::PolicyConflict,
                "the end and the beginning of one date, not a night shift",
                "write 21:00-02:00",
            ),
            (
                "hours = ‸{ default = [\"09:00-18:00\"], sat = [\"09:00-12:00\"] }\n",
                Code::PolicyConflict,
                "the hours of sat never apply",
                "add sat to 'week'",
            ),
            (
                "hours = ‸{ mon = [\"09:00-18:00\"] }\n",
                Code::MissingKey,
                "'hours' has no 'default'",
                "add: default",
            ),
            (
                "hours = { default = \"09:00-18:00\", ‸tues = \"09:00-12:00\" }\n",
                Code::UnknownKey,
                "'tues' is not a day of the week",
                "did you mean 'tue'?",
            ),
            (
                "hours = { default = \"09:00-18:00\", tue = ‸[] }\n",
                Code::BadValue,
                "the hours of 'tue' are empty",
                "leave the day out",
            ),
            (
                "hours = { default = \"09:00-18:00\", tue = [‸\"9-12\"] }\n",
                Code::BadValue,
                "not a window",
                "",
            ),
            (
                "hours = ‸{ default = \"21:00-02:00\", tue = \"00:00-01:00\" }\n",
                Code::PolicyConflict,
                "run longer than those of the next day",
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
            (
                "reviewed = [‸26]\n",
                Code::BadValue,
                "at least 1000, not 26",
                "",
            ),
            ("roll = ‸\"yes\"\n", Code::BadValue, "true or false", ""),
        ],
    );
}
