//! The help in the language of the process. The English text comes from the doc comments of
//! commands and flags.

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Cli;
use crate::domain::message::{listed, message};
use crate::render::Language;

/// The definition of the command line with its help in `language`.
pub(super) fn command(language: Language) -> Command {
    let command = Cli::command();
    match language {
        // clap's own help is English.
        Language::English => command,
        Language::Pseudo => {
            let version = flag(language, "version", 'V', "Print version");
            let version = version.action(ArgAction::Version);
            let mut command = translated(command, language)
                .disable_version_flag(true)
                .arg(version);
            command.build();
            help_commands(command, language)
        }
    }
}

/// A command and its subcommands, before clap adds its own flags.
fn translated(command: Command, language: Language) -> Command {
    let say = |text: &str| language.text(text).into_owned();
    let texts = [
        command.get_about(),
        command.get_long_about(),
        command.get_before_help(),
        command.get_after_help(),
    ];
    let [about, long_about, before, after] =
        texts.map(|text| text.map(|text| say(&text.to_string())));
    let usage = say("Usage:");
    let mut command = command
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .subcommand_help_heading(say("Commands"))
        .subcommand_value_name(say("COMMAND"))
        .mut_args(|arg| argument(arg, language))
        .mut_subcommands(|command| translated(command, language))
        .disable_help_flag(true)
        .arg(flag(language, "help", 'h', "Print help").action(ArgAction::Help));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long_about) = long_about {
        command = command.long_about(long_about);
    }
    if let Some(before) = before {
        command = command.before_help(before);
    }
    match after {
        Some(after) => command.after_help(after),
        None => command,
    }
}

fn flag(language: Language, name: &'static str, short: char, help: &str) -> Arg {
    Arg::new(name)
        .short(short)
        .long(name)
        .help(language.text(help).into_owned())
        .help_heading(language.text("Options").into_owned())
}

fn argument(mut arg: Arg, language: Language) -> Arg {
    let say = |text: &str| language.text(text).into_owned();
    let heading = match (arg.get_help_heading(), arg.is_positional()) {
        (Some(heading), _) => say(heading),
        (None, true) => say("Arguments"),
        (None, false) => say("Options"),
    };
    let notes = notes(&arg, language);
    let values = values(&arg, language);
    let help = arg.get_help().map(|help| say(&help.to_string()) + &notes);
    let long = arg.get_long_help().or(arg.get_help());
    let long = long.map(|help| say(&help.to_string()) + &values + &notes);
    let names = arg.get_value_names().map(|names| {
        let names = names.iter().map(|name| placeholder(name, language));
        names.collect::<Vec<String>>()
    });
    let takes_value = takes_value(&arg);
    arg = arg.help_heading(heading).hide_env(true);
    if takes_value {
        arg = arg.hide_default_value(true).hide_possible_values(true);
    }
    if let Some(help) = help {
        arg = arg.help(help);
    }
    if let Some(long) = long {
        arg = arg.long_help(long);
    }
    match names {
        Some(names) => arg.value_names(names),
        None => arg,
    }
}

/// What clap adds to the help of an argument: environment variable and default.
fn notes(arg: &Arg, language: Language) -> String {
    let mut notes = String::new();
    if let Some(name) = arg.get_env() {
        let name = name.to_string_lossy();
        notes += &format!(" {}", language.message(&message!("[env: {name}]", name)));
    }
    let defaults = arg.get_default_values();
    if !arg.is_hide_default_value_set() && !defaults.is_empty() && takes_value(arg) {
        let defaults = listed(defaults.iter().map(|value| value.to_string_lossy()));
        let message = message!("[default: {defaults}]", defaults);
        notes += &format!(" {}", language.message(&message));
    }
    notes
}

/// The possible values, if clap would list them.
fn values(arg: &Arg, language: Language) -> String {
    let shown = takes_value(arg) && !arg.is_hide_possible_values_set();
    let values = arg.get_possible_values().into_iter().filter(|_| shown);
    let lines = values.map(|value| match value.get_help() {
        Some(help) => {
            let help = language.text(&help.to_string()).into_owned();
            format!("\n- {}: {help}", value.get_name())
        }
        None => format!("\n- {}", value.get_name()),
    });
    let lines: String = lines.collect();
    if lines.is_empty() {
        lines
    } else {
        format!("\n\n{}{lines}\n", language.text("Possible values:"))
    }
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// The placeholder of a value. A name in capitals is translated (`FILE`); literal choices are not
/// (`auto|always|never`).
fn placeholder(name: &str, language: Language) -> String {
    if name.chars().any(char::is_lowercase) {
        name.to_owned()
    } else {
        language.text(name).into_owned()
    }
}

/// Translates the `help` subcommands, which clap adds when it builds a command.
fn help_commands(command: Command, language: Language) -> Command {
    command.mut_subcommands(|command| {
        if command.get_name() == "help" {
            let about = "Print this message or the help of the given subcommand(s)";
            command.about(language.text(about).into_owned())
        } else {
            help_commands(command, language)
        }
    })
}
