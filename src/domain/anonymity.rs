//! Whether a text identifies somebody: the people of a case, or the staff (E8).

use super::case::facts::FactClass;
use super::case::{FactField, Facts};
use super::names::StaffId;
use super::policy::Policy;
use super::spelling::folded;

/// The name of a complainant who gave none.
const ANONYMOUS: &str = "anonymous";

/// Fewest digits that make a number recognizable by itself, however it is grouped.
const NUMBER: usize = 5;

/// Fewest digits of a code with letters, like an order number, however it is grouped.
const CODE: usize = 3;

/// The first fact of a case that a text mentions, of those that say who is concerned.
pub(crate) fn fact_in(text: &str, facts: &Facts) -> Option<FactField> {
    let fields = FactField::ALL.iter().copied();
    fields.filter(|field| field.identifies()).find(|field| {
        facts
            .text(*field)
            .is_some_and(|value| gives_away(text, value))
    })
}

/// The staff member that a text mentions, by id or name.
pub(crate) fn staff_in<'a>(text: &str, policy: &'a Policy) -> Option<&'a StaffId> {
    let mut staff = policy.staff.iter();
    let named = staff.find(|(id, staff)| {
        mentions(text, id.as_str())
            || staff
                .name
                .as_deref()
                .is_some_and(|name| mentions(text, name))
    });
    named.map(|(id, _)| id)
}

/// Whether a fact is about the complainant, and not about somebody or something else.
pub(crate) fn is_of_complainant(field: FactField) -> bool {
    field.class() == FactClass::Complainant
}

/// Whether a text mentions the value of a fact, or an address in it.
fn gives_away(text: &str, value: &str) -> bool {
    let is_address = |word: &&str| word.contains('@');
    let words = value.split([' ', ',', ';', '/', '，', '；', '、']);
    folded(value) != ANONYMOUS
        && (mentions(text, value) || words.filter(is_address).any(|word| mentions(text, word)))
}

/// Whether a text contains a name, however it is spelt. ASCII letters and digits match only as whole
/// words, so "channel" does not contain "ann". Numbers, codes, and names without such letters match
/// however they are grouped.
fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (folded(text), folded(name));
    if name.chars().count() < 2 {
        return false;
    }
    has_number(&text, &name)
        || has_code(&text, &name)
        || has_word(&text, &name)
        || !name.contains(is_ascii_word) && without_blanks(&text).contains(&without_blanks(&name))
}

fn has_number(text: &str, name: &str) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let number = digits(name);
    number.len() >= NUMBER && digits(text).contains(&number)
}

fn has_code(text: &str, name: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (text, code) = (plain(text), plain(name));
    let digits = code.chars().filter(char::is_ascii_digit).count();
    let goes_on = |end: usize| text[end..].starts_with(|c: char| c.is_ascii_digit());
    (CODE..code.len()).contains(&digits)
        && text
            .match_indices(&code)
            .any(|(at, _)| !goes_on(at + code.len()))
}

fn has_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let joins = |neighbour: Option<char>, end: Option<char>| {
            neighbour.is_some_and(is_ascii_word) && end.is_some_and(is_ascii_word)
        };
        !joins(before, name.chars().next()) && !joins(after, name.chars().next_back())
    })
}

fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_and_numbers_however_they_are_parted() {
        for (text, name, expected) in [
            ("ask Ann about it", "ann", true),
            ("through the right channel", "ann", false),
            ("ask Wang  Fang", "Wang Fang", true),
            ("ask WANG\u{3000}FANG", "Wang Fang", true),
            ("ask Ｗａｎｇ Fang", "Wang  Fang", true),
            ("ask Zoe\u{308}", "Zoë", true),
            ("王芳家的屏幕", "王芳", true),
            ("王 芳家的屏幕", "王芳", true),
            ("换屏幕", "王芳", false),
            ("call 138-0000-0000", "138 0000 0000", true),
            ("call １３８ ００００ ００００", "138 0000 0000", true),
            ("in 2026", "138 0000 0000", false),
            ("write to wang@example.com.", "wang@example.com", true),
            ("li.wei's way", "li.wei", true),
            ("as in order so 4711", "SO-4711", true),
            ("as in order SO-47119", "SO-4711", false),
            ("as of 2026", "SO-26", false),
            ("as in SO-26", "SO-26", true),
            ("x", "x", false),
            ("", "", false),
        ] {
            assert_eq!(mentions(text, name), expected, "{name} in {text}");
        }
    }

    #[test]
    fn an_address_is_found_without_what_stands_beside_it() {
        assert!(gives_away(
            "ask wang@example.com",
            "tel. 12, wang@example.com"
        ));
        assert!(!gives_away("an anonymous letter", "Anonymous"));
    }
}
