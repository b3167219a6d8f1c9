//! Pauses: time that a clock does not count (clock S7).

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};

use super::{Calendar, Instant, Span};
use crate::domain::time::to_millis;

/// A pause [from, to); open if `to` is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    #[serde(with = "ts_milliseconds")]
    pub from: Instant,
    #[serde(with = "ts_milliseconds_option")]
    pub to: Option<Instant>,
}

/// Disjoint pauses in order; only the last may be open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pauses(Vec<Pause>);

impl Pauses {
    /// No pauses.
    pub const NONE: &'static Self = &Self(Vec::new());

    /// The union of intervals [from, to) in any order; open if `to` is `None`. Empty ones are
    /// dropped.
    pub fn new(pairs: impl IntoIterator<Item = (Instant, Option<Instant>)>) -> Self {
        let mut pauses: Vec<Pause> = pairs
            .into_iter()
            .map(|(from, to)| Pause {
                from: to_millis(from),
                to: to.map(to_millis),
            })
            .filter(|pause| pause.to.is_none_or(|to| pause.from < to))
            .collect();
        pauses.sort_by_key(|pause| pause.from);
        let mut union: Vec<Pause> = Vec::with_capacity(pauses.len());
        for pause in pauses {
            match union.last_mut() {
                Some(last) if last.to.is_none_or(|to| pause.from <= to) => {
                    last.to = last.to.zip(pause.to).map(|(a, b)| a.max(b));
                }
                Some(_) | None => union.push(pause),
            }
        }
        Self(union)
    }

    /// The union of the pauses, each ended after at most `cap`, counted from its start in the unit
    /// of the cap.
    pub(crate) fn capped(
        pairs: impl IntoIterator<Item = (Instant, Option<Instant>)>,
        cap: Span,
        calendar: &Calendar,
    ) -> Self {
        Self::new(pairs.into_iter().map(|(from, to)| {
            let latest = calendar.add(from, cap, Roll::Keep, Self::NONE);
            (from, [to, latest].into_iter().flatten().min())
        }))
    }

    /// The same pauses, with an open one ended at `over`: for a clock that has ended (clock S7).
    pub fn ended_at(&self, over: Instant) -> Self {
        Self::new(
            self.0
                .iter()
                .map(|pause| (pause.from, pause.to.or(Some(over)))),
        )
    }

    /// The pauses in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Pause> {
        self.0.iter()
    }

    /// Whether there are none.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The start of the open pause.
    pub fn open_since(&self) -> Option<Instant> {
        self.0
            .last()
            .filter(|pause| pause.to.is_none())
            .map(|pause| pause.from)
    }

    /// Whether the case was paused in the last moment before `day_end`: then the day does not
    /// count.
    pub fn paused_at_end(&self, day_end: Instant) -> bool {
        let begun = self.0.partition_point(|pause| pause.from < day_end);
        begun
            .checked_sub(1)
            .is_some_and(|index| self.0[index].to.is_none_or(|to| day_end <= to))
    }

    /// The intervals from `from` on that are not paused, in order. The last has no end, unless a
    /// pause is open.
    pub(super) fn running(
        &self,
        from: Instant,
    ) -> impl Iterator<Item = (Instant, Option<Instant>)> {
        let mut cursor = Some(from);
        let mut pauses = self.0.iter();
        std::iter::from_fn(move || {
            while let Some(begin) = cursor {
                let Some(pause) = pauses.find(|pause| pause.to.is_none_or(|to| to > begin)) else {
                    cursor = None;
                    return Some((begin, None));
                };
                cursor = pause.to;
                if begin < pause.from {
                    return Some((begin, Some(pause.from)));
                }
            }
            None
        })
    }
}

/// How to treat a limit of days or months that ends on a day off (Civil Code 203, 204).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Roll {
    /// It ends on that day.
    Keep,
    /// It ends on the next working day.
    NextWorkingDay,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::CalendarSpec;
    use crate::domain::time::{format_short, parse_rfc3339};
    use chrono_tz::Tz;

    fn at(hour: &str) -> Instant {
        parse_rfc3339(&format!("2026-11-20T{hour}:00Z")).expect("an instant")
    }

    fn pauses(pairs: &[(&str, &str)]) -> Pauses {
        Pauses::new(
            pairs
                .iter()
                .map(|(from, to)| (at(from), (!to.is_empty()).then(|| at(to)))),
        )
    }

    #[test]
    fn pauses_are_a_union() {
        assert_eq!(
            pauses(&[("12:00", "13:00"), ("09:00", "10:00")]),
            pauses(&[("09:00", "10:00"), ("12:00", "13:00")])
        );
        assert_eq!(
            pauses(&[("09:00", "10:00"), ("10:00", "11:00")]),
            pauses(&[("09:00", "11:00")])
        );
        assert_eq!(
            pauses(&[("09:00", "12:00"), ("10:00", "11:00")]),
            pauses(&[("09:00", "12:00")])
        );
        assert_eq!(
            pauses(&[("09:00", ""), ("10:00", "11:00")]),
            pauses(&[("09:00", "")])
        );
        assert_eq!(
            pauses(&[("09:00", "10:00"), ("09:30", "")]),
            pauses(&[("09:00", "")])
        );
        assert!(pauses(&[("09:00", "09:00"), ("10:00", "09:00")]).is_empty());
    }

    #[test]
    fn a_day_is_paused_if_its_last_moment_is() {
        let closed = pauses(&[("09:00", "18:00")]);
        assert!(closed.paused_at_end(at("18:00")), "closed on the right");
        assert!(!closed.paused_at_end(at("09:00")), "open on the left");
        assert!(!closed.paused_at_end(at("18:01")));
        assert!(pauses(&[("09:00", "")]).paused_at_end(at("23:59")));
    }

    #[test]
    fn a_cap_ends_each_pause_early_in_its_own_unit() {
        let hours = vec!["09:00-12:00".to_owned(), "13:00-18:00".to_owned()];
        let calendar = Calendar::new(&CalendarSpec {
            hours: hours.into(),
            ..CalendarSpec::weekdays(Tz::UTC)
        })
        .expect("a calendar");
        for (cap, from, to, ends) in [
            ("2h", "11:00", "", "2026-11-20 13:00"),
            ("2h", "11:00", "12:30", "2026-11-20 12:30"),
            ("2bh", "11:00", "", "2026-11-20 14:00"),
            ("1bd", "11:00", "", "2026-11-23 18:00"),
        ] {
            let pair = (at(from), (!to.is_empty()).then(|| at(to)));
            let capped = Pauses::capped([pair], cap.parse().expect("a span"), &calendar);
            let end = capped
                .iter()
                .next()
                .and_then(|pause| pause.to)
                .expect("an end");
            assert_eq!(format_short(end, Tz::UTC), ends, "{cap}");
        }
    }

    #[test]
    fn a_pause_left_open_ends_with_its_clock() {
        assert_eq!(
            pauses(&[("09:00", "")]).ended_at(at("11:00")),
            pauses(&[("09:00", "11:00")])
        );
        assert_eq!(
            pauses(&[("09:00", "")]).ended_at(at("08:00")),
            *Pauses::NONE
        );
        assert_eq!(pauses(&[("09:00", "")]).open_since(), Some(at("09:00")));
    }
}
