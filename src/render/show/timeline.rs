//! The events, day by day.

use super::{Shown, arguments};
use crate::domain::case::Entry;
use crate::domain::message::{ToArgument, listed, message, text};
use crate::render::event::headline;
use crate::render::page::Page;
use crate::render::say;
use crate::render::span::to_the_minute;
use crate::render::style::Tone;
use crate::render::width::{columns, padded};

impl Shown<'_> {
    pub(super) fn timeline(&self, page: &mut Page) {
        let entries = self.snapshot.case.in_order();
        let widths = entries.iter().map(|entry| columns(entry.by.as_str()));
        let Some(widest) = widths.max() else {
            return;
        };
        page.heading(&say(&text!("Timeline")));
        let zone = self.policy.calendar.zone();
        let mut day = None;
        for (index, entry) in entries.iter().enumerate() {
            let moment = to_the_minute(entry.at, zone);
            let (date, time) = moment.split_once(' ').unwrap_or((&moment, ""));
            if day.as_deref() != Some(date) {
                page.line(2, Some(Tone::Faint), date);
                day = Some(date.to_owned());
            }
            let line = format!(
                "{:>3}  {time}  {}  {}{}",
                index + 1,
                padded(entry.by.as_str(), widest),
                say(&headline(&entry.event, &entries, zone)),
                self.remarks(entry)
            );
            let tone = self.is_retracted(entry).then_some(Tone::Faint);
            page.line(2, tone, &line);
            if let Some(said) = entry.event.said() {
                page.prose(2 + 3 + 2 + time.len() + 2 + widest + 2, said);
            }
        }
    }

    /// `  [retracted, recorded 2026-11-21 09:20, from ledger.csv#17]`.
    fn remarks(&self, entry: &Entry) -> String {
        let recorded = entry.recorded.map(|at| self.short(at));
        let remarks = [
            self.is_retracted(entry).then(|| text!("retracted")),
            recorded.map(|at| message!("recorded {at}", at)),
            entry
                .source
                .as_ref()
                .map(|source| message!("from {source}", source)),
        ];
        if remarks.iter().all(Option::is_none) {
            return String::new();
        }
        let remarks = listed(arguments(remarks));
        format!("  [{}]", say(&remarks.to_argument()))
    }

    fn is_retracted(&self, entry: &Entry) -> bool {
        self.snapshot.judged.retracted.contains(&entry.digest)
    }
}
