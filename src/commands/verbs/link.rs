//! `link`.

use clap::Args;

use super::VerbArgs;
use crate::cli::arguments::Text;
use crate::cli::failure::{Failure, tell};
use crate::domain::case::event::{self, Event};
use crate::domain::message::{day_and_time, message};
use crate::store::{Located, Session};

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
        let repository = session.repository();
        let other = repository.locate(&self.other)?;
        tell_if_over(&other, session);
        Ok(Event::Link(event::Link {
            case: other.id.to_string(),
            kind: self.kind.into_string(),
        }))
    }
}

/// Says that the other case is over: nobody works on it any more.
fn tell_if_over(other: &Located, session: &Session<'_>) {
    let repository = session.repository();
    let Ok(snapshot) = repository.snapshot(repository.read(other.path.clone()), session.clock())
    else {
        return;
    };
    if let Some(end) = &snapshot.state().end {
        let at = day_and_time(end.at, repository.policy().calendar.zone());
        let (id, status) = (&other.id, end.status);
        tell(&message!(
            "note: {id} has been {status} since {at}",
            id,
            status,
            at
        ));
    }
}
