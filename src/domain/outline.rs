//! The outline of a case: what lists need of it, without texts and personal data. It does not depend
//! on the time of asking, so it can be kept and used again.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::attribute::{Attribute, AttributeValue};
use super::case::{Case, Event, FactField};
use super::deadline::{self, Deadline, DeadlineState, Watch};
use super::period::Period;
use super::policy::Policy;
use super::snapshot::Snapshot;
use super::state::{Flag, Status};
use super::time::{Instant, parse_rfc3339};
use super::word::Word;
use crate::domain::case::event::Amend;

/// The attributes of a case and the clocks of its newest round. Each is decoded only when it is
/// asked for.
#[derive(Debug, Clone)]
pub struct Outline<'a> {
    bytes: Cow<'a, [u8]>,
    now: Instant,
    /// The last clock of each name in the newest round, as in [`Snapshot::newest`].
    deadlines: OnceLock<Vec<Deadline>>,
}

/// The parts of an outline.
#[derive(Debug, Serialize, Deserialize)]
struct Parts<'a> {
    /// The attributes that the case has, but for personal ones: each as a pair of its number and
    /// its encoded value.
    #[serde(borrow)]
    values: &'a [u8],
    #[serde(borrow)]
    deadlines: &'a [u8],
    /// The names of the deadlines that were missed in any round.
    #[serde(borrow)]
    missed: Vec<&'a str>,
}

/// What rules most cases out of a list before their outlines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glance {
    pub is_over: bool,
    /// The first warning point of a running clock.
    pub warn: Option<Instant>,
    /// The first due instant of a running clock.
    pub due: Option<Instant>,
}

impl Outline<'static> {
    /// The outline of a case at the instant of its snapshot.
    pub fn new(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Self {
        let mut values = Vec::with_capacity(256);
        for attribute in Attribute::ALL.iter().filter(|it| !it.is_personal()) {
            if let Some(value) = attribute.value(snapshot, policy) {
                values = with(&(*attribute, encoded(&value).as_slice()), values);
            }
        }
        let missed = snapshot
            .deadlines
            .iter()
            .filter(|clock| clock.state == DeadlineState::Missed)
            .flat_map(|clock| [clock.name.as_str(), clock.stage()]);
        let mut missed: Vec<&str> = missed.collect();
        missed.sort_unstable();
        missed.dedup();
        let parts = Parts {
            values: &values,
            deadlines: &encoded(&snapshot.newest()),
            missed,
        };
        Self {
            bytes: encoded(&parts).into(),
            now,
            deadlines: OnceLock::new(),
        }
    }
}

impl<'a> From<Outline<'a>> for Cow<'a, Outline<'a>> {
    fn from(outline: Outline<'a>) -> Self {
        Cow::Owned(outline)
    }
}

impl<'a> From<&'a Outline<'a>> for Cow<'a, Outline<'a>> {
    fn from(outline: &'a Outline<'a>) -> Self {
        Cow::Borrowed(outline)
    }
}

impl<'a> Outline<'a> {
    /// The outline with these bytes, at an instant.
    pub(crate) fn read(bytes: &'a [u8], now: Instant) -> Self {
        Self {
            bytes: bytes.into(),
            now,
            deadlines: OnceLock::new(),
        }
    }

    /// The bytes, which do not depend on the instant.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn parts(&self) -> Option<Parts<'_>> {
        postcard::from_bytes(&self.bytes).ok()
    }

    /// The last clock of each name in the newest round.
    pub fn deadlines(&self) -> &[Deadline] {
        self.deadlines.get_or_init(|| {
            let encoded = self.parts().map(|parts| parts.deadlines);
            let decoded = encoded.and_then(|it| postcard::from_bytes::<Vec<Deadline>>(it).ok());
            let clocks = decoded.unwrap_or_default().into_iter();
            clocks.map(|clock| clock.at(self.now)).collect()
        })
    }

    /// The glance at the case.
    pub(crate) fn glance(&self) -> Glance {
        let running = || self.deadlines().iter().filter(|it| it.state.is_running());
        let warning = running().filter(|clock| !clock.paused);
        Glance {
            is_over: self.status().is_over(),
            warn: warning.filter_map(|clock| clock.warn).min(),
            due: running().filter_map(|clock| clock.due).min(),
        }
    }

    /// The value of an attribute; `None` for personal ones.
    pub(crate) fn value(&self, attribute: Attribute) -> Option<AttributeValue<'_>> {
        let (_, encoded) = self.encoded_values().find(|(own, _)| *own == attribute)?;
        postcard::from_bytes(encoded).ok()
    }

    /// The values of all attributes that the case has, but for personal ones, in their order.
    pub(crate) fn values(&self) -> impl Iterator<Item = (Attribute, AttributeValue<'_>)> {
        let decoded = |(own, encoded)| Some((own, postcard::from_bytes(encoded).ok()?));
        self.encoded_values().filter_map(decoded)
    }

    fn encoded_values(&self) -> impl Iterator<Item = (Attribute, &[u8])> {
        let mut rest = self.parts().map_or(&[][..], |parts| parts.values);
        std::iter::from_fn(move || {
            let (value, after) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            Some(value)
        })
    }

    /// Whether the case was received or ended in a period.
    pub(crate) fn is_of(&self, period: &Period) -> bool {
        let within = |attribute| {
            let value = self.value(attribute);
            matches!(value, Some(AttributeValue::Instant(at)) if period.contains(at))
        };
        within(Attribute::Received) || within(Attribute::Closed)
    }

    /// The value of an attribute, if it is a name or a keyword.
    pub(crate) fn name(&self, attribute: Attribute) -> Option<Cow<'_, str>> {
        self.value(attribute)?.into_name()
    }

    /// The id as text.
    pub fn id(&self) -> Cow<'_, str> {
        self.name(Attribute::Id).unwrap_or_default()
    }

    /// The file, relative to the repository, with `/`.
    pub fn path(&self) -> Cow<'_, str> {
        self.name(Attribute::Path).unwrap_or_default()
    }

    /// The holder of the case.
    pub(crate) fn holder(&self) -> Option<Cow<'_, str>> {
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
    pub(crate) fn missed(&self) -> Vec<&str> {
        self.parts().map_or(Vec::new(), |parts| parts.missed)
    }

    /// The running clock with the earliest due instant; clocks without one come last.
    pub(crate) fn most_urgent(&self) -> Option<&Deadline> {
        deadline::most_urgent(self.deadlines().iter())
    }

    /// As [`Snapshot::late`].
    pub fn late(&self, watch: Watch) -> Vec<&Deadline> {
        deadline::late(self.deadlines().iter(), watch)
    }
}

impl Glance {
    /// Whether a clock of the case may be late.
    pub(crate) fn may_be_late(&self, watch: Watch, now: Instant) -> bool {
        let is_overdue = self.due.is_some_and(|due| due < now);
        is_overdue || (watch == Watch::Soon && self.warn.is_some_and(|warn| warn <= now))
    }
}

/// Plain data as bytes.
fn encoded<T: Serialize>(value: &T) -> Vec<u8> {
    with(value, Vec::new())
}

fn with<T: Serialize>(value: &T, before: Vec<u8>) -> Vec<u8> {
    postcard::to_extend(value, before).expect("plain data can be encoded")
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
