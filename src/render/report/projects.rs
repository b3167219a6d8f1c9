//! Hot-spot projects, month by month (F3).

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::{ReportPage, head, title};
use crate::domain::message::{Message, text};
use crate::domain::metrics::{Frame, Met, Month, Project};
use crate::render::style::Tone;
use crate::render::table::{Cell, Column, Table, Width};

/// One month of a project.
type Row<'a> = (&'a Project<'a>, &'a Month);

/// The projects with their similar complaints, month by month, against the target.
pub(crate) fn projects(projects: &[Project<'_>], frame: &Frame<'_>) -> ReportPage {
    let rows: Vec<Row<'_>> = projects
        .iter()
        .flat_map(|project| project.months.iter().map(move |month| (project, month)))
        .collect();
    let columns = vec![
        fixed(text!("id"), |it| Cell::text(it.0.snapshot.id())),
        Column::new(text!("project"), Width::Flexible, |it: &Row<'_>| {
            Cell::text(&it.0.snapshot.state().facts.summary)
        }),
        fixed(text!("members"), |it| Cell::number(it.0.members.len())),
        fixed(text!("month"), |it| Cell::text(name(it.1))),
        fixed(text!("cases"), |it| Cell::number(it.1.cases)),
        fixed(text!("month before"), |it| {
            it.1.before.map_or(Cell::number("–").data(""), Cell::number)
        }),
        fixed(text!("change"), |it| {
            let shown = it.1.change(it.0.target).map(change);
            Cell::number(shown.unwrap_or_else(|| "–".to_owned()))
        }),
        fixed(text!("target"), |it| target(it.0)),
        fixed(text!("met"), |it| met(it.1, it.0)),
    ];
    let table = Table::of(columns, &rows);
    let mut json = head("projects", frame);
    json.insert(
        "projects".to_owned(),
        projects.iter().map(as_json).collect(),
    );
    ReportPage::new(title(text!("Hot-spot projects"), frame), table, json)
}

fn fixed<'a, 'p: 'a>(title: Message, cell: fn(&Row<'p>) -> Cell) -> Column<'a, Row<'p>> {
    Column::new(title, Width::Fixed, cell)
}

fn name(month: &Month) -> String {
    month.first.format("%Y-%m").to_string()
}

/// `−33.3%`, `+66.7%`.
fn change(percent: Decimal) -> String {
    let sign = match percent.cmp(&Decimal::ZERO) {
        Ordering::Less => "−",
        Ordering::Equal => "",
        Ordering::Greater => "+",
    };
    format!("{sign}{}%", percent.abs())
}

fn target(project: &Project<'_>) -> Cell {
    let target = project.target.map(|target| target.normalize());
    Cell::number(target.map_or("–".to_owned(), |target| format!("−{target}%")))
}

fn met(month: &Month, project: &Project<'_>) -> Cell {
    match project.target.and_then(|target| month.meets(target)) {
        Some(true) => Cell::word(Met::Reached).tone(Tone::Good),
        Some(false) => Cell::word(Met::Missed).tone(Tone::Bad),
        None => Cell::text("–"),
    }
}

fn as_json(project: &Project<'_>) -> Json {
    let month = |month: &Month| {
        json!({
            "month": name(month),
            "cases": month.cases,
            "before": month.before,
            "change": month.exact_change(),
            "met": project.target.and_then(|target| month.meets(target)),
        })
    };
    json!({
        "id": project.snapshot.id(),
        "summary": project.snapshot.state().facts.summary,
        "members": project.members,
        "target": project.target.map(|target| target.to_string()),
        "months": project.months.iter().map(month).collect::<Vec<_>>(),
    })
}
