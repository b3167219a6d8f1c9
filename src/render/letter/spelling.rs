//! The names in a template. A deadline may have any name, also one that the template language
//! cannot write after a dot: `due.follow-up`, `due.办结`.

use std::collections::BTreeSet;

use crate::domain::finding::nearest;

use super::pieces::{Kind, Piece, pieces, unquoted};

/// The prefix of the names of deadlines.
const DUE: &str = "due.";

/// The names that templates may contain.
pub(super) struct Names {
    /// Facts and other names, without the deadlines.
    plain: BTreeSet<String>,
    /// Deadlines, the longest first.
    deadlines: Vec<String>,
}

impl Names {
    pub(super) fn new(
        plain: impl IntoIterator<Item = String>,
        deadlines: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut deadlines: Vec<String> = deadlines.into_iter().collect();
        deadlines.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self {
            plain: plain.into_iter().collect(),
            deadlines,
        }
    }

    #[cfg(test)]
    pub(super) fn of_test(plain: &[&str], deadlines: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self::new(owned(plain), owned(deadlines))
    }

    /// Whether a case can have a value of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        match name.strip_prefix(DUE) {
            Some(deadline) => self.deadlines.iter().any(|known| known == deadline),
            None => self.plain.contains(name),
        }
    }

    /// The name that another is probably a typo of.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        let deadlines = self.deadlines.iter().map(|name| format!("{DUE}{name}"));
        let all: Vec<String> = self.plain.iter().cloned().chain(deadlines).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        nearest(name, &all).map(str::to_owned)
    }

    /// The template with every name in a form that the template language can read. Lines stay as
    /// they are.
    pub(super) fn quoted(&self, template: &str) -> String {
        let mut quoted = String::with_capacity(template.len());
        for Piece { kind, .. } in pieces(template) {
            match kind {
                Kind::Text(text) | Kind::Comment(text) => quoted += text,
                Kind::Code {
                    opening, inside, ..
                } => {
                    let (begin, end) = opening.delimiters();
                    quoted += begin;
                    quoted += &self.quoted_code(inside);
                    quoted += end;
                }
            }
        }
        quoted
    }

    /// The same for code.
    pub(super) fn quoted_code(&self, code: &str) -> String {
        let mut quoted = String::with_capacity(code.len());
        let mut copied = 0;
        for (at, _) in unquoted(code) {
            let continues = code[..at].ends_with(|c: char| is_of_name(c) || c == '.');
            if at < copied || continues || !code[at..].starts_with(DUE) {
                continue;
            }
            let name = self.deadline(&code[at + DUE.len()..]);
            quoted += &code[copied..at];
            quoted += &format!("due[{name:?}]");
            copied = at + DUE.len() + name.len();
        }
        quoted + &code[copied..]
    }

    /// The deadline at the beginning of code: the longest that is known, else whatever looks like a
    /// name.
    fn deadline<'c>(&self, code: &'c str) -> &'c str {
        let ends = |name: &&String| {
            let rest = code.strip_prefix(name.as_str());
            rest.is_some_and(|rest| !rest.starts_with(is_of_name))
        };
        let known = self.deadlines.iter().find(ends).map(String::len);
        let written = code.find(|c| !is_of_name(c)).unwrap_or(code.len());
        &code[..known.unwrap_or(written)]
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_of_any_name_can_be_written() {
        let names = Names::of_test(&["name"], &["respond", "follow-up", "办结", "24h", "a b"]);
        for (template, quoted) in [
            (
                "due.respond {{ due.respond }}",
                "due.respond {{ due[\"respond\"] }}",
            ),
            ("{{ due.follow-up }}", "{{ due[\"follow-up\"] }}"),
            ("{{due.办结|date}}", "{{due[\"办结\"]|date}}"),
            (
                "{% if due.24h %}{{- due.a b -}}",
                "{% if due[\"24h\"] %}{{- due[\"a b\"] -}}",
            ),
            ("{{ due.respond-late }}", "{{ due[\"respond-late\"] }}"),
            ("{{ due[\"follow-up\"] }}", "{{ due[\"follow-up\"] }}"),
            (
                "{{ 'due.respond' }} {{ overdue.x }}",
                "{{ 'due.respond' }} {{ overdue.x }}",
            ),
        ] {
            assert_eq!(names.quoted(template), quoted);
        }
    }
}
