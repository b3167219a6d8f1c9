//! Value types shared by many tables.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Item, Names, Rule, Said, Setting, Taking};
use crate::domain::calendar::{Roll, Span};
use crate::domain::finding::{Code, Finding};
use crate::domain::keyed::Omission;
use crate::domain::keys::Takes;
use crate::domain::message::{Message, ToArgument, listed, message, text};
use crate::domain::table::At;

impl Item<'_> {
    /// A text or a list of texts; duplicates are reported.
    pub(crate) fn texts(&self) -> Option<Vec<At<String>>> {
        self.one_or_more(Item::text)
            .inspect(|texts| self.report_duplicates(texts))
    }

    /// A list of texts; duplicates are reported.
    pub(crate) fn list(&self) -> Option<Vec<At<String>>> {
        let texts: Vec<At<String>> = self.items()?.iter().filter_map(Item::text).collect();
        self.report_duplicates(&texts);
        Some(texts)
    }

    fn report_duplicates(&self, texts: &[At<String>]) {
        let mut before = BTreeSet::new();
        for text in texts {
            if !before.insert(text.value.as_str()) {
                let message = message!(
                    "'{value}' appears twice in '{key}'",
                    value = text.value,
                    key = self.key
                );
                self.reader.report(
                    Finding::error(Code::PolicyConflict, text.spot, message)
                        .hint(text!("remove one")),
                );
            }
        }
    }
}

impl<K: Setting<V>, V> Setting<Option<V>> for Option<K> {
    const TAKES: Takes = K::TAKES;
    const OMISSION: Omission = Omission::Described;

    fn read(item: &Item, names: &Names) -> Option<Option<V>> {
        K::read(item, names).map(Some)
    }

    fn omitted(_names: &Names) -> Option<Option<V>> {
        Some(None)
    }

    fn said(value: &Option<V>) -> Option<Said> {
        value.as_ref().and_then(K::said)
    }
}

impl Setting for String {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.text().map(|text| text.value)
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// Free texts.
impl Setting for Vec<String> {
    const TAKES: Takes = Takes::Texts;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        Some(item.texts()?.into_iter().map(|text| text.value).collect())
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::values(value))
    }
}

impl Setting for Span {
    const TAKES: Takes = Takes::Span;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.span()
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(value.to_string()))
    }
}

impl Setting for NaiveDate {
    const TAKES: Takes = Takes::Date;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.date().map(|date| date.value)
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(value))
    }
}

impl Setting for bool {
    const TAKES: Takes = Takes::Flag;

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.flag()
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(if *value { "true" } else { "false" }))
    }
}

/// Defaults to `roll` of the calendar.
impl Setting for Roll {
    const TAKES: Takes = Takes::Flag;
    const OMISSION: Omission = Omission::Means("as `[calendar]` says");

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        item.flag().map(|flag| match flag {
            true => Self::NextWorkingDay,
            false => Self::Keep,
        })
    }

    fn omitted(names: &Names) -> Option<Self> {
        Some(names.roll)
    }

    fn said(value: &Self) -> Option<Said> {
        bool::said(&(*value == Self::NextWorkingDay))
    }
}

/// A whole number from `LEAST` to `MOST`.
pub(crate) enum Whole<const LEAST: u32, const MOST: u32> {}

impl<const LEAST: u32, const MOST: u32> Setting<u32> for Whole<LEAST, MOST> {
    const TAKES: Takes = Takes::Whole(LEAST, MOST);

    fn read(item: &Item, _names: &Names) -> Option<u32> {
        let number = item.whole(LEAST)?;
        (number <= MOST).then_some(number).or_else(|| {
            item.bad(message!(
                "{number} is more than {most}",
                number,
                most = MOST
            ))
        })
    }

    fn said(value: &u32) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// A nested table.
pub(crate) struct Nested<T>(std::marker::PhantomData<T>);

impl<T: Rule> Setting<T> for Nested<T> {
    const TAKES: Takes = Takes::Table(&T::TABLE);

    fn read(item: &Item, names: &Names) -> Option<T> {
        let section = item.section(T::TABLE.label.to_owned())?;
        let mut taking = Taking { section, names };
        let table = T::read(&mut taking);
        taking.section.finish();
        table
    }

    fn said(value: &T) -> Option<Said> {
        Some(Said::Phrase(inline(value)))
    }
}

/// A list of tables.
pub(crate) struct Tables<T>(std::marker::PhantomData<T>);

impl<T: Rule> Setting<Vec<T>> for Tables<T> {
    const TAKES: Takes = Takes::Tables(&T::TABLE);
    const OMISSION: Omission = Omission::Means("none");

    fn read(item: &Item, names: &Names) -> Option<Vec<T>> {
        let mut tables = Vec::new();
        for section in item.sections(T::TABLE.label) {
            let mut taking = Taking { section, names };
            tables.extend(T::read(&mut taking));
            taking.section.finish();
        }
        Some(tables)
    }

    fn omitted(_names: &Names) -> Option<Vec<T>> {
        Some(Vec::new())
    }

    fn said(value: &Vec<T>) -> Option<Said> {
        Some(Said::values(value.iter().map(inline)))
    }
}

/// The keys of a table that are set, with their values.
fn inline(table: &impl Rule) -> Message {
    let keys = table.aspects().into_iter().filter_map(|aspect| {
        let value = aspect.said?.to_message();
        Some(message!("{key} {value}", key = aspect.key.name, value).to_argument())
    });
    message!("{keys}", keys = listed(keys))
}

/// A plain decimal.
pub(crate) enum Amount {}

impl Setting<Decimal> for Amount {
    const TAKES: Takes = Takes::Amount;

    fn read(item: &Item, _names: &Names) -> Option<Decimal> {
        item.amount()
    }

    fn said(value: &Decimal) -> Option<Said> {
        Some(Said::data(value))
    }
}
