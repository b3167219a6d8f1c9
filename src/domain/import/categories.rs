//! Categories of a ledger: by their names in the policy, and those that the policy lacks.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::Binding;
use super::draft::one_line;
use super::mapping::{FactPick, fold};
use super::row_key::folded;
use super::{Ledger, Mapping};
use crate::domain::case::FactField;
use crate::domain::finding::Finding;
use crate::domain::message::text;
use crate::domain::policy::{Category, Policy};

/// A category that a ledger has and the policy lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCategory {
    pub id: String,
    /// The name in the ledger, if it cannot be the id.
    pub name: Option<String>,
}

/// The categories that the rows of a ledger have and the policy lacks, in order of their names.
///
/// # Errors
/// The mapping names columns that the ledger does not have.
pub fn new_categories(
    mapping: &Mapping,
    ledger: &Ledger,
    policy: &Policy,
) -> Result<Vec<NewCategory>, Vec<Finding>> {
    let binding = Binding::new(mapping, &ledger.columns)?;
    let pick = mapping.facts.iter().find_map(|(field, pick)| match pick {
        FactPick::Value(pick) if *field == FactField::Category => Some(pick),
        FactPick::Value(_) | FactPick::Date(_) => None,
    });
    let rows = ledger
        .rows
        .iter()
        .filter(|row| !binding.is_skipped(mapping, row));
    let values = pick.into_iter().flat_map(|pick| {
        let rows = rows.clone();
        rows.filter_map(|row| binding.pick(pick, text!("category"), row).ok().flatten())
    });
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for value in values.map(|value| one_line(&value)) {
        named.entry(comparable(&value)).or_insert(value);
    }
    let mut ids: BTreeSet<String> = policy.categories.keys().cloned().collect();
    let missing = named
        .into_values()
        .filter(|value| !policy.categories.contains_key(&category_of(value, policy)));
    Ok(missing.map(|value| new_category(value, &mut ids)).collect())
}

/// The id of a category that is given by its id or its name; any other value as it is.
pub(super) fn category_of(value: &str, policy: &Policy) -> String {
    if policy.categories.contains_key(value) {
        return value.to_owned();
    }
    let value_is = |name: &str| comparable(name) == comparable(value);
    let named = policy
        .categories
        .iter()
        .find(|(id, category)| value_is(category.name.as_deref().unwrap_or(id)));
    named.map_or_else(|| value.to_owned(), |(id, _)| id.clone())
}

fn comparable(name: &str) -> String {
    fold(&folded(name))
}

fn new_category(name: String, ids: &mut BTreeSet<String>) -> NewCategory {
    let id = id_of(&name);
    let numbered = (2..).map(|nth| format!("{id}-{nth}"));
    let mut free = std::iter::once(id.clone()).chain(numbered);
    let id = free.find(|id| ids.insert(id.clone())).unwrap_or(id);
    NewCategory {
        name: (id != name).then_some(name),
        id,
    }
}

/// The letters and digits of a name in lower case, with a hyphen between words.
fn id_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // Room for a number behind it.
    let id: String = words
        .join("-")
        .chars()
        .take(Category::LONGEST - 4)
        .collect();
    match id.trim_end_matches('-') {
        "" => "category".to_owned(),
        id => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_id_that_the_policy_accepts() {
        let mut ids = BTreeSet::from(["billing".to_owned()]);
        let long = "x ".repeat(80);
        for (name, id) in [
            ("Refuse Collection", "refuse-collection"),
            ("Refuse/Collection", "refuse-collection-2"),
            ("delivery", "delivery"),
            ("Billing", "billing-2"),
            ("产品质量", "产品质量"),
            ("--", "category"),
            (long.as_str(), &"x-".repeat(28)[..55]),
        ] {
            let new = new_category(name.to_owned(), &mut ids);
            assert_eq!(new.id, id, "{name}");
            assert_eq!(new.name.is_none(), name == id);
            assert!(new.id.chars().count() <= Category::LONGEST);
        }
    }
}
