//! The commands: one file per verb or family of verbs. Each loads, calls a pure function of the
//! domain, and hands the result to the store or to a renderer. Rules belong to the domain.

mod command;
mod help;
mod keeping;
mod listing;
mod output;
mod policy;
mod reading;
mod scheduled;
mod templates;
mod verbs;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, Parser, Subcommand};

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::cli::globals::{Globals, requested_language};
use crate::cli::usage::InMessages;
use crate::render::{Style, language};
use command::{Command, Invocation};
use keeping::{audit, check, doctor, hook, import, init, merge_driver, resolve_conflict, schema};
use reading::{explain, letter, list, log, overdue, report, show};

/// Customer complaints as plain files in git.
///
/// A complaint is one YAML file that only grows. Each verb records what somebody did, if the policy
/// allows it. Deadlines, status and reports are computed from the files on demand.
#[derive(Parser)]
#[command(
    name = "complaint",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_help = FIRST_STEPS)]
pub struct Cli {
    /// The global flags.
    #[command(flatten)]
    pub globals: Globals,
    /// The command to run.
    #[command(subcommand)]
    pub command: Typed,
}

const FIRST_STEPS: &str = "\
First steps:
  complaint init                     make a repository for complaints here
  complaint new --channel phone --category product-quality --customer 王芳 --summary \"dead pixels\"
  complaint respond K7QM2X --text \"a new screen is on its way\"

Any unambiguous part of its id names a case: 20261121-K7QM2X, K7QM2X, k7qm.
COMPLAINT_NOW=TIME sets the clock, for tests and simulation.
Exit codes: 0 done, 1 a rule refused it, 2 wrong usage, 3 the repository could not be read or written.";

impl Cli {
    /// Parses the command line of the process and sets its language. Exits if the command line is
    /// wrong or requests help.
    pub fn of_process() -> Self {
        let language = requested_language(std::env::args_os().skip(1));
        let language = language.unwrap_or_else(|wrong| {
            wrong.report(Style::of(&std::io::stderr(), &|name| {
                std::env::var_os(name).is_some_and(|value| !value.is_empty())
            }));
            std::process::exit(wrong.exit() as i32)
        });
        language::set(language);
        let mut command = help::command(language);
        let parsed = command
            .try_get_matches_from_mut(std::env::args_os())
            .and_then(|mut matches| Self::from_arg_matches_mut(&mut matches));
        parsed.unwrap_or_else(|error| error.format(&mut command).apply::<InMessages>().exit())
    }

    pub fn run(self) -> Result<(), Failure> {
        let context = Context::new(self.globals);
        self.command.run(&context)
    }
}

/// All commands, in the order of a complaint's life.
fn commands() -> impl Iterator<Item = Command> {
    let others = [
        Command::reader("list", list::List::run),
        Command::reader("overdue", overdue::Overdue::run),
        Command::reader("show", show::Show::run),
        Command::reader("log", log::Log::run),
        Command::reader("letter", letter::Letter::run),
        Command::reader("explain", explain::Explain::run),
        Command::reader("check", check::Check::run),
        Command::reader("audit", audit::Audit::run),
        Command::new("hook", hook::Hook::run),
        Command::new("doctor", doctor::Doctor::run),
        Command::reader("report", report::Report::run),
        Command::new("import", import::Import::run),
        Command::reader("policy", policy::Policy::run),
        Command::new("schema", schema::Schema::run),
        Command::new("merge-driver", merge_driver::MergeDriver::run),
        Command::new("resolve-conflict", resolve_conflict::ResolveConflict::run),
    ];
    std::iter::once(Command::new("init", init::Init::run))
        .chain(verbs::commands())
        .chain(others)
}

/// The command that was given, with its arguments.
pub struct Typed(Invocation);

impl Typed {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        (self.0)(context)
    }
}

impl FromArgMatches for Typed {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        let (name, mut arguments) = matches
            .remove_subcommand()
            .ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
        let command = commands()
            .find(|command| command.name() == name)
            .ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        command.read(&mut arguments).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for Typed {
    fn augment_subcommands(program: clap::Command) -> clap::Command {
        program.subcommands(commands().map(|command| command.definition()))
    }

    fn augment_subcommands_for_update(program: clap::Command) -> clap::Command {
        Self::augment_subcommands(program)
    }

    fn has_subcommand(name: &str) -> bool {
        commands().any(|command| command.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn synonyms_are_no_commands_and_lead_to_some() {
        let names: Vec<String> = commands().map(|it| it.name().to_owned()).collect();
        let is_command = |name: &&str| names.iter().any(|known| known == name);
        for (words, meant) in crate::cli::usage::SYNONYMS {
            assert!(!words.iter().any(&is_command), "{words:?}");
            assert!(meant.iter().all(&is_command), "{meant:?}");
        }
    }

    /// The examples of the help use words that a new repository knows.
    #[test]
    fn examples_fit_the_standard_policy() {
        use crate::domain::list::List;
        let text = crate::domain::policy::preset("standard").expect("the preset");
        let policy = crate::domain::policy::parse(text).0.expect("a policy");
        let lists = [
            ("--channel", List::Channels),
            ("--remedy", List::Remedies),
            ("--cause", List::Causes),
            ("--severity", List::Severities),
            ("--grade", List::Grades),
        ];
        let levels: Vec<&str> = policy.levels.iter().map(|it| it.name.as_str()).collect();
        let mut seen = 0;
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_default();
            let words: Vec<&str> = help.split_whitespace().collect();
            for pair in words.windows(2) {
                let (flag, value) = (pair[0], pair[1]);
                let list = lists.iter().find(|(name, _)| *name == flag);
                let is_known = match (flag, command.get_name()) {
                    _ if list.is_some() => policy.lists[list.expect("it is some").1]
                        .iter()
                        .any(|known| known == value),
                    ("--category", _) => policy.categories.contains_key(value),
                    ("--to", "escalate") => levels.contains(&value),
                    ("--outcome", "close") => policy.lists[List::Outcomes]
                        .iter()
                        .any(|known| known == value),
                    _ => continue,
                };
                seen += 1;
                assert!(is_known, "{}: {flag} {value}", command.get_name());
            }
        }
        assert!(seen > 5, "{seen}");
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains("complaint "),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
