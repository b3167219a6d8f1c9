//! Which cases count together: those of one order, customer or person.

use crate::domain::case::{Case, Entry, Event, FactField, Facts};
use crate::domain::characters::is_invisible;
use crate::domain::policy::{Bond, TogetherRule};
use crate::domain::spelling::folded;

/// Whose grants count together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Party {
    Order(String),
    /// A customer number.
    Customer(String),
    Person {
        name: String,
        contact: String,
    },
}

/// The parties of a case.
pub(crate) fn parties(facts: &Facts, rule: &TogetherRule) -> Vec<Party> {
    let fact = |field| facts.text(field).map(folded).filter(|it| !it.is_empty());
    let of_bond = |bond: &Bond| match bond {
        Bond::Order => [fact(FactField::Order).map(Party::Order), None],
        Bond::Complainant => {
            let person = fact(FactField::Name).zip(fact(FactField::Contact));
            let person = person.map(|(name, contact)| Party::Person {
                name,
                contact: without_groups(&contact),
            });
            [fact(FactField::Number).map(Party::Customer), person]
        }
    };
    rule.by.iter().flat_map(of_bond).flatten().collect()
}

/// A telephone number however it is grouped.
fn without_groups(contact: &str) -> String {
    let is_grouping = |c: char| c.is_whitespace() || c == '-';
    contact.chars().filter(|c| !is_grouping(*c)).collect()
}

/// Whether the text of a case file may name one of the parties and a remedy, so that it has to be
/// parsed. Looks for the longest word of the name that has one spelling only.
pub(crate) fn may_name(text: &[u8], parties: &[Party]) -> bool {
    const PROPOSE: &[u8] = b"propose";
    let has = |word: &[u8]| {
        let mut windows = text.windows(word.len());
        windows.any(|window| window.eq_ignore_ascii_case(word))
    };
    if !has(PROPOSE) {
        return false;
    }
    // Letters of another width, invisible characters and escapes spell a word differently.
    let is_free = |c: char| {
        matches!(c, '\\' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{212a}' | '\u{f900}'..='\u{faff}')
            || is_invisible(c)
    };
    let spells_freely = || String::from_utf8_lossy(text).chars().any(is_free);
    let is_named = |party: &Party| {
        let word = longest_word(party.name());
        word.is_empty() || has(word.as_bytes())
    };
    parties.iter().any(is_named) || spells_freely()
}

/// The longest run of characters without another spelling: ASCII letters, digits and ideographs.
fn longest_word(name: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}');
    let words = name.split(|c| !is_plain(c));
    words.max_by_key(|word| word.len()).unwrap_or_default()
}

impl Party {
    /// The name to look for.
    fn name(&self) -> &str {
        match self {
            Self::Order(name) | Self::Customer(name) | Self::Person { name, .. } => name,
        }
    }
}

/// Whether a case has one of the parties, or may have got one by an amendment.
pub(crate) fn may_share(case: &Case, parties: &[Party], rule: &TogetherRule) -> bool {
    let is_amendment = |entry: &Entry| matches!(entry.event, Event::Amend(_));
    shares(&case.facts, parties, rule) || case.entries.iter().any(is_amendment)
}

/// Whether a case has one of the parties.
pub(crate) fn shares(facts: &Facts, wanted: &[Party], rule: &TogetherRule) -> bool {
    parties(facts, rule)
        .iter()
        .any(|party| wanted.contains(party))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_may_name_a_party_is_parsed() {
        let order = [Party::Order(folded("SO-4711"))];
        let person = [Party::Person {
            name: folded("王芳"),
            contact: "13800000000".to_owned(),
        }];
        for (text, parties, is_parsed) in [
            ("order: so-4711\n- do: propose\n", &order, true),
            ("order: ＳＯ-４７１１\n- do: propose\n", &order, true),
            (
                "order: \"SO-4\\u0037\\u0031\\u0031\"\n- do: propose\n",
                &order,
                true,
            ),
            ("order: SO-471\u{200b}1\n- do: propose\n", &order, true),
            ("order: SO-4712\n- do: propose\n", &order, false),
            ("order: SO-4711\n- do: note\n", &order, false),
            ("name: 王芳\n- do: propose\n", &person, true),
            (
                "name: 李雷\nsummary: 坏了，要退\n- do: propose\n",
                &person,
                false,
            ),
            ("name: 李雷\n- do: propose\n", &person, false),
        ] {
            assert_eq!(may_name(text.as_bytes(), parties), is_parsed, "{text}");
        }
    }
}
