use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;

use super::*;
use crate::domain::case::arbitrary::{entries, facts};
use crate::domain::case::example::{CASE, LATER, NOTE};
use crate::domain::case::{Facts, emit};

fn digests(bytes: &[u8]) -> BTreeSet<Digest> {
    let case = document::parse(bytes)
        .case
        .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(bytes)));
    case.entries.iter().map(|entry| entry.digest).collect()
}

fn file(facts: &Facts, parts: &[&[Entry]]) -> Vec<u8> {
    emit::case(facts, &parts.concat(), Shanghai).into_bytes()
}

/// Adds a comment below each event selected by the mask.
fn with_comments(text: &[u8], mask: u32) -> Vec<u8> {
    let mut remarked = String::new();
    let mut events = 0;
    for line in String::from_utf8_lossy(text).split_inclusive('\n') {
        if line.starts_with("- at:") {
            if events > 0 && mask & 1 << events != 0 {
                remarked.push_str(&format!("# remark {events}\n"));
            }
            events += 1;
        }
        remarked.push_str(line);
    }
    remarked.into_bytes()
}

proptest! {
    #[test]
    fn merging_is_commutative_and_keeps_exactly_the_union(
        facts in facts(), base in entries(), ours in entries(), theirs in entries(), both_have in entries(),
        masks in any::<(u32, u32)>(),
    ) {
        let start = file(&facts, &[&base]);
        let ours = with_comments(&file(&facts, &[&base, &ours, &both_have]), masks.0);
        let theirs = with_comments(&file(&facts, &[&base, &both_have, &theirs]), masks.1);
        let merged = merge(&start, &ours, &theirs).expect("no conflict");
        prop_assert_eq!(&merged, &merge(&start, &theirs, &ours).expect("no conflict in reverse"));
        let all: BTreeSet<Digest> = digests(&ours).union(&digests(&theirs)).copied().collect();
        prop_assert_eq!(digests(&merged), all);
        for remark in String::from_utf8_lossy(&ours).lines().filter(|line| line.starts_with("# remark")) {
            prop_assert!(String::from_utf8_lossy(&merged).contains(remark));
        }
        // The merged file already contains both sides.
        prop_assert_eq!(merge(&start, &merged, &ours).map(|again| digests(&again)), Ok(digests(&merged)));
        prop_assert_eq!(merge(&ours, &merged, &ours), Ok(merged.clone()));
        prop_assert_eq!(merge(&start, &merged, &merged), Ok(merged));
    }

    #[test]
    fn the_order_of_merges_does_not_change_the_set_of_events(
        facts in facts(), base in entries(), a in entries(), b in entries(), c in entries(),
    ) {
        let start = file(&facts, &[&base]);
        let side = |more: &[Entry]| file(&facts, &[&base, more]);
        let (a, b, c) = (side(&a), side(&b), side(&c));
        let merge = |one: &[u8], other: &[u8]| merge(&start, one, other).expect("no conflict");
        prop_assert_eq!(digests(&merge(&merge(&a, &b), &c)), digests(&merge(&a, &merge(&b, &c))));
        // Criss-cross: both merged the other's first changes and continued.
        let (left, right) = (merge(&a, &b), merge(&b, &a));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(digests(&merge(&merge(&left, &c), &right)), digests(&merge(&left, &c)));
    }

    #[test]
    fn no_input_makes_it_panic(base: Vec<u8>, ours: Vec<u8>, theirs: Vec<u8>) {
        let _ = merge(&base, &ours, &theirs);
    }
}

fn merged(base: &str, ours: &str, theirs: &str) -> Result<String, Conflict> {
    let merged = merge(base.as_bytes(), ours.as_bytes(), theirs.as_bytes());
    merged.map(|bytes| String::from_utf8(bytes).expect("text"))
}

#[test]
fn comments_spacing_and_quotes_are_kept() {
    let ours = format!("# mine\n{CASE}\n# before the note\n{NOTE}");
    let theirs = format!(
        "{}{LATER}  # the end\n",
        CASE.replace("do: register", "do: \"register\" # by hand")
    );
    let merged = merged(CASE, &ours, &theirs).expect("merged");
    // Both rewrote the registration: one text is taken, and the comments of both are kept.
    let registration = "  do: register\n\n# before the note\n# by hand\n";
    assert_eq!(
        merged,
        format!(
            "# mine\n{}{NOTE}{LATER}  # the end\n",
            CASE.replace("  do: register\n", registration)
        )
    );
}

#[test]
fn common_line_endings_are_kept() {
    let crlf = |text: String| text.replace('\n', "\r\n");
    let (base, ours, theirs) = (
        crlf(CASE.into()),
        crlf(format!("{CASE}{NOTE}")),
        crlf(format!("{CASE}{LATER}")),
    );
    assert_eq!(
        merged(&base, &ours, &theirs),
        Ok(crlf(format!("{CASE}{NOTE}{LATER}")))
    );
    assert_eq!(
        merged(CASE, &ours, &format!("{CASE}{LATER}")),
        Ok(format!("{CASE}{NOTE}{LATER}"))
    );
}

#[test]
fn events_dropped_by_one_side_are_restored() {
    let base = format!("{CASE}{NOTE}");
    assert_eq!(
        merged(&base, CASE, &format!("{base}{LATER}")),
        Ok(format!("{base}{LATER}"))
    );
    let edited = base.replace("first", "other");
    let kept = merged(&base, &edited, &format!("{base}{LATER}")).expect("merged");
    assert!(
        kept.contains("text: first")
            && kept.contains("text: other")
            && kept.contains("text: second")
    );
}

#[test]
fn conflicts_are_reported() {
    let other_birth = CASE.replace("summary: B", "summary: C");
    assert_eq!(merged("", CASE, &other_birth), Err(Conflict::TwoBirths));
    assert_eq!(
        merged(CASE, &CASE.replace("name: A", "name: X"), &other_birth),
        Err(Conflict::Facts)
    );
    let edited = CASE.replace("name: A", "name: X");
    assert_eq!(
        merged(CASE, &edited, &format!("{CASE}{NOTE}")),
        Ok(format!("{edited}{NOTE}"))
    );
    assert_eq!(
        merged(CASE, &format!("{CASE}{NOTE}"), &edited),
        Ok(format!("{edited}{NOTE}"))
    );
    for broken in [
        "",
        "<<<<<<< a\n",
        "id: [",
        &CASE.replace("events:", "events: []\nmore:"),
    ] {
        let side = merged(CASE, &format!("{CASE}{NOTE}"), broken);
        assert!(
            matches!(side, Err(Conflict::Unreadable(Side::Theirs, _))),
            "{broken:?}: {side:?}"
        );
    }
    assert_eq!(
        merged("", CASE, &format!("{CASE}{NOTE}")),
        Ok(format!("{CASE}{NOTE}")),
        "the same birth on both sides"
    );
}
