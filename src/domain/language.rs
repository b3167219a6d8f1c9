//! Languages, and messages rendered in them.

use std::borrow::Cow;
use std::str::FromStr;

use crate::domain::finding::{Finding, Hint};
use crate::domain::message::{
    Argument, Case, Command, Join, Message, Part, Text, TimeForm, ToArgument, message, text,
};
use crate::domain::names::CaseId;
use crate::domain::time::{format_end, format_event, format_instant};

/// A supported language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, the language of the texts in the code.
    English,
    /// A pseudo-locale: English with every message in `⟦⟧` and the data in it in `⟪⟫`, so that
    /// tests find texts that bypass the catalogue, and English given as data.
    Pseudo,
}

/// The translations of a language, by English text: the entries of a `.po` file.
pub(crate) trait Catalogue: Sync {
    /// The `msgstr` of a `msgid`; the fallback is English. The context (`msgctxt`) is the type of a
    /// keyword, because one English word may have several translations.
    fn text(&self, context: Option<&str>, english: &str) -> Option<&str>;

    /// The `msgstr[n]` of a count, by `msgid` and `msgid_plural`.
    fn counted(&self, one: &str, other: &str, count: u64) -> Option<&str>;
}

impl FromStr for Language {
    type Err = Message;

    fn from_str(tag: &str) -> Result<Self, Message> {
        match tag {
            "en" => Ok(Self::English),
            "en-XA" => Ok(Self::Pseudo),
            _ => Err(message!("there is no language '{tag}': one of: en", tag)),
        }
    }
}

impl Language {
    /// A text without placeholders, for example a line of the help.
    pub(crate) fn text(self, english: &str) -> Cow<'_, str> {
        let text = self.writer(None).text(english);
        match self {
            Self::English => Cow::Borrowed(text),
            Self::Pseudo => Cow::Owned(bracketed(text)),
        }
    }

    /// Renders a message that is not about a case.
    pub fn message(self, message: &Message) -> String {
        self.writer(None).message(message)
    }

    /// Renders a hint; its commands contain `case`.
    pub fn hint(self, hint: &Hint, case: Option<&CaseId>) -> String {
        self.writer(case).hint(hint)
    }

    /// Renders the hint of a finding.
    pub fn advice(self, finding: &Finding) -> Option<String> {
        let hint = finding.hint.as_ref()?;
        Some(self.hint(hint, finding.case.as_ref()))
    }

    /// Renders an argument: a message, a keyword, an amount, an instant.
    pub(crate) fn argument(self, thing: &(impl ToArgument + ?Sized)) -> String {
        self.writer(None).argument(&thing.to_argument())
    }

    fn writer(self, case: Option<&CaseId>) -> Writer<'_> {
        let catalogue = match self {
            Self::English | Self::Pseudo => None,
        };
        Writer {
            language: self,
            catalogue,
            case,
        }
    }
}

fn bracketed(text: &str) -> String {
    format!("⟦{text}⟧")
}

/// Renders messages, with the case in their commands.
struct Writer<'a> {
    language: Language,
    catalogue: Option<&'a dyn Catalogue>,
    case: Option<&'a CaseId>,
}

impl<'a> Writer<'a> {
    /// A text without placeholders.
    fn text<'t>(&self, english: &'t str) -> &'t str
    where
        'a: 't,
    {
        let text = self.catalogue.and_then(|it| it.text(None, english));
        text.unwrap_or(english)
    }

    /// The text of a message, with its placeholders.
    fn template(&self, text: Text) -> &'a str {
        match text {
            Text::Fixed(english) => self.text(english),
            Text::Counted { one, other, count } => self
                .catalogue
                .and_then(|catalogue| catalogue.counted(one, other, count))
                .unwrap_or(if count == 1 { one } else { other }),
        }
    }

    fn hint(&self, hint: &Hint) -> String {
        match hint {
            // Commands are not translated.
            Hint::Run(command) => self.command(command),
            Hint::Say(_) | Hint::Ask(_) => self.message(&hint.to_message()),
        }
    }

    fn message(&self, message: &Message) -> String {
        let text = self.filled(self.template(message.text()), message);
        match self.language {
            Language::English => text,
            Language::Pseudo => bracketed(&text),
        }
    }

    /// Replaces placeholders by arguments; `{{` and `}}` are literal braces.
    fn filled(&self, text: &str, message: &Message) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            filled += &rest[..at];
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                filled += brace;
                rest = after;
            } else if let Some((place, after)) = rest.split_once('}') {
                if let Some(argument) = message.argument(place) {
                    filled += &self.argument(argument);
                }
                rest = after;
            }
        }
        filled + rest
    }

    fn argument(&self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => match self.language {
                Language::English => text.clone(),
                Language::Pseudo => format!("⟪{text}⟫"),
            },
            Argument::Foreign(text) => text.clone(),
            Argument::Word { of, word } => self.word(of, word),
            Argument::Number(number) => number.to_string(),
            Argument::Amount(amount) => amount.to_string(),
            Argument::Instant {
                instant,
                zone,
                form,
            } => match form {
                TimeForm::Exact => format_instant(*instant, *zone),
                TimeForm::Event(precision) => format_event(*instant, *zone, *precision),
                TimeForm::End(precision) => format_end(*instant, *zone, *precision),
            },
            Argument::Date(date) => date.to_string(),
            Argument::One(noun) => self.one(noun),
            Argument::Message(message) => self.message(message),
            Argument::List(things, join) => self.list(things, *join),
            Argument::Command(command) => self.command(command),
        }
    }

    fn word(&self, of: &str, word: &str) -> String {
        let named = self.catalogue.and_then(|it| it.text(Some(of), word));
        match self.language {
            Language::English => named.unwrap_or(word).to_owned(),
            Language::Pseudo => bracketed(word),
        }
    }

    fn one(&self, noun: &str) -> String {
        let vowel = noun.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
        self.message(&if vowel {
            message!("an {noun}", noun)
        } else {
            message!("a {noun}", noun)
        })
    }

    fn list(&self, things: &[Argument], join: Join) -> String {
        let (between, before_last) = match join {
            Join::And => (text!(", "), text!(" and ")),
            Join::Or => (text!(", "), text!(" or ")),
            Join::Comma => (text!(", "), text!(", ")),
            Join::Semicolon => (text!("; "), text!("; ")),
            Join::Then => (text!(", then "), text!(", then ")),
            Join::AndEach => (text!(" and "), text!(" and ")),
            Join::CommaAnd => (text!(", and "), text!(", and ")),
        };
        let things: Vec<String> = things.iter().map(|thing| self.argument(thing)).collect();
        match things.as_slice() {
            [] => String::new(),
            [single] => single.clone(),
            [others @ .., last] => {
                others.join(&self.message(&between)) + &self.message(&before_last) + last
            }
        }
    }

    fn command(&self, command: &Command) -> String {
        let mut line = format!("{} {}", command.program, command.words);
        match (&command.case, self.case) {
            (None, _) => {}
            (Some(Case::Other(id)), _) | (Some(Case::This), Some(id)) => {
                line += &format!(" {id}");
            }
            (Some(Case::This), None) => line += " ID",
        }
        for part in &command.parts {
            line.push(' ');
            match part {
                Part::Syntax(syntax) => line += syntax,
                Part::Value(value) => line += &for_shell(&self.argument(value)),
            }
        }
        line
    }
}

/// Quotes a value for the shell if it has special characters.
fn for_shell(value: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.,:/@%+=".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(format!("'{}'", value.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
impl Message {
    /// In English, for tests.
    pub(crate) fn in_english(&self) -> String {
        Language::English.message(self)
    }
}

#[cfg(test)]
impl Finding {
    /// The hint in English, for tests.
    pub(crate) fn advice_in_english(&self) -> String {
        Language::English.advice(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
