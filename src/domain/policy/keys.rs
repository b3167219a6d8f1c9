//! The keys of `policy.toml`, one entry per key.

mod top;

#[cfg(test)]
mod tests;

use super::authority::SeparationRules;
use super::closing::ClosingRules;
use super::{
    Alert, AppealRule, ApprovalRule, AuditRules, Category, DeadlineRule, EvidenceRule, FigureRules,
    Level, LiabilityRule, Organisation, PauseRules, Permission, PlausibleRules, Priority,
    ProductLine, RequiredFacts, Responsibility, Sanction, Staff, Target, TogetherRule, Window,
    WorkingTime,
};
use crate::domain::keyed::{Keys, joined};
use crate::domain::keys::Takes::{Named, Roles, Table as One, Tables};
use crate::domain::keys::{Absent, Choice, Key, Table, Words, optional, required};
use top::TOP;

pub(crate) static POLICY: Table = Table {
    label: "",
    text: "The lists of values come at the top of the file, above the first table. Values are offered and reported in the \
           order of their list; an empty list accepts any value.",
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
        "The organisation.",
        "",
    ),
    optional(
        "calendar",
        One(&WorkingTime::TABLE),
        Absent::Means("Monday to Friday"),
        "",
        "Working days and business hours.",
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
        Absent::Means("no names or departments"),
        "",
        "Names and departments of product lines.",
        "B1",
    ),
    optional(
        "level",
        Tables(&Level::TABLE),
        Absent::Means("one level, `general`"),
        "",
        "Who handles a case, in the order of escalation.",
        "C4",
    ),
    optional(
        "staff",
        Named(&Staff::TABLE),
        Absent::Means("anyone may do anything"),
        "",
        "The staff.",
        "D6",
    ),
    optional(
        "required",
        Tables(&RequiredFacts::TABLE),
        Absent::Means("none"),
        "",
        "Facts that complaints must have.",
        "A3",
    ),
    optional(
        "evidence",
        Tables(&EvidenceRule::TABLE),
        Absent::Means("none"),
        "",
        "Evidence that complaints need.",
        "A9",
    ),
    optional(
        "window",
        Tables(&Window::TABLE),
        Absent::Means("no limit"),
        "",
        "How long after delivery, or another date, complaints are in time.",
        "A8",
    ),
    optional(
        "deadline",
        Tables(&DeadlineRule::TABLE),
        Absent::Means("no limits"),
        "",
        "What is due by when.",
        "C1",
    ),
    optional(
        "approval",
        Tables(&ApprovalRule::TABLE),
        Absent::Means("the highest role approves"),
        "",
        "Who approves remedies and other proposals.",
        "D1, D2",
    ),
    optional(
        "together",
        One(&TogetherRule::TABLE),
        Absent::Means("each case by itself"),
        "",
        "What one order or complainant got in several cases.",
        "D1",
    ),
    optional(
        "permissions",
        Roles(Words(permissions)),
        Absent::Means("open to all staff"),
        "{ assign = \"clerk\", chase = [\"clerk\", \"system\"], close = \"supervisor\" }",
        "The lowest role for each permission.",
        "D6",
    ),
    optional(
        "responsibility",
        Tables(&Responsibility::TABLE),
        Absent::Means("anyone with the permission"),
        "",
        "Requirements on who holds, investigates or answers a case.",
        "B5, B9",
    ),
    optional(
        "alert",
        Tables(&Alert::TABLE),
        Absent::Means("nobody"),
        "",
        "Who is alerted at once.",
        "B20",
    ),
    optional(
        "priority",
        Tables(&Priority::TABLE),
        Absent::Means("none"),
        "",
        "Which cases come first.",
        "A12",
    ),
    optional(
        "separation",
        One(&SeparationRules::TABLE),
        Absent::Means("nobody approves their own proposal"),
        "",
        "Steps of one case that the same person may not take.",
        "D6",
    ),
    optional(
        "closing",
        One(&ClosingRules::TABLE),
        Absent::Means("`authority`"),
        "",
        "Requirements for closing a case.",
        "B14",
    ),
    optional(
        "sanction",
        Tables(&Sanction::TABLE),
        Absent::Means("none"),
        "",
        "Sanctions for upheld complaints about conduct.",
        "F4",
    ),
    optional(
        "liability",
        Tables(&LiabilityRule::TABLE),
        Absent::Means("nobody by default"),
        "",
        "Who is liable if the investigation does not state it.",
        "B17",
    ),
    optional(
        "pause",
        One(&PauseRules::TABLE),
        Absent::Means("without limit"),
        "",
        "How long clocks can be paused.",
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
        "plausible",
        One(&PlausibleRules::TABLE),
        Absent::Means("defaults"),
        "",
        "What is doubted about facts.",
        "A3",
    ),
    optional(
        "audit",
        One(&AuditRules::TABLE),
        Absent::Means("defaults"),
        "",
        "Limits on the times of records, and what an audit requires.",
        "B15",
    ),
    optional(
        "figures",
        One(&FigureRules::TABLE),
        Absent::Means("defaults"),
        "",
        "How key figures are counted.",
        "E3",
    ),
    optional(
        "target",
        Tables(&Target::TABLE),
        Absent::Means("no targets"),
        "",
        "Targets for key figures.",
        "E3",
    ),
];

fn permissions() -> Vec<&'static str> {
    Permission::all().map(Permission::word).collect()
}

/// Every table of the policy: the file itself, then the tables below it, without duplicates.
pub fn tables() -> Vec<&'static Table> {
    let mut tables = vec![&POLICY];
    let mut next = 0;
    while let Some(table) = tables.get(next) {
        let below: Vec<_> = table.keys.iter().filter_map(Key::table).collect();
        let mut at = next + 1;
        for table in below {
            if !tables.iter().any(|known| known.label == table.label) {
                // A nested table comes right after its parent.
                let place = if next == 0 { tables.len() } else { at };
                tables.insert(place, table);
                at += 1;
            }
        }
        next += 1;
    }
    tables
}
