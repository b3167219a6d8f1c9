//! The keys of `when`.

use super::{Appellant, DayOfReceipt};
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::keys::Takes::{Texts, Words as AnyOf};
use crate::domain::keys::{Absent, Choice, Key, Table, Words, optional};
use crate::domain::word::words;

/// The keys of a `when`: those that clocks can use, and `$more`.
macro_rules! when {
    ($label:literal, $text:literal $(, $more:expr)* $(,)?) => {
        Table {
            label: $label,
            text: $text,
            keys: &[
                fact("level", "\"general\"", "The level that the case is at.", "C1"),
                optional(
                    "received_on",
                    AnyOf(Words(words::<DayOfReceipt>)),
                    Absent::Means("any"),
                    "\"day-off\"",
                    "Whether the day of receipt was a working day.",
                    "C2",
                ),
                optional(
                    "appeal",
                    AnyOf(Words(words::<Appellant>)),
                    Absent::Means("any"),
                    "\"regulator\"",
                    "Who made the appeal that opened the round: the `complainant`, a `regulator`, or `none`. A clock uses \
                     the round in which it starts; an appeal does not affect clocks that are already running.",
                    "B12",
                ),
                $($more,)*
                fact("grade", "\"vip\"", "The customer's grade.", "C1"),
                fact("category", "[\"delivery\", \"billing\"]", "The category or one of its ancestors.", "C1"),
                fact("severity", "\"critical\"", "The severity.", "C1"),
                fact("channel", "\"regulator\"", "The channel.", "C1"),
                fact("kind", "\"complaint\"", "The kind of contact.", "A7"),
                fact("symptom", "\"late\"", "The symptom.", "A7"),
                fact("type", "\"retailer\"", "The type of complainant.", "A3"),
                fact("tenure", "\"under-1y\"", "How long the complainant has been a customer.", "D4"),
                fact("value", "[\"middle\", \"high\"]", "The customer's value class.", "D4"),
                fact("number", "\"C-1001\"", "The customer's number.", "A3"),
                fact("line", "\"tiles\"", "The product line.", "A3"),
                fact("product", "\"PX-200\"", "The product.", "C1"),
                fact("brand", "\"Harbour\"", "The brand.", "A3"),
                fact("outlet", "\"north\"", "The outlet.", "A3"),
                fact("condition", "\"unused\"", "The state of use of the goods.", "A3"),
                fact("payment", "\"paid\"", "Whether the goods are paid for.", "A3"),
                fact("request", "\"refund\"", "The request of the complainant.", "A9"),
            ],
            choice: Choice::Free,
        }
    };
}

pub(crate) static WHEN: Table = when!(
    "'when'",
    "All conditions must hold. A condition with several values holds if one of them matches. A condition on a fact or verdict that \
     the case does not have does not hold; of an optional fact, `none` matches that it is missing: `kind = [\"complaint\", \"none\"]`.",
    optional(
        "verdict",
        AnyOf(Words(words::<Verdict>)),
        Absent::Means("any"),
        "\"substantiated\"",
        "The verdict of the last investigation.",
        "B6",
    ),
    fact(
        "cause",
        "\"staff\"",
        "The cause named by the last investigation.",
        "B6"
    ),
    fact(
        "remedy",
        "\"refund\"",
        "The remedy of the latest proposal, unless it was refused.",
        "B7"
    ),
    optional(
        "result",
        AnyOf(Words(words::<ResultClass>)),
        Absent::Means("any"),
        "\"refused\"",
        "How the complainant took the last final answer of the round.",
        "B10",
    ),
);

pub(crate) static CLOCK_WHEN: Table = when!(
    "'when' of a deadline",
    "As any `when`, but only with keys that a clock can use: later findings and decisions, like the verdict, do not move a limit."
);

const fn fact(
    name: &'static str,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, Texts, Absent::Means("any"), example, text, rules)
}
