//! The key figures with numerator, denominator, target, and whether it was met.

use serde_json::{Value as Json, json};

use super::quantity;
use super::{Page, head, title};
use crate::domain::metrics::{Figure, Frame, Met, Value};
use crate::render::grid::{Cell, Grid, Width};
use crate::render::style::Tone;

/// The key figures of a period.
pub fn kpi(figures: &[Figure], frame: &Frame<'_>) -> Page {
    let mut json = head("kpi", frame);
    json.insert("figures".to_owned(), figures.iter().map(as_json).collect());
    let mut page = Page::new(title("Key figures", frame), shown(figures), json.into());
    page.data = data(figures);
    page
}

fn shown(figures: &[Figure]) -> Grid {
    let numbers =
        ["numerator", "denominator", "value", "target", "met"].map(|name| (name, Width::Flexible));
    let mut grid = Grid::new([("figure", Width::Words)].into_iter().chain(numbers));
    for figure in figures {
        grid.push(vec![
            Cell::text(figure.full_name()),
            Cell::number(quantity::numerator(
                figure.value,
                figure.name.kind.measure(),
            )),
            Cell::number(figure.value.map_or(0, Value::denominator)),
            Cell::number(quantity::value(figure.value)),
            Cell::text(figure.target.map_or("–".to_owned(), quantity::bound)),
            met(figure.met),
        ]);
    }
    grid
}

fn met(met: Met) -> Cell {
    match met {
        Met::Met => Cell::text(met.word()).tone(Tone::Good),
        Met::NotMet => Cell::text(met.word()).tone(Tone::Bad),
        Met::NoTarget | Met::NoCases => Cell::text("–"),
    }
}

/// Numbers alone, the unit (`%` or `s`) beside them.
fn data(figures: &[Figure]) -> Grid {
    let names = [
        "figure",
        "where",
        "population",
        "numerator",
        "denominator",
        "value",
        "unit",
        "target",
        "met",
    ];
    let mut grid = Grid::new(names.map(|name| (name, Width::Flexible)));
    for figure in figures {
        let Numbers {
            numerator,
            value,
            unit,
            ..
        } = numbers(figure);
        let name = figure.name.to_string();
        let conditions = figure
            .full_name()
            .strip_prefix(&format!("{name} where "))
            .map(str::to_owned);
        grid.push(vec![
            Cell::text(name),
            Cell::maybe(conditions),
            Cell::number(figure.population.len()),
            Cell::number(numerator.unwrap_or_default()),
            Cell::number(figure.value.map_or(0, Value::denominator)),
            Cell::number(value.unwrap_or_default()),
            Cell::text(unit),
            Cell::maybe(figure.target.map(quantity::bound)),
            Cell::text(figure.met.word()),
        ]);
    }
    grid
}

fn as_json(figure: &Figure) -> Json {
    let Numbers {
        numerator,
        value,
        unit,
    } = numbers(figure);
    let number =
        |text: Option<String>| text.map_or(Json::Null, |text| quantity::json_number(&text));
    json!({
        "figure": figure.full_name(),
        "definition": figure.name.kind.definition(),
        "population": figure.population.len(),
        "numerator": number(numerator),
        "denominator": figure.value.map_or(0, Value::denominator),
        "value": number(value),
        "unit": unit,
        "text": quantity::value(figure.value),
        "target": figure.target.map(quantity::bound),
        "met": figure.met.word(),
    })
}

/// Numerator and value as plain decimal numbers, in per cent or seconds.
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
        Some(Value::Share(share)) => Numbers {
            numerator: Some(share.numerator.to_string()),
            value: Some(quantity::percent(share)),
            unit: "%",
        },
        Some(value @ (Value::Mean { .. } | Value::Rank { .. })) => Numbers {
            numerator: value.total().map(|total| quantity::seconds(total.length)),
            value: value.time().map(|time| quantity::seconds(time.length)),
            unit: "s",
        },
    }
}
