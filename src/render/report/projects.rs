//! Hot-spot projects, month by month (F3).

use serde_json::{Value as Json, json};

use super::{Page, head, title};
use crate::domain::metrics::{Frame, Month, Project};
use crate::render::grid::{Cell, Grid, Width};
use crate::render::style::Tone;

/// The projects with the complaints like theirs, and how these rose or fell against the target.
pub fn projects(projects: &[Project<'_>], frame: &Frame<'_>) -> Page {
    let columns = [
        "id", "project", "members", "month", "cases", "change", "target", "met",
    ];
    let mut grid = Grid::new(columns.map(|name| {
        (
            name,
            if name == "project" {
                Width::Flexible
            } else {
                Width::Fixed
            },
        )
    }));
    for project in projects {
        let target = project
            .target
            .map(|target| format!("−{}%", target.normalize()));
        for month in &project.months {
            grid.push(vec![
                Cell::text(project.snapshot.id()),
                Cell::text(&project.snapshot.state().facts.summary),
                Cell::number(project.members.len()),
                Cell::text(name(month)),
                Cell::number(month.cases),
                Cell::number(month.change().map_or("–".to_owned(), change)),
                Cell::number(target.clone().unwrap_or("–".to_owned())),
                met(month, project),
            ]);
        }
    }
    let mut json = head("projects", frame);
    json.insert(
        "projects".to_owned(),
        projects.iter().map(as_json).collect(),
    );
    Page::new(title("Hot-spot projects", frame), grid, json.into())
}

fn name(month: &Month) -> String {
    month.first.format("%Y-%m").to_string()
}

/// `−33.3%`, `+66.7%`.
fn change(tenths: i64) -> String {
    let sign = match tenths {
        ..0 => "−",
        0 => "",
        1.. => "+",
    };
    format!("{sign}{}.{}%", tenths.abs() / 10, tenths.abs() % 10)
}

fn met(month: &Month, project: &Project<'_>) -> Cell {
    match project.target.and_then(|target| month.meets(target)) {
        Some(true) => Cell::text("met").tone(Tone::Good),
        Some(false) => Cell::text("not met").tone(Tone::Bad),
        None => Cell::text("–"),
    }
}

fn as_json(project: &Project<'_>) -> Json {
    let month = |month: &Month| {
        json!({
            "month": name(month),
            "cases": month.cases,
            "change": month.change().map(|tenths| tenths as f64 / 10.0),
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
