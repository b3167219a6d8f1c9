//! Deadlines, and what moves them.

use super::conditions::CLOCK_WHEN;
use super::words::triggers;
use crate::domain::keys::Takes::{Date, Flag, Span, Table as One, Text, Whole, WordsOr};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static DEADLINE: Table = Table {
    label: "[[deadline]]",
    text: "Of the rules of one name whose `when` holds, those with the latest `since` not after the receipt count; among them \
           the first in the file. So a limit is never edited: a new one of the same name is added with `since`, and nothing \
           becomes late, or in time, that was not.\n\n\
           Minutes (`min`) and hours (`h`) run from the instant. For days (`d`), business days (`bd`) and months (`mo`) the \
           first day does not count, and the last ends at 24:00, or at the close of business for business days where there \
           are hours. A start that comes again while the clock runs does not start it anew. Whoever reopens a case starts its \
           clocks again. Closing, withdrawing and invalidating end every clock.",
    keys: &[
        required(
            "name",
            Text,
            "\"respond\"",
            "Its name; several rules may share one. `promised`, `cut-off` and `action-*` are the names of deadlines that are on \
             cases by themselves: promises, dates that authorities set, and corrective actions.",
            "C1",
        ),
        optional(
            "start",
            WordsOr(Words(triggers), "step:NAME"),
            Absent::Value("\"received\""),
            "\"resolved\"",
            "What starts the clock: `received`, `shipped`, `delivered` or `occurred`, a verb, or `acknowledged`, `resolved`, \
             `interim`, `emergency` (an emergency is proposed), `approved` (a proposal has all its approvals), `evidence` (all \
             that the case needs is there), or `step:NAME`, one of `steps`; of a list whichever comes first.",
            "C7",
        ),
        required(
            "stop",
            WordsOr(Words(triggers), "step:NAME"),
            "\"respond\"",
            "What stops it: a verb (`respond` is the final answer), `interim` (a reply with progress), `acknowledged` (told that \
             we have it, or answered), `resolved` (answer accepted, remedy carried out), `approved` (a proposal has all its approvals), \
             `evidence` (all that the case needs is there), `step:NAME`; `emergency` only starts one; of a list whichever comes first.",
            "C1",
        ),
        required("within", Span, "\"3bd\"", "How long it runs.", "C1, C2"),
        optional(
            "when",
            One(&CLOCK_WHEN),
            Absent::Means("every case"),
            "{ severity = \"critical\" }",
            "For which cases it is.",
            "C1",
        ),
        optional(
            "since",
            Date,
            Absent::Means("of any date"),
            "2026-12-01",
            "For receipts from this day on.",
            "C1",
        ),
        optional(
            "roll",
            Flag,
            Absent::Means("as `[calendar]` says"),
            "true",
            "As `roll` of the calendar.",
            "C2",
        ),
        optional(
            "pausable",
            Flag,
            Absent::Value("true"),
            "false",
            "Whether it stands still while a case waits for the complainant.",
            "C5",
        ),
        optional(
            "repeat",
            Flag,
            Absent::Value("false"),
            "true",
            "Whether each stop starts it again, as for news of progress every so often; until the matter is resolved or the case \
             over. Past its limit it stays there until it is stopped.",
            "B9, C3",
        ),
        optional(
            "extend",
            One(&EXTEND),
            Absent::Means("not at all"),
            "{ role = \"supervisor\", times = 1, ceiling = \"7bd\" }",
            "How it may be extended.",
            "C5",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static EXTEND: Table = Table {
    label: "'extend'",
    text: "An extension gives a fixed date, and counts only if it is put on record by the due instant as it then stood.",
    keys: &[
        optional(
            "role",
            Text,
            Absent::Means("whoever may `extend`"),
            "\"supervisor\"",
            "The lowest role that may grant it.",
            "C5",
        ),
        optional(
            "times",
            Whole(1, u32::MAX),
            Absent::Means("without limit"),
            "1",
            "How often.",
            "C5",
        ),
        optional(
            "ceiling",
            Span,
            Absent::Means("without limit"),
            "\"7bd\"",
            "The latest end, counted from the start.",
            "C5",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static PAUSE: Table = Table {
    label: "[pause]",
    text: "While a case waits for the complainant, its clocks stand still.",
    keys: &[optional(
        "max",
        Span,
        Absent::Means("without limit"),
        "\"30d\"",
        "The longest that one wait counts.",
        "C5",
    )],
    choice: Choice::Free,
};
