//! Lists of cases as tables.

use super::span::{rough, to_the_minute};
use super::style::Tone;
use super::table::{Cell, Column};
use crate::domain::deadline::{Deadline, DeadlineState};
use crate::domain::policy::Policy;
use crate::domain::rules::priority;
use crate::domain::snapshot::{Snapshot, Watch};
use crate::domain::state::Status;
use crate::domain::time::Instant;

/// The columns of `list`: the priority where the policy has any.
pub fn list_columns(policy: &Policy) -> Vec<Column> {
    LIST.into_iter()
        .filter(|column| *column != PRIORITY || !policy.priorities.is_empty())
        .collect()
}

const PRIORITY: Column = Column {
    title: "priority",
    rank: 6,
};

const LIST: [Column; 11] = [
    Column {
        title: "id",
        rank: 9,
    },
    PRIORITY,
    Column {
        title: "received",
        rank: 3,
    },
    Column {
        title: "status",
        rank: 6,
    },
    Column {
        title: "flags",
        rank: 5,
    },
    Column {
        title: "level",
        rank: 1,
    },
    Column {
        title: "category",
        rank: 4,
    },
    Column {
        title: "department",
        rank: 2,
    },
    Column {
        title: "handler",
        rank: 7,
    },
    Column {
        title: "next deadline",
        rank: 8,
    },
    Column {
        title: "summary",
        rank: 9,
    },
];

/// The columns of `overdue`.
pub const OVERDUE: [Column; 9] = [
    Column {
        title: "id",
        rank: 9,
    },
    Column {
        title: "deadline",
        rank: 8,
    },
    Column {
        title: "how late",
        rank: 7,
    },
    Column {
        title: "due",
        rank: 5,
    },
    Column {
        title: "status",
        rank: 3,
    },
    Column {
        title: "level",
        rank: 1,
    },
    Column {
        title: "department",
        rank: 4,
    },
    Column {
        title: "handler",
        rank: 6,
    },
    Column {
        title: "summary",
        rank: 9,
    },
];

/// One line of `list`.
pub fn list_row(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Vec<Cell> {
    let state = snapshot.state();
    let next = snapshot.most_urgent();
    let priority = priority::priority(state, policy)
        .map(|priority| priority.name.as_str())
        .unwrap_or_default();
    let mut row = vec![snapshot.id().into()];
    row.extend((!policy.priorities.is_empty()).then(|| priority.into()));
    row.extend([
        to_the_minute(state.facts.received, policy.calendar.zone()).into(),
        status(snapshot),
        flags(snapshot).into(),
        state.level.as_str().into(),
        state.facts.category.as_str().into(),
        state.department.as_deref().unwrap_or_default().into(),
        holder(snapshot).into(),
        next.map_or_else(Cell::default, |deadline| {
            Cell::toned(
                format!("{} {}", deadline.name, standing(deadline, now)),
                tone(deadline.state),
            )
        }),
        state.facts.summary.as_str().into(),
    ]);
    row
}

/// One line of `overdue`: the worst deadline, with the number of the others.
pub fn overdue_row(snapshot: &Snapshot, policy: &Policy, watch: Watch, now: Instant) -> Vec<Cell> {
    let state = snapshot.state();
    let late = snapshot.late(watch);
    let Some(worst) = late.first() else {
        return Vec::new();
    };
    let others = late.len() - 1;
    let name = if others == 0 {
        worst.name.clone()
    } else {
        format!("{} (+{others})", worst.name)
    };
    vec![
        snapshot.id().into(),
        name.into(),
        Cell::toned(standing(worst, now), tone(worst.state)),
        worst
            .due
            .map(|due| to_the_minute(due, policy.calendar.zone()))
            .unwrap_or_default()
            .into(),
        status(snapshot),
        state.level.as_str().into(),
        state.department.as_deref().unwrap_or_default().into(),
        holder(snapshot).into(),
        state.facts.summary.as_str().into(),
    ]
}

/// How much time is left until a running clock is due, or how late it is; else its state.
pub fn standing(deadline: &Deadline, now: Instant) -> String {
    match (deadline.state, deadline.due) {
        (DeadlineState::Open | DeadlineState::Soon, Some(due)) => {
            format!("in {}", rough(due - now))
        }
        (DeadlineState::Open | DeadlineState::Soon, None) => "paused".to_owned(),
        (DeadlineState::Overdue, Some(due)) => format!("{} late", rough(now - due)),
        (DeadlineState::Missed, Some(due)) => {
            format!("missed by {}", rough(deadline.stopped.unwrap_or(now) - due))
        }
        (state, _) => state.to_string(),
    }
}

/// The colour of a clock.
pub fn tone(state: DeadlineState) -> Option<Tone> {
    match state {
        DeadlineState::Overdue | DeadlineState::Missed => Some(Tone::Bad),
        DeadlineState::Soon => Some(Tone::Warning),
        DeadlineState::Met => Some(Tone::Good),
        DeadlineState::Open | DeadlineState::Cancelled => None,
    }
}

fn status(snapshot: &Snapshot) -> Cell {
    let tone = matches!(snapshot.status(), Status::Resolved | Status::Closed).then_some(Tone::Good);
    Cell::toned(snapshot.status().word(), tone)
}

fn flags(snapshot: &Snapshot) -> String {
    let words: Vec<String> = snapshot
        .flags
        .iter()
        .map(|flag| flag.word().replace('_', " "))
        .collect();
    words.join(", ")
}

fn holder(snapshot: &Snapshot) -> String {
    snapshot
        .state()
        .holder
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}
