use super::*;
use crate::domain::characters::narrow;

fn read(format: &str, text: &str) -> String {
    let format = DateFormat::new(format).unwrap_or_else(|why| panic!("{format}: {why:?}"));
    match format.read(&narrow(text)) {
        Some(Day { date, time, offset }) => {
            let time = time.map_or_else(String::new, |time| format!(" {time}"));
            let offset =
                offset.map_or_else(String::new, |offset| format!(" {}", offset.num_minutes()));
            format!("{date}{time}{offset}")
        }
        None => "no".to_owned(),
    }
}

#[test]
fn patterns_are_read_as_a_whole() {
    for (format, text, date) in [
        ("%d/%m/%Y", "17/05/2025", "2025-05-17"),
        ("%d/%m/%Y", "17/05/25", "no"),
        ("%d/%m/%Y", "17/05/225", "no"),
        ("%d/%m/%Y", "17/05/20255", "no"),
        ("%d/%m/%y", "17/05/25", "2025-05-17"),
        ("%d/%m/%y", "17/05/2025", "no"),
        ("%d/%m/%y", "17/05/5", "no"),
        ("%d.%m.%Y", "5. 3. 2025", "2025-03-05"),
        ("%Y%m%d", "20250517", "2025-05-17"),
        ("%Y年%m月%d日", "２０２５年５月１７日", "2025-05-17"),
        (
            "%Y年%m月%d日 %H：%M",
            "2025年5月17日 9:30",
            "2025-05-17 09:30:00",
        ),
        (
            "%d/%m/%Y",
            "\u{200e}17/\u{200e}05/\u{200e}2025",
            "2025-05-17",
        ),
        ("%d %b %Y", "17 May 2025", "2025-05-17"),
        (
            "%a, %d %B %Y %T",
            "Sat, 17 May 2025 09:30:05",
            "2025-05-17 09:30:05",
        ),
        (
            "%Y-%m-%dT%H:%M:%S%.f%z",
            "2025-05-17T09:30:05.250+0800",
            "2025-05-17 09:30:05.250 480",
        ),
        ("%F %R", "2025-05-17 09:30", "2025-05-17 09:30:00"),
        ("%-d/%-m/%Y", "7/5/2025", "2025-05-07"),
        ("%F %H:%M", "2025-12-31 24:00", "2026-01-01 00:00:00"),
        ("%Y%m%d%H%M", "202505172400", "2025-05-18 00:00:00"),
        ("%F %R", "2025-05-17 24:01", "no"),
        ("%F %R", "2025-05-17 25:00", "no"),
    ] {
        assert_eq!(read(format, text), date, "{format}: {text}");
    }
}

#[test]
fn the_half_of_the_day_stands_before_or_behind_in_several_languages() {
    for (format, text, date) in [
        (
            "%Y/%m/%d %p%I:%M",
            "2025/5/17 下午3:05",
            "2025-05-17 15:05:00",
        ),
        (
            "%Y/%m/%d %p%I:%M",
            "2025/5/17 上午12:05",
            "2025-05-17 00:05:00",
        ),
        (
            "%Y/%m/%d %p%I:%M",
            "2025/5/17 下午 12:05",
            "2025-05-17 12:05:00",
        ),
        (
            "%Y/%m/%d %p%I:%M",
            "2025/5/17 PM 3:05",
            "2025-05-17 15:05:00",
        ),
        (
            "%Y/%m/%d %I:%M%p",
            "2025/5/17 3:05下午",
            "2025-05-17 15:05:00",
        ),
        (
            "%d/%m/%Y %I:%M %p",
            "17/05/2025 3:05\u{202f}PM",
            "2025-05-17 15:05:00",
        ),
        (
            "%d/%m/%Y %I:%M %p",
            "17/05/2025 3:05 p.m.",
            "2025-05-17 15:05:00",
        ),
        ("%d/%m/%Y %I:%M %p", "17/05/2025 3:05", "no"),
        ("%d/%m/%Y %I:%M %p", "17/05/2025 15:05 PM", "no"),
        (
            "%Y/%m/%d %p %I:%M",
            "2025/5/17 오후 3:05",
            "2025-05-17 15:05:00",
        ),
    ] {
        assert_eq!(read(format, text), date, "{format}: {text}");
    }
}

#[test]
fn words_behind_a_date_are_passed_over_and_times_are_not() {
    for (text, date) in [
        ("25/04/2025, Westport - XY", "2025-04-25"),
        ("25/04/2025", "2025-04-25"),
        ("25/04/2025 (Friday)", "2025-04-25"),
        ("25/04/20251", "no"),
        ("25/04/2025 14:30", "no"),
        ("25/04/2025, at 2:30 pm", "no"),
        ("Westport, 25/04/2025", "no"),
    ] {
        assert_eq!(read("%d/%m/%Y%*", text), date, "{text}");
    }
}

#[test]
fn numbers_of_excel_are_dates() {
    for (text, date) in [
        ("45794.379861", "2025-05-17 09:07:00"),
        ("45794.379861111112", "2025-05-17 09:07:00"),
        ("45794,3799", "2025-05-17 09:07:00"),
        ("45794.379896", "2025-05-17 09:07:03"),
        ("45794.5", "2025-05-17 12:00:00"),
        ("45794.99999999", "2025-05-18 00:00:00"),
        ("45794", "2025-05-17"),
        ("45794.0", "2025-05-17"),
        ("45794 0.379861", "2025-05-17 09:07:00"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "no"),
        ("61", "1900-03-01"),
        ("0", "no"),
        ("-1", "no"),
        ("99999999999999999999", "no"),
        ("2958465", "9999-12-31"),
        ("2958466", "no"),
        ("2025-05-17", "no"),
    ] {
        assert_eq!(read("excel", text), date, "{text}");
    }
    assert_eq!(read("excel-1904", "44332.379861"), "2025-05-17 09:07:00");
    assert_eq!(read("excel-1904", "0"), "1904-01-01");
}

#[test]
fn half_a_date_or_time_is_refused() {
    for (format, why) in [
        ("%Y/%m/%d %I:%M", "has %I without %p"),
        ("%Y/%m/%d 下午%I:%M", "has %I without %p"),
        ("%Y/%m/%d %H:%M %p", "has %p without %I"),
        ("%Y/%m/%d %H:%I:%M %p", "has both %H and %I"),
        ("%Y/%m/%d %H", "has an hour without %M"),
        ("%Y/%m/%d %I %p", "has an hour without %M"),
        ("%Y/%m/%d %M", "has %M without %H"),
        ("%Y/%m/%d %H:%M%.f", "has %.f without %S"),
        ("%Y/%m/%d %S", "has %S without %M"),
        ("%Y/%m/%d %z", "has %z without %H:%M"),
        ("%m/%d", "has no year"),
        ("%Y/%d", "has no month"),
        ("%H:%M", "has no year"),
        ("%Y/%m", "has no day"),
    ] {
        let problem = DateFormat::new(format)
            .expect_err(format)
            .message(format)
            .in_english();
        assert_eq!(problem, format!("'{format}' {why}"));
    }
    for (format, directive) in [
        ("%Y-%m-%d %H:%M:%S.%f", "%f"),
        ("%Y-%m-%d %H:%M %Z", "%Z"),
        ("%s", "%s"),
        ("%Y-%j", "%j"),
        ("%G-%V-%u", "%G"),
        ("%Y-%m-%", "%"),
        ("%Q", "%Q"),
    ] {
        let unknown = Incomplete::Unknown(directive.to_owned());
        assert_eq!(DateFormat::new(format), Err(unknown), "{format}");
    }
    assert_eq!(DateFormat::new("%* %Y-%m-%d"), Err(Incomplete::Inner));
}
