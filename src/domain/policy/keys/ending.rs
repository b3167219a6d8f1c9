//! How a case ends and is appealed, and who bears what it costs.

use super::conditions::{WHEN, when};
use super::words::needs;
use crate::domain::keys::Takes::{Date, Shares, Span, Table as One, Tables, Text, WordsOr};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static CLOSING: Table = Table {
    label: "[closing]",
    text: "",
    keys: &[
        optional(
            "require",
            WordsOr(Words(needs), "step:NAME"),
            Absent::Value("[\"authority\"]"),
            "[\"authority\", \"response\", \"resolved\", \"follow-up\"]",
            "What has to be done before any case is closed: `authority` (no proposal without its approvals), `response` (a final \
             answer), `resolved`, `follow-up` (or waived with a reason), `verdict`, `cause` (of an investigation), `acknowledged`, \
             `actions` (a substantiated complaint has corrective actions, all done and verified effective), `disputes` (none stands), `evidence` \
             (all that `[[evidence]]` asks for is there).",
            "B14",
        ),
        optional(
            "gate",
            Tables(&GATE),
            Absent::Means("none"),
            "",
            "What some cases need in addition.",
            "B14",
        ),
    ],
    choice: Choice::Free,
};

static GATE: Table = Table {
    label: "[[closing.gate]]",
    text: "",
    keys: &[
        required(
            "need",
            WordsOr(Words(needs), "step:NAME"),
            "[\"verdict\", \"cause\"]",
            "What has to be done, as in `require`.",
            "B14",
        ),
        when("B14"),
    ],
    choice: Choice::Free,
};

pub(super) static LIABILITY: Table = Table {
    label: "[[liability]]",
    text: "`investigate` without `--liable` writes the shares of the first table that fits into the case, and says so. A table with \
           `missed` fits once that deadline was missed; it then holds by itself, also in place of shares that were stated before, \
           until an investigation states others.",
    keys: &[
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ cause = \"product\" }",
            "For which cases.",
            "B17",
        ),
        optional(
            "missed",
            Text,
            Absent::Means("at once"),
            "\"promised\"",
            "The deadline that has to have been missed.",
            "B17",
        ),
        required(
            "shares",
            Shares,
            "{ carrier = 80, sales = 20 }",
            "The parties and their shares, in per cent or as fractions (`\"1/3\"`), that add up to the whole.",
            "B17",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static APPEAL: Table = Table {
    label: "[appeal]",
    text: "A complainant appeals against a final answer, or the decision of an appeal before; where the case was found invalid, or \
           closed without an answer, against that. A later appeal is refused. A regulator's is taken at any time.",
    keys: &[
        required(
            "within",
            Span,
            "\"30d\"",
            "How long after that, counted as in deadlines.",
            "B12",
        ),
        optional(
            "since",
            Date,
            Absent::Means("of any date"),
            "2026-12-01",
            "For receipts from this day on.",
            "B12",
        ),
    ],
    choice: Choice::Free,
};
