//! `link`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::Event;
use crate::domain::case::event;

/// Name a related, repeated or duplicate case
///
/// A case of the kind `project` (`new --kind project`) takes in the cases that belong to it as members: `complaint link PROJECT
/// CASE --kind member`. `report projects` lists them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint link K7QM2X 9TBV4D --kind repeated")]
pub struct Link {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// The other case
    #[arg(value_name = "OTHER")]
    other: String,
    /// How it is related: related, repeated, duplicate, member (of a project), …
    #[arg(long, value_name = "KIND", allow_hyphen_values = true)]
    kind: Text,
}

impl Link {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`]; also where the other case is not there.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        context.record_with(&self.id, |case| {
            let other = case.repository().locate(&self.other)?;
            Ok(Event::Link(event::Link {
                case: other.id.to_string(),
                kind: self.kind.into_string(),
            }))
        })
    }
}
