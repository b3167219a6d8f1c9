//! The values of figures: exact shares and lengths of time, rounded only for display.

use chrono::TimeDelta;
use rust_decimal::Decimal;

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

    /// The share in per cent, to at least one decimal: 2 of 3 are 66.7. With a bound, to as many as
    /// it takes to be on the same side of it as the exact share, so that what is read never
    /// contradicts the verdict.
    pub(crate) fn percentage(self, bound: Option<Decimal>) -> Decimal {
        percentage(self.numerator.into(), self.denominator, bound)
    }
}

/// The most decimals of a percentage.
const DECIMALS: u32 = 9;

/// A part of a whole in per cent, like [`Ratio::percentage`]; the part may be negative.
pub(super) fn percentage(part: i128, whole: u64, bound: Option<Decimal>) -> Decimal {
    let is_beyond = |bound: Decimal| reaches(part, whole, bound);
    let rounded = |decimals| rounded_percentage(part, whole, decimals);
    let agrees =
        |percent: &Decimal| bound.is_none_or(|bound| (*percent >= bound) == is_beyond(bound));
    let found = (1..=DECIMALS).map(rounded).find(agrees);
    // Closer to the bound than the last decimal: the bound's side is what matters.
    found.unwrap_or_else(|| {
        let unit = Decimal::new(1, DECIMALS);
        match bound.is_some_and(is_beyond) {
            true => rounded(DECIMALS) + unit,
            false => rounded(DECIMALS) - unit,
        }
    })
}

/// Whether a part of a whole is at least a percentage, exactly.
pub(super) fn reaches(part: i128, whole: u64, percent: Decimal) -> bool {
    Decimal::from(part) * Decimal::ONE_HUNDRED >= percent * Decimal::from(whole)
}

/// Rounded half away from 0.
fn rounded_percentage(part: i128, whole: u64, decimals: u32) -> Decimal {
    let whole = i128::from(whole.max(1));
    let units = 2 * 100 * 10_i128.pow(decimals) * part.abs() + whole;
    Decimal::from_i128_with_scale(part.signum() * (units / (2 * whole)), decimals)
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
    fn percentages_are_on_the_side_of_the_bound_that_they_are_judged_on() {
        let bound = |text: &str| text.parse::<Decimal>().ok();
        for (part, whole, target, expected) in [
            (0, 7, "", "0.0"),
            (1, 3, "", "33.3"),
            (2, 3, "", "66.7"),
            (1, 2000, "", "0.1"),
            (1, 2001, "", "0.0"),
            (1999, 2000, "", "100.0"),
            (899, 1000, "", "89.9"),
            (7, 7, "", "100.0"),
            (-1, 3, "", "-33.3"),
            (1799, 2000, "90", "89.95"),
            (17_999, 20_000, "90", "89.995"),
            (1800, 2000, "90", "90.0"),
            (2, 3, "66.7", "66.67"),
            (2, 3, "66.67", "66.667"),
            (2, 3, "66.66", "66.7"),
            (6652, 10_000, "66.52", "66.52"),
            (-1, 3, "-33.33", "-33.333"),
            (1, 3, "33.3333333333", "33.333333334"),
            (2, 3, "66.6666666667", "66.666666666"),
        ] {
            assert_eq!(
                percentage(part, whole, bound(target)).to_string(),
                expected,
                "{part}/{whole} against {target}"
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
