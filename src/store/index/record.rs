//! The record of a case in the index: its file with the file's metadata, what is needed to pass the
//! case over, and its outline.

use std::fs::Metadata;
use std::io;
use std::ops::Range;
use std::time::SystemTime;

use crate::domain::outline::{Glance, Outline, validity};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;

/// The metadata of a file, by which a change is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Stat {
    size: u64,
    /// When it was last modified, in nanoseconds.
    modified: i64,
    /// When its metadata last changed, in nanoseconds. Unlike the modification, nobody can set it.
    changed: i64,
    inode: u64,
}

/// A record in its bytes: fields of fixed length, the length of the name, the name, the outline.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Record<'a>(&'a [u8]);

/// The fields of fixed length, each of eight bytes.
#[derive(Clone, Copy)]
enum Field {
    Size,
    Modified,
    Changed,
    Inode,
    /// The milliseconds between which the outline holds.
    From,
    Until,
    /// The first warning point and the first due instant, in milliseconds; [`NEVER`] if there is
    /// none.
    Warn,
    Due,
    /// See [`CAN_BE_KEPT`], [`BY_LAW`], [`IS_OVER`].
    Marks,
    NameLength,
}

const FIELDS: usize = 10;
const NEVER: i64 = i64::MAX;

/// The record can be kept.
const CAN_BE_KEPT: i64 = 1;
/// Another law than today's judged the case.
const BY_LAW: i64 = 2;
/// The case is over.
const IS_OVER: i64 = 4;

impl Stat {
    /// The metadata of a file; `None` unless it is plain.
    pub(in crate::store) fn of(file: io::Result<Metadata>) -> Option<Self> {
        let file = file.ok().filter(Metadata::is_file)?;
        Some(Self::of_plain(&file))
    }

    fn of_plain(file: &Metadata) -> Self {
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

    fn fields(self) -> [i64; 4] {
        let same_bits = |number: u64| i64::from_ne_bytes(number.to_ne_bytes());
        let (size, inode) = (same_bits(self.size), same_bits(self.inode));
        [size, self.modified, self.changed, inode]
    }
}

impl<'a> Record<'a> {
    /// The record with these bytes; `None` if they are too few.
    pub(in crate::store) fn read(bytes: &'a [u8]) -> Option<Self> {
        let record = Self(bytes);
        let length = usize::try_from(record.field(Field::NameLength)?).ok()?;
        std::str::from_utf8(bytes.get(8 * FIELDS..)?.get(..length)?).ok()?;
        Some(record)
    }

    /// The record that [`encode`] made.
    pub(in crate::store) fn of(made: &'a [u8]) -> Self {
        Self(made)
    }

    fn field(&self, field: Field) -> Option<i64> {
        let start = 8 * field as usize;
        let bytes = self.0.get(start..start + 8)?;
        bytes.try_into().ok().map(i64::from_le_bytes)
    }

    fn name_and_outline(&self) -> (&'a [u8], &'a [u8]) {
        let length = self.field(Field::NameLength).unwrap_or_default();
        let length = usize::try_from(length).unwrap_or_default();
        self.0[8 * FIELDS..].split_at(length)
    }

    pub(in crate::store) fn bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The name of the file.
    pub(in crate::store) fn name(&self) -> &'a str {
        std::str::from_utf8(self.name_and_outline().0).unwrap_or_default()
    }

    /// The outline at an instant.
    pub(in crate::store) fn outline(&self, now: Instant) -> Outline<'a> {
        Outline::read(self.name_and_outline().1, now)
    }

    /// Whether it can be kept.
    pub(in crate::store) fn can_be_kept(&self) -> bool {
        self.has(CAN_BE_KEPT)
    }

    /// Whether another law than today's judged the case.
    pub(in crate::store) fn is_by_law(&self) -> bool {
        self.has(BY_LAW)
    }

    /// Whether the file has the same metadata, and the outline holds at an instant.
    pub(in crate::store) fn holds(&self, stat: &Stat, now: Instant) -> bool {
        let [size, modified, changed, inode] = stat.fields();
        let is = |field: Field, value: i64| self.field(field) == Some(value);
        let now = now.timestamp_millis();
        self.can_be_kept()
            && is(Field::Modified, modified)
            && is(Field::Changed, changed)
            && is(Field::Size, size)
            && is(Field::Inode, inode)
            && self.field(Field::From).is_some_and(|from| from <= now)
            && self.field(Field::Until).is_some_and(|until| now < until)
    }

    /// The glance at the case.
    pub(in crate::store) fn glance(&self) -> Glance {
        let instant = |field: Field| {
            let milliseconds = self.field(field).filter(|it| *it != NEVER)?;
            Instant::from_timestamp_millis(milliseconds)
        };
        Glance {
            is_over: self.has(IS_OVER),
            warn: instant(Field::Warn),
            due: instant(Field::Due),
        }
    }

    fn has(&self, mark: i64) -> bool {
        self.field(Field::Marks)
            .is_some_and(|marks| marks & mark != 0)
    }
}

/// The record of a case that was read from the file `name`. With `stat`, it can be kept, unless it
/// holds at this instant alone.
pub(in crate::store) fn encode(
    name: &str,
    stat: Option<Stat>,
    is_by_law: bool,
    snapshot: &Snapshot,
    policy: &Policy,
    now: Instant,
) -> Vec<u8> {
    let outline = Outline::new(snapshot, policy, now);
    let glance = outline.glance();
    let kept: Option<(Stat, Range<Instant>)> = stat.zip(validity(snapshot, now));
    let mut marks = 0;
    for (mark, holds) in [
        (CAN_BE_KEPT, kept.is_some()),
        (BY_LAW, is_by_law),
        (IS_OVER, glance.is_over),
    ] {
        marks |= if holds { mark } else { 0 };
    }
    let milliseconds = |at: Option<Instant>| at.map_or(NEVER, |at| at.timestamp_millis());
    let [from, until] = match &kept {
        Some((_, valid)) => [valid.start, valid.end].map(|at| at.timestamp_millis()),
        None => [0, 0],
    };
    let [size, modified, changed, inode] = kept.map_or([0; 4], |(stat, _)| stat.fields());
    let fields: [i64; FIELDS] = [
        size,
        modified,
        changed,
        inode,
        from,
        until,
        milliseconds(glance.warn),
        milliseconds(glance.due),
        marks,
        i64::try_from(name.len()).unwrap_or_default(),
    ];
    let mut bytes = Vec::with_capacity(8 * FIELDS + name.len() + outline.bytes().len());
    bytes.extend(fields.iter().flat_map(|field| field.to_le_bytes()));
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(outline.bytes());
    bytes
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
