//! Who approves what, and what one person may not do alone.

use super::Names;
use super::deadlines::{conditions, implies};
use super::table::{Item, Section};
use crate::domain::case::event::Subject;
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::{ApprovalRule, Assent, Limit, Measure, Papers, Separation};
use crate::domain::word::Word;

/// The approval rules, in the order of the file.
pub(super) fn approvals(top: &mut Section, names: &Names) -> Vec<ApprovalRule> {
    let mut rules: Vec<ApprovalRule> = Vec::new();
    for mut section in top.sections("approval") {
        if let Some(rule) = rule(&mut section, names) {
            warn_if_hidden(&section, &rule, &rules);
            rules.push(rule);
        }
        section.finish();
    }
    rules
}

fn rule(section: &mut Section, names: &Names) -> Option<ApprovalRule> {
    let reader = section.reader;
    let subject = subject(section);
    let mut texts = |key| {
        section
            .take(key)
            .and_then(|item| item.texts())
            .unwrap_or_default()
    };
    let (remedies, categories) = (texts("remedy"), texts("category"));
    let known = &names.basis.lists.remedies;
    let remedies = remedies
        .into_iter()
        .filter_map(|name| names.value(reader, "remedy", name, known))
        .collect();
    let categories = categories
        .into_iter()
        .filter_map(|name| names.category(reader, name))
        .collect();
    let when = conditions(section, names);
    let limit = limit(section);
    let hint = "add who approves: approvers = [\"supervisor\"], or [] for on one's own";
    let approvers = section
        .require("approvers", hint)
        .and_then(|item| item.one_or_more(Item::text));
    let approvers = approvers.map(|roles| {
        roles
            .into_iter()
            .filter_map(|role| names.role(reader, role))
            .collect()
    });
    let ways: Vec<_> = Assent::ALL
        .iter()
        .map(|assent| (*assent, assent.word()))
        .collect();
    let assent = word(
        section,
        "mode",
        "a way in which approvers go together",
        &ways,
    )
    .unwrap_or(Assent::All);
    let amounts: Vec<_> = Measure::ALL
        .iter()
        .map(|measure| (*measure, measure.word()))
        .collect();
    let measure = word(
        section,
        "of",
        "an amount that authority is judged on",
        &amounts,
    )
    .unwrap_or(Measure::Proposal);
    let times: Vec<_> = Papers::ALL
        .iter()
        .map(|papers| (*papers, papers.word()))
        .collect();
    let papers = word(
        section,
        "emergency",
        "a time for an emergency's approvals",
        &times,
    )
    .unwrap_or(Papers::Before);
    let (limit, approvers, spot) = (limit?, approvers?, section.spot);
    Some(ApprovalRule {
        subject,
        remedies,
        categories,
        when,
        measure,
        limit,
        approvers,
        assent,
        papers,
        spot,
    })
}

/// What the rule is about. A remedy, and an emergency, are for rules about remedies.
fn subject(section: &mut Section) -> Subject {
    let words: Vec<_> = Subject::ALL
        .iter()
        .map(|subject| (*subject, subject.word()))
        .collect();
    let subject =
        word(section, "subject", "something that is approved", &words).unwrap_or(Subject::Remedy);
    for key in ["remedy", "emergency"]
        .into_iter()
        .filter(|_| subject != Subject::Remedy)
    {
        if let Some(item) = section.take(key) {
            let message = format!(
                "'{key}' is for rules about remedies, and this one is about {}",
                subject.noun()
            );
            let finding = Finding::error(Code::PolicyConflict, item.spot, message);
            section
                .reader
                .report(finding.hint("remove one of the two keys"));
        }
    }
    subject
}

/// One of some words under a key, if it is there.
fn word<T: Copy>(
    section: &mut Section,
    key: &'static str,
    what: &str,
    words: &[(T, &'static str)],
) -> Option<T> {
    let text = section.take(key)?.text()?;
    section.reader.word(Code::BadValue, what, &text, words)
}

fn limit(section: &mut Section) -> Option<Limit> {
    let (below, up_to) = (section.take("below"), section.take("up_to"));
    let nothing = |item: &Item| {
        let finding = Finding::error(Code::PolicyConflict, item.spot, "no amount is below 0");
        section
            .reader
            .report(finding.hint("up_to = 0 covers what costs nothing"));
    };
    match (below, up_to) {
        (None, None) => Some(Limit::None),
        (None, Some(item)) => item.amount().map(Limit::UpTo),
        (Some(item), None) => {
            let amount = item.amount()?;
            if amount.is_zero() {
                nothing(&item);
            }
            Some(Limit::Below(amount))
        }
        (Some(_), Some(item)) => {
            let finding = Finding::error(
                Code::PolicyConflict,
                item.spot,
                "'below' and 'up_to' in one rule",
            );
            section.reader.report(
                finding.hint("keep one: 'below' leaves its amount out, 'up_to' takes it in"),
            );
            None
        }
    }
}

/// A rule that an earlier one covers never counts.
fn warn_if_hidden(section: &Section, rule: &ApprovalRule, before: &[ApprovalRule]) {
    let hides = |other: &&ApprovalRule| {
        other.subject == rule.subject
            && includes(&other.remedies, &rule.remedies)
            && includes(&other.categories, &rule.categories)
            && implies(&rule.when, &other.when)
            && (other.measure == rule.measure || other.limit == Limit::None)
            && reaches(other.limit, rule.limit)
    };
    if let Some(other) = before.iter().find(hides) {
        let message = format!(
            "this rule never counts: the one in line {} covers it and comes first",
            other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, rule.spot, message);
        section
            .reader
            .report(finding.hint("put the narrower rule, and the lower amount, first"));
    }
}

/// Whether a list, empty for any, has all of the other.
fn includes(wide: &[String], narrow: &[String]) -> bool {
    wide.is_empty() || (!narrow.is_empty() && narrow.iter().all(|value| wide.contains(value)))
}

fn reaches(wide: Limit, narrow: Limit) -> bool {
    match (wide, narrow) {
        (Limit::None, _) => true,
        (Limit::Below(_) | Limit::UpTo(_), Limit::None) => false,
        (Limit::Below(wide), Limit::UpTo(narrow)) => wide > narrow,
        (Limit::Below(wide), Limit::Below(narrow))
        | (Limit::UpTo(wide), Limit::UpTo(narrow) | Limit::Below(narrow)) => wide >= narrow,
    }
}

/// What one person may not do alone; who proposes never approves.
pub(super) fn separation(top: &mut Section) -> Vec<Separation> {
    let always = vec![Separation::ApproverProposer];
    let Some(mut section) = top.section("separation") else {
        return always;
    };
    let words: Vec<_> = Separation::ALL
        .iter()
        .map(|rule| (*rule, rule.word()))
        .collect();
    let texts = section
        .take("forbid")
        .and_then(|item| item.texts())
        .unwrap_or_default();
    let reader = section.reader;
    section.finish();
    let listed = texts
        .iter()
        .filter_map(|text| reader.word(Code::BadValue, "a separation of duties", text, &words));
    let more = listed.filter(|rule| *rule != Separation::ApproverProposer);
    always.iter().copied().chain(more).collect()
}
