//! Lessons from complaints, as a public page without cases, complainants or staff (F5).

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::{ReportPage, head, title};
use crate::domain::anonymity;
use crate::domain::case::FactField;
use crate::domain::message::{Message, text};
use crate::domain::metrics::Frame;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::render::table::{Cell, Column, Table, Width};

/// A lesson with its subject; the fields define the sort order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct LessonRow<'a> {
    category: &'a str,
    at: Instant,
    lesson: &'a str,
    product: &'a str,
    since: NaiveDate,
}

/// The lessons recorded in the period, by category, then by time.
pub(crate) fn lessons(snapshots: &[Snapshot], frame: &Frame<'_>) -> ReportPage {
    let mut lessons: Vec<LessonRow<'_>> = snapshots
        .iter()
        .flat_map(|snapshot| lessons_of(snapshot, frame))
        .collect();
    lessons.sort();
    let mut json = head("lessons", frame);
    json.insert("lessons".to_owned(), lessons.iter().map(as_json).collect());
    let columns = vec![
        words(text!("category"), |it| it.category),
        words(text!("product"), |it| it.product),
        words(text!("lesson"), |it| it.lesson),
        Column::new(text!("since"), Width::Fixed, |it: &LessonRow<'_>| {
            Cell::text(it.since.to_string())
        }),
    ];
    let table = Table::of(columns, &lessons);
    ReportPage::new(title(text!("Lessons from complaints"), frame), table, json)
}

fn words<'a, 't>(title: Message, text: fn(&LessonRow<'t>) -> &'t str) -> Column<'a, LessonRow<'t>>
where
    't: 'a,
{
    Column::new(title, Width::Words, move |it| Cell::text(text(it)))
}

fn lessons_of<'a>(snapshot: &'a Snapshot, frame: &Frame<'a>) -> Vec<LessonRow<'a>> {
    let facts = &snapshot.state().facts;
    let category = frame.policy.categories.get(&facts.category);
    let name = category.and_then(|category| category.name.as_deref());
    let (category, frame) = (name.unwrap_or(&facts.category), *frame);
    // Facts may have been corrected since the lesson was recorded.
    let names_nobody = |text: &&str| anonymity::fact_in(text, facts).is_none();
    let product = facts.text(FactField::Product).filter(names_nobody);
    let lessons = snapshot.state().lessons.iter();
    lessons
        .filter(|lesson| frame.contains(lesson.at) && names_nobody(&lesson.text.as_str()))
        .map(|lesson| LessonRow {
            category,
            at: lesson.at,
            lesson: &lesson.text,
            product: product.unwrap_or_default(),
            since: frame.policy.calendar.date(lesson.at),
        })
        .collect()
}

fn as_json(it: &LessonRow<'_>) -> Json {
    json!({
        "category": it.category,
        "product": it.product,
        "lesson": it.lesson,
        "since": it.since.to_string(),
    })
}
