//! A command: its name, the arguments that clap reads, and the function that runs it.

use clap::{ArgMatches, Args};

use crate::cli::Context;
use crate::cli::failure::Failure;

/// A command of the command line.
pub(super) struct Command {
    name: &'static str,
    add_arguments: fn(clap::Command) -> clap::Command,
    read: Reader,
}

/// Makes an invocation of the arguments that clap found.
type Reader = Box<dyn Fn(&mut ArgMatches) -> Result<Invocation, clap::Error>>;

/// A command whose arguments were read.
pub(super) type Invocation = Box<dyn FnOnce(&Context) -> Result<(), Failure>>;

impl Command {
    /// The command of that name, with the arguments that `run` takes.
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

    /// For clap: its arguments and its help.
    pub(super) fn definition(&self) -> clap::Command {
        (self.add_arguments)(clap::Command::new(self.name))
    }

    /// The command with the arguments that clap found.
    pub(super) fn read(&self, matches: &mut ArgMatches) -> Result<Invocation, clap::Error> {
        (self.read)(matches)
    }
}
