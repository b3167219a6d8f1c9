//! Value types of the keys of the organisation and its staff.

use chrono::NaiveDate;
use chrono_tz::Tz;
use complaint_derive::Keys;

use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::keyed::{Keys as _, Omission};
use crate::domain::keys::Takes;
use crate::domain::message::{message, text};
use crate::domain::policy::setting::{Item, Names, Reader, Reference, Said, Setting, Taking};
use crate::domain::table::At;

/// A text; empty if the key is missing.
pub(super) enum MaybeEmpty {}

impl Setting<String> for MaybeEmpty {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, names: &Names) -> Option<String> {
        <String as Setting>::read(item, names)
    }

    fn omitted(_names: &Names) -> Option<String> {
        Some(String::new())
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// The name of a time zone.
pub(super) enum TimeZone {}

impl Setting<Tz> for TimeZone {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, _names: &Names) -> Option<Tz> {
        let text = item.text()?;
        let zone = text.value.parse().ok();
        if zone.is_none() {
            let message = message!("'{zone}' is not a time zone", zone = text.value);
            let finding = Finding::error(Code::BadValue, text.spot, message);
            let finding = finding.hint(text!("write it like Asia/Shanghai, Europe/London or UTC"));
            item.reader.report(finding.did_you_mean(
                &text.value,
                chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()),
            ));
        }
        zone
    }

    fn said(value: &Tz) -> Option<Said> {
        Some(Said::data(value.name()))
    }
}

/// A currency code of three letters.
pub(super) enum Currency {}

impl Setting<String> for Currency {
    const TAKES: Takes = Takes::Form("^[A-Z]{3}$");

    fn read(item: &Item, _names: &Names) -> Option<String> {
        let text = item.text()?.value;
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Some(text);
        }
        item.bad(message!(
            "'{text}' is not a currency of three capital letters like CNY",
            text
        ))
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// An e-mail address.
pub(super) enum Email {}

impl Setting<String> for Email {
    const TAKES: Takes = Takes::Form("^[^@\\s]+@[^@\\s]+$");

    fn read(item: &Item, _names: &Names) -> Option<String> {
        let text = item.text()?.value;
        let has_both_parts = text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        if has_both_parts && !text.contains(char::is_whitespace) {
            return Some(text);
        }
        item.bad(message!("'{text}' is not an e-mail address", text))
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// A role of the policy, or `system`.
enum RoleOrSystem {}

impl Reference for RoleOrSystem {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        names.role_or_system(reader, name)
    }
}

/// One entry of `role` in `[staff.NAME]`.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("a dated role")]
struct DatedRole {
    /// The role.
    #[key(as = RoleOrSystem, example = r#""supervisor""#, rule = "D6")]
    #[key(missing = r#"write: { role = "clerk", since = 2026-07-01 }"#)]
    role: String,
    /// The first day of the role.
    #[key(absent = "always", example = "2026-07-01", rule = "D6")]
    since: Option<NaiveDate>,
    #[key(spot)]
    spot: Spot,
}

type Roles = Vec<(Option<NaiveDate>, String)>;

/// A role, or a list of roles with their first days.
pub(super) enum DatedRoles {}

impl Setting<Roles> for DatedRoles {
    const TAKES: Takes = Takes::TextOr(&DatedRole::TABLE);
    const OMISSION: Omission = Omission::Means("none");

    fn read(item: &Item, names: &Names) -> Option<Roles> {
        if item.is_text() {
            return RoleOrSystem::read(item, names).map(|role| vec![(None, role)]);
        }
        let mut roles = Roles::new();
        for entry in item.items().unwrap_or_default() {
            let Some(section) = entry.section(DatedRole::TABLE.label.to_owned()) else {
                continue;
            };
            let mut taking = Taking { section, names };
            if let Some(role) = DatedRole::read(&mut taking) {
                role.check(&roles, &taking);
                roles.push((role.since, role.role));
            }
            taking.section.finish();
        }
        roles.sort();
        Some(roles)
    }

    fn omitted(_names: &Names) -> Option<Roles> {
        Some(Roles::new())
    }

    fn said(value: &Roles) -> Option<Said> {
        let role = |(since, role): &(Option<NaiveDate>, String)| match since {
            Some(since) => message!("{role} since {since}", role, since),
            None => message!("{role}", role),
        };
        (!value.is_empty()).then(|| Said::values(value.iter().map(role)))
    }
}

impl DatedRole {
    fn check(&self, before: &Roles, taking: &Taking) {
        if before.iter().any(|(since, _)| *since == self.since) {
            let message = match self.since {
                Some(day) => message!("two roles since {day}", day),
                None => text!("two roles without 'since'"),
            };
            let hint = text!("give each later role its first day: since = 2026-07-01");
            taking.report(Finding::error(Code::PolicyConflict, self.spot, message).hint(hint));
        }
    }
}
