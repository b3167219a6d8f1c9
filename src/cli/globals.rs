//! The global flags.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::arguments;
use crate::cli::failure::Failure;
use crate::domain::message::{Message, message};
use crate::render::{Language, Style};

/// The global flags.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Globals {
    /// The repository of complaints, or a folder in it [default: the current folder]
    #[arg(
        short = 'C',
        long,
        value_name = "DIR",
        global = true,
        env = "COMPLAINT_REPO",
        hide_env_values = true
    )]
    pub repo: Option<PathBuf>,

    /// Who acts [default: the staff member whose e-mail is git's user.email]
    #[arg(
        long = "as",
        value_name = "STAFF",
        global = true,
        env = "COMPLAINT_USER",
        hide_env_values = true
    )]
    pub acting_as: Option<String>,

    /// For reading: the cases and the policy of this revision [default: the working tree; in a bare
    /// repository HEAD]
    #[arg(long, value_name = "REV", global = true)]
    pub rev: Option<String>,

    /// When it happened, if not now: 2026-11-21T09:00, 2026-11-21 or RFC 3339
    #[arg(long, value_name = "TIME", global = true, value_parser = arguments::time)]
    pub at: Option<String>,

    /// The output format
    #[arg(
        long,
        value_enum,
        global = true,
        hide_possible_values = true,
        value_name = "table|json|csv|md"
    )]
    pub format: Option<Format>,

    /// Write the files and leave the commit to the next command
    #[arg(long, global = true)]
    pub no_commit: bool,

    /// Colours, if the output is a terminal
    #[arg(
        long,
        value_enum,
        global = true,
        hide_possible_values = true,
        value_name = "auto|always|never"
    )]
    #[arg(default_value_t = ColorChoice::Auto, hide_default_value = true)]
    pub color: ColorChoice,

    // Hidden while there is only one language.
    /// The language of messages and help
    #[arg(
        long,
        value_name = "TAG",
        global = true,
        hide = true,
        value_parser = parse_language
    )]
    pub language: Option<Language>,
}

/// The variable that names the language of the process.
const LANGUAGE: &str = "COMPLAINT_LANGUAGE";

/// The language with a tag.
fn parse_language(tag: &str) -> Result<Language, String> {
    tag.parse()
        .map_err(|unknown: Message| Language::English.message(&unknown))
}

/// The language that the command line requests, found before clap parses it since the help depends
/// on it. English if the tag of the flag is unknown; clap then refuses it.
///
/// # Errors
/// The variable has an unknown tag, and there is no flag. An empty variable counts as unset.
pub(crate) fn requested_language(
    arguments: impl Iterator<Item = OsString>,
) -> Result<Language, Failure> {
    match language_flag(arguments) {
        Some(tag) => Ok(tag.parse().unwrap_or(Language::English)),
        None => match std::env::var(LANGUAGE).unwrap_or_default().as_str() {
            "" => Ok(Language::English),
            tag => tag.parse().map_err(|unknown: Message| {
                Failure::usage(message!(
                    "{variable}: {unknown}",
                    variable = LANGUAGE,
                    unknown
                ))
            }),
        },
    }
}

/// The value of `--language`, as typed.
fn language_flag(arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let mut tag = None;
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            break;
        } else if argument == "--language" {
            tag = Some(arguments.next().unwrap_or_default());
        } else if let Some(given) = argument.strip_prefix("--language=") {
            tag = Some(given.to_owned());
        }
    }
    tag
}

/// The output format; by default a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents, in Markdown.
    Md,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Format {
    /// The word on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Md => "md",
        }
    }
}

impl Globals {
    /// The folder to find the repository from.
    pub(crate) fn folder(&self) -> PathBuf {
        // An empty `COMPLAINT_REPO` counts as unset.
        self.repo
            .clone()
            .filter(|dir| !dir.as_os_str().is_empty())
            .unwrap_or_else(|| PathBuf::from("."))
    }

    /// The style of messages, which go to stderr.
    pub fn style(&self) -> Style {
        match self.color {
            ColorChoice::Always => Style::Coloured,
            ColorChoice::Never => Style::Plain,
            ColorChoice::Auto => Style::of(&std::io::stderr(), &is_set),
        }
    }

    /// The style of results, which go to stdout.
    pub(crate) fn output_style(&self) -> Style {
        match self.color {
            ColorChoice::Always => Style::Coloured,
            ColorChoice::Never => Style::Plain,
            ColorChoice::Auto => Style::of(&std::io::stdout(), &is_set),
        }
    }
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| value != OsString::new())
}
