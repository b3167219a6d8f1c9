//! Whether files keep their places: nothing stands in for policy or cases on another machine.

use super::history::Touched;
use crate::domain::finding::{Code, Finding, Spot};

/// The folders and files whose names are fixed.
const FOLDERS: [&str; 2] = ["cases", "evidence"];
const FILES: [&str; 2] = ["policy.toml", ".gitattributes"];

/// A file that another system would take for one of ours, or one of ours that is no plain file.
pub(super) fn displaced(file: &Touched<'_>) -> Option<Finding> {
    file.after?;
    if FILES.contains(&file.path) {
        let finding =
            || Finding::error(Code::Unreadable, Spot::default(), format!("{} is not a plain file", file.path));
        return (!file.is_plain).then(|| finding().hint("put the file itself there"));
    }
    let (first, is_inside) = file.path.split_once('/').map_or((file.path, false), |(first, _)| (first, true));
    if FOLDERS.contains(&first) {
        let finding = || Finding::error(Code::Unreadable, Spot::default(), format!("{first} is not a folder"));
        return (!is_inside).then(|| finding().hint("put the folder itself there"));
    }
    let names = if is_inside { &FOLDERS } else { &FILES };
    let meant = names.iter().chain(&FOLDERS).find(|name| name.eq_ignore_ascii_case(first))?;
    let message = format!("where upper and lower case are not told apart, this is taken for {meant}");
    Some(Finding::error(Code::IdPath, Spot::default(), message).hint("give it another name"))
}
