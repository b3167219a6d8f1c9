//! The key figures with numerator, denominator, target and result.

use serde_json::{Value as Json, json};

use super::{ReportPage, head, in_english, quantity, title};
use crate::domain::attribute::Attribute;
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Figure, FigureValue, Frame, Met, NO_VALUE};
use crate::domain::word::Word;
use crate::render::language::say;
use crate::render::style::Tone;
use crate::render::table::{Cell, Column, Table, Width};

/// The key figures of a period.
pub(crate) fn kpi(figures: &[Figure], frame: &Frame<'_>) -> ReportPage {
    let mut json = head("kpi", frame);
    json.insert("figures".to_owned(), figures.iter().map(as_json).collect());
    let rows: Vec<Row> = figures.iter().map(Row::of_all).collect();
    let table = Table::of(columns(), &rows);
    ReportPage::new(title(text!("Key figures"), frame), table, json)
}

/// The key figures of each value of an axis.
pub(crate) fn kpi_by(
    groups: &[(Option<String>, Vec<Figure>)],
    axis: Attribute,
    frame: &Frame<'_>,
) -> ReportPage {
    let mut json = head("kpi", frame);
    let of_group = |(name, figures): &(Option<String>, Vec<Figure>)| {
        let figures: Vec<Json> = figures.iter().map(as_json).collect();
        json!({ "name": name, "figures": figures })
    };
    json.insert("by".to_owned(), axis.word().into());
    json.insert("groups".to_owned(), groups.iter().map(of_group).collect());
    let rows = groups.iter().flat_map(|(name, figures)| {
        let group = name.as_deref().unwrap_or(NO_VALUE);
        figures.iter().map(move |figure| Row { group, figure })
    });
    let rows: Vec<Row> = rows.collect();
    let group = Column::new(message!("{axis}", axis), Width::Words, |row: &Row| {
        Cell::text(row.group)
    });
    let mut all = vec![group];
    all.extend(columns());
    let heading = message!("Key figures by {axis}", axis);
    ReportPage::new(title(heading, frame), Table::of(all, &rows), json)
}

/// A figure, of all cases or of a group.
struct Row<'f> {
    group: &'f str,
    figure: &'f Figure,
}

impl<'f> Row<'f> {
    fn of_all(figure: &'f Figure) -> Self {
        Self { group: "", figure }
    }
}

/// Program output has plain numbers, with the unit (`%` or `s`) in a separate column. A narrow
/// terminal keeps what a target is judged on: value, target, result and denominator.
fn columns<'a, 'f: 'a>() -> Vec<Column<'a, Row<'f>>> {
    vec![
        column(text!("figure"), |figure| {
            Cell::text(figure.full_name()).data(figure.name.to_string())
        }),
        column(text!("where"), |figure| Cell::maybe(figure.conditions())).for_programs(),
        column(text!("population"), |figure| {
            Cell::number(figure.population.len())
        })
        .for_programs(),
        column(text!("numerator"), |figure| {
            let shown = quantity::numerator(figure.value, figure.name.kind.measure());
            let data = numbers(figure).numerator.unwrap_or_default();
            Cell::message(shown).data(data).right()
        })
        .rank(1),
        column(text!("denominator"), |figure| {
            Cell::number(figure.value.map_or(0, FigureValue::denominator))
        })
        .rank(3),
        column(text!("value"), |figure| {
            let data = numbers(figure).value.unwrap_or_default();
            Cell::message(quantity::value(figure)).data(data).right()
        }),
        column(text!("unit"), |figure| Cell::text(numbers(figure).unit)).for_programs(),
        column(text!("time"), |figure| Cell::text(kind(figure))).for_programs(),
        column(text!("target"), |figure| {
            figure
                .target
                .map_or_else(dash, |target| Cell::message(quantity::bound(target)))
        })
        .rank(5),
        column(text!("met"), |figure| met(figure.met)).rank(4),
        column(text!("not yet due"), not_yet_due).rank(2),
    ]
}

fn column<'a, 'f: 'a>(title: Message, cell: impl Fn(&Figure) -> Cell + 'a) -> Column<'a, Row<'f>> {
    Column::new(title, Width::Words, move |row: &Row| cell(row.figure))
}

/// Placeholder for an absent value.
fn dash() -> Cell {
    Cell::text("–").data("")
}

fn met(met: Met) -> Cell {
    match met {
        Met::Reached => Cell::word(met).tone(Tone::Good),
        Met::Missed => Cell::word(met).tone(Tone::Bad),
        Met::NoTarget | Met::NoCases => dash().data(met.word()),
    }
}

/// Cases whose limit has not passed; a dash where there is no limit.
fn not_yet_due(figure: &Figure) -> Cell {
    let count = Cell::number(figure.not_yet_due());
    match figure.name.kind.has_limit() {
        true => count,
        false => Cell::number("–").data("0"),
    }
}

fn as_json(figure: &Figure) -> Json {
    let Numbers {
        numerator, unit, ..
    } = numbers(figure);
    let numerator = numerator.map_or(Json::Null, |text| quantity::json_number(&text));
    json!({
        "figure": figure.full_name(),
        "definition": figure.name.kind.definition(),
        "population": figure.population.len(),
        "numerator": numerator,
        "denominator": figure.value.map_or(0, FigureValue::denominator),
        "not_yet_due": figure.not_yet_due(),
        "value": exact(figure.value),
        "fraction": fraction(figure.value),
        "unit": unit,
        "time": figure.value.and_then(FigureValue::time).map(|time| quantity::kind(time.clock)),
        "text": say(&quantity::value(figure)),
        "target": figure.target.map(|target| in_english(&quantity::bound(target))),
        "met": figure.met.word(),
    })
}

/// The kind of time of a length; empty for a share.
fn kind(figure: &Figure) -> &'static str {
    let time = figure.value.and_then(FigureValue::time);
    time.map_or("", |time| quantity::kind(time.clock))
}

/// The value in its unit, not rounded.
fn exact(value: Option<FigureValue>) -> Json {
    match value {
        None => Json::Null,
        Some(FigureValue::Share(share)) => {
            let percent = 100 * u128::from(share.numerator);
            quantity::json_quotient(percent as f64, share.denominator as f64)
        }
        Some(FigureValue::Mean { total, count }) => {
            let seconds = total.length.num_milliseconds() as f64 / 1000.0;
            quantity::json_quotient(seconds, count as f64)
        }
        Some(FigureValue::Rank { time, .. }) => {
            quantity::json_number(&quantity::seconds(time.length))
        }
    }
}

/// The share as a part of 1, not rounded.
fn fraction(value: Option<FigureValue>) -> Json {
    match value {
        Some(FigureValue::Share(share)) => {
            quantity::json_quotient(share.numerator as f64, share.denominator as f64)
        }
        Some(FigureValue::Mean { .. } | FigureValue::Rank { .. }) | None => Json::Null,
    }
}

/// Numerator and value as plain decimal numbers: shares in per cent, times in seconds.
struct Numbers {
    numerator: Option<String>,
    value: Option<String>,
    unit: &'static str,
}

fn numbers(figure: &Figure) -> Numbers {
    match figure.value {
        None => Numbers {
            numerator: figure
                .name
                .kind
                .measure()
                .is_share()
                .then(|| "0".to_owned()),
            value: None,
            unit: "",
        },
        Some(FigureValue::Share(share)) => Numbers {
            numerator: Some(share.numerator.to_string()),
            value: Some(quantity::percent_beside(share, figure.target)),
            unit: "%",
        },
        Some(value @ (FigureValue::Mean { .. } | FigureValue::Rank { .. })) => Numbers {
            numerator: value.total().map(|total| quantity::seconds(total.length)),
            value: value.time().map(|time| quantity::seconds(time.length)),
            unit: "s",
        },
    }
}
