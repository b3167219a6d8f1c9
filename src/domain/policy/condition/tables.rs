//! The keys of `when`.

use super::{Appellant, DayOfReceipt};
use crate::domain::case::FactField;
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::keyed;
use crate::domain::keys::Takes::{Texts, Words as AnyOf};
use crate::domain::keys::{Absent, Choice, Key, Table, Takes, Words, optional};
use crate::domain::word::words;

/// The keys that are no facts and that clocks can use.
const OF_CLOCKS: &[Key] = &[
    condition(
        "level",
        Texts,
        "\"general\"",
        "The level that the case is at.",
        "C1",
    ),
    condition(
        "received_on",
        AnyOf(Words(words::<DayOfReceipt>)),
        "\"day-off\"",
        "Whether the day of receipt was a working day.",
        "C2",
    ),
    condition(
        "appeal",
        AnyOf(Words(words::<Appellant>)),
        "\"regulator\"",
        "Who made the appeal that opened the round: the `complainant`, a `regulator`, or `none`. A \
         clock uses the round in which it starts; an appeal does not affect clocks that are already \
         running.",
        "B12",
    ),
];

/// Later findings and decisions, which clocks cannot use.
const OF_THE_CASE: &[Key] = &[
    condition(
        "verdict",
        AnyOf(Words(words::<Verdict>)),
        "\"substantiated\"",
        "The verdict of the last investigation.",
        "B6",
    ),
    condition(
        "cause",
        Texts,
        "\"staff\"",
        "The cause named by the last investigation.",
        "B6",
    ),
    condition(
        "remedy",
        Texts,
        "\"refund\"",
        "The remedy of the latest proposal, unless it was refused.",
        "B7",
    ),
    condition(
        "result",
        AnyOf(Words(words::<ResultClass>)),
        "\"refused\"",
        "How the complainant took the last final answer of the round.",
        "B10",
    ),
];

/// The facts that classify cases.
const FACTS: [Key; facts()] = {
    let mut keys = [Key::NONE; facts()];
    let (mut next, mut index) = (0, 0);
    while index < FactField::ALL.len() {
        if FactField::ALL[index].classifies() {
            keys[next] = FactField::ALL[index].condition();
            next += 1;
        }
        index += 1;
    }
    keys
};

const fn facts() -> usize {
    let (mut count, mut index) = (0, 0);
    while index < FactField::ALL.len() {
        count += FactField::ALL[index].classifies() as usize;
        index += 1;
    }
    count
}

const ALL: &[&[Key]] = &[OF_CLOCKS, OF_THE_CASE, &FACTS];
const FOR_CLOCKS: &[&[Key]] = &[OF_CLOCKS, &FACTS];

pub(crate) static WHEN: Table = Table {
    label: "'when'",
    text: "All conditions must hold. A condition with several values holds if one of them matches; a \
           category also matches those below it. A condition on a fact or verdict that the case does \
           not have does not hold; of an optional fact, `none` matches that it is missing: \
           `kind = [\"complaint\", \"none\"]`.",
    keys: &{
        const KEYS: [Key; keyed::count(ALL)] = keyed::joined(ALL);
        KEYS
    },
    choice: Choice::Free,
};

pub(crate) static CLOCK_WHEN: Table = Table {
    label: "'when' of a deadline",
    text: "As any `when`, but only with keys that a clock can use: later findings and decisions, like \
           the verdict, do not move a limit.",
    keys: &{
        const KEYS: [Key; keyed::count(FOR_CLOCKS)] = keyed::joined(FOR_CLOCKS);
        KEYS
    },
    choice: Choice::Free,
};

const fn condition(
    name: &'static str,
    takes: Takes,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, takes, Absent::Means("any"), example, text, rules)
}
