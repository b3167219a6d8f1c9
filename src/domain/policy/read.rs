//! From the text of `policy.toml` to a [`Policy`]: every problem is collected with its line and column.
//!
//! What others refer to (roles, lists, categories, levels) is read first, wherever it stands in the file, so a table
//! added at the end is as good as one in the middle.

mod authority;
mod basis;
mod closing;
mod deadlines;
mod duties;
mod intake;
mod liability;
mod people;
pub(crate) mod settings;
mod syntax;
mod table;
mod targets;
#[cfg(test)]
mod tests;

use toml::de::{DeTable, DeValue};

use super::Policy;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::table::At;
use basis::Basis;
pub(crate) use table::PolicyFile;
use table::{Reader, Section};

/// The form of the file that this program reads.
const FORMAT: &str = "1";

/// Reads a policy. There is one only where no finding is an error; findings are in the order of the file.
pub fn parse(text: &str) -> (Option<Policy>, Vec<Finding>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader::new(text, PolicyFile);
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

/// The same from the bytes of a file, which may be no text.
pub fn parse_bytes(bytes: &[u8]) -> (Option<Policy>, Vec<Finding>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let spot = Reader::new(&before, PolicyFile).spot(before.len());
            let finding = Finding::error(Code::Syntax, spot, "the policy is not UTF-8 text");
            (None, vec![finding.hint("save it in the encoding UTF-8")])
        }
    }
}

/// The keys that reading a policy asks for, by the labels of their tables.
#[cfg(test)]
pub(crate) fn asked(
    text: &str,
) -> std::collections::BTreeMap<String, std::collections::BTreeSet<&'static str>> {
    let reader = Reader::new(text, PolicyFile);
    let table = syntax::document(&reader, text).expect("TOML");
    policy(&reader, &table);
    reader.asked.take()
}

fn policy(reader: &Reader, table: &DeTable) -> Option<Policy> {
    let mut top = Section::top(reader, Spot::default(), table);
    is_readable(&mut top).then_some(())?;
    let basis = Basis::read(&mut top);
    let levels = people::levels(&mut top, &basis);
    let names = Names {
        basis: &basis,
        levels: levels.iter().map(|level| level.name.clone()).collect(),
    };
    let staff = people::staff(&mut top, &names);
    let permissions = people::permissions(&mut top, &names);
    let responsibilities = duties::responsibilities(&mut top, &names);
    let alerts = settings::rules(&mut top, &names);
    let priorities = settings::rules(&mut top, &names);
    let sanctions = settings::rules(&mut top, &names);
    let required = intake::required(&mut top, &names);
    let evidence = intake::evidence(&mut top, &names);
    let windows = intake::windows(&mut top, &names);
    let deadlines = deadlines::deadlines(&mut top, &names, &levels);
    let approvals = authority::approvals(&mut top, &names);
    let separation = authority::separation(&mut top);
    let closing = closing::closing(&mut top, &names);
    let pause_cap = closing::pause_cap(&mut top);
    let appeal = closing::appeal(&mut top, &names);
    let stages = targets::stages(&deadlines, &levels);
    let liability = liability::liability(&mut top, &names, &stages);
    let records = closing::audit(&mut top, &names);
    let figures = targets::figures(&mut top, &names);
    let targets = targets::targets(&mut top, &names, &stages, &figures);
    top.finish();
    let Basis {
        organisation,
        working_time,
        calendar,
        calendar_spot,
        lists,
        categories,
        product_lines,
        roles,
        ..
    } = basis;
    Some(Policy {
        organisation,
        calendar: calendar?,
        working_time,
        calendar_spot,
        lists,
        categories,
        product_lines,
        roles,
        levels,
        staff,
        permissions,
        responsibilities,
        alerts,
        priorities,
        sanctions,
        required,
        evidence,
        windows,
        deadlines,
        approvals,
        separation,
        closing,
        pause_cap,
        appeal,
        liability,
        skew: records.skew,
        backdate: records.backdate,
        signed: records.signed,
        recorders: records.recorders,
        audit_from: records.from,
        figures,
        targets,
    })
}

/// Whether the file has the form that this program reads: of another nothing else is judged.
fn is_readable(top: &mut Section) -> bool {
    let Some(format) = top.require("format", "begin the file with: format = 1") else {
        return true;
    };
    match format.value.get_ref() {
        DeValue::Integer(number) if number.to_string() == FORMAT => true,
        DeValue::Integer(number) => {
            let message = format!("format {number} is not one that this program reads");
            let finding = Finding::error(Code::BadValue, format.spot, message);
            top.reader
                .report(finding.hint("update the program, or write: format = 1"));
            false
        }
        _ => format.wrong_kind::<()>("1").is_some(),
    }
}

/// What a policy's rules may refer to.
pub(crate) struct Names<'a> {
    basis: &'a Basis,
    levels: Vec<String>,
}

impl Names<'_> {
    /// The role, if the policy has it.
    fn role(&self, reader: &Reader, role: At<String>) -> Option<String> {
        reader.refer("role", role, &self.basis.roles)
    }

    /// The value, if it is on the list or retired; a list that is empty takes any.
    fn value(
        &self,
        reader: &Reader,
        what: &str,
        value: At<String>,
        known: &[String],
    ) -> Option<String> {
        if known.is_empty() {
            Some(value.value)
        } else {
            self.named(reader, what, value, known)
        }
    }

    /// The name, if it is one of `known` or retired: rules about old cases go on naming what they were about.
    fn named(
        &self,
        reader: &Reader,
        what: &str,
        name: At<String>,
        known: &[String],
    ) -> Option<String> {
        if self.basis.lists.retired.contains(&name.value) {
            Some(name.value)
        } else {
            reader.refer(what, name, known)
        }
    }

    /// The category, if the policy has or had it.
    fn category(&self, reader: &Reader, category: At<String>) -> Option<String> {
        let known: Vec<String> = self.basis.categories.keys().cloned().collect();
        self.named(reader, "category", category, &known)
    }
}

impl Reader<'_> {
    /// The name, if it is one of `known`; reported otherwise.
    fn refer(&self, what: &str, name: At<String>, known: &[String]) -> Option<String> {
        if known.contains(&name.value) {
            return Some(name.value);
        }
        let message = format!("the policy has no {what} '{}'", name.value);
        let finding = Finding::error(Code::PolicyReference, name.spot, message);
        self.report(finding.did_you_mean(&name.value, known.iter().map(String::as_str)));
        None
    }

    /// The value whose word this is, of words that the program defines.
    fn word<T: Clone>(
        &self,
        code: Code,
        what: &str,
        text: &At<String>,
        all: &[(T, &'static str)],
    ) -> Option<T> {
        let problem = || Finding::error(code, text.spot, format!("'{}' is not {what}", text.value));
        self.choose(&text.value, all, problem)
    }
}
