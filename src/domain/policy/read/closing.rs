//! What closing asks for, and the bounds of pauses and records.

use super::Names;
use super::Reader;
use super::deadlines::{conditions, step};
use super::table::{Item, Section};
use crate::domain::calendar::{Span, Unit};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::{AppealRule, Gate, Need, Requirement};
use crate::domain::table::At;

/// The gates of `require`, then those with conditions; where the policy does not say, authority alone.
pub(super) fn closing(top: &mut Section, names: &Names) -> Vec<Gate> {
    let default = vec![Gate {
        need: Requirement::Need(Need::Authority),
        when: Vec::new(),
        spot: Spot::default(),
    }];
    let Some(mut section) = top.section("closing") else {
        return default;
    };
    let mut gates = match section.take("require") {
        Some(item) => needs(&item, names)
            .into_iter()
            .map(|(need, spot)| Gate {
                need,
                when: Vec::new(),
                spot,
            })
            .collect(),
        None => default,
    };
    for mut gate in section.sections("gate") {
        let needs = gate
            .require("need", "add: need = \"cause\"")
            .map(|item| needs(&item, names))
            .unwrap_or_default();
        let when = conditions(&mut gate, names);
        gates.extend(needs.into_iter().map(|(need, spot)| Gate {
            need,
            when: when.clone(),
            spot,
        }));
        gate.finish();
    }
    section.finish();
    gates
}

fn needs(item: &Item, names: &Names) -> Vec<(Requirement, Spot)> {
    let words: Vec<_> = Need::ALL.iter().map(|need| (*need, need.word())).collect();
    let need = |text: At<String>| {
        let need = match step(item, &text, names) {
            Some(step) => step.map(Requirement::Step),
            None => {
                let need = item.reader.word(
                    Code::BadValue,
                    "something that closing can ask for",
                    &text,
                    &words,
                );
                need.map(Requirement::Need)
            }
        };
        Some((need?, text.spot))
    };
    item.texts()
        .unwrap_or_default()
        .into_iter()
        .filter_map(need)
        .collect()
}

/// `[pause] max`.
pub(super) fn pause_cap(top: &mut Section) -> Option<Span> {
    let mut section = top.section("pause")?;
    let cap = section.take("max").and_then(|item| item.span());
    section.finish();
    cap
}

/// `[appeal] within` and `since`.
pub(super) fn appeal(top: &mut Section, names: &Names) -> Option<AppealRule> {
    let mut section = top.section("appeal")?;
    let within = section
        .require("within", "add how long: within = \"30d\"")
        .and_then(|item| item.span());
    let since = section
        .take("since")
        .and_then(|item| item.date())
        .map(|since| since.value);
    let spot = section.spot;
    section.finish();
    Some(AppealRule {
        within: within?,
        roll: names.basis.roll,
        since,
        spot,
    })
}

/// The bounds of records, and what an audit asks for.
pub(super) struct Records {
    pub skew: Span,
    pub backdate: Option<Span>,
    pub signed: bool,
    pub recorders: Option<String>,
    pub from: Option<String>,
}

/// `[audit]`.
pub(super) fn audit(top: &mut Section, names: &Names) -> Records {
    let skew = Span::new(5, Unit::Minute).expect("5 minutes are a length of time");
    let mut records = Records {
        skew,
        backdate: None,
        signed: false,
        recorders: None,
        from: None,
    };
    let Some(mut section) = top.section("audit") else {
        return records;
    };
    let mut span = |key| section.take(key).and_then(|item| item.span());
    (records.skew, records.backdate) = (span("skew").unwrap_or(skew), span("backdate"));
    records.signed = section
        .take("signed")
        .and_then(|item| item.flag())
        .unwrap_or(false);
    let recorders = section.take("recorders").and_then(|item| item.text());
    records.recorders = recorders.and_then(|role| names.role(section.reader, role));
    let from = section.take("from").and_then(|item| item.text());
    records.from = from.and_then(|id| commit_id(section.reader, id));
    section.finish();
    records
}

/// The whole id of a commit. A name would be anybody's to move, and of a part of an id one more commit could be made: with
/// either the history could be taken up behind what it is to show.
fn commit_id(reader: &Reader, id: At<String>) -> Option<String> {
    let is_whole =
        matches!(id.value.len(), 40 | 64) && id.value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_whole {
        let message = format!("'{}' is not the whole id of a commit", id.value);
        reader.report(
            Finding::error(Code::BadValue, id.spot, message).hint("git rev-parse COMMIT prints it"),
        );
    }
    is_whole.then_some(id.value)
}
