//! Files of every kind, mutated as by editors, merges and bad disks: nothing panics, hangs or is
//! misread. The laws are shared with the targets under `fuzz/`.

use std::fs;
use std::path::Path;

use complaint::domain::policy::PRESETS;
use complaint::domain::policy::preset;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Fragments to insert: syntax of YAML and TOML, and known trouble for their parsers.
const PIECES: [&str; 60] = [
    "{{ order }}",
    "{% if contact %}",
    "{% endif %}",
    "{{ ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "    ",
    "- ",
    "\n- ",
    "-\n",
    "? ",
    ": ",
    ":",
    " #",
    "# x\n",
    "\n# remark\n",
    "&a ",
    "*a",
    "!t ",
    "!!binary ",
    "|",
    "|\n",
    "|-\n",
    "|2\n",
    ">\n",
    "\"",
    "'",
    "\\",
    "[",
    "]",
    "{",
    "}",
    ",",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<: *a\n",
    "<<<<<<< ours\n",
    "=======\n",
    ">>>>>>> theirs\n",
    "events:\n",
    "events: []\n",
    "~",
    "null",
    "no",
    "1e3",
    "0",
    "-1",
    "99999999999999999999",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{202e}",
    "\u{0}",
    "\n+++\n",
];

#[derive(Debug, Clone)]
enum Change {
    Drop(Index),
    Double(Index, Index),
    Swap(Index, Index),
    Indent(Index, usize),
    Outdent(Index),
    Join(Index),
    Cut(Index),
    Put(Index, &'static str),
    Flip(Index, u8),
    Exchange(Index, Index),
}

fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    let (at, other) = (any::<Index>, any::<Index>);
    let change = prop_oneof![
        at().prop_map(Change::Drop),
        (at(), other()).prop_map(|(from, to)| Change::Double(from, to)),
        (at(), other()).prop_map(|(one, other)| Change::Swap(one, other)),
        (at(), 1..5usize).prop_map(|(line, blanks)| Change::Indent(line, blanks)),
        at().prop_map(Change::Outdent),
        at().prop_map(Change::Join),
        at().prop_map(Change::Cut),
        (at(), select(PIECES.to_vec())).prop_map(|(place, piece)| Change::Put(place, piece)),
        (at(), any::<u8>()).prop_map(|(place, bits)| Change::Flip(place, bits)),
        (at(), other()).prop_map(|(one, other)| Change::Exchange(one, other)),
    ];
    prop::collection::vec(change, 0..=most)
}

/// A text after some changes, as bytes: it may no longer be UTF-8.
fn changed(text: &[u8], changes: &[Change]) -> Vec<u8> {
    changes.iter().fold(text.to_vec(), one_change)
}

fn one_change(text: Vec<u8>, change: &Change) -> Vec<u8> {
    if text.is_empty() {
        return text;
    }
    let mut lines: Vec<Vec<u8>> = text
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let line = |index: &Index| index.index(lines.len());
    match change {
        Change::Drop(at) => drop(lines.remove(at.index(lines.len()))),
        Change::Double(from, to) => lines.insert(line(to), lines[line(from)].clone()),
        Change::Swap(one, other) => {
            let (one, other) = (line(one), line(other));
            lines.swap(one, other);
        }
        Change::Indent(at, blanks) => {
            let at = line(at);
            lines[at].splice(0..0, std::iter::repeat_n(b' ', *blanks));
        }
        Change::Outdent(at) => {
            let at = line(at);
            let blanks = lines[at].iter().take_while(|byte| **byte == b' ').count();
            lines[at].drain(..blanks.min(2));
        }
        Change::Join(at) => {
            let at = line(at);
            lines[at].pop();
        }
        Change::Cut(at) => return text[..at.index(text.len())].to_vec(),
        Change::Put(at, piece) => {
            let at = at.index(text.len());
            return [&text[..at], piece.as_bytes(), &text[at..]].concat();
        }
        Change::Flip(at, bits) => {
            let mut text = text;
            let at = at.index(text.len());
            text[at] ^= bits;
            return text;
        }
        Change::Exchange(one, other) => {
            let value = |line: &[u8]| {
                line.iter()
                    .position(|byte| *byte == b':' || *byte == b'=')
                    .map(|at| line[at..].to_vec())
            };
            let (one, other) = (line(one), line(other));
            if let (Some(key), Some(value)) = (value(&lines[one]), value(&lines[other])) {
                let kept = lines[one].len() - key.len();
                lines[one].truncate(kept);
                lines[one].extend(value);
            }
        }
    }
    lines.concat()
}

/// The case files of the demo and the documents.
fn cases() -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = ["cases", "tests/cmd"]
        .iter()
        .flat_map(|folder| files(folder, "yaml"))
        .collect();
    files.push(include_bytes!("../src/domain/case/document/example.yaml").to_vec());
    files
}

/// The files below a folder of this repository with an extension, sorted by name.
fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry.file_type().is_file()
                && entry
                    .path()
                    .extension()
                    .is_some_and(|found| found == ending)
        })
        .map(|entry| entry.into_path())
        .collect();
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read(path).ok())
        .collect()
}

fn policies() -> Vec<Vec<u8>> {
    let shipped = PRESETS.iter().map(|shipped| {
        preset(shipped.name)
            .expect("it is shipped")
            .as_bytes()
            .to_vec()
    });
    shipped
        .chain(files("tests/cmd/fixtures", "toml"))
        .chain([include_bytes!("../policy.toml").to_vec()])
        .collect()
}

fn imports() -> Vec<(Vec<u8>, Vec<u8>)> {
    let fixture = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/ledgers")
            .join(name);
        fs::read(path).expect("a fixture")
    };
    ["comma", "semicolon-gbk"]
        .map(|name| {
            (
                fixture(&format!("{name}.toml")),
                fixture(&format!("{name}.csv")),
            )
        })
        .into()
}

/// The letters' templates.
fn letters() -> Vec<Vec<u8>> {
    files("templates/letters", "txt")
}

fn beside(one: &[u8], other: &[u8]) -> Vec<u8> {
    [
        one,
        b"\n",
        crate::support::laws::PART.as_bytes(),
        b"\n",
        other,
    ]
    .concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::support::scaled(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_file_is_read_and_written_or_refused(case in select(cases()), changes in changes(5)) {
        crate::support::laws::of_a_case(&changed(&case, &changes));
    }

    #[test]
    fn appended_events_are_read_back(case in select(cases()), other in select(cases()), changes in (changes(5), changes(5))) {
        crate::support::laws::of_appending(&beside(&changed(&case, &changes.0), &changed(&other, &changes.1)));
    }

    #[test]
    fn merging_is_symmetric_and_loses_nothing(
        case in select(cases()), changes in (changes(1), changes(2), changes(2)), has_base in prop::bool::weighted(0.8),
    ) {
        let base = changed(&case, &changes.0);
        let (ours, theirs) = (changed(&base, &changes.1), changed(&base, &changes.2));
        crate::support::laws::of_merging(if has_base { &base } else { b"" }, &ours, &theirs);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::support::scaled(100), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_policy_is_taken_and_judged_by_or_refused(policy in select(policies()), changes in changes(5)) {
        crate::support::laws::of_a_policy(&changed(&policy, &changes));
    }

    #[test]
    fn a_letter_is_written_or_refused(
        letter in select(letters()), case in select(cases()), changes in (changes(5), changes(2)),
    ) {
        crate::support::laws::of_a_letter(&beside(&changed(&letter, &changes.0), &changed(&case, &changes.1)));
    }

    #[test]
    fn a_template_of_a_case_is_taken_or_refused(
        template in select(files("templates/cases", "yaml")), changes in changes(5),
    ) {
        crate::support::laws::of_a_case_template(&changed(&template, &changes));
    }

    #[test]
    fn each_row_of_a_ledger_is_accounted_for(import in select(imports()), changes in (changes(5), changes(5))) {
        crate::support::laws::of_an_import(&beside(&changed(&import.0, &changes.0), &changed(&import.1, &changes.1)));
    }
}
