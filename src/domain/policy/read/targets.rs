//! What the key figures are measured against.

use rust_decimal::Decimal;

use super::Names;
use super::deadlines::conditions;
use super::table::{Item, Section};
use crate::domain::calendar::{Span, Unit};
use crate::domain::deadline::{ACTION, CUT_OFF, PROMISED};
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::{DeadlineRule, FigureRules, Level, Target, TargetBound};
use crate::domain::policy::{FigureKind, FigureName};
use crate::domain::table::At;

/// The names that deadlines of cases have: those of the rules, of levels with a limit, and of dates that people set.
pub(super) fn stages<'a>(deadlines: &'a [DeadlineRule], levels: &'a [Level]) -> Vec<&'a str> {
    let timed = levels
        .iter()
        .filter(|level| level.within.is_some())
        .map(|level| level.name.as_str());
    deadlines
        .iter()
        .map(|rule| rule.name.as_str())
        .chain(timed)
        .chain([PROMISED, CUT_OFF, ACTION])
        .collect()
}

/// `[figures]`: what the figures count by; where the policy does not say, as S1 has it.
pub(super) fn figures(top: &mut Section, names: &Names) -> FigureRules {
    let span = |n, unit| Span::new(n, unit).expect("it is a length of time");
    let mut rules = FigureRules {
        kinds: Vec::new(),
        satisfied: 4,
        first_response: span(24, Unit::Hour),
        solved: span(3, Unit::BusinessDay),
    };
    let Some(mut section) = top.section("figures") else {
        return rules;
    };
    let kinds = section
        .take("kinds")
        .and_then(|item| item.texts())
        .unwrap_or_default();
    let known = &names.basis.lists.kinds;
    rules.kinds = kinds
        .into_iter()
        .filter_map(|kind| names.value(section.reader, "kind", kind, known))
        .collect();
    rules.satisfied = section
        .take("satisfied")
        .and_then(|item| mark(&item))
        .unwrap_or(rules.satisfied);
    let mut span = |key| section.take(key).and_then(|item| item.span());
    let (first_response, solved) = (span("first_response"), span("solved"));
    rules.first_response = first_response.unwrap_or(rules.first_response);
    rules.solved = solved.unwrap_or(rules.solved);
    section.finish();
    rules
}

fn mark(item: &Item) -> Option<u8> {
    let number = item.whole(1)?;
    let mark = u8::try_from(number).ok().filter(|mark| *mark <= 5);
    mark.or_else(|| {
        item.bad(format!(
            "'{}' takes a mark from 1 to 5, not {number}",
            item.key
        ))
    })
}

/// The targets, in the order of the file. A figure that this program does not have is a warning: a newer one may.
pub(super) fn targets(
    top: &mut Section,
    names: &Names,
    stages: &[&str],
    rules: &FigureRules,
) -> Vec<Target> {
    let target = |mut section: Section| {
        let figure = section
            .require("figure", "add the name of a key figure")
            .and_then(|item| item.text());
        let bound = bound(&mut section);
        let when = conditions(&mut section, names);
        if let (Some(figure), Some(bound)) = (&figure, bound) {
            warn_if_senseless(&section, figure, bound, stages, rules);
        }
        let spot = section.spot;
        section.finish();
        let figure = figure?.value;
        let name = FigureName::read(&figure, rules).map_or(figure, |name| name.to_string());
        Some(Target {
            figure: name,
            bound: bound?,
            when,
            spot,
        })
    };
    top.sections("target")
        .into_iter()
        .filter_map(target)
        .collect()
}

/// A target that nothing is measured against.
fn warn_if_senseless(
    section: &Section,
    figure: &At<String>,
    bound: TargetBound,
    stages: &[&str],
    rules: &FigureRules,
) {
    let warn = |message: String| Finding::warning(Code::PolicyReference, figure.spot, message);
    let finding = match FigureName::read(&figure.value, rules) {
        Err(_) => {
            let known: Vec<String> = FigureKind::ALL
                .iter()
                .map(|kind| FigureName::of(*kind, None, rules).to_string())
                .collect();
            warn(format!("there is no key figure '{}'", figure.value))
                .hint("`complaint report --help` lists the key figures")
                .did_you_mean(&figure.value, known.iter().map(String::as_str))
        }
        Ok(FigureName {
            stage: Some(stage), ..
        }) if !stages.contains(&stage.as_str()) => warn(format!("there is no deadline '{stage}'"))
            .did_you_mean(&stage, stages.iter().copied()),
        Ok(FigureName { kind, .. }) => match (kind.measure().is_share(), bound) {
            (true, TargetBound::AtMost(_)) => {
                warn(format!("'{kind}' is a share")).hint("give it at_least = \"90%\"")
            }
            (false, TargetBound::AtLeast(_)) => {
                warn(format!("'{kind}' is a length of time")).hint("give it at_most = \"24h\"")
            }
            (false, TargetBound::AtMost(span))
                if matches!(span.unit(), Unit::BusinessDay | Unit::Month) =>
            {
                warn(format!(
                    "business days and months have no fixed length, and '{kind}' has"
                ))
                .hint("write it in min, h, bh or d of 24 hours")
            }
            (true, TargetBound::AtLeast(_)) | (false, TargetBound::AtMost(_)) => return,
        },
    };
    section.reader.report(finding);
}

fn bound(section: &mut Section) -> Option<TargetBound> {
    match (section.take("at_least"), section.take("at_most")) {
        (Some(item), None) => percentage(&item).map(TargetBound::AtLeast),
        (None, Some(item)) => item.span().map(TargetBound::AtMost),
        (Some(_), Some(item)) => {
            section.reader.error(
                Code::PolicyConflict,
                item.spot,
                "'at_least' and 'at_most' in one target",
            );
            None
        }
        (None, None) => {
            let finding = Finding::error(Code::MissingKey, section.spot, "the target has no bound");
            section
                .reader
                .report(finding.hint("add at_least = \"90%\" or at_most = \"24h\""));
            None
        }
    }
}

fn percentage(item: &Item) -> Option<Decimal> {
    let text = item.text()?;
    let share = text
        .value
        .strip_suffix('%')
        .and_then(|number| Decimal::from_str_exact(number.trim_end()).ok());
    share
        .filter(|share| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(share))
        .or_else(|| {
            item.bad(format!(
                "'{}' takes a share like \"90%\", not '{}'",
                item.key, text.value
            ))
        })
}
