//! The people whom a ledger names.

use super::Row;
use super::bind::suggesting;
use super::mapping::{EventRule, UnlistedHandler, fold};
use super::rows::RowReader;
use crate::domain::case::event::{Assign, Note};
use crate::domain::case::{Entry, Event, Verb};
use crate::domain::language::Language;
use crate::domain::message::{Message, any_of, message, text};
use crate::domain::names::{StaffId, folded};
use crate::domain::policy::Permission;
use crate::domain::time::Instant;

/// The holder of an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// Somebody on the staff list, or anybody if there is none.
    Listed(String),
    /// Somebody else, whose name is kept in a note.
    Named(String),
}

impl RowReader<'_> {
    /// The holder whom a row names.
    ///
    /// # Errors
    /// They are not on the staff list and the mapping does not keep their names, or are several.
    pub(super) fn holder(&self, name: &str) -> Result<Holder, Message> {
        let staff = &self.policy.staff;
        if let Some(id) = self.staff(name)? {
            return Ok(Holder::Listed(id.to_string()));
        }
        if staff.is_empty() {
            return Ok(Holder::Listed(self.translated(name).to_owned()));
        }
        match self.mapping.handlers.unlisted {
            UnlistedHandler::Note => Ok(Holder::Named(name.to_owned())),
            UnlistedHandler::Refuse => {
                let problem = message!(
                    "'{name}' is not on the staff list: [handlers] in the mapping can translate the name, or keep it with unlisted = \"note\"",
                    name
                );
                let names = staff.values().filter_map(|it| it.name.as_deref());
                let known = staff.keys().map(StaffId::as_str).chain(names);
                Err(suggesting(problem, name, known))
            }
        }
    }

    /// The member of the staff whom a row names: as the mapping translates the name, by id, name or
    /// address.
    ///
    /// # Errors
    /// Several have this name.
    pub(super) fn staff(&self, name: &str) -> Result<Option<StaffId>, Message> {
        let wanted = folded(self.translated(name));
        let is = |text: &str| folded(text) == wanted;
        let staff = &self.policy.staff;
        if let Some(id) = staff.keys().find(|id| is(id.as_str())) {
            return Ok(Some(id.clone()));
        }
        let called = staff.iter().filter(|(_, it)| {
            let written = [it.name.as_deref(), it.email.as_deref()];
            written.into_iter().flatten().any(is)
        });
        let called: Vec<&StaffId> = called.map(|(id, _)| id).collect();
        match called.as_slice() {
            [] => Ok(None),
            [id] => Ok(Some((*id).clone())),
            several => Err(message!(
                "'{name}' can be {staff}: [handlers] in the mapping says who is meant",
                name,
                staff = any_of(several)
            )),
        }
    }

    fn translated<'n>(&'n self, name: &'n str) -> &'n str {
        let mut names = self.mapping.handlers.names.iter();
        let meant = names.find(|(written, _)| *written == fold(name));
        meant.map_or(name, |(_, id)| id)
    }

    /// The note that keeps the name of a holder.
    pub(super) fn handled_by(&self, name: &str, at: Instant, by: StaffId, source: &str) -> Entry {
        // What is recorded is the same whatever the language of the process.
        let text = Language::English.message(&message!("handled by {name}", name));
        let note = Event::Note(Note {
            text: Some(text),
            step: None,
        });
        Entry::new(at, by, note)
            .recorded(Some(self.import.now))
            .source(Some(source.to_owned()))
    }

    /// Who acted: the staff member that the row names, if they may import, else the importer.
    pub(super) fn actor(&self, rule: &EventRule, row: &Row) -> Result<StaffId, Message> {
        let named = rule
            .by
            .as_ref()
            .map(|pick| self.binding.pick(pick, text!("staff member"), row))
            .transpose()?
            .flatten();
        let known = named.map(|name| self.staff(&name)).transpose()?.flatten();
        let known = known.filter(|id| self.may_import(id));
        Ok(known.unwrap_or_else(|| self.import.by.clone()))
    }

    fn may_import(&self, id: &StaffId) -> bool {
        let role = self
            .policy
            .staff
            .get(id)
            .and_then(|staff| staff.role_at(self.import.now, &self.policy.calendar));
        self.policy.staff.contains_key(id) && self.policy.permits(role, Permission::Import)
    }

    /// Adds the holder's department to an assignment that has none.
    pub(super) fn complete(&self, mut entry: Entry) -> Entry {
        let Event::Assign(Assign {
            to: Some(to),
            department: department @ None,
            ..
        }) = &mut entry.event
        else {
            return entry;
        };
        *department = self
            .policy
            .staff
            .get(to)
            .and_then(|staff| staff.department.clone());
        Entry::new(entry.at, entry.by, entry.event)
            .recorded(entry.recorded)
            .source(entry.source)
    }
}

/// Whether a key of an event names the holder of a case.
pub(super) fn names_holder(verb: Verb, key: &str) -> bool {
    verb == Verb::Assign && key == "to"
}
