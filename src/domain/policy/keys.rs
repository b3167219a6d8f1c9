//! The keys of `policy.toml`: one entry a key.

mod top;

#[cfg(test)]
mod tests;

use super::authority::SeparationRules;
use super::closing::ClosingRules;
use super::{
    Alert, AppealRule, ApprovalRule, AuditRules, Category, DeadlineRule, EvidenceRule, FigureRules,
    Level, LiabilityRule, Organisation, PauseRules, Permission, Priority, ProductLine,
    RequiredFacts, Responsibility, Sanction, Staff, Target, Window, WorkingTime,
};
use crate::domain::keyed::{Keys, joined};
use crate::domain::keys::Takes::{Named, Roles, Table as One, Tables};
use crate::domain::keys::{Absent, Choice, Key, Table, Words, optional, required};
use top::TOP;

pub(crate) static POLICY: Table = Table {
    label: "",
    text: "Lists of values that people choose from stand at the top of the file, above the first table. Their order is the \
           order in which they are offered and reported; an empty list takes any value.",
    keys: &KEYS,
    choice: Choice::Free,
};

const KEYS: [Key; TOP.len() + TABLES.len()] = joined(&[TOP, TABLES]);

const TABLES: &[Key] = &[
    optional(
        "organisation",
        One(&Organisation::TABLE),
        Absent::Means("defaults"),
        "",
        "Whose policy it is.",
        "",
    ),
    optional(
        "calendar",
        One(&WorkingTime::TABLE),
        Absent::Means("Monday to Friday"),
        "",
        "Which time is worked.",
        "C2",
    ),
    required(
        "categories",
        Named(&Category::TABLE),
        "",
        "What complaints are about.",
        "A7",
    ),
    optional(
        "line",
        Named(&ProductLine::TABLE),
        Absent::Means("nothing is said of them"),
        "",
        "What is to be known of product lines.",
        "B1",
    ),
    optional(
        "level",
        Tables(&Level::TABLE),
        Absent::Means("one level, `general`"),
        "",
        "Who must deal with a case, in the order of escalation.",
        "C4",
    ),
    optional(
        "staff",
        Named(&Staff::TABLE),
        Absent::Means("anyone may do anything"),
        "",
        "Who works here.",
        "D6",
    ),
    optional(
        "required",
        Tables(&RequiredFacts::TABLE),
        Absent::Means("none"),
        "",
        "Which facts complaints have to have.",
        "A3",
    ),
    optional(
        "evidence",
        Tables(&EvidenceRule::TABLE),
        Absent::Means("none"),
        "",
        "Which evidence complaints need.",
        "A9",
    ),
    optional(
        "window",
        Tables(&Window::TABLE),
        Absent::Means("no limit"),
        "",
        "How long after delivery and the like one may complain.",
        "A8",
    ),
    optional(
        "deadline",
        Tables(&DeadlineRule::TABLE),
        Absent::Means("no limits"),
        "",
        "What has to be done by when.",
        "C1",
    ),
    optional(
        "approval",
        Tables(&ApprovalRule::TABLE),
        Absent::Means("the highest role approves"),
        "",
        "Who approves what complainants are to get.",
        "D1, D2",
    ),
    optional(
        "permissions",
        Roles(Words(permissions)),
        Absent::Means("open to all staff"),
        "{ assign = \"clerk\", chase = [\"clerk\", \"system\"], close = \"supervisor\" }",
        "The lowest role that may do something.",
        "D6",
    ),
    optional(
        "responsibility",
        Tables(&Responsibility::TABLE),
        Absent::Means("whoever has the permission"),
        "",
        "Who has to hold, investigate or answer some cases.",
        "B5, B9",
    ),
    optional(
        "alert",
        Tables(&Alert::TABLE),
        Absent::Means("nobody"),
        "",
        "Who is told at once.",
        "B20",
    ),
    optional(
        "priority",
        Tables(&Priority::TABLE),
        Absent::Means("none"),
        "",
        "What is taken up first.",
        "A12",
    ),
    optional(
        "separation",
        One(&SeparationRules::TABLE),
        Absent::Means("nobody approves their own proposal"),
        "",
        "What the same person may not do in one case.",
        "D6",
    ),
    optional(
        "closing",
        One(&ClosingRules::TABLE),
        Absent::Means("`authority`"),
        "",
        "What closing asks for.",
        "B14",
    ),
    optional(
        "sanction",
        Tables(&Sanction::TABLE),
        Absent::Means("none"),
        "",
        "What upheld complaints about conduct may cost.",
        "F4",
    ),
    optional(
        "liability",
        Tables(&LiabilityRule::TABLE),
        Absent::Means("nobody by default"),
        "",
        "Who is liable unless an investigation says otherwise.",
        "B17",
    ),
    optional(
        "pause",
        One(&PauseRules::TABLE),
        Absent::Means("without limit"),
        "",
        "How long clocks may stand still.",
        "C5",
    ),
    optional(
        "appeal",
        One(&AppealRule::TABLE),
        Absent::Means("without limit"),
        "",
        "How long complainants may appeal.",
        "B12",
    ),
    optional(
        "audit",
        One(&AuditRules::TABLE),
        Absent::Means("defaults"),
        "",
        "How far records may be off in time.",
        "B15",
    ),
    optional(
        "figures",
        One(&FigureRules::TABLE),
        Absent::Means("defaults"),
        "",
        "What key figures go by.",
        "E3",
    ),
    optional(
        "target",
        Tables(&Target::TABLE),
        Absent::Means("no targets"),
        "",
        "What key figures are held to.",
        "E3",
    ),
];

fn permissions() -> Vec<&'static str> {
    Permission::all().map(Permission::word).collect()
}

/// Every table of the policy: the file itself, then those below it, each once.
pub fn tables() -> Vec<&'static Table> {
    let mut tables = vec![&POLICY];
    let mut next = 0;
    while let Some(table) = tables.get(next) {
        let below: Vec<_> = table.keys.iter().filter_map(Key::table).collect();
        let mut at = next + 1;
        for table in below {
            if !tables.iter().any(|known| known.label == table.label) {
                // What stands below a table is explained right after it, as far as it is not yet.
                let place = if next == 0 { tables.len() } else { at };
                tables.insert(place, table);
                at += 1;
            }
        }
        next += 1;
    }
    tables
}
