//! Parses a mapping from TOML and collects every problem.

use std::str::FromStr;

use encoding_rs::Encoding;
use toml::de::DeTable;

use super::events::{check_status, events, status_section};
use super::table::{Item, MappingFile, MappingReader, Section};
use super::words::{Decimal, Delimiter, Quote};
use super::{
    Column, ColumnCondition, Currencies, DatePick, Dates, EARLIEST, FactPick, FileForm, Handlers,
    Mapping, Meaning, Pick, Repeats,
};
use crate::domain::case::FactField;
use crate::domain::case::facts::FactKind;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::import::decode::named;
use crate::domain::message::{message, text};

pub(super) fn parse(text: &str) -> Result<Mapping, Vec<Finding>> {
    let reader = MappingReader::new(text, MappingFile::default());
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let spot = error
                .span()
                .map_or(Spot::line(1), |span| reader.spot(span.start));
            let message = message!("{error}", error = error.message().trim());
            return Err(vec![Finding::error(Code::Syntax, spot, message)]);
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
        .require("format", text!("write 'format = 1' as its first line"))
        .and_then(|item| item.whole(0));
    if let Some(number) = format.filter(|number| *number != 1) {
        file.reader.error(
            Code::BadValue,
            Spot::line(1),
            message!(
                "this program reads mappings of format 1, not {number}",
                number
            ),
        );
    }
    let source = file.take("source").and_then(|item| item.written());
    let form = file.section("file").map(file_form).unwrap_or_default();
    let rows = file.require(
        "rows",
        text!("write [rows] with key = \"…\", the column that makes a row unique"),
    );
    let rows = rows
        .and_then(|item| item.section("[rows]".to_owned()))
        .map(rows_section);
    let dates = file.section("dates").map(dates).unwrap_or_default();
    let currencies = file.section("amounts").map(currencies).unwrap_or_default();
    let handlers = file.section("handlers").map(handlers).unwrap_or_default();
    let facts = file.require("facts", text!("write [facts]: which column is which fact"));
    let facts = facts
        .and_then(|item| item.section("[facts]".to_owned()))
        .map(facts_section);
    let status = file.section("status").map(status_section);
    let events = file
        .section("events")
        .map(|section| events(&section))
        .unwrap_or_default();
    let rows = rows?;
    let (received, level, facts) = facts?;
    let status = match status {
        Some((status, spot)) => {
            let status = status?;
            check_status(file.reader, &status, &events, spot);
            Some(status)
        }
        None => None,
    };
    let key = rows.key?;
    Some(Mapping {
        source,
        file: form,
        key,
        only: rows.only,
        skip: rows.skip,
        repeats: rows.repeats,
        dates,
        currencies,
        handlers,
        received: received?,
        level,
        facts,
        status,
        events,
        columns: Vec::new(),
    })
}

fn file_form(mut section: Section) -> FileForm {
    let form = FileForm {
        encoding: section.take("encoding").and_then(|item| encoding(&item)),
        delimiter: section
            .take("delimiter")
            .and_then(|item| item.word())
            .map(Delimiter::byte),
        quote: section
            .take("quote")
            .and_then(|item| item.word())
            .map(Quote::byte),
        header: section
            .take("header")
            .and_then(|item| item.count(0))
            .unwrap_or(1),
        decimal: section
            .take("decimal")
            .and_then(|item| item.word())
            .map(Decimal::mark),
    };
    section.finish();
    form
}

fn encoding(item: &Item) -> Option<&'static Encoding> {
    let name = item.written()?;
    named(&name).or_else(|| {
        let message = message!("there is no encoding '{name}'", name);
        let finding = Finding::error(Code::BadValue, item.spot, message);
        item.reader.report(finding.hint(text!(
            "write utf-8, utf-16, gb18030, big5, shift_jis, euc-kr, windows-1252 or another of the web's names"
        )));
        None
    })
}

struct RowsSection {
    key: Option<Vec<Column>>,
    only: Vec<ColumnCondition>,
    skip: Vec<ColumnCondition>,
    repeats: Repeats,
}

fn rows_section(mut section: Section) -> RowsSection {
    let key = section.require(
        "key",
        text!("name the column that makes a row unique: importing again then adds nothing"),
    );
    let keyless = key.as_ref().filter(|item| item.items_are_none());
    let keyless = keyless.map(|item| item.spot);
    let key = key.and_then(|item| item.columns());
    let mut conditions = |name| {
        let item = section.take(name);
        item.map(|item| item.conditions()).unwrap_or_default()
    };
    let (only, skip) = (conditions("only"), conditions("skip"));
    let repeats = section.take("repeats").and_then(|item| item.word());
    let repeats = repeats.unwrap_or_default();
    if let Some(spot) = keyless
        && repeats != Repeats::Take
    {
        let message = text!("without a key, rows can be told apart by their content alone");
        let finding = Finding::error(Code::BadValue, spot, message);
        let hint = text!("add repeats = \"take\": equal rows are counted");
        section.reader.report(finding.hint(hint));
    }
    section.finish();
    RowsSection {
        key,
        only,
        skip,
        repeats,
    }
}

fn dates(mut section: Section) -> Dates {
    let zone = section.take("zone").and_then(|item| {
        let name = item.written()?;
        chrono_tz::Tz::from_str(&name)
            .ok()
            .or_else(|| item.bad(message!("there is no time zone '{name}'", name)))
    });
    let early = section.take("early").and_then(|item| item.word());
    let earliest = section.take("earliest").and_then(|item| item.date());
    let dates = Dates {
        formats: section.formats(),
        zone,
        early: early.unwrap_or_default(),
        earliest: earliest.map_or(EARLIEST, |date| date.value),
    };
    section.finish();
    dates
}

fn currencies(mut section: Section) -> Currencies {
    let of_amounts = section.take("currency").and_then(|item| item.pick());
    let rates = section.section("rates");
    let entries = rates.map(|rates| rates.entries()).unwrap_or_default();
    let rates = entries.into_iter().filter_map(|(code, item)| {
        let code = code.value;
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return item.bad(message!(
                "'{code}' is not the code of a currency, like EUR",
                code
            ));
        }
        let rate = item.amount()?;
        if rate.is_zero() {
            return item.bad(text!("a rate is greater than 0"));
        }
        Some((code, rate))
    });
    let currencies = Currencies {
        of_amounts,
        rates: rates.collect(),
    };
    section.finish();
    currencies
}

fn handlers(mut section: Section) -> Handlers {
    let names = section.take("names").map(|item| item.values());
    let unlisted = section.take("unlisted").and_then(|item| item.word());
    section.finish();
    Handlers {
        names: names.unwrap_or_default(),
        unlisted: unlisted.unwrap_or_default(),
    }
}

type FactPicks = (Option<DatePick>, Option<Pick>, Vec<(FactField, FactPick)>);

fn facts_section(mut section: Section) -> FactPicks {
    let received = section
        .require(
            "received",
            text!("name the column with the date of receipt"),
        )
        .and_then(|item| {
            let pick = item.date_pick()?;
            let by_itself =
                |(_, meaning): &(String, Meaning)| matches!(meaning, Meaning::Receipt(_));
            if pick.empty.is_some() || pick.values.iter().any(by_itself) {
                return item.bad(text!("'received' cannot be told by the receipt itself"));
            }
            Some(pick)
        });
    let level = section.take("level").and_then(|item| item.pick());
    let mut facts = Vec::new();
    for field in FactField::ALL
        .iter()
        .copied()
        .filter(|field| *field != FactField::Received)
    {
        let hint = message!(
            "write {fact} = \"COLUMN\", or {fact} = {{ text = \"…\" }} for the same value in all rows",
            fact = field.name()
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
