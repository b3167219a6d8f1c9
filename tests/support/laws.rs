//! Laws for arbitrary bytes: no panic, no hang, and the properties of accepted input.
//!
//! The property tests check mutated files against these laws, the targets under `fuzz/` any
//! input.

// Also where a target takes this file in by its path.
#[path = "laws/templates.rs"]
mod templates;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use chrono_tz::Asia::Shanghai;
use complaint::domain::case::bounds;
use complaint::domain::case::event::Note;
use complaint::domain::case::{Case, Entry, Event, document, emit};
use complaint::domain::finding::{Finding, Severity};
use complaint::domain::import::{Import, Mapping, TakeError, take_in};
use complaint::domain::merge::{self, Conflict, markers};
use complaint::domain::names::{CaseId, Digest, StaffId};
use complaint::domain::policy::{self, Policy};
use complaint::domain::snapshot::Snapshot;
use complaint::domain::time::{self, Instant};
use complaint::render::Diagnostic;
use complaint::render::show::{self, Shown};
use complaint::render::style::Style;
pub use templates::{of_a_case_template, of_a_letter};

/// The line that separates the two texts of an input.
pub const PART: &str = "+++";

/// A case file: both readers agree, an accepted file survives writing and reading, a refused one has
/// findings with a place.
pub fn of_a_case(bytes: &[u8]) {
    let read = document::parse(bytes);
    assert_eq!(read, document::parse_as_yaml(bytes), "the readers differ");
    assert!(
        read.case.is_some() || read.findings.iter().any(is_severe),
        "refused without an error"
    );
    check_findings(&read.findings, bytes);
    if let Err(findings) = document::prefilled(bytes) {
        assert!(
            !findings.is_empty(),
            "a template is refused without a reason"
        );
        check_findings(&findings, bytes);
    }
    check_incremental_parse(bytes);
    if let Some(case) = read.case {
        check_round_trip(&case);
        check_order_independence(&case);
    }
}

/// Parsing only the appended part of a case file gives the same result as parsing the whole file.
fn check_incremental_parse(bytes: &[u8]) {
    let items =
        (1..bytes.len()).filter(|at| bytes[*at - 1] == b'\n' && bytes[*at..].starts_with(b"- "));
    for at in items {
        let before = document::parse(&bytes[..at]);
        let Some(case) = before.case.filter(|_| before.findings.is_empty()) else {
            continue;
        };
        let grown = document::grown(&bytes[..at], &case, &before.layout, bytes);
        if let Some(grown) = grown {
            let whole = document::parse(bytes);
            assert_eq!(
                (&whole.layout, &whole.findings),
                (&before.layout, &Vec::new())
            );
            assert_eq!(
                Some(grown),
                whole.case,
                "{}",
                String::from_utf8_lossy(bytes)
            );
        }
    }
}

/// A case file and, below a line `+++`, what is appended to it: the events of another file, or the
/// text of a note.
pub fn of_appending(bytes: &[u8]) {
    let (file, more) = split_input(bytes);
    let read = document::parse(file);
    let Some(before) = read.case else { return };
    let mut entries = document::parse(more)
        .case
        .map(|case| case.entries)
        .unwrap_or_default();
    entries.retain(|entry| entry.event.verb().is_some());
    entries.extend(note_entry(&String::from_utf8_lossy(more)));
    let Ok(added) = emit::append(file, &read.layout, &entries, Shanghai) else {
        return assert!(read.layout.obstacle.is_some(), "nothing stands in the way");
    };
    let whole = [file, &added].concat();
    if whole.len() <= bounds::MAX_SIZE {
        let after = emit::verify_appended(&before, &entries, &whole);
        let after = after
            .unwrap_or_else(|finding| panic!("{finding:?}\n{}", String::from_utf8_lossy(&whole)));
        let layout = document::parse(&whole).layout;
        assert_eq!(layout.obstacle, None, "no second append");
        assert_eq!(after.entries.len(), before.entries.len() + entries.len());
    }
}

/// Three versions of a file: their merge does not depend on the side, loses nothing and invents
/// nothing.
pub fn of_merging(base: &[u8], ours: &[u8], theirs: &[u8]) {
    check_markers(
        &String::from_utf8_lossy(ours),
        &String::from_utf8_lossy(theirs),
    );
    let (one, other) = (
        merge::merge(base, ours, theirs),
        merge::merge(base, theirs, ours),
    );
    assert_eq!(one.is_ok(), other.is_ok(), "a conflict from one side only");
    let merged = match one {
        Ok(merged) => merged,
        Err(conflict) => return assert_ne!(conflict, Conflict::Garbled, "both sides are sound"),
    };
    assert_eq!(
        Ok(&merged),
        other.as_ref(),
        "it makes a difference which side is ours"
    );
    if ours == theirs || ours == base || theirs == base {
        return;
    }
    let all: BTreeSet<Digest> = [base, ours, theirs].into_iter().flat_map(digests).collect();
    assert_eq!(digests(&merged), all, "the union is another");
    let read = document::parse(&merged);
    assert_eq!(
        read.layout.obstacle, None,
        "nothing can be appended to the union"
    );
    let facts = read.case.expect("the union is a case").facts;
    let has_them = |side: &[u8]| {
        document::parse(side)
            .case
            .is_some_and(|case| case.facts == facts)
    };
    assert!(has_them(ours) || has_them(theirs), "the facts are nobody's");
    for side in [ours, theirs] {
        let lost: Vec<_> = comment_lines(side)
            .difference(&comment_lines(base))
            .cloned()
            .collect();
        let lost: Vec<_> = lost
            .into_iter()
            .filter(|remark| !comment_lines(&merged).contains(remark))
            .collect();
        assert!(
            lost.is_empty(),
            "lost: {lost:?}\n{}",
            String::from_utf8_lossy(&merged)
        );
        // git takes the other side as it is if one side equals the base.
        if merged == base {
            continue;
        }
        let again = merge::merge(base, &merged, side).expect("it is merged already");
        assert_eq!(
            digests(&again),
            all,
            "merging again adds or loses something"
        );
    }
}

/// A policy is accepted, or refused with a reason; an accepted one judges cases without a panic.
pub fn of_a_policy(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (policy, findings) = policy::parse(&text);
    assert_eq!(
        policy.is_none(),
        findings.iter().any(is_severe),
        "refused without an error, or taken with one"
    );
    check_findings(&findings, text.as_bytes());
    let Some(policy) = policy else { return };
    assert_eq!(
        policy::diff(&policy, &policy),
        [],
        "a policy differs from itself"
    );
    assert_eq!(
        policy::changes(&policy, &policy),
        [],
        "a policy changes itself"
    );
    for case in some_cases() {
        judge_and_render(case, &policy);
    }
}

/// A mapping and, below a line `+++`, a ledger: each row is imported, refused or skipped, and each
/// imported case can be written.
pub fn of_an_import(bytes: &[u8]) {
    let (mapping, ledger) = split_input(bytes);
    let (mapping, ledger) = (
        String::from_utf8_lossy(mapping),
        String::from_utf8_lossy(ledger),
    );
    // As `import` reads it.
    let mapping = mapping.strip_prefix('\u{feff}').unwrap_or(&mapping);
    let mapping = match Mapping::parse(mapping) {
        Ok(mapping) => mapping,
        Err(findings) => {
            assert!(
                !findings.is_empty(),
                "a mapping is refused without a reason"
            );
            return check_findings(&findings, mapping.as_bytes());
        }
    };
    let Ok(ledger) = mapping.ledger(&ledger) else {
        return;
    };
    let by = StaffId::clone(&director());
    let import = Import {
        name: "ledger.csv",
        by: &by,
        now: now(),
        known: &[],
    };
    let mut number = 0;
    let id = |date| {
        number += 1;
        CaseId::new(date, number)
    };
    let intake = match take_in(&mapping, &ledger, usual_policy(), &import, id) {
        Ok(intake) => intake,
        Err(error) => return assert_ne!(error, TakeError::Unaccounted, "a row is lost"),
    };
    let others = intake.refused.len() + intake.duplicates.len() + intake.known + intake.skipped;
    assert_eq!(
        intake.imported_rows() + others,
        ledger.rows.len(),
        "a row is lost"
    );
    let drafts = &intake.drafts;
    drafts
        .iter()
        .for_each(|draft| check_round_trip(&draft.case));
}

/// Writing a case and reading it gives the same case. Events of a newer version are left out:
/// written on one line, their brackets can nest deeper than the parser allows.
fn check_round_trip(case: &Case) {
    let mut case = case.clone();
    case.entries.retain(|entry| entry.event.verb().is_some());
    let text = emit::case(&case.facts, &case.entries, Shanghai);
    if text.len() > bounds::MAX_SIZE {
        return;
    }
    let again = document::parse(text.as_bytes());
    let errors: Vec<_> = again
        .findings
        .iter()
        .filter(|finding| is_severe(finding))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    assert_eq!(again.layout, document::Layout::default(), "{text}");
    let read = again.case.expect("a case");
    assert_eq!(read.facts, case.facts, "{text}");
    assert!(
        read.entries
            .iter()
            .map(|entry| entry.digest)
            .eq(case.entries.iter().map(|entry| entry.digest)),
        "{text}"
    );
}

/// The order of events in the file makes no difference.
fn check_order_independence(case: &Case) {
    let mut seen = BTreeSet::new();
    let mut entries = case.entries.clone();
    entries.retain(|entry| seen.insert(entry.digest));
    let case = Case {
        facts: case.facts.clone(),
        entries,
    };
    let mut turned = case.clone();
    turned.entries.reverse();
    let (one, other) = (
        judge_and_render(&case, usual_policy()),
        judge_and_render(&turned, usual_policy()),
    );
    assert_eq!(one.judged.state, other.judged.state);
    assert_eq!(one.judged.findings, other.judged.findings);
    assert_eq!(one.deadlines, other.deadlines);
    assert!(
        one.judged
            .retracted
            .iter()
            .all(|digest| seen.contains(digest)),
        "an event that is not there is taken back"
    );
}

/// Judges a case and renders its page.
fn judge_and_render(case: &Case, policy: &Policy) -> Snapshot {
    let snapshot = Snapshot::new("cases/x.yaml".to_owned(), case.clone(), policy, now());
    let findings = &snapshot.judged.findings;
    let page = show::page(
        &Shown {
            snapshot: &snapshot,
            findings,
            policy,
            now: now(),
        },
        Style::Plain,
    );
    assert_no_control_characters(&page);
    snapshot
}

/// Each finding has a place in the text, or concerns the whole text (line 0), and can be rendered.
fn check_findings(findings: &[Finding], bytes: &[u8]) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let ended = with_final_newline(&text);
    let lines: Vec<&str> = ended.split('\n').collect();
    let places = document::Places::of(&text);
    for finding in findings {
        let (line, column) = (finding.spot.line as usize, finding.spot.column as usize);
        if line > 0 {
            assert!(
                line <= lines.len() && column > 0,
                "no such line: {finding:?}"
            );
            assert!(
                column <= lines[line - 1].chars().count() + 1,
                "no such column: {finding:?}"
            );
        }
        let finding = places.place(finding.clone());
        let said = Diagnostic::finding(&finding, Path::new("x.yaml")).render(Style::Plain);
        assert_no_control_characters(&said);
    }
}

/// No control character reaches the terminal.
fn assert_no_control_characters(text: &str) {
    let driver = text
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(
        driver, None,
        "a control character reaches the terminal: {text:?}"
    );
}

/// Two texts written between conflict markers are read back unchanged.
fn check_markers(ours: &str, theirs: &str) {
    let both = markers::marked(ours.as_bytes(), theirs.as_bytes());
    let both = String::from_utf8(both).expect("two texts");
    let has_markers = |text: &str| {
        text.lines().any(|line| {
            ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
                .iter()
                .any(|marker| line.starts_with(marker))
        })
    };
    let _ = markers::sides(ours);
    if ours != theirs && !has_markers(ours) && !has_markers(theirs) {
        let sides = markers::sides(&both).expect("markers");
        assert_eq!(
            (
                with_final_newline(&sides.ours),
                with_final_newline(&sides.theirs)
            ),
            (with_final_newline(ours), with_final_newline(theirs)),
            "{both:?}"
        );
    }
}

/// The text with a newline at its end.
fn with_final_newline(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}\n")
    }
}

/// The lines that start with `#`, so they are comments: block text is always indented.
fn comment_lines(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn digests(bytes: &[u8]) -> BTreeSet<Digest> {
    let case = document::parse(bytes).case;
    case.map(|case| case.entries.iter().map(|entry| entry.digest).collect())
        .unwrap_or_default()
}

fn note_entry(text: &str) -> Option<Entry> {
    let note = Event::Note(Note {
        text: Some(text.to_owned()),
        step: None,
    });
    (!text.trim().is_empty()).then(|| Entry::new(now(), director(), note))
}

fn split_input(bytes: &[u8]) -> (&[u8], &[u8]) {
    let part = format!("\n{PART}\n");
    let at = bytes
        .windows(part.len())
        .position(|window| window == part.as_bytes());
    at.map_or((bytes, &[]), |at| {
        (&bytes[..at + 1], &bytes[at + part.len()..])
    })
}

fn is_severe(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn director() -> StaffId {
    "dan".parse().expect("a staff id")
}

fn now() -> Instant {
    time::parse_rfc3339("2026-12-31T00:00:00+08:00").expect("an instant")
}

fn usual_policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let text = include_str!("../../policy.toml");
        let dan = "\n[staff.dan]\nrole = \"director\"\n";
        let (policy, findings) = policy::parse(&format!("{text}{dan}"));
        policy.unwrap_or_else(|| panic!("{findings:#?}"))
    })
}

fn some_cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let texts = [include_str!("../../src/domain/case/document/example.yaml")];
        texts
            .iter()
            .map(|text| document::parse(text.as_bytes()).case.expect("a case"))
            .collect()
    })
}
