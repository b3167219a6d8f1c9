//! The keys of a case file: its facts, and what each verb records.

use super::Takes::{Amount, Form, Instant, List, Shares, Table as One, Text, True, Whole, Word, WordList};
use super::{Absent, Choice, Key, Table, Words, optional, required};
use crate::domain::case::event::{
    Attitude, Efficacy, Fault, Grievance, Matter, Means, Quality, ResultClass, Ruling, Subject, Verdict,
};
use crate::domain::case::{FactField, Verb};

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
        required("channel", Text, "phone", "By which channel it came in.", "A1"),
        required("category", Text, "product-quality", "What it is about.", "A7"),
        required("level", Text, "general", "Who must deal with it at first.", "C4"),
        fact("severity", Text, "major", "How bad the matter is.", "A7"),
        fact("kind", Text, "complaint", "The kind of contact: a complaint, an enquiry or a suggestion.", "A7"),
        fact("symptom", Text, "defective", "How the matter showed.", "A7"),
        required("complainant", One(&COMPLAINANT), "", "Who complains.", "A3"),
        fact("line", Text, "tiles", "Which product line.", "A3"),
        fact("product", Text, "PX-200", "What it concerns.", "A3"),
        fact("brand", Text, "Harbour", "Which brand.", "A3"),
        fact("order", Text, "SO-4711", "The customer's order.", "A3"),
        fact("outlet", Text, "north", "Which outlet.", "A3"),
        fact("shipped", Instant, "2026-11-10T08:00:00+08:00", "When the goods were shipped.", "A3"),
        fact("delivered", Instant, "2026-11-12T15:30:00+08:00", "When the goods were delivered.", "A8"),
        fact("quantity", Amount, "12", "How many are concerned.", "A3"),
        fact("price", Amount, "106.50", "The price of one, in the policy's currency.", "A3"),
        fact("amount", Amount, "1280.00", "The amount in dispute, in the policy's currency.", "A3"),
        fact("condition", Text, "unused, paid", "The state of use of the goods, and whether they are paid.", "A3"),
        fact("occurred", Instant, "2026-11-20T18:00:00+08:00", "When it happened.", "A3"),
        fact("place", Text, "North counter", "Where it happened.", "A3"),
        fact("person", Text, "the cashier", "Whose conduct it is about.", "A3"),
        required("summary", Text, "dead pixels", "The matter in one line.", "A3"),
        fact("description", Text, "Three dead pixels on the second day.", "The matter at length.", "A3"),
        fact("request", Text, "refund", "What the complainant asks for.", "A3"),
        fact("source", Text, "ledger.csv#17", "The row of a ledger that the case was imported from.", "A14"),
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
        fact("type", Text, "consumer", "What the complainant is: a consumer, a retailer or a colleague.", "A3"),
        fact("tenure", Text, "over-5y", "How long they have been a customer, of the policy's classes.", "D4"),
        fact("value", Text, "high", "What the customer is worth, of the policy's classes.", "D4"),
        fact("number", Text, "C-1001", "The customer's number.", "A3"),
        fact("behalf", Text, "her mother", "On whose behalf, if not their own.", "A3"),
    ],
    choice: Choice::Free,
};

/// What every event has.
pub static COMMON: &[Key] = &[
    required("at", Instant, "2026-11-21T09:20:00+08:00", "When it happened.", "A5"),
    required("by", Form(STAFF), "li.wei", "Who did it.", "B15"),
    required("do", Word(Words(verbs)), "register", "What was done.", ""),
    fact("recorded", Instant, "2026-11-21T17:00:00+08:00", "When it was put on record, where that was later.", "A5"),
    fact("source", Text, "ledger.csv#17", "The row of a ledger that it was imported from.", "A14"),
];

const STAFF: &str = "^[^\\s./-][^\\s/]{0,99}$";

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
        let (text, keys) = of(*verb);
        EventKeys { verb: *verb, text, keys }
    })
}

fn of(verb: Verb) -> (&'static str, &'static [Key]) {
    match verb {
        Verb::Register => ("The case is on record.", &[]),
        Verb::Acknowledge => (
            "The complainant was told that the complaint was received.",
            const { &[fact("via", Text, "phone", "By which channel.", "A6")] },
        ),
        Verb::Assign => ("The case goes to a holder and department.", ASSIGN),
        Verb::SendBack => ("Wrongly dispatched: back to whoever assigned it.", REASON),
        Verb::Consult => ("An expert was asked.", CONSULT),
        Verb::Note => ("A remark, or a step of the organisation's own process; one of both at least.", NOTE),
        Verb::Attach => ("Evidence.", ATTACH),
        Verb::Link => ("A related case.", LINK),
        Verb::Amend => ("A corrected fact; the old value stays readable.", AMEND),
        Verb::Investigate => ("What was found out.", INVESTIGATE),
        Verb::Propose => (
            "What the complainant is to get, or something else that needs approval; replaces the proposal of the same subject before.",
            PROPOSE,
        ),
        Verb::Approve => ("One approval of the proposal that it names.", TERMS),
        Verb::Refuse => ("A refusal of the proposal that it names.", REFUSE),
        Verb::Respond => ("An answer to the complainant: final with its `result`, or `interim`.", RESPOND),
        Verb::Resolve => {
            ("The remedy has been carried out.", const { &[fact("text", Text, "paid by transfer", "Remarks.", "B11")] })
        }
        Verb::FollowUp => ("The complainant was asked afterwards, or that was waived.", FOLLOW_UP),
        Verb::Escalate => (
            "The case moves from level to level. Where it has left the one and reached or passed the other already, as after a \
             merge, that changes nothing.",
            ESCALATE,
        ),
        Verb::Appeal => ("The complainant or a regulator appeals; a new round begins.", APPEAL),
        Verb::Decide => ("The outcome of the appeal that stands.", DECIDE),
        Verb::Dispute => ("Two departments or parties do not agree. One dispute stands at a time.", DISPUTE),
        Verb::Settle => ("How the dispute that stands was settled, or that mediating it failed.", SETTLE),
        Verb::Resume => ("Waiting is over.", REASON),
        Verb::Pause => ("Waiting for the complainant.", REASON),
        Verb::Extend => ("A later date for one deadline.", EXTEND),
        Verb::Chase => ("A reminder to the holder.", CHASE),
        Verb::Invalidate => ("Not a valid complaint.", INVALIDATE),
        Verb::Withdraw => ("Taken back by the complainant.", REASON),
        Verb::Plan => ("A corrective action is planned.", PLAN),
        Verb::Done => ("A planned action was carried out.", DONE),
        Verb::Verify => ("An action that was done proved effective, or has to be done again.", VERIFY),
        Verb::Inspect => ("A spot check of how the case was put on record and dispatched.", INSPECT),
        Verb::Close => ("The file is closed.", const { &[fact("outcome", Text, "solved", "How it ended.", "B14")] }),
        Verb::Reopen => ("Taken up again.", REOPEN),
        Verb::Retract => ("An event taken back.", RETRACT),
    }
}

const WHY: Key = required("reason", Text, "waiting for the carrier", "Why.", "");
const REASON: &[Key] = &[WHY];
const NOTE: &[Key] = &[
    fact("text", Text, "the carrier has called", "What was said.", ""),
    fact("step", Text, "papers", "The step that was taken.", "B19"),
];

const CHASE: &[Key] = &[
    required("text", Text, "the customer asked again", "What the holder was told.", "C3"),
    fact("deadline", Text, "respond", "The deadline that it is about; `chase --due` writes it.", "C3"),
];

const ASSIGN: &[Key] = &[
    required("to", Form(STAFF), "zhang.min", "The new holder.", "B1"),
    fact("department", Text, "quality", "The department in charge.", "B1"),
    fact("co-handler", List, "[logistics]", "Departments that help.", "B1"),
];

const CONSULT: &[Key] = &[
    required("expert", Text, "Prof. Zhou", "Who was asked: a staff member, or somebody from outside.", "B4"),
    required("text", Text, "the panel's fault shows on cold days only", "What was asked, and what they said.", "B4"),
];

const ATTACH: &[Key] = &[
    required("file", Text, "3f2a91c0-photo.jpg", "The file below `evidence/`.", "A9"),
    required("sha256", Form("^[0-9A-Fa-f]{64}$"), SHA256, "Its SHA-256.", "A9"),
    fact("kind", Text, "photo", "What it is, of the policy's `documents`.", "A9"),
];

const SHA256: &str = "3f2a91c0e8d7b6a5948372615049382716a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1";

const INVALIDATE: &[Key] = &[
    required("reason", Text, "out-of-window", "Why: of the policy's `grounds`, where it has some.", "A8"),
    fact("text", Text, "delivered five months ago", "What the submitter is told.", "A8"),
    fact("malicious", True, "true", "A malicious or false complaint.", "A11"),
];

const LINK: &[Key] = &[
    required("case", Text, "20261120-9TBV4D", "The other case.", "A10"),
    required("kind", Text, "repeat", "How it is related.", "A10"),
];

const AMEND: &[Key] = &[
    required("field", Word(Words(fields)), "amount", "Which fact.", ""),
    fact("from", Text, "1280.00", "The value that stood.", "B15"),
    fact("to", Text, "1380.00", "The value that is right.", ""),
    WHY,
];

const INVESTIGATE: &[Key] = &[
    required("verdict", Word(Words(verdicts)), "substantiated", "Whether the complaint is justified.", "B6"),
    fact("cause", Text, "product", "Why it came about.", "B6"),
    fact("finding", Text, "a fault of the panel", "What was found.", "B6"),
    fact(
        "liable",
        Shares,
        "{carrier: 40, sales: 60}",
        "Who is responsible: shares in per cent, or as fractions (`1/3`), that add up to the whole.",
        "B17",
    ),
    fact("lead", Form(STAFF), "zhang.min", "Who led the investigation.", "B5"),
];

const HANDLE: Key = required("proposal", Form("^[0-9A-Za-z-]{2,32}$"), "7Q2M", "The proposal's handle.", "D1");
const REMEDY: Key = fact(
    "remedy",
    Text,
    "refund",
    "What the complainant is to get; has to be there where there is no `subject`.",
    "B7",
);
const SUBJECT: Key =
    fact("subject", Word(Words(subjects)), "answer", "What is approved, where that is no remedy.", "D5, B8");
const RULING: Key = fact("outcome", Word(Words(rulings)), "upheld", "The decision; where that is the subject.", "B12");
const AMOUNT: Key = fact("amount", Amount, "1280.00", "How much; none counts as 0.", "D1");

const TERMS: &[Key] = &[HANDLE, REMEDY, SUBJECT, RULING, AMOUNT];

const PROPOSE: &[Key] = &[
    HANDLE,
    REMEDY,
    SUBJECT,
    RULING,
    AMOUNT,
    fact("text", Text, "as agreed by telephone", "Remarks; of an answer its draft.", "B7, B8"),
    fact("emergency", True, "true", "An emergency.", "D3"),
    fact("agreed", List, "[chen.jing]", "Who agreed to it by telephone before.", "D3"),
];

const REFUSE: &[Key] = &[HANDLE, REMEDY, SUBJECT, RULING, AMOUNT, WHY];

const RESPOND: &[Key] = &[
    required("text", Text, "a new screen is on its way", "What was said.", "B9"),
    fact("result", Word(Words(results)), "solved", "How a final answer was taken.", "B10"),
    fact("interim", True, "true", "Progress, not the answer.", "B9"),
    fact("via", Text, "phone", "By which channel.", "B9"),
    fact("attitude", Word(Words(attitudes)), "neutral", "How the complainant took it.", "B10"),
    fact("promise", Instant, "2026-11-25T18:00:00+08:00", "By when the answer is promised; with `interim`.", "B9"),
];

const FOLLOW_UP: &[Key] = &[
    fact("score", Whole(1, 5), "4", "The mark on the whole.", "B13"),
    fact("process", Whole(1, 5), "3", "The mark for how it went.", "B13"),
    fact("outcome", Whole(1, 5), "5", "The mark for what came of it.", "B13"),
    fact("staff", Whole(1, 5), "5", "The mark for those who dealt with it.", "B13"),
    fact("via", Text, "phone", "By which channel they were asked.", "B13"),
    fact(
        "because",
        Word(Words(grievances)),
        "handling",
        "What they are dissatisfied with: the `handling`, which is done again (`reopen --rework`), or the `matter` itself.",
        "B13",
    ),
    fact("comment", Text, "quick and friendly", "What they said.", "B13"),
    fact("waive", Text, "cannot be reached", "Why nobody was asked.", "B13"),
];

const ESCALATE: &[Key] = &[
    required("from", Text, "general", "The level it leaves.", "C4"),
    required("to", Text, "regional", "The level it reaches.", "C4"),
    WHY,
];

const APPEAL: &[Key] = &[
    WHY,
    fact(
        "regulator",
        Text,
        "Market Regulation Bureau",
        "From which regulator or association; else the complainant.",
        "B12",
    ),
    fact("reference", Text, "MR-2026-118", "Its reference there.", "B12"),
    fact(
        "cutoff",
        Instant,
        "2026-12-01T18:00:00+08:00",
        "By when it has to be decided; a deadline named `cut-off`.",
        "B12",
    ),
];

const DECIDE: &[Key] = &[
    required(
        "outcome",
        Word(Words(rulings)),
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

const DISPUTE: &[Key] = &[
    required("between", Text, "quality", "Who does not agree.", "B18"),
    required("and", Text, "sales", "With whom.", "B18"),
    fact("about", Word(Words(matters)), "liability", "What about; `liability`: the shares of an investigation.", "B17"),
    required("text", Text, "who pays the freight", "What they do not agree on.", "B18"),
];

const SETTLE: &[Key] = &[
    required("means", Word(Words(means)), "mediation", "How; arbitration comes after a mediation that failed.", "B18"),
    fact("failed", True, "true", "The mediation failed.", "B18"),
    required("text", Text, "sales pays the freight", "What was agreed or decided.", "B18"),
];

const EXTEND: &[Key] = &[
    required("deadline", Text, "respond", "Its name.", "C5"),
    required("until", Instant, "2026-11-27T18:00:00+08:00", "The new due instant.", "C5"),
    WHY,
];

const ACTION: Key = required("plan", Form("^[0-9A-Za-z-]{2,32}$"), "K3TM", "The handle of the action.", "F1");
const REMARKS: Key = fact("text", Text, "all outlets were told", "Remarks.", "F1");

const PLAN: &[Key] = &[
    ACTION,
    required("action", Text, "check every panel for dead pixels", "What is to be done.", "F1"),
    required("owner", Form(STAFF), "zhang.min", "Who sees to it.", "F1"),
    required("until", Instant, "2026-12-15T18:00:00+08:00", "By when.", "F1"),
    fact(
        "fall",
        Amount,
        "10",
        "By how many per cent the complaints of a project are to fall from month to month.",
        "F3",
    ),
];

const INSPECT: &[Key] = &[
    required("result", Word(Words(qualities)), "wrong", "What was found.", "E7"),
    fact(
        "fault",
        WordList(Words(faults)),
        "[routed]",
        "What was wrong: `filled` in wrongly or not in full, `routed` to the wrong place.",
        "E7",
    ),
    fact("text", Text, "belongs to logistics", "Remarks.", "E7"),
];

const DONE: &[Key] = &[ACTION, REMARKS];

const VERIFY: &[Key] = &[
    ACTION,
    required("result", Word(Words(efficacies)), "effective", "How it proved.", "F1"),
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

const REOPEN: &[Key] = &[WHY, fact("rework", True, "true", "The handling is done again.", "B13")];

const RETRACT: &[Key] =
    &[required("event", Form("^[0-9A-Fa-f]{16}$"), "a1b2c3d4e5f60718", "The digest of the event.", ""), WHY];

/// A key that is not there where there is nothing to say.
const fn fact(
    name: &'static str,
    takes: super::Takes,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, takes, Absent::Means("nothing"), example, text, rules)
}

fn verbs() -> Vec<&'static str> {
    Verb::ALL.iter().map(|verb| verb.word()).collect()
}

fn fields() -> Vec<&'static str> {
    FactField::ALL.iter().map(|field| field.name()).collect()
}

fn verdicts() -> Vec<&'static str> {
    Verdict::ALL.iter().map(|verdict| verdict.word()).collect()
}

fn attitudes() -> Vec<&'static str> {
    Attitude::ALL.iter().map(|attitude| attitude.word()).collect()
}

fn grievances() -> Vec<&'static str> {
    Grievance::ALL.iter().map(|grievance| grievance.word()).collect()
}

fn efficacies() -> Vec<&'static str> {
    Efficacy::ALL.iter().map(|efficacy| efficacy.word()).collect()
}

fn qualities() -> Vec<&'static str> {
    Quality::ALL.iter().map(|quality| quality.word()).collect()
}

fn faults() -> Vec<&'static str> {
    Fault::ALL.iter().map(|fault| fault.word()).collect()
}

fn means() -> Vec<&'static str> {
    Means::ALL.iter().map(|means| means.word()).collect()
}

fn matters() -> Vec<&'static str> {
    Matter::ALL.iter().map(|matter| matter.word()).collect()
}

fn subjects() -> Vec<&'static str> {
    let others = Subject::ALL.iter().filter(|subject| **subject != Subject::Remedy);
    others.map(|subject| subject.word()).collect()
}

fn rulings() -> Vec<&'static str> {
    Ruling::ALL.iter().map(|ruling| ruling.word()).collect()
}

fn results() -> Vec<&'static str> {
    ResultClass::ALL.iter().map(|result| result.word()).collect()
}
