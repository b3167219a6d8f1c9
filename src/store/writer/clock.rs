//! The instants of a new event, and events that are ahead of the clock.

use std::path::Path;

use chrono::TimeDelta;

use super::recorder::Recorder;
use crate::domain::case::{Case, Entry};
use crate::domain::finding::{Finding, Spot};
use crate::domain::message::{events_apart, message};
use crate::domain::time::Instant;
use crate::store::StoreError;
use crate::store::clock::{latest, one_is_wrong};

impl Recorder<'_> {
    /// `at` and `recorded` of the next event of a case.
    pub(super) fn instants(
        &self,
        case: &Case,
        file: &Path,
    ) -> Result<(Instant, Option<Instant>), StoreError> {
        let clock = self.actor.clock;
        if let Some(happened) = self.actor.happened {
            let at = free_from(happened, case);
            return Ok((at, (at < clock).then_some(clock)));
        }
        let Some(last) = case.entries.iter().max_by_key(|entry| entry.at) else {
            return Ok((clock, None));
        };
        let at = clock.max(last.at + TimeDelta::milliseconds(1));
        if at > latest(clock, self.policy()) {
            return Err(StoreError::Refused {
                path: file.to_path_buf(),
                findings: vec![self.ahead(last)],
            });
        }
        Ok((at, None))
    }

    /// The refusal to add an event after one that is ahead of the clock.
    fn ahead(&self, last: &Entry) -> Finding {
        let zone = self.policy().organisation.time_zone;
        let by = &last.by;
        let [theirs, ours] = events_apart([last.at, self.actor.clock], zone);
        let message = message!(
            "{by} has a '{verb}' at {theirs}, but the clock here shows {ours}",
            by,
            verb = last.event.name(),
            theirs,
            ours
        );
        one_is_wrong(Spot::line(last.line), message, by)
    }
}

/// The first millisecond from `instant` on at which the case has no event.
fn free_from(instant: Instant, case: &Case) -> Instant {
    let mut at = instant;
    while case.entries.iter().any(|entry| entry.at == at) {
        at += TimeDelta::milliseconds(1);
    }
    at
}
