//! Who approves, and what the same person may not do.

use super::conditions::WHEN;
use super::words::{assents, measures, papers, separations, subjects};
use crate::domain::keys::Takes::{Amount, Table as One, Texts, Word, Words as AnyOf};
use crate::domain::keys::{Absent, Choice, Table, Words, optional, required};

pub(super) static APPROVAL: Table = Table {
    label: "[[approval]]",
    text: "The first rule in the file that fits counts, judged on the proposal's amount plus what the case has been paid already \
           (or on the amount that `of` names); no amount counts as 0. Where none fits, the highest role approves. Where `approvers` names one role, a higher one may \
           stand in; where it names several, those roles alone approve, each by a person of its own. Nobody approves their own proposal, but whose \
           own role covers it needs nobody (unless `proposer-alone` forbids it). An approval counts for the proposal, remedy and \
           amount that it names.",
    keys: &[
        optional(
            "subject",
            Word(Words(subjects)),
            Absent::Value("\"remedy\""),
            "\"answer\"",
            "What is approved: a `remedy`, or something else, for which nothing is asked where no rule of its subject fits. `answer`: \
             the final `respond` says what was approved (`propose --subject answer --text DRAFT`). `decision`: `decide` as \
             approved. `validity`: `invalidate`. `loss`: `amend amount=` to a higher amount, as approved. `liability`: the \
             case is not closed before somebody approved the shares as they were last stated.",
            "D5, B8, B17",
        ),
        optional(
            "remedy",
            Texts,
            Absent::Means("any"),
            "\"return\"",
            "For these remedies.",
            "D2",
        ),
        optional(
            "category",
            Texts,
            Absent::Means("any"),
            "\"delivery\"",
            "For these categories, and what belongs to them.",
            "D4",
        ),
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ tenure = \"over-5y\", value = \"high\" }",
            "For which cases, by the facts as they stood at the proposal: so that a post may settle more for some customers.",
            "D4",
        ),
        optional(
            "below",
            Amount,
            Absent::Means("any amount"),
            "2000",
            "For less than this amount.",
            "D2",
        ),
        optional(
            "up_to",
            Amount,
            Absent::Means("any amount"),
            "5000",
            "For this amount or less.",
            "D1, D2",
        ),
        required(
            "approvers",
            Texts,
            "[\"supervisor\"]",
            "Who has to approve; `[]`: on one's own.",
            "D1, D2, D5",
        ),
        optional(
            "of",
            Word(Words(measures)),
            Absent::Value("\"proposal\""),
            "\"goods\"",
            "The amount that `below` and `up_to` are about: that of the `proposal`, with what the case has been paid before; what \
             the `goods` were sold for (quantity × price, else the amount in dispute); the amount in `dispute`. The facts count as \
             they stood at the proposal; where they do not say, the proposal's amount does.",
            "D2, D5",
        ),
        optional(
            "mode",
            Word(Words(assents)),
            Absent::Value("\"all\""),
            "\"sequence\"",
            "How several approvers go together: `all` of them, in any order; `any` one of them; in `sequence`, all of them in the \
             order of the list, so that an approval out of turn is refused.",
            "D5",
        ),
        optional(
            "emergency",
            Word(Words(papers)),
            Absent::Value("\"before\""),
            "\"after\"",
            "When the approvals of an emergency (`propose --emergency`) are given: `before` anything is carried out, as ever; \
             `after`: it may be answered and carried out at once, and is approved later; `oral`: the same, once those who have to \
             approve it agreed by telephone and are named (`--agreed`), whose own approvals follow. The case is not closed before that. A \
             `[[deadline]]` with `start = \"emergency\"` and `stop = \"approved\"` says by when.",
            "D3",
        ),
    ],
    choice: Choice::AtMostOne(&["below", "up_to"]),
};

pub(super) static SEPARATION: Table = Table {
    label: "[separation]",
    text: "",
    keys: &[optional(
        "forbid",
        AnyOf(Words(separations)),
        Absent::Value("[\"approver-proposer\"]"),
        "[\"approver-proposer\", \"follow-up-handler\"]",
        "`approver-proposer`: who proposed does not approve, always in force. `proposer-alone`: somebody else approves even what \
         the proposer's own role covers. `follow-up-handler`, `close-handler`: who held the case when it was resolved does not \
         follow it up, or close it. `decide-handler`: who held it when it was resolved, or else when the appeal came in, does not \
         decide the appeal. `inspect-handler`: who took the case in, dispatched or held it does not `inspect` it.",
        "D6, B12, B13",
    )],
    choice: Choice::Free,
};
