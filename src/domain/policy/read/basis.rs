//! Reads what other tables refer to: calendar, lists, roles and categories.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::calendar::{Calendar, CalendarError, Hours, split_night};
use crate::domain::finding::{Code, Finding};
use crate::domain::keyed::Keys;
use crate::domain::list::List;
use crate::domain::message::{Message, message, text};
use crate::domain::policy::setting::{
    Check, Names, Reader, Remedy, Section, Setting, Taking, default_of,
};
use crate::domain::policy::working_time::word_of;
use crate::domain::policy::{Category, Lists, Organisation, ProductLine, SYSTEM, WorkingTime};
use crate::domain::table::At;
use crate::domain::word::Word;

impl Check for Organisation {}

/// Problems of the calendar as a whole do not depend on the organisation, so its default is used.
impl Check for WorkingTime {
    fn check(&self, _before: &[Self], taking: &Taking) {
        for (day, (_, spot)) in &self.workdays {
            if let Some((_, holiday)) = self.holidays.get(day) {
                let message = message!(
                    "{day} is both in workdays and in holidays (line {line})",
                    day,
                    line = holiday.line
                );
                taking.report(
                    Finding::error(Code::PolicyConflict, *spot, message)
                        .hint(text!("remove it from one of them")),
                );
            }
        }
        self.check_hours(taking);
        let organisation = default_of(taking.names);
        let Err(error) = Calendar::new(&self.spec(&organisation)) else {
            return;
        };
        let (code, key) = match error {
            // Dates in both lists have been reported above, each at its place.
            CalendarError::BothLists(_) => return,
            CalendarError::NoWorkingDay => (Code::PolicyConflict, "week"),
            CalendarError::Overlap(..) | CalendarError::OutlastsNextDay(..) => {
                (Code::PolicyConflict, "hours")
            }
            CalendarError::Window(_) => (Code::BadValue, "hours"),
        };
        let message = error.message();
        taking.report(Finding::error(code, taking.spot_of(key), message));
    }
}

impl WorkingTime {
    /// Warns of hours that do not mean what they seem to say.
    fn check_hours(&self, taking: &Taking) {
        let warn = |message: Message, hint: Message| {
            let spot = taking.spot_of("hours");
            taking.report(Finding::warning(Code::PolicyConflict, spot, message).hint(hint));
        };
        let Hours { default, weekdays } = &self.hours;
        let lists = weekdays.iter().map(|(_, windows)| windows);
        for (evening, morning) in std::iter::once(default)
            .chain(lists)
            .filter_map(|it| split_night(it))
        {
            let message = message!(
                "`{evening}` and `{morning}` are the end and the beginning of one date, not a night shift: \
                 no working time follows the last evening of a week",
                evening,
                morning
            );
            let night = format!("{}-{}", &evening[..5], &morning[6..]);
            warn(
                message,
                message!("for a shift over midnight, write {night}", night),
            );
        }
        for (weekday, _) in weekdays.iter().filter(|(day, _)| !self.week.contains(day)) {
            let day = word_of(*weekday);
            let message = message!(
                "the hours of {day} never apply: {day} is not in 'week', and make-up days have the \
                 default",
                day
            );
            warn(
                message,
                message!("add {day} to 'week', or remove its hours", day),
            );
        }
    }
}

/// The lists of values. A value on a list cannot be retired, too.
pub(super) fn lists(top: &mut Section) -> Lists {
    let retired = top
        .take("retired")
        .and_then(|item| item.list())
        .unwrap_or_default();
    let channels = top.require(
        List::Channels.word(),
        text!("add at the top: channels = [\"phone\", \"email\"]"),
    );
    if let Some(item) = channels.filter(|item| item.items_are_none()) {
        item.bad::<()>(text!("'channels' is empty: list at least one channel"));
    }
    let values = List::ALL
        .iter()
        .map(|it| (*it, list(top, it.word(), &retired)))
        .collect();
    Lists {
        values,
        retired: retired.into_iter().map(|value| value.value).collect(),
    }
}

fn list(top: &mut Section, key: &'static str, retired: &[At<String>]) -> Vec<String> {
    let item = top.take(key);
    let values = item.and_then(|item| item.list()).unwrap_or_default();
    for old in retired {
        if values.iter().any(|value| value.value == old.value) {
            let message = message!(
                "'{value}' is both in 'retired' and in '{key}'",
                value = old.value,
                key
            );
            top.reader.report(
                Finding::error(Code::PolicyConflict, old.spot, message)
                    .hint(text!("remove it from one of them")),
            );
        }
    }
    values.into_iter().map(|value| value.value).collect()
}

/// The remedies that are proposed with their amounts.
pub(super) fn priced(top: &mut Section, names: &Names) -> Vec<String> {
    let item = top.take("priced");
    item.and_then(|item| <Vec<Remedy>>::read(&item, names))
        .unwrap_or_default()
}

/// The roles, lowest first.
pub(super) fn roles(top: &mut Section) -> Vec<String> {
    let roles = top
        .take("roles")
        .and_then(|item| item.list())
        .unwrap_or_default();
    for role in roles.iter().filter(|role| role.value == SYSTEM) {
        let message = text!(
            "the role 'system' is built in and has no rank: it is neither above nor below the others"
        );
        top.reader.report(
            Finding::error(Code::PolicyConflict, role.spot, message)
                .hint(text!("remove it from 'roles'")),
        );
    }
    roles.into_iter().map(|role| role.value).collect()
}

const NO_CATEGORY: Message = text!("add a category: [categories.product-quality]");

/// The categories; every parent must exist.
pub(super) fn categories(top: &mut Section, names: &Names) -> BTreeMap<String, Category> {
    let section = top.require("categories", NO_CATEGORY);
    let section = section.and_then(|item| item.section("[categories]".to_owned()));
    let Some(section) = section else {
        return BTreeMap::new();
    };
    let mut parents = Vec::new();
    let mut categories = BTreeMap::new();
    for (name, item) in section.entries() {
        if !is_category_name(&name.value) {
            section.reader.report(bad_category_name(&name));
        }
        let Some(entry) = item.section(label("categories", &name.value)) else {
            continue;
        };
        let mut taking = Taking {
            section: entry,
            names,
        };
        if let Some(category) = Category::read(&mut taking) {
            let spot = taking.spot_of("parent");
            let parent = category.parent.clone().map(|value| At { value, spot });
            parents.extend(parent.map(|parent| (name.value.clone(), parent)));
            categories.insert(name.value, category);
        }
        taking.section.finish();
    }
    if categories.is_empty() {
        let message = text!("the policy has no category");
        let finding = Finding::error(Code::MissingKey, section.spot, message);
        section.reader.report(finding.hint(NO_CATEGORY));
    }
    check_parents(section.reader, &categories, parents);
    categories
}

fn bad_category_name(name: &At<String>) -> Finding {
    let message = message!(
        "'{name}' cannot be a category name: it becomes part of file names",
        name = name.value
    );
    let hint = message!(
        "use up to {most} letters, digits, '-', '_' and '.'; the display name in [categories.X] name = \"…\" is free",
        most = Category::LONGEST
    );
    Finding::error(Code::BadValue, name.spot, message).hint(hint)
}

fn check_parents(
    reader: &Reader,
    categories: &BTreeMap<String, Category>,
    parents: Vec<(String, At<String>)>,
) {
    let known: Vec<String> = categories.keys().cloned().collect();
    let above = |name: &&str| {
        categories
            .get(*name)
            .and_then(|category| category.parent.as_deref())
    };
    let mut circular: BTreeSet<String> = BTreeSet::new();
    for (name, parent) in parents {
        let spot = parent.spot;
        let parent = reader.refer(text!("category"), parent, &known);
        if parent.is_none() || circular.contains(&name) {
            continue;
        }
        let line: Vec<&str> = std::iter::successors(above(&name.as_str()), above)
            .take(categories.len())
            .collect();
        if let Some(end) = line.iter().position(|above| *above == name) {
            let cycle = cycle_of(&name, &line[..=end]);
            let message = message!("categories form a cycle: {cycle}", cycle);
            reader.report(
                Finding::error(Code::PolicyConflict, spot, message)
                    .hint(text!("remove one 'parent'")),
            );
            circular.extend(line[..=end].iter().map(|name| (*name).to_owned()));
        }
    }
}

/// `'a' belongs to 'b' belongs to 'a'`.
fn cycle_of(name: &str, above: &[&str]) -> Message {
    match above {
        [] => message!("'{name}'", name),
        [parent, others @ ..] => message!(
            "'{name}' belongs to {parent}",
            name,
            parent = cycle_of(parent, others)
        ),
    }
}

/// The product lines with a table.
pub(super) fn product_lines(top: &mut Section, names: &Names) -> BTreeMap<String, ProductLine> {
    let Some(section) = top.section("line") else {
        return BTreeMap::new();
    };
    let mut lines = BTreeMap::new();
    for (name, item) in section.entries() {
        let Some(entry) = item.section(label("line", &name.value)) else {
            continue;
        };
        let mut taking = Taking {
            section: entry,
            names,
        };
        let line = ProductLine::read(&mut taking);
        taking.section.finish();
        let name = names.value(
            section.reader,
            text!("line"),
            name,
            &names.lists[List::Lines],
        );
        lines.extend(name.zip(line));
    }
    lines
}

fn is_category_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty()
        && name.chars().count() <= Category::LONGEST
        && name.chars().all(fits)
        && !name.starts_with(['-', '.'])
}

/// The label of a table, quoted as TOML requires: `[staff.ann]`, `[staff."li.wei"]`.
pub(super) fn label(table: &str, name: &str) -> String {
    let is_bare = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare {
        format!("[{table}.{name}]")
    } else {
        format!("[{table}.\"{name}\"]")
    }
}
