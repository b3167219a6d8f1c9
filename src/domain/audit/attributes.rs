//! `.gitattributes`: how git merges cases stays as it was set up, and evidence keeps its bytes.
//!
//! git goes by the last line whose pattern fits. Which files a pattern fits is answered on the safe side: a line that could
//! fit a case counts as one that does.

use super::history::{History, Touched};
use crate::domain::finding::{Code, Finding, Spot};

/// The file, at the top or in a folder.
const ATTRIBUTES: &str = ".gitattributes";

/// The patterns of a line that fits every case.
const ALL_CASES: [&str; 4] = ["cases/**/*.yaml", "/cases/**/*.yaml", "cases/**", "*.yaml"];

/// The value of the attribute without which git would merge cases as text.
const MERGE: &str = "merge=complaint";

/// The finding that a file that says how git treats files does harm to cases or evidence.
pub(super) fn check(file: &Touched<'_>, history: &History) -> Option<Finding> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", file.path));
    if name != ATTRIBUTES {
        return None;
    }
    let text = |id: Option<&String>| String::from_utf8_lossy(history.content(id).unwrap_or_default()).into_owned();
    let after = text(file.after);
    let wrong = |message: String, hint: &str| {
        Some(Finding::error(Code::AttributesAltered, Spot::default(), message).hint(hint))
    };
    if !folder.is_empty() {
        let is_ours = ["cases", "evidence"].iter().any(|ours| folder.split('/').next() == Some(ours));
        let is_new = file.after.is_some() && !file.before.iter().any(|before| before.as_ref() == file.after);
        return (is_ours && is_new)
            .then(|| wrong(format!("{} would override the lines at the top", file.path), "take the file away again"))
            .flatten();
    }
    if file.before.iter().any(|before| merges_cases(&text(before.as_ref()))) && !merges_cases(&after) {
        let message = format!("{ATTRIBUTES} no longer says that git merges cases by their events");
        return wrong(
            message,
            "put the line back, after all that speak of the same files: cases/**/*.yaml merge=complaint text eol=lf",
        );
    }
    if file.before.iter().any(|before| keeps_evidence(&text(before.as_ref()))) && !keeps_evidence(&after) {
        let message = format!("{ATTRIBUTES} no longer keeps git from converting evidence");
        return wrong(message, "put the line back, after all that speak of the same files: evidence/** -text");
    }
    None
}

/// A line of the file: the pattern, and what it sets.
fn lines(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut words = line.split_ascii_whitespace();
        (words.next().unwrap_or_default(), words.collect())
    })
}

/// Whether git merges every case with the driver.
fn merges_cases(text: &str) -> bool {
    let mut merges = false;
    for (pattern, sets) in lines(text) {
        if ALL_CASES.contains(&pattern) && sets.contains(&MERGE) {
            merges = true;
        } else if may_fit(pattern, "cases", ".yaml")
            && sets.iter().any(|set| bears_on(set, &["merge", "binary", "filter"]))
        {
            merges = false;
        }
    }
    merges
}

/// Whether git leaves the bytes of evidence as they are.
fn keeps_evidence(text: &str) -> bool {
    let mut keeps = false;
    for (pattern, sets) in lines(text) {
        if pattern.trim_start_matches('/') == "evidence/**" && (sets.contains(&"-text") || sets.contains(&"binary")) {
            keeps = true;
        } else if may_fit(pattern, "evidence", "")
            && sets.iter().any(|set| is_conversion(set) || bears_on(set, &["working-tree-encoding", "ident"]))
        {
            keeps = false;
        }
    }
    keeps
}

/// Whether a setting has git convert lines; `-text` does not.
fn is_conversion(set: &str) -> bool {
    bears_on(set, &["text", "eol", "crlf"]) && !["-text", "-crlf"].contains(&set)
}

/// Whether a setting is about one of these attributes, or defines another in terms of it.
fn bears_on(set: &str, attributes: &[&str]) -> bool {
    let name = set.trim_start_matches(['-', '!']).split('=').next().unwrap_or_default();
    attributes.contains(&name)
}

/// Whether a pattern may fit a file with this ending below this folder.
fn may_fit(pattern: &str, folder: &str, ending: &str) -> bool {
    const WILD: [char; 5] = ['*', '?', '[', ']', '\\'];
    // A macro's line names no files, but what it sets reaches any; a quoted pattern may hold anything.
    if pattern.starts_with("[attr]") || pattern.starts_with('"') {
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
mod tests {
    use super::*;

    const OURS: &str = "cases/**/*.yaml merge=complaint text eol=lf\nevidence/** -text\n";

    #[test]
    fn a_later_line_that_may_fit_a_case_undoes_the_driver() {
        for line in [
            "cases/**/*.yaml merge=union",
            "*.yaml -merge",
            "*.yaml binary",
            "2026* merge=ours",
            "* !merge",
            "*l merge=text",
            "c*/** merge=binary",
            "cases/2027/** -merge",
            "[attr]x merge=union",
            "\"cases/**\" merge=ours",
            "**/*.yaml filter=x",
        ] {
            assert!(!merges_cases(&format!("{OURS}{line}\n")), "{line}");
            assert!(merges_cases(&format!("{line}\n{OURS}")), "the last line counts: {line}");
        }
    }

    #[test]
    fn a_line_about_other_files_does_no_harm() {
        for line in
            ["*.png binary", "docs/** merge=union", "README.md merge=ours", "# cases/** -merge", "*.yaml diff=yaml"]
        {
            assert!(merges_cases(&format!("{OURS}{line}\n")), "{line}");
        }
        for line in ["*.png binary", "docs/** text", "cases/** eol=lf", "evidence/** filter=lfs -text"] {
            assert!(keeps_evidence(&format!("{OURS}{line}\n")), "{line}");
        }
    }

    #[test]
    fn a_later_line_that_may_convert_evidence_is_seen() {
        for line in [
            "evidence/** text",
            "*.txt text",
            "* text=auto",
            "evidence/** eol=crlf",
            "*.xml working-tree-encoding=UTF-16",
        ] {
            assert!(!keeps_evidence(&format!("{OURS}{line}\n")), "{line}");
        }
    }
}
