//! The country that a team works in: its currency, and its calendar of public holidays if there is
//! one.

use chrono_tz::Tz;

/// A country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166, as in locales: `GB`.
    code: &'static str,
    /// ISO 4217.
    pub currency: &'static str,
    /// Its time zones.
    zones: &'static [&'static str],
}

/// Where nothing says which country it is.
const CHINA: &Country = &COUNTRIES[0];

const COUNTRIES: [Country; 44] = [
    country(
        "CN",
        "CNY",
        &[
            "Asia/Shanghai",
            "Asia/Urumqi",
            "Asia/Chongqing",
            "Asia/Chungking",
            "Asia/Harbin",
            "Asia/Kashgar",
            "PRC",
        ],
    ),
    country("AE", "AED", &["Asia/Dubai"]),
    country("AT", "EUR", &["Europe/Vienna"]),
    country("AU", "AUD", &["Australia/"]),
    country("BE", "EUR", &["Europe/Brussels"]),
    country("BR", "BRL", &["America/Sao_Paulo", "Brazil/"]),
    country(
        "CA",
        "CAD",
        &[
            "America/Toronto",
            "America/Vancouver",
            "America/Montreal",
            "America/Halifax",
            "America/Winnipeg",
            "America/Edmonton",
            "Canada/",
        ],
    ),
    country("CH", "CHF", &["Europe/Zurich"]),
    country("CZ", "CZK", &["Europe/Prague"]),
    country("DE", "EUR", &["Europe/Berlin"]),
    country("DK", "DKK", &["Europe/Copenhagen"]),
    country("ES", "EUR", &["Europe/Madrid"]),
    country("FI", "EUR", &["Europe/Helsinki"]),
    country("FR", "EUR", &["Europe/Paris"]),
    country("GB", "GBP", &["Europe/London", "GB", "GB-Eire"]),
    country("GR", "EUR", &["Europe/Athens"]),
    country("HK", "HKD", &["Asia/Hong_Kong", "Hongkong"]),
    country("HU", "HUF", &["Europe/Budapest"]),
    country("ID", "IDR", &["Asia/Jakarta"]),
    country("IE", "EUR", &["Europe/Dublin"]),
    country("IL", "ILS", &["Asia/Jerusalem"]),
    country("IN", "INR", &["Asia/Kolkata", "Asia/Calcutta"]),
    country("IT", "EUR", &["Europe/Rome"]),
    country("JP", "JPY", &["Asia/Tokyo", "Japan"]),
    country("KR", "KRW", &["Asia/Seoul", "ROK"]),
    country("MO", "MOP", &["Asia/Macau"]),
    country("MX", "MXN", &["America/Mexico_City"]),
    country("MY", "MYR", &["Asia/Kuala_Lumpur"]),
    country("NL", "EUR", &["Europe/Amsterdam"]),
    country("NO", "NOK", &["Europe/Oslo"]),
    country("NZ", "NZD", &["Pacific/Auckland", "NZ"]),
    country("PH", "PHP", &["Asia/Manila"]),
    country("PL", "PLN", &["Europe/Warsaw"]),
    country("PT", "EUR", &["Europe/Lisbon"]),
    country("RU", "RUB", &["Europe/Moscow"]),
    country("SA", "SAR", &["Asia/Riyadh"]),
    country("SE", "SEK", &["Europe/Stockholm"]),
    country("SG", "SGD", &["Asia/Singapore", "Singapore"]),
    country("TH", "THB", &["Asia/Bangkok"]),
    country("TR", "TRY", &["Europe/Istanbul", "Turkey"]),
    country("TW", "TWD", &["Asia/Taipei", "ROC"]),
    country(
        "US",
        "USD",
        &[
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Phoenix",
            "America/Anchorage",
            "America/Detroit",
            "Pacific/Honolulu",
            "US/",
        ],
    ),
    country("VN", "VND", &["Asia/Ho_Chi_Minh", "Asia/Saigon"]),
    country("ZA", "ZAR", &["Africa/Johannesburg"]),
];

const fn country(
    code: &'static str,
    currency: &'static str,
    zones: &'static [&'static str],
) -> Country {
    Country {
        code,
        currency,
        zones,
    }
}

/// What a country is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    Locale,
    TimeZone,
    /// Nothing says which country it is, so it is taken for China.
    Nothing,
}

impl Country {
    /// The country of a locale (`en_GB.UTF-8`), else of a time zone, else China.
    pub fn of(locale: &str, zone: Tz) -> (&'static Self, ToldBy) {
        if let Some(country) = of_locale(locale) {
            (country, ToldBy::Locale)
        } else if let Some(country) = of_zone(zone.name()) {
            (country, ToldBy::TimeZone)
        } else {
            (CHINA, ToldBy::Nothing)
        }
    }

    /// Its calendar of public holidays, if the program has one.
    pub fn calendar(&self) -> Option<&'static str> {
        (self.code == CHINA.code).then_some("cn")
    }
}

fn of_locale(locale: &str) -> Option<&'static Country> {
    let (_, territory) = locale.split_once('_')?;
    let code = territory.get(..2)?;
    COUNTRIES.iter().find(|country| country.code == code)
}

/// A name that ends in a slash stands for all zones below it.
fn of_zone(zone: &str) -> Option<&'static Country> {
    let is_of = |name: &&str| *name == zone || (name.ends_with('/') && zone.starts_with(*name));
    COUNTRIES
        .iter()
        .find(|country| country.zones.iter().any(is_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_goes_before_the_time_zone() {
        for (locale, zone, currency, told_by) in [
            ("en_GB.UTF-8", Tz::UTC, "GBP", ToldBy::Locale),
            ("zh_CN.UTF-8", Tz::Europe__London, "CNY", ToldBy::Locale),
            ("C.UTF-8", Tz::Europe__London, "GBP", ToldBy::TimeZone),
            ("", Tz::Australia__Perth, "AUD", ToldBy::TimeZone),
            ("eo", Tz::Asia__Urumqi, "CNY", ToldBy::TimeZone),
            ("C", Tz::UTC, "CNY", ToldBy::Nothing),
        ] {
            let (country, by) = Country::of(locale, zone);
            assert_eq!(
                (country.currency, by),
                (currency, told_by),
                "{locale} {zone}"
            );
        }
    }
}
