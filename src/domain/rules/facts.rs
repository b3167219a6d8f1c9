//! Checks of facts against the policy.

use super::{Setting, limits, refusal};
use crate::domain::case::bounds::MAX_TEXT;
use crate::domain::case::event::{Invalidate, MistakenCase};
use crate::domain::case::{FactField, Facts};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::list::List;
use crate::domain::message::{
    Argument, Command, Message, ToArgument, all_of, events_apart, message, one, plural, quoted,
    text,
};
use crate::domain::policy::when::{self, ConditionContext};
use crate::domain::policy::{Appellant, Policy, RequiredFacts};
use crate::domain::share::{self, Share, Sum};
use crate::domain::time::Instant;
use crate::domain::word::words;

/// Checks the facts at intake.
pub(super) fn check(facts: &Facts, policy: &Policy, now: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    if super::backdating::is_future(facts.received, now, policy) {
        let [received, now] = events_apart([facts.received, now], policy.calendar.zone());
        let message = message!(
            "'received' {received} is in the future; it is now {now}",
            received,
            now
        );
        findings.push(
            Finding::error(Code::Future, Spot::default(), message)
                .hint(text!("check the time given"))
                .of_key("received"),
        );
    }
    for field in FactField::ALL.iter().copied() {
        let value = facts.get(field);
        findings.extend(field_value(field, value.as_deref(), policy));
        if value.is_some_and(|value| value.len() > MAX_TEXT) {
            findings.push(limits::long_text(field.name()).of_key(field.name()));
        }
    }
    if policy.level_index(&facts.level).is_none() {
        let names = policy.levels.iter().map(|level| level.name.as_str());
        findings.push(
            refusal(
                Code::UnlistedValue,
                message!("there is no level '{level}'", level = facts.level),
            )
            .did_you_mean(&facts.level, names)
            .of_key("level"),
        );
    }
    findings
}

/// The fact rules that apply to this complaint, each with the missing facts.
pub(crate) fn asked<'a>(
    facts: &Facts,
    policy: &'a Policy,
) -> impl Iterator<Item = (&'a RequiredFacts, Vec<FactField>)> {
    let receipt = policy.calendar.date(facts.received);
    let standing = ConditionContext::of_clock(facts, &facts.level, Appellant::Nobody);
    let holds = move |rule: &&RequiredFacts| {
        rule.since.is_none_or(|since| since <= receipt) && when::hold(&rule.when, standing, policy)
    };
    let lacks = |field: &FactField| facts.get(*field).is_none_or(|value| value.is_empty());
    policy
        .required
        .iter()
        .filter(holds)
        .map(move |rule| (rule, rule.facts.iter().copied().filter(lacks).collect()))
}

/// Reports required facts that are missing: a warning for imports, whose ledger may never have had
/// them.
pub(super) fn required(facts: &Facts, policy: &Policy) -> Option<Finding> {
    let broken: Vec<_> = asked(facts, policy)
        .filter(|(_, lacking)| !lacking.is_empty())
        .collect();
    let (first, _) = broken.first()?;
    let mut missing: Vec<&str> = Vec::new();
    for field in broken.iter().flat_map(|(_, lacking)| lacking) {
        if !missing.contains(&field.name()) {
            missing.push(field.name());
        }
    }
    let message = plural!(
        count = missing.len(),
        "the fact {facts} is missing",
        "the facts {facts} are missing",
        facts = all_of(missing.iter().map(quoted))
    );
    let flags: Vec<String> = missing.iter().map(|name| format!("--{name}")).collect();
    let amend = Command::new("amend")
        .this()
        .value(format!("{}=VALUE", missing[0]))
        .with("--reason TEXT");
    let hint = message!(
        "`new` takes {flags}; later: {amend}",
        flags = flags.join(" "),
        amend
    );
    let severity = if facts.source.is_some() {
        Severity::Warning
    } else {
        Severity::Error
    };
    let finding = refusal(Code::FactRequired, message)
        .hint(hint)
        .of_key("id")
        .ruled_by(first.spot);
    Some(Finding {
        severity,
        ..finding
    })
}

/// Checks one fact.
pub(super) fn field_value(
    field: FactField,
    value: Option<&str>,
    policy: &Policy,
) -> Option<Finding> {
    let value = value?;
    if field == FactField::Category {
        let unlisted = !policy.categories.is_empty() && !policy.categories.contains_key(value);
        let known = policy.categories.keys().map(String::as_str);
        return unlisted.then(|| unlisted_value(field.name(), value, known, policy));
    }
    listed(field.name(), value, policy.lists.of(field)?, policy)
}

/// Checks that a value is in a list of the policy; an empty list accepts any value. `noun` names
/// what the list holds, and the key.
pub(super) fn listed(
    noun: &'static str,
    value: &str,
    list: &[String],
    policy: &Policy,
) -> Option<Finding> {
    is_unlisted(value, list)
        .then(|| unlisted_value(noun, value, list.iter().map(String::as_str), policy))
}

fn is_unlisted(value: &str, list: &[String]) -> bool {
    !list.is_empty() && !list.iter().any(|known| known == value)
}

/// The finding for an unlisted value. A retired value is a warning on old cases; new ones are
/// refused.
fn unlisted_value<'a>(
    noun: &'static str,
    value: &str,
    known: impl Iterator<Item = &'a str>,
    policy: &Policy,
) -> Finding {
    let finding = unlisted(one(noun), value, known, policy);
    finding.of_key(noun)
}

fn unlisted<'a>(
    what: Argument,
    value: &str,
    known: impl Iterator<Item = &'a str>,
    policy: &Policy,
) -> Finding {
    let message = message!("'{value}' is not {what} of the policy", value, what);
    let finding = refusal(Code::UnlistedValue, message);
    let retired = policy.lists.retired.iter().any(|retired| retired == value);
    let severity = if retired {
        Severity::Warning
    } else {
        Severity::Error
    };
    Finding {
        severity,
        ..finding
    }
    .did_you_mean(value, known)
}

/// Checks that a step is listed in the policy.
pub(super) fn step(step: Option<&str>, policy: &Policy) -> Option<Finding> {
    listed("step", step?, &policy.lists[List::Steps], policy)
}

/// Checks the ground of invalidity, and the case that goes on.
pub(super) fn invalidate(
    invalid: &Invalidate,
    setting: &Setting<'_>,
) -> impl Iterator<Item = Finding> {
    let other = invalid.case.as_ref();
    let other = other.and_then(|case| link(case, &setting.state.facts));
    ground(&invalid.reason, setting.policy)
        .into_iter()
        .chain(other)
}

/// Checks that a ground of invalidity is listed in the policy. An unlisted one is a warning, since
/// a case may be older than the list; new ones are refused.
fn ground(reason: &str, policy: &Policy) -> Option<Finding> {
    let grounds = &policy.lists[List::Grounds];
    if grounds.is_empty() {
        return None;
    }
    let own = grounds.iter().map(String::as_str);
    let known: Vec<&str> = own.chain(words::<MistakenCase>()).collect();
    let what = text!("a ground of invalidity").to_argument();
    lenient("reason", what, reason, &known, policy)
}

/// Checks that a value is known. An unknown one is a warning, since a case may be older than the
/// list; new ones are refused.
pub(super) fn lenient(
    key: &'static str,
    what: Argument,
    value: &str,
    known: &[&str],
    policy: &Policy,
) -> Option<Finding> {
    (!known.is_empty() && !known.contains(&value)).then(|| Finding {
        severity: Severity::Warning,
        ..unlisted(what, value, known.iter().copied(), policy).of_key(key)
    })
}

/// Checks that the kind of evidence is listed in the policy.
pub(super) fn kind_of_evidence(kind: Option<&str>, policy: &Policy) -> Option<Finding> {
    let (kind, kinds) = (kind?, &policy.lists[List::Documents]);
    is_unlisted(kind, kinds).then(|| {
        let what = text!("a kind of evidence").to_argument();
        let known = kinds.iter().map(String::as_str);
        unlisted(what, kind, known, policy).of_key("kind")
    })
}

/// Checks that a link names another case.
pub(super) fn link(case: &str, facts: &Facts) -> Option<Finding> {
    (case == facts.id.as_str()).then(|| {
        refusal(Code::LinkTarget, text!("a case cannot be linked to itself"))
            .hint(text!("name the other case"))
            .of_key("case")
    })
}

/// Checks that the cause is listed and the shares of liability add up to 100 % (B17).
pub(super) fn investigate(
    cause: Option<&str>,
    liable: &[(String, Share)],
    policy: &Policy,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = cause
        .and_then(|cause| listed("cause", cause, &policy.lists[List::Causes], policy))
        .into_iter()
        .collect();
    findings.extend(not_whole(liable).map(|message| {
        refusal(Code::BadValue, message)
            .hint(text!("name every liable party"))
            .of_key("liable")
    }));
    findings
}

/// The message for shares that do not add up to 100 %; `None` if there are no shares.
fn not_whole(liable: &[(String, Share)]) -> Option<Message> {
    if liable.is_empty() {
        return None;
    }
    match share::sum(liable.iter().map(|(_, share)| *share)) {
        Sum::Whole => None,
        Sum::Other(sum) => Some(message!(
            "the shares of liability add up to {sum}, not to 100 %",
            sum
        )),
        Sum::TooFine => Some(text!("the shares of liability are too precise to add up")),
    }
}
