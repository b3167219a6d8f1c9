//! Results of the follow-ups with complainants (E6).

use serde_json::{Map, Value as Json, json};

use super::{ReportPage, head, quantity, title};
use crate::domain::message::{Message, message, text};
use crate::domain::metrics::{Criterion, FollowUps, Frame, Marked, NO_VALUE};
use crate::domain::word::Word;
use crate::render::table::{Cell, Column, Table, Title, Width};

/// One row of the table.
enum Row {
    /// The marks for a criterion.
    Marks(Criterion, Marked),
    /// Another count.
    Count(Message, u64),
}

/// The marks for each criterion with mean and distribution, then the other counts.
pub(crate) fn survey(survey: &FollowUps, frame: &Frame<'_>) -> ReportPage {
    let mut json = head("follow-up", frame);
    json.extend(as_json(survey));
    let marks = Criterion::ALL
        .iter()
        .map(|criterion| Row::Marks(*criterion, survey.marked(*criterion)));
    let rows: Vec<Row> = marks.chain(counts(survey)).collect();
    let mut columns = vec![
        Column::new(text!("what"), Width::Words, |row: &Row| row.label()),
        column(text!("cases"), |row| Cell::number(row.count())),
        column(text!("mean"), |row| {
            Cell::maybe_number(row.marks().and_then(Marked::mean))
        }),
    ];
    let spread = (1..=5).rev().map(|mark| {
        column(mark.to_string().as_str(), move |row| {
            Cell::maybe_number(row.marks().map(|marked| marked.of(mark)))
        })
    });
    columns.extend(spread);
    let table = Table::of(columns, &rows);
    ReportPage::new(title(text!("Follow-ups"), frame), table, json)
}

fn column<'a>(title: impl Into<Title>, cell: impl Fn(&Row) -> Cell + 'a) -> Column<'a, Row> {
    Column::new(title, Width::Fixed, cell)
}

impl Row {
    fn label(&self) -> Cell {
        match self {
            Self::Marks(criterion, _) => Cell::word(criterion),
            Self::Count(what, _) => Cell::message(what.clone()),
        }
    }

    fn count(&self) -> u64 {
        match self {
            Self::Marks(_, marked) => marked.count(),
            Self::Count(_, count) => *count,
        }
    }

    fn marks(&self) -> Option<&Marked> {
        match self {
            Self::Marks(_, marked) => Some(marked),
            Self::Count(..) => None,
        }
    }
}

/// The counts other than marks.
fn counts(survey: &FollowUps) -> impl Iterator<Item = Row> {
    let counts = [
        (text!("waived"), survey.waived),
        (text!("still to be asked"), survey.waiting),
        (text!("because of the handling"), survey.handling),
        (text!("because of the matter"), survey.matter),
        (text!("done again"), survey.reworks),
    ];
    let channels = survey.channels.iter().map(|(via, count)| {
        let asked = message!("asked by {channel}", channel = channel(via));
        (asked, *count)
    });
    let attitudes = survey.attitudes.iter().map(|(attitude, count)| {
        let taken = message!("answer taken {attitude}", attitude);
        (taken, *count)
    });
    counts
        .into_iter()
        .chain(channels)
        .chain(attitudes)
        .map(|(what, count)| Row::Count(what, count))
}

fn channel(via: &Option<String>) -> &str {
    via.as_deref().unwrap_or(NO_VALUE)
}

fn as_json(survey: &FollowUps) -> Map<String, Json> {
    let marks: Map<String, Json> = Criterion::ALL
        .iter()
        .map(|it| (it.word().to_owned(), marks_json(survey.marked(*it))))
        .collect();
    let channels: Map<String, Json> = survey
        .channels
        .iter()
        .map(|(via, count)| (channel(via).to_owned(), (*count).into()))
        .collect();
    let attitudes: Map<String, Json> = survey
        .attitudes
        .iter()
        .map(|(attitude, count)| (attitude.word().to_owned(), (*count).into()))
        .collect();
    [
        ("marks", marks.into()),
        ("waived", survey.waived.into()),
        ("waiting", survey.waiting.into()),
        (
            "because",
            json!({ "handling": survey.handling, "matter": survey.matter }),
        ),
        ("reworks", survey.reworks.into()),
        ("via", channels.into()),
        ("attitude", attitudes.into()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

fn marks_json(marked: Marked) -> Json {
    let spread: Map<String, Json> = (1..=5)
        .map(|mark| (mark.to_string(), marked.of(mark).into()))
        .collect();
    let count = marked.count();
    let mean = (count > 0).then(|| quantity::json_quotient(marked.sum() as f64, count as f64));
    json!({ "count": count, "mean": mean, "spread": spread })
}
