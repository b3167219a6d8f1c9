//! The bounds of records, key figures and their targets.

use super::conditions::when;
use super::words::figures;
use crate::domain::keys::Takes::{Flag, Offered, Share, Span, Text, Texts, Whole};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static AUDIT: Table = Table {
    label: "[audit]",
    text: "",
    keys: &[
        optional(
            "skew",
            Span,
            Absent::Value("\"5min\""),
            "\"10min\"",
            "How far a clock may be ahead.",
            "B15",
        ),
        optional(
            "backdate",
            Span,
            Absent::Means("without limit"),
            "\"7d\"",
            "How long after it happened something may be put on record. A receipt may lie any time back.",
            "B15",
        ),
        optional(
            "signed",
            Flag,
            Absent::Value("false"),
            "true",
            "Whether every commit from here on has to be signed by its committer; `audit` and the gate ask git, whose list of signers lies elsewhere.",
            "B15",
        ),
        optional(
            "recorders",
            Text,
            Absent::Means("nobody"),
            "\"supervisor\"",
            "The lowest role whose git may commit what others did; approvals, refusals and decisions never.",
            "D6",
        ),
        optional(
            "from",
            Text,
            Absent::Means("the first commit"),
            "\"1f0c2a9d5be0c1f7a3b64c92e8d7f605a1b2c3d4\"",
            "The whole id of the commit after which `audit` takes the history up, where a repository held other things before.",
            "B15",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static FIGURES: Table = Table {
    label: "[figures]",
    text: "What the key figures and counts of `report` go by. The ledger has every case.",
    keys: &[
        optional(
            "kinds",
            Texts,
            Absent::Means("all"),
            "[\"complaint\"]",
            "Only cases of these kinds count in the summary and the key figures, and those whose kind nobody has said.",
            "A7",
        ),
        optional(
            "satisfied",
            Whole(1, 5),
            Absent::Value("4"),
            "4",
            "The mark from which a complainant is satisfied.",
            "E3",
        ),
        optional(
            "first_response",
            Span,
            Absent::Value("\"24h\""),
            "\"24h\"",
            "How soon a complaint is to be acknowledged or answered, for `first-response-in-time`.",
            "E3",
        ),
        optional(
            "solved",
            Span,
            Absent::Value("\"3bd\""),
            "\"3bd\"",
            "How soon it is to be solved, for `solved-within`, which is reported by that length: `solved-in-3-business-days`.",
            "E3",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static TARGET: Table = Table {
    label: "[[target]]",
    text: "`at_least` is for shares, `at_most` for lengths of time.",
    keys: &[
        required(
            "figure",
            Offered(Words(figures)),
            "\"first-response-in-time\"",
            "A key figure of `report kpi`; those of deadlines also for one name: `stage-timeliness:respond`.",
            "E3",
        ),
        optional(
            "at_least",
            Share,
            Absent::Means("no bound"),
            "\"90%\"",
            "The least share.",
            "E3",
        ),
        optional(
            "at_most",
            Span,
            Absent::Means("no bound"),
            "\"72h\"",
            "The longest time, on average.",
            "E3",
        ),
        when("E3"),
    ],
    choice: Choice::One(&["at_least", "at_most"]),
};
