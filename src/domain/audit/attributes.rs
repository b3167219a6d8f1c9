//! `.gitattributes`: how git merges cases stays as it was set up, and evidence keeps its bytes.
//!
//! git goes by the last line whose pattern fits. Which files a pattern fits is answered on the safe side: a line that could
//! fit a case counts as one that does.

use super::history::{History, Touched};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};

/// The file, at the top or in a folder.
const ATTRIBUTES: &str = ".gitattributes";

/// The patterns of a line that fits every case.
const ALL_CASES: [&str; 4] = ["cases/**/*.yaml", "/cases/**/*.yaml", "cases/**", "*.yaml"];

/// The longest line that git reads, in bytes.
const LONGEST: usize = 2048;

/// The value of the attribute without which git would merge cases as text.
const MERGE: &str = "merge=complaint";

/// The finding that a file that says how git treats files does harm to cases or evidence.
pub(super) fn check(file: &Touched<'_>, history: &History) -> Option<Finding> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
    if name != ATTRIBUTES {
        return None;
    }
    if !folder.is_empty() {
        return overriding(file, folder);
    }
    if drops(file, history, merges_cases) {
        return Some(altered(
            message!(
                "{file} no longer says that git merges cases by their events",
                file = ATTRIBUTES
            ),
            "cases/**/*.yaml merge=complaint text eol=lf",
        ));
    }
    drops(file, history, keeps_evidence).then(|| {
        altered(
            message!(
                "{file} no longer keeps git from converting evidence",
                file = ATTRIBUTES
            ),
            "evidence/** -text",
        )
    })
}

/// The finding that a new file in one of our folders goes before the one at the top.
fn overriding(file: &Touched<'_>, folder: &str) -> Option<Finding> {
    let first = folder.split('/').next().unwrap_or_default();
    let is_new = file.after.is_some()
        && !file
            .before
            .iter()
            .any(|before| before.as_ref() == file.after);
    (["cases", "evidence"].contains(&first) && is_new).then(|| {
        finding(message!(
            "{file} would override the lines at the top",
            file = file.path
        ))
        .hint(text!("take the file away again"))
    })
}

/// Whether the file of a parent does what the file of the commit no longer does.
fn drops(file: &Touched<'_>, history: &History, does: fn(&str) -> bool) -> bool {
    let content = |id: Option<&String>| {
        String::from_utf8_lossy(history.content(id).unwrap_or_default()).into_owned()
    };
    let mut before = file.before.iter();
    before.any(|before| does(&content(before.as_ref()))) && !does(&content(file.after))
}

fn altered(message: Message, line: &str) -> Finding {
    finding(message).hint(message!(
        "put the line back, after all that speak of the same files: {line}",
        line
    ))
}

fn finding(message: Message) -> Finding {
    Finding::error(Code::AttributesAltered, Spot::default(), message)
}

/// A line of the file: the pattern, and what it sets. What git takes for a blank, and how long a line it reads, is git's.
fn lines(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.split('\n')
        .filter(|line| line.len() <= LONGEST)
        .filter_map(|line| {
            let mut words = line
                .split([' ', '\t', '\r'])
                .filter(|word| !word.is_empty());
            let pattern = words.next().filter(|pattern| !pattern.starts_with('#'))?;
            Some((pattern, words.collect()))
        })
}

/// Whether git merges every case with the driver.
fn merges_cases(text: &str) -> bool {
    const BEARING: [&str; 3] = ["merge", "binary", "filter"];
    let mut merges = false;
    for (pattern, sets) in lines(text).filter(|(pattern, _)| may_fit(pattern, "cases", ".yaml")) {
        let last = sets.iter().rfind(|set| bears_on(set, &BEARING));
        merges = match last {
            // What a macro says reaches lines above and below it.
            Some(_) if is_macro(pattern) => return false,
            Some(last) => ALL_CASES.contains(&pattern) && *last == MERGE,
            None => merges,
        };
    }
    merges
}

/// Whether git leaves the bytes of evidence as they are.
fn keeps_evidence(text: &str) -> bool {
    const OTHERWISE: [&str; 2] = ["working-tree-encoding", "ident"];
    let mut keeps = false;
    for (pattern, sets) in lines(text).filter(|(pattern, _)| may_fit(pattern, "evidence", "")) {
        let is_other = sets.iter().any(|set| bears_on(set, &OTHERWISE));
        let is_converted = sets.iter().any(|set| is_conversion(set));
        let last = sets
            .iter()
            .rfind(|set| bears_on(set, &["text", "binary", "crlf"]));
        let is_kept = last.is_some_and(|last| ["-text", "binary"].contains(last)) && !is_other;
        if (is_other || is_converted) && is_macro(pattern) {
            return false;
        }
        if is_kept && pattern.trim_start_matches('/') == "evidence/**" {
            keeps = true;
        } else if (is_converted && !is_kept) || is_other {
            keeps = false;
        }
    }
    keeps
}

/// Whether a line defines a macro: its name may be that of another attribute, such as `text`.
fn is_macro(pattern: &str) -> bool {
    pattern.starts_with("[attr]")
}

/// Whether a setting has git convert lines; `-text` does not.
fn is_conversion(set: &str) -> bool {
    bears_on(set, &["text", "eol", "crlf"]) && !["-text", "-crlf"].contains(&set)
}

/// Whether a setting is about one of these attributes, or defines another in terms of it.
fn bears_on(set: &str, attributes: &[&str]) -> bool {
    let name = set
        .trim_start_matches(['-', '!'])
        .split('=')
        .next()
        .unwrap_or_default();
    attributes.contains(&name)
}

/// Whether a pattern may fit a file with this ending below this folder.
fn may_fit(pattern: &str, folder: &str, ending: &str) -> bool {
    const WILD: [char; 5] = ['*', '?', '[', ']', '\\'];
    // A macro's line names no files, but what it sets reaches any; a quoted pattern may hold anything.
    if is_macro(pattern) || pattern.starts_with('"') {
        return true;
    }
    let last = pattern.rsplit(WILD).next().unwrap_or_default();
    let ends_alike = last.ends_with(ending) || ending.ends_with(last);
    let path = pattern.trim_start_matches('/');
    let anywhere = !pattern.trim_end_matches('/').contains('/');
    let first = path.split('/').next().unwrap_or_default();
    let begins_alike = match first.find(WILD) {
        Some(wild) => folder.starts_with(&first[..wild]),
        None => first == folder,
    };
    ends_alike && (anywhere || begins_alike)
}

#[cfg(test)]
mod tests;
