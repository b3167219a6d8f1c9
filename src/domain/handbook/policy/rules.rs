//! Deadlines, approvals, closing, and the bounds of records.

use super::{
    appellants, assents, days_of_receipt, figures, measures, needs, papers, results, separations, subjects, triggers,
    verdicts,
};
use crate::domain::handbook::Takes::{
    Amount, Date, Flag, Offered, Share, Shares, Span, Table as One, Tables, Text, Texts, Whole, Word, Words as AnyOf,
    WordsOr,
};
use crate::domain::handbook::{Absent, Choice, Key, Table, Words, optional, required};

pub(super) static DEADLINE: Table = Table {
    label: "[[deadline]]",
    text: "Of the rules of one name whose `when` holds, those with the latest `since` not after the receipt count; among them \
           the first in the file. So a limit is never edited: a new one of the same name is added with `since`, and nothing \
           becomes late, or in time, that was not.\n\n\
           Minutes (`min`) and hours (`h`) run from the instant. For days (`d`), business days (`bd`) and months (`mo`) the \
           first day does not count, and the last ends at 24:00, or at the close of business for business days where there \
           are hours. A start that comes again while the clock runs does not start it anew. Whoever reopens a case starts its \
           clocks again. Closing, withdrawing and invalidating end every clock.",
    keys: &[
        required(
            "name",
            Text,
            "\"respond\"",
            "Its name; several rules may share one. `promised`, `cut-off` and `action-*` are the names of deadlines that are on \
             cases by themselves: promises, dates that authorities set, and corrective actions.",
            "C1",
        ),
        optional(
            "start",
            WordsOr(Words(triggers), "step:NAME"),
            Absent::Value("\"received\""),
            "\"resolved\"",
            "What starts the clock: `received`, `shipped`, `delivered` or `occurred`, a verb, or `acknowledged`, `resolved`, \
             `interim`, `emergency` (an emergency is proposed), `approved` (a proposal has all its approvals), `evidence` (all \
             that the case needs is there), or `step:NAME`, one of `steps`; of a list whichever comes first.",
            "C7",
        ),
        required(
            "stop",
            WordsOr(Words(triggers), "step:NAME"),
            "\"respond\"",
            "What stops it: a verb (`respond` is the final answer), `interim` (a reply with progress), `acknowledged` (told that \
             we have it, or answered), `resolved` (answer accepted, remedy carried out), `approved` (a proposal has all its approvals), \
             `evidence` (all that the case needs is there), `step:NAME`; `emergency` only starts one; of a list whichever comes first.",
            "C1",
        ),
        required("within", Span, "\"3bd\"", "How long it runs.", "C1, C2"),
        optional(
            "when",
            One(&CLOCK_WHEN),
            Absent::Means("every case"),
            "{ severity = \"critical\" }",
            "For which cases it is.",
            "C1",
        ),
        optional("since", Date, Absent::Means("of any date"), "2026-12-01", "For receipts from this day on.", "C1"),
        optional("roll", Flag, Absent::Means("as `[calendar]` says"), "true", "As `roll` of the calendar.", "C2"),
        optional(
            "pausable",
            Flag,
            Absent::Value("true"),
            "false",
            "Whether it stands still while a case waits for the complainant.",
            "C5",
        ),
        optional(
            "repeat",
            Flag,
            Absent::Value("false"),
            "true",
            "Whether each stop starts it again, as for news of progress every so often; until the matter is resolved or the case \
             over. Past its limit it stays there until it is stopped.",
            "B9, C3",
        ),
        optional(
            "extend",
            One(&EXTEND),
            Absent::Means("not at all"),
            "{ role = \"supervisor\", times = 1, ceiling = \"7bd\" }",
            "How it may be extended.",
            "C5",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static EXTEND: Table = Table {
    label: "'extend'",
    text: "An extension gives a fixed date, and counts only if it is put on record by the due instant as it then stood.",
    keys: &[
        optional(
            "role",
            Text,
            Absent::Means("whoever may `extend`"),
            "\"supervisor\"",
            "The lowest role that may grant it.",
            "C5",
        ),
        optional("times", Whole(1, u32::MAX), Absent::Means("without limit"), "1", "How often.", "C5"),
        optional(
            "ceiling",
            Span,
            Absent::Means("without limit"),
            "\"7bd\"",
            "The latest end, counted from the start.",
            "C5",
        ),
    ],
    choice: Choice::Free,
};

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
                    AnyOf(Words(days_of_receipt)),
                    Absent::Means("any"),
                    "\"day-off\"",
                    "Whether the day of the receipt was worked.",
                    "C2",
                ),
                optional(
                    "appeal",
                    AnyOf(Words(appellants)),
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

pub(super) static WHEN: Table = when!(
    "'when'",
    "Every condition has to hold; of several values of one fact any. What the case does not have, a fact or a verdict, is none \
     of them.",
    optional(
        "verdict",
        AnyOf(Words(verdicts)),
        Absent::Means("any"),
        "\"substantiated\"",
        "What the last investigation found.",
        "B6",
    ),
    fact("cause", "\"staff\"", "The cause that it named.", "B6"),
    fact("remedy", "\"refund\"", "The remedy of the latest proposal, unless that was refused.", "B7"),
    optional(
        "result",
        AnyOf(Words(results)),
        Absent::Means("any"),
        "\"refused\"",
        "How the last final answer of the round was taken.",
        "B10",
    ),
);

pub(super) static CLOCK_WHEN: Table = when!(
    "'when' of a deadline",
    "As any `when`, but by what a clock can go by: what people find out or decide later, like the verdict, does not move a limit."
);

const fn fact(name: &'static str, example: &'static str, text: &'static str, rules: &'static str) -> Key {
    optional(name, Texts, Absent::Means("any"), example, text, rules)
}

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
        optional("remedy", Texts, Absent::Means("any"), "\"return\"", "For these remedies.", "D2"),
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
        optional("below", Amount, Absent::Means("any amount"), "2000", "For less than this amount.", "D2"),
        optional("up_to", Amount, Absent::Means("any amount"), "5000", "For this amount or less.", "D1, D2"),
        required("approvers", Texts, "[\"supervisor\"]", "Who has to approve; `[]`: on one's own.", "D1, D2, D5"),
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

pub(super) static CLOSING: Table = Table {
    label: "[closing]",
    text: "",
    keys: &[
        optional(
            "require",
            WordsOr(Words(needs), "step:NAME"),
            Absent::Value("[\"authority\"]"),
            "[\"authority\", \"response\", \"resolved\", \"follow-up\"]",
            "What has to be done before any case is closed: `authority` (no proposal without its approvals), `response` (a final \
             answer), `resolved`, `follow-up` (or waived with a reason), `verdict`, `cause` (of an investigation), `acknowledged`, \
             `actions` (a substantiated complaint has corrective actions, all done and verified effective), `disputes` (none stands), `evidence` \
             (all that `[[evidence]]` asks for is there).",
            "B14",
        ),
        optional("gate", Tables(&GATE), Absent::Means("none"), "", "What some cases need in addition.", "B14"),
    ],
    choice: Choice::Free,
};

static GATE: Table = Table {
    label: "[[closing.gate]]",
    text: "",
    keys: &[
        required(
            "need",
            WordsOr(Words(needs), "step:NAME"),
            "[\"verdict\", \"cause\"]",
            "What has to be done, as in `require`.",
            "B14",
        ),
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ severity = \"critical\" }",
            "For which cases.",
            "B14",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static LIABILITY: Table = Table {
    label: "[[liability]]",
    text: "`investigate` without `--liable` writes the shares of the first table that fits into the case, and says so. A table with \
           `missed` fits once that deadline was missed; it then holds by itself, also in place of shares that were stated before, \
           until an investigation states others.",
    keys: &[
        optional("when", One(&WHEN), Absent::Means("every case"), "{ cause = \"product\" }", "For which cases.", "B17"),
        optional(
            "missed",
            Text,
            Absent::Means("at once"),
            "\"promised\"",
            "The deadline that has to have been missed.",
            "B17",
        ),
        required(
            "shares",
            Shares,
            "{ carrier = 80, sales = 20 }",
            "The parties and their shares, in per cent or as fractions (`\"1/3\"`), that add up to the whole.",
            "B17",
        ),
    ],
    choice: Choice::Free,
};

pub(super) static APPEAL: Table = Table {
    label: "[appeal]",
    text: "A complainant appeals against a final answer, or the decision of an appeal before; where the case was found invalid, or \
           closed without an answer, against that. A later appeal is refused. A regulator's is taken at any time.",
    keys: &[
        required("within", Span, "\"30d\"", "How long after that, counted as in deadlines.", "B12"),
        optional("since", Date, Absent::Means("of any date"), "2026-12-01", "For receipts from this day on.", "B12"),
    ],
    choice: Choice::Free,
};

pub(super) static PAUSE: Table = Table {
    label: "[pause]",
    text: "While a case waits for the complainant, its clocks stand still.",
    keys: &[optional(
        "max",
        Span,
        Absent::Means("without limit"),
        "\"30d\"",
        "The longest that one wait counts.",
        "C5",
    )],
    choice: Choice::Free,
};

pub(super) static AUDIT: Table = Table {
    label: "[audit]",
    text: "",
    keys: &[
        optional("skew", Span, Absent::Value("\"5min\""), "\"10min\"", "How far a clock may be ahead.", "B15"),
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
        optional("at_least", Share, Absent::Means("no bound"), "\"90%\"", "The least share.", "E3"),
        optional("at_most", Span, Absent::Means("no bound"), "\"72h\"", "The longest time, on average.", "E3"),
        optional(
            "when",
            One(&WHEN),
            Absent::Means("every case"),
            "{ severity = \"critical\" }",
            "For which cases.",
            "E3",
        ),
    ],
    choice: Choice::One(&["at_least", "at_most"]),
};
