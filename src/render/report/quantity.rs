//! Shares and lengths of time as text and as JSON, from exact integers.

use chrono::TimeDelta;
use serde_json::{Number, Value as Json};

use crate::domain::calendar::Clock;
use crate::domain::metrics::{Share, Time, Value};
use crate::domain::policy::Statistic;
use crate::domain::policy::TargetBound;

/// Per cent with one digit: `66.7`.
pub(super) fn percent(share: Share) -> String {
    let tenths = share.per_mille();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A length of time to the minute, or to the second below an hour: `2 d 3 h 20 min`; days are of 24 hours, and of
/// working time there are none.
pub(super) fn length(time: Time) -> String {
    let seconds = (time.length.num_milliseconds() + 500).div_euclid(1000);
    let rounded = if seconds.abs() < 3600 {
        seconds
    } else {
        (seconds + 30).div_euclid(60) * 60
    };
    let (sign, rounded) = if rounded < 0 {
        ("−", -rounded)
    } else {
        ("", rounded)
    };
    let days = match time.clock {
        Clock::Elapsed => rounded / 86_400,
        Clock::Working => 0,
    };
    let rest = rounded - days * 86_400;
    let parts = [
        (days, "d"),
        (rest / 3600, "h"),
        (rest / 60 % 60, "min"),
        (rest % 60, "s"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if said.is_empty() {
        "0 min".to_owned()
    } else {
        format!("{sign}{}", said.join(" "))
    }
}

/// A value for people.
pub(super) fn value(value: Option<Value>) -> String {
    match value {
        None => "no cases".to_owned(),
        Some(Value::Share(share)) => format!("{}%", percent(share)),
        Some(other) => other.time().map(length).unwrap_or_default(),
    }
}

/// What is divided, for people.
pub(super) fn numerator(value: Option<Value>, measure: Statistic) -> String {
    match value {
        Some(Value::Share(share)) => share.numerator.to_string(),
        Some(Value::Mean { total, .. }) => length(total),
        None if measure.is_share() => "0".to_owned(),
        Some(Value::Rank { .. }) | None => "–".to_owned(),
    }
}

/// The bound of a target.
pub(super) fn bound(bound: TargetBound) -> String {
    match bound {
        TargetBound::AtLeast(percent) => format!("≥ {}%", percent.normalize()),
        TargetBound::AtMost(span) => format!("≤ {span}"),
    }
}

/// Seconds, with a fraction where they have one.
pub(super) fn seconds(length: TimeDelta) -> String {
    let millis = length.num_milliseconds();
    match millis % 1000 {
        0 => (millis / 1000).to_string(),
        _ => format!("{}.{:03}", millis.div_euclid(1000), millis.rem_euclid(1000)),
    }
}

/// A decimal number as JSON; no more than 15 digits, so that it stays what it is.
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
            (184_800_000, Clock::Working, "51 h 20 min"),
            (-60_000, Clock::Elapsed, "−1 min"),
        ] {
            assert_eq!(
                length(Time {
                    length: TimeDelta::milliseconds(millis),
                    clock
                }),
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
