//! A message about a problem: what is wrong, where, and how to fix it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::language;
use super::style::{Style, Tone, cleaned, on_one_line};
use crate::domain::finding::{Finding, Hint, Severity, Spot};
use crate::domain::message::{Message, text};
use crate::domain::names::CaseId;
use crate::domain::policy;

/// A message with its places, and possibly a hint.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    severity: Severity,
    code: Option<&'static str>,
    message: Message,
    places: Vec<(PathBuf, Spot)>,
    hint: Option<Hint>,
    case: Option<CaseId>,
}

impl Diagnostic {
    /// Whether it says the same as another, if of another case.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        (self.code, &self.message, &self.hint) == (other.code, &other.message, &other.hint)
    }

    /// An error without a code.
    pub(crate) fn error(message: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Error,
            code: None,
            message: message.into(),
            places: Vec::new(),
            hint: None,
            case: None,
        }
    }

    /// A warning without a code.
    pub(crate) fn warning(message: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(message)
        }
    }

    /// Findings about `file`.
    pub(crate) fn findings(findings: &[Finding], file: &Path) -> Vec<Self> {
        let each = findings.iter().map(|finding| Self::finding(finding, file));
        each.collect()
    }

    /// A finding about `file` (empty if there is no file); its rule, if any, is in the policy.
    pub fn finding(finding: &Finding, file: &Path) -> Self {
        let mut places = Vec::new();
        if finding.spot.line > 0 {
            places.push((file.to_path_buf(), finding.spot));
        }
        places.extend(finding.rule.map(|rule| (policy::FILE.into(), rule)));
        if places.is_empty() && !file.as_os_str().is_empty() {
            places.push((file.to_path_buf(), finding.spot));
        }
        Self {
            severity: finding.severity,
            code: Some(finding.code.name()),
            message: finding.message.clone(),
            places,
            hint: finding.hint.clone(),
            case: finding.case.clone(),
        }
    }

    pub(crate) fn at(mut self, file: &Path, spot: Spot) -> Self {
        self.places.push((file.to_path_buf(), spot));
        self
    }

    /// Adds a hint.
    pub(crate) fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the case, for the commands in the hint.
    pub(crate) fn of_case(mut self, id: &CaseId) -> Self {
        self.case = Some(id.clone());
        self
    }

    /// The text in the current language, ending in a line break.
    pub fn render(&self, style: Style) -> String {
        let language = language::current();
        let (word, tone) = match self.severity {
            Severity::Error => (text!("error"), Tone::Bad),
            Severity::Warning => (text!("warning"), Tone::Warning),
        };
        let word = language.message(&word);
        let label = self
            .code
            .map_or(word.clone(), |code| format!("{word}[{code}]"));
        let mut text = format!(
            "{}: {}\n",
            style.paint(tone, &label),
            cleaned(&language.message(&self.message)).trim_end()
        );
        for (file, spot) in &self.places {
            let place = on_one_line(&place(file, *spot));
            let _ = writeln!(text, " {} {place}", style.paint(Tone::Faint, "-->"));
        }
        if let Some(hint) = &self.hint {
            let _ = writeln!(
                text,
                "{}: {}",
                style.paint(Tone::Good, &language.message(&text!("hint"))),
                cleaned(&language.hint(hint, self.case.as_ref())).trim_end()
            );
        }
        text
    }
}

/// `path:line:column`, the path with `/`; without the line for the whole file.
pub(crate) fn place(file: &Path, spot: Spot) -> String {
    let path = file
        .iter()
        .map(|name| name.to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replacen("//", "/", 1);
    match spot {
        Spot { line: 0, .. } => path,
        Spot { line, column } => format!("{path}:{line}:{}", column.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::finding::Code;
    use crate::domain::message::message;

    #[test]
    fn a_finding_names_its_code_its_places_and_a_way_out() {
        let finding = Finding::error(
            Code::Permission,
            Spot { line: 0, column: 0 },
            text!("li.wei may not close"),
        )
        .ruled_by(Spot {
            line: 41,
            column: 1,
        })
        .hint(text!("ask a supervisor"));
        let text = Diagnostic::finding(&finding, Path::new("cases/x.yaml"));
        assert_eq!(
            text.render(Style::Plain),
            "error[permission]: li.wei may not close\n --> policy.toml:41:1\nhint: ask a supervisor\n"
        );
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let text = Diagnostic::error(message!("{name}", name = "a\x1b[2Jb"))
            .at(Path::new("c\x07"), Spot::line(3))
            .render(Style::Plain);
        assert_eq!(text, "error: a[2Jb\n --> c :3:1\n");
    }
}
