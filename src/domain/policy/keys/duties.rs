//! Responsibilities.

use super::conditions::when;
use super::words::duties;
use crate::domain::keys::Takes::{Text, Words as AnyOf};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static RESPONSIBILITY: Table = Table {
    label: "[[responsibility]]",
    text: "What somebody has to be to have a part in some cases. Every table whose `when` holds counts, each with all that it \
           asks for; what is not asked for is free. It is judged when the case is assigned, when its investigation is put on \
           record, and when the verb is used, by the role and department of then; imported events are left alone. Where the \
           holder does not fit any more, as after an escalation, `show` says so.",
    keys: &[
        required(
            "for",
            AnyOf(Words(duties)),
            "[\"respond\", \"follow-up\"]",
            "The part: `hold`, to have the case (`assign`, also `--auto`); `lead`, to lead the investigation, which then has to \
             name who does (`investigate --lead`); or a verb.",
            "B5, B9",
        ),
        optional(
            "role",
            Text,
            Absent::Means("any"),
            "\"supervisor\"",
            "The lowest role.",
            "B5",
        ),
        optional(
            "department",
            Text,
            Absent::Means("any"),
            "\"service\"",
            "Their department.",
            "B5, B9",
        ),
        optional(
            "skill",
            Text,
            Absent::Means("none"),
            "\"hazards\"",
            "One of their `skills`.",
            "B5",
        ),
        when("B5"),
    ],
    choice: Choice::Free,
};
