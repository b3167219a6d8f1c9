//! `.gitattributes` must keep the merge driver for cases, and must keep git from converting
//! evidence.
//!
//! git uses the last line whose pattern matches. Matching is conservative: a line that could match
//! a case counts as a match.

use std::collections::BTreeSet;

use super::history::{History, Touched};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};
use crate::domain::policy;

/// The name of the file, at the root or in a folder.
const ATTRIBUTES: &str = ".gitattributes";

/// The patterns that match every case.
const ALL_CASES: [&str; 4] = ["cases/**/*.yaml", "/cases/**/*.yaml", "cases/**", "*.yaml"];

/// The longest line that git reads, in bytes.
const MAX_LINE: usize = 2048;

/// The setting for cases; without it, git merges them as text.
const MERGE: &str = "merge=complaint";

/// Attributes by which git changes what it checks out and stores.
const CONVERSIONS: [&str; 3] = ["filter", "working-tree-encoding", "ident"];

/// Attributes that the lines for cases and evidence set, by themselves or through `binary`.
const SET: [&str; 5] = ["merge", "binary", "text", "eol", "crlf"];

/// Reports a `.gitattributes` file that breaks the settings for cases, evidence or the policy.
pub(super) fn check(file: &Touched<'_>, history: &History) -> Option<Finding> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
    if name != ATTRIBUTES {
        return None;
    }
    if folder.starts_with("..") {
        return above(file, history, folder.split('/').count());
    }
    if !folder.is_empty() {
        return overriding(file, folder);
    }
    let broken = [
        (
            drops(file, history, merges_cases),
            message!(
                "{file} no longer sets the merge driver for cases",
                file = ATTRIBUTES
            ),
            "cases/**/*.yaml merge=complaint text eol=lf",
        ),
        (
            drops(file, history, keeps_evidence),
            message!(
                "{file} no longer stops git from converting evidence",
                file = ATTRIBUTES
            ),
            "evidence/** -text -filter",
        ),
        (
            drops(file, history, keeps_texts),
            message!(
                "{file} has git convert cases or the policy",
                file = ATTRIBUTES
            ),
            "/policy.toml -filter -ident !working-tree-encoding",
        ),
    ];
    let mut broken = broken.into_iter().filter(|(is_broken, ..)| *is_broken);
    broken
        .next()
        .map(|(_, message, line)| altered(message, line))
}

/// Reports a file above the folder of the complaints that takes the driver from cases, or has git
/// convert cases, evidence or the policy. `up` is the number of folders between.
fn above(file: &Touched<'_>, history: &History, up: usize) -> Option<Finding> {
    let folders: Vec<&str> = history.folder.split('/').collect();
    let below = folders.get(folders.len().saturating_sub(up)..)?.join("/");
    let leaves_alone = |text: &str| !is_disturbing(text, &below);
    drops(file, history, leaves_alone).then(|| {
        let message = message!(
            "{file} changes how git merges or stores the files in {folder}",
            file = file.path,
            folder = &history.folder
        );
        finding(message).hint(text!(
            "give the attribute another name, or only to files elsewhere"
        ))
    })
}

/// Whether attributes outside of the folder `below` reach into it: by a macro named or made of an
/// attribute that is set there, or by a conversion.
fn is_disturbing(text: &str, below: &str) -> bool {
    let below = below.to_lowercase();
    let parts = [
        (format!("{below}/cases"), ".yaml"),
        (format!("{below}/evidence"), ""),
        (format!("{below}/policy.toml"), "policy.toml"),
    ];
    lines(text).any(|(pattern, sets)| {
        if let Some(name) = pattern.strip_prefix(MACRO) {
            let ours = |set: &str| names_one_of(set, &SET) || names_one_of(set, &CONVERSIONS);
            return ours(name) || sets.iter().any(|set| ours(set));
        }
        let converts = sets.iter().any(|set| is_on(set, &CONVERSIONS));
        converts
            && parts
                .iter()
                .any(|(path, end)| may_match(pattern, path, end))
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
fn drops(file: &Touched<'_>, history: &History, does: impl Fn(&str) -> bool) -> bool {
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
        // To git, a NUL ends the line.
        .filter_map(|line| line.split('\0').next())
        .filter(|line| line.len() + 1 < MAX_LINE)
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
    let mut keeps = false;
    let mut conversions: BTreeSet<&str> = BTreeSet::new();
    for (pattern, sets) in lines(text).filter(|(pattern, _)| may_match(pattern, "evidence", "")) {
        let is_converted = sets.iter().any(|set| is_conversion(set));
        if is_macro(pattern) {
            if is_converted || sets.iter().any(|set| is_on(set, &CONVERSIONS)) {
                return false;
            }
            continue;
        }
        let is_all = pattern.trim_start_matches('/') == "evidence/**";
        for attribute in CONVERSIONS {
            match sets.iter().rfind(|set| names_one_of(set, &[attribute])) {
                Some(set) if is_on(set, &CONVERSIONS) => _ = conversions.insert(attribute),
                Some(_) if is_all => _ = conversions.remove(attribute),
                Some(_) | None => {}
            }
        }
        let last = sets
            .iter()
            .rfind(|set| names_one_of(set, &["text", "binary", "crlf"]));
        let is_kept = last.is_some_and(|last| ["-text", "binary"].contains(last));
        if is_kept && is_all {
            keeps = true;
        } else if is_converted && !is_kept {
            keeps = false;
        }
    }
    keeps && conversions.is_empty()
}

/// Whether git checks out cases and the policy as they are stored, but for line endings.
fn keeps_texts(text: &str) -> bool {
    let ours = |pattern: &str| {
        may_match(pattern, "cases", ".yaml") || may_match(pattern, policy::FILE, policy::FILE)
    };
    !lines(text)
        .any(|(pattern, sets)| ours(pattern) && sets.iter().any(|set| is_on(set, &CONVERSIONS)))
}

/// What begins a line that defines a macro.
const MACRO: &str = "[attr]";

/// Whether a setting gives one of these attributes a value.
fn is_on(set: &str, attributes: &[&str]) -> bool {
    !set.starts_with(['-', '!']) && names_one_of(set, attributes)
}

/// Whether a line defines a macro. The macro can redefine another attribute, such as `text`.
fn is_macro(pattern: &str) -> bool {
    pattern.starts_with(MACRO)
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
    // Where letter case does not count, patterns match in any.
    let pattern = &pattern.to_lowercase();
    let last = pattern.rsplit(WILD).next().unwrap_or_default();
    let ends_alike = last.ends_with(ending) || ending.ends_with(last);
    let path = pattern.trim_start_matches('/');
    let anywhere = !pattern.trim_end_matches('/').contains('/');
    ends_alike && (anywhere || begins_alike(path, folder))
}

/// Whether a pattern with slashes may match a path below the folder: up to the first wildcard, one is
/// the beginning of the other.
fn begins_alike(pattern: &str, folder: &str) -> bool {
    const WILD: [char; 5] = ['*', '?', '[', ']', '\\'];
    match pattern.find(WILD) {
        Some(wild) => {
            let literal = &pattern[..wild];
            folder.starts_with(literal) || literal.starts_with(&format!("{folder}/"))
        }
        None => pattern == folder || pattern.starts_with(&format!("{folder}/")),
    }
}

#[cfg(test)]
mod tests;
