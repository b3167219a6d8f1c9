//! The facts of a row.

use super::Row;
use super::categories::category_of;
use super::mapping::{DatePick, FactPick};
use super::rows::RowReader;
use crate::domain::case::facts::FactKind;
use crate::domain::case::fields::Value;
use crate::domain::case::{FactField, Facts};
use crate::domain::characters::one_line;
use crate::domain::message::{Message, message, text};
use crate::domain::names::CaseId;
use crate::domain::time::Instant;

impl RowReader<'_> {
    /// The facts of a row, with a placeholder id. Amounts that were converted are remarked.
    pub(crate) fn facts(
        &self,
        row: &Row,
        received: Instant,
        source: &str,
        remarks: &mut Vec<Message>,
    ) -> Result<Facts, Message> {
        let level = self
            .mapping
            .level
            .as_ref()
            .map(|pick| self.binding.pick(pick, text!("level"), row))
            .transpose()?
            .flatten();
        let level = level
            .or_else(|| self.policy.levels.first().map(|level| level.name.clone()))
            .unwrap_or_default();
        let mut facts = Facts::blank(
            CaseId::new(self.policy.calendar.date(received), 0),
            received,
        );
        facts.level = level;
        facts.source = Some(source.to_owned());
        for (field, pick) in &self.mapping.facts {
            self.read_fact(*field, pick, row, &mut facts, remarks)?;
        }
        Ok(facts)
    }

    /// Sets one of the facts of a row.
    pub(super) fn read_fact(
        &self,
        field: FactField,
        pick: &FactPick,
        row: &Row,
        facts: &mut Facts,
        remarks: &mut Vec<Message>,
    ) -> Result<(), Message> {
        match pick {
            FactPick::Date(pick) => {
                if let Some(at) = self.date(field, pick, facts.received, row)? {
                    facts.put(field, Value::Instant(at));
                }
            }
            FactPick::Value(pick) => {
                let name = message!("{field}", field = field.name());
                let text = self.binding.pick(pick, name, row)?;
                let text = text
                    .map(|text| self.fact(field, text, row, remarks))
                    .transpose()?;
                if text.as_deref().is_none_or(str::is_empty) && field.is_required() {
                    let fact = field.name();
                    return Err(message!(
                        "its {fact} is empty; the mapping can set a default",
                        fact
                    ));
                }
                facts.set(field, text.as_deref()).map_err(|wanted| {
                    message!("its {fact} should be {wanted}", fact = field.name(), wanted)
                })?;
            }
        }
        Ok(())
    }

    /// A date fact, read like the receipt: a date without a time means 00:00.
    fn date(
        &self,
        field: FactField,
        pick: &DatePick,
        received: Instant,
        row: &Row,
    ) -> Result<Option<Instant>, Message> {
        let clocks = self.clocks();
        let value = clocks
            .pick(pick, Some(received), self.binding, row)
            .map_err(|why| message!("{fact}: {why}", fact = field.name(), why))?;
        Ok(value.map(|value| clocks.begin(value)))
    }

    fn fact(
        &self,
        field: FactField,
        text: String,
        row: &Row,
        remarks: &mut Vec<Message>,
    ) -> Result<String, Message> {
        if field.kind() == FactKind::Amount {
            let unit = self.mapping.currencies.of_amounts.as_ref();
            let unit = unit.map(|pick| self.binding.pick(pick, text!("currency"), row));
            let unit = unit.transpose()?.flatten();
            let read = self.amounts.read(field, &text, unit.as_deref())?;
            remarks.extend(read.remark);
            return Ok(read.amount.to_string());
        }
        if field == FactField::Category {
            return Ok(category_of(&one_line(&text), self.policy));
        }
        let has_lines = matches!(field, FactField::Description | FactField::Request);
        Ok(if has_lines { text } else { one_line(&text) })
    }
}
