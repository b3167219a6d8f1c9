//! The keys of each verb.

use super::words::{fields, subjects};
use crate::domain::case::event::{
    Efficacy, Fault, Grievance, Matter, Means, Quality, Ruling, Verdict,
};
use crate::domain::keys::Takes::{
    Amount, Form, Instant, List, Shares, Text, True, Whole, Word, WordList,
};
use crate::domain::keys::{Key, Words, required};
use crate::domain::keys::{STAFF, fact};
use crate::domain::word::words;

const WHY: Key = required("reason", Text, "waiting for the carrier", "Why.", "");
pub(super) const REASON: &[Key] = &[WHY];
pub(super) const NOTE: &[Key] = &[
    fact("text", Text, "the carrier has called", "What was said.", ""),
    fact("step", Text, "papers", "The step that was taken.", "B19"),
];

pub(super) const CHASE: &[Key] = &[
    required(
        "text",
        Text,
        "the customer asked again",
        "What the holder was told.",
        "C3",
    ),
    fact(
        "deadline",
        Text,
        "respond",
        "The deadline that it is about; `chase --due` writes it.",
        "C3",
    ),
];

pub(super) const ASSIGN: &[Key] = &[
    required("to", Form(STAFF), "zhang.min", "The new holder.", "B1"),
    fact(
        "department",
        Text,
        "quality",
        "The department in charge.",
        "B1",
    ),
    fact(
        "co-handler",
        List,
        "[logistics]",
        "Departments that help.",
        "B1",
    ),
];

pub(super) const ATTACH: &[Key] = &[
    required(
        "file",
        Text,
        "3f2a91c0-photo.jpg",
        "The file below `evidence/`.",
        "A9",
    ),
    required(
        "sha256",
        Form("^[0-9A-Fa-f]{64}$"),
        SHA256,
        "Its SHA-256.",
        "A9",
    ),
    fact(
        "kind",
        Text,
        "photo",
        "What it is, of the policy's `documents`.",
        "A9",
    ),
];

const SHA256: &str = "3f2a91c0e8d7b6a5948372615049382716a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1";

pub(super) const INVALIDATE: &[Key] = &[
    required(
        "reason",
        Text,
        "out-of-window",
        "Why: of the policy's `grounds`, where it has some.",
        "A8",
    ),
    fact(
        "text",
        Text,
        "delivered five months ago",
        "What the submitter is told.",
        "A8",
    ),
    fact(
        "malicious",
        True,
        "true",
        "A malicious or false complaint.",
        "A11",
    ),
];

pub(super) const LINK: &[Key] = &[
    required("case", Text, "20261120-9TBV4D", "The other case.", "A10"),
    required("kind", Text, "repeat", "How it is related.", "A10"),
];

pub(super) const AMEND: &[Key] = &[
    required("field", Word(Words(fields)), "amount", "Which fact.", ""),
    fact("from", Text, "1280.00", "The value that stood.", "B15"),
    fact("to", Text, "1380.00", "The value that is right.", ""),
    WHY,
];

pub(super) const INVESTIGATE: &[Key] = &[
    required(
        "verdict",
        Word(Words(words::<Verdict>)),
        "substantiated",
        "Whether the complaint is justified.",
        "B6",
    ),
    fact("cause", Text, "product", "Why it came about.", "B6"),
    fact(
        "finding",
        Text,
        "a fault of the panel",
        "What was found.",
        "B6",
    ),
    fact(
        "liable",
        Shares,
        "{carrier: 40, sales: 60}",
        "Who is responsible: shares in per cent, or as fractions (`1/3`), that add up to the whole.",
        "B17",
    ),
    fact(
        "lead",
        Form(STAFF),
        "zhang.min",
        "Who led the investigation.",
        "B5",
    ),
];

const HANDLE: Key = required(
    "proposal",
    Form("^[0-9A-Za-z-]{2,32}$"),
    "7Q2M",
    "The proposal's handle.",
    "D1",
);
const REMEDY: Key = fact(
    "remedy",
    Text,
    "refund",
    "What the complainant is to get; has to be there where there is no `subject`.",
    "B7",
);
const SUBJECT: Key = fact(
    "subject",
    Word(Words(subjects)),
    "answer",
    "What is approved, where that is no remedy.",
    "D5, B8",
);
const RULING: Key = fact(
    "outcome",
    Word(Words(words::<Ruling>)),
    "upheld",
    "The decision; where that is the subject.",
    "B12",
);
const AMOUNT: Key = fact(
    "amount",
    Amount,
    "1280.00",
    "How much; none counts as 0.",
    "D1",
);

pub(super) const TERMS: &[Key] = &[HANDLE, REMEDY, SUBJECT, RULING, AMOUNT];

pub(super) const PROPOSE: &[Key] = &[
    HANDLE,
    REMEDY,
    SUBJECT,
    RULING,
    AMOUNT,
    fact(
        "text",
        Text,
        "as agreed by telephone",
        "Remarks; of an answer its draft.",
        "B7, B8",
    ),
    fact("emergency", True, "true", "An emergency.", "D3"),
    fact(
        "agreed",
        List,
        "[chen.jing]",
        "Who agreed to it by telephone before.",
        "D3",
    ),
];

pub(super) const REFUSE: &[Key] = &[HANDLE, REMEDY, SUBJECT, RULING, AMOUNT, WHY];

pub(super) const FOLLOW_UP: &[Key] = &[
    fact("score", Whole(1, 5), "4", "The mark on the whole.", "B13"),
    fact(
        "process",
        Whole(1, 5),
        "3",
        "The mark for how it went.",
        "B13",
    ),
    fact(
        "outcome",
        Whole(1, 5),
        "5",
        "The mark for what came of it.",
        "B13",
    ),
    fact(
        "staff",
        Whole(1, 5),
        "5",
        "The mark for those who dealt with it.",
        "B13",
    ),
    fact(
        "via",
        Text,
        "phone",
        "By which channel they were asked.",
        "B13",
    ),
    fact(
        "because",
        Word(Words(words::<Grievance>)),
        "handling",
        "What they are dissatisfied with: the `handling`, which is done again (`reopen --rework`), or the `matter` itself.",
        "B13",
    ),
    fact(
        "comment",
        Text,
        "quick and friendly",
        "What they said.",
        "B13",
    ),
    fact(
        "waive",
        Text,
        "cannot be reached",
        "Why nobody was asked.",
        "B13",
    ),
];

pub(super) const ESCALATE: &[Key] = &[
    required("from", Text, "general", "The level it leaves.", "C4"),
    required("to", Text, "regional", "The level it reaches.", "C4"),
    WHY,
];

pub(super) const APPEAL: &[Key] = &[
    WHY,
    fact(
        "regulator",
        Text,
        "Market Regulation Bureau",
        "From which regulator or association; else the complainant.",
        "B12",
    ),
    fact(
        "reference",
        Text,
        "MR-2026-118",
        "Its reference there.",
        "B12",
    ),
    fact(
        "cutoff",
        Instant,
        "2026-12-01T18:00:00+08:00",
        "By when it has to be decided; a deadline named `cut-off`.",
        "B12",
    ),
];

pub(super) const DECIDE: &[Key] = &[
    required(
        "outcome",
        Word(Words(words::<Ruling>)),
        "upheld",
        "`upheld`: the organisation is responsible; `handled-before`: properly handled before; `dismissed`: before a court or an \
         authority, or not the interested party; `own-cause`: the complainant's own cause.",
        "B12",
    ),
    fact(
        "text",
        Text,
        "the outlet gave a wrong date",
        "Cause, place of responsibility, an authority's opinion.",
        "B12",
    ),
];

pub(super) const DISPUTE: &[Key] = &[
    required("between", Text, "quality", "Who does not agree.", "B18"),
    required("and", Text, "sales", "With whom.", "B18"),
    fact(
        "about",
        Word(Words(words::<Matter>)),
        "liability",
        "What about; `liability`: the shares of an investigation.",
        "B17",
    ),
    required(
        "text",
        Text,
        "who pays the freight",
        "What they do not agree on.",
        "B18",
    ),
];

pub(super) const SETTLE: &[Key] = &[
    required(
        "means",
        Word(Words(words::<Means>)),
        "mediation",
        "How; arbitration comes after a mediation that failed.",
        "B18",
    ),
    fact("failed", True, "true", "The mediation failed.", "B18"),
    required(
        "text",
        Text,
        "sales pays the freight",
        "What was agreed or decided.",
        "B18",
    ),
];

pub(super) const EXTEND: &[Key] = &[
    required("deadline", Text, "respond", "Its name.", "C5"),
    required(
        "until",
        Instant,
        "2026-11-27T18:00:00+08:00",
        "The new due instant.",
        "C5",
    ),
    WHY,
];

const ACTION: Key = required(
    "plan",
    Form("^[0-9A-Za-z-]{2,32}$"),
    "K3TM",
    "The handle of the action.",
    "F1",
);
const REMARKS: Key = fact("text", Text, "all outlets were told", "Remarks.", "F1");

pub(super) const PLAN: &[Key] = &[
    ACTION,
    required(
        "action",
        Text,
        "check every panel for dead pixels",
        "What is to be done.",
        "F1",
    ),
    required("owner", Form(STAFF), "zhang.min", "Who sees to it.", "F1"),
    required(
        "until",
        Instant,
        "2026-12-15T18:00:00+08:00",
        "By when.",
        "F1",
    ),
    fact(
        "fall",
        Amount,
        "10",
        "By how many per cent the complaints of a project are to fall from month to month.",
        "F3",
    ),
];

pub(super) const INSPECT: &[Key] = &[
    required(
        "result",
        Word(Words(words::<Quality>)),
        "wrong",
        "What was found.",
        "E7",
    ),
    fact(
        "fault",
        WordList(Words(words::<Fault>)),
        "[routed]",
        "What was wrong: `filled` in wrongly or not in full, `routed` to the wrong place.",
        "E7",
    ),
    fact("text", Text, "belongs to logistics", "Remarks.", "E7"),
];

pub(super) const DONE: &[Key] = &[ACTION, REMARKS];

pub(super) const VERIFY: &[Key] = &[
    ACTION,
    required(
        "result",
        Word(Words(words::<Efficacy>)),
        "effective",
        "How it proved.",
        "F1",
    ),
    fact(
        "until",
        Instant,
        "2027-01-15T18:00:00+08:00",
        "By when it is to be done again, where it was ineffective; a clock runs to that date, as from the plan.",
        "F1",
    ),
    REMARKS,
    fact(
        "lesson",
        Text,
        "dead pixels in the cold: bring it in, the panel is changed",
        "What others may learn: the known problem, what to do, what was improved; nobody's name. `report lessons` shows it.",
        "F5",
    ),
];

pub(super) const REOPEN: &[Key] = &[
    WHY,
    fact("rework", True, "true", "The handling is done again.", "B13"),
];

pub(super) const RETRACT: &[Key] = &[
    required(
        "event",
        Form("^[0-9A-Fa-f]{16}$"),
        "a1b2c3d4e5f60718",
        "The digest of the event.",
        "",
    ),
    WHY,
];
