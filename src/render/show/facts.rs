//! The facts of a case, with corrections and related values.

use super::{LABEL, Shown};
use crate::domain::case::facts::FactKind;
use crate::domain::case::fields::Value;
use crate::domain::case::{Event, FactField};
use crate::domain::message::{Argument, Message, ToArgument, message, text};
use crate::domain::rules::{alerts, priority};
use crate::domain::time::Instant;
use crate::render::page::Page;
use crate::render::say;

/// A label with its value.
pub(super) type Pair = (Argument, Argument);

impl Shown<'_> {
    pub(super) fn facts(&self, page: &mut Page) {
        for field in FactField::ALL {
            self.fact(*field).iter().for_each(|pair| line(pair, page));
            // The level follows the category, as in the file.
            if *field == FactField::Category {
                self.urgency().iter().for_each(|pair| line(pair, page));
            }
        }
        self.handling().iter().for_each(|pair| line(pair, page));
        if let Some(description) = self.snapshot.state().facts.text(FactField::Description) {
            page.line(0, None, "");
            page.prose(2, description);
        }
    }

    /// A fact with its correction, if any. Facts shown elsewhere on the page appear here only if
    /// corrected.
    fn fact(&self, field: FactField) -> Option<Pair> {
        let amended = self.amended(field);
        let is_title = field == FactField::Summary && amended.is_none();
        let is_elsewhere = is_title || field == FactField::Description;
        let value = self.value(field).filter(|_| !is_elsewhere);
        let value = match (value, amended) {
            (None, None) => return None,
            (Some(value), None) => value,
            (Some(value), Some(amended)) => {
                message!("{value} ({amended})", value, amended).to_argument()
            }
            (None, Some(amended)) => message!("({amended})", amended).to_argument(),
        };
        Some((label(field), value))
    }

    fn value(&self, field: FactField) -> Option<Argument> {
        let facts = &self.snapshot.state().facts;
        let value = match facts.value(field)? {
            Value::Instant(at) if field == FactField::Received => return Some(self.received(at)),
            Value::Instant(at) => self.short(at).to_argument(),
            Value::Decimal(quantity) if field == FactField::Quantity => quantity.to_argument(),
            Value::Decimal(amount) => {
                let currency = &self.policy.organisation.currency;
                message!("{amount} {currency}", amount, currency).to_argument()
            }
            Value::Text(text) => text.to_argument(),
            Value::Whole(_)
            | Value::True
            | Value::List(_)
            | Value::Shares(_)
            | Value::Unknown(_) => facts.get(field)?.to_argument(),
        };
        Some(value)
    }

    /// The time of receipt, and of registration if later.
    fn received(&self, at: Instant) -> Argument {
        let received = self.short(at);
        let registered = self.snapshot.state().registered.map(|at| self.short(at));
        match registered.filter(|registered| *registered != received) {
            Some(registered) => {
                message!("{received}, registered {registered}", received, registered).to_argument()
            }
            None => received.to_argument(),
        }
    }

    /// `amended by event 4, was delivery`.
    fn amended(&self, field: FactField) -> Option<Message> {
        let state = self.snapshot.state();
        if state.facts.get(field) == state.taken_in.get(field) {
            return None;
        }
        let entries = self.snapshot.case.in_order();
        let last = entries.iter().rposition(
            |entry| matches!(&entry.event, Event::Amend(amend) if amend.field == field.name()),
        )?;
        let was = match field.kind() {
            FactKind::Instant => state.taken_in.instant(field).map(|at| self.short(at)),
            FactKind::Text | FactKind::Amount => state.taken_in.get(field),
        };
        let was = was.map_or_else(|| text!("empty").to_argument(), |was| was.to_argument());
        let number = last + 1;
        Some(message!(
            "amended by event {number}, was {was}",
            number,
            was
        ))
    }

    /// The level, the priority, and the people to notify at once.
    fn urgency(&self) -> Vec<Pair> {
        let state = self.snapshot.state();
        let priority = priority::priority(state, self.policy);
        let told = alerts::addressees(state, self.policy, self.now);
        pairs([
            (text!("level"), Some(state.level.to_argument())),
            (
                text!("priority"),
                priority.map(|priority| priority.name.to_argument()),
            ),
            (
                text!("alert"),
                (!told.is_empty()).then(|| alerts::told(&told).to_argument()),
            ),
        ])
    }
}

/// The name of a fact in the file; `complainant` for the name.
fn label(field: FactField) -> Argument {
    if field == FactField::Name {
        return text!("complainant").to_argument();
    }
    Argument::Word {
        of: "FactField",
        word: field.name(),
    }
}

/// The rows that have a value.
pub(super) fn pairs(rows: impl IntoIterator<Item = (Message, Option<Argument>)>) -> Vec<Pair> {
    rows.into_iter()
        .filter_map(|(label, value)| Some((label.to_argument(), value?)))
        .collect()
}

fn line((label, value): &Pair, page: &mut Page) {
    page.pair(LABEL, &say(label), &say(value));
}
