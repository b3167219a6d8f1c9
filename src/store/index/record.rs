//! The record of a case in the index: its file with the file's metadata, what is needed to pass the
//! case over, and its outline.

use std::fs::Metadata;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::domain::outline::{Glance, Outline, validity};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;

/// The metadata of a file, by which a change is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Stat {
    size: u64,
    /// When it was last modified, in nanoseconds.
    modified: i64,
    /// When its metadata last changed, in nanoseconds. Unlike the modification, nobody can set it.
    changed: i64,
    inode: u64,
}

/// The part of a record before its outline.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::store) struct Head<'a> {
    /// The name of the file.
    pub name: &'a str,
    /// Its metadata; `None` if the record must not be kept.
    pub stat: Option<Stat>,
    /// The milliseconds between which the outline holds.
    pub from: i64,
    pub until: i64,
    /// Whether the case was judged by other laws than today's.
    pub by_law: bool,
    pub glance: Glance,
}

impl Stat {
    /// The metadata of a plain file.
    pub(super) fn of(file: &Metadata) -> Self {
        let modified = file.modified().ok().map_or(0, nanoseconds);
        let (changed, inode) = identity(file);
        Self {
            size: file.len(),
            modified,
            changed: changed.unwrap_or(modified),
            inode,
        }
    }

    /// Whether any change after `started` would show: the file is older than the clock of the file
    /// system can be behind.
    pub(in crate::store) fn is_settled(&self, started: SystemTime) -> bool {
        const SECOND: i64 = 1_000_000_000;
        let last = self.modified.max(self.changed);
        // Only file systems that keep whole seconds have these.
        let behind = if last % SECOND == 0 {
            2 * SECOND
        } else {
            SECOND / 50
        };
        last.saturating_add(behind) < nanoseconds(started)
    }
}

/// The record of a case that was read from the file `name`. With `stat`, it can be kept, unless it
/// holds at this instant alone.
pub(in crate::store) fn encode(
    name: &str,
    stat: Option<Stat>,
    by_law: bool,
    snapshot: &Snapshot,
    policy: &Policy,
    now: Instant,
) -> Vec<u8> {
    let outline = Outline::new(snapshot, policy);
    let valid = validity(snapshot, now);
    let head = Head {
        name,
        stat: stat.filter(|_| valid.is_some()),
        from: valid
            .as_ref()
            .map_or(0, |valid| valid.start.timestamp_millis()),
        until: valid.map_or(0, |valid| valid.end.timestamp_millis()),
        by_law,
        glance: outline.glance(),
    };
    let bytes = postcard::to_extend(&head, Vec::new());
    let bytes = bytes.and_then(|bytes| postcard::to_extend(&outline, bytes));
    bytes.expect("plain data can be encoded")
}

/// The head of a record, and the rest.
pub(in crate::store) fn head(record: &[u8]) -> Option<(Head<'_>, &[u8])> {
    postcard::take_from_bytes(record).ok()
}

/// The name of the file.
pub(in crate::store) fn name(record: &[u8]) -> Option<String> {
    Some(head(record)?.0.name.to_owned())
}

/// Whether a record can be kept.
pub(in crate::store) fn can_keep(record: &[u8]) -> bool {
    head(record).is_some_and(|(head, _)| head.stat.is_some())
}

/// The outline in the rest of a record.
pub(in crate::store) fn outline(rest: &[u8]) -> Option<Outline<'_>> {
    postcard::from_bytes(rest).ok()
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |it| -it),
    }
}

/// When the metadata of a file last changed, and the number of the file.
#[cfg(unix)]
fn identity(file: &Metadata) -> (Option<i64>, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed = file.ctime().checked_mul(1_000_000_000);
    let changed = changed.and_then(|seconds| seconds.checked_add(file.ctime_nsec()));
    (changed, file.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (Option<i64>, u64) {
    (None, 0)
}
