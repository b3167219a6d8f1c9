//! What everything else refers to: the organisation, its calendar, categories, levels and staff.

use super::words::{calendars, occasions, weekdays};
use crate::domain::keys::Takes::{
    Date, Dates, Flag, Form, Hours, Span, Text, TextOr, Texts, Word, WordList, Years,
};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static ORGANISATION: Table = Table {
    label: "[organisation]",
    text: "",
    keys: &[
        optional(
            "name",
            Text,
            Absent::Value("\"\""),
            "\"Harbour Light Home\"",
            "Its name, for reports.",
            "",
        ),
        optional(
            "time_zone",
            Text,
            Absent::Value("\"UTC\""),
            "\"Asia/Shanghai\"",
            "Where its days begin and end, by the name in the IANA data base.",
            "C2",
        ),
        optional(
            "currency",
            Form("^[A-Z]{3}$"),
            Absent::Value("\"CNY\""),
            "\"CNY\"",
            "What all amounts are in, as ISO 4217 has it.",
            "D1",
        ),
        optional(
            "language",
            Text,
            Absent::Value("\"en\""),
            "\"zh-CN\"",
            "What holidays and reports are named in.",
            "",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static CALENDAR: Table = Table {
    label: "[calendar]",
    text: "Limits in business days (`bd`) and business hours (`bh`) are counted on these days and hours. A calendar holds for \
           all dates: enter days to come, and leave past ones alone, or what was late changes after the fact (`check` says \
           so). A limit that runs into a year whose holidays nobody has reviewed is a warning.",
    keys: &[
        optional(
            "use",
            Word(Words(calendars)),
            Absent::Means("the week alone"),
            "\"cn\"",
            "A calendar that comes with the program, with public holidays and make-up working days: `cn`, mainland China.",
            "C2",
        ),
        optional(
            "week",
            WordList(Words(weekdays)),
            Absent::Value("[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
            "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\"]",
            "The weekdays that are worked.",
            "C2",
        ),
        optional(
            "hours",
            Hours,
            Absent::Means("00:00 to 24:00"),
            "[\"09:00-12:00\", \"13:30-18:00\"]",
            "Business hours, the same on every working day. With them the last working day of a limit ends at the close of \
             business, without them at 24:00.",
            "C2",
        ),
        optional(
            "holidays",
            Dates,
            Absent::Value("[]"),
            "{ 2026-12-31 = \"Stocktaking\" }",
            "Days off of one's own, as a list of dates or with names. They go before the calendar in `use`.",
            "C2",
        ),
        optional(
            "workdays",
            Dates,
            Absent::Value("[]"),
            "[2026-12-26]",
            "Days worked although the week has them off.",
            "C2",
        ),
        optional(
            "reviewed",
            Years,
            Absent::Value("[]"),
            "[2027]",
            "The years whose holidays are complete here.",
            "C2",
        ),
        optional(
            "roll",
            Flag,
            Absent::Value("false"),
            "true",
            "Whether a limit in days or months that would end on a day off ends on the next working day instead.",
            "C2",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static CATEGORY: Table = Table {
    label: "[categories.NAME]",
    text: "A tree: a rule for a category is one for all that belong to it. The name becomes part of file names (letters, digits, \
           `-`, `_` and `.`). Departments need no declaring.",
    keys: &[
        optional(
            "name",
            Text,
            Absent::Means("NAME"),
            "\"Product quality\"",
            "The name that people read.",
            "A7",
        ),
        optional(
            "parent",
            Text,
            Absent::Means("none"),
            "\"delivery\"",
            "The category that it belongs to.",
            "A7",
        ),
        optional(
            "department",
            Text,
            Absent::Means("none"),
            "\"quality\"",
            "The department of new cases, unless `assign --department` says otherwise.",
            "B1",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static LINE: Table = Table {
    label: "[line.NAME]",
    text: "Of the product lines in `lines`.",
    keys: &[
        optional(
            "name",
            Text,
            Absent::Means("NAME"),
            "\"Wall and floor tiles\"",
            "The name that people read.",
            "A3",
        ),
        optional(
            "department",
            Text,
            Absent::Means("none"),
            "\"tiles-service\"",
            "The department of new cases whose category has none.",
            "B1",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static LEVEL: Table = Table {
    label: "[[level]]",
    text: "The first is where new cases are; `escalate` moves them up.",
    keys: &[
        required("name", Text, "\"regional\"", "Its name.", "C4"),
        optional(
            "role",
            Text,
            Absent::Means("anybody"),
            "\"supervisor\"",
            "The lowest role that deals with it.",
            "B5, C4",
        ),
        optional(
            "within",
            Span,
            Absent::Means("without limit"),
            "\"48h\"",
            "The time that it has, from reaching the level (the first: from receipt) until it is left or the case resolved. \
             It is shown among the deadlines under the level's name; `escalate --due` moves up what is past it.",
            "C1, C4",
        ),
        optional(
            "only",
            Word(Words(occasions)),
            Absent::Means("nothing more"),
            "\"dissatisfied\"",
            "What a case needs to be moved up to this level by time alone: `dissatisfied`, a complainant who refused the final \
             answer or took it dissatisfied, gave 1 or 2 of 5 marks, appealed, or had the case reopened. Otherwise `escalate --due` stops below it; people may \
             always move a case to it, saying why.",
            "C4",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static STAFF: Table = Table {
    label: "[staff.NAME]",
    text: "NAME is what stands in `by:` of the events; one with a dot is quoted: `[staff.\"li.wei\"]`. Entries are ended, never \
           deleted: old events go on being judged by them. While nobody is listed, anyone may do anything.",
    keys: &[
        optional(
            "name",
            Text,
            Absent::Means("NAME"),
            "\"Li Wei\"",
            "The name that people read.",
            "",
        ),
        optional(
            "email",
            Form("^[^@\\s]+@[^@\\s]+$"),
            Absent::Means("found by `--as` alone"),
            "\"li.wei@example.com\"",
            "The address that git knows them by.",
            "",
        ),
        optional(
            "role",
            TextOr(&DATED_ROLE),
            Absent::Means("none"),
            "\"clerk\"",
            "Their role. A change is dated, so that what they did before is judged by the role that they had: \
             `[{ role = \"clerk\" }, { role = \"supervisor\", since = 2026-07-01 }]`.",
            "D6",
        ),
        optional(
            "department",
            Text,
            Absent::Means("none"),
            "\"service\"",
            "Their department.",
            "B1",
        ),
        optional(
            "skills",
            Texts,
            Absent::Value("[]"),
            "[\"english\"]",
            "What they know: categories and product lines, by which `assign --auto` chooses.",
            "B2",
        ),
        optional(
            "until",
            Date,
            Absent::Means("still there"),
            "2026-12-31",
            "Their last day.",
            "D6",
        ),
    ],
    choice: Choice::Free,
};

static DATED_ROLE: Table = Table {
    label: "a dated role",
    text: "One of the roles that somebody has had, in `[staff.NAME]` `role`.",
    keys: &[
        required("role", Text, "\"supervisor\"", "The role.", "D6"),
        optional(
            "since",
            Date,
            Absent::Means("from ever"),
            "2026-07-01",
            "The day from which it holds.",
            "D6",
        ),
    ],
    choice: Choice::Free,
};
