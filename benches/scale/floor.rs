//! The physical floor of a warm run: the metadata of every case file over all cores, and one file
//! read.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

/// The number of files below `cases`, with their sizes added up.
pub fn stat_all(cases: &Path) -> (usize, u64) {
    let folders = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        entries
            .map(|entry| entry.path())
            .filter(|path| path.is_dir())
            .collect()
    };
    let months: Vec<_> = folders(cases)
        .iter()
        .flat_map(|year| folders(year))
        .collect();
    months
        .par_iter()
        .flat_map_iter(|month| {
            fs::read_dir(month)
                .into_iter()
                .flatten()
                .filter_map(Result::ok)
        })
        .filter_map(|entry| entry.metadata().ok())
        .fold(
            || (0, 0),
            |(count, bytes), file| (count + 1, bytes + file.len()),
        )
        .reduce(|| (0, 0), |one, other| (one.0 + other.0, one.1 + other.1))
}
