//! Which time is worked.

mod kinds;

use std::collections::BTreeSet;

use chrono::Weekday;
use complaint_derive::Keys;

pub(crate) use kinds::PlacedDates;
use kinds::{DatesOff, Hours, ShippedCalendar, Week, Years};

use super::basis::Organisation;
use crate::domain::calendar::{CalendarSpec, Dates, NamedDates, Roll, shipped};
use crate::domain::finding::Spot;

/// Limits in business days (`bd`) and business hours (`bh`) are counted on these days and hours. A
/// calendar holds for all dates: enter days to come, and leave past ones alone, or what was late
/// changes after the fact (`check` says so). A limit that runs into a year whose holidays nobody
/// has reviewed is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[calendar]")]
pub struct WorkingTime {
    /// A calendar that comes with the program, with public holidays and make-up working days: `cn`,
    /// mainland China.
    #[key(as = Option<ShippedCalendar>, name = "use", absent = "the week alone", example = r#""cn""#, rule = "C2")]
    pub base: Option<String>,
    /// The weekdays that are worked.
    #[key(as = Week, default = r#"["mon", "tue", "wed", "thu", "fri"]"#, rule = "C2")]
    #[key(example = r#"["mon", "tue", "wed", "thu", "fri", "sat"]"#)]
    pub week: Vec<Weekday>,
    /// Business hours, the same on every working day. With them the last working day of a limit
    /// ends at the close of business, without them at 24:00.
    #[key(as = Hours, example = r#"["09:00-12:00", "13:30-18:00"]"#, rule = "C2")]
    pub hours: Vec<String>,
    /// Days off of one's own, as a list of dates or with names. They go before the calendar in
    /// `use`.
    #[key(as = DatesOff, default = "[]", example = r#"{ 2026-12-31 = "Stocktaking" }"#, rule = "C2")]
    pub holidays: PlacedDates,
    /// Days worked although the week has them off.
    #[key(as = DatesOff, default = "[]", example = "[2026-12-26]", rule = "C2")]
    pub workdays: PlacedDates,
    /// The years whose holidays are complete here.
    #[key(as = Years, default = "[]", example = "[2027]", rule = "C2")]
    pub reviewed: BTreeSet<i32>,
    /// Whether a limit in days or months that would end on a day off ends on the next working day
    /// instead.
    #[key(default = "false", example = "true", rule = "C2")]
    pub roll: Roll,
    /// Where it stands in the policy; line 0 if it does not.
    #[key(spot)]
    pub spot: Spot,
}

impl WorkingTime {
    /// The calendar as plain data, for days that begin and holidays that are named as the
    /// organisation says.
    pub(crate) fn spec(&self, organisation: &Organisation) -> CalendarSpec {
        let base = self.base.as_deref().and_then(shipped::shipped);
        CalendarSpec {
            zone: organisation.time_zone,
            week: self.week.clone(),
            hours: self.hours.clone(),
            own: Dates {
                holidays: unplaced(&self.holidays),
                workdays: unplaced(&self.workdays),
                reviewed: self.reviewed.clone(),
            },
            base: base.map(|calendar| calendar.dates(&organisation.language)),
        }
    }
}

fn unplaced(dates: &PlacedDates) -> NamedDates {
    let named = dates.iter().map(|(day, (name, _))| (*day, name.clone()));
    named.collect()
}
