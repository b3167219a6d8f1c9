//! The organisation, its calendar, lists, categories, levels and staff as statements.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};

use super::phrases::{conditions, moves_on, or_above};
use super::{Statement, Topic};
use crate::domain::calendar::shipped;
use crate::domain::finding::Spot;
use crate::domain::list::List;
use crate::domain::message::{Message, all_of, listed, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::working_time::{PlacedDates, hours_in_words};
use crate::domain::policy::{
    Category, Level, LevelCondition, Organisation, Policy, ProductLine, Staff, WorkingTime,
};
use crate::domain::word::Word;

pub(super) fn organisation(policy: &Policy) -> Vec<Statement> {
    let Organisation {
        name,
        time_zone,
        currency,
        language,
    } = &policy.organisation;
    let statement = |label: Message, value: Message| {
        Statement::new(Topic::Organisation, label, Spot::default()).then("value", value)
    };
    let name = match name.as_str() {
        "" => text!("not set"),
        name => message!("{name}", name),
    };
    let zone = message!("{zone}", zone = time_zone.name());
    vec![
        statement(text!("name"), name),
        statement(text!("time zone"), zone),
        statement(text!("currency"), message!("{currency}", currency)),
        statement(text!("language"), message!("{language}", language)),
    ]
}

pub(super) fn calendar(policy: &Policy) -> Vec<Statement> {
    let WorkingTime {
        base,
        week,
        hours,
        holidays,
        workdays,
        reviewed,
        // Part of the statement of each limit.
        roll: _,
        spot,
    } = &policy.working_time;
    let statement = |name: Message| Statement::new(Topic::Calendar, name, *spot);
    let week: BTreeSet<u32> = week.iter().map(Weekday::num_days_from_monday).collect();
    let hours = match hours.is_none() {
        true => vec![message!("{window}", window = "00:00-24:00")],
        false => hours_in_words(hours),
    };
    let base = base.as_deref().map_or(text!("none"), shipped_calendar);
    vec![
        statement(text!("week")).values("week", week.into_iter().map(weekday)),
        statement(text!("hours")).values("hours", hours),
        statement(text!("public holidays")).then("calendar", base),
        statement(text!("own days off")).values("days", days_of(holidays)),
        statement(text!("own working days")).values("days", days_of(workdays)),
        statement(text!("own years reviewed"))
            .values("years", reviewed.iter().map(ToString::to_string)),
    ]
}

fn weekday(from_monday: u32) -> Message {
    match from_monday {
        0 => text!("Monday"),
        1 => text!("Tuesday"),
        2 => text!("Wednesday"),
        3 => text!("Thursday"),
        4 => text!("Friday"),
        5 => text!("Saturday"),
        _ => text!("Sunday"),
    }
}

/// A built-in calendar, with the years that it covers.
fn shipped_calendar(name: &str) -> Message {
    let years = shipped::shipped(name).map(|calendar| calendar.dates("en").reviewed);
    let years = years.unwrap_or_default();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) => message!(
            "those of the calendar '{name}', {first} to {last}",
            name,
            first,
            last
        ),
        (Some(_), None) | (None, _) => message!("those of the calendar '{name}'", name),
    }
}

fn days_of(days: &PlacedDates) -> Vec<Message> {
    let day = |(day, (name, _)): (&NaiveDate, &(Option<String>, Spot))| match name {
        Some(name) => message!("{day} {name}", day, name),
        None => message!("{day}", day),
    };
    days.iter().map(day).collect()
}

pub(super) fn values(policy: &Policy) -> Vec<Statement> {
    let statement = |name: &str| Statement::about(Topic::Values, name, Spot::default());
    let lists = List::ALL.iter().map(|list| {
        let statement = statement(list.word());
        match &policy.lists[*list] {
            [] => statement.then("values", text!("any")),
            values => statement.values("values", values),
        }
    });
    let priced = statement("priced").values("values", &policy.priced);
    let retired = statement("retired").values("values", &policy.lists.retired);
    lists.chain([priced, retired]).collect()
}

pub(super) fn categories(policy: &Policy) -> Vec<Statement> {
    policy
        .categories
        .iter()
        .map(|(name, it)| category(name, it))
        .chain(
            policy
                .product_lines
                .iter()
                .map(|(name, it)| product_line(name, it)),
        )
        .collect()
}

fn category(name: &str, category: &Category) -> Statement {
    let parent = category.parent.as_ref();
    let department = category.department.as_ref();
    Statement::about(Topic::Categories, name, Spot::default())
        .with_keys(category)
        .and_maybe("name", optional(category.name.as_ref()))
        .and_maybe("parent", parent.map(|it| message!("part of {it}", it)))
        .and_maybe(
            "department",
            department.map(|department| message!("goes to {department}", department)),
        )
}

fn product_line(name: &str, line: &ProductLine) -> Statement {
    let department = line.department.as_ref().map(|department| {
        message!(
            "goes to {department}, if the category has no department",
            department
        )
    });
    let name = message!("line {name}", name);
    Statement::new(Topic::Categories, name, Spot::default())
        .with_keys(line)
        .and_maybe("name", optional(line.name.as_ref()))
        .and_maybe("department", department)
}

fn optional(name: Option<&String>) -> Option<Message> {
    name.map(|name| message!("{name}", name))
}

pub(super) fn levels(policy: &Policy) -> Vec<Statement> {
    let order = Statement::new(Topic::Levels, text!("order"), Spot::default());
    let order = order.values("order", policy.levels.iter().map(|level| &level.name));
    std::iter::once(order)
        .chain(policy.levels.iter().map(level))
        .collect()
}

fn level(level: &Level) -> Statement {
    let limit = level.within.map(|within| message!("has {within}", within));
    Statement::about(Topic::Levels, &level.name, level.spot)
        .with_keys(level)
        .then(
            "role",
            level.role.as_deref().map_or(text!("anybody"), or_above),
        )
        .and_maybe("limit", limit)
        .and_maybe("when", conditions(&level.when))
        .and_maybe("roll", level.within.and_then(|_| moves_on(level.roll)))
        .and_maybe("only", level.only.map(reached_by_time))
}

fn reached_by_time(occasion: LevelCondition) -> Message {
    match occasion {
        LevelCondition::Dissatisfied => {
            text!("escalated by time only if the complainant is dissatisfied")
        }
    }
}

/// The staff by role, the highest first; former staff last.
pub(super) fn staff(policy: &Policy) -> Vec<Statement> {
    if policy.staff.is_empty() {
        let nobody = Statement::new(Topic::Staff, text!("nobody is listed"), Spot::default());
        return vec![nobody.then("rule", text!("anyone may do anything"))];
    }
    let rank = |staff: &Staff| staff.roles.last().and_then(|(_, role)| policy.rank(role));
    let mut staff: Vec<_> = policy.staff.iter().collect();
    staff.sort_by_key(|(id, staff)| (staff.until.is_some(), std::cmp::Reverse(rank(staff)), *id));
    staff
        .into_iter()
        .map(|(id, staff)| member(id, staff))
        .collect()
}

fn member(id: &StaffId, staff: &Staff) -> Statement {
    let role = |(since, role): &(Option<NaiveDate>, String)| match since {
        Some(since) => message!("{role} from {since} on", role, since),
        None => message!("{role}", role),
    };
    let roles = match staff.roles.as_slice() {
        [] => text!("no role"),
        roles => message!("{roles}", roles = listed(roles.iter().map(role))),
    };
    let statement = Statement::about(Topic::Staff, id, staff.spot)
        .with_keys(staff)
        .then("role", roles)
        .and_maybe("department", optional(staff.department.as_ref()))
        .and_maybe("name", optional(staff.name.as_ref()))
        .and_maybe("e-mail", optional(staff.email.as_ref()));
    let statement = match staff.skills.as_slice() {
        [] => statement,
        skills => statement.values("skills", skills),
    };
    let contact = (!staff.contact_for.is_empty()).then(|| {
        let whom = all_of(&staff.contact_for);
        message!("contact for {whom}", whom)
    });
    let statement = statement.and_maybe("contact", contact);
    statement.and_maybe("until", staff.until.map(|day| message!("until {day}", day)))
}
