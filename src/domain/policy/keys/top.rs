//! The keys at the top of the file that are no tables.

use crate::domain::keys::Takes::{Exactly, List};
use crate::domain::keys::{Absent, Key, optional, required};

pub(super) const TOP: &[Key] = &[
    required(
        "format",
        Exactly(1),
        "1",
        "The form of the file. A program that does not know it reads nothing.",
        "",
    ),
    required(
        "channels",
        List,
        "[\"phone\", \"email\", \"counter\"]",
        "By which ways complaints come in.",
        "A1",
    ),
    list(
        "severities",
        "[\"minor\", \"major\", \"critical\"]",
        "How bad a matter can be.",
        "A7",
    ),
    list(
        "grades",
        "[\"ordinary\", \"vip\"]",
        "How important customers are.",
        "A3",
    ),
    list(
        "remedies",
        "[\"apology\", \"repair\", \"return\", \"refund\"]",
        "What complainants may get; `propose --remedy`.",
        "B7",
    ),
    list(
        "causes",
        "[\"product\", \"delivery\", \"staff\"]",
        "Why things go wrong; `investigate --cause`.",
        "B6",
    ),
    list(
        "symptoms",
        "[\"defective\", \"damaged\", \"late\"]",
        "How things that go wrong show.",
        "A7",
    ),
    list(
        "kinds",
        "[\"complaint\", \"enquiry\", \"suggestion\"]",
        "Kinds of contact; `new --kind`.",
        "A7",
    ),
    list(
        "types",
        "[\"consumer\", \"retailer\", \"internal\"]",
        "What complainants are; `new --type`.",
        "A3",
    ),
    list(
        "tenures",
        "[\"under-1y\", \"1y-5y\", \"over-5y\"]",
        "Classes of how long somebody has been a customer; `new --tenure`.",
        "A3, D4",
    ),
    list(
        "values",
        "[\"low\", \"middle\", \"high\"]",
        "Classes of what customers are worth, by their average spending say; `new --value`.",
        "A3, D4",
    ),
    list(
        "lines",
        "[\"tiles\", \"sanitary-ware\"]",
        "Product lines; `new --line`.",
        "A3",
    ),
    list(
        "outlets",
        "[\"north\", \"harbour\"]",
        "Outlets; `new --outlet`.",
        "A3",
    ),
    list(
        "requests",
        "[\"repair\", \"return\", \"refund\"]",
        "What complainants ask for; `new --request`.",
        "A9",
    ),
    list(
        "steps",
        "[\"papers\", \"carrier-told\"]",
        "Steps of one's own process; `note --step`. `step:NAME` starts and stops deadlines, and closing can ask for it.",
        "B19",
    ),
    list(
        "documents",
        "[\"stamped-statement\", \"debit-note\", \"photo\", \"recording\"]",
        "Kinds of evidence; `attach --kind`.",
        "A9",
    ),
    optional(
        "grounds",
        List,
        Absent::Means("any text"),
        "[\"out-of-window\", \"evidence-missing\", \"untrue\", \"nothing-asked\"]",
        "Why a complaint may be invalid; `invalidate --reason`. Reasons of before the list are a warning, and stand.",
        "A8",
    ),
    list(
        "outcomes",
        "[\"solved\", \"explained\", \"not-agreed\"]",
        "How a case may end; `close --outcome`.",
        "B14",
    ),
    optional(
        "retired",
        List,
        Absent::Value("[]"),
        "[\"fax\"]",
        "Values that a list, the levels or the categories once had. On old cases they are a warning, on new ones refused; \
         rules may go on naming them.",
        "A1",
    ),
    optional(
        "roles",
        List,
        Absent::Value("[]"),
        "[\"clerk\", \"supervisor\", \"director\"]",
        "The roles, lowest first: each may do what those before it may. `system`, for what cron does, stands beside them \
         and is not listed.",
        "D6",
    ),
];

/// A list of values, which takes any if it is left out.
const fn list(
    name: &'static str,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, List, Absent::Means("any"), example, text, rules)
}
