//! Counts of cases by one or two axes (E1, E2) that add up.

use crate::domain::list::List;
use std::collections::BTreeMap;
use std::str::FromStr;

use crate::domain::case::FactField;
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Status;
use crate::domain::word::Word;

macro_rules! axes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// What cases are told apart by; facts as corrected, the rest as it stands now.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Axis { $($(#[$doc])* $variant),* }

        impl Axis {
            /// Every axis.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in `--by` and `--cases`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

axes! {
    /// What it is about.
    Category = "category",
    /// By which channel it came.
    Channel = "channel",
    /// The department in charge.
    Department = "department",
    /// Who has it.
    Handler = "handler",
    /// The level that it is at.
    Level = "level",
    /// How important the customer is.
    Grade = "grade",
    /// How bad the matter is.
    Severity = "severity",
    /// Which outlet it is about.
    Outlet = "outlet",
    /// What it concerns.
    Product = "product",
    /// Why it came about.
    Cause = "cause",
    /// Whether it is justified.
    Verdict = "verdict",
    /// How the answer was taken.
    Result = "result",
    /// How far it has come.
    Status = "status",
}

impl FromStr for Axis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|axis| axis.word() == text)
            .ok_or(())
    }
}

impl Axis {
    /// A case's value; none where it has none.
    pub fn value(self, snapshot: &Snapshot) -> Option<String> {
        let state = snapshot.state();
        let facts = &state.facts;
        match self {
            Self::Category => Some(facts.category.clone()),
            Self::Channel => Some(facts.channel.clone()),
            Self::Department => state.department.clone(),
            Self::Handler => state.holder.as_ref().map(ToString::to_string),
            Self::Level => Some(state.level.clone()),
            Self::Grade => facts.text(FactField::Grade).map(str::to_owned),
            Self::Severity => facts.text(FactField::Severity).map(str::to_owned),
            Self::Outlet => facts.text(FactField::Outlet).map(str::to_owned),
            Self::Product => facts.text(FactField::Product).map(str::to_owned),
            Self::Cause => state
                .investigation
                .as_ref()
                .and_then(|found| found.cause.clone()),
            Self::Verdict => state
                .investigation
                .as_ref()
                .map(|found| found.verdict.to_string()),
            Self::Result => state.responded.map(|(_, result)| result.to_string()),
            Self::Status => Some(state.status().to_string()),
        }
    }

    /// The values in the order that an organisation, or the life of a case, gives them.
    fn order(self, policy: &Policy) -> Vec<&str> {
        let lists = &policy.lists;
        let list = match self {
            Self::Channel => &lists[List::Channels],
            Self::Grade => &lists[List::Grades],
            Self::Severity => &lists[List::Severities],
            Self::Cause => &lists[List::Causes],
            Self::Outlet => &lists[List::Outlets],
            Self::Level => {
                return policy
                    .levels
                    .iter()
                    .map(|level| level.name.as_str())
                    .collect();
            }
            Self::Verdict => return Verdict::ALL.iter().map(|verdict| verdict.word()).collect(),
            Self::Result => {
                return ResultClass::ALL
                    .iter()
                    .map(|result| result.word())
                    .collect();
            }
            Self::Status => return Status::ALL.iter().map(|status| status.word()).collect(),
            Self::Category | Self::Department | Self::Handler | Self::Product => return Vec::new(),
        };
        list.iter().map(String::as_str).collect()
    }

    /// The values that occur: in the order of the policy, others by alphabet, none last.
    fn values(self, snapshots: &[&Snapshot], policy: &Policy) -> Vec<Option<String>> {
        let order = self.order(policy);
        let rank = |value: &Option<String>| match value {
            Some(value) => order
                .iter()
                .position(|known| known == value)
                .unwrap_or(order.len()),
            None => order.len() + 1,
        };
        let mut values: Vec<Option<String>> = snapshots
            .iter()
            .map(|snapshot| self.value(snapshot))
            .collect();
        values.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
        values.dedup();
        values
    }
}

/// Cases counted by one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The axis.
    pub axis: Axis,
    /// Each value that occurs with its number of cases; none: the cases without a value.
    pub rows: Vec<(Option<String>, u64)>,
    /// All cases.
    pub total: u64,
}

/// Cases counted by two axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cross {
    /// The axis of the rows.
    pub down: Axis,
    /// The axis of the columns.
    pub across: Axis,
    /// The values of the columns.
    pub columns: Vec<Option<String>>,
    /// Each value of the rows with the number of cases in each column.
    pub rows: Vec<(Option<String>, Vec<u64>)>,
}

/// Counts cases by one axis.
pub fn tally(snapshots: &[&Snapshot], axis: Axis, policy: &Policy) -> Tally {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    snapshots
        .iter()
        .for_each(|snapshot| *counts.entry(axis.value(snapshot)).or_default() += 1);
    let count = |value: Option<String>| {
        let count = counts.get(&value).copied().unwrap_or_default();
        (value, count)
    };
    let rows = axis
        .values(snapshots, policy)
        .into_iter()
        .map(count)
        .collect();
    Tally {
        axis,
        rows,
        total: snapshots.len() as u64,
    }
}

/// Counts cases by two axes.
pub fn cross(snapshots: &[&Snapshot], down: Axis, across: Axis, policy: &Policy) -> Cross {
    let mut counts: BTreeMap<(Option<String>, Option<String>), u64> = BTreeMap::new();
    snapshots.iter().for_each(|snapshot| {
        *counts
            .entry((down.value(snapshot), across.value(snapshot)))
            .or_default() += 1
    });
    let columns = across.values(snapshots, policy);
    let count = |row: &Option<String>, column: &Option<String>| {
        counts
            .get(&(row.clone(), column.clone()))
            .copied()
            .unwrap_or_default()
    };
    let row = |value: Option<String>| {
        let counts = columns.iter().map(|column| count(&value, column)).collect();
        (value, counts)
    };
    let rows = down
        .values(snapshots, policy)
        .into_iter()
        .map(row)
        .collect();
    Cross {
        down,
        across,
        columns,
        rows,
    }
}

impl Cross {
    /// The total of each column.
    pub fn column_totals(&self) -> Vec<u64> {
        (0..self.columns.len())
            .map(|column| self.rows.iter().map(|(_, counts)| counts[column]).sum())
            .collect()
    }

    /// All cases.
    pub fn total(&self) -> u64 {
        self.rows.iter().flat_map(|(_, counts)| counts).sum()
    }
}

/// What stands for a value that a case does not have.
pub const NO_VALUE: &str = "(none)";

/// Cases with given values on some axes: `category=product-quality,severity=(none)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<(Axis, String)>);

impl FromStr for Selection {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let pair = |pair: &str| {
            let (axis, value) = pair.split_once('=').ok_or(())?;
            Ok((axis.trim().parse()?, value.trim().to_owned()))
        };
        text.split(',')
            .map(pair)
            .collect::<Result<_, ()>>()
            .map(Self)
    }
}

impl Selection {
    /// Whether a case has all of these values.
    pub fn holds(&self, snapshot: &Snapshot) -> bool {
        self.0
            .iter()
            .all(|(axis, wanted)| match axis.value(snapshot) {
                Some(value) => value == *wanted,
                None => wanted == NO_VALUE,
            })
    }
}
