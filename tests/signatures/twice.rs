//! Commits with two signatures: one that is good, and one that is not.

use super::people::is_there;
use super::ssh::{note_with_key, signed};
use crate::support::team::Team;

/// The lines of the signature in a commit, and the commit without them.
fn split(raw: &str) -> (String, String) {
    let (mut signature, mut rest, mut is_in) = (String::new(), String::new(), false);
    for line in raw.split_inclusive('\n') {
        is_in = line.starts_with("gpgsig ") || (is_in && line.starts_with(' '));
        let part = if is_in { &mut signature } else { &mut rest };
        part.push_str(line);
    }
    (signature, rest)
}

/// Puts a commit with these signatures in the place of the last one.
fn resign(team: &Team, signatures: &[&str]) {
    let raw = team.git("ann", "", &["cat-file", "commit", "HEAD"]) + "\n";
    let (_, rest) = split(&raw);
    let (head, message) = rest.split_once("\n\n").expect("a message");
    let file = team.home().join("commit");
    let raw = format!("{head}\n{}\n{message}", signatures.concat());
    std::fs::write(&file, raw).expect("it can be written");
    let file = file.to_str().expect("a path");
    let write = ["hash-object", "-t", "commit", "--literally", "-w", file];
    let id = team.git("ann", "", &write);
    team.git("ann", "", &["reset", "-q", "--hard", &id]);
}

fn signature(team: &Team, commit: &str) -> String {
    split(&(team.git("ann", "", &["cat-file", "commit", commit]) + "\n")).0
}

/// `signature` with the armour of `other` behind its own, in the same header.
fn joined(signature: &str, other: &str) -> String {
    format!("{signature} {}", other.trim_start_matches("gpgsig "))
}

#[test]
fn a_second_signature_proves_nothing() {
    if !is_there("ssh-keygen") {
        return;
    }
    let forged: [fn(&str, &str) -> Vec<String>; 4] = [
        |eve, ann| vec![eve.to_owned(), ann.to_owned()],
        |eve, ann| vec![ann.to_owned(), eve.to_owned()],
        |eve, ann| vec![joined(eve, ann)],
        |eve, ann| vec![joined(ann, eve)],
    ];
    for signatures in forged {
        // Ann signed the commit before; this one is by eve, in ann's name.
        let team = signed();
        team.with_server();
        note_with_key(&team, "ann", "ann");
        team.push(&["origin", "main"]).expect("ann's own commit");
        let of_ann = signature(&team, "HEAD");
        note_with_key(&team, "ann", "eve");
        let of_eve = signature(&team, "HEAD");
        let signatures = signatures(&of_eve, &of_ann);
        let signatures: Vec<&str> = signatures.iter().map(String::as_str).collect();
        resign(&team, &signatures);
        assert_eq!(team.audited(&[]), ["unsigned"], "{signatures:?}");
        let said = team.push(&["origin", "main"]).expect_err("eve's commit");
        assert!(said.contains("[unsigned]"), "{said}");
    }
    let team = signed();
    team.with_server();
    note_with_key(&team, "ann", "ann");
    let of_ann = signature(&team, "HEAD");
    resign(&team, &[&of_ann]);
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    team.push(&["origin", "main"])
        .expect("the same commit again");
}
