//! Doubts about dates and amounts that can hardly be true (A3, A5). Facts are judged by the instant of
//! record, and dates to come by that of the event, so time alone makes none.

use rust_decimal::Decimal;

use super::backdating::is_future;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::event::{Extend, Plan};
use crate::domain::case::facts::FactKind;
use crate::domain::case::{Entry, Event, FactField, Facts};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, day_and_time, end_at, message, plural, text};
use crate::domain::policy::{Doubt, Policy, decimals};
use crate::domain::state::State;
use crate::domain::time::Instant;

/// Checks the facts that stand as they were taken in, put on record at an instant. Amended ones are
/// judged with their amendment.
pub(super) fn check(state: &State, recorded: Instant, policy: &Policy) -> Vec<Finding> {
    let (facts, taken_in) = (&state.facts, &state.taken_in);
    let fields = FactField::ALL.iter().copied();
    let stands = |field: &FactField| facts.get(*field) == taken_in.get(*field);
    fields
        .filter(stands)
        .filter_map(|field| field_value(field, facts, recorded, policy))
        .collect()
}

/// Checks one fact, as it stands in `facts`.
pub(super) fn field_value(
    field: FactField,
    facts: &Facts,
    recorded: Instant,
    policy: &Policy,
) -> Option<Finding> {
    let finding = match field.kind() {
        FactKind::Text => None,
        FactKind::Amount => number(field.name(), facts.amount(field)?, unit(field), policy),
        FactKind::Instant => date(field, facts.instant(field)?, facts, recorded, policy),
    };
    finding.map(|finding| finding.of_key(field.name()))
}

/// Whether a number is money, which has the decimals of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Money,
    /// A quantity, or a price for each unit.
    Other,
}

fn unit(field: FactField) -> Unit {
    if field == FactField::Amount {
        Unit::Money
    } else {
        Unit::Other
    }
}

/// Checks an amount or another number.
pub(super) fn number(
    name: &'static str,
    number: Decimal,
    unit: Unit,
    policy: &Policy,
) -> Option<Finding> {
    let rules = &policy.plausible;
    let currency = &policy.organisation.currency;
    let places = decimals(currency);
    if number > rules.largest {
        let message = message!(
            "'{name}' is {number}, more than {largest}",
            name,
            number,
            largest = rules.largest
        );
        return doubt(Doubt::TooLarge, message, policy);
    }
    if unit == Unit::Money && number.normalize().scale() > places {
        let message = plural!(
            places,
            "'{name}' is {number}, but {currency} has {places} decimal",
            "'{name}' is {number}, but {currency} has {places} decimals",
            name,
            number,
            currency
        );
        return doubt(Doubt::Decimals, message, policy);
    }
    None
}

fn date(
    field: FactField,
    date: Instant,
    facts: &Facts,
    recorded: Instant,
    policy: &Policy,
) -> Option<Finding> {
    let zone = policy.calendar.zone();
    let name = field.name();
    let on = day_and_time(date, zone);
    if policy.calendar.date(date) < policy.plausible.earliest {
        let earliest = policy.plausible.earliest;
        let message = message!("'{name}' {on} is before {earliest}", name, on, earliest);
        return doubt(Doubt::Ancient, message, policy);
    }
    if field == FactField::Received {
        return old(date, facts, recorded, policy);
    }
    if is_future(date, recorded, policy) {
        let recorded = day_and_time(recorded, zone);
        let message = message!(
            "'{name}' {on} is after it was recorded at {recorded}",
            name,
            on,
            recorded
        );
        return doubt(Doubt::Future, message, policy);
    }
    (date > facts.received).then(|| {
        let received = day_and_time(facts.received, zone);
        let message = message!(
            "'{name}' {on} is after the receipt at {received}",
            name,
            on,
            received
        );
        doubt(Doubt::AfterReceipt, message, policy)
    })?
}

/// A receipt long ago. A ledger that is imported may be old.
fn old(received: Instant, facts: &Facts, recorded: Instant, policy: &Policy) -> Option<Finding> {
    let oldest = policy.plausible.oldest;
    let limit = policy
        .calendar
        .add(received, oldest, Roll::Keep, Pauses::NONE)?;
    let is_old = facts.source.is_none() && limit < recorded;
    is_old.then(|| {
        let message = message!(
            "'received' {on} is more than {oldest} before it was recorded",
            on = day_and_time(received, policy.calendar.zone()),
            oldest
        );
        doubt(Doubt::Old, message, policy)
    })?
}

/// Checks the date to come that an event names: a promise, an extension, the date of a corrective
/// action or an authority's date.
pub(super) fn date_to_come(entry: &Entry, policy: &Policy) -> Option<Finding> {
    let (key, date) = if let Event::Respond(response) = &entry.event {
        ("promise", response.promise()?)
    } else if let Event::Extend(Extend { until, .. }) | Event::Plan(Plan { until, .. }) =
        &entry.event
    {
        ("until", *until)
    } else if let Event::Verify(verified) = &entry.event {
        ("until", verified.until?)
    } else if let Event::Appeal(appeal) = &entry.event {
        ("cutoff", appeal.cutoff?)
    } else {
        return None;
    };
    let ahead = policy.plausible.ahead;
    let calendar = &policy.calendar;
    let limit = calendar.add(entry.at, ahead, Roll::Keep, Pauses::NONE)?;
    let is_far = date > limit;
    is_far
        .then(|| {
            let message = message!(
                "'{key}' {on} is more than {ahead} ahead",
                key,
                on = end_at(date, calendar.zone()),
                ahead
            );
            doubt(Doubt::FarAhead, message, policy)
        })?
        .map(|finding| finding.of_key(key))
}

fn doubt(doubt: Doubt, message: Message, policy: &Policy) -> Option<Finding> {
    let severity = policy.plausible.severity(doubt)?;
    let finding = Finding {
        severity,
        ..Finding::error(Code::Implausible, Spot::default(), message)
    };
    Some(finding.hint(text!(
        "check what was typed; `[plausible]` in the policy says what is refused"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::fields::Value;
    use crate::domain::names::CaseId;
    use crate::domain::policy::parse;

    fn at(time: &str) -> Instant {
        time.parse().expect("an instant")
    }

    /// What is said of one fact of a case received on 21 November 2026 and recorded a day later.
    fn said(currency: &str, field: &str, value: &str) -> Option<String> {
        let text = format!(
            "format = 1\nchannels = [\"phone\"]\n[categories.a]\n[organisation]\ncurrency = \"{currency}\"\n\
             [plausible]\nrefuse = [\"future\"]\nignore = [\"too-large\"]\n"
        );
        let policy = parse(&text).0.expect("a policy");
        let id: CaseId = "20261121-K7QM2X".parse().expect("an id");
        let mut facts = Facts::blank(id, at("2026-11-21T09:00:00Z"));
        let field: FactField = field.parse().expect("a fact");
        let value: Value = field.parse(value).expect("a value");
        facts.put(field, value);
        let found = field_value(field, &facts, at("2026-11-22T09:00:00Z"), &policy)?;
        Some(format!(
            "{:?}: {}",
            found.severity,
            found.message.in_english()
        ))
    }

    #[test]
    fn dates_and_amounts_are_doubted_by_the_instant_of_record() {
        for (currency, field, value, expected) in [
            ("CNY", "delivered", "2026-11-20T09:00:00Z", None),
            ("CNY", "delivered", "2026-11-21T10:00:00Z", Some("Warning")),
            ("CNY", "delivered", "2027-11-20T09:00:00Z", Some("Error")),
            ("CNY", "shipped", "0001-01-01T00:00:00Z", Some("Warning")),
            ("CNY", "received", "2024-12-01T00:00:00Z", None),
            ("CNY", "received", "2020-01-01T00:00:00Z", Some("Warning")),
            ("CNY", "amount", "1280.00", None),
            ("CNY", "amount", "1280.005", Some("Warning")),
            ("CNY", "price", "1280.005", None),
            ("JPY", "amount", "1280.00", None),
            ("JPY", "amount", "1280.5", Some("Warning")),
            ("KWD", "amount", "1280.005", None),
            ("CNY", "amount", "100000000000000000000", None),
        ] {
            let said = said(currency, field, value);
            let severity = said
                .as_ref()
                .map(|said| said.split(':').next().unwrap_or(said));
            assert_eq!(severity, expected, "{field} {value} {currency}: {said:?}");
        }
    }
}
