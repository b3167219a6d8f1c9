//! Working days and business hours.

mod kinds;

use std::collections::BTreeSet;

use chrono::Weekday;
use complaint_derive::Keys;

use kinds::{DatesOff, HoursByDay, ShippedCalendar, Week, Years};
pub(crate) use kinds::{PlacedDates, hours_in_words, word_of};

use super::basis::Organisation;
use crate::domain::calendar::{CalendarSpec, Dates, Hours, NamedDates, Roll, shipped};
use crate::domain::finding::Spot;

/// Limits in business days (`bd`) and business hours (`bh`) are counted on these days and hours.
/// The calendar applies to all dates: add future days, but do not change past ones, or cases become
/// late or in time after the fact (`check` warns of it). A limit that runs into a year without
/// reviewed holidays is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[calendar]")]
pub struct WorkingTime {
    /// A built-in calendar with public holidays and make-up working days: `cn` for mainland China.
    #[key(as = Option<ShippedCalendar>, name = "use", absent = "only the week", example = r#""cn""#, rule = "C2")]
    pub base: Option<String>,
    /// The working weekdays.
    #[key(as = Week, default = r#"["mon", "tue", "wed", "thu", "fri"]"#, rule = "C2")]
    #[key(example = r#"["mon", "tue", "wed", "thu", "fri", "sat"]"#)]
    pub week: Vec<Weekday>,
    /// Business hours: windows for every working day, or a table with the windows of single weekdays
    /// and, as `default`, those of the others and of make-up days: `{ default = ["09:00-18:00"], sat
    /// = ["09:00-12:00"] }`. A window belongs to the day on which it opens; one that closes before it
    /// opens ends on the next day, like `21:00-02:00`. The last working day of a limit ends at the
    /// close of business, or at 24:00 if there are no business hours.
    #[key(as = HoursByDay, example = r#"["09:00-12:00", "13:30-18:00"]"#, rule = "C2")]
    pub hours: Hours,
    /// Additional days off, as a list of dates or a table from dates to names. They take precedence
    /// over the calendar in `use`.
    #[key(as = DatesOff, default = "[]", example = r#"{ 2026-12-31 = "Stocktaking" }"#, rule = "C2")]
    pub holidays: PlacedDates,
    /// Working days that would otherwise be days off.
    #[key(as = DatesOff, default = "[]", example = "[2026-12-26]", rule = "C2")]
    pub workdays: PlacedDates,
    /// The years for which `holidays` is complete.
    #[key(as = Years, default = "[]", example = "[2027]", rule = "C2")]
    pub reviewed: BTreeSet<i32>,
    /// Whether a limit in days or months that would end on a day off moves to the next working day.
    #[key(default = "false", example = "true", rule = "C2")]
    pub roll: Roll,
    /// Its place in the file; line 0 if the table is missing.
    #[key(spot)]
    pub spot: Spot,
}

impl WorkingTime {
    /// The calendar as plain data, in the organisation's time zone and with holiday names in its
    /// language.
    pub(crate) fn spec(&self, organisation: &Organisation) -> CalendarSpec {
        let base = self.base.as_deref().and_then(shipped::shipped);
        CalendarSpec {
            zone: organisation.time_zone,
            week: self.week.clone(),
            hours: self.hours.clone(),
            own: Dates {
                holidays: without_spots(&self.holidays),
                workdays: without_spots(&self.workdays),
                reviewed: self.reviewed.clone(),
            },
            base: base.map(|calendar| calendar.dates(&organisation.language)),
        }
    }
}

fn without_spots(dates: &PlacedDates) -> NamedDates {
    let named = dates.iter().map(|(day, (name, _))| (*day, name.clone()));
    named.collect()
}
