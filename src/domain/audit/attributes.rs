//! `.gitattributes` must keep the merge driver for cases, and must keep git from converting
//! evidence.
//!
//! git uses the last line whose pattern matches. Matching is conservative: a line that could match
//! a case counts as a match.

use super::history::{History, Touched};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};

/// The name of the file, at the root or in a folder.
const ATTRIBUTES: &str = ".gitattributes";

/// The patterns that match every case.
const ALL_CASES: [&str; 4] = ["cases/**/*.yaml", "/cases/**/*.yaml", "cases/**", "*.yaml"];

/// The longest line that git reads, in bytes.
const MAX_LINE: usize = 2048;

/// The setting for cases; without it, git merges them as text.
const MERGE: &str = "merge=complaint";

/// Reports a `.gitattributes` file that breaks the settings for cases or evidence.
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
                "{file} no longer sets the merge driver for cases",
                file = ATTRIBUTES
            ),
            "cases/**/*.yaml merge=complaint text eol=lf",
        ));
    }
    drops(file, history, keeps_evidence).then(|| {
        altered(
            message!(
                "{file} no longer stops git from converting evidence",
                file = ATTRIBUTES
            ),
            "evidence/** -text",
        )
    })
}

/// Reports a new file in `cases` or `evidence`, which would override the one at the root.
fn overriding(file: &Touched<'_>, folder: &str) -> Option<Finding> {
    let first = folder.split('/').next().unwrap_or_default();
    let is_new = file.after.is_some()
        && !file
            .before
            .iter()
            .any(|before| before.as_ref() == file.after);
    (["cases", "evidence"].contains(&first) && is_new).then(|| {
        finding(message!(
            "{file} would override the lines of the file at the root",
            file = file.path
        ))
        .hint(text!("remove the file"))
    })
}

/// Whether a parent's version of the file satisfies `does` and the commit's version does not.
fn drops(file: &Touched<'_>, history: &History, does: fn(&str) -> bool) -> bool {
    let content = |id: Option<&String>| {
        String::from_utf8_lossy(history.content(id).unwrap_or_default()).into_owned()
    };
    let mut before = file.before.iter();
    before.any(|before| does(&content(before.as_ref()))) && !does(&content(file.after))
}

fn altered(message: Message, line: &str) -> Finding {
    finding(message).hint(message!(
        "restore the line, after all lines that match the same files: {line}",
        line
    ))
}

fn finding(message: Message) -> Finding {
    Finding::error(Code::AttributesAltered, Spot::default(), message)
}

/// Splits the file into lines: a pattern and its settings. Blanks and the length limit are those of
/// git.
fn lines(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.split('\n')
        .filter(|line| line.len() <= MAX_LINE)
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
    const RELEVANT: [&str; 3] = ["merge", "binary", "filter"];
    let mut merges = false;
    for (pattern, sets) in lines(text).filter(|(pattern, _)| may_match(pattern, "cases", ".yaml")) {
        let last = sets.iter().rfind(|set| names_one_of(set, &RELEVANT));
        merges = match last {
            // A macro also affects lines above and below it.
            Some(_) if is_macro(pattern) => return false,
            Some(last) => ALL_CASES.contains(&pattern) && *last == MERGE,
            None => merges,
        };
    }
    merges
}

/// Whether git keeps the bytes of evidence unchanged.
fn keeps_evidence(text: &str) -> bool {
    const CONVERTING: [&str; 2] = ["working-tree-encoding", "ident"];
    let mut keeps = false;
    for (pattern, sets) in lines(text).filter(|(pattern, _)| may_match(pattern, "evidence", "")) {
        let is_reencoded = sets.iter().any(|set| names_one_of(set, &CONVERTING));
        let is_converted = sets.iter().any(|set| is_conversion(set));
        let last = sets
            .iter()
            .rfind(|set| names_one_of(set, &["text", "binary", "crlf"]));
        let is_kept = last.is_some_and(|last| ["-text", "binary"].contains(last)) && !is_reencoded;
        if (is_reencoded || is_converted) && is_macro(pattern) {
            return false;
        }
        if is_kept && pattern.trim_start_matches('/') == "evidence/**" {
            keeps = true;
        } else if (is_converted && !is_kept) || is_reencoded {
            keeps = false;
        }
    }
    keeps
}

/// Whether a line defines a macro. The macro can redefine another attribute, such as `text`.
fn is_macro(pattern: &str) -> bool {
    pattern.starts_with("[attr]")
}

/// Whether a setting makes git convert line endings; `-text` does not.
fn is_conversion(set: &str) -> bool {
    names_one_of(set, &["text", "eol", "crlf"]) && !["-text", "-crlf"].contains(&set)
}

/// Whether a setting names one of these attributes.
fn names_one_of(set: &str, attributes: &[&str]) -> bool {
    let name = set
        .trim_start_matches(['-', '!'])
        .split('=')
        .next()
        .unwrap_or_default();
    attributes.contains(&name)
}

/// Whether a pattern may match a file with this extension below this folder.
fn may_match(pattern: &str, folder: &str, ending: &str) -> bool {
    const WILD: [char; 5] = ['*', '?', '[', ']', '\\'];
    // A macro matches no files itself but can affect any; a quoted pattern can contain anything.
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
