//! clap's suggestions for a wrong command line.

use clap::builder::Styles;
use clap::error::{ContextKind, ContextValue};

use super::{Error, painted, string, strings, synonyms};
use crate::domain::message::{Message, any_of, listed, message, plural, quoted};

/// clap's suggestions for a wrong command line.
pub(super) fn tips(error: &Error, styles: &Styles) -> Vec<Message> {
    let similar = |kind| {
        let named = match string(error, kind) {
            Some(name) => std::slice::from_ref(name),
            None => strings(error, kind)?,
        };
        let names = named
            .iter()
            .map(|name| quoted(painted(styles.get_valid(), name)));
        Some((named.len(), listed(names)))
    };
    let typed = string(error, ContextKind::InvalidSubcommand);
    let meant = typed.map_or(&[][..], |typed| synonyms::of(typed));
    if !meant.is_empty() {
        let meant = meant
            .iter()
            .map(|command| quoted(painted(styles.get_valid(), command)));
        return vec![message!(
            "did you mean {commands}?",
            commands = any_of(meant)
        )];
    }
    let commands = similar(ContextKind::SuggestedSubcommand).map(|(count, names)| {
        plural!(
            count,
            "a similar subcommand exists: {names}",
            "some similar subcommands exist: {names}",
            names
        )
    });
    let arguments = similar(ContextKind::SuggestedArg).map(|(count, names)| {
        plural!(
            count,
            "a similar argument exists: {names}",
            "some similar arguments exist: {names}",
            names
        )
    });
    let values = similar(ContextKind::SuggestedValue).map(|(count, names)| {
        plural!(
            count,
            "a similar value exists: {names}",
            "some similar values exist: {names}",
            names
        )
    });
    let mut tips: Vec<Message> = [commands, arguments, values]
        .into_iter()
        .flatten()
        .collect();
    if let Some(ContextValue::StyledStrs(suggestions)) = error.get(ContextKind::Suggested) {
        tips.extend(
            suggestions
                .iter()
                .map(|tip| suggestion(&tip.ansi().to_string())),
        );
    }
    tips
}

/// A suggestion that clap offers only as a sentence, as a message. An unknown sentence stays as it
/// is.
fn suggestion(sentence: &str) -> Message {
    let between = |start: &str, middle: &str, end: &str| {
        let rest = sentence.strip_prefix(start)?.strip_suffix(end)?;
        let (first, second) = rest.split_once(middle)?;
        Some((first.to_owned(), second.to_owned()))
    };
    if let Some((value, line)) = between("to pass '", "' as a value, use '", "'") {
        return message!("to pass '{value}' as a value, use '{line}'", value, line);
    }
    let middle = "' exists; to use it, remove the '";
    if let Some((command, dashes)) = between("subcommand '", middle, "' before it") {
        return message!(
            "subcommand '{command}' exists; to use it, remove the '{dashes}' before it",
            command,
            dashes
        );
    }
    match sentence
        .strip_prefix('\'')
        .and_then(|it| it.strip_suffix("' exists"))
    {
        Some(line) => message!("'{line}' exists", line),
        None => message!("{sentence}", sentence),
    }
}
