//! Responsibilities, alerts, priorities and sanctions.

use super::conditions::when;
use super::words::duties;
use crate::domain::keys::Takes::{Text, Texts, Words as AnyOf};
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

pub(super) static ALERT: Table = Table {
    label: "[[alert]]",
    text: "Whom to tell at once: `new`, `escalate` and `appeal` say so by name, and `show` as long as the case is not over. Of \
           several tables all that hold count.",
    keys: &[
        required(
            "roles",
            Texts,
            "[\"supervisor\", \"director\"]",
            "Whoever has one of these roles.",
            "B20",
        ),
        when("B20"),
    ],
    choice: Choice::Free,
};

pub(super) static PRIORITY: Table = Table {
    label: "[[priority]]",
    text: "A case has the first priority in the file whose `when` holds, and what stands first is taken up first; of equal ones \
           what was received first. `list --sort priority` has the cases in this order, those without one last, and \
           `list --next` says which to take up next.",
    keys: &[
        required(
            "name",
            Text,
            "\"urgent\"",
            "Its name; several tables may share one.",
            "A12",
        ),
        when("A12"),
    ],
    choice: Choice::Free,
};

pub(super) static SANCTION: Table = Table {
    label: "[[sanction]]",
    text: "What the organisation attaches to an upheld complaint about somebody's conduct. It is looked up, by `show` and \
           `report sanctions`, and never applied: people decide. Only complaints found substantiated, if only in part, have any; \
           of several tables all that hold.",
    keys: &[
        required("offence", Text, "\"rudeness\"", "What was done.", "F4"),
        required(
            "penalty",
            Text,
            "\"a warning, 200 yuan\"",
            "What it costs, in words.",
            "F4",
        ),
        optional(
            "decided_by",
            Text,
            Absent::Means("not said"),
            "\"director\"",
            "The role that decides on it.",
            "F4",
        ),
        when("F4"),
    ],
    choice: Choice::Free,
};
