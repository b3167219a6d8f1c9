//! An event with its time, author and place, and the digest of its content.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Event;
use crate::domain::case::fields::{Fields, STAFF_ID, Value};
use crate::domain::finding::{Code, Finding};
use crate::domain::message::{message, text};
use crate::domain::names::{Digest, StaffId};
use crate::domain::time::Instant;

/// An event with its time, author and place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Instant,
    pub by: StaffId,
    /// When it was recorded, if later than `at`.
    pub recorded: Option<Instant>,
    /// The ledger row that it was imported from.
    pub source: Option<String>,
    pub event: Event,
    /// The digest of the content, which identifies the event.
    pub digest: Digest,
    /// The first line of the event in the file; `0` if it is not in a file yet.
    pub line: u32,
    /// The size of its longest text in bytes.
    pub longest_text: usize,
}

impl Entry {
    /// An event that is not in a file yet.
    pub fn new(at: Instant, by: StaffId, event: Event) -> Self {
        Self {
            at,
            by,
            recorded: None,
            source: None,
            event,
            digest: Digest(0),
            line: 0,
            longest_text: 0,
        }
        .with_digest()
    }

    /// Sets when it happened.
    pub(crate) fn moved_to(mut self, at: Instant) -> Self {
        self.at = at;
        self.with_digest()
    }

    /// Sets when it was recorded.
    pub fn recorded(mut self, recorded: Option<Instant>) -> Self {
        self.recorded = recorded;
        self.with_digest()
    }

    /// Sets the ledger row that it was imported from.
    pub fn source(mut self, source: Option<String>) -> Self {
        self.source = source;
        self.with_digest()
    }

    /// When it was recorded: `recorded`, else `at`.
    pub fn on_record(&self) -> Instant {
        self.recorded.unwrap_or(self.at)
    }

    /// Whether it was imported: the rules of transition, closing and backdating do not apply then.
    pub(crate) fn is_imported(&self) -> bool {
        self.source.is_some()
    }

    /// Reads one event; problems are added to `fields`.
    pub(crate) fn read(fields: &mut Fields, line: u32) -> Option<Self> {
        let at = fields.instant("at");
        let by = fields.parsed("by", &STAFF_ID, |text| text.parse().ok());
        let verb = fields.text("do");
        for (key, absent) in [
            ("at", at.is_none()),
            ("by", by.is_none()),
            ("do", verb.is_none()),
        ] {
            if absent && !fields.has_reported(key) {
                report_truncated(key, fields);
            }
        }
        let recorded = fields.instant("recorded");
        let source = fields.text("source");
        let event = Event::read(&verb?, fields)?;
        Some(
            Self {
                at: at?,
                by: by?,
                recorded,
                source,
                event,
                digest: Digest(0),
                line,
                longest_text: 0,
            }
            .with_digest(),
        )
    }

    /// Keys and values in the order of the file: `at`, `by`, `do`, then the keys of the verb.
    pub fn fields(&self) -> Vec<(&str, Value)> {
        let mut fields = vec![
            ("at", Value::Instant(self.at)),
            ("by", Value::Text(self.by.to_string())),
            ("do", Value::Text(self.event.name().to_owned())),
        ];
        fields.extend(self.event.fields());
        fields.extend(
            self.recorded
                .map(|recorded| ("recorded", Value::Instant(recorded))),
        );
        fields.extend(
            self.source
                .clone()
                .map(|source| ("source", Value::Text(source))),
        );
        fields
    }

    /// The content as JSON: keys sorted, instants in UTC with milliseconds, amounts without
    /// trailing zeros, no spaces.
    pub(crate) fn content(&self) -> String {
        Self::content_of(&self.fields())
    }

    fn content_of(fields: &[(&str, Value)]) -> String {
        let sorted: BTreeMap<&str, &Value> = fields.iter().map(|(key, it)| (*key, it)).collect();
        serde_json::to_string(&sorted).unwrap_or_default()
    }

    fn with_digest(mut self) -> Self {
        let fields = self.fields();
        let texts = fields.iter().map(|(_, value)| value.longest_text());
        let longest_text = texts.max().unwrap_or_default();
        let hash = Sha256::digest(Self::content_of(&fields).as_bytes());
        self.longest_text = longest_text;
        self.digest = Digest(
            hash.iter()
                .take(8)
                .fold(0, |digest, byte| digest << 8 | u64::from(*byte)),
        );
        self
    }
}

/// Reports a truncated event, which lacks `key`.
fn report_truncated(key: &str, fields: &mut Fields) {
    let message = message!("the event lacks '{key}'", key);
    let finding = Finding::error(Code::TruncatedEvent, fields.spot_of(key), message);
    fields.report(finding.hint(text!(
        "restore the event from git, or remove what is left of it"
    )));
}
