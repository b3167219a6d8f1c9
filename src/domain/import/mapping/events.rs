//! `[status]` and `[events]` of a mapping: the events of a row.

use super::picks::fold;
use super::table::{Item, MappingReader, Section};
use super::{EventKey, EventRule, Nature, Pick, StatusColumn, TextPiece, TextSource, Unlisted};
use crate::domain::case::Verb;
use crate::domain::finding::{Code, Finding, Spot, nearest};
use crate::domain::import::events::{can_be_imported, default_of, keys_of};
use crate::domain::message::{Message, message, text};
use crate::domain::table::At;
use crate::domain::word::Word;

pub(super) fn status_section(mut section: Section) -> (Option<StatusColumn>, Spot) {
    let spot = section.spot;
    let column = section
        .require("column", text!("name the column with the status"))
        .and_then(|item| item.column());
    let values = section.require(
        "values",
        text!("write [status.values] with the events of each status: Closed = [\"close\"]"),
    );
    let values = values.and_then(|item| item.section("[status.values]".to_owned()));
    let values = values.map(|values| {
        let entries = values.entries().into_iter();
        entries
            .filter_map(|(name, item)| Some((fold(&name.value), item.texts()?)))
            .collect()
    });
    let otherwise = section.take("otherwise").and_then(|item| item.texts());
    section.finish();
    let status = column.zip(values).map(|(column, values)| StatusColumn {
        column,
        values,
        otherwise,
    });
    (status, spot)
}

/// Reports event names in `[status]` that `[events]` does not define.
pub(super) fn check_status(
    reader: &MappingReader,
    status: &StatusColumn,
    events: &[EventRule],
    spot: Spot,
) {
    let names = status
        .values
        .iter()
        .flat_map(|(_, names)| names)
        .chain(status.otherwise.iter().flatten());
    check_names(reader, text!("[status]"), names, events, spot);
}

fn check_names<'n>(
    reader: &MappingReader,
    place: Message,
    names: impl Iterator<Item = &'n String>,
    events: &[EventRule],
    spot: Spot,
) {
    let known: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    for name in names {
        if known.contains(&name.as_str()) {
            continue;
        }
        let message = message!(
            "{place} names the event '{name}', which is not in [events]",
            place = place.clone(),
            name
        );
        let hint = match nearest(name, &known) {
            Some(near) => message!(
                "did you mean '{near}'? else add [events.{name}]",
                near,
                name
            ),
            None => message!("add [events.{name}]", name),
        };
        reader.report(Finding::error(Code::BadValue, spot, message).hint(hint));
    }
}

pub(super) fn events(section: &Section) -> Vec<EventRule> {
    let entries = section.entries().into_iter();
    let read = entries.filter_map(|(name, item)| {
        let (label, spot) = (name.value.clone(), name.spot);
        Some((event(name, &item)?, label, spot))
    });
    let (mut events, mut places) = (Vec::new(), Vec::new());
    for (event, label, spot) in read {
        places.push((event.after.clone(), label, spot));
        events.push(event);
    }
    for (after, name, spot) in places {
        let place = message!("[events.{name}]", name);
        check_names(section.reader, place, after.iter(), &events, spot);
    }
    events
}

fn event(At { value: name, spot }: At<String>, item: &Item) -> Option<EventRule> {
    let mut section = item.section(format!("[events.{name}]"))?;
    let verb = verb(&mut section, &name, spot);
    let at = section.take("at").and_then(|item| item.date_pick());
    let when = section
        .take("when")
        .map(|item| item.conditions())
        .unwrap_or_default();
    let needs = section
        .take("needs")
        .and_then(|item| item.columns())
        .unwrap_or_default();
    let after = section.take("after").and_then(|item| item.texts());
    let by = section.take("by").and_then(|item| item.pick());
    let nature = nature(&mut section, verb);
    let mut keys = Vec::new();
    for key in verb.into_iter().flat_map(keys_of) {
        let absent = default_of(key);
        let pick = section.take(key.name).and_then(|item| item.pick());
        keys.extend(pick.or_else(|| absent.map(constant)).map(|pick| EventKey {
            name: key.name,
            pick,
            absent,
        }));
    }
    if verb.is_some() {
        section.finish();
    }
    Some(EventRule {
        name,
        verb: verb?,
        nature,
        at,
        when,
        needs,
        after: after.unwrap_or_default(),
        by,
        keys,
    })
}

fn verb(section: &mut Section, name: &str, spot: Spot) -> Option<Verb> {
    let (word, spot) = match section.take("do") {
        Some(item) => (item.written()?, item.spot),
        None => (name.to_owned(), spot),
    };
    let verb = word.parse::<Verb>().ok();
    let importable = verb.filter(|verb| can_be_imported(*verb));
    if importable.is_none() {
        let known = Verb::ALL
            .iter()
            .filter(|verb| can_be_imported(**verb))
            .map(|verb| verb.word());
        let message = match verb {
            Some(_) => message!("'{word}' cannot be imported", word),
            None => message!("there is no verb '{word}'; name one with do = \"…\"", word),
        };
        section
            .reader
            .report(Finding::error(Code::BadValue, spot, message).did_you_mean(&word, known));
    }
    importable
}

fn nature(section: &mut Section, verb: Option<Verb>) -> Nature {
    if verb != Some(Verb::Respond) {
        return Nature::Plain;
    }
    let interim = section
        .take("interim")
        .and_then(|item| item.flag())
        .unwrap_or(false);
    let promise = section.take("promise");
    match (interim, promise) {
        (true, promise) => Nature::Interim {
            promise: promise.and_then(|item| item.date_pick()),
        },
        (false, None) => Nature::Plain,
        (false, Some(item)) => {
            let message = text!("a promise belongs to an interim response");
            let finding = Finding::error(Code::BadValue, item.spot, message);
            section
                .reader
                .report(finding.hint(text!("add interim = true")));
            Nature::Plain
        }
    }
}

fn constant(text: &str) -> Pick {
    let parts = TextSource::Text(vec![TextPiece::Words(text.to_owned())]);
    Pick {
        parts,
        values: Vec::new(),
        unlisted: Unlisted::Keep,
        default: None,
    }
}
