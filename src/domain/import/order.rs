//! The order of a row's events within one instant.
//!
//! Events at one instant are sorted by their verbs, then by content. Where a row has them in that
//! order, they keep the instant. Elsewhere they are placed a millisecond apart and end at it, so
//! that none comes after the close of business, the midnight or the period it belongs to. Only
//! where there is no room before it (the receipt, the beginning of the day, another event) do they
//! run past it.

use chrono::{NaiveDate, TimeDelta};

use crate::domain::calendar::Calendar;
use crate::domain::case::{Entry, sort};
use crate::domain::time::{self, Instant};

/// When an event of a row happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub at: Instant,
    /// The day, if the row has no time of day.
    pub day: Option<NaiveDate>,
}

impl Moment {
    /// A moment with its time of day.
    pub(super) fn timed(at: Instant) -> Self {
        Self { at, day: None }
    }
}

/// Moves events with a date alone behind the events before them in the list that have a time of the
/// same day.
pub(super) fn behind_times(moments: &mut [Moment], day_of: impl Fn(Instant) -> NaiveDate) {
    for index in 1..moments.len() {
        let (before, rest) = moments.split_at_mut(index);
        let Some(day) = rest[0].day else { continue };
        let same_day = before.iter().filter(|earlier| day_of(earlier.at) == day);
        let latest = same_day.map(|earlier| earlier.at).max();
        rest[0].at = latest.map_or(rest[0].at, |latest| latest.max(rest[0].at));
    }
}

/// Keeps the order of entries that are sorted by `at`, none of them before `earliest`.
pub(super) fn kept_in_order(
    entries: Vec<Entry>,
    earliest: Instant,
    calendar: &Calendar,
) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for tied in entries.chunk_by(|a, b| a.at == b.at) {
        let (at, steps) = (tied[0].at, steps(tied));
        let day = time::midnight(calendar.zone(), calendar.date(at));
        let free = kept.last().map_or(earliest, |last| last.at + millis(1));
        let first = (at - millis(steps.last().copied().unwrap_or(0))).max(free.max(day));
        let placed = tied.iter().zip(steps);
        kept.extend(placed.map(|(entry, step)| entry.clone().moved_to(first + millis(step))));
    }
    kept
}

/// How many milliseconds after the first each of the tied entries has to be placed.
fn steps(tied: &[Entry]) -> Vec<i64> {
    let apart = tied.windows(2).map(|pair| i64::from(!is_sorted(pair)));
    let sums = apart.scan(0, |sum, step| {
        *sum += step;
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

/// Whether two entries at one instant are different and sorted.
fn is_sorted(pair: &[Entry]) -> bool {
    let mut sorted: Vec<&Entry> = pair.iter().rev().collect();
    sort(&mut sorted);
    pair[0].digest != pair[1].digest && sorted[0].digest == pair[0].digest
}

fn millis(count: i64) -> TimeDelta {
    TimeDelta::milliseconds(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Event;
    use crate::domain::case::event::{Close, Pause, Register, Resume};
    use crate::domain::policy;
    use crate::domain::time::parse_rfc3339;

    fn at(text: &str) -> Instant {
        parse_rfc3339(&format!("2026-03-{text}+08:00")).expect("an instant")
    }

    fn entry(verb: &str, day: &str) -> Entry {
        let reason = "r".to_owned();
        let event = match verb {
            "register" => Event::Register(Register),
            "pause" => Event::Pause(Pause { reason }),
            "resume" => Event::Resume(Resume { reason }),
            _ => Event::Close(Close { outcome: None }),
        };
        Entry::new(at(day), "li.wei".parse().expect("a staff id"), event)
    }

    #[test]
    fn order_within_an_instant_crosses_no_boundary() {
        let (policy, _) = policy::parse(policy::preset("standard").expect("the preset"));
        let calendar = policy.expect("a policy").calendar;
        let (receipt, evening) = ("03T09:30:00", "05T23:59:59.999");
        for (verbs, expected) in [
            // sorted by their verbs: all at the instant
            (
                &[
                    ("register", receipt),
                    ("pause", receipt),
                    ("close", evening),
                ][..],
                &[receipt, receipt, evening][..],
            ),
            // in another order: the last at the instant
            (
                &[("pause", evening), ("resume", evening), ("close", evening)],
                &["05T23:59:59.998", evening, evening],
            ),
            (
                &[("close", evening), ("pause", evening), ("resume", evening)],
                &["05T23:59:59.997", "05T23:59:59.998", evening],
            ),
            // not before the receipt
            (
                &[
                    ("register", receipt),
                    ("pause", receipt),
                    ("resume", receipt),
                ],
                &[receipt, receipt, "03T09:30:00.001"],
            ),
            // not on the day before
            (
                &[("pause", "05T00:00:00"), ("resume", "05T00:00:00")],
                &["05T00:00:00", "05T00:00:00.001"],
            ),
            // not before another event
            (
                &[
                    ("pause", "05T09:59:59.999"),
                    ("close", "05T10:00:00"),
                    ("pause", "05T10:00:00"),
                ],
                &["05T09:59:59.999", "05T10:00:00", "05T10:00:00.001"],
            ),
        ] {
            let entries = verbs.iter().map(|(verb, day)| entry(verb, day)).collect();
            let kept = kept_in_order(entries, at(receipt), &calendar);
            let instants: Vec<_> = kept.iter().map(|entry| entry.at).collect();
            let expected: Vec<_> = expected.iter().map(|day| at(day)).collect();
            assert_eq!(instants, expected, "{verbs:?}");
            let mut sorted: Vec<&Entry> = kept.iter().rev().collect();
            sort(&mut sorted);
            assert_eq!(sorted, kept.iter().collect::<Vec<_>>(), "{verbs:?}");
        }
    }

    #[test]
    fn a_date_alone_is_behind_the_times_of_its_day() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5);
        let alone = |time| Moment { at: at(time), day };
        let mut moments = [
            Moment::timed(at("05T18:30:00")),
            alone("05T17:00:00"),
            Moment::timed(at("06T09:00:00")),
            alone("05T17:00:00"),
        ];
        let zone = chrono_tz::Asia::Shanghai;
        behind_times(&mut moments, |at| at.with_timezone(&zone).date_naive());
        assert_eq!(moments[1].at, at("05T18:30:00"));
        assert_eq!(moments[3].at, at("05T18:30:00"));
    }
}
