//! Shares and lengths of time as text and as JSON, from exact integers.

use chrono::TimeDelta;
use serde_json::{Number, Value as Json};

use crate::domain::calendar::{Clock, Time};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Figure, FigureValue, Met, Ratio, bound as bound_of};
use crate::domain::policy::{Statistic, TargetBound};
use crate::domain::time::whole_seconds;

/// Per cent with one decimal: `66.7`.
pub(super) fn percent(share: Ratio) -> String {
    share.percentage(None).to_string()
}

/// Per cent beside a target: with as many decimals as the verdict needs.
pub(super) fn percent_beside(share: Ratio, target: Option<TargetBound>) -> String {
    let bound = match target {
        Some(TargetBound::AtLeast(percent)) => Some(percent),
        Some(TargetBound::AtMost(_)) | None => None,
    };
    share.percentage(bound).to_string()
}

/// A length of time to the minute, below an hour to the second: `2 d 3 h 20 min`. Days have 24
/// hours; business time has no days: `51 bh 20 min`.
pub(super) fn length(time: Time) -> Message {
    let seconds = whole_seconds(time.length);
    let rounded = if seconds.abs() < 3600 {
        seconds
    } else {
        (seconds + 30).div_euclid(60) * 60
    };
    if rounded < 0 {
        message!("−{time}", time = in_units(-rounded, time.clock))
    } else {
        in_units(rounded, time.clock)
    }
}

/// The kind of time, for programs.
pub(super) fn kind(clock: Clock) -> &'static str {
    match clock {
        Clock::Elapsed => "elapsed",
        Clock::Working => "business",
    }
}

fn in_units(seconds: i64, clock: Clock) -> Message {
    let days = match clock {
        Clock::Elapsed => seconds / 86_400,
        Clock::Working => 0,
    };
    let rest = seconds - days * 86_400;
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    let units = [
        (days, message!("{days} d", days)),
        (
            hours,
            match clock {
                Clock::Elapsed => message!("{hours} h", hours),
                Clock::Working => message!("{hours} bh", hours),
            },
        ),
        (minutes, message!("{minutes} min", minutes)),
        (seconds, message!("{seconds} s", seconds)),
    ];
    let nonzero = units.into_iter().filter(|(count, _)| *count > 0);
    let length = nonzero
        .map(|(_, unit)| unit)
        .reduce(|greater, less| message!("{greater} {less}", greater, less))
        .unwrap_or(text!("0 min"));
    match clock {
        Clock::Working if hours == 0 => message!("{length} of business hours", length),
        Clock::Elapsed | Clock::Working => length,
    }
}

/// The value of a figure for people. It never contradicts the verdict beside it.
pub(super) fn value(figure: &Figure) -> Message {
    match figure.value {
        None => text!("no cases"),
        Some(FigureValue::Share(share)) => {
            message!("{percent}%", percent = percent_beside(share, figure.target))
        }
        Some(value @ (FigureValue::Mean { .. } | FigureValue::Rank { .. })) => value
            .time()
            .map_or(text!("–"), |time| length_beside(time, figure)),
    }
}

/// A length of time; if it misses its target by less than a minute, up to the next second.
fn length_beside(time: Time, figure: &Figure) -> Message {
    let bound = match figure.target {
        Some(TargetBound::AtMost(span)) => bound_of(span).filter(|_| figure.met == Met::Missed),
        Some(TargetBound::AtLeast(_)) | None => None,
    };
    let seconds = (time.length.num_milliseconds() + 999).div_euclid(1000);
    match bound.map(|bound| bound.num_seconds()) {
        Some(bound) if seconds < bound + 60 => in_units(seconds.max(bound + 1), time.clock),
        Some(_) | None => length(time),
    }
}

/// The numerator for people.
pub(super) fn numerator(value: Option<FigureValue>, measure: Statistic) -> Message {
    match value {
        Some(FigureValue::Share(share)) => message!("{count}", count = share.numerator),
        Some(FigureValue::Mean { total, .. }) => length(total),
        None if measure.is_share() => text!("0"),
        Some(FigureValue::Rank { .. }) | None => text!("–"),
    }
}

/// The bound of a target.
pub(super) fn bound(bound: TargetBound) -> Message {
    match bound {
        TargetBound::AtLeast(percent) => {
            message!("≥ {percent}%", percent = percent.normalize())
        }
        // In the notation of the policy.
        TargetBound::AtMost(span) => message!("≤ {span}", span = span.to_string()),
    }
}

/// Seconds, with milliseconds if there are any.
pub(super) fn seconds(length: TimeDelta) -> String {
    let millis = length.num_milliseconds();
    match millis % 1000 {
        0 => (millis / 1000).to_string(),
        _ => format!("{}.{:03}", millis.div_euclid(1000), millis.rem_euclid(1000)),
    }
}

/// A quotient as JSON, not rounded.
pub(super) fn json_quotient(part: f64, whole: f64) -> Json {
    Number::from_f64(part / whole).map_or(Json::Null, Json::Number)
}

/// A decimal number as JSON; at most 15 digits, so that it is exact.
pub(super) fn json_number(decimal: &str) -> Json {
    match (decimal.parse::<i64>(), decimal.parse::<f64>()) {
        (Ok(whole), _) => Json::from(whole),
        (Err(_), Ok(fraction)) => Number::from_f64(fraction).map_or(Json::Null, Json::Number),
        (Err(_), Err(_)) => Json::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_two_or_three_units() {
        for (millis, clock, expected) in [
            (0, Clock::Elapsed, "0 min"),
            (499, Clock::Elapsed, "0 min"),
            (59_500, Clock::Elapsed, "1 min"),
            (61_000, Clock::Elapsed, "1 min 1 s"),
            (3_600_000, Clock::Elapsed, "1 h"),
            (184_800_000, Clock::Elapsed, "2 d 3 h 20 min"),
            (184_829_999, Clock::Elapsed, "2 d 3 h 21 min"),
            (184_829_000, Clock::Elapsed, "2 d 3 h 20 min"),
            (184_800_000, Clock::Working, "51 bh 20 min"),
            (1_200_000, Clock::Working, "20 min of business hours"),
            (-60_000, Clock::Elapsed, "−1 min"),
        ] {
            assert_eq!(
                length(Time {
                    length: TimeDelta::milliseconds(millis),
                    clock
                })
                .in_english(),
                expected,
                "{millis}"
            );
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (decimal, expected) in [
            ("90.0", "90.0"),
            ("66.7", "66.7"),
            ("184800", "184800"),
            ("0.001", "0.001"),
        ] {
            assert_eq!(json_number(decimal).to_string(), expected);
        }
        assert_eq!(seconds(TimeDelta::milliseconds(1_001)), "1.001");
    }
}
