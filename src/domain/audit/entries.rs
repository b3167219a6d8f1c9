//! Entries of trees that no git creates, but many accept from others, and that a clone cannot check
//! out or reads in two ways. The changes between two trees do not show them, so each new tree is
//! read as it is stored.

use std::collections::HashSet;

use super::file_names;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, message, text};

/// The longest name and the longest path that file systems hold, in bytes.
const MAX_NAME: usize = 255;
const MAX_PATH: usize = 4000;

/// The modes that git writes: files, links, other repositories, folders.
const MODES: [&[u8]; 5] = [b"100644", b"100755", b"120000", b"160000", b"40000"];
const FOLDER: &[u8] = b"40000";
const LINK: &[u8] = b"120000";

/// An entry that a clone cannot live with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OddEntry {
    /// The name as stored, decoded.
    pub name: String,
    pub oddity: Oddity,
}

/// Why a clone cannot live with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Oddity {
    /// The tree cannot be parsed from here on.
    Malformed,
    /// An empty name, or one with a slash.
    NoName,
    /// A name that git reserves for itself, in any spelling that some file system takes for it.
    Reserved,
    /// Two entries of the same name.
    Twice,
    /// The entries are not in git's order.
    Unsorted,
    /// A mode that git does not write.
    Mode,
    /// A name or path that is too long for file systems.
    TooLong,
    /// Two names that some file systems take for the same.
    Alike,
}

/// The odd entries of a stored tree. `path` is its folder from the top, empty for the top itself;
/// `id` the length of an object id in bytes; `is_ours` whether it holds cases or evidence.
pub(crate) fn odd_entries(tree: &[u8], path: &str, id: usize, is_ours: bool) -> Vec<OddEntry> {
    let mut found = Vec::new();
    let mut seen = Seen::default();
    let mut rest = tree;
    while !rest.is_empty() {
        let Some((mode, name, after)) = split(rest, id) else {
            found.push(odd(b"", Oddity::Malformed));
            break;
        };
        rest = after;
        let oddities = [
            own_oddity(mode, name, path),
            seen.next(mode, name),
            is_ours.then(|| seen.alike(name)).flatten(),
        ];
        found.extend(oddities.into_iter().flatten().map(|it| odd(name, it)));
    }
    found
}

/// Whether two trees have the same names with the same modes, and so the same odd entries.
pub(crate) fn has_same_names(mut one: &[u8], mut other: &[u8], id: usize) -> bool {
    if one.len() != other.len() {
        return false;
    }
    while let Some((mode, name, rest)) = split(one, id) {
        let entry = mode.len() + 1 + name.len() + 1;
        if one.get(..entry) != other.get(..entry) {
            return false;
        }
        (one, other) = (rest, &other[entry + id..]);
    }
    one == other
}

fn odd(name: &[u8], oddity: Oddity) -> OddEntry {
    OddEntry {
        name: String::from_utf8_lossy(name).into_owned(),
        oddity,
    }
}

/// Splits `MODE NAME\0ID` off the front.
fn split(tree: &[u8], id: usize) -> Option<(&[u8], &[u8], &[u8])> {
    let blank = tree.iter().position(|byte| *byte == b' ')?;
    let end = blank + tree[blank..].iter().position(|byte| *byte == 0)?;
    let after = tree.get(end + 1 + id..)?;
    Some((&tree[..blank], &tree[blank + 1..end], after))
}

/// What is odd about an entry by itself.
fn own_oddity(mode: &[u8], name: &[u8], path: &str) -> Option<Oddity> {
    if name.is_empty() || name.contains(&b'/') {
        Some(Oddity::NoName)
    } else if file_names::is_reserved_by_git(name)
        || (mode == LINK && file_names::is_list_of_modules(name))
    {
        Some(Oddity::Reserved)
    } else if !MODES.contains(&mode) {
        Some(Oddity::Mode)
    } else if name.len() > MAX_NAME || path.len() + 1 + name.len() > MAX_PATH {
        Some(Oddity::TooLong)
    } else {
        None
    }
}

/// The entries so far.
#[derive(Default)]
struct Seen<'t> {
    last: Option<(&'t [u8], bool)>,
    /// Files whose names begin the last name: a folder of the same name can still follow.
    files: Vec<&'t [u8]>,
    /// The names as the most tolerant file system compares them.
    folded: HashSet<String>,
}

impl<'t> Seen<'t> {
    fn next(&mut self, mode: &[u8], name: &'t [u8]) -> Option<Oddity> {
        let is_folder = mode == FOLDER;
        let last = self.last.replace((name, is_folder));
        while self
            .files
            .last()
            .is_some_and(|file| !name.starts_with(file))
        {
            self.files.pop();
        }
        let is_twice = last.is_some_and(|(last, _)| last == name)
            || self.files.last().is_some_and(|file| *file == name);
        if !is_folder {
            self.files.push(name);
        }
        // git sorts a folder as if its name ended with a slash.
        let key = |name: &'t [u8], is_folder: bool| {
            let end: &[u8] = if is_folder { b"/" } else { b"" };
            name.iter().chain(end)
        };
        let is_sorted =
            last.is_none_or(|(last, was_folder)| key(last, was_folder).lt(key(name, is_folder)));
        if is_twice {
            Some(Oddity::Twice)
        } else {
            (!is_sorted).then_some(Oddity::Unsorted)
        }
    }

    /// Whether an earlier name is the same where letter case and composition do not count.
    fn alike(&mut self, name: &[u8]) -> Option<Oddity> {
        let folded = file_names::folded(&String::from_utf8_lossy(name));
        (!self.folded.insert(folded)).then_some(Oddity::Alike)
    }
}

/// The finding for an odd entry.
pub(super) fn finding(entry: &OddEntry) -> Finding {
    let name = &entry.name;
    let code = match entry.oddity {
        Oddity::Reserved | Oddity::TooLong | Oddity::Alike | Oddity::NoName => Code::IdPath,
        Oddity::Malformed | Oddity::Twice | Oddity::Unsorted | Oddity::Mode => Code::Unreadable,
    };
    let message = match entry.oddity {
        Oddity::Malformed => text!("the folder cannot be parsed"),
        Oddity::NoName => message!(
            "'{name}' is no name of a file: no clone can check it out",
            name
        ),
        Oddity::Reserved => message!(
            "git reserves the name '{name}': no clone can check it out",
            name
        ),
        Oddity::Twice => message!("the commit has two files with the name '{name}'", name),
        Oddity::Unsorted => message!(
            "'{name}' is out of order, so that git does not find all files",
            name
        ),
        Oddity::Mode => message!("'{name}' has a mode that git does not write", name),
        Oddity::TooLong => message!("the name '{name}' is too long for a file system", name),
        Oddity::Alike => message!(
            "some file systems take '{name}' for another file of the folder",
            name
        ),
    };
    let hint = match entry.oddity {
        Oddity::TooLong | Oddity::Alike => file_names::ANOTHER_NAME,
        Oddity::Malformed
        | Oddity::NoName
        | Oddity::Reserved
        | Oddity::Twice
        | Oddity::Unsorted
        | Oddity::Mode => recreate(),
    };
    Finding::error(code, Spot::default(), message).hint(hint)
}

fn recreate() -> Message {
    message!(
        "recreate it with `{add}` and `{commit}`; receive.fsckObjects rejects most such commits",
        add = Command::git("add"),
        commit = Command::git("commit")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let entry =
            |(mode, name): &(&str, &[u8])| [mode.as_bytes(), b" ", name, b"\0", &[7; 20]].concat();
        entries.iter().flat_map(entry).collect()
    }

    #[test]
    fn an_honest_tree_has_no_odd_entries() {
        let honest = tree(&[
            ("100644", b".gitattributes"),
            ("100644", b"a"),
            ("100755", b"a-b"),
            ("100644", b"a.txt"),
            ("40000", "a字".as_bytes()),
            ("40000", b"cases"),
            ("100644", b"cases0"),
            ("120000", b"link"),
            ("160000", b"module"),
        ]);
        assert_eq!(odd_entries(&honest, "", 20, true), []);
    }

    #[test]
    fn trees_that_differ_in_contents_only_have_the_same_names() {
        let old = tree(&[("100644", b"a"), ("40000", b"b")]);
        let mut changed = old.clone();
        let last = changed.len() - 1;
        changed[last] = 0;
        assert!(has_same_names(&old, &changed, 20));
        for other in [
            tree(&[("100644", b"a"), ("40000", b"c")]),
            tree(&[("100645", b"a"), ("40000", b"b")]),
            tree(&[("100644", b"a")]),
            tree(&[("40000", b"b"), ("100644", b"a")]),
            vec![b'x'; old.len()],
        ] {
            assert!(!has_same_names(&old, &other, 20));
        }
    }

    #[test]
    fn each_odd_entry_is_found() {
        use Oddity::{Alike, Malformed, Mode, NoName, Reserved, TooLong, Twice, Unsorted};
        let long = [b'x'; 256];
        for (entries, oddity) in [
            (&[("100644", &b""[..])][..], NoName),
            (&[("100644", b"policy.toml/")], NoName),
            (&[("40000", b"x//y")], NoName),
            (&[("100644", b".git")], Reserved),
            (&[("40000", b"GIT~1")], Reserved),
            (&[("120000", b".gitmodules")], Reserved),
            (&[("100644", b"a"), ("100644", b"a")], Twice),
            (
                &[("100644", b"a"), ("100644", b"a-b"), ("40000", b"a")],
                Twice,
            ),
            (&[("100644", b"b"), ("100644", b"a")], Unsorted),
            (&[("40000", b"a"), ("100644", b"a-b")], Unsorted),
            (&[("100600", b"a")], Mode),
            (&[("040000", b"a")], Mode),
            (&[("0", b"a")], Mode),
            (&[("100644", &long)], TooLong),
            (&[("100644", b"A"), ("100644", b"a")], Alike),
            (&[("100644", b""), ("100644", b"x")], NoName),
        ] {
            let found = odd_entries(&tree(entries), "", 20, true);
            assert!(
                found.iter().any(|found| found.oddity == oddity),
                "{entries:?}: {found:?}"
            );
        }
        assert_eq!(
            odd_entries(b"100644 a\0short", "", 20, false)[0].oddity,
            Malformed
        );
        let alike = tree(&[("100644", b"A"), ("100644", b"a")]);
        assert_eq!(odd_entries(&alike, "", 20, false), []);
    }
}
