//! Whether a complaint came within the window for it (A8).

use crate::domain::calendar::Pauses;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::list::List;
use crate::domain::policy::when;
use crate::domain::policy::{Policy, Window};
use crate::domain::state::State;
use crate::domain::time::{Instant, format_short};

/// The window that counts for a case.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    /// The window.
    pub window: &'a Window,
    /// The date that it runs from.
    pub start: Instant,
    /// When it ends; none beyond the calendar.
    pub end: Option<Instant>,
    /// When the complaint was received.
    pub received: Instant,
}

impl Claim<'_> {
    /// Whether the complaint came in time; a receipt at the end itself does.
    pub fn is_in_time(&self) -> bool {
        self.end.is_none_or(|end| self.received <= end)
    }
}

/// The first window that holds for a case; none where no window does, or the case lacks the date that it runs from.
pub fn claim<'a>(state: &State, policy: &'a Policy) -> Option<Claim<'a>> {
    let facts = &state.facts;
    let received = facts.received;
    let receipt = policy.calendar.date(received);
    let holds = |window: &&Window| {
        window.since.is_none_or(|since| since <= receipt) && when::hold(&window.when, state, policy)
    };
    let window = policy.windows.iter().find(holds)?;
    let start = facts.instant(window.start)?;
    let end = policy
        .calendar
        .add(start, window.within, window.roll, Pauses::NONE);
    Some(Claim {
        window,
        start,
        end,
        received,
    })
}

/// The warning that a complaint came too late, as long as the case is not over: what to make of it is for people to say.
pub(super) fn check(state: &State, policy: &Policy) -> Option<Finding> {
    let claim =
        claim(state, policy).filter(|claim| !claim.is_in_time() && !state.status().is_over())?;
    let Claim {
        window,
        start,
        end,
        received,
    } = claim;
    let short = |instant| format_short(instant, policy.calendar.zone());
    let message = format!(
        "received {}, after the claim window '{}': {} from '{}' {} ended {}",
        short(received),
        window.name,
        window.within.in_words(),
        window.start.name(),
        short(start),
        end.map(short).unwrap_or_default(),
    );
    let ground = match &window.ground {
        Some(ground) => ground,
        None if policy.lists[List::Grounds].is_empty() => "\"out of window\"",
        None => "GROUND",
    };
    let hint = format!(
        "complaint invalidate {} --reason {ground}, or go on with it",
        state.facts.id
    );
    let finding = Finding::warning(Code::ClaimWindow, Spot::default(), message);
    Some(
        finding
            .hint(hint)
            .of_key(window.start.name())
            .ruled_by(window.spot),
    )
}
