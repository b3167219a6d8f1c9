//! The keys of a case file: its facts, and what each verb records.

use crate::domain::case::Verb;
use crate::domain::keys::Takes::{Amount, Form, Instant, Table as One, Text, Word};
use crate::domain::keys::{Choice, Key, STAFF, Table, Words, fact, required};
use crate::domain::word::{Word as _, words};

/// The facts, as they were taken in.
pub static CASE: Table = Table {
    label: "",
    text: "A complaint: the facts as they were taken in, then `events`, a list that only grows.",
    keys: &[
        required(
            "id",
            Form("^[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$"),
            "20261121-K7QM2X",
            "The number, fixed at birth.",
            "A2",
        ),
        required(
            "received",
            Instant,
            "2026-11-21T09:12:00+08:00",
            "When the complaint reached the organisation.",
            "A5",
        ),
        required(
            "channel",
            Text,
            "phone",
            "By which channel it came in.",
            "A1",
        ),
        required(
            "category",
            Text,
            "product-quality",
            "What it is about.",
            "A7",
        ),
        required(
            "level",
            Text,
            "general",
            "Who must deal with it at first.",
            "C4",
        ),
        fact("severity", Text, "major", "How bad the matter is.", "A7"),
        fact(
            "kind",
            Text,
            "complaint",
            "The kind of contact: a complaint, an enquiry or a suggestion.",
            "A7",
        ),
        fact("symptom", Text, "defective", "How the matter showed.", "A7"),
        required("complainant", One(&COMPLAINANT), "", "Who complains.", "A3"),
        fact("line", Text, "tiles", "Which product line.", "A3"),
        fact("product", Text, "PX-200", "What it concerns.", "A3"),
        fact("brand", Text, "Harbour", "Which brand.", "A3"),
        fact("order", Text, "SO-4711", "The customer's order.", "A3"),
        fact("outlet", Text, "north", "Which outlet.", "A3"),
        fact(
            "shipped",
            Instant,
            "2026-11-10T08:00:00+08:00",
            "When the goods were shipped.",
            "A3",
        ),
        fact(
            "delivered",
            Instant,
            "2026-11-12T15:30:00+08:00",
            "When the goods were delivered.",
            "A8",
        ),
        fact("quantity", Amount, "12", "How many are concerned.", "A3"),
        fact(
            "price",
            Amount,
            "106.50",
            "The price of one, in the policy's currency.",
            "A3",
        ),
        fact(
            "amount",
            Amount,
            "1280.00",
            "The amount in dispute, in the policy's currency.",
            "A3",
        ),
        fact(
            "condition",
            Text,
            "unused, paid",
            "The state of use of the goods, and whether they are paid.",
            "A3",
        ),
        fact(
            "occurred",
            Instant,
            "2026-11-20T18:00:00+08:00",
            "When it happened.",
            "A3",
        ),
        fact("place", Text, "North counter", "Where it happened.", "A3"),
        fact(
            "person",
            Text,
            "the cashier",
            "Whose conduct it is about.",
            "A3",
        ),
        required(
            "summary",
            Text,
            "dead pixels",
            "The matter in one line.",
            "A3",
        ),
        fact(
            "description",
            Text,
            "Three dead pixels on the second day.",
            "The matter at length.",
            "A3",
        ),
        fact(
            "request",
            Text,
            "refund",
            "What the complainant asks for.",
            "A3",
        ),
        fact(
            "source",
            Text,
            "ledger.csv#17",
            "The row of a ledger that the case was imported from.",
            "A14",
        ),
    ],
    choice: Choice::Free,
};

/// Who complains.
pub static COMPLAINANT: Table = Table {
    label: "complainant",
    text: "Who complains.",
    keys: &[
        required("name", Text, "王芳", "The name; `anonymous` is one.", "A3"),
        fact("contact", Text, "138 0000 0000", "How to reach them.", "A3"),
        fact("grade", Text, "vip", "How important the customer is.", "A3"),
        fact(
            "type",
            Text,
            "consumer",
            "What the complainant is: a consumer, a retailer or a colleague.",
            "A3",
        ),
        fact(
            "tenure",
            Text,
            "over-5y",
            "How long they have been a customer, of the policy's classes.",
            "D4",
        ),
        fact(
            "value",
            Text,
            "high",
            "What the customer is worth, of the policy's classes.",
            "D4",
        ),
        fact("number", Text, "C-1001", "The customer's number.", "A3"),
        fact(
            "behalf",
            Text,
            "her mother",
            "On whose behalf, if not their own.",
            "A3",
        ),
    ],
    choice: Choice::Free,
};

/// What every event has.
pub static COMMON: &[Key] = &[
    required(
        "at",
        Instant,
        "2026-11-21T09:20:00+08:00",
        "When it happened.",
        "A5",
    ),
    required("by", Form(STAFF), "li.wei", "Who did it.", "B15"),
    required(
        "do",
        Word(Words(words::<Verb>)),
        "register",
        "What was done.",
        "",
    ),
    fact(
        "recorded",
        Instant,
        "2026-11-21T17:00:00+08:00",
        "When it was put on record, where that was later.",
        "A5",
    ),
    fact(
        "source",
        Text,
        "ledger.csv#17",
        "The row of a ledger that it was imported from.",
        "A14",
    ),
];

/// What the events of one verb record beside [`COMMON`].
#[derive(Debug, Clone, Copy)]
pub struct EventKeys {
    /// The verb.
    pub verb: Verb,
    /// What it means.
    pub text: &'static str,
    /// Its keys, in the order of the file.
    pub keys: &'static [Key],
}

/// What each verb records.
pub fn events() -> impl Iterator<Item = EventKeys> {
    Verb::ALL.iter().map(|verb| {
        let table = verb.table();
        EventKeys {
            verb: *verb,
            text: table.text,
            keys: table.keys,
        }
    })
}
