//! One line about an event, put together from what its keys say.

use chrono_tz::Tz;

use super::Record;
use crate::domain::list::NameSource;
use crate::domain::message::{Argument, Message, ToArgument, day_and_time, message};
use crate::domain::names::Digest;
use crate::domain::time::Instant;

/// Where a line about an event stands.
#[derive(Clone, Copy)]
pub(crate) enum Extent<'a> {
    /// In the subject of a commit, which has only what `#[key(headline)]` lets it have, and texts
    /// only of the lists that the policy has: a file can be encrypted or its text erased, a message
    /// cannot.
    Commit(&'a dyn Fn(NameSource, &str) -> bool),
    /// In a list of events, with times in a zone.
    Line {
        /// Whose clocks show them.
        zone: Tz,
        /// How an event of the case is named.
        event: &'a dyn Fn(Digest) -> Message,
    },
}

/// What stands between a phrase and those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Blank,
    Comma,
    Colon,
}

struct Phrase {
    gap: Gap,
    message: Message,
    /// Whether it says a value of a list of the policy.
    is_from_list: bool,
}

/// What a line says of an event.
pub(crate) struct Phrases<'a> {
    extent: Extent<'a>,
    phrases: Vec<Phrase>,
    /// Whether a list of the policy lacks a value.
    has_unlisted: bool,
}

impl<'a> Phrases<'a> {
    /// What a line says of a record; `None`: nothing.
    pub(crate) fn of(record: &dyn Record, extent: Extent<'a>) -> Option<Message> {
        let mut phrases = Self {
            extent,
            phrases: Vec::new(),
            has_unlisted: false,
        };
        record.tell(&mut phrases);
        phrases.joined()
    }

    /// Adds what may stand in a commit.
    pub(crate) fn headline(&mut self, gap: Gap, message: Option<Message>) {
        self.add(gap, message, false);
    }

    /// Adds what stands in lists of events and in no commit.
    pub(crate) fn line(&mut self, gap: Gap, message: Option<Message>) {
        match self.extent {
            Extent::Commit(_) => {}
            Extent::Line { .. } => self.add(gap, message, false),
        }
    }

    /// Adds what says a value of a list. In a commit all values have to be listed, or none is said.
    pub(crate) fn listed(
        &mut self,
        gap: Gap,
        source: NameSource,
        value: Option<&str>,
        message: Option<Message>,
    ) {
        self.has_unlisted |= value.is_some_and(|value| !self.may_say(source, value));
        self.add(gap, message, true);
    }

    fn add(&mut self, gap: Gap, message: Option<Message>, is_from_list: bool) {
        self.phrases.extend(message.map(|message| Phrase {
            gap,
            message,
            is_from_list,
        }));
    }

    fn joined(self) -> Option<Message> {
        let has_unlisted = self.has_unlisted;
        self.phrases
            .into_iter()
            .filter(|phrase| !(phrase.is_from_list && has_unlisted))
            .map(|phrase| (phrase.gap, phrase.message))
            .reduce(|(gap, before), (next, after)| (gap, next.between(&before, &after)))
            .map(|(_, message)| message)
    }

    /// Whether a value of a list may be said here.
    pub(crate) fn may_say(&self, source: NameSource, value: &str) -> bool {
        match self.extent {
            Extent::Commit(is_listed) => is_listed(source, value),
            Extent::Line { .. } => true,
        }
    }

    /// Whether this is the subject of a commit.
    pub(crate) fn is_commit(&self) -> bool {
        matches!(self.extent, Extent::Commit(_))
    }

    /// An instant as the line has them.
    pub(crate) fn time(&self, instant: Instant) -> Argument {
        match self.extent {
            Extent::Commit(_) => day_and_time(instant, Tz::UTC),
            Extent::Line { zone, .. } => day_and_time(instant, zone),
        }
    }

    /// An event as the line names it, in a commit by its digest.
    pub(crate) fn event(&self, digest: Digest) -> Argument {
        match self.extent {
            Extent::Commit(_) => digest.to_argument(),
            Extent::Line { event, .. } => event(digest).to_argument(),
        }
    }
}

impl Gap {
    fn between(self, before: &Message, after: &Message) -> Message {
        match self {
            Self::Blank => message!("{before} {after}", before, after),
            Self::Comma => message!("{before}, {after}", before, after),
            Self::Colon => message!("{before}: {after}", before, after),
        }
    }
}
