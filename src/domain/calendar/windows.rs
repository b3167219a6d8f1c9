//! Business hours: windows of the day, the same on every working day or by weekday (clock S2).

use chrono::{NaiveTime, Weekday};

use super::error::CalendarError;

/// Business hours as plain data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// Windows `HH:MM-HH:MM` of the working days; empty means 00:00 to 24:00.
    pub default: Vec<String>,
    /// The weekdays with other windows. Make-up days have the default.
    pub weekdays: Vec<(Weekday, Vec<String>)>,
}

impl Hours {
    /// Whether working days last from 00:00 to 24:00.
    pub(crate) fn is_none(&self) -> bool {
        self.default.is_empty() && self.weekdays.is_empty()
    }

    /// The same hours in one form: windows in order and touching ones merged, weekdays from Monday,
    /// without those that have the default. Invalid windows stay as they are.
    pub(crate) fn normal(&self) -> Self {
        let default = normal(&self.default);
        let mut weekdays: Vec<_> = self.weekdays.clone();
        weekdays.sort_by_key(|(weekday, _)| weekday.num_days_from_monday());
        let weekdays = weekdays
            .into_iter()
            .map(|(weekday, windows)| (weekday, normal(&windows)))
            .filter(|(_, windows)| *windows != default)
            .collect();
        Self { default, weekdays }
    }
}

impl From<Vec<String>> for Hours {
    fn from(default: Vec<String>) -> Self {
        Self {
            default,
            weekdays: Vec::new(),
        }
    }
}

fn normal(hours: &[String]) -> Vec<String> {
    match windows(hours) {
        Ok(windows) => windows.iter().map(HoursWindow::text).collect(),
        Err(_) => hours.to_vec(),
    }
}

/// The windows of every kind of working day; none if the day is 00:00 to 24:00.
#[derive(Debug, Clone)]
pub(super) struct Windows {
    default: Vec<HoursWindow>,
    /// From Monday; `None` for the default.
    weekdays: [Option<Vec<HoursWindow>>; 7],
}

impl Windows {
    pub(super) fn new(hours: &Hours) -> Result<Self, CalendarError> {
        let default = windows(&hours.default)?;
        let mut weekdays = [const { None }; 7];
        for (weekday, texts) in &hours.weekdays {
            weekdays[weekday.num_days_from_monday() as usize] = Some(windows(texts)?);
        }
        let windows = Self { default, weekdays };
        windows.check_order()?;
        Ok(windows)
    }

    /// The windows of a make-up day, and of every weekday without its own.
    pub(super) fn default(&self) -> &[HoursWindow] {
        &self.default
    }

    pub(super) fn of(&self, weekday: Weekday) -> &[HoursWindow] {
        self.weekdays[weekday.num_days_from_monday() as usize]
            .as_deref()
            .unwrap_or(&self.default)
    }

    /// No day ends before the day before it, so that limits of days keep their order.
    fn check_order(&self) -> Result<(), CalendarError> {
        let mut weekday = Weekday::Mon;
        for _ in 0..7 {
            for day in [self.of(weekday), self.default()] {
                for next in [self.of(weekday.succ()), self.default()] {
                    in_order(day, next)?;
                }
            }
            weekday = weekday.succ();
        }
        Ok(())
    }
}

/// Whether the day after ends later, if a window of the first runs over midnight.
fn in_order(day: &[HoursWindow], next: &[HoursWindow]) -> Result<(), CalendarError> {
    match (day.last(), next.last()) {
        (Some(night), Some(last)) if last.close + MINUTES <= night.close => {
            Err(CalendarError::OutlastsNextDay(night.text(), last.text()))
        }
        (_, _) => Ok(()),
    }
}

/// A window of business hours, in minutes from 00:00 of the day on which it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HoursWindow {
    open: u32,
    /// At most 24 hours after `open`, so it may lie on the next day.
    close: u32,
}

const MINUTES: u32 = 24 * 60;

/// When a window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    Today(NaiveTime),
    /// At 24:00, which is 00:00 of the next day.
    Midnight,
    /// After midnight.
    Tomorrow(NaiveTime),
}

impl HoursWindow {
    pub(super) fn open(self) -> NaiveTime {
        time_of_day(self.open)
    }

    pub(super) fn close(self) -> Closing {
        match self.close {
            MINUTES => Closing::Midnight,
            close if close < MINUTES => Closing::Today(time_of_day(close)),
            close => Closing::Tomorrow(time_of_day(close - MINUTES)),
        }
    }

    fn text(&self) -> String {
        let close = match self.close {
            close if close <= MINUTES => close,
            close => close - MINUTES,
        };
        let minute = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}-{}", minute(self.open), minute(close))
    }

    fn parse(text: &str) -> Result<Self, CalendarError> {
        let (open, close) = text
            .split_once('-')
            .and_then(|(open, close)| Some((minute_of_day(open)?, minute_of_day(close)?)))
            .filter(|(open, _)| *open < MINUTES)
            .ok_or_else(|| CalendarError::Window(text.to_owned()))?;
        let close = if open < close { close } else { close + MINUTES };
        Ok(Self { open, close })
    }
}

/// Parses and sorts the windows of a day, and merges touching ones.
fn windows(hours: &[String]) -> Result<Vec<HoursWindow>, CalendarError> {
    let mut parsed = hours
        .iter()
        .map(|text| Ok((HoursWindow::parse(text)?, text)))
        .collect::<Result<Vec<_>, CalendarError>>()?;
    parsed.sort();
    if let Some([(_, a), (_, b)]) = parsed
        .array_windows()
        .find(|[(a, _), (b, _)]| b.open < a.close)
    {
        return Err(CalendarError::Overlap((*a).clone(), (*b).clone()));
    }
    let mut merged: Vec<HoursWindow> = Vec::new();
    for (window, _) in parsed {
        match merged.last_mut() {
            Some(before) if before.close == window.open => before.close = window.close,
            Some(_) | None => merged.push(window),
        }
    }
    Ok(merged)
}

/// A window until 24:00 and one from 00:00 on, written as if they were one night: together they are
/// the beginning and the end of one date.
pub(crate) fn split_night(hours: &[String]) -> Option<(String, String)> {
    let windows = windows(hours).ok()?;
    let (first, last) = (windows.first()?, windows.last()?);
    (first.open == 0 && last.close == MINUTES && windows.len() > 1)
        .then(|| (last.text(), first.text()))
}

fn time_of_day(minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(NaiveTime::MIN)
}

/// `HH:MM` up to 24:00.
fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= MINUTES).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(hours: &[&str]) -> Vec<String> {
        hours.iter().map(ToString::to_string).collect()
    }

    fn parsed(hours: &[&str]) -> Result<Vec<HoursWindow>, CalendarError> {
        windows(&texts(hours))
    }

    #[test]
    fn touching_windows_are_one_and_order_does_not_matter() {
        let window = |open: u32, close: u32| HoursWindow {
            open: open * 60,
            close: close * 60,
        };
        for (hours, windows) in [
            (&[] as &[&str], vec![]),
            (
                &["13:00-18:00", "09:00-12:00"],
                vec![window(9, 12), window(13, 18)],
            ),
            (&["12:00-24:00", "00:00-12:00"], vec![window(0, 24)]),
            (&["21:00-02:00"], vec![window(21, 26)]),
            (&["18:00-21:00", "21:00-02:00"], vec![window(18, 26)]),
            (
                &["21:00-02:00", "09:00-12:00"],
                vec![window(9, 12), window(21, 26)],
            ),
            (
                &["21:00-24:00", "00:00-02:00"],
                vec![window(0, 2), window(21, 24)],
            ),
            (&["22:00-00:00"], vec![window(22, 24)]),
            (&["09:00-09:00"], vec![window(9, 33)]),
        ] {
            assert_eq!(parsed(hours), Ok(windows), "{hours:?}");
        }
    }

    #[test]
    fn hours_that_are_wrong_say_how_to_mend_them() {
        for (hours, says) in [
            (vec!["9:00-12:00"], "not a window"),
            (vec!["09:00"], "not a window"),
            (vec!["09:00-12:60"], "not a window"),
            (vec!["09:00-24:01"], "not a window"),
            (vec!["24:00-24:00"], "not a window"),
            (vec!["09:00 - 12:00"], "not a window"),
            (vec!["０9:00-12:00"], "not a window"),
            (
                vec!["09:00-12:00", "08:00-09:01"],
                "`08:00-09:01` and `09:00-12:00` overlap",
            ),
            (vec!["09:00-12:00", "09:00-12:00"], "overlap"),
            (vec!["21:00-02:00", "23:00-24:00"], "overlap"),
        ] {
            let error = parsed(&hours).expect_err("an error").message();
            let error = error.in_english();
            assert!(error.contains(says), "{hours:?}: {error}");
        }
    }

    #[test]
    fn a_night_may_not_outlast_the_day_after_it() {
        let hours = |saturday: &[&str]| Hours {
            default: texts(&["21:00-02:00"]),
            weekdays: vec![(Weekday::Sat, texts(saturday))],
        };
        assert!(Windows::new(&hours(&["00:00-12:00"])).is_ok());
        let error = Windows::new(&hours(&["00:00-01:00"])).expect_err("an error");
        assert_eq!(
            error.message().in_english(),
            "hours `21:00-02:00` run longer than those of the next day, `00:00-01:00`"
        );
    }

    #[test]
    fn hours_have_one_form() {
        let hours = Hours {
            default: texts(&["13:00-18:00", "09:00-12:00", "12:00-13:00"]),
            weekdays: vec![
                (Weekday::Sat, texts(&["21:00-02:00"])),
                (Weekday::Mon, texts(&["09:00-18:00"])),
            ],
        };
        let normal = Hours {
            default: texts(&["09:00-18:00"]),
            weekdays: vec![(Weekday::Sat, texts(&["21:00-02:00"]))],
        };
        assert_eq!(hours.normal(), normal);
        assert_eq!(Hours::from(texts(&["?"])).normal().default, ["?"]);
    }

    #[test]
    fn only_the_end_and_the_beginning_of_a_date_look_like_a_night() {
        for (hours, is_split) in [
            (vec!["21:00-24:00", "00:00-02:00"], true),
            (vec!["00:00-06:00", "09:00-12:00", "22:00-24:00"], true),
            (vec!["00:00-24:00"], false),
            (vec!["00:00-06:00"], false),
            (vec!["21:00-02:00"], false),
            (vec!["00:00-06:00", "22:00-23:00"], false),
            (vec!["01:00-06:00", "22:00-24:00"], false),
        ] {
            assert_eq!(split_night(&texts(&hours)).is_some(), is_split, "{hours:?}");
        }
    }
}
