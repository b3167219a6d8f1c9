//! The organisation, its calendar, lists, categories, levels and staff as statements.

use chrono::Weekday;

use super::phrases::moves_on;
use super::{Statement, Topic};
use crate::domain::calendar::{Dates, NamedDates, shipped};
use crate::domain::finding::Spot;
use crate::domain::policy::{Level, Occasion, Policy, Staff};
use crate::domain::wording::one;

pub(super) fn organisation(policy: &Policy) -> Vec<Statement> {
    let organisation = &policy.organisation;
    let statement = |name: &str, value: &str| {
        Statement::new(Topic::Organisation, name, Spot::default()).then("value", value)
    };
    let name = if organisation.name.is_empty() {
        "not said"
    } else {
        &organisation.name
    };
    vec![
        statement("name", name),
        statement("time zone", organisation.time_zone.name()),
        statement("currency", &organisation.currency),
        statement("language", &organisation.language),
    ]
}

pub(super) fn calendar(policy: &Policy) -> Vec<Statement> {
    let spec = &policy.working_time;
    let statement = |name: &str| Statement::new(Topic::Calendar, name, policy.calendar_spot);
    let mut week: Vec<Weekday> = spec.week.clone();
    week.sort_by_key(Weekday::num_days_from_monday);
    week.dedup();
    let mut hours = spec.hours.clone();
    hours.sort();
    let hours = if hours.is_empty() {
        vec!["00:00-24:00".to_owned()]
    } else {
        hours
    };
    let base = spec.base.as_ref().map_or("none".to_owned(), |base| {
        shipped_name(base, &policy.organisation.language)
    });
    let mut statements = vec![
        statement("week").values("week", week.iter().map(weekday)),
        statement("hours").values("hours", hours),
        statement("public holidays").then("calendar", base),
    ];
    let own = [
        ("own days off", &spec.own.holidays),
        ("own working days", &spec.own.workdays),
    ];
    statements.extend(own.map(|(name, days)| statement(name).values("days", days_of(days))));
    statements.push(statement("own years reviewed").values("years", &spec.own.reviewed));
    statements
}

fn weekday(day: &Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The name of the shipped calendar that has these dates, with the years that it covers.
fn shipped_name(base: &Dates, language: &str) -> String {
    let of = |name: &&str| {
        shipped::shipped(name).is_some_and(|calendar| calendar.dates(language) == *base)
    };
    let name = shipped::NAMES.iter().copied().find(of).unwrap_or("shipped");
    match (base.reviewed.first(), base.reviewed.last()) {
        (Some(first), Some(last)) => format!("those of the calendar '{name}', {first} to {last}"),
        (Some(_), None) | (None, _) => format!("those of the calendar '{name}'"),
    }
}

fn days_of(days: &NamedDates) -> Vec<String> {
    let day = |(day, name): (&chrono::NaiveDate, &Option<String>)| match name {
        Some(name) => format!("{day} {name}"),
        None => day.to_string(),
    };
    days.iter().map(day).collect()
}

pub(super) fn values(policy: &Policy) -> Vec<Statement> {
    let lists = &policy.lists;
    let list = |name: &str, values: &[String]| {
        let statement = Statement::new(Topic::Values, name, Spot::default());
        if values.is_empty() {
            statement.then("values", "any")
        } else {
            statement.values("values", values)
        }
    };
    let mut statements = vec![
        list("channels", &lists.channels),
        list("severities", &lists.severities),
        list("grades", &lists.grades),
        list("remedies", &lists.remedies),
        list("causes", &lists.causes),
        list("symptoms", &lists.symptoms),
        list("kinds", &lists.kinds),
        list("types", &lists.types),
        list("lines", &lists.lines),
        list("tenures", &lists.tenures),
        list("values", &lists.values),
        list("outlets", &lists.outlets),
        list("requests", &lists.requests),
        list("steps", &lists.steps),
        list("outcomes", &lists.outcomes),
        list("documents", &lists.documents),
        list("grounds", &lists.grounds),
    ];
    statements.push(
        Statement::new(Topic::Values, "retired", Spot::default()).values("values", &lists.retired),
    );
    statements
}

pub(super) fn categories(policy: &Policy) -> Vec<Statement> {
    let statement = |(name, category): (&String, &crate::domain::policy::Category)| {
        Statement::new(Topic::Categories, name, Spot::default())
            .and_maybe("name", category.name.clone())
            .and_maybe(
                "parent",
                category
                    .parent
                    .as_ref()
                    .map(|parent| format!("part of {parent}")),
            )
            .and_maybe(
                "department",
                category
                    .department
                    .as_ref()
                    .map(|department| format!("goes to {department}")),
            )
    };
    let line = |(name, line): (&String, &crate::domain::policy::ProductLine)| {
        Statement::new(Topic::Categories, format!("line {name}"), Spot::default())
            .and_maybe("name", line.name.clone())
            .and_maybe(
                "department",
                line.department
                    .as_ref()
                    .map(|it| format!("goes to {it}, where the category does not say")),
            )
    };
    policy
        .categories
        .iter()
        .map(statement)
        .chain(policy.product_lines.iter().map(line))
        .collect()
}

pub(super) fn levels(policy: &Policy) -> Vec<Statement> {
    let order = Statement::new(Topic::Levels, "order", Spot::default());
    let order = order.values("order", policy.levels.iter().map(|level| &level.name));
    let statement = |level: &Level| {
        let role = level.role.as_ref().map_or("anybody".to_owned(), |role| {
            format!("{} or above", one(role))
        });
        Statement::new(Topic::Levels, &level.name, level.spot)
            .then("role", role)
            .and_maybe(
                "limit",
                level
                    .within
                    .map(|within| format!("has {}", within.in_words())),
            )
            .and_maybe("roll", level.within.and_then(|_| moves_on(level.roll)))
            .and_maybe("only", level.only.map(reached_by_time))
    };
    std::iter::once(order)
        .chain(policy.levels.iter().map(statement))
        .collect()
}

fn reached_by_time(occasion: Occasion) -> String {
    match occasion {
        Occasion::Dissatisfied => {
            "time alone moves up to it only the cases of dissatisfied complainants".to_owned()
        }
    }
}

/// The staff by role, the highest first; those who left come last.
pub(super) fn staff(policy: &Policy) -> Vec<Statement> {
    if policy.staff.is_empty() {
        let nobody = Statement::new(Topic::Staff, "nobody is listed", Spot::default());
        return vec![nobody.then("rule", "anyone may do anything")];
    }
    let rank = |staff: &Staff| staff.roles.last().and_then(|(_, role)| policy.rank(role));
    let mut staff: Vec<_> = policy.staff.iter().collect();
    staff.sort_by_key(|(id, staff)| (staff.until.is_some(), std::cmp::Reverse(rank(staff)), *id));
    staff
        .into_iter()
        .map(|(id, staff)| member(id.as_str(), staff))
        .collect()
}

fn member(id: &str, staff: &Staff) -> Statement {
    let role = |(since, role): &(Option<chrono::NaiveDate>, String)| match since {
        Some(since) => format!("{role} from {since} on"),
        None => role.clone(),
    };
    let roles: Vec<String> = staff.roles.iter().map(role).collect();
    let statement = Statement::new(Topic::Staff, id, staff.spot)
        .then(
            "role",
            if roles.is_empty() {
                "no role".to_owned()
            } else {
                roles.join(", ")
            },
        )
        .and_maybe("department", staff.department.clone())
        .and_maybe("name", staff.name.clone())
        .and_maybe("e-mail", staff.email.clone());
    let statement = if staff.skills.is_empty() {
        statement
    } else {
        statement.values("skills", &staff.skills)
    };
    statement.and_maybe("until", staff.until.map(|until| format!("until {until}")))
}
