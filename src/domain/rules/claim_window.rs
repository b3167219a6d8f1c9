//! Claim windows: whether a complaint was received in time (A8).

use crate::domain::calendar::Pauses;
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::list::List;
use crate::domain::message::{Command, Message, day_and_time, end_at, message};
use crate::domain::policy::when;
use crate::domain::policy::{Policy, Window};
use crate::domain::state::State;
use crate::domain::time::Instant;

/// The window that applies to a case.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    pub window: &'a Window,
    /// The start of the window.
    pub start: Instant,
    /// The end of the window; `None` if it is beyond the calendar.
    pub end: Option<Instant>,
    /// When the complaint was received.
    pub received: Instant,
}

impl Claim<'_> {
    /// Whether the complaint was received in time; the end itself is in time.
    pub fn is_in_time(&self) -> bool {
        self.end.is_none_or(|end| self.received <= end)
    }
}

/// The first window that applies to a case; `None` if none applies or the case lacks the fact for
/// its start.
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

/// Warns of a late complaint while the case is not over; people decide what follows from it.
pub(super) fn check(state: &State, policy: &Policy) -> Option<Finding> {
    let claim =
        claim(state, policy).filter(|claim| !claim.is_in_time() && !state.status().is_over())?;
    let window = claim.window;
    let finding = Finding::warning(
        Code::ClaimWindow,
        Spot::default(),
        lateness(&claim, policy)?,
    );
    Some(
        finding
            .hint(invalidate(window, state, policy))
            .of_key(window.start.name())
            .ruled_by(window.spot),
    )
}

/// The message for a late complaint; `None` if the window has no end.
fn lateness(claim: &Claim<'_>, policy: &Policy) -> Option<Message> {
    let Claim {
        window,
        start,
        end,
        received,
    } = *claim;
    let zone = policy.calendar.zone();
    Some(message!(
        "received {received}, after the claim window '{name}': {within} from '{fact}' {start} \
         ended {end}",
        received = day_and_time(received, zone),
        name = window.name,
        within = window.within,
        fact = window.start.name(),
        start = day_and_time(start, zone),
        end = end_at(end?, zone)
    ))
}

fn invalidate(window: &Window, state: &State, policy: &Policy) -> Hint {
    let invalidate = Command::new("invalidate").case(&state.facts.id);
    let invalidate = match &window.ground {
        Some(ground) => invalidate.flag("--reason", ground),
        None if policy.lists[List::Grounds].is_empty() => {
            invalidate.with("--reason \"out of window\"")
        }
        None => invalidate.with("--reason GROUND"),
    };
    message!("{invalidate}, or continue with the case", invalidate).into()
}
