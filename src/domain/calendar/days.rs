//! Working days, counted without iterating over them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::error::CalendarError;
use super::spec::{CalendarSpec, Dates};
use crate::domain::time::skipped_date;

/// The first supported day.
pub(super) const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a date");
/// The last supported day.
pub(super) const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Why a day is a working day or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// A working day of the week.
    Working,
    /// A make-up day, worked although it is a weekend or holiday; with its name.
    MakeUp(Option<String>),
    /// A day off by the weekly schedule.
    Weekend,
    /// A holiday on any weekday, with its name.
    Holiday(Option<String>),
    /// A date that the clocks of the zone skip.
    Skipped,
}

/// The days that count towards a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Every,
    Working,
}

#[derive(Debug, Clone)]
pub(super) struct WorkingDays {
    /// Working weekdays, from Monday.
    week: [bool; 7],
    /// The named dates, in order.
    named: Vec<NamedDay>,
    /// The date that the zone skips.
    skipped: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
struct NamedDay {
    day: NaiveDate,
    kind: DayKind,
    /// Whether it is listed as a working day, on whatever weekday.
    listed: bool,
    shift: i64,
}

/// The kind of a named day, and whether it is listed as a working day.
type Kinds = BTreeMap<NaiveDate, (DayKind, bool)>;

impl WorkingDays {
    /// Builds the days; the spec's own dates take precedence over those of its base (clock S2).
    pub(super) fn new(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        let mut week = [false; 7];
        for weekday in &spec.week {
            week[weekday_index(*weekday)] = true;
        }
        let mut kinds = Kinds::new();
        for table in [spec.base.as_ref(), Some(&spec.own)].into_iter().flatten() {
            overlay(&mut kinds, table, &week)?;
        }
        let skipped = skipped_date(spec.zone);
        kinds.extend(skipped.map(|day| (day, (DayKind::Skipped, false))));
        let mut shift = 0;
        let named = kinds.into_iter().map(|(day, (kind, listed))| {
            shift += i64::from(kind.is_working()) - i64::from(week[weekday_index(day.weekday())]);
            NamedDay {
                day,
                kind,
                listed,
                shift,
            }
        });
        let days = Self {
            named: named.collect(),
            week,
            skipped,
        };
        match days.week.contains(&true) || days.named.iter().any(|named| named.kind.is_working()) {
            true => Ok(days),
            false => Err(CalendarError::NoWorkingDay),
        }
    }

    pub(super) fn is_working(&self, day: NaiveDate) -> bool {
        match self.find(day) {
            Some(named) => named.kind.is_working(),
            None => self.week[weekday_index(day.weekday())],
        }
    }

    pub(super) fn kind(&self, day: NaiveDate) -> DayKind {
        match self.find(day) {
            Some(named) => named.kind.clone(),
            None if self.week[weekday_index(day.weekday())] => DayKind::Working,
            None => DayKind::Weekend,
        }
    }

    /// Whether the day is listed as a working day, so that it has the hours of every day.
    pub(super) fn is_make_up(&self, day: NaiveDate) -> bool {
        self.find(day).is_some_and(|named| named.listed)
    }

    /// Whether the clocks of the zone skip the date, so that it is no day.
    pub(super) fn is_skipped(&self, day: NaiveDate) -> bool {
        self.skipped == Some(day)
    }

    /// The number of counted days after `after`, up to and including `upto`.
    pub(super) fn count(&self, counted: Counted, after: NaiveDate, upto: NaiveDate) -> i64 {
        self.number(counted, upto) - self.number(counted, after)
    }

    /// The n-th counted day strictly after `after`; `None` beyond [`LAST_DAY`].
    pub(super) fn nth(&self, counted: Counted, after: NaiveDate, n: i64) -> Option<NaiveDate> {
        let wanted = self.number(counted, after) + n;
        let (mut low, mut high) = (after.num_days_from_ce(), LAST_DAY.num_days_from_ce());
        if self.number(counted, LAST_DAY) < wanted {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match NaiveDate::from_num_days_from_ce_opt(middle) {
                Some(day) if self.number(counted, day) < wanted => low = middle,
                Some(_) | None => high = middle,
            }
        }
        NaiveDate::from_num_days_from_ce_opt(high)
    }

    /// The last year with a working day; `None` if the week has working days, so there is no last
    /// year.
    pub(super) fn last_year(&self) -> Option<i32> {
        match self.week.contains(&true) {
            true => None,
            false => self.named.last().map(|named| named.day.year()),
        }
    }

    /// The number of counted days up to and including `day`, from a fixed origin.
    fn number(&self, counted: Counted, day: NaiveDate) -> i64 {
        let ordinal = i64::from(day.num_days_from_ce());
        match counted {
            Counted::Every => {
                ordinal - i64::from(self.skipped.is_some_and(|skipped| skipped <= day))
            }
            Counted::Working => self.weekly_count(ordinal) + self.shift(day),
        }
    }

    /// The working days by the weekly schedule alone, up to a day of the common era, whose day 1 is
    /// a Monday.
    fn weekly_count(&self, ordinal: i64) -> i64 {
        let worked = |weekdays: &[bool]| {
            weekdays
                .iter()
                .map(|worked| i64::from(*worked))
                .sum::<i64>()
        };
        let rest = usize::try_from(ordinal.rem_euclid(7)).unwrap_or(0);
        ordinal.div_euclid(7) * worked(&self.week) + worked(&self.week[..rest])
    }

    fn shift(&self, day: NaiveDate) -> i64 {
        let upto = self.named.partition_point(|named| named.day <= day);
        upto.checked_sub(1)
            .map_or(0, |index| self.named[index].shift)
    }

    fn find(&self, day: NaiveDate) -> Option<&NamedDay> {
        self.named
            .binary_search_by_key(&day, |named| named.day)
            .ok()
            .map(|index| &self.named[index])
    }
}

impl DayKind {
    /// Whether a day of this kind is a working day.
    pub(crate) fn is_working(&self) -> bool {
        match self {
            Self::Working | Self::MakeUp(_) => true,
            Self::Weekend | Self::Holiday(_) | Self::Skipped => false,
        }
    }
}

/// Overlays a table on the weekly schedule and the tables before it.
fn overlay(kinds: &mut Kinds, table: &Dates, week: &[bool; 7]) -> Result<(), CalendarError> {
    for (day, name) in &table.holidays {
        if table.workdays.contains_key(day) {
            return Err(CalendarError::BothLists(*day));
        }
        kinds.insert(*day, (DayKind::Holiday(name.clone()), false));
    }
    for (day, name) in &table.workdays {
        let is_day_off = match kinds.get(day) {
            Some((kind, _)) => *kind != DayKind::Working,
            None => !week[weekday_index(day.weekday())],
        };
        let kind = if is_day_off {
            DayKind::MakeUp(name.clone())
        } else {
            DayKind::Working
        };
        kinds.insert(*day, (kind, true));
    }
    Ok(())
}

fn weekday_index(weekday: Weekday) -> usize {
    weekday.num_days_from_monday() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn dates(holidays: &[&str], workdays: &[&str]) -> Dates {
        let named = |days: &[&str]| {
            days.iter()
                .map(|text| (day(text), Some((*text).to_owned())))
                .collect()
        };
        Dates {
            holidays: named(holidays),
            workdays: named(workdays),
            reviewed: [].into(),
        }
    }

    #[test]
    fn own_dates_go_before_the_base_and_both_before_the_week() {
        let spec = CalendarSpec {
            base: Some(dates(&["2026-11-02", "2026-11-03"], &["2026-11-01"])),
            own: dates(&["2026-11-01", "2026-11-05"], &["2026-11-03", "2026-11-04"]),
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        let days = WorkingDays::new(&spec).expect("days");
        let name = |text: &str| Some(text.to_owned());
        for (date, kind) in [
            ("2026-10-31", DayKind::Weekend),
            ("2026-11-01", DayKind::Holiday(name("2026-11-01"))),
            ("2026-11-02", DayKind::Holiday(name("2026-11-02"))),
            ("2026-11-03", DayKind::MakeUp(name("2026-11-03"))),
            ("2026-11-04", DayKind::Working),
            ("2026-11-05", DayKind::Holiday(name("2026-11-05"))),
            ("2026-11-06", DayKind::Working),
        ] {
            assert_eq!(days.kind(day(date)), kind, "{date}");
            assert_eq!(days.is_working(day(date)), kind.is_working(), "{date}");
        }
        assert_eq!(
            days.count(Counted::Working, day("2026-10-31"), day("2026-11-08")),
            3
        );
        assert_eq!(
            days.nth(Counted::Working, day("2026-10-30"), 3),
            Some(day("2026-11-06"))
        );
    }

    #[test]
    fn a_date_in_both_lists_of_one_table_and_a_calendar_without_work_are_errors() {
        let both = dates(&["2026-11-02"], &["2026-11-02"]);
        let spec = CalendarSpec {
            own: both,
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        assert_eq!(
            WorkingDays::new(&spec).err(),
            Some(CalendarError::BothLists(day("2026-11-02")))
        );
        let never = CalendarSpec {
            week: vec![],
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        assert_eq!(
            WorkingDays::new(&never).err(),
            Some(CalendarError::NoWorkingDay)
        );
    }

    #[test]
    fn a_date_that_the_zone_skips_is_no_day() {
        let spec = CalendarSpec {
            own: dates(&[], &["2011-12-30"]),
            ..CalendarSpec::weekdays(chrono_tz::Pacific::Apia)
        };
        let days = WorkingDays::new(&spec).expect("days");
        let (before, skipped) = (day("2011-12-29"), day("2011-12-30"));
        assert_eq!(days.kind(skipped), DayKind::Skipped);
        assert!(!days.is_working(skipped) && !days.is_make_up(skipped));
        assert_eq!(days.nth(Counted::Every, before, 1), Some(day("2011-12-31")));
        assert_eq!(
            days.nth(Counted::Working, before, 1),
            Some(day("2012-01-02"))
        );
        assert_eq!(days.count(Counted::Every, before, day("2012-01-02")), 3);
        assert_eq!(days.count(Counted::Working, before, skipped), 0);
    }

    #[test]
    fn a_calendar_may_work_on_named_days_alone_and_then_runs_out() {
        let spec = CalendarSpec {
            week: vec![],
            own: dates(&[], &["2026-11-01"]),
            ..CalendarSpec::weekdays(Tz::UTC)
        };
        let days = WorkingDays::new(&spec).expect("days");
        assert_eq!(
            days.nth(Counted::Working, day("2026-10-30"), 1),
            Some(day("2026-11-01"))
        );
        assert_eq!(days.nth(Counted::Working, day("2026-10-30"), 2), None);
    }
}
