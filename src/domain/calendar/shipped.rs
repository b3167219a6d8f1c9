//! The shipped calendars: reviewed facts, each year with its source.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::value::Datetime;

use super::spec::Dates;

const CN: &str = include_str!("../../../templates/calendars/cn.toml");

/// The names of the shipped calendars, for `use` in `[calendar]`.
pub(crate) const NAMES: [&str; 1] = ["cn"];

/// A calendar shipped with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    pub name: Name,
    pub years: Vec<ShippedYear>,
}

/// The official dates of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedYear {
    /// The year; its New Year's holiday may begin in the previous year.
    pub year: i32,
    /// The titles of the official notices.
    pub source: Vec<String>,
    /// Whether the dates are final; counting into a year without final dates gives a warning.
    pub reviewed: bool,
    /// The holidays in order.
    pub holidays: Vec<ShippedHoliday>,
}

/// One holiday of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedHoliday {
    pub name: Name,
    pub days: Vec<NaiveDate>,
    /// The days worked to make up for them.
    pub workdays: Vec<NaiveDate>,
}

/// A name in each language of the program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub zh: String,
    pub en: String,
}

impl Name {
    /// The name in a language such as `zh` or `zh-CN`; English for any other.
    pub(crate) fn in_language(&self, language: &str) -> &str {
        if language.starts_with("zh") {
            &self.zh
        } else {
            &self.en
        }
    }
}

/// The shipped calendar with this name, parsed once.
pub fn shipped(name: &str) -> Option<&'static Shipped> {
    static CHINA: OnceLock<Shipped> = OnceLock::new();
    match name {
        "cn" => Some(CHINA.get_or_init(|| parse(CN).expect("the shipped calendar is well formed"))),
        _ => None,
    }
}

impl Shipped {
    /// The dates for a [`CalendarSpec`](super::CalendarSpec), with names in the language.
    pub fn dates(&self, language: &str) -> Dates {
        let mut dates = Dates::default();
        for year in &self.years {
            if year.reviewed {
                dates.reviewed.insert(year.year);
            }
            for holiday in &year.holidays {
                let named =
                    |day: &NaiveDate| (*day, Some(holiday.name.in_language(language).to_owned()));
                dates.holidays.extend(holiday.days.iter().map(named));
                dates.workdays.extend(holiday.workdays.iter().map(named));
            }
        }
        dates
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Name,
    year: Vec<FileYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileYear {
    year: i32,
    source: Vec<String>,
    reviewed: bool,
    holiday: Vec<FileHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHoliday {
    name: Name,
    days: Vec<Datetime>,
    #[serde(default)]
    workdays: Vec<Datetime>,
}

fn parse(text: &str) -> Option<Shipped> {
    let file: File = toml::from_str(text).ok()?;
    let years = file
        .year
        .into_iter()
        .map(validated_year)
        .collect::<Option<_>>()?;
    Some(Shipped {
        name: file.name,
        years,
    })
}

fn validated_year(file: FileYear) -> Option<ShippedYear> {
    let holiday = |file: FileHoliday| {
        Some(ShippedHoliday {
            name: file.name,
            days: dates(&file.days)?,
            workdays: dates(&file.workdays)?,
        })
    };
    let holidays = file
        .holiday
        .into_iter()
        .map(holiday)
        .collect::<Option<_>>()?;
    Some(ShippedYear {
        year: file.year,
        source: file.source,
        reviewed: file.reviewed,
        holidays,
    })
}

fn dates(written: &[Datetime]) -> Option<Vec<NaiveDate>> {
    written
        .iter()
        .map(|date| date.to_string().parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_calendar_is_well_formed_and_sourced() {
        for name in NAMES {
            let calendar = shipped(name).expect(name);
            for year in &calendar.years {
                assert!(
                    year.reviewed && !year.source.is_empty(),
                    "{name} {}",
                    year.year
                );
            }
        }
        assert_eq!(shipped("atlantis"), None);
    }

    #[test]
    fn a_holiday_has_its_name_in_both_languages() {
        let china = shipped("cn").expect("cn");
        let day = "2026-10-01".parse().expect("a date");
        assert_eq!(china.dates("zh").holidays[&day].as_deref(), Some("国庆节"));
        assert_eq!(
            china.dates("en").holidays[&day].as_deref(),
            Some("National Day")
        );
    }
}
