//! The facts of a row.

use rust_decimal::Decimal;

use super::Row;
use super::categories::category_of;
use super::draft::one_line;
use super::mapping::{DatePick, Empty, FactPick};
use super::rows::RowReader;
use crate::domain::amount::parse_amount;
use crate::domain::case::facts::FactKind;
use crate::domain::case::fields::Value;
use crate::domain::case::{FactField, Facts};
use crate::domain::message::{Message, message, text};
use crate::domain::names::CaseId;
use crate::domain::time::Instant;

impl RowReader<'_> {
    /// The facts of a row, with a placeholder id.
    pub(crate) fn facts(
        &self,
        row: &Row,
        received: Instant,
        source: &str,
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
            match pick {
                FactPick::Date(pick) => {
                    if let Some(at) = self.date(*field, pick, received, row)? {
                        facts.put(*field, Value::Instant(at));
                    }
                }
                FactPick::Value(pick) => {
                    let name = message!("{field}", field = field.name());
                    let text = self.binding.pick(pick, name, row)?;
                    let text = text.map(|text| self.fact(*field, text)).transpose()?;
                    if text.as_deref().is_none_or(str::is_empty) && field.is_required() {
                        let fact = field.name();
                        return Err(message!(
                            "its {fact} is empty; the mapping can set a default",
                            fact
                        ));
                    }
                    facts.set(*field, text.as_deref()).map_err(|wanted| {
                        message!("its {fact} should be {wanted}", fact = field.name(), wanted)
                    })?;
                }
            }
        }
        Ok(facts)
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
            .pick(pick, self.binding, row)
            .map_err(|why| message!("{fact}: {why}", fact = field.name(), why))?;
        Ok(match (value, pick.empty) {
            (Some(value), _) => Some(clocks.begin(value)),
            (None, Some(Empty::Receipt)) => Some(received),
            (None, None) => None,
        })
    }

    fn fact(&self, field: FactField, text: String) -> Result<String, Message> {
        if field.kind() == FactKind::Amount {
            return amount(&text, self.mapping.file.decimal)
                .map(|amount| amount.to_string())
                .ok_or_else(|| message!("'{text}' is not an amount", text));
        }
        if field == FactField::Category {
            return Ok(category_of(&one_line(&text), self.policy));
        }
        let has_lines = matches!(field, FactField::Description | FactField::Request);
        Ok(if has_lines { text } else { one_line(&text) })
    }
}

/// Parses an amount with an optional currency sign or code and thousands separators.
fn amount(text: &str, decimal: char) -> Option<Decimal> {
    let thousands = if decimal == ',' { '.' } else { ',' };
    let bare = without_currency(text);
    let (whole, fraction) = bare
        .split_once(decimal)
        .map_or((bare, None), |(whole, fraction)| (whole, Some(fraction)));
    let groups: Vec<&str> = whole.split([thousands, ' ', '\u{a0}', '\'']).collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let joined =
        groups.concat() + &fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    if grouped { parse_amount(&joined) } else { None }
}

fn without_currency(text: &str) -> &str {
    let is_code =
        |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let text = text.trim_matches(|c: char| c.is_whitespace() || "¥￥$€£元".contains(c));
    let (head, tail) = (
        text.split_at_checked(3),
        text.len()
            .checked_sub(3)
            .and_then(|at| text.split_at_checked(at)),
    );
    match (head, tail) {
        (Some((code, rest)), _) if is_code(code) => rest.trim(),
        (_, Some((rest, code))) if is_code(code) => rest.trim(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_ledgers_write_them() {
        for (text, decimal, value) in [
            ("1280.00", '.', Some("1280.00")),
            ("$1,280.50", '.', Some("1280.50")),
            ("¥ 1 280", '.', Some("1280")),
            ("1280元", '.', Some("1280")),
            ("CNY 1,280,000", '.', Some("1280000")),
            ("12.50 EUR", '.', Some("12.50")),
            ("1.280,50 €", ',', Some("1280.50")),
            ("1,28", '.', None),
            ("1.280.50", '.', None),
            ("-5", '.', None),
            ("12 or so", '.', None),
            ("12 or", '.', None),
            ("", '.', None),
        ] {
            assert_eq!(
                amount(text, decimal)
                    .map(|amount| amount.to_string())
                    .as_deref(),
                value,
                "{text}"
            );
        }
    }
}
