//! Hot-spot projects: cases that represent many similar complaints, with the monthly trend of these
//! complaints (F3).

use chrono::{Datelike, Months, NaiveDate};
use rust_decimal::Decimal;

use super::Frame;
use super::amount::{percentage, reaches};
use crate::domain::case::event::Link;
use crate::domain::case::{Event, FactField};
use crate::domain::snapshot::Snapshot;
use crate::domain::spelling::same;

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
    /// The change from the month before in per cent: a fall is negative. Beside a targeted fall, it
    /// has as many decimals as its verdict needs. `None` if the month is not over, or if the month
    /// before had no complaints.
    pub(crate) fn change(&self, target: Option<Decimal>) -> Option<Decimal> {
        let (fall, before) = self.fall()?;
        let fall = percentage(fall, before, target);
        // A Decimal has a zero below zero.
        Some(if fall.is_zero() { fall } else { -fall })
    }

    /// The change as a fraction of the month before, exactly.
    pub(crate) fn exact_change(&self) -> Option<f64> {
        let (fall, before) = self.fall()?;
        Some(100.0 * (-fall) as f64 / before as f64)
    }

    /// By how many complaints the month fell, and from how many.
    fn fall(&self) -> Option<(i128, u64)> {
        let before = self.before.filter(|before| *before > 0 && self.is_over)?;
        Some((before as i128 - self.cases as i128, before as u64))
    }

    /// Whether complaints fell by at least the target in per cent; `None` without a change to
    /// measure.
    pub(crate) fn meets(&self, target: Decimal) -> Option<bool> {
        let (fall, before) = self.fall()?;
        Some(reaches(fall, before, target))
    }
}

/// The projects in order of receipt, with the months of the period only.
pub(crate) fn projects<'a>(snapshots: &'a [Snapshot], frame: &Frame<'_>) -> Vec<Project<'a>> {
    let mut projects: Vec<&Snapshot> = snapshots
        .iter()
        .filter(|snapshot| is_project(snapshot) && !snapshot.state().is_mistaken())
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
        members: members(snapshot, snapshots),
        target,
        months: months(month(snapshot, frame), &received, frame),
    }
}

/// The cases linked as members, each once: two clones may link the same one. Duplicates and mistaken
/// entries are none.
fn members(project: &Snapshot, snapshots: &[Snapshot]) -> Vec<String> {
    let is_mistaken = |id: &str| {
        let found = snapshots.iter().find(|it| same(it.id(), id));
        found.is_some_and(|it| it.state().is_mistaken())
    };
    let mut members: Vec<String> = Vec::new();
    for entry in project.standing() {
        if let Event::Link(Link { case, kind }) = &entry.event
            && kind == MEMBER
            && !members.iter().any(|known| same(known, case))
            && !is_mistaken(case)
        {
            members.push(case.clone());
        }
    }
    members
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
    let agrees = |field| {
        wanted
            .text(field)
            .is_none_or(|value| facts.text(field).is_some_and(|own| same(own, value)))
    };
    !is_project(other)
        && frame.counts(other)
        && frame
            .policy
            .lineage(&facts.category)
            .any(|category| category == wanted.category)
        && agrees(FactField::Symptom)
        && agrees(FactField::Line)
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
            (Some(10), 9, true, Some("-10.0"), Some(true)),
            (Some(11), 10, true, Some("-9.1"), Some(false)),
            (Some(10_000), 9_001, true, Some("-9.99"), Some(false)),
            (Some(3), 2, true, Some("-33.3"), Some(true)),
            (Some(3), 5, true, Some("66.7"), Some(false)),
            (Some(10), 10, true, Some("0.0"), Some(false)),
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
            let target = Decimal::TEN;
            assert_eq!(
                (
                    month.change(Some(target)).map(|change| change.to_string()),
                    month.meets(target)
                ),
                (change.map(str::to_owned), met),
                "{before:?} {cases}"
            );
        }
    }
}
