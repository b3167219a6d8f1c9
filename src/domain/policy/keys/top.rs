//! The top-level keys that are not tables.

use crate::domain::keys::Takes::{List, Whole};
use crate::domain::keys::{Absent, Key, optional, required};

pub(super) const TOP: &[Key] = &[
    required(
        "format",
        Whole(1, 2),
        "2",
        "The version of the file format. Under 1, rules that the program has learned since are warnings; `complaint policy upgrade` lists them. A program that does not support the version does not read the rest of the file.",
        "",
    ),
    required(
        "channels",
        List,
        "[\"phone\", \"email\", \"counter\"]",
        "The channels that complaints come in by.",
        "A1",
    ),
    list(
        "severities",
        "[\"minor\", \"major\", \"critical\"]",
        "Degrees of severity.",
        "A7",
    ),
    list(
        "grades",
        "[\"ordinary\", \"vip\"]",
        "Grades of customers.",
        "A3",
    ),
    list(
        "remedies",
        "[\"apology\", \"repair\", \"return\", \"refund\"]",
        "Remedies for complainants; `propose --remedy`.",
        "B7",
    ),
    optional(
        "priced",
        List,
        Absent::Means("none"),
        "[\"return\", \"refund\"]",
        "Remedies that cost money: `propose` needs their amount. Of other remedies, a missing amount counts as 0.",
        "D1",
    ),
    list(
        "causes",
        "[\"product\", \"delivery\", \"staff\"]",
        "Causes of complaints; `investigate --cause`.",
        "B6",
    ),
    list(
        "symptoms",
        "[\"defective\", \"damaged\", \"late\"]",
        "Symptoms: how a problem shows.",
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
        "Types of complainants; `new --type`.",
        "A3",
    ),
    list(
        "tenures",
        "[\"under-1y\", \"1y-5y\", \"over-5y\"]",
        "Classes of how long the complainant has been a customer; `new --tenure`.",
        "A3, D4",
    ),
    list(
        "values",
        "[\"low\", \"middle\", \"high\"]",
        "Value classes of customers, for example by average spending; `new --value`.",
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
        "conditions",
        "[\"in-use\", \"unused\"]",
        "Conditions of goods; `new --condition`.",
        "A3, A8",
    ),
    list(
        "payments",
        "[\"paid\", \"unpaid\"]",
        "Whether goods are paid for; `new --payment`.",
        "A3",
    ),
    list(
        "requests",
        "[\"repair\", \"return\", \"refund\"]",
        "Requests of complainants; `new --request`.",
        "A9",
    ),
    list(
        "steps",
        "[\"papers\", \"carrier-told\"]",
        "Steps of your own process; `note --step`. `step:NAME` can start and stop deadlines and be required for closing.",
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
        "Why a complaint may be invalid; `invalidate --reason`. Reasons recorded before the list existed are a warning and stay valid.",
        "A8",
    ),
    list(
        "outcomes",
        "[\"solved\", \"explained\", \"not-agreed\"]",
        "Outcomes of closed cases; `close --outcome`.",
        "B14",
    ),
    optional(
        "retired",
        List,
        Absent::Value("[]"),
        "[\"fax\"]",
        "Values removed from a list, the levels or the categories. On old cases they are a warning, on new ones they are \
         refused; rules can still use them.",
        "A1",
    ),
    optional(
        "roles",
        List,
        Absent::Value("[]"),
        "[\"clerk\", \"supervisor\", \"director\"]",
        "The roles, lowest first: each role may do all that lower roles may. `system`, the role of cron jobs, has no rank \
         and is not listed.",
        "D6",
    ),
];

/// A list of values; any value is accepted if it is missing.
const fn list(
    name: &'static str,
    example: &'static str,
    text: &'static str,
    rules: &'static str,
) -> Key {
    optional(name, List, Absent::Means("any"), example, text, rules)
}
