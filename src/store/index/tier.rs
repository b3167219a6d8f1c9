//! A file of the index: a header, and for each folder a checked section with the records of its
//! files.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{ByName, Record};
use crate::store::write;

/// The beginning of every file of the index.
const MAGIC: &[u8] = b"complaint index\n";

/// The content of a file of the index; empty if there is none that fits.
#[derive(Debug, Default)]
pub(super) struct Tier {
    bytes: Vec<u8>,
    sections: HashMap<String, Section>,
    /// As of which commit cases were judged by other laws than today's, if any were.
    pub commit: Option<String>,
}

/// The records of a folder.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Section {
    start: usize,
    length: usize,
    checksum: u32,
}

#[derive(Serialize, Deserialize)]
struct Header {
    key: [u8; 32],
    commit: Option<String>,
    /// The sections by folder, relative to the end of the header.
    sections: Vec<(String, Section)>,
}

impl Tier {
    /// Reads a file of the index. It does not fit with another key.
    pub(super) fn read(file: &Path, key: &[u8; 32]) -> Self {
        Self::fitting(file, key).unwrap_or_default()
    }

    fn fitting(file: &Path, key: &[u8; 32]) -> Option<Self> {
        let bytes = fs::read(file).ok()?;
        let after_magic = bytes.strip_prefix(MAGIC)?;
        let (length, rest) = after_magic.split_first_chunk::<8>()?;
        let (header, rest) = rest.split_at_checked(usize::from_le_bytes(*length))?;
        let (checksum, header) = header.split_first_chunk::<4>()?;
        if crc32fast::hash(header) != u32::from_le_bytes(*checksum) {
            return None;
        }
        let header: Header = postcard::from_bytes(header).ok()?;
        let begin = bytes.len() - rest.len();
        let placed = |(folder, section): (String, Section)| {
            let start = begin + section.start;
            (folder, Section { start, ..section })
        };
        (header.key == *key).then(|| Self {
            sections: header.sections.into_iter().map(placed).collect(),
            commit: header.commit,
            bytes,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The folders that it has records of.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// The records of a folder by name; none if the section is damaged.
    pub(super) fn records(&self, folder: &str) -> ByName<'_> {
        let section = self.sections.get(folder);
        let end = section.map_or(0, |it| it.start.saturating_add(it.length));
        let records = section.and_then(|section| {
            let bytes = self.bytes.get(section.start..end)?;
            (crc32fast::hash(bytes) == section.checksum).then_some(bytes)
        });
        let mut rest = records.unwrap_or_default();
        let mut found = ByName::default();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
            let Some((record, after)) = after.split_at_checked(length) else {
                break;
            };
            let start = end - after.len() - length;
            rest = after;
            if let Some(record) = Record::read(record) {
                found.insert(record.name(), (record, start, length));
            }
        }
        found
    }

    /// The record at a place that [`Tier::records`] gave.
    pub(super) fn record(&self, start: usize, length: usize) -> Record<'_> {
        Record::of(&self.bytes[start..start + length])
    }
}

/// Writes a file of the index; readers see the old file or the new one.
pub(super) fn write(
    file: &Path,
    key: &[u8; 32],
    commit: Option<&str>,
    folders: &[(&str, Vec<&[u8]>)],
) -> io::Result<()> {
    let mut start = 0;
    let placed = |(folder, records): &(&str, Vec<&[u8]>)| {
        let section = Section {
            start,
            ..section(records)
        };
        start += section.length;
        ((*folder).to_owned(), section)
    };
    let header = Header {
        key: *key,
        commit: commit.map(str::to_owned),
        sections: folders.iter().map(placed).collect(),
    };
    let header = postcard::to_extend(&header, Vec::new()).map_err(io::Error::other)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let temporary = tempfile::Builder::new()
        .prefix(write::TEMPORARY.0)
        .suffix(write::TEMPORARY.1)
        .tempfile_in(folder)?;
    let mut out = BufWriter::new(temporary.as_file());
    out.write_all(MAGIC)?;
    out.write_all(&(header.len() + 4).to_le_bytes())?;
    out.write_all(&crc32fast::hash(&header).to_le_bytes())?;
    out.write_all(&header)?;
    for record in folders.iter().flat_map(|(_, records)| records) {
        out.write_all(&length_of(record))?;
        out.write_all(record)?;
    }
    out.flush()?;
    drop(out);
    temporary.persist(file)?;
    Ok(())
}

/// The section of some records, at the start.
fn section(records: &[&[u8]]) -> Section {
    let mut checksum = crc32fast::Hasher::new();
    let mut length = 0;
    for record in records {
        checksum.update(&length_of(record));
        checksum.update(record);
        length += 4 + record.len();
    }
    Section {
        start: 0,
        length,
        checksum: checksum.finalize(),
    }
}

/// The length of a record: bounded by the size of a case file.
fn length_of(record: &[u8]) -> [u8; 4] {
    u32::try_from(record.len())
        .unwrap_or(u32::MAX)
        .to_le_bytes()
}
