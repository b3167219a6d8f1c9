//! Hot-spot projects: cases that represent many similar complaints, with the monthly trend of these
//! complaints (F3).

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;

use super::Frame;
use crate::domain::case::event::Link;
use crate::domain::case::{Event, FactField};
use crate::domain::snapshot::Snapshot;

/// The kind of a project case.
const PROJECT: &str = "project";

/// The kind of link from a project to a member case.
const MEMBER: &str = "member";

/// A project. Similar complaints have its category or a subcategory, and its symptom and line if it
/// has them.
#[derive(Debug, Clone)]
pub(crate) struct Project<'a> {
    pub snapshot: &'a Snapshot,
    /// The cases linked as members, in the order of the links.
    pub members: Vec<String>,
    /// The target monthly fall in per cent, from the last plan that sets one.
    pub target: Option<Decimal>,
    /// The months, from the one before the project began to the current one.
    pub months: Vec<Month>,
}

/// The similar complaints of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    pub first: NaiveDate,
    /// Complaints received.
    pub cases: usize,
    /// Complaints of the month before; `None` for the first month.
    pub before: Option<usize>,
    /// Whether the month is over.
    pub is_over: bool,
}

impl Month {
    /// The change from the month before in tenths of a per cent, rounded half away from 0: a rise
    /// is positive. `None` if the month is not over, or if the month before had no complaints.
    pub(crate) fn change(&self) -> Option<i64> {
        let before =
            i64::try_from(self.before.filter(|before| *before > 0 && self.is_over)?).ok()?;
        let change = 1000 * (i64::try_from(self.cases).ok()? - before);
        Some(change.signum() * ((2 * change.abs() + before) / (2 * before)))
    }

    /// Whether complaints fell by at least the target in per cent; `None` without a change to
    /// measure.
    pub(crate) fn meets(&self, target: Decimal) -> Option<bool> {
        let before = self.before.filter(|before| *before > 0 && self.is_over)?;
        let fall = (Decimal::from(before) - Decimal::from(self.cases)) * Decimal::ONE_HUNDRED;
        Some(fall >= target * Decimal::from(before))
    }
}

/// The projects in order of receipt, with the months of the period only.
pub(crate) fn projects<'a>(snapshots: &'a [Snapshot], frame: &Frame<'_>) -> Vec<Project<'a>> {
    let mut projects: Vec<&Snapshot> = snapshots
        .iter()
        .filter(|snapshot| is_project(snapshot))
        .collect();
    projects.sort_by_key(|snapshot| (snapshot.state().facts.received, snapshot.id()));
    projects
        .into_iter()
        .map(|snapshot| project(snapshot, snapshots, frame))
        .collect()
}

fn project<'a>(
    snapshot: &'a Snapshot,
    snapshots: &'a [Snapshot],
    frame: &Frame<'_>,
) -> Project<'a> {
    let members = snapshot.standing().into_iter().filter_map(|entry| {
        let Event::Link(Link { case, kind }) = &entry.event else {
            return None;
        };
        (kind == MEMBER).then(|| case.clone())
    });
    let alike = snapshots
        .iter()
        .filter(|other| is_like(other, snapshot, frame));
    let received: Vec<NaiveDate> = alike.map(|other| month(other, frame)).collect();
    let target = snapshot
        .state()
        .actions
        .iter()
        .rev()
        .find_map(|action| action.fall);
    Project {
        snapshot,
        members: members.collect(),
        target,
        months: months(month(snapshot, frame), &received, frame),
    }
}

fn months(begun: NaiveDate, received: &[NaiveDate], frame: &Frame<'_>) -> Vec<Month> {
    let count = |first: NaiveDate| received.iter().filter(|month| **month == first).count();
    let current = first_of(frame.policy.calendar.date(frame.now));
    let base = begun.checked_sub_months(Months::new(1)).unwrap_or(begun);
    let firsts =
        std::iter::successors(Some(base), |first| first.checked_add_months(Months::new(1)));
    let firsts = firsts.take_while(|first| *first <= current);
    let month = |first: NaiveDate| {
        let before = first
            .checked_sub_months(Months::new(1))
            .filter(|_| first != base)
            .map(count);
        Month {
            first,
            cases: count(first),
            before,
            is_over: first < current,
        }
    };
    let lies_in = |first: &NaiveDate| {
        frame
            .period
            .is_none_or(|period| first_of(period.first()) <= *first && *first <= period.last())
    };
    firsts.filter(lies_in).map(month).collect()
}

fn is_project(snapshot: &Snapshot) -> bool {
    snapshot.state().facts.text(FactField::Kind) == Some(PROJECT)
}

fn is_like(other: &Snapshot, project: &Snapshot, frame: &Frame<'_>) -> bool {
    let (facts, wanted) = (&other.state().facts, &project.state().facts);
    let same = |field| {
        wanted
            .text(field)
            .is_none_or(|value| facts.text(field) == Some(value))
    };
    !is_project(other)
        && frame
            .policy
            .lineage(&facts.category)
            .any(|category| category == wanted.category)
        && same(FactField::Symptom)
        && same(FactField::Line)
}

fn month(snapshot: &Snapshot, frame: &Frame<'_>) -> NaiveDate {
    first_of(frame.policy.calendar.date(snapshot.state().facts.received))
}

fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_measured_against_the_month_before() {
        for (before, cases, is_over, change, met) in [
            (Some(10), 9, true, Some(-100), Some(true)),
            (Some(11), 10, true, Some(-91), Some(false)),
            (Some(3), 2, true, Some(-333), Some(true)),
            (Some(3), 5, true, Some(667), Some(false)),
            (Some(10), 10, true, Some(0), Some(false)),
            (Some(0), 4, true, None, None),
            (None, 4, true, None, None),
            (Some(10), 1, false, None, None),
        ] {
            let month = Month {
                first: NaiveDate::default(),
                cases,
                before,
                is_over,
            };
            assert_eq!(
                (month.change(), month.meets(Decimal::TEN)),
                (change, met),
                "{before:?} {cases}"
            );
        }
    }
}
