//! `link`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::Text;
use crate::cli::failure::Failure;
use crate::domain::case::event::{self, Event};
use crate::store::Session;

/// Link a related, repeated or duplicate case
///
/// A case of the kind `project` (`new --kind project`) has other cases as members: `complaint link
/// PROJECT CASE --kind member`. `report projects` lists them.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint link K7QM2X 9TBV4D --kind repeated")]
pub(crate) struct Link {
    /// The other case
    #[arg(value_name = "OTHER")]
    other: String,
    /// The kind of link: related, repeated, duplicate, member (of a project), …
    #[arg(long, value_name = "KIND", allow_hyphen_values = true)]
    kind: Text,
}

impl VerbArgs for Link {
    fn event(self, session: &Session<'_>) -> Result<Event, Failure> {
        let other = session.repository().locate(&self.other)?;
        Ok(Event::Link(event::Link {
            case: other.id.to_string(),
            kind: self.kind.into_string(),
        }))
    }
}
