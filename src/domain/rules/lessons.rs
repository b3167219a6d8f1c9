//! Lessons to share: from effective actions, without personal data (F5).

use super::{Setting, refusal};
use crate::domain::case::event::Efficacy;
use crate::domain::case::{FactField, Facts};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, text};
use crate::domain::policy::Policy;

/// A lesson requires an effective action, and names neither the complainant nor staff.
pub(super) fn check(lesson: &str, result: Efficacy, setting: &Setting<'_>) -> Option<Finding> {
    if result == Efficacy::Ineffective {
        let message = text!("an ineffective action has no lesson to share");
        return Some(
            refusal(Code::BadValue, message)
                .hint(text!("omit --lesson; remarks go into --text"))
                .of_key("lesson"),
        );
    }
    let message = personal_data(lesson, &setting.state.facts, setting.policy)?;
    let hint = text!(
        "everybody may read a lesson: describe the problem, what to do and what was improved, \
         without names"
    );
    Some(refusal(Code::BadValue, message).hint(hint).of_key("lesson"))
}

/// Reports a lesson that names somebody.
fn personal_data(text: &str, facts: &Facts, policy: &Policy) -> Option<Message> {
    let complainant = [FactField::Name, FactField::Contact, FactField::Number];
    if complainant
        .iter()
        .filter_map(|field| facts.text(*field))
        .any(|value| mentions(text, value))
    {
        return Some(text!("the lesson identifies the complainant"));
    }
    let is_named = |(id, name): &(&str, Option<&str>)| {
        mentions(text, id) || name.is_some_and(|name| mentions(text, name))
    };
    let mut staff = policy
        .staff
        .iter()
        .map(|(id, staff)| (id.as_str(), staff.name.as_deref()));
    staff
        .find(is_named)
        .map(|(id, _)| message!("the lesson names '{id}', who is on the staff", id))
}

/// Whether a text contains a name. ASCII letters and digits match only as whole words, so "channel"
/// does not contain "ann". Numbers of five digits or more match however they are grouped.
fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.trim().to_lowercase());
    if name.chars().count() < 2 {
        return false;
    }
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let number = digits(&name);
    if number.len() >= 5 && digits(&text).contains(&number) {
        return true;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric();
    text.match_indices(&name).any(|(at, _)| {
        let before = text[..at].chars().next_back().filter(|c| is_word(*c));
        let after = text[at + name.len()..]
            .chars()
            .next()
            .filter(|c| is_word(*c));
        let joins = |neighbour: Option<char>, end: Option<char>| {
            neighbour.is_some() && end.is_some_and(is_word)
        };
        !joins(before, name.chars().next()) && !joins(after, name.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_and_numbers_however_they_are_parted() {
        for (text, name, expected) in [
            ("ask Ann about it", "ann", true),
            ("through the right channel", "ann", false),
            ("王芳家的屏幕", "王芳", true),
            ("换屏幕", "王芳", false),
            ("call 138-0000-0000", "138 0000 0000", true),
            ("in 2026", "138 0000 0000", false),
            ("write to wang@example.com.", "wang@example.com", true),
            ("li.wei's way", "li.wei", true),
            ("x", "x", false),
            ("", "", false),
        ] {
            assert_eq!(mentions(text, name), expected, "{name} in {text}");
        }
    }
}
