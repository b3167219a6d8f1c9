//! Parses `policy.toml` into a [`Policy`]. All problems are collected, with line and column.
//!
//! Roles, lists, categories and levels are read first, since other tables refer to them. So the
//! order of the tables in the file does not matter.

mod authority;
mod basis;
mod deadlines;
mod duties;
mod intake;
mod people;
mod syntax;
mod targets;
#[cfg(test)]
mod tests;

use toml::de::{DeTable, DeValue};

use super::keys::POLICY;
use super::setting::{
    Names, PolicyFile, Reader, Section, checked_rules, rules, table, table_or_default,
};
use super::{DeadlineRule, LiabilityRule, Organisation, Policy, PolicyFormat, WorkingTime};
use crate::domain::calendar::Calendar;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::{message, text};

const FILE: PolicyFile = PolicyFile { top: POLICY.keys };

/// Parses a policy. Returns it only if no finding is an error; findings are in file order.
pub fn parse(text: &str) -> (Option<Policy>, Vec<Finding>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader::new(text, FILE);
    let policy = match syntax::document(&reader, text) {
        Some(table) => policy(&reader, &table),
        None => None,
    };
    let mut findings = reader.into_findings();
    findings.sort_by_key(|finding| (finding.spot, finding.code));
    let is_clean = findings
        .iter()
        .all(|finding| finding.severity != Severity::Error);
    (policy.filter(|_| is_clean), findings)
}

/// As [`parse`], from bytes that may not be UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> (Option<Policy>, Vec<Finding>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let spot = Reader::new(&before, FILE).spot(before.len());
            let finding = Finding::error(Code::Syntax, spot, text!("the policy is not UTF-8 text"));
            (None, vec![finding.hint(text!("save it as UTF-8"))])
        }
    }
}

/// The keys that the parser asks for, by the labels of their tables.
#[cfg(test)]
pub(crate) fn asked(
    text: &str,
) -> std::collections::BTreeMap<String, std::collections::BTreeSet<&'static str>> {
    let reader = Reader::new(text, FILE);
    let table = syntax::document(&reader, text).expect("TOML");
    policy(&reader, &table);
    reader.asked.take()
}

fn policy(reader: &Reader, document: &DeTable) -> Option<Policy> {
    let mut top = Section::top(reader, Spot::default(), document);
    let format = format(&mut top)?;
    let policy = tables(&mut top, format);
    top.finish();
    policy
}

fn tables(top: &mut Section, format: PolicyFormat) -> Option<Policy> {
    let mut names = Names::default();
    let organisation: Organisation = table_or_default(top, &names);
    let working_time: WorkingTime = table_or_default(top, &names);
    names.roll = working_time.roll;
    names.lists = basis::lists(top);
    names.roles = basis::roles(top);
    let priced = basis::priced(top, &names);
    let categories = basis::categories(top, &names);
    names.categories = categories.keys().cloned().collect();
    let product_lines = basis::product_lines(top, &names);
    let levels = people::levels(top, &names);
    names.levels = levels.iter().map(|level| level.name.clone()).collect();
    let names = &names;
    let deadlines = checked_rules(top, names, |rule: &DeadlineRule, before, taking| {
        deadlines::check(rule, before, &levels, taking);
    });
    let stages = targets::stages(&deadlines, &levels);
    let liability = checked_rules(top, names, |rule: &LiabilityRule, _before, taking| {
        targets::check_missed(rule, &stages, taking);
    });
    let figures = table_or_default(top, names);
    let targets = targets::targets(top, names, &stages, &figures);
    let calendar = Calendar::new(&working_time.spec(&organisation)).ok();
    Some(Policy {
        staff: people::staff(top, names),
        permissions: people::permissions(top, names),
        responsibilities: rules(top, names),
        alerts: rules(top, names),
        priorities: rules(top, names),
        sanctions: rules(top, names),
        required: rules(top, names),
        evidence: rules(top, names),
        windows: rules(top, names),
        approvals: rules(top, names),
        together: table(top, names),
        separation: authority::separation(top, names),
        closing: authority::closing(top, names),
        pause: table_or_default(top, names),
        appeal: table(top, names),
        audit: table_or_default(top, names),
        plausible: table_or_default(top, names),
        format,
        organisation,
        working_time,
        lists: names.lists.clone(),
        priced,
        categories,
        product_lines,
        roles: names.roles.clone(),
        levels,
        deadlines,
        liability,
        figures,
        targets,
        // Last, so that an invalid calendar does not hide other problems.
        calendar: calendar?,
    })
}

/// The version of the format; `None` if this program does not know it. Nothing else is reported then.
fn format(top: &mut Section) -> Option<PolicyFormat> {
    let Some(format) = top.require("format", text!("begin the file with: format = 2")) else {
        return Some(PolicyFormat::NEWEST);
    };
    let DeValue::Integer(number) = format.value.get_ref() else {
        return format.wrong_kind::<PolicyFormat>(text!("the number 1 or 2"));
    };
    let known = PolicyFormat::of(&number.to_string());
    if known.is_none() {
        let message = message!(
            "this program does not support format {number}",
            number = number.to_string()
        );
        let finding = Finding::error(Code::BadValue, format.spot, message);
        let hint = text!("update the program, or write: format = 2");
        top.reader.report(finding.hint(hint));
    }
    known
}
