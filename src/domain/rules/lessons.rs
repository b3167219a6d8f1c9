//! Lessons to share: from effective actions, without personal data (F5).

use super::{Setting, refusal};
use crate::domain::anonymity::{fact_in, is_of_complainant, staff_in};
use crate::domain::case::FactField;
use crate::domain::case::event::Efficacy;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, message, text};

/// A lesson requires an effective action, and names neither the people of the case nor staff.
pub(super) fn check(lesson: &str, result: Efficacy, setting: &Setting<'_>) -> Option<Finding> {
    if result == Efficacy::Ineffective {
        let message = text!("an ineffective action has no lesson to share");
        return Some(
            refusal(Code::BadValue, message)
                .hint(text!("omit --lesson; remarks go into --text"))
                .of_key("lesson"),
        );
    }
    let message = personal_data(lesson, setting)?;
    let hint = text!(
        "everybody may read a lesson: describe the problem, what to do and what was improved, \
         without names"
    );
    Some(refusal(Code::BadValue, message).hint(hint).of_key("lesson"))
}

/// Reports a lesson that names somebody, or that would be printed beside a product that does.
fn personal_data(lesson: &str, setting: &Setting<'_>) -> Option<Message> {
    let state = setting.state;
    let named = |text: &str| {
        let versions = [&state.facts, &state.taken_in];
        versions.iter().find_map(|facts| fact_in(text, facts))
    };
    if let Some(field) = named(lesson) {
        return Some(match is_of_complainant(field) {
            true => text!("the lesson identifies the complainant"),
            false => message!("the lesson gives away the {field}", field = field.name()),
        });
    }
    if let Some(id) = staff_in(lesson, setting.policy) {
        return Some(message!("the lesson names '{id}', who is on the staff", id));
    }
    let field = named(state.facts.text(FactField::Product)?)?;
    Some(match is_of_complainant(field) {
        true => {
            text!("the product, which is printed beside the lesson, identifies the complainant")
        }
        false => message!(
            "the product, which is printed beside the lesson, gives away the {field}",
            field = field.name()
        ),
    })
}
