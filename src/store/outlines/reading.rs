//! Reads the files of a working tree that the index does not know as they are.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::{Listed, Outlines, Slot};
use crate::domain::case::document;
use crate::domain::finding::Finding;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::store::index::{self, Index, Record, Stat};
use crate::store::paths::{CASES, slashed};
use crate::store::repository::{CaseFile, Repository};
use crate::store::source::bytes_of;
use crate::store::unreadable::{self, without_case};
use crate::store::walk::{Folder, walk};
use crate::store::{StoreError, law};

/// A file that the index does not know as it is.
struct Unread {
    /// The place of its folder in the list.
    folder: usize,
    path: PathBuf,
    name: OsString,
    /// Its metadata, if its record can be kept.
    stat: Option<Stat>,
}

/// What a file came to.
enum Read {
    Made(Vec<u8>),
    /// A case that today's policy objects to.
    Objected(Box<Snapshot>),
    Broken(Box<CaseFile>),
}

/// The laws of the cases that today's policy does not judge alone.
struct Laws {
    /// HEAD before any case was judged: what is kept is as of it, so that later commits count as
    /// changes.
    commit: Option<String>,
    /// For each commit as of which laws were looked up, the files whose events have got further laws
    /// since; `None` if all may have.
    changed: HashMap<String, Option<HashSet<PathBuf>>>,
}

impl Laws {
    fn of(index: &Index, repository: &Repository) -> Self {
        let mut laws = Self {
            commit: None,
            changed: HashMap::new(),
        };
        for commit in index.commits() {
            let head = laws.commit(repository);
            let git = repository.git().zip(head);
            let changed = git.and_then(|(git, head)| law::changed_between(git, commit, &head));
            laws.changed.insert(commit.to_owned(), changed);
        }
        laws
    }

    /// The commit as of which what is judged now can be kept. Asks git only once.
    fn commit(&mut self, repository: &Repository) -> Option<String> {
        if self.commit.is_none() {
            self.commit = repository.git().and_then(law::as_of);
        }
        self.commit.clone()
    }

    /// Whether the laws of a file are the same as of the commit.
    fn are_same(&self, commit: &str, path: &Path) -> bool {
        let changed = self.changed.get(commit).and_then(Option::as_ref);
        changed.is_some_and(|changed| !changed.contains(path))
    }
}

/// The outlines of the cases below `root`.
pub(super) fn read(repository: &Repository, root: &Path, now: Instant) -> Outlines {
    let started = SystemTime::now();
    let walk = || {
        walk(root, Path::new(CASES), |file, is_plain| {
            Some(is_plain.then(|| Stat::of(file.metadata())).flatten())
        })
    };
    let (index, (folders, unreadable)) = rayon::join(|| Index::open(repository), walk);
    let mut laws = Laws::of(&index, repository);
    let found: Vec<(Listed, Vec<Unread>)> = folders
        .into_par_iter()
        .enumerate()
        .map(|(place, folder)| look_up(&index, place, folder, &laws, now))
        .collect();
    let (mut folders, unread): (Vec<Listed>, Vec<Vec<Unread>>) = found.into_iter().unzip();
    let unread: Vec<Unread> = unread.into_iter().flatten().collect();
    let NewRecords {
        made,
        mut broken,
        without_law,
    } = read_files(repository, root, &unread, &mut laws, (started, now));
    let is_changed = !made.is_empty();
    insert(&mut folders, &index, made);
    broken.extend(unreadable.into_iter().map(|it| without_any_case(*it)));
    broken.extend(repository.without_cases());
    broken.sort_by(|one, other| one.path.cmp(&other.path));
    let outlines = Outlines {
        now,
        index,
        folders,
        broken,
        without_law,
    };
    if is_changed {
        outlines.keep(laws.commit.as_deref());
    }
    outlines
}

/// What the files came to that the index does not know as they are.
struct NewRecords {
    /// The records, each with the place of its folder in the list.
    made: Vec<(usize, Vec<u8>)>,
    broken: Vec<CaseFile>,
    without_law: Option<StoreError>,
}

fn read_files(
    repository: &Repository,
    root: &Path,
    unread: &[Unread],
    laws: &mut Laws,
    (started, now): (SystemTime, Instant),
) -> NewRecords {
    let read: Vec<Read> = unread
        .par_iter()
        .map(|file| read_file(repository, root, file, started, now))
        .collect();
    let (mut made, mut objected, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for (file, read) in unread.iter().zip(read) {
        match read {
            Read::Made(record) => made.push((file.folder, record)),
            Read::Objected(snapshot) => objected.push((file, *snapshot)),
            Read::Broken(file) => broken.push(*file),
        }
    }
    let commit = match objected.is_empty() {
        true => None,
        false => laws.commit(repository),
    };
    let policy = repository.policy();
    let snapshots = objected.iter_mut().map(|(_, snapshot)| snapshot);
    let without_law = law::rejudge(snapshots, repository.git(), policy, now).err();
    let can_be_kept = commit.is_some() && without_law.is_none();
    for (file, snapshot) in &objected {
        let settled = file.stat.filter(|stat| stat.is_settled(started));
        let stat = settled.filter(|_| can_be_kept);
        let name = file.name.to_str().unwrap_or_default();
        let record = index::encode(name, stat, true, snapshot, policy, now);
        made.push((file.folder, record));
    }
    NewRecords {
        made,
        broken,
        without_law,
    }
}

/// Adds the record of one file to the index.
pub(super) fn remember(repository: &Repository, root: &Path, path: &Path, now: Instant) {
    let started = SystemTime::now();
    let index = Index::open_recent(repository);
    let names = path.parent().zip(path.file_name());
    let stat = Stat::of(root.join(path).symlink_metadata());
    let Some(((index, (folder, name)), stat)) = index.zip(names).zip(stat) else {
        return;
    };
    let unread = Unread {
        folder: 0,
        path: path.to_owned(),
        name: name.to_owned(),
        stat: Some(stat),
    };
    if let (Read::Made(record), Some(name)) = (
        read_file(repository, root, &unread, started, now),
        name.to_str(),
    ) && Record::of(&record).can_be_kept()
    {
        index.add(&slashed(folder), name, &record);
    }
}

/// The records of a folder that count, and the files to read.
fn look_up(
    index: &Index,
    place: usize,
    folder: Folder<Option<Stat>>,
    laws: &Laws,
    now: Instant,
) -> (Listed, Vec<Unread>) {
    let records = index.records(&slashed(&folder.path));
    let mut kept = Vec::with_capacity(folder.files.len());
    let mut unread = Vec::new();
    for (name, stat) in folder.files {
        let counts = name.to_str().zip(stat.as_ref());
        let is_lawful = |commit: &str| laws.are_same(commit, &folder.path.join(&name));
        let record = counts.and_then(|(name, stat)| records.find(name, stat, is_lawful, now));
        match record {
            Some(record) => kept.push(record),
            None => unread.push(Unread {
                folder: place,
                path: folder.path.join(&name),
                stat: stat.filter(|_| name.to_str().is_some()),
                name,
            }),
        }
    }
    // In a file of the index, the records of a folder are in order.
    if kept.iter().any(|(_, place)| place.is_recent()) {
        kept.sort_unstable_by_key(|(name, _)| *name);
    } else {
        kept.sort_unstable_by_key(|(_, place)| *place);
    }
    let listed = Listed {
        path: folder.path,
        cases: kept.into_iter().map(|(_, it)| Slot::Kept(it)).collect(),
    };
    (listed, unread)
}

fn read_file(
    repository: &Repository,
    root: &Path,
    file: &Unread,
    started: SystemTime,
    now: Instant,
) -> Read {
    let document = match bytes_of(root, &file.path) {
        Ok(bytes) => document::parse(&bytes),
        Err(error) => unreadable::file(&error),
    };
    let path = file.path.clone();
    let case_file = CaseFile { path, document };
    let snapshot = match repository.snapshot(case_file, now) {
        Ok(snapshot) => snapshot,
        Err(file) => return Read::Broken(file),
    };
    if snapshot.judged.depends_on_law() {
        return Read::Objected(Box::new(snapshot));
    }
    let settled = file.stat.filter(|stat| stat.is_settled(started));
    let name = file.name.to_str().unwrap_or_default();
    let policy = repository.policy();
    Read::Made(index::encode(name, settled, false, &snapshot, policy, now))
}

/// Inserts new records into their folders, by name.
fn insert(folders: &mut [Listed], index: &Index, made: Vec<(usize, Vec<u8>)>) {
    let mut touched: Vec<usize> = made.iter().map(|(folder, _)| *folder).collect();
    touched.dedup();
    for (folder, record) in made {
        folders[folder].cases.push(Slot::Made(record));
    }
    for folder in touched {
        folders[folder].cases.sort_by_cached_key(|slot| match slot {
            Slot::Kept(place) => index.record(*place).name().to_owned(),
            Slot::Made(record) => Record::of(record).name().to_owned(),
        });
    }
}

fn without_any_case((path, finding): (PathBuf, Finding)) -> CaseFile {
    CaseFile {
        path,
        document: without_case(finding),
    }
}
