//! Random facts and events for property tests.

use chrono_tz::Tz;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::event::{Entry, Event};
use super::facts::{FactField, FactKind, Facts};
use super::fields::{Raw, Value};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// Random texts, including traps for YAML parsers.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let traps = [
        "no",
        "NO",
        "y",
        "~",
        "null",
        "1e3",
        "0x1F",
        "0o7",
        "1_000",
        "12:30",
        "2026-11-21",
        ".inf",
        "=",
        "<<",
        "---",
        "...",
        "- ",
        "-",
        "? ",
        ": ",
        " #",
        "#",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "%",
        "@",
        "`",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "\\",
        "\\n",
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "\r",
        "\r\n",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{0}",
        "\u{7f}",
        "\u{a0}",
        "\u{3000}",
        "\u{300}",
        "☺",
        "👩‍🚒",
        "王芳",
        "，",
        "é",
        "１２",
        "a",
        "b",
        "word",
        "events:",
        "- at: x",
        "20261121-K7QM2X",
        "<<<<<<< ours",
        "=======",
        ">>>>>>> x",
    ];
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(traps.to_vec()), 0..6).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[a-z \n]{0,20}",
    ]
}

pub(crate) fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("not blank", |text| !text.trim().is_empty())
}

pub(crate) fn instant() -> impl Strategy<Value = Instant> {
    (-10_000_000_000_000_i64..10_000_000_000_000)
        .prop_map(|ms| chrono::DateTime::from_timestamp_millis(ms).unwrap())
}

pub(crate) fn amount() -> impl Strategy<Value = Decimal> {
    (0_i64..i64::MAX, 0_u32..20).prop_map(|(number, scale)| Decimal::new(number, scale))
}

pub(crate) fn share() -> impl Strategy<Value = Share> {
    let fraction = (any::<u32>(), 1..=u32::MAX)
        .prop_map(|(part, whole)| Share::fraction(part, whole).expect("not of nothing"));
    prop_oneof![amount().prop_map(Share::Percent), fraction]
}

pub(crate) fn staff() -> impl Strategy<Value = StaffId> {
    "[a-z0-9王][a-z0-9._+@-]{0,8}".prop_map(|id| id.parse().unwrap())
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let further = prop::collection::vec(
        (
            prop::sample::select(FactField::ALL),
            text(),
            amount(),
            instant(),
        ),
        0..12,
    );
    let required = (filled(), filled(), filled(), filled(), filled());
    (
        required,
        further,
        prop::option::of(text()),
        instant(),
        any::<u32>(),
    )
        .prop_map(|(required, further, source, received, random)| {
            let id = CaseId::new(
                received.date_naive().max(chrono::NaiveDate::default()),
                random,
            );
            let mut facts = Facts::blank(id, received);
            facts.source = source;
            (facts.channel, facts.category, facts.level) = (required.0, required.1, required.2);
            (facts.name, facts.summary) = (required.3, required.4);
            for (field, text, amount, instant) in further {
                match field.kind() {
                    _ if field.is_required() => {}
                    FactKind::Text => facts.put(field, Value::Text(text)),
                    FactKind::Amount => facts.put(field, Value::Decimal(amount)),
                    FactKind::Instant => facts.put(field, Value::Instant(instant)),
                }
            }
            facts
        })
}

pub(crate) fn raw() -> impl Strategy<Value = Raw> {
    let leaf = prop_oneof![Just(Raw::Null), text().prop_map(Raw::Text)];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Raw::List),
            prop::collection::btree_map(text(), inner, 0..4)
                .prop_map(|map| Raw::Map(map.into_iter().collect())),
        ]
    })
}

pub(crate) fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        30 => prop::strategy::Union::new(Event::strategies()),
        1 => unknown(),
    ]
}

fn unknown() -> impl Strategy<Value = Event> {
    let keys = prop::collection::btree_map("k[a-z:# 王]{0,5}", raw(), 0..4);
    (filled(), keys).prop_map(|(verb, fields)| Event::Unknown {
        verb: format!("x{verb}"),
        fields: fields.into_iter().collect(),
    })
}

pub(crate) fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (
        instant(),
        staff(),
        event(),
        prop::option::of(instant()),
        prop::option::of(text()),
    )
        .prop_map(|(at, by, event, recorded, source)| {
            Entry::new(at, by, event).recorded(recorded).source(source)
        });
    prop::collection::vec(entry, 0..5)
}

pub(crate) fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        chrono_tz::Asia::Shanghai,
        Tz::UTC,
        chrono_tz::America::St_Johns,
        chrono_tz::Asia::Kathmandu,
    ])
}
