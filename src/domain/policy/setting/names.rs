//! Names that the tables of a policy can refer to.

use super::Reader;
use crate::domain::calendar::Roll;
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{Message, ToArgument, message, text};
use crate::domain::policy::{Lists, SYSTEM};
use crate::domain::table::At;

/// Names that the tables of a policy can refer to.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub lists: Lists,
    pub roles: Vec<String>,
    pub categories: Vec<String>,
    pub levels: Vec<String>,
    /// `roll` of the calendar.
    pub roll: Roll,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            lists: Lists::default(),
            roles: Vec::new(),
            categories: Vec::new(),
            levels: Vec::new(),
            roll: Roll::Keep,
        }
    }
}

impl Names {
    /// The role, if the policy has it; otherwise reported.
    pub(crate) fn role(&self, reader: &Reader, role: At<String>) -> Option<String> {
        reader.refer(text!("role"), role, &self.roles)
    }

    /// As [`Names::role`], but also accepts `system`.
    pub(crate) fn role_or_system(&self, reader: &Reader, role: At<String>) -> Option<String> {
        if role.value == SYSTEM {
            Some(role.value)
        } else {
            self.role(reader, role)
        }
    }

    /// The value, if it is on the list or retired; an empty list accepts any.
    pub(crate) fn value(
        &self,
        reader: &Reader,
        what: impl ToArgument,
        value: At<String>,
        known: &[String],
    ) -> Option<String> {
        if known.is_empty() {
            Some(value.value)
        } else {
            self.named(reader, what, value, known)
        }
    }

    /// The name, if it is one of `known` or retired: rules about old cases can still use retired
    /// names.
    pub(crate) fn named(
        &self,
        reader: &Reader,
        what: impl ToArgument,
        name: At<String>,
        known: &[String],
    ) -> Option<String> {
        if self.lists.retired.contains(&name.value) {
            Some(name.value)
        } else {
            reader.refer(what, name, known)
        }
    }
}

impl Reader<'_> {
    /// The name, if it is one of `known`; otherwise reported.
    pub(crate) fn refer(
        &self,
        what: impl ToArgument,
        name: At<String>,
        known: &[String],
    ) -> Option<String> {
        if known.contains(&name.value) {
            return Some(name.value);
        }
        let message = message!("the policy has no {what} '{name}'", what, name = name.value);
        let finding = Finding::error(Code::PolicyReference, name.spot, message);
        self.report(finding.did_you_mean(&name.value, known.iter().map(String::as_str)));
        None
    }

    /// The value of a word, out of the words that the program defines; otherwise reported.
    pub(crate) fn word<T: Clone>(
        &self,
        code: Code,
        what: impl Into<Message>,
        text: &At<String>,
        all: &[(T, &'static str)],
    ) -> Option<T> {
        let message = message!(
            "'{word}' is not {what}",
            word = text.value,
            what = what.into()
        );
        let problem = || Finding::error(code, text.spot, message);
        self.choose(&text.value, all, problem)
    }
}
