//! What complainants said when they were asked afterwards (E6).

use serde_json::{Map, Value as Json, json};

use super::{Page, head, quantity, title};
use crate::domain::metrics::{Aspect, Frame, Marked, NO_VALUE, Survey};
use crate::domain::word::Word;
use crate::render::grid::{Cell, Grid, Width};

/// The marks by kind with their mean and spread, then who was asked and what else they said.
pub fn survey(survey: &Survey, frame: &Frame<'_>) -> Page {
    let mut json = head("follow-up", frame);
    json.extend(as_json(survey));
    Page::new(title("Follow-ups", frame), grid(survey), json.into())
}

fn grid(survey: &Survey) -> Grid {
    let numbers = ["cases", "mean", "5", "4", "3", "2", "1"].map(|name| (name, Width::Fixed));
    let mut grid = Grid::new([("what", Width::Words)].into_iter().chain(numbers));
    for aspect in Aspect::ALL {
        let marked = survey.marked(aspect);
        let mean = marked
            .mean()
            .map(|mean| mean.to_string())
            .unwrap_or_default();
        let spread = (1..=5).rev().map(|mark| Cell::number(marked.of(mark)));
        let row = [
            Cell::text(aspect.word()),
            Cell::number(marked.count()),
            Cell::number(mean),
        ];
        grid.push(row.into_iter().chain(spread).collect());
    }
    for (what, count) in counts(survey) {
        let row = [Cell::text(what), Cell::number(count)];
        grid.push(
            row.into_iter()
                .chain((0..6).map(|_| Cell::number("")))
                .collect(),
        );
    }
    grid
}

/// What is counted beside the marks.
fn counts(survey: &Survey) -> Vec<(String, u64)> {
    let plain = [
        ("waived", survey.waived),
        ("still to be asked", survey.waiting),
        ("because of the handling", survey.handling),
        ("because of the matter", survey.matter),
        ("done again", survey.reworks),
    ];
    let plain = plain
        .into_iter()
        .map(|(what, count)| (what.to_owned(), count));
    let channels = survey
        .channels
        .iter()
        .map(|(via, count)| (format!("asked by {}", channel(via)), *count));
    let attitudes = survey
        .attitudes
        .iter()
        .map(|(attitude, count)| (format!("answer taken {attitude}"), *count));
    plain.chain(channels).chain(attitudes).collect()
}

fn channel(via: &Option<String>) -> &str {
    via.as_deref().unwrap_or(NO_VALUE)
}

fn as_json(survey: &Survey) -> Map<String, Json> {
    let marked = |marked: Marked| {
        let spread: Map<String, Json> = (1..=5)
            .map(|mark| (mark.to_string(), marked.of(mark).into()))
            .collect();
        let mean = marked
            .mean()
            .map(|mean| quantity::json_number(&mean.to_string()));
        json!({ "count": marked.count(), "mean": mean, "spread": spread })
    };
    let marks: Map<String, Json> = Aspect::ALL
        .into_iter()
        .map(|aspect| (aspect.word().to_owned(), marked(survey.marked(aspect))))
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
