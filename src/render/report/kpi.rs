//! The key figures with numerator, denominator, target and result.

use serde_json::{Value as Json, json};

use super::{ReportPage, head, in_english, quantity, title};
use crate::domain::message::{Message, text};
use crate::domain::metrics::{Figure, FigureValue, Frame, Met};
use crate::domain::word::Word;
use crate::render::language::say;
use crate::render::style::Tone;
use crate::render::table::{Cell, Column, Table, Width};

/// The key figures of a period.
pub(crate) fn kpi(figures: &[Figure], frame: &Frame<'_>) -> ReportPage {
    let mut json = head("kpi", frame);
    json.insert("figures".to_owned(), figures.iter().map(as_json).collect());
    let table = Table::of(columns(), figures);
    ReportPage::new(title(text!("Key figures"), frame), table, json)
}

/// Program output has plain numbers, with the unit (`%` or `s`) in a separate column.
fn columns<'a>() -> Vec<Column<'a, Figure>> {
    vec![
        Column::new(text!("figure"), Width::Words, |figure: &Figure| {
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
        }),
        column(text!("denominator"), |figure| {
            Cell::number(figure.value.map_or(0, FigureValue::denominator))
        }),
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
        }),
        column(text!("met"), |figure| met(figure.met)),
        column(text!("not yet due"), not_yet_due),
    ]
}

fn column<'a>(title: Message, cell: impl Fn(&Figure) -> Cell + 'a) -> Column<'a, Figure> {
    Column::new(title, Width::Words, cell)
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
