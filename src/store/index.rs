//! The index: the outlines of the cases as they were when their files were last read, so that a list
//! reads only the files that have changed since.
//!
//! It is one disposable file in the git directory (outside git in `.complaint/`), with a small one
//! beside it for what has changed since it was written. An outline counts only while the metadata
//! of its file is the same. Both files hold for one policy and one build of the program; if they do
//! not fit or are damaged, everything is read anew. Nothing depends on them, so failing to write
//! them is no error.

mod record;
mod tier;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};

use super::repository::Repository;
use crate::domain::time::Instant;

pub(super) use record::{Record, Stat, encode};
use tier::Tier;

/// The version of the file format.
const FORMAT: u8 = 1;

/// The most records beside the main file, as a share of those in it, and at least.
const RECENT: (usize, usize) = (16, 256);

/// The files of the index.
#[derive(Debug, Default)]
pub(super) struct Index {
    folder: PathBuf,
    suffix: String,
    key: [u8; 32],
    /// What has changed since the main file was written.
    recent: Tier,
    main: Tier,
}

/// The place of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    tier: Which,
    start: usize,
    length: usize,
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Main,
    Recent,
}

/// The records of a folder by the names of their files.
pub(super) struct Records<'i> {
    index: &'i Index,
    recent: ByName<'i>,
    main: ByName<'i>,
}

/// Records by name, with the place of each in its file.
type ByName<'t> = HashMap<&'t str, (Record<'t>, usize, usize), RandomState>;

impl Index {
    /// The index of a working tree; without what does not fit.
    pub(super) fn open(repository: &Repository) -> Self {
        let mut index = Self::empty(repository);
        index.recent = Tier::read(&index.recent_file(), &index.key);
        index.main = Tier::read(&index.main_file(), &index.key);
        index
    }

    /// The index without its main file, which is there.
    pub(super) fn open_recent(repository: &Repository) -> Option<Self> {
        let mut index = Self::empty(repository);
        index.main_file().symlink_metadata().ok()?;
        index.recent = Tier::read(&index.recent_file(), &index.key);
        Some(index)
    }

    fn empty(repository: &Repository) -> Self {
        let (folder, suffix) = place(repository);
        Self {
            folder,
            suffix,
            key: key(repository.policy_text()),
            ..Self::default()
        }
    }

    /// Keeps the record of a file in a folder, beside the main file. Does nothing if there is no
    /// room, or it cannot be written.
    pub(super) fn add(&self, folder: &str, name: &str, record: &[u8]) {
        let mut folders: BTreeMap<&str, BTreeMap<&str, &[u8]>> = BTreeMap::new();
        for known in self.recent.folders() {
            let records = self.recent.records(known).into_iter();
            let records = records.map(|(name, (record, ..))| (name, record.bytes()));
            folders.insert(known, records.collect());
        }
        folders.entry(folder).or_default().insert(name, record);
        let folders: Vec<(&str, Vec<&[u8]>)> = folders
            .into_iter()
            .map(|(folder, records)| (folder, records.into_values().collect()))
            .collect();
        let count: usize = folders.iter().map(|(_, records)| records.len()).sum();
        if count <= RECENT.1 {
            let _ = tier::write(
                &self.recent_file(),
                &self.key,
                self.recent.commit.as_deref(),
                &folders,
            );
        }
    }

    /// The commits as of which the laws were looked up of cases that today's does not judge.
    pub(super) fn commits(&self) -> impl Iterator<Item = &str> {
        let commits = [&self.recent.commit, &self.main.commit];
        commits.into_iter().filter_map(Option::as_deref)
    }

    /// The records of a folder.
    pub(super) fn records(&self, folder: &str) -> Records<'_> {
        Records {
            index: self,
            recent: self.recent.records(folder),
            main: self.main.records(folder),
        }
    }

    /// The record at a place.
    pub(super) fn record(&self, place: Place) -> Record<'_> {
        self.tier(place.tier).record(place.start, place.length)
    }

    fn tier(&self, which: Which) -> &Tier {
        match which {
            Which::Main => &self.main,
            Which::Recent => &self.recent,
        }
    }

    /// Keeps the records of all cases, by folder; those read anew are also in `changed`. Does
    /// nothing if they cannot be written.
    pub(super) fn keep(
        &self,
        all: &[(&str, Vec<&[u8]>)],
        changed: &[(&str, Vec<&[u8]>)],
        commit: Option<&str>,
    ) {
        let count = |folders: &[(&str, Vec<&[u8]>)]| {
            let records = folders.iter().map(|(_, records)| records.len());
            records.sum::<usize>()
        };
        let (share, least) = RECENT;
        let most = (count(all) / share).max(least);
        if count(changed) > most || self.main.is_empty() {
            if tier::write(&self.main_file(), &self.key, commit, all).is_ok() {
                let _ = std::fs::remove_file(self.recent_file());
            }
        } else {
            let _ = tier::write(&self.recent_file(), &self.key, commit, changed);
        }
    }

    fn main_file(&self) -> PathBuf {
        self.folder.join(format!("index{}", self.suffix))
    }

    fn recent_file(&self) -> PathBuf {
        self.folder.join(format!("index-recent{}", self.suffix))
    }
}

/// The folder of the index, and the end of its name: a work tree can contain several repositories.
fn place(repository: &Repository) -> (PathBuf, String) {
    match repository.git() {
        Some(git) => {
            let folder = git.git_dir().join("complaint");
            let inside = git.base().strip_prefix(git.work_tree()).ok();
            let inside = inside.filter(|inside| !inside.as_os_str().is_empty());
            let suffix = inside.map(|inside| {
                let name = inside.as_os_str().as_encoded_bytes();
                format!("-{:08x}", crc32fast::hash(name))
            });
            (folder, suffix.unwrap_or_default())
        }
        None => (repository.root().join(".complaint"), String::new()),
    }
}

/// What the outlines depend on besides their files: the policy and the program.
fn key(policy: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update([FORMAT]);
    hash.update(program());
    hash.update(policy);
    hash.finalize().into()
}

/// The build of the program: the size and age of its file.
fn program() -> String {
    let file = std::env::current_exe().and_then(|path| path.metadata());
    let built = file.map(|file| {
        let modified = file.modified().ok();
        let age = modified.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        (file.len(), age)
    });
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}

impl<'i> Records<'i> {
    /// The record of a file that still holds at `now`, with the name of the file: the file has the
    /// same metadata, and if other laws judged the case as of a commit, they are still the same.
    pub(super) fn find(
        &self,
        name: &str,
        stat: &Stat,
        is_lawful: impl Fn(&str) -> bool,
        now: Instant,
    ) -> Option<(&'i str, Place)> {
        let tiers = [(Which::Recent, &self.recent), (Which::Main, &self.main)];
        tiers.into_iter().find_map(|(tier, records)| {
            let (record, start, length) = *records.get(name)?;
            let commit = self.index.tier(tier).commit.as_deref();
            let is_lawful = !record.is_by_law() || commit.is_some_and(&is_lawful);
            let place = Place {
                tier,
                start,
                length,
            };
            (is_lawful && record.holds(stat, now)).then_some((record.name(), place))
        })
    }
}

impl Place {
    /// Whether it is not in the main file.
    pub(super) fn is_recent(self) -> bool {
        self.tier == Which::Recent
    }
}
