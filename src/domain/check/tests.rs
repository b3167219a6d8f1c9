use super::*;
use crate::domain::case::document;
use crate::domain::policy;
use crate::domain::time::parse_rfc3339;

const POLICY: &str = "format = 1\nchannels = [\"phone\"]\nretired = [\"fax\"]\n[categories.goods]\n[[level]]\nname = \"general\"\n\
                      [[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"3bd\"\n";

fn policy(text: &str) -> Policy {
    let (policy, findings) = policy::parse(text);
    policy.unwrap_or_else(|| panic!("{findings:#?}"))
}

fn case(channel: &str) -> Case {
    let text = format!(
        "id: 20261118-AAAAAA\nreceived: 2026-11-18T09:00:00Z\nchannel: {channel}\ncategory: goods\nlevel: general\n\
         complainant:\n  name: x\nsummary: x\nevents:\n- at: 2026-11-18T09:05:00Z\n  by: li\n  do: register\n"
    );
    document::parse(text.as_bytes()).case.expect("a case")
}

fn now() -> Instant {
    parse_rfc3339("2026-11-19T00:00:00Z").expect("an instant")
}

#[test]
fn a_file_is_named_and_placed_as_the_case_in_it() {
    for (path, expected) in [
        ("cases/2026/11/20261118-AAAAAA-goods.yaml", ""),
        ("cases/2026/11/20261118-AAAAAA.yaml", ""),
        (
            "cases/2026/11/20261118-AAAAAB-goods.yaml",
            "named 20261118-AAAAAB, but the id in it is 20261118-AAAAAA",
        ),
        (
            "cases/2026/12/20261118-AAAAAA-goods.yaml",
            "not in cases/2026/11",
        ),
        ("cases/x.yaml", "does not begin with a case id"),
    ] {
        let actual = name(path, Some(&case("phone")))
            .map(|finding| finding.message.in_english())
            .unwrap_or_default();
        assert!(
            actual.contains(expected) && actual.is_empty() == expected.is_empty(),
            "{path}: {actual}"
        );
    }
}

#[test]
fn a_duplicate_id_is_reported_for_both_files() {
    let id = || "20261118-AAAAAA".parse::<CaseId>().expect("an id");
    let found = duplicates([("a", id()), ("b", id()), ("b", id())].into_iter());
    assert_eq!(
        found
            .iter()
            .map(|found| found.path.as_str())
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert!(
        found[0]
            .finding
            .message
            .in_english()
            .ends_with("also used by b")
    );
    assert!(duplicates([("a", id()), ("a", id())].into_iter()).is_empty());
}

#[test]
fn a_change_counts_the_cases_that_it_moves() {
    let (old, new) = (policy(POLICY), policy(&POLICY.replace("3bd", "2bd")));
    let snapshot = Snapshot::new(String::new(), case("phone"), &new, now());
    let moved_by =
        |snapshots: &[&Snapshot]| moved(policy::changes(&old, &new), &old, snapshots, now());
    assert_eq!(moved_by(&[]), []);
    let findings = moved_by(&[&snapshot]);
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .message
            .in_english()
            .ends_with("it moves the due instants of 1 case"),
        "{findings:#?}"
    );
}

#[test]
fn an_unknown_year_is_reported_once() {
    let policy = policy(POLICY);
    let snapshot = Snapshot::new(String::new(), case("phone"), &policy, now());
    let findings = unknown_years([&snapshot, &snapshot].into_iter(), &policy);
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0]
            .message
            .in_english()
            .starts_with("2 running deadlines reach into 2026"),
        "{}",
        findings[0].message.in_english()
    );
}
