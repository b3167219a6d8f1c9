//! What closing asks for, and the bounds of pauses, records and figures.

use rust_decimal::Decimal;

use super::Names;
use super::deadlines::conditions;
use super::section::{At, Section};
use super::value::Item;
use crate::domain::calendar::{Span, Unit};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::{Gate, Need, Target, TargetBound};

/// The gates of `require`, then those with conditions; where the policy does not say, authority alone.
pub(super) fn closing(top: &mut Section, names: &Names) -> Vec<Gate> {
    let default = vec![Gate { need: Need::Authority, when: Vec::new(), spot: Spot::default() }];
    let Some(mut section) = top.section("closing") else { return default };
    let mut gates = match section.take("require") {
        Some(item) => needs(&item).into_iter().map(|(need, spot)| Gate { need, when: Vec::new(), spot }).collect(),
        None => default,
    };
    for mut gate in section.sections("gate") {
        let needs = gate.require("need", "add: need = \"cause\"").map(|item| needs(&item)).unwrap_or_default();
        let when = conditions(&mut gate, names);
        gates.extend(needs.into_iter().map(|(need, spot)| Gate { need, when: when.clone(), spot }));
        gate.finish();
    }
    section.finish();
    gates
}

fn needs(item: &Item) -> Vec<(Need, Spot)> {
    let words: Vec<_> = Need::ALL.iter().map(|need| (*need, need.word())).collect();
    let need = |text: At<String>| {
        let need = item.reader.word(Code::BadValue, "something that closing can ask for", &text, &words)?;
        Some((need, text.spot))
    };
    item.texts().unwrap_or_default().into_iter().filter_map(need).collect()
}

/// `[pause] max`.
pub(super) fn pause_cap(top: &mut Section) -> Option<Span> {
    let mut section = top.section("pause")?;
    let cap = section.take("max").and_then(|item| item.span());
    section.finish();
    cap
}

/// `[audit] skew` and `backdate`.
pub(super) fn audit(top: &mut Section) -> (Span, Option<Span>) {
    let skew = Span::new(5, Unit::Minute).expect("5 minutes are a length of time");
    let Some(mut section) = top.section("audit") else { return (skew, None) };
    let mut span = |key| section.take(key).and_then(|item| item.span());
    let (skew, backdate) = (span("skew").unwrap_or(skew), span("backdate"));
    section.finish();
    (skew, backdate)
}

/// What the key figures are measured against.
pub(super) fn targets(top: &mut Section, names: &Names) -> Vec<Target> {
    let target = |mut section: Section| {
        let figure = section.require("figure", "add the name of a key figure").and_then(|item| item.text());
        let bound = bound(&mut section);
        let when = conditions(&mut section, names);
        let spot = section.spot;
        section.finish();
        Some(Target { figure: figure?.value, bound: bound?, when, spot })
    };
    top.sections("target").into_iter().filter_map(target).collect()
}

fn bound(section: &mut Section) -> Option<TargetBound> {
    match (section.take("at_least"), section.take("at_most")) {
        (Some(item), None) => percentage(&item).map(TargetBound::AtLeast),
        (None, Some(item)) => item.span().map(TargetBound::AtMost),
        (Some(_), Some(item)) => {
            section.reader.error(Code::PolicyConflict, item.spot, "'at_least' and 'at_most' in one target");
            None
        }
        (None, None) => {
            let finding = Finding::error(Code::MissingKey, section.spot, "the target has no bound");
            section.reader.report(finding.hint("add at_least = \"90%\" or at_most = \"24h\""));
            None
        }
    }
}

fn percentage(item: &Item) -> Option<Decimal> {
    let text = item.text()?;
    let share = text.value.strip_suffix('%').and_then(|number| Decimal::from_str_exact(number.trim_end()).ok());
    share
        .filter(|share| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(share))
        .or_else(|| item.bad(format!("'{}' takes a share like \"90%\", not '{}'", item.key, text.value)))
}
