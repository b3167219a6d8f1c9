//! The working days of the recomputation, counted one by one.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Weekday};

pub type Time = DateTime<FixedOffset>;

/// The calendar, in place of a policy's own.
pub const CALENDAR: &str = r#"
[calendar]
week = ["mon", "tue", "wed", "thu", "fri"]
holidays = [2026-05-01, 2026-05-04, 2026-05-05, 2026-06-19]
workdays = [2026-05-09, 2026-05-10]
reviewed = [2026]
"#;

/// A time without a due instant for the case; `None` while it lasts.
pub type Pause = (Time, Option<Time>);

/// A number of hours, calendar days or business days.
#[derive(Clone)]
pub struct Length {
    number: i64,
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
    BusinessDays,
    Months,
}

impl Length {
    /// Reads `24h`, `3bd`.
    pub fn read(text: &str) -> Self {
        let digits = text.trim_end_matches(char::is_alphabetic);
        let unit = match &text[digits.len()..] {
            "min" => Unit::Minutes,
            "h" => Unit::Hours,
            "d" => Unit::Days,
            "bd" => Unit::BusinessDays,
            "mo" => Unit::Months,
            other => panic!("no preset has {other}"),
        };
        let number = digits.parse().expect("a number");
        Self { number, unit }
    }

    /// Whether lateness is time of working days.
    pub fn is_working(&self) -> bool {
        self.unit == Unit::BusinessDays
    }

    /// The end, given pauses in order; `None` while a pause hides it.
    pub fn end(&self, start: Time, pauses: &[Pause]) -> Option<Time> {
        match self.unit {
            Unit::Minutes => without(start, Duration::minutes(self.number), pauses),
            Unit::Hours => without(start, Duration::hours(self.number), pauses),
            Unit::Days => days(start, self.number, |_| true, pauses),
            Unit::BusinessDays => days(start, self.number, works, pauses),
            Unit::Months => panic!("no story starts a clock of months"),
        }
    }
}

/// The end of a time that pauses interrupt.
fn without(start: Time, length: Duration, pauses: &[Pause]) -> Option<Time> {
    let (mut at, mut left) = (start, length);
    for (from, to) in pauses {
        if to.is_some_and(|to| to <= at) {
            continue;
        }
        let run = (*from).max(at) - at;
        if left <= run {
            break;
        }
        left -= run;
        at = (*to)?;
    }
    Some(at + left)
}

/// 24:00 of the nth day that counts after the day of `from`; days that end in a pause do not.
fn days(from: Time, n: i64, counts: fn(NaiveDate) -> bool, pauses: &[Pause]) -> Option<Time> {
    let mut day = from.date_naive();
    let mut left = n;
    while left > 0 {
        day += Duration::days(1);
        let end = midnight(day + Duration::days(1));
        let paused = |(from, to): &&Pause| *from < end && to.is_none_or(|to| end <= to);
        match pauses.iter().find(paused) {
            Some((_, None)) => return None,
            Some(_) => {}
            None => left -= i64::from(counts(day)),
        }
    }
    Some(midnight(day + Duration::days(1)))
}

/// 24:00 on the nth working day after the day of `from`.
pub fn business_days(from: Time, n: i64) -> Time {
    days(from, n, works, &[]).expect("without pauses")
}

/// Elapsed milliseconds.
pub fn elapsed(from: Time, to: Time) -> i64 {
    (to - from).num_milliseconds()
}

/// The elapsed milliseconds on working days.
pub fn working(from: Time, to: Time) -> i64 {
    let mut total = 0;
    let mut day = from.date_naive();
    while day <= to.date_naive() {
        if works(day) {
            let (begin, end) = (
                midnight(day).max(from),
                midnight(day + Duration::days(1)).min(to),
            );
            total += elapsed(begin, end).max(0);
        }
        day += Duration::days(1);
    }
    total
}

/// Whether a day is a working day.
pub fn works(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (5, 1 | 4 | 5) | (6, 19) => false,
        (5, 9 | 10) => true,
        _ => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    }
}

/// 00:00 in Shanghai, which has had one offset since 1992.
fn midnight(day: NaiveDate) -> Time {
    let offset = FixedOffset::east_opt(8 * 3600).expect("an offset");
    offset
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .single()
        .expect("an instant")
}
