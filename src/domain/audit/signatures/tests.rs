use super::*;
use crate::domain::audit::Delta;
use crate::domain::policy;
use crate::domain::time::Instant;

fn commit(id: &str, parents: &[&str], committer: &str) -> Commit {
    Commit {
        id: id.to_owned(),
        parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
        author: committer.to_owned(),
        committer: committer.to_owned(),
        committed: Instant::default(),
        odd_date: None,
        built_on: Vec::new(),
        changes: Vec::new(),
    }
}

#[test]
fn a_commit_is_signed_by_its_committer_and_nobody_whose_address_is_alike() {
    for (addresses, committer, is_theirs) in [
        (&["li@example.com"][..], "li@example.com", true),
        (&["Li@example.com"], "li@EXAMPLE.com", true),
        (
            &["li.wei@example.com", "li@example.com"],
            "li@example.com",
            true,
        ),
        (&["zhang.li@example.com"], "li@example.com", false),
        (&["*@example.com"], "li@example.com", false),
        (&[], "", false),
        (&[""], "", false),
    ] {
        let signature = |kind| Signature {
            kind,
            key: "K".to_owned(),
            addresses: addresses.iter().map(|own| (*own).to_owned()).collect(),
            standing: Validity::Good,
        };
        let commit = commit("1", &[], committer);
        for kind in [KeyKind::Ssh, KeyKind::OpenPgp] {
            assert_eq!(
                problem(&commit, Some(&signature(kind))).is_none(),
                is_theirs,
                "{committer} by {addresses:?}"
            );
        }
        assert!(problem(&commit, Some(&signature(KeyKind::X509))).is_some());
    }
}

/// A history of `(id, parents, policy)`, with the policy `+` if it requires signatures.
fn history(commits: &[(&str, &[&str], &str)]) -> History {
    let mut history = History::default();
    for (id, parents, policy) in commits {
        let after = Some((*policy).to_owned());
        let policy = Delta {
            path: "policy.toml".to_owned(),
            before: None,
            after,
            is_plain: true,
        };
        let changes = vec![vec![policy]];
        history.commits.push(Commit {
            changes,
            ..commit(id, parents, "li@example.com")
        });
    }
    history
        .contents
        .insert("+".to_owned(), policy("[audit]\nsigned = true\n"));
    history.contents.insert("-".to_owned(), policy(""));
    history
}

fn policy(audit: &str) -> Vec<u8> {
    let standard = policy::preset("standard").expect("it is shipped");
    let without = standard.split("[audit]").next().expect("a beginning");
    format!("{without}{audit}").into_bytes()
}

fn to_be_signed_by(tip: &str, commits: &[(&str, &[&str], &str)]) -> String {
    let history = history(commits);
    let tip = policy::parse(&String::from_utf8_lossy(&history.contents[tip]))
        .0
        .expect("a policy");
    to_be_signed(&history, &tip).concat()
}

#[test]
fn what_led_to_the_switch_need_not_be_signed_and_what_comes_from_before_has_to_be() {
    let on: [(&str, &[&str], &str); 4] = [
        ("a", &[], "-"),
        ("b", &["a"], "-"),
        ("c", &["b"], "+"),
        ("d", &["c"], "+"),
    ];
    assert_eq!(to_be_signed_by("+", &on), "cd");
    assert_eq!(to_be_signed_by("-", &on[..2]), "");
    // A branch from before the switch that comes in later, with its merge.
    let branch: [(&str, &[&str], &str); 2] = [("e", &["b"], "-"), ("f", &["d", "e"], "+")];
    assert_eq!(to_be_signed_by("+", &[&on[..], &branch].concat()), "cdef");
    // Commits that the server already has are not judged again: all new ones must be signed.
    assert_eq!(to_be_signed_by("+", &branch[..1]), "e");
    // Switched off by a commit that must itself be signed, and on again.
    let off: [(&str, &[&str], &str); 2] = [("e", &["d"], "-"), ("f", &["e"], "-")];
    assert_eq!(to_be_signed_by("-", &[&on[..], &off].concat()), "cde");
    let again = [&on[..], &off, &[("g", &["f"], "+")]].concat();
    assert_eq!(to_be_signed_by("+", &again), "cdeg");
}

#[test]
fn only_a_good_signature_proves_anything() {
    let standings = [
        Validity::Broken,
        Validity::Unknown,
        Validity::Lapsed,
        Validity::Expired,
        Validity::Revoked,
    ];
    for standing in standings {
        for kind in [KeyKind::Ssh, KeyKind::OpenPgp, KeyKind::X509] {
            let addresses = vec!["li@example.com".to_owned()];
            let signature = Signature {
                kind,
                key: String::new(),
                addresses,
                standing,
            };
            assert!(
                problem(&commit("1", &[], "li@example.com"), Some(&signature)).is_some(),
                "{standing:?}"
            );
        }
    }
}
