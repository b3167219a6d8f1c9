//! Counts of cases by one or two axes (E1, E2), with totals.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::domain::attribute::{Attribute, Use};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::spelling::{Spellings, same};

/// The values that occur: first those of the policy in its order, then others alphabetically,
/// `None` last.
fn in_order(axis: Attribute, values: &[Option<String>], policy: &Policy) -> Vec<Option<String>> {
    let order = axis.order(policy);
    let rank = |value: &Option<String>| match value {
        Some(value) => order
            .iter()
            .position(|known| known == value)
            .unwrap_or(order.len()),
        None => order.len() + 1,
    };
    let mut values = values.to_vec();
    values.sort_by(|a, b| (rank(a), a).cmp(&(rank(b), b)));
    values.dedup();
    values
}

/// The value that each case counts under. One name is one value, however it is spelt.
fn values(axis: Attribute, snapshots: &[&Snapshot], policy: &Policy) -> Vec<Option<String>> {
    let mut spellings = Spellings::new(axis.known(policy).unwrap_or_default());
    let value = |snapshot: &&Snapshot| {
        let value = axis.counted_under(snapshot, policy)?;
        Some(spellings.of(value.into_owned().into()).into_owned())
    };
    snapshots.iter().map(value).collect()
}

/// Cases counted by one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    pub axis: Attribute,
    /// The number of cases for each value that occurs; `None` stands for cases without a value.
    pub rows: Vec<(Option<String>, u64)>,
    pub total: u64,
}

/// Cases counted by two axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cross {
    /// The axis of the rows.
    pub down: Attribute,
    /// The axis of the columns.
    pub across: Attribute,
    /// The values of the columns.
    pub columns: Vec<Option<String>>,
    /// The number of cases in each column, for each value of the rows.
    pub rows: Vec<(Option<String>, Vec<u64>)>,
}

/// Counts cases by one axis.
pub(crate) fn tally(snapshots: &[&Snapshot], axis: Attribute, policy: &Policy) -> Tally {
    let values = values(axis, snapshots, policy);
    let mut counts: BTreeMap<&Option<String>, u64> = BTreeMap::new();
    values
        .iter()
        .for_each(|value| *counts.entry(value).or_default() += 1);
    let count = |value: Option<String>| {
        let count = counts.get(&value).copied().unwrap_or_default();
        (value, count)
    };
    let rows = in_order(axis, &values, policy)
        .into_iter()
        .map(count)
        .collect();
    Tally {
        axis,
        rows,
        total: snapshots.len() as u64,
    }
}

/// The cases of each value of an axis, in its order.
pub(crate) fn grouped<'s>(
    snapshots: &[&'s Snapshot],
    axis: Attribute,
    policy: &Policy,
) -> Vec<(Option<String>, Vec<&'s Snapshot>)> {
    let values = values(axis, snapshots, policy);
    let of_value = |value: Option<String>| {
        let cases = snapshots.iter().zip(&values);
        let cases = cases.filter(|(_, other)| **other == value);
        let cases = cases.map(|(snapshot, _)| *snapshot).collect();
        (value, cases)
    };
    let groups = in_order(axis, &values, policy).into_iter();
    groups.map(of_value).collect()
}

/// Counts cases by two axes.
pub(crate) fn cross(
    snapshots: &[&Snapshot],
    down: Attribute,
    across: Attribute,
    policy: &Policy,
) -> Cross {
    let [of_rows, of_columns] = [down, across].map(|axis| values(axis, snapshots, policy));
    let mut counts: BTreeMap<(&Option<String>, &Option<String>), u64> = BTreeMap::new();
    for cell in of_rows.iter().zip(&of_columns) {
        *counts.entry(cell).or_default() += 1;
    }
    let columns = in_order(across, &of_columns, policy);
    let count = |row: &Option<String>, column: &Option<String>| {
        counts.get(&(row, column)).copied().unwrap_or_default()
    };
    let row = |value: Option<String>| {
        let counts = columns.iter().map(|column| count(&value, column)).collect();
        (value, counts)
    };
    let rows = in_order(down, &of_rows, policy)
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
    pub(crate) fn column_totals(&self) -> Vec<u64> {
        (0..self.columns.len())
            .map(|column| self.rows.iter().map(|(_, counts)| counts[column]).sum())
            .collect()
    }

    pub(crate) fn total(&self) -> u64 {
        self.rows.iter().flat_map(|(_, counts)| counts).sum()
    }
}

/// Label for a missing value.
pub(crate) const NO_VALUE: &str = "(none)";

/// A filter by values on some axes: `category=product-quality,severity=(none)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DrillDown(Vec<(Attribute, String)>);

impl FromStr for DrillDown {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.split(',')
            .map(|pair| {
                let (axis, value) = pair.split_once('=').ok_or(())?;
                let axis = Attribute::find(axis.trim(), Use::Axis).ok_or(())?;
                Ok((axis, value.trim().to_owned()))
            })
            .collect::<Result<_, ()>>()
            .map(Self)
    }
}

impl DrillDown {
    /// Whether a case has all of these values.
    pub(crate) fn holds(&self, snapshot: &Snapshot, policy: &Policy) -> bool {
        self.0.iter().all(
            |(axis, wanted)| match axis.counted_under(snapshot, policy) {
                Some(value) => same(&value, wanted),
                None => wanted == NO_VALUE,
            },
        )
    }
}
