//! A command: its name, the arguments for clap, and the function that runs it.

use clap::{ArgMatches, Args};

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::domain::message::{message, text};
use crate::render::Diagnostic;

/// A command of the command line.
pub(super) struct Command {
    name: &'static str,
    add_arguments: fn(clap::Command) -> clap::Command,
    read: Reader,
    access: Access,
}

/// What a command does with the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// It only reads, so it can read any revision.
    Reads,
    Writes,
}

/// Turns clap's matches into an invocation.
type Reader = Box<dyn Fn(&mut ArgMatches) -> Result<Invocation, clap::Error>>;

/// A command with its parsed arguments.
pub(super) type Invocation = Box<dyn FnOnce(&Context) -> Result<(), Failure>>;

impl Command {
    /// A command whose arguments are those of `run`.
    pub(super) fn new<A: Args + 'static>(
        name: &'static str,
        run: fn(A, &Context) -> Result<(), Failure>,
    ) -> Self {
        Self {
            name,
            add_arguments: A::augment_args,
            read: Box::new(move |matches| {
                let arguments = A::from_arg_matches_mut(matches)?;
                Ok(Box::new(move |context: &Context| run(arguments, context)))
            }),
            access: Access::Writes,
        }
    }

    /// A command that only reads the cases and the policy, in the working tree or in a revision.
    pub(super) fn reader<A: Args + 'static>(
        name: &'static str,
        run: fn(A, &Context) -> Result<(), Failure>,
    ) -> Self {
        Self {
            access: Access::Reads,
            ..Self::new(name, run)
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The definition for clap: arguments and help.
    pub(super) fn definition(&self) -> clap::Command {
        (self.add_arguments)(clap::Command::new(self.name))
    }

    /// The invocation for clap's matches.
    pub(super) fn read(&self, matches: &mut ArgMatches) -> Result<Invocation, clap::Error> {
        let invocation = (self.read)(matches)?;
        let (name, access) = (self.name, self.access);
        Ok(match access {
            Access::Reads => invocation,
            Access::Writes => Box::new(move |context| {
                refuse_revision(name, context)?;
                invocation(context)
            }),
        })
    }
}

/// Refuses `--rev` for a command that does not read a revision.
fn refuse_revision(name: &str, context: &Context) -> Result<(), Failure> {
    if context.revision().is_none() {
        return Ok(());
    }
    let message = message!(
        "--rev is for reading, and `{name}` works on what is there now",
        name
    );
    let hint = text!(
        "leave out --rev; to read a revision, use a command like `list`, `show`, `check` or `report`"
    );
    Err(Failure::Usage(Diagnostic::error(message).hint(hint)))
}
