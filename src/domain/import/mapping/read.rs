//! A mapping read from TOML, with every problem collected.

use std::str::FromStr;

use toml::de::DeTable;

use super::picks::fold;
use super::table::{Item, MappingFile, Reader, Section};
use super::{
    Column, Condition, DatePick, Dates, Early, EventRule, FactPick, FileForm, Mapping, Nature,
    Parts, Pick, Piece, Repeats, Status, Unlisted,
};
use crate::domain::case::facts::FactKind;
use crate::domain::case::{FactField, Verb};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::import::events::{can_be_imported, default_of, keys_of};
use crate::domain::table::At;
use crate::domain::word::Word;

pub(super) fn parse(text: &str) -> Result<Mapping, Vec<Finding>> {
    let reader = Reader::new(text, MappingFile::default());
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let spot = error
                .span()
                .map_or(Spot::line(1), |span| reader.spot(span.start));
            return Err(vec![Finding::error(
                Code::Syntax,
                spot,
                error.message().trim().to_owned(),
            )]);
        }
    };
    let mut file = Section::top(&reader, Spot::line(1), table.get_ref());
    let mapping = read(&mut file);
    file.finish();
    let columns = reader.kind.columns.take();
    let mut findings = reader.into_findings();
    findings.sort_by_key(|finding| finding.spot);
    match mapping {
        Some(mapping) if findings.is_empty() => Ok(Mapping { columns, ..mapping }),
        _ => Err(findings),
    }
}

fn read(file: &mut Section) -> Option<Mapping> {
    let format = file
        .require("format", "write 'format = 1' as its first line")
        .and_then(|item| item.whole(0));
    if let Some(number) = format.filter(|number| *number != 1) {
        file.reader.error(
            Code::BadValue,
            Spot::line(1),
            format!("this program reads mappings of format 1, not {number}"),
        );
    }
    let source = file.take("source").and_then(|item| item.written());
    let form = file.section("file").map(file_form).unwrap_or_default();
    let rows = file.require(
        "rows",
        "write [rows] with key = \"…\", the column that makes a row unique",
    );
    let rows = rows
        .and_then(|item| item.section("[rows]".to_owned()))
        .map(rows_section);
    let dates = file.section("dates").map(dates).unwrap_or_default();
    let facts = file.require("facts", "write [facts]: which column is which fact");
    let facts = facts
        .and_then(|item| item.section("[facts]".to_owned()))
        .map(facts_section);
    let status = file.section("status").map(status_section);
    let events = file
        .section("events")
        .map(|section| events(&section))
        .unwrap_or_default();
    let (key, skip, repeats) = rows?;
    let (received, level, facts) = facts?;
    let status = match status {
        Some((status, spot)) => {
            let status = status?;
            check_names(file.reader, &status, &events, spot);
            Some(status)
        }
        None => None,
    };
    let key = key?;
    Some(Mapping {
        source,
        file: form,
        key,
        skip,
        repeats,
        dates,
        received: received?,
        level,
        facts,
        status,
        events,
        columns: Vec::new(),
    })
}

fn file_form(mut section: Section) -> FileForm {
    const DELIMITERS: [(u8, &str); 5] = [
        (b',', ","),
        (b';', ";"),
        (b'\t', "\t"),
        (b'\t', "tab"),
        (b'|', "|"),
    ];
    const QUOTES: [(Option<u8>, &str); 3] =
        [(Some(b'"'), "\""), (Some(b'\''), "'"), (None, "none")];
    let form = FileForm {
        encoding: section.take("encoding").and_then(|item| item.written()),
        delimiter: section
            .take("delimiter")
            .and_then(|item| item.word(&DELIMITERS)),
        quote: section.take("quote").and_then(|item| item.word(&QUOTES)),
        header: section
            .take("header")
            .and_then(|item| item.count(0))
            .unwrap_or(1),
        decimal: section
            .take("decimal")
            .and_then(|item| item.word(&[('.', "."), (',', ",")]))
            .unwrap_or('.'),
    };
    section.finish();
    form
}

type RowsSection = (Option<Vec<Column>>, Vec<Condition>, Repeats);

fn rows_section(mut section: Section) -> RowsSection {
    let key = section.require(
        "key",
        "name the column that makes a row unique: importing again then adds nothing",
    );
    let key = key.and_then(|item| item.columns());
    let skip = section
        .take("skip")
        .map(|item| item.conditions())
        .unwrap_or_default();
    let repeats = section
        .take("repeats")
        .and_then(|item| item.word(&[(Repeats::List, "list"), (Repeats::Take, "take")]));
    section.finish();
    (key, skip, repeats.unwrap_or_default())
}

fn dates(mut section: Section) -> Dates {
    let zone = section.take("zone").and_then(|item| {
        let name = item.written()?;
        chrono_tz::Tz::from_str(&name)
            .ok()
            .or_else(|| item.bad(format!("there is no time zone '{name}'")))
    });
    let early = section
        .take("early")
        .and_then(|item| item.word(&[(Early::Refuse, "refuse"), (Early::Receipt, "receipt")]));
    let dates = Dates {
        formats: section.formats(),
        zone,
        early: early.unwrap_or_default(),
    };
    section.finish();
    dates
}

type FactPicks = (Option<DatePick>, Option<Pick>, Vec<(FactField, FactPick)>);

fn facts_section(mut section: Section) -> FactPicks {
    let received = section
        .require("received", "name the column with the date of receipt")
        .and_then(|item| item.date_pick());
    let level = section.take("level").and_then(|item| item.pick());
    let mut facts = Vec::new();
    for field in FactField::ALL
        .iter()
        .copied()
        .filter(|field| *field != FactField::Received)
    {
        let hint = format!(
            "write {0} = \"COLUMN\", or {0} = {{ text = \"…\" }} for one that all rows have",
            field.name()
        );
        let item = if field.is_required() {
            section.require(field.name(), hint)
        } else {
            section.take(field.name())
        };
        let pick = item.and_then(|item| match field.kind() {
            FactKind::Instant => item.date_pick().map(FactPick::Date),
            FactKind::Text | FactKind::Amount => item.pick().map(FactPick::Value),
        });
        facts.extend(pick.map(|pick| (field, pick)));
    }
    section.finish();
    (received, level, facts)
}

fn status_section(mut section: Section) -> (Option<Status>, Spot) {
    let spot = section.spot;
    let column = section
        .require("column", "name the column with the status")
        .and_then(|item| item.column());
    let values = section.require(
        "values",
        "write [status.values] with the events of each status: Closed = [\"close\"]",
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
    let status = column.zip(values).map(|(column, values)| Status {
        column,
        values,
        otherwise,
    });
    (status, spot)
}

/// A status names events of `[events]`.
fn check_names(reader: &Reader, status: &Status, events: &[EventRule], spot: Spot) {
    let names = status
        .values
        .iter()
        .flat_map(|(_, names)| names)
        .chain(status.otherwise.iter().flatten());
    for name in names {
        if !events.iter().any(|event| event.name == *name) {
            let finding = Finding::error(
                Code::BadValue,
                spot,
                format!("[status] names the event '{name}', which is not in [events]"),
            );
            let finding = finding.hint(format!("add [events.{name}]"));
            let known: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
            reader.report(match crate::domain::finding::nearest(name, &known) {
                Some(near) => {
                    finding.hint(format!("did you mean '{near}'? else add [events.{name}]"))
                }
                None => finding,
            });
        }
    }
}

fn events(section: &Section) -> Vec<EventRule> {
    section
        .entries()
        .into_iter()
        .filter_map(|(name, item)| event(name, &item))
        .collect()
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
    let by = section.take("by").and_then(|item| item.pick());
    let nature = nature(&mut section, verb);
    let mut keys = Vec::new();
    for key in verb.into_iter().flat_map(keys_of) {
        let interim_result = key.name == "result" && matches!(nature, Nature::Interim { .. });
        let default = || {
            (!interim_result)
                .then(|| default_of(key))
                .flatten()
                .map(constant)
        };
        let pick = section.take(key.name).and_then(|item| item.pick());
        keys.extend(pick.or_else(default).map(|pick| (key.name, pick)));
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
            Some(_) => format!("'{word}' cannot be imported"),
            None => format!("there is no verb '{word}'; say which one is meant with do = \"…\""),
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
            let finding = Finding::error(
                Code::BadValue,
                item.spot,
                "a promise belongs to an interim response",
            );
            section.reader.report(finding.hint("add interim = true"));
            Nature::Plain
        }
    }
}

fn constant(text: &str) -> Pick {
    let parts = Parts::Text(vec![Piece::Words(text.to_owned())]);
    Pick {
        parts,
        values: Vec::new(),
        unlisted: Unlisted::Keep,
        default: None,
    }
}
