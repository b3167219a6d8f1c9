//! A command: its name, the arguments for clap, and the function that runs it.

use clap::{ArgMatches, Args};

use crate::cli::Context;
use crate::cli::failure::Failure;

/// A command of the command line.
pub(super) struct Command {
    name: &'static str,
    add_arguments: fn(clap::Command) -> clap::Command,
    read: Reader,
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
        (self.read)(matches)
    }
}
