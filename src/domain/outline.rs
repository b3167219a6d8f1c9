//! The outline of a case: what lists need of it, without texts and personal data. It does not depend
//! on the time of asking, so it can be kept and used again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::attribute::{Attribute, AttributeValue};
use super::case::{Case, Event, FactField};
use super::deadline::{self, Deadline, DeadlineState, Watch};
use super::policy::Policy;
use super::snapshot::Snapshot;
use super::state::{Flag, Status};
use super::time::{Instant, parse_rfc3339};
use super::word::Word;
use crate::domain::case::event::Amend;

/// The attributes of a case and the clocks of its newest round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline<'a> {
    /// The attributes that the case has, but for personal ones.
    #[serde(borrow)]
    values: Vec<(Attribute, AttributeValue<'a>)>,
    /// The last clock of each name in the newest round, as in [`Snapshot::newest`].
    pub deadlines: Vec<Deadline>,
    /// The names of the deadlines that were missed in any round.
    missed: Vec<String>,
}

/// What rules most cases out of a list before their outlines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Glance {
    pub is_over: bool,
    /// The first warning point of a running clock, in milliseconds.
    warn: Option<i64>,
    /// The first due instant of a running clock, in milliseconds.
    due: Option<i64>,
}

impl Outline<'static> {
    /// The outline of a case.
    pub fn new(snapshot: &Snapshot, policy: &Policy) -> Self {
        let kept = Attribute::ALL.iter().filter(|it| !it.is_personal());
        let values = kept.filter_map(|it| Some((*it, it.value(snapshot, policy)?.into_owned())));
        let missed = snapshot
            .deadlines
            .iter()
            .filter(|clock| clock.state == DeadlineState::Missed)
            .flat_map(|clock| [clock.name.as_str(), clock.stage()]);
        let mut missed: Vec<String> = missed.map(str::to_owned).collect();
        missed.sort();
        missed.dedup();
        Self {
            values: values.collect(),
            deadlines: snapshot.newest().into_iter().cloned().collect(),
            missed,
        }
    }
}

impl<'a> Outline<'a> {
    /// The outline at another instant.
    pub(crate) fn at(mut self, now: Instant) -> Self {
        let deadlines = self.deadlines.into_iter();
        self.deadlines = deadlines.map(|deadline| deadline.at(now)).collect();
        self
    }

    /// The glance at the case.
    pub(crate) fn glance(&self) -> Glance {
        let running = || self.deadlines.iter().filter(|it| it.state.is_running());
        let first = |instants: &mut dyn Iterator<Item = Instant>| {
            instants.map(|at| at.timestamp_millis()).min()
        };
        let warning = running().filter(|clock| !clock.paused);
        Glance {
            is_over: self.status().is_over(),
            warn: first(&mut warning.filter_map(|clock| clock.warn)),
            due: first(&mut running().filter_map(|clock| clock.due)),
        }
    }

    /// The value of an attribute; `None` for personal ones.
    pub(crate) fn value(&self, attribute: Attribute) -> Option<&AttributeValue<'a>> {
        let mut values = self.values.iter();
        values
            .find(|(own, _)| *own == attribute)
            .map(|(_, value)| value)
    }

    /// The value of an attribute, if it is a name or a keyword.
    pub(crate) fn name(&self, attribute: Attribute) -> Option<&str> {
        self.value(attribute)?.name()
    }

    /// The id as text.
    pub fn id(&self) -> &str {
        self.name(Attribute::Id).unwrap_or_default()
    }

    /// The file, relative to the repository, with `/`.
    pub fn path(&self) -> &str {
        self.name(Attribute::Path).unwrap_or_default()
    }

    /// The holder of the case.
    pub(crate) fn holder(&self) -> Option<&str> {
        self.name(Attribute::Handler)
    }

    /// The status of the newest round.
    pub(crate) fn status(&self) -> Status {
        let word = self.name(Attribute::Status);
        word.and_then(|word| word.parse().ok())
            .unwrap_or(Status::Open)
    }

    /// Whether it has a flag.
    pub(crate) fn has(&self, flag: Flag) -> bool {
        let Some(AttributeValue::Words(words)) = self.value(Attribute::Flags) else {
            return false;
        };
        words.iter().any(|it| it.word == flag.word())
    }

    /// The names of the deadlines that were missed in any round.
    pub(crate) fn missed(&self) -> impl Iterator<Item = &str> {
        self.missed.iter().map(String::as_str)
    }

    /// The running clock with the earliest due instant; clocks without one come last.
    pub(crate) fn most_urgent(&self) -> Option<&Deadline> {
        deadline::most_urgent(self.deadlines.iter())
    }

    /// As [`Snapshot::late`].
    pub fn late(&self, watch: Watch) -> Vec<&Deadline> {
        deadline::late(self.deadlines.iter(), watch)
    }
}

impl Glance {
    /// Whether a clock of the case may be late.
    pub(crate) fn may_be_late(&self, watch: Watch, now: Instant) -> bool {
        let now = now.timestamp_millis();
        let is_overdue = self.due.is_some_and(|due| due < now);
        is_overdue || (watch == Watch::Soon && self.warn.is_some_and(|warn| warn <= now))
    }
}

/// The instants at which a case has the same outline as at the instant of its snapshot; `None` if
/// it has another at every instant.
pub(crate) fn validity(snapshot: &Snapshot, now: Instant) -> Option<Range<Instant>> {
    // An unregistered case is judged as if it were registered now.
    snapshot.state().registered?;
    let from = latest(&snapshot.case)?;
    let pauses = snapshot.deadlines.iter();
    let ends = pauses
        .filter(|clock| clock.state.is_running())
        .flat_map(|clock| clock.basis.pauses.iter())
        .filter_map(|pause| pause.to)
        .filter(|to| *to > now);
    let until = ends.min().unwrap_or(Instant::MAX_UTC);
    (from <= now).then_some(from..until)
}

/// The latest instant that the judge compares with the clock: of an event, of its record, or of the
/// receipt.
fn latest(case: &Case) -> Option<Instant> {
    let events = case.entries.iter();
    let instants = events.flat_map(|it| [Some(it.at), it.recorded, corrected_receipt(&it.event)]);
    instants.flatten().chain([case.facts.received]).max()
}

fn corrected_receipt(event: &Event) -> Option<Instant> {
    let Event::Amend(Amend { field, to, .. }) = event else {
        return None;
    };
    let is_receipt = field == FactField::Received.name();
    let to = to.as_deref().filter(|_| is_receipt)?;
    parse_rfc3339(to).ok()
}
