//! Checks the names of files: no file can take the place of the policy or of a case on another
//! machine.

use super::file_names::{self, ANOTHER_NAME};
use super::history::{Touched, is_case};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::policy;

/// The folders and files whose names are fixed.
const FOLDERS: [&str; 2] = ["cases", "evidence"];
const FILES: [&str; 2] = [policy::FILE, ".gitattributes"];

/// What begins the path of a file above the folder of the complaints. A folder that is really named
/// `..` is an odd entry of its tree.
const ABOVE: &str = "../";

/// Reports a file that another system confuses with one of ours, and a file of ours that is not a
/// plain file.
pub(super) fn displaced(file: &Touched<'_>) -> Option<Finding> {
    file.after?;
    if file.path.starts_with(ABOVE) {
        return None;
    }
    if file
        .path
        .split('/')
        .any(|part| file_names::is_reserved_by_git(part.as_bytes()))
    {
        return Some(reserved());
    }
    if FILES.contains(&file.path) {
        return (!file.is_plain).then(|| not_plain(file.path));
    }
    let (first, is_inside) = file
        .path
        .split_once('/')
        .map_or((file.path, false), |(first, _)| (first, true));
    if !FOLDERS.contains(&first) {
        return taken_for_ours(first, is_inside)
            .or_else(|| not_portable(file).filter(|_| !is_inside));
    }
    if !is_inside {
        return Some(not_a_folder(first));
    }
    let is_link = first == "cases" && !file.is_plain && !is_case(file.path);
    unreadable_name(file.path)
        .or_else(|| is_link.then(not_a_file))
        .or_else(|| not_portable(file))
}

/// Reports a name that differs from one of ours only by case.
fn taken_for_ours(first: &str, is_inside: bool) -> Option<Finding> {
    let names = if is_inside { &FOLDERS } else { &FILES };
    let ours = names
        .iter()
        .chain(&FOLDERS)
        .find(|name| name.eq_ignore_ascii_case(first))?;
    let message = message!(
        "on a case-insensitive file system, this name is the same as {ours}",
        ours
    );
    Some(error(Code::IdPath, message).hint(ANOTHER_NAME))
}

fn not_plain(file: &str) -> Finding {
    error(
        Code::Unreadable,
        message!("{file} is not a plain file", file),
    )
    .hint(text!("put the file itself there"))
}

fn not_a_folder(folder: &str) -> Finding {
    error(
        Code::Unreadable,
        message!("{folder} is not a folder", folder),
    )
    .hint(text!("put the folder itself there"))
}

fn not_a_file() -> Finding {
    error(
        Code::Unreadable,
        text!("a link or another repository among the cases"),
    )
    .hint(text!("put the file itself there, or leave it out"))
}

/// Reports a name in our folders that is not UTF-8 (several of these look the same) or contains
/// control characters.
fn unreadable_name(path: &str) -> Option<Finding> {
    let is_odd = path.contains(|c: char| c == char::REPLACEMENT_CHARACTER || c.is_control());
    let message = text!("the file name is not plain UTF-8 text");
    is_odd.then(|| error(Code::IdPath, message).hint(ANOTHER_NAME))
}

/// Reports a new file that Windows cannot create, so that no clone there is whole.
fn not_portable(file: &Touched<'_>) -> Option<Finding> {
    let is_new = file.before.iter().all(Option::is_none);
    let name = file
        .path
        .split('/')
        .find(|name| !file_names::is_portable(name))?;
    let message = message!("Windows cannot create a file named '{name}'", name);
    is_new.then(|| error(Code::IdPath, message).hint(ANOTHER_NAME))
}

fn reserved() -> Finding {
    let message = text!("git never creates a file with this name");
    error(Code::IdPath, message).hint(text!(
        "remove it from the commit; receive.fsckObjects rejects such commits"
    ))
}

fn error(code: Code, message: Message) -> Finding {
    Finding::error(code, Spot::default(), message)
}
