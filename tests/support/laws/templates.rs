//! Laws for arbitrary templates: of letters, and of routine complaints.

use complaint::domain::case::{Case, FactField, Facts, document};
use complaint::domain::names::CaseId;
use complaint::domain::snapshot::Snapshot;
use complaint::render::letter::{self, Form};

use super::{check_findings, check_round_trip, now, some_cases, split_input, usual_policy};

/// The maximum size of a letter, with its last line break.
const SIZE: usize = (1 << 20) + 1;

/// A template of a letter and, below a line `+++`, a case file: the letter is written, or refused at
/// a place in the template. The same case makes the same letter.
pub fn of_a_letter(bytes: &[u8]) {
    let (template, file) = split_input(bytes);
    let template = String::from_utf8_lossy(template);
    let case = document::parse(file).case;
    let case = case.unwrap_or_else(|| some_cases()[0].clone());
    let policy = usual_policy();
    let snapshot = Snapshot::new("cases/x.yaml".to_owned(), case, policy, now());
    for form in [Form::Text, Form::Html] {
        let write = || letter::letter(&template, form, &snapshot, policy, now());
        let written = write();
        assert_eq!(written, write(), "another letter of the same case");
        match written {
            Ok(letter) => {
                assert!(letter.ends_with('\n') && letter.len() <= SIZE, "{letter}");
                let is_plain = !["{{", "{%", "{#"].iter().any(|it| template.contains(it));
                let whole = format!("{}\n", template.trim_end());
                assert!(!is_plain || without_returns(&letter) == without_returns(&whole));
            }
            Err(unfit) => {
                let lines = template.split('\n').count();
                let line = unfit.spot.line as usize;
                assert!((1..=lines.max(1)).contains(&line), "{unfit:?}");
            }
        }
    }
}

fn without_returns(text: &str) -> String {
    text.replace('\r', "")
}

/// A template of a routine complaint: it is refused at a place, or a case with its facts is written
/// and read back.
pub fn of_a_case_template(bytes: &[u8]) {
    let prefilled = match document::prefilled(bytes) {
        Ok(prefilled) => prefilled,
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a reason");
            return check_findings(&findings, bytes);
        }
    };
    let mut facts = Facts::blank(CaseId::new(now().date_naive(), 1), now());
    facts.level = prefilled.level.unwrap_or_else(|| "general".to_owned());
    for (field, value) in prefilled.values {
        facts.put(field, value);
    }
    let is_there = |field: &FactField| {
        let value = facts.get(*field);
        value.is_some_and(|text| !text.trim().is_empty())
    };
    let mut required = FactField::ALL.iter().filter(|field| field.is_required());
    if required.all(is_there) {
        let entries = Vec::new();
        check_round_trip(&Case { facts, entries });
    }
}
