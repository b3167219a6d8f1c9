//! What a commit says: subject, one line that says who and when, trailers for programs.
//!
//! A subject is made of the verb, the id, and values that are neither a personal fact nor free text: a file can be
//! encrypted or its text erased, a message cannot. A text is shown only where the policy lists it.

use std::fmt::Write;

use crate::domain::case::Entry;
use crate::domain::case::record::{Extent, List};
use crate::domain::language::Language;
use crate::domain::list::List as Values;
use crate::domain::names::{CaseId, Handle, StaffId};
use crate::domain::policy::{ACTION, CUT_OFF, PROMISED, Policy};
use crate::domain::time::{Instant, format_short};

/// The whole message of the commit that puts one event on record.
pub fn of(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let zone = policy.organisation.time_zone;
    let who = person(&entry.by, policy);
    let mut message = format!(
        "{}\n\nBy {who}, {}",
        subject(id, entry, policy),
        format_short(entry.at, zone)
    );
    if let Some(recorded) = entry.recorded {
        let _ = write!(message, ", put on record {}", format_short(recorded, zone));
    }
    let _ = write!(
        message,
        ".\n\nCase: {id}\nVerb: {}\nEvent: {}\n",
        entry.event.name(),
        entry.digest
    );
    message
}

/// The whole message of the commit that brings cases of a ledger in.
pub fn of_import(
    cases: usize,
    ledger: &str,
    by: &StaffId,
    clock: Instant,
    policy: &Policy,
) -> String {
    let noun = if cases == 1 { "case" } else { "cases" };
    let when = format_short(clock, policy.organisation.time_zone);
    let who = person(by, policy);
    format!(
        "import {cases} {noun} from {ledger}\n\nBy {who}, {when}.\n\nVerb: import\nSource: {ledger}\nCases: {cases}\n"
    )
}

fn person(by: &StaffId, policy: &Policy) -> String {
    let name = policy.staff.get(by).and_then(|staff| staff.name.as_deref());
    name.map_or(by.to_string(), |name| format!("{name} ({by})"))
}

/// `assign 20261121-K7QM2X to zhang.min (quality)`.
pub fn subject(id: &CaseId, entry: &Entry, policy: &Policy) -> String {
    let is_listed = |list, value: &str| is_listed(list, value, policy);
    match entry.event.detail(Extent::Commit(&is_listed)) {
        Some(detail) => {
            let detail = Language::English.message(&detail);
            format!("{} {id} {detail}", entry.event.name())
        }
        None => format!("{} {id}", entry.event.name()),
    }
}

/// Whether a list of the policy has a value.
fn is_listed(list: List, value: &str, policy: &Policy) -> bool {
    let lists = &policy.lists;
    let list = match list {
        List::Channels => &lists[Values::Channels],
        List::Remedies => &lists[Values::Remedies],
        List::Steps => &lists[Values::Steps],
        List::Outcomes => &lists[Values::Outcomes],
        List::Levels => return policy.level_index(value).is_some(),
        List::Departments => return has_department(policy, value),
        List::Deadlines => return has_deadline(policy, value),
    };
    list.iter().any(|name| name == value)
}

/// Whether a department is named in the policy: by a category, a product line or somebody on the staff.
fn has_department(policy: &Policy, name: &str) -> bool {
    let of_categories = policy.categories.values().map(|it| &it.department);
    let of_lines = policy.product_lines.values().map(|it| &it.department);
    let of_staff = policy.staff.values().map(|it| &it.department);
    of_categories
        .chain(of_lines)
        .chain(of_staff)
        .any(|department| department.as_deref() == Some(name))
}

/// Whether a deadline has that name: one of the policy's, or one that every case may have.
fn has_deadline(policy: &Policy, name: &str) -> bool {
    let of_an_action = || {
        let plan = name.strip_prefix(ACTION)?.strip_prefix('-')?;
        plan.parse::<Handle>().ok()
    };
    [PROMISED, CUT_OFF].contains(&name)
        || policy.deadline_names().contains(&name)
        || policy.level_index(name).is_some()
        || of_an_action().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Verb;
    use crate::domain::case::described::examples;
    use crate::domain::policy::{parse, preset};
    use crate::domain::word::Word;

    fn policy() -> Policy {
        let (policy, findings) = parse(preset("standard").expect("the preset"));
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    }

    #[test]
    fn no_text_that_somebody_typed_stands_in_a_message() {
        let marker = "Wang Fang, 138 0000 0000";
        let id: CaseId = "20261121-K7QM2X".parse().expect("an id");
        let by: StaffId = "li.wei".parse().expect("a staff id");
        let at = crate::domain::time::parse_rfc3339("2026-11-21T09:20:00+08:00").expect("a time");
        for verb in Verb::ALL {
            for example in examples(*verb, Some(marker)) {
                let entry =
                    Entry::new(at, by.clone(), example.event()).source(Some(marker.to_owned()));
                let message = of(&id, &entry, &policy());
                assert!(!message.contains("Wang"), "{verb}: {message}");
                assert!(!message.contains("138"), "{verb}: {message}");
            }
        }
    }
}
