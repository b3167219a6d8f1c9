//! The built-in policies, and how `init` adapts one to a team.

#[cfg(test)]
mod tests;

use chrono_tz::Tz;

use super::parse;
use crate::domain::names::StaffId;

/// A built-in policy, with the letters and case templates that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The name for `init --policy`.
    pub name: &'static str,
    /// The file, with markers for [`instantiate`].
    pub text: &'static str,
    /// The letters of its own; of two of one name they replace the one for everybody.
    letters: &'static [Template],
    /// The templates of routine complaints (A13).
    cases: &'static [Template],
}

/// A template, for a letter or a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The name on the command line.
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! templates {
    ($folder:expr, $extension:literal, [$($name:literal),* $(,)?]) => {
        &[$(Template {
            name: $name,
            text: include_str!(concat!("../../../templates/", $folder, "/", $name, $extension)),
        }),*]
    };
}

macro_rules! presets {
    ($($name:literal: letters $letters:tt cases $cases:tt),+ $(,)?) => {
        &[$(Preset {
            name: $name,
            text: include_str!(concat!("../../../templates/policies/", $name, ".toml")),
            letters: templates!(concat!("letters/", $name), ".txt", $letters),
            cases: templates!(concat!("cases/", $name), ".yaml", $cases),
        }),+]
    };
}

/// The built-in policies; the first is the default of `init`.
pub const PRESETS: &[Preset] = presets![
    "standard": letters [] cases ["late-parcel", "wrong-charge"],
    "bank": letters [] cases ["card-charge", "counter-wait"],
    "utility": letters [] cases ["unannounced-outage", "meter-reading"],
    "shop": letters ["received"] cases ["exchange", "turned-away"],
    "telecom": letters ["appeal-report", "position"] cases ["no-service", "unordered-service"],
    "manufacturer": letters ["not-valid"] cases ["delamination", "short-delivery"],
    "service": letters [] cases ["late-parcel", "rudeness"],
    "after-sales": letters ["appointment"] cases ["repeated-fault", "late-engineer"],
];

/// The letters for everybody.
const LETTERS: &[Template] = templates!(
    "letters",
    ".txt",
    ["received", "progress", "answer", "not-valid", "position"]
);

impl Preset {
    /// Whether it belongs to a country, whose zone, currency and days off it keeps. Only the first
    /// is for teams anywhere.
    pub fn is_of_a_country(&self) -> bool {
        self.name != PRESETS[0].name
    }

    /// A one-line summary: the comment on the first line of the file.
    pub(crate) fn summary(&self) -> &'static str {
        self.text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches(['#', ' '])
            .trim_end_matches('.')
    }

    /// The letters that `init` puts into `templates/letters`.
    pub fn letters(&self) -> impl Iterator<Item = &'static Template> {
        let own = self.letters;
        let is_replaced = |common: &&Template| own.iter().any(|it| it.name == common.name);
        let common = LETTERS.iter().filter(move |common| !is_replaced(common));
        common.chain(own)
    }

    /// The case templates that `init` puts into `templates/cases`.
    pub fn cases(&self) -> impl Iterator<Item = &'static Template> {
        self.cases.iter()
    }
}

/// The text of a preset.
pub fn preset(name: &str) -> Option<&'static str> {
    find(name).map(|preset| preset.text)
}

/// The preset of a name.
pub(crate) fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The input of `init`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Init {
    /// The organisation's name; `None` keeps the name in the preset.
    pub organisation: Option<String>,
    /// Where the team works.
    pub place: Place,
    /// The first staff member, who gets the highest role.
    pub staff: Option<Founder>,
}

/// Where a team works. `None` keeps what the preset says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    pub time_zone: Option<Tz>,
    pub currency: Option<String>,
    /// Whether the days off are those of the calendar in the preset.
    pub calendar: Option<Kept>,
}

/// Whether the calendar of a preset is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Yes,
    No,
}

/// The first staff member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founder {
    /// The part of the e-mail address before the @.
    pub id: StaffId,
    /// The display name.
    pub name: String,
    /// The e-mail address in git's `user.email`.
    pub email: String,
}

/// Fills in a preset for a team: each line that ends in a marker (`#: name`) is filled in and loses
/// the marker; all other lines stay unchanged.
pub fn instantiate(preset: &str, init: &Init) -> String {
    let highest = parse(preset)
        .0
        .and_then(|policy| policy.highest_role().map(str::to_owned));
    let lines = preset.lines().map(|line| {
        let Some((kept, mark)) = line.split_once("#: ") else {
            return line.to_owned();
        };
        let kept = kept.trim_end();
        match mark.trim() {
            "name" => {
                let name = init.organisation.as_deref().and_then(printable);
                name.map_or(kept.to_owned(), |name| assign(kept, &name))
            }
            "time_zone" => filled(kept, init.place.time_zone.map(|zone| zone.name())),
            "currency" => filled(kept, init.place.currency.as_deref()),
            "calendar" => calendar(kept, init.place.calendar),
            "staff" => init.staff.as_ref().map_or(EXAMPLE.to_owned(), |founder| {
                entry(founder, highest.as_deref())
            }),
            _ => line.to_owned(),
        }
    });
    lines.map(|line| line + "\n").collect()
}

/// The placeholder if there is no founder.
const EXAMPLE: &str = "# [staff.\"li.wei\"]\n# name  = \"Li Wei\"\n# email = \"li.wei@example.com\"\n# role  = \"director\"";

/// Replaces the value in `key = "…"`.
fn assign(line: &str, value: &str) -> String {
    let key = line.split_once('=').map_or(line, |(key, _)| key);
    format!("{key}= {}", quoted(value))
}

/// The line with another value, if there is one.
fn filled(line: &str, value: Option<&str>) -> String {
    value.map_or(line.to_owned(), |value| assign(line, value))
}

/// Comments the calendar of mainland China out for other countries.
fn calendar(line: &str, kept: Option<Kept>) -> String {
    match kept {
        None | Some(Kept::Yes) => line.to_owned(),
        Some(Kept::No) => format!(
            "# {line} # the days off of mainland China; for others fill in `holidays` and `reviewed` below"
        ),
    }
}

fn entry(founder: &Founder, role: Option<&str>) -> String {
    let mut entry = format!("[staff.{}]\n", quoted(founder.id.as_str()));
    if let Some(name) = printable(&founder.name) {
        entry += &format!("name  = {}\n", quoted(&name));
    }
    if let Some(email) = printable(&founder.email) {
        entry += &format!("email = {}\n", quoted(&email));
    }
    if let Some(role) = role {
        entry += &format!("role  = {}\n", quoted(role));
    }
    entry.trim_end().to_owned()
}

/// The text without control characters and surrounding blanks; `None` if nothing is left.
fn printable(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
