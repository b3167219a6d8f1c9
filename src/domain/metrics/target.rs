//! Targets of figures.

use chrono::TimeDelta;

use super::FigureValue;
use super::amount::reaches;
use crate::domain::calendar::{Span, Unit};
use crate::domain::policy::TargetBound;
use crate::domain::word::Word;

/// Whether a target was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Met {
    /// The target was met
    #[word("met")]
    Reached,
    /// The target was missed
    #[word("not met")]
    Missed,
    /// There is no target for this kind of figure
    #[word("no target")]
    NoTarget,
    /// There is nothing to measure
    #[word("no cases")]
    NoCases,
}

/// Compares exact values: 2 of 3 is less than 66.7 %.
pub(super) fn met(value: Option<FigureValue>, target: Option<TargetBound>) -> Met {
    let Some(value) = value else {
        return Met::NoCases;
    };
    let holds = match (target, value) {
        (Some(TargetBound::AtLeast(percent)), FigureValue::Share(share)) => {
            Some(reaches(share.numerator.into(), share.denominator, percent))
        }
        (Some(TargetBound::AtMost(span)), FigureValue::Mean { total, count }) => {
            bound(span).map(|bound| keeps_to(total.length, bound, count))
        }
        (Some(TargetBound::AtMost(span)), FigureValue::Rank { time, .. }) => {
            bound(span).map(|bound| time.length <= bound)
        }
        (Some(TargetBound::AtLeast(_)), FigureValue::Mean { .. } | FigureValue::Rank { .. })
        | (Some(TargetBound::AtMost(_)), FigureValue::Share(_))
        | (None, _) => None,
    };
    match holds {
        Some(true) => Met::Reached,
        Some(false) => Met::Missed,
        None => Met::NoTarget,
    }
}

/// The limit for a mean, with days of 24 hours; `None` for business days and months, which have no
/// fixed length.
pub(crate) fn bound(span: Span) -> Option<TimeDelta> {
    let n = i64::from(span.n());
    match span.unit() {
        Unit::Minute => TimeDelta::try_minutes(n),
        Unit::Hour | Unit::BusinessHour => TimeDelta::try_hours(n),
        Unit::Day => TimeDelta::try_days(n),
        Unit::BusinessDay | Unit::Month => None,
    }
}

fn keeps_to(total: TimeDelta, bound: TimeDelta, count: u64) -> bool {
    i128::from(total.num_milliseconds()) <= i128::from(bound.num_milliseconds()) * i128::from(count)
}

#[cfg(test)]
mod tests {
    use super::super::Ratio;
    use super::*;
    use crate::domain::calendar::Clock;
    use crate::domain::calendar::Time;

    #[test]
    fn targets_are_compared_with_the_exact_value() {
        let share = |numerator, denominator| {
            Some(FigureValue::Share(Ratio {
                numerator,
                denominator,
            }))
        };
        let mean = |minutes, count| {
            let total = Time {
                length: TimeDelta::minutes(minutes),
                clock: Clock::Elapsed,
            };
            Some(FigureValue::Mean { total, count })
        };
        let at_least = |percent: &str| Some(TargetBound::AtLeast(percent.parse().unwrap()));
        let at_most = |span: &str| Some(TargetBound::AtMost(span.parse().unwrap()));
        for (value, target, expected) in [
            (share(9, 10), at_least("90"), Met::Reached),
            (share(8999, 10000), at_least("90"), Met::Missed),
            (share(2, 3), at_least("66.7"), Met::Missed),
            (share(2, 3), at_least("66.6"), Met::Reached),
            (mean(48 * 60, 2), at_most("24h"), Met::Reached),
            (mean(48 * 60, 2), at_most("1d"), Met::Reached),
            (mean(48 * 60 + 1, 2), at_most("24h"), Met::Missed),
            (mean(1, 1), at_most("1bd"), Met::NoTarget),
            (mean(1, 1), at_least("90"), Met::NoTarget),
            (share(1, 1), None, Met::NoTarget),
            (None, at_least("90"), Met::NoCases),
            (None, None, Met::NoCases),
        ] {
            assert_eq!(met(value, target), expected, "{value:?} {target:?}");
        }
    }
}
