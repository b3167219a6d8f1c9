//! What complaints taught, as a page for everybody: no case, no complainant, no staff stands in it (F5).

use serde_json::json;

use super::{Page, head, title};
use crate::domain::case::FactField;
use crate::domain::metrics::Frame;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::Lesson;
use crate::render::grid::{Cell, Grid, Width};

/// The lessons that became known in the period, by category, then by time.
pub fn lessons(snapshots: &[Snapshot], frame: &Frame<'_>) -> Page {
    let of = |snapshot: &'_ Snapshot| -> Vec<(String, String, Lesson)> {
        let facts = &snapshot.state().facts;
        let category = frame
            .policy
            .categories
            .get(&facts.category)
            .and_then(|category| category.name.clone());
        let category = category.unwrap_or_else(|| facts.category.clone());
        let product = facts
            .text(FactField::Product)
            .unwrap_or_default()
            .to_owned();
        let shared = snapshot
            .state()
            .lessons
            .iter()
            .filter(|lesson| frame.contains(lesson.at));
        shared
            .map(|lesson| (category.clone(), product.clone(), lesson.clone()))
            .collect()
    };
    let mut lessons: Vec<(String, String, Lesson)> = snapshots.iter().flat_map(of).collect();
    lessons.sort_by(|a, b| (&a.0, a.2.at, &a.2.text).cmp(&(&b.0, b.2.at, &b.2.text)));
    let date = |lesson: &Lesson| frame.policy.calendar.date(lesson.at).to_string();
    let columns = [
        ("category", Width::Words),
        ("product", Width::Words),
        ("lesson", Width::Words),
        ("since", Width::Fixed),
    ];
    let mut grid = Grid::new(columns);
    for (category, product, lesson) in &lessons {
        grid.push(
            [category, product, &lesson.text, &date(lesson)]
                .map(|text| Cell::text(text.clone()))
                .into(),
        );
    }
    let mut json = head("lessons", frame);
    let row = |(category, product, lesson): &(String, String, Lesson)| json!({ "category": category, "product": product, "lesson": lesson.text, "since": date(lesson) });
    json.insert("lessons".to_owned(), lessons.iter().map(row).collect());
    Page::new(title("What complaints taught", frame), grid, json.into())
}
