//! Deadlines, and the conditions of `when`.

use super::Names;
use super::table::{CLOCK_WHEN, Item, Section};
use crate::domain::calendar::Span;
use crate::domain::case::event::{ResultClass, Verdict};
use crate::domain::case::{FactField, Verb};
use crate::domain::finding::{Code, Finding};
use crate::domain::policy::words::step_name;
use crate::domain::policy::{
    Appellant, CUT_OFF, Condition, ConditionFact, DeadlineRule, ExtendRule, Level, PROMISED,
    Pausable, Repeat, Trigger,
};
use crate::domain::table::At;
use crate::domain::word::Word;

/// The deadlines, in the order of the file.
pub(super) fn deadlines(top: &mut Section, names: &Names, levels: &[Level]) -> Vec<DeadlineRule> {
    let mut rules: Vec<DeadlineRule> = Vec::new();
    for mut section in top.sections("deadline") {
        let rule = rule(&mut section, names, levels);
        if let Some(rule) = rule {
            warn_if_hidden(&section, &rule, &rules);
            rules.push(rule);
        }
        section.finish();
    }
    rules
}

fn rule(section: &mut Section, names: &Names, levels: &[Level]) -> Option<DeadlineRule> {
    let name = section
        .require("name", "add: name = \"respond\"")
        .and_then(|item| item.text());
    let name = name.map(|name| free_name(section, name, levels));
    let start = section
        .take("start")
        .map_or(Some(vec![Trigger::Received]), |item| {
            triggers(&item, End::Start, names)
        });
    let stop_item = section.require("stop", "say what stops it: stop = \"respond\"");
    let stop = stop_item
        .as_ref()
        .and_then(|item| triggers(item, End::Stop, names));
    if let (Some(start), Some(stop), Some(item)) = (&start, &stop, &stop_item) {
        check_ends(item, start, stop);
    }
    let within = section
        .require("within", "add how long it runs: within = \"3bd\"")
        .and_then(|item| item.span());
    let when = clock_conditions(section, names);
    let since = section
        .take("since")
        .and_then(|item| item.date())
        .map(|since| since.value);
    let roll = section
        .take("roll")
        .and_then(|item| item.roll())
        .unwrap_or(names.basis.roll);
    let pausable = match section.take("pausable").and_then(|item| item.flag()) {
        Some(false) => Pausable::No,
        Some(true) | None => Pausable::Yes,
    };
    let repeat = match section.take("repeat").and_then(|item| item.flag()) {
        Some(true) => Repeat::Again,
        Some(false) | None => Repeat::Once,
    };
    if let (Repeat::Again, Some(stop), Some(item)) = (repeat, &stop, &stop_item) {
        check_repeats(item, stop);
    }
    let extend = section
        .take("extend")
        .and_then(|item| item.section("'extend'".to_owned()));
    let extend = extend.map(|section| extension(section, within, names));
    let (start, stop, within, spot) = (start?, stop?, within?, section.spot);
    Some(DeadlineRule {
        name: name?,
        start,
        stop,
        within,
        roll,
        pausable,
        repeat,
        when,
        since,
        extend,
        spot,
    })
}

fn free_name(section: &Section, name: At<String>, levels: &[Level]) -> String {
    let level = levels
        .iter()
        .find(|level| level.name == name.value && level.within.is_some());
    let clash = match (level, name.value.as_str()) {
        (Some(level), _) => Some(format!(
            "the level in line {} is listed as a deadline of that name",
            level.spot.line
        )),
        (None, PROMISED) => Some("a promise is listed as a deadline of that name".to_owned()),
        (None, CUT_OFF) => {
            Some("the date that an authority sets is listed as a deadline of that name".to_owned())
        }
        (None, _) => None,
    };
    if let Some(clash) = clash {
        section.reader.report(
            Finding::error(Code::PolicyConflict, name.spot, clash).hint("give it another name"),
        );
    }
    name.value
}

/// Which end of a clock a trigger is for.
#[derive(Debug, Clone, Copy)]
enum End {
    Start,
    Stop,
}

impl End {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
        }
    }

    /// Whether a trigger cannot be this end. The receipt and the dates among the facts come before all else, and a
    /// reopening or an appeal begins a new round.
    fn excludes(self, trigger: &Trigger) -> bool {
        let is_retraction = *trigger == Trigger::Verb(Verb::Retract);
        match self {
            Self::Start => is_retraction,
            Self::Stop => {
                is_retraction
                    || matches!(
                        trigger,
                        Trigger::Received
                            | Trigger::Date(_)
                            | Trigger::Verb(Verb::Reopen | Verb::Appeal)
                            | Trigger::Emergency
                    )
            }
        }
    }
}

fn triggers(item: &Item, end: End, names: &Names) -> Option<Vec<Trigger>> {
    let words: Vec<_> = Trigger::all()
        .filter_map(|trigger| Some((trigger.clone(), trigger.own_word()?)))
        .collect();
    let mut triggers = Vec::new();
    for text in item.texts()? {
        let what = format!("something that can {} a deadline", end.word());
        let trigger = match step(item, &text, names) {
            Some(step) => step.map(|name| Trigger::step(&name)),
            None => item
                .reader
                .word(Code::PolicyReference, &what, &text, &words),
        };
        let Some(trigger) = trigger else { continue };
        if end.excludes(&trigger) {
            let message = format!("'{}' cannot {} a deadline", text.value, end.word());
            let finding = Finding::error(Code::PolicyConflict, text.spot, message);
            item.reader.report(finding.hint(format!(
                "{} it with a verb, like 'respond', or 'resolved'",
                end.word()
            )));
            continue;
        }
        triggers.push(trigger);
    }
    if triggers.is_empty() && item.items_are_none() {
        return item.bad(format!("'{}' names nothing", item.key));
    }
    Some(triggers)
}

/// The name in `step:NAME`, if that is what stands there; the inner one is none where the policy has no such step.
pub(super) fn step(item: &Item, text: &At<String>, names: &Names) -> Option<Option<String>> {
    let name = At {
        value: step_name(&text.value)?.to_owned(),
        spot: text.spot,
    };
    Some(names.value(item.reader, "step", name, &names.basis.lists.steps))
}

fn check_ends(item: &Item, start: &[Trigger], stop: &[Trigger]) {
    if let Some(both) = stop.iter().find(|stop| start.contains(stop)) {
        let message = format!("the deadline starts and stops with '{}'", both.word());
        let finding = Finding::error(Code::PolicyConflict, item.spot, message);
        item.reader
            .report(finding.hint("start or stop it with something else"));
    }
}

/// What stops a clock that starts again has to be able to recur.
fn check_repeats(item: &Item, stop: &[Trigger]) {
    let is_last = |trigger: &&Trigger| match trigger {
        Trigger::Resolved => true,
        Trigger::Verb(verb) => matches!(
            verb,
            Verb::Resolve | Verb::Close | Verb::Withdraw | Verb::Invalidate
        ),
        Trigger::Received
        | Trigger::Date(_)
        | Trigger::Interim
        | Trigger::Acknowledged
        | Trigger::Approved
        | Trigger::Emergency
        | Trigger::Evidence
        | Trigger::Step(_) => false,
    };
    if let Some(last) = stop.iter().find(is_last) {
        let message = format!(
            "the deadline repeats, and nothing comes after '{}'",
            last.word()
        );
        let finding = Finding::error(Code::PolicyConflict, item.spot, message);
        item.reader
            .report(finding.hint(
                "stop it with what recurs, like 'interim' or a step; that the matter is resolved ends it anyway",
            ));
    }
}

fn extension(mut section: Section, within: Option<Span>, names: &Names) -> ExtendRule {
    let role = section.take("role").and_then(|item| item.text());
    let role = role.and_then(|role| names.role(section.reader, role));
    let times = section.take("times").and_then(|item| item.whole(1));
    let ceiling_item = section.take("ceiling");
    let ceiling = ceiling_item.as_ref().and_then(|item| item.span());
    if let (Some(item), Some(ceiling), Some(within)) = (&ceiling_item, ceiling, within) {
        warn_if_too_low(item, ceiling, within);
    }
    section.finish();
    ExtendRule {
        role,
        times,
        ceiling,
    }
}

/// A ceiling counts from the start, as `within` does; in different units only the calendar tells which is longer.
fn warn_if_too_low(item: &Item, ceiling: Span, within: Span) {
    if ceiling.unit() == within.unit() && ceiling.n() <= within.n() {
        let message = format!(
            "the ceiling {ceiling} is not longer than the deadline's {within}, so nothing extends it"
        );
        let hint = "count the ceiling from the start, beyond 'within', or leave 'extend' out";
        item.reader
            .report(Finding::warning(Code::PolicyConflict, item.spot, message).hint(hint));
    }
}

/// The conditions of `when`; none where it is absent.
pub(super) fn conditions(section: &mut Section, names: &Names) -> Vec<Condition> {
    read_conditions(section, names, "'when'", ConditionFact::all())
}

/// The same for what clocks can go by.
pub(super) fn clock_conditions(section: &mut Section, names: &Names) -> Vec<Condition> {
    read_conditions(
        section,
        names,
        CLOCK_WHEN,
        ConditionFact::all().filter(|fact| fact.is_for_clocks()),
    )
}

fn read_conditions(
    section: &mut Section,
    names: &Names,
    label: &str,
    facts: impl Iterator<Item = ConditionFact>,
) -> Vec<Condition> {
    let item = section.take("when");
    item.and_then(|item| read_table(&item, names, label, facts))
        .unwrap_or_default()
}

/// The conditions of a `when`.
pub(super) fn conditions_of(item: &Item, names: &Names) -> Option<Vec<Condition>> {
    read_table(item, names, "'when'", ConditionFact::all())
}

fn read_table(
    item: &Item,
    names: &Names,
    label: &str,
    facts: impl Iterator<Item = ConditionFact>,
) -> Option<Vec<Condition>> {
    let mut table = item.section(label.to_owned())?;
    let mut conditions = Vec::new();
    for fact in facts {
        let Some(item) = table.take(fact.word()) else {
            continue;
        };
        let Some(texts) = item.texts() else { continue };
        if texts.is_empty() && item.items_are_none() {
            item.bad::<()>(format!("'{}' lists no value, so it never holds", item.key));
        }
        let values = texts
            .into_iter()
            .filter_map(|text| value(&item, fact, text, names))
            .collect();
        conditions.push(Condition { fact, values });
    }
    table.finish();
    Some(conditions)
}

fn value(item: &Item, fact: ConditionFact, text: At<String>, names: &Names) -> Option<String> {
    let lists = &names.basis.lists;
    let reader = item.reader;
    match fact {
        ConditionFact::Level => names.named(reader, "level", text, &names.levels),
        ConditionFact::Fact(FactField::Category) => names.category(reader, text),
        ConditionFact::Fact(FactField::Channel) => {
            names.named(reader, "channel", text, &lists.channels)
        }
        ConditionFact::Cause => names.value(reader, "cause", text, &lists.causes),
        ConditionFact::Remedy => names.value(reader, "remedy", text, &lists.remedies),
        ConditionFact::Fact(field) => match lists.of(field) {
            Some(list) => names.value(reader, field.name(), text, list),
            None => Some(text.value),
        },
        ConditionFact::ReceivedOn => {
            let days = [("working-day", "working-day"), ("day-off", "day-off")];
            reader
                .word(Code::BadValue, "a kind of day", &text, &days)
                .map(str::to_owned)
        }
        ConditionFact::Appeal => one_of(
            item,
            "a kind of appeal",
            &text,
            Appellant::ALL.iter().map(|one| one.word()),
        ),
        ConditionFact::Verdict => one_of(
            item,
            "a verdict",
            &text,
            Verdict::ALL.iter().map(|one| one.word()),
        ),
        ConditionFact::Result => one_of(
            item,
            "a result",
            &text,
            ResultClass::ALL.iter().map(|one| one.word()),
        ),
    }
}

fn one_of(
    item: &Item,
    what: &str,
    text: &At<String>,
    words: impl Iterator<Item = &'static str>,
) -> Option<String> {
    let words: Vec<_> = words.map(|word| (word, word)).collect();
    item.reader
        .word(Code::BadValue, what, text, &words)
        .map(str::to_owned)
}

/// Whether the wide conditions hold wherever the narrow ones do.
pub(super) fn implies(narrow: &[Condition], wide: &[Condition]) -> bool {
    wide.iter().all(|wide| {
        let narrow = narrow.iter().find(|condition| condition.fact == wide.fact);
        narrow.is_some_and(|narrow| {
            narrow
                .values
                .iter()
                .all(|value| wide.values.contains(value))
        })
    })
}

/// A rule that an earlier one of the same name and date covers never counts.
fn warn_if_hidden(section: &Section, rule: &DeadlineRule, before: &[DeadlineRule]) {
    let hides = |other: &&DeadlineRule| {
        other.name == rule.name && other.since == rule.since && implies(&rule.when, &other.when)
    };
    if let Some(other) = before.iter().find(hides) {
        let message = format!(
            "this '{}' never counts: the one in line {} comes first",
            rule.name, other.spot.line
        );
        let finding = Finding::warning(Code::PolicyConflict, rule.spot, message);
        section
            .reader
            .report(finding.hint("give it a 'since', or put the narrower 'when' first"));
    }
}
