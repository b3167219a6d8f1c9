//! What an import has to know of the cases that are there.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::case::path;
use crate::domain::import::KnownRow;
use crate::domain::names::CaseId;
use crate::store::{CaseFile, Repository, StoreError, random};

/// The ledger rows and ids in a repository, which new cases must not repeat.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    /// The ledger rows from which cases and events were imported.
    pub rows: Vec<KnownRow>,
    /// Case files that cannot be parsed; of their rows only the keys are known.
    pub unread: Vec<PathBuf>,
    ids: HashSet<CaseId>,
}

impl Inventory {
    /// Reads every case file. In files that cannot be parsed, lines with a source still count.
    pub(crate) fn of(repository: &Repository) -> Self {
        let files = repository.cases();
        let ids = files
            .iter()
            .filter_map(|file| path::id_of_path(&file.path.to_string_lossy()))
            .collect();
        Self {
            rows: files
                .iter()
                .flat_map(|file| known_rows(repository, file))
                .collect(),
            unread: files
                .iter()
                .filter(|file| file.case().is_none())
                .map(|file| file.path.clone())
                .collect(),
            ids,
        }
    }

    /// An unused id for a case received on `date`.
    ///
    /// # Errors
    /// [`StoreError::Random`].
    pub(crate) fn new_id(&mut self, date: NaiveDate) -> Result<CaseId, StoreError> {
        loop {
            let id = CaseId::new(date, random::bits()?);
            if self.ids.insert(id.clone()) {
                return Ok(id);
            }
        }
    }
}

fn known_rows(repository: &Repository, file: &CaseFile) -> Vec<KnownRow> {
    let Some(case) = file.case() else {
        let of_lines = sources_of_lines(repository, &file.path).into_iter();
        return of_lines
            .map(|source| KnownRow { source, case: None })
            .collect();
    };
    KnownRow::all_of(&Arc::new(case.clone())).collect()
}

fn sources_of_lines(repository: &Repository, path: &Path) -> Vec<String> {
    let bytes = repository.bytes(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let named = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("source:"));
    named
        .filter_map(|value| serde_yaml::from_str(value.trim()).ok())
        .collect()
}
