//! The keys of a case file: those of the facts and those of each verb.

use crate::domain::case::Verb;
use crate::domain::case::facts::{FactField, FactHome};
use crate::domain::keyed;
use crate::domain::keys::Takes::{Form, Instant, Offered, Table as One, Text};
use crate::domain::keys::{Choice, Key, STAFF, Table, Words, fact, required};
use crate::domain::word::{Word as _, words};

const ID: Key = required(
    "id",
    Form("^[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$"),
    "20261121-K7QM2X",
    "The case id, which never changes.",
    "A2",
);
const LEVEL: Key = required("level", Text, "general", "The initial level.", "C4");
const COMPLAINS: Key = required(
    "complainant",
    One(&COMPLAINANT),
    "",
    "The complainant.",
    "A3",
);
const SOURCE: Key = fact(
    "source",
    Text,
    "ledger.csv#17",
    "The ledger row that the case was imported from.",
    "A14",
);

const OF_CASE: [Key; facts_at(FactHome::Case)] = keys_at(FactHome::Case);
const OF_MATTER: [Key; facts_at(FactHome::Matter)] = keys_at(FactHome::Matter);
const OF_COMPLAINANT: [Key; facts_at(FactHome::Complainant)] = keys_at(FactHome::Complainant);
/// The keys before and after the level, which follows the category.
const AROUND_LEVEL: (&[Key], &[Key]) = OF_CASE.split_at(3);
const PARTS: &[&[Key]] = &[
    &[ID],
    AROUND_LEVEL.0,
    &[LEVEL],
    AROUND_LEVEL.1,
    &[COMPLAINS],
    &OF_MATTER,
    &[SOURCE],
];
const OF_FILE: [Key; keyed::count(PARTS)] = keyed::joined(PARTS);

/// The number of facts at a place.
const fn facts_at(home: FactHome) -> usize {
    let (mut count, mut index) = (0, 0);
    while index < FactField::ALL.len() {
        if FactField::ALL[index].home() as u8 == home as u8 {
            count += 1;
        }
        index += 1;
    }
    count
}

/// The keys of the facts at a place.
const fn keys_at<const N: usize>(home: FactHome) -> [Key; N] {
    let mut keys = [Key::NONE; N];
    let (mut next, mut index) = (0, 0);
    while index < FactField::ALL.len() {
        let field = FactField::ALL[index];
        if field.home() as u8 == home as u8 {
            keys[next] = field.key();
            next += 1;
        }
        index += 1;
    }
    keys
}

/// The top-level table: the facts as recorded at intake.
pub(crate) static CASE: Table = Table {
    label: "",
    text: "A complaint: the facts as recorded at intake, then `events`, an append-only list.",
    keys: &OF_FILE,
    choice: Choice::Free,
};

pub(crate) static COMPLAINANT: Table = Table {
    label: "complainant",
    text: "The complainant.",
    keys: &OF_COMPLAINANT,
    choice: Choice::Free,
};

/// The keys of every event.
pub(crate) static COMMON: &[Key] = &[
    required(
        "at",
        Instant,
        "2026-11-21T09:20:00+08:00",
        "When it happened.",
        "A5",
    ),
    required(
        "by",
        Form(STAFF),
        "li.wei",
        "The staff member who did it.",
        "B15",
    ),
    required(
        "do",
        // A verb of a newer program is kept.
        Offered(Words(words::<Verb>)),
        "register",
        "The verb: what was done.",
        "",
    ),
    fact(
        "recorded",
        Instant,
        "2026-11-21T17:00:00+08:00",
        "When it was recorded, if later than `at`.",
        "A5",
    ),
    fact(
        "source",
        Text,
        "ledger.csv#17",
        "The ledger row that the event was imported from.",
        "A14",
    ),
];

/// The keys of one verb, in addition to [`COMMON`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventKeys {
    pub verb: Verb,
    pub text: &'static str,
    /// The keys, in the order of the file.
    pub keys: &'static [Key],
    /// How they depend on each other.
    pub choice: Choice,
}

/// The keys of each verb.
pub(crate) fn events() -> impl Iterator<Item = EventKeys> {
    Verb::ALL.iter().map(|verb| {
        let table = verb.table();
        EventKeys {
            verb: *verb,
            text: table.text,
            keys: table.keys,
            choice: table.choice,
        }
    })
}
