//! The keys of `when`.

use super::{Appellant, DayOfReceipt};
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::keys::Takes::{Texts, Words as AnyOf};
use crate::domain::keys::{Absent, Choice, Key, Table, Words, optional};
use crate::domain::word::words;

/// The conditions of a `when`: those that clocks can go by, and more.
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
                    "Whether the day of the receipt was worked.",
                    "C2",
                ),
                optional(
                    "appeal",
                    AnyOf(Words(words::<Appellant>)),
                    Absent::Means("any"),
                    "\"regulator\"",
                    "Whose appeal the round is about: the `complainant`'s, a `regulator`'s, or `none`. A clock goes by the round \
                     in which it starts; one that still runs when an appeal comes in goes on as it was.",
                    "B12",
                ),
                $($more,)*
                fact("grade", "\"vip\"", "The customer's grade.", "C1"),
                fact("category", "[\"delivery\", \"billing\"]", "The category, or one that it belongs to.", "C1"),
                fact("severity", "\"critical\"", "The severity.", "C1"),
                fact("channel", "\"regulator\"", "The channel.", "C1"),
                fact("kind", "\"complaint\"", "The kind of contact.", "A7"),
                fact("symptom", "\"late\"", "How the matter showed.", "A7"),
                fact("type", "\"retailer\"", "What the complainant is.", "A3"),
                fact("tenure", "\"under-1y\"", "How long they have been a customer.", "D4"),
                fact("value", "[\"middle\", \"high\"]", "What the customer is worth.", "D4"),
                fact("number", "\"C-1001\"", "The customer's number.", "A3"),
                fact("line", "\"tiles\"", "The product line.", "A3"),
                fact("product", "\"PX-200\"", "The product.", "C1"),
                fact("brand", "\"Harbour\"", "The brand.", "A3"),
                fact("outlet", "\"north\"", "The outlet.", "A3"),
                fact("condition", "\"unused\"", "The state of use, and whether it is paid.", "A3"),
                fact("request", "\"refund\"", "What the complainant asks for.", "A9"),
            ],
            choice: Choice::Free,
        }
    };
}

pub(crate) static WHEN: Table = when!(
    "'when'",
    "Every condition has to hold; of several values of one fact any. What the case does not have, a fact or a verdict, is none \
     of them.",
    optional(
        "verdict",
        AnyOf(Words(words::<Verdict>)),
        Absent::Means("any"),
        "\"substantiated\"",
        "What the last investigation found.",
        "B6",
    ),
    fact("cause", "\"staff\"", "The cause that it named.", "B6"),
    fact(
        "remedy",
        "\"refund\"",
        "The remedy of the latest proposal, unless that was refused.",
        "B7"
    ),
    optional(
        "result",
        AnyOf(Words(words::<ResultClass>)),
        Absent::Means("any"),
        "\"refused\"",
        "How the last final answer of the round was taken.",
        "B10",
    ),
);

pub(crate) static CLOCK_WHEN: Table = when!(
    "'when' of a deadline",
    "As any `when`, but by what a clock can go by: what people find out or decide later, like the verdict, does not move a limit."
);

const fn fact(
    name: &'static str,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, Texts, Absent::Means("any"), example, text, rules)
}
