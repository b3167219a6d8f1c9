//! Checks of targets and of default liability.

use crate::domain::calendar::Unit;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, text};
use crate::domain::policy::setting::{Names, Section, Taking, checked_rules};
use crate::domain::policy::{
    ACTION, CUT_OFF, DeadlineRule, FigureKind, FigureName, FigureRules, Level, LiabilityRule,
    PROMISED, Target, TargetBound,
};
use crate::domain::word::Word;

/// The names of deadlines: of the rules, of levels with a limit, and of dates set by people.
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

/// Warns of default liability that depends on an unknown deadline.
pub(super) fn check_missed(rule: &LiabilityRule, stages: &[&str], taking: &Taking) {
    let Some(missed) = &rule.missed else { return };
    if !stages.contains(&missed.as_str()) {
        let message = message!(
            "there is no deadline '{missed}', so it is never missed",
            missed
        );
        let finding = Finding::warning(Code::PolicyReference, taking.spot_of("missed"), message);
        taking.report(finding.did_you_mean(missed, stages.iter().copied()));
    }
}

/// The targets, in file order, with figure names as reported.
pub(super) fn targets(
    top: &mut Section,
    names: &Names,
    stages: &[&str],
    rules: &FigureRules,
) -> Vec<Target> {
    let targets = checked_rules(top, names, |target: &Target, _before, taking| {
        if let Some(finding) = unmeasurable(target, stages, rules, taking) {
            taking.report(finding);
        }
    });
    let named = |target: Target| match FigureName::read(&target.figure, rules) {
        Ok(name) => Target {
            figure: name.to_string(),
            ..target
        },
        Err(_) => target,
    };
    targets.into_iter().map(named).collect()
}

/// The problem of a target that cannot be measured, if any.
fn unmeasurable(
    target: &Target,
    stages: &[&str],
    rules: &FigureRules,
    taking: &Taking,
) -> Option<Finding> {
    let spot = taking.spot_of("figure");
    let warn = |message: Message| Finding::warning(Code::PolicyReference, spot, message);
    let FigureName { kind, stage, .. } = match FigureName::read(&target.figure, rules) {
        Ok(name) => name,
        Err(_) => return Some(unknown(&target.figure, rules, warn)),
    };
    if let Some(stage) = stage.filter(|stage| !stages.contains(&stage.as_str())) {
        let finding = warn(message!("there is no deadline '{stage}'", stage));
        return Some(finding.did_you_mean(&stage, stages.iter().copied()));
    }
    match (kind.measure().is_share(), target.bound) {
        (true, TargetBound::AtMost(_)) => Some(
            warn(message!("'{kind}' is a share", kind)).hint(text!("give it at_least = \"90%\"")),
        ),
        (false, TargetBound::AtLeast(_)) => Some(
            warn(message!("'{kind}' is a length of time", kind))
                .hint(text!("give it at_most = \"24h\"")),
        ),
        (false, TargetBound::AtMost(span))
            if matches!(span.unit(), Unit::BusinessDay | Unit::Month) =>
        {
            let message = message!(
                "'{kind}' needs a fixed length, and business days and months have none",
                kind
            );
            Some(warn(message).hint(text!("write it in min, h, bh or d of 24 hours")))
        }
        (true, TargetBound::AtLeast(_)) | (false, TargetBound::AtMost(_)) => None,
    }
}

fn unknown(figure: &str, rules: &FigureRules, warn: impl Fn(Message) -> Finding) -> Finding {
    let known: Vec<String> = FigureKind::ALL
        .iter()
        .map(|kind| FigureName::of(*kind, None, rules).to_string())
        .collect();
    warn(message!("there is no key figure '{figure}'", figure))
        .hint(text!("`complaint report --help` lists the key figures"))
        .did_you_mean(figure, known.iter().map(String::as_str))
}
