//! One line about an event, composed of a phrase for each key.

use chrono_tz::Tz;

use super::Record;
use crate::domain::list::NameSource;
use crate::domain::message::{Argument, Message, ToArgument, end_at, message};
use crate::domain::names::Digest;
use crate::domain::time::Instant;

/// Where the line is shown.
#[derive(Clone, Copy)]
pub(crate) enum Extent<'a> {
    /// In the subject of a commit: only keys with `#[key(headline)]`, and only texts that the
    /// policy defines (the function checks that). A file can be encrypted and its text erased, a
    /// commit message cannot.
    Commit(&'a dyn Fn(NameSource, &str) -> bool),
    /// In a list of events.
    Line {
        /// The time zone of the times.
        zone: Tz,
        /// Describes another event of the case.
        event: &'a dyn Fn(Digest) -> Message,
    },
}

/// The separator before a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    Blank,
    Comma,
    Colon,
}

struct Phrase {
    gap: Gap,
    message: Message,
    /// Whether it contains a name that the policy may define.
    is_from_list: bool,
}

/// The phrases of a line about an event.
pub(crate) struct Phrases<'a> {
    extent: Extent<'a>,
    phrases: Vec<Phrase>,
    /// Whether a name is not defined by the policy.
    has_unlisted: bool,
}

impl<'a> Phrases<'a> {
    /// The line about a record; `None` if it is empty.
    pub(crate) fn of(record: &dyn Record, extent: Extent<'a>) -> Option<Message> {
        let mut phrases = Self {
            extent,
            phrases: Vec::new(),
            has_unlisted: false,
        };
        record.tell(&mut phrases);
        phrases.joined()
    }

    /// Adds a phrase for commits and lists of events.
    pub(crate) fn headline(&mut self, gap: Gap, message: Option<Message>) {
        self.add(gap, message, false);
    }

    /// Adds a phrase for lists of events only.
    pub(crate) fn line(&mut self, gap: Gap, message: Option<Message>) {
        match self.extent {
            Extent::Commit(_) => {}
            Extent::Line { .. } => self.add(gap, message, false),
        }
    }

    /// Adds a phrase with a name from `source`. A commit contains either all such phrases or, if
    /// the policy lacks one of the names, none.
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

    /// Whether a name may be shown here.
    pub(crate) fn may_say(&self, source: NameSource, value: &str) -> bool {
        match self.extent {
            Extent::Commit(is_listed) => is_listed(source, value),
            Extent::Line { .. } => true,
        }
    }

    /// Whether the line is the subject of a commit.
    pub(crate) fn is_commit(&self) -> bool {
        matches!(self.extent, Extent::Commit(_))
    }

    /// The end of a period, in the time zone of the line: every instant that an event names beside
    /// its own is one.
    pub(crate) fn end(&self, instant: Instant) -> Argument {
        match self.extent {
            Extent::Commit(_) => end_at(instant, Tz::UTC),
            Extent::Line { zone, .. } => end_at(instant, zone),
        }
    }

    /// A reference to another event; in commits, its digest.
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
