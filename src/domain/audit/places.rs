//! Whether files keep their places: nothing stands in for policy or cases on another machine.

use super::history::is_case;
use super::history::{Commit, History, Touched};
use crate::domain::finding::{Code, Finding, Spot};

/// The folders and files whose names are fixed.
const FOLDERS: [&str; 2] = ["cases", "evidence"];
const FILES: [&str; 2] = ["policy.toml", ".gitattributes"];

/// The files that a commit's tree names twice: git reads the one, and has the other in the work tree.
pub(super) fn doubled<'h>(
    commit: &Commit,
    history: &'h History,
) -> impl Iterator<Item = (&'h str, Finding)> {
    let from = (commit.id.clone(), String::new());
    let id = commit.id.clone();
    history.doubled.range(from..).take_while(move |(commit, _)| *commit == id).map(|(_, path)| {
        let finding = Finding::error(Code::Unreadable, Spot::default(), "the commit has two files of this name");
        (
            path.as_str(),
            finding.hint("make it anew with `git add` and `git commit`; receive.fsckObjects keeps such out"),
        )
    })
}

/// A file that another system would take for one of ours, or one of ours that is no plain file.
pub(super) fn displaced(file: &Touched<'_>) -> Option<Finding> {
    file.after?;
    if file
        .path
        .split('/')
        .any(|part| [".", ".."].contains(&part) || part.eq_ignore_ascii_case(".git"))
    {
        let finding = Finding::error(
            Code::IdPath,
            Spot::default(),
            "git makes no file of this name",
        );
        return Some(finding.hint("take it out of the commit; receive.fsckObjects keeps such out"));
    }
    if FILES.contains(&file.path) {
        let finding = || {
            Finding::error(
                Code::Unreadable,
                Spot::default(),
                format!("{} is not a plain file", file.path),
            )
        };
        return (!file.is_plain).then(|| finding().hint("put the file itself there"));
    }
    let (first, is_inside) = file
        .path
        .split_once('/')
        .map_or((file.path, false), |(first, _)| (first, true));
    if FOLDERS.contains(&first) {
        let finding = || {
            Finding::error(
                Code::Unreadable,
                Spot::default(),
                format!("{first} is not a folder"),
            )
        };
        return (!is_inside)
            .then(|| finding().hint("put the folder itself there"))
            .or_else(|| unreadable_name(file.path))
            .or_else(|| (first == "cases" && !file.is_plain && !is_case(file.path)).then(no_file));
    }
    let names = if is_inside { &FOLDERS } else { &FILES };
    let meant = names
        .iter()
        .chain(&FOLDERS)
        .find(|name| name.eq_ignore_ascii_case(first))?;
    let message =
        format!("where upper and lower case are not told apart, this is taken for {meant}");
    Some(Finding::error(Code::IdPath, Spot::default(), message).hint("give it another name"))
}

fn no_file() -> Finding {
    let finding = Finding::error(
        Code::Unreadable,
        Spot::default(),
        "a link or another repository among the cases",
    );
    finding.hint("put the file itself there, or leave it out")
}

/// Below our folders: a name that is not UTF-8, of which several look the same, or that breaks lines.
fn unreadable_name(path: &str) -> Option<Finding> {
    let is_odd = path.contains(|c: char| c == char::REPLACEMENT_CHARACTER || c.is_control());
    let finding = || {
        Finding::error(
            Code::IdPath,
            Spot::default(),
            "the name of the file is not plain text in UTF-8",
        )
    };
    is_odd.then(|| finding().hint("give it another name"))
}
