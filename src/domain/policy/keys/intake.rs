//! What is asked of complaints when they come in.

use super::conditions::{CLOCK_WHEN, WHEN};
use super::words::{dates, optional_facts};
use crate::domain::keys::Takes::{
    Date, Flag, Span, Table as One, Text, Texts, Word, Words as AnyOf,
};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static REQUIRED: Table = Table {
    label: "[[required]]",
    text: "What every complaint has to have (when and by which channel it came, its category, the complainant's name and a \
           summary) needs no mention. Where `when` holds, at the level at which the complaint was taken in, `new` and `amend` \
           refuse to leave these facts out. In what was imported their lack is a warning.",
    keys: &[
        required(
            "facts",
            AnyOf(Words(optional_facts)),
            "[\"order\", \"delivered\"]",
            "The facts, by their names in the file.",
            "A3",
        ),
        optional(
            "when",
            One(&CLOCK_WHEN),
            Absent::Means("every case"),
            "{ request = [\"refund\", \"return\"] }",
            "For which cases.",
            "A3",
        ),
        optional(
            "since",
            Date,
            Absent::Means("of any date"),
            "2026-12-01",
            "For receipts from this day on.",
            "A3",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static EVIDENCE: Table = Table {
    label: "[[evidence]]",
    text: "Every rule whose `when` holds asks for one of its kinds, put on record by `attach --kind`. What is missing is a warning, \
           `evidence-required`, at `new`, `show`, `check` and `close`; with `need = \"evidence\"` among the gates of closing it \
           keeps a case open. A `[[deadline]]` with `stop = \"evidence\"` says by when it has to be there: it stops once all \
           that the case needs is, so give it the `when` of the evidence that it is about.",
    keys: &[
        required(
            "any",
            Texts,
            "[\"stamped-statement\", \"debit-note\"]",
            "The kinds of evidence, of `documents`, of which one is enough.",
            "A9",
        ),
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ request = [\"refund\", \"return\"] }",
            "For which cases.",
            "A9",
        ),
        optional(
            "since",
            Date,
            Absent::Means("of any date"),
            "2026-12-01",
            "For receipts from this day on.",
            "A9",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static WINDOW: Table = Table {
    label: "[[window]]",
    text: "The first window in the file that holds for a case counts, once the case has the date that it runs from. A complaint \
           received after the window is a warning, `claim-window`, at `new`, `show` and `check`, until the case is over; whether \
           it is invalid is for people to say (`invalidate`). `explain ID` counts the days. The lengths are counted as those of \
           deadlines; nothing pauses a window.",
    keys: &[
        required("name", Text, "\"non-conformity\"", "Its name.", "A8"),
        required(
            "start",
            Word(Words(dates)),
            "\"delivered\"",
            "The date among the facts that it runs from.",
            "A8, C7",
        ),
        required("within", Span, "\"30d\"", "How long it runs.", "A8"),
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ symptom = \"late\" }",
            "For which cases it is.",
            "A8",
        ),
        optional(
            "ground",
            Text,
            Absent::Means("none is named"),
            "\"out-of-window\"",
            "On what ground a complaint after it may be invalid, of `grounds`; the warning names it.",
            "A8",
        ),
        optional(
            "since",
            Date,
            Absent::Means("of any date"),
            "2026-12-01",
            "For receipts from this day on.",
            "A8",
        ),
        optional(
            "roll",
            Flag,
            Absent::Means("as `[calendar]` says"),
            "true",
            "As `roll` of the calendar.",
            "C2",
        ),
    ],
    choice: Choice::Free,
};
