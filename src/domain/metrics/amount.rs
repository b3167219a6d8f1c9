//! The values of figures: exact shares and lengths of time, rounded only for display.

use chrono::TimeDelta;

use crate::domain::calendar::{Clock, Time};

/// A share: a count out of a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: u64,
    /// The total; with 0 there is no share.
    pub denominator: u64,
}

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureValue {
    /// A share of cases or clocks.
    Share(Ratio),
    /// The mean of lengths of time.
    Mean {
        /// The sum of the lengths.
        total: Time,
        /// The number of lengths; never 0.
        count: u64,
    },
    /// The length at a rank: median, 90th percentile.
    Rank {
        time: Time,
        /// The number of lengths; never 0.
        count: u64,
    },
}

impl Ratio {
    /// The ratio; `None` if the denominator is 0.
    pub(crate) fn of_any(self) -> Option<Self> {
        (self.denominator > 0).then_some(self)
    }

    /// The share in tenths of a per cent, rounded half up: 2 of 3 are 667.
    pub(crate) fn per_mille(self) -> u64 {
        let (numerator, denominator) = (
            u128::from(self.numerator),
            u128::from(self.denominator.max(1)),
        );
        u64::try_from((2000 * numerator + denominator) / (2 * denominator)).unwrap_or(u64::MAX)
    }
}

impl FigureValue {
    /// The length of time, a mean rounded half up to the millisecond; `None` for a share.
    pub(crate) fn time(self) -> Option<Time> {
        match self {
            Self::Share(_) => None,
            Self::Mean { total, count } => Some(Time {
                length: divided(total.length.num_milliseconds(), count),
                clock: total.clock,
            }),
            Self::Rank { time, .. } => Some(time),
        }
    }

    /// The sum of the lengths, for a mean.
    pub(crate) fn total(self) -> Option<Time> {
        match self {
            Self::Mean { total, .. } => Some(total),
            Self::Share(_) | Self::Rank { .. } => None,
        }
    }

    /// The denominator or the number of lengths.
    pub(crate) fn denominator(self) -> u64 {
        match self {
            Self::Share(share) => share.denominator,
            Self::Mean { count, .. } | Self::Rank { count, .. } => count,
        }
    }
}

/// The mean of lengths on one clock; `None` without lengths.
pub(super) fn mean(times: &[Time]) -> Option<FigureValue> {
    let count = u64::try_from(times.len()).ok().filter(|count| *count > 0)?;
    let length = times
        .iter()
        .map(|time| time.length)
        .fold(TimeDelta::zero(), |sum, length| sum + length);
    Some(FigureValue::Mean {
        total: Time {
            length,
            clock: clock(times),
        },
        count,
    })
}

/// The median; for an even number of lengths, the mean of the middle two.
pub(super) fn median(times: &[Time]) -> Option<FigureValue> {
    let sorted = sorted(times);
    let (low, high) = (
        sorted.get(sorted.len().checked_sub(1)? / 2)?,
        sorted.get(sorted.len() / 2)?,
    );
    ranked(divided(low + high, 2), times)
}

/// The 90th percentile: the shortest length that at least nine in ten do not exceed.
pub(super) fn ninetieth(times: &[Time]) -> Option<FigureValue> {
    let sorted = sorted(times);
    let rank = (sorted.len() * 9).div_ceil(10).checked_sub(1)?;
    ranked(TimeDelta::milliseconds(*sorted.get(rank)?), times)
}

fn ranked(length: TimeDelta, times: &[Time]) -> Option<FigureValue> {
    let count = u64::try_from(times.len()).ok()?;
    Some(FigureValue::Rank {
        time: Time {
            length,
            clock: clock(times),
        },
        count,
    })
}

fn sorted(times: &[Time]) -> Vec<i64> {
    let mut sorted: Vec<i64> = times
        .iter()
        .map(|time| time.length.num_milliseconds())
        .collect();
    sorted.sort_unstable();
    sorted
}

/// The clock of all lengths: unlike ones are never put together.
fn clock(times: &[Time]) -> Clock {
    debug_assert!(times.iter().all(|time| time.clock == times[0].clock));
    times.first().map_or(Clock::Elapsed, |time| time.clock)
}

fn divided(millis: i64, count: u64) -> TimeDelta {
    let (millis, count) = (i128::from(millis), i128::from(count.max(1)));
    let rounded = (2 * millis + count).div_euclid(2 * count);
    TimeDelta::milliseconds(i64::try_from(rounded).unwrap_or(i64::MAX / 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(millis: &[i64]) -> Vec<Time> {
        let time = |millis: &i64| Time {
            length: TimeDelta::milliseconds(*millis),
            clock: Clock::Elapsed,
        };
        millis.iter().map(time).collect()
    }

    #[test]
    fn shares_are_rounded_half_up_to_a_tenth_of_a_per_cent() {
        for (numerator, denominator, tenths) in [
            (0, 7, 0),
            (1, 3, 333),
            (2, 3, 667),
            (1, 2000, 1),
            (1, 2001, 0),
            (1999, 2000, 1000),
            (899, 1000, 899),
            (14, 40, 350),
            (7, 7, 1000),
        ] {
            assert_eq!(
                Ratio {
                    numerator,
                    denominator
                }
                .per_mille(),
                tenths,
                "{numerator}/{denominator}"
            );
        }
    }

    #[test]
    fn means_and_ranks_are_exact() {
        let length =
            |value: Option<FigureValue>| value?.time().map(|time| time.length.num_milliseconds());
        for (list, expected_mean, expected_median, expected_ninetieth) in [
            (vec![], None, None, None),
            (vec![5], Some(5), Some(5), Some(5)),
            (vec![2, 1], Some(2), Some(2), Some(2)),
            (vec![1, 1, 2], Some(1), Some(1), Some(2)),
            (
                vec![10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
                Some(55),
                Some(55),
                Some(90),
            ),
            (
                vec![11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
                Some(6),
                Some(6),
                Some(10),
            ),
        ] {
            let times = times(&list);
            assert_eq!(length(mean(&times)), expected_mean, "mean of {list:?}");
            assert_eq!(
                length(median(&times)),
                expected_median,
                "median of {list:?}"
            );
            assert_eq!(
                length(ninetieth(&times)),
                expected_ninetieth,
                "90th of {list:?}"
            );
        }
    }
}
