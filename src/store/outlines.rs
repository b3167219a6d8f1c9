//! The outlines of all cases, for lists: from the index where it has them, else from the files.

mod reading;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::index::{self, Index, Place, Record};
use super::paths::slashed;
use super::repository::{CaseFile, Repository};
use super::source::Source;
use super::{AllCases, StoreError};
use crate::domain::outline::{Glance, Outline};
use crate::domain::time::Instant;

/// The outlines of the readable cases at an instant, and the unreadable files.
#[derive(Debug)]
pub struct Outlines {
    now: Instant,
    index: Index,
    /// The cases by folder, both in order.
    folders: Vec<Listed>,
    /// The files without a readable case, with their findings.
    pub broken: Vec<CaseFile>,
    /// As in [`AllCases`].
    pub without_law: Option<StoreError>,
}

/// The cases of a folder, in the order of their names.
#[derive(Debug)]
struct Listed {
    path: PathBuf,
    cases: Vec<Slot>,
}

/// Where the record of a case is.
#[derive(Debug)]
enum Slot {
    /// In the index, at a place.
    Kept(Place),
    /// Made of a file that was just read.
    Made(Vec<u8>),
}

impl Repository {
    /// The outline of every case at `now`; a broken file does not hide the others.
    pub(crate) fn outlines(&self, now: Instant) -> Outlines {
        match self.source() {
            Source::WorkingTree(root) => reading::read(self, root, now),
            Source::Revision(_) => self.outlines_of(self.all_cases(now), now),
        }
    }

    /// Keeps the outline of a case that was just written, so that the next list need not read its
    /// file. Without an index there is nothing to keep it in.
    pub(super) fn remember(&self, path: &Path, now: Instant) {
        if let Source::WorkingTree(root) = self.source() {
            reading::remember(self, root, path, now);
        }
    }

    fn outlines_of(&self, all: AllCases, now: Instant) -> Outlines {
        let AllCases {
            snapshots,
            broken,
            without_law,
        } = all;
        let snapshots = snapshots.into_par_iter();
        let record = snapshots
            .map(|it| index::encode(&it.path, None, false, &it, self.policy(), now))
            .map(Slot::Made);
        Outlines {
            now,
            index: Index::default(),
            folders: vec![Listed {
                path: PathBuf::new(),
                cases: record.collect(),
            }],
            broken,
            without_law,
        }
    }
}

impl Outlines {
    /// The cases that pass both tests, in the order of their files.
    pub(crate) fn select(
        &self,
        glance: impl Fn(&Glance) -> bool + Sync,
        picks: impl Fn(&Outline<'_>) -> bool + Sync,
    ) -> Vec<Outline<'_>> {
        let records = self.folders.par_iter().flat_map(|folder| &folder.cases);
        let pick = |slot| {
            let record = self.record(slot);
            let outline = glance(&record.glance()).then(|| record.outline(self.now));
            outline.filter(|outline| picks(outline))
        };
        records.filter_map(pick).collect()
    }

    /// Every case, in the order of the files.
    pub(crate) fn all(&self) -> Vec<Outline<'_>> {
        self.select(|_| true, |_| true)
    }

    fn record<'s>(&'s self, slot: &'s Slot) -> Record<'s> {
        match slot {
            Slot::Kept(place) => self.index.record(*place),
            Slot::Made(record) => Record::of(record),
        }
    }

    /// Keeps the records of the cases for the next command; those by other laws than today's are as
    /// of a commit.
    fn keep(&self, commit: Option<&str>) {
        let names: Vec<String> = self.folders.iter().map(|it| slashed(&it.path)).collect();
        let kept = |is_kept: &dyn Fn(&Slot) -> bool| {
            let folders = self.folders.iter().zip(&names).map(|(folder, name)| {
                let slots = folder.cases.iter().filter(|slot| is_kept(slot));
                let records = slots.map(|slot| self.record(slot));
                let kept = records.filter(Record::can_be_kept);
                (name.as_str(), kept.map(|record| record.bytes()).collect())
            });
            let folders: Vec<(&str, Vec<&[u8]>)> = folders.collect();
            folders
        };
        let all = kept(&|_| true);
        let recent = kept(&|slot| match slot {
            Slot::Kept(place) => place.is_recent(),
            Slot::Made(_) => true,
        });
        self.index.keep(&all, &recent, commit);
    }
}
