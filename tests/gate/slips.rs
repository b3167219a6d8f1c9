//! What git accepts without complaint and displays differently: hand-made trees, names, links,
//! attributes.

use std::fs;
use std::process::Output;

use sha2::{Digest, Sha256};

use crate::support::repository::event;
use crate::support::team::{Forgery, Team, assert_found, assert_refused};

/// Content that `git add` would not create, or that looks harmless.
const SLIPS: &[Forgery] = &[
    ("a second policy in the same tree", "unreadable", |team| {
        let looser = team
            .read("policy.toml")
            .replace("up_to     = 500\n", "up_to     = 5000\n");
        twice(team, "policy.toml", &looser, Place::Behind);
    }),
    (
        "a second policy in front of the first",
        "unreadable",
        |team| {
            let looser = team
                .read("policy.toml")
                .replace("up_to     = 500\n", "up_to     = 5000\n");
            twice(team, "policy.toml", &looser, Place::Before);
        },
    ),
    (
        "evidence made a link to what another file has",
        "evidence-altered",
        |team| {
            let entry = format!("120000,{},{}", blob(team, "a photo"), team.evidence());
            team.git(
                "bob",
                "2026-11-02T12:00",
                &["update-index", "--cacheinfo", &entry],
            );
            team.git("bob", "2026-11-02T12:00", &["commit", "-qm", "Link"]);
        },
    ),
    (
        "a case without events that only a merge has",
        "merge-not-union",
        |team| {
            team.diverge();
            team.git(
                "bob",
                "2026-11-02T13:00",
                &["merge", "-q", "--no-commit", "--no-ff", "side"],
            );
            let text = team.read(&team.file()).replace(&team.id, "20261102-ZZZZZZ");
            let facts = text.split("- at:").next().expect("facts");
            team.write("cases/2026/11/20261102-ZZZZZZ-delivery.yaml", facts);
            team.commit("bob", "2026-11-02T13:00", "Merge");
        },
    ),
    (
        "the driver taken back on its own line",
        "attributes-altered",
        |team| {
            let lines = team
                .read(".gitattributes")
                .replace("merge=complaint", "merge=complaint -merge");
            team.write(".gitattributes", &lines);
            team.commit("bob", "2026-11-02T12:00", "Simplify");
        },
    ),
    (
        "the driver taken back by a macro of another name",
        "attributes-altered",
        |team| {
            let lines = team.read(".gitattributes");
            team.write(
                ".gitattributes",
                &format!("[attr]text merge=union\n{lines}"),
            );
            team.commit("bob", "2026-11-02T12:00", "Name it");
        },
    ),
    #[cfg(target_os = "linux")]
    ("two cases whose names look the same", "id-path", |team| {
        use std::os::unix::ffi::OsStrExt;
        let text = team.read(&team.file()).replace(&team.id, "20261102-ZZZZZZ");
        for (end, amount) in [(b'\xfe', "amount: 9000"), (b'\xff', "amount: 800")] {
            let name = [b"cases/2026/11/20261102-ZZZZZZ-", &[end][..], b".yaml"].concat();
            let file = team.root().join(std::ffi::OsStr::from_bytes(&name));
            fs::write(file, text.replace("amount: 800", amount)).expect("it can be written");
        }
        team.commit("bob", "2026-11-02T12:00", "Two of them");
    }),
];

/// Where in a tree the duplicate of a name stands.
#[derive(Clone, Copy)]
enum Place {
    Before,
    Behind,
}

/// Commits a tree with two entries of the same name at the top, with different content.
fn twice(team: &Team, name: &str, content: &str, place: Place) {
    let made_by =
        |arguments: &[&str]| -> Output { team.try_git("bob", "2026-11-02T12:00", arguments) };
    let mut tree = made_by(&["cat-file", "tree", "HEAD^{tree}"]).stdout;
    let id = blob(team, content);
    let digits = (0..id.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&id[at..at + 2], 16).expect("hexadecimal"));
    let entry = [
        format!("100644 {name}\0").as_bytes(),
        &digits.collect::<Vec<u8>>(),
    ]
    .concat();
    let first = format!("100644 {name}\0");
    let at = tree
        .windows(first.len())
        .position(|window| window == first.as_bytes())
        .expect("the file is there");
    let at = match place {
        Place::Before => at,
        Place::Behind => at + entry.len(),
    };
    tree.splice(at..at, entry);
    fs::write(team.home().join("tree"), tree).expect("it can be written");
    let file = team.home().join("tree").display().to_string();
    let made = |arguments: &[&str]| {
        String::from_utf8_lossy(&made_by(arguments).stdout)
            .trim()
            .to_owned()
    };
    let tree = made(&["hash-object", "-t", "tree", "--literally", "-w", &file]);
    let commit = made(&["commit-tree", "-p", "HEAD", "-m", "Twice", &tree]);
    team.git("bob", "2026-11-02T12:00", &["update-ref", "HEAD", &commit]);
}

fn blob(team: &Team, content: &str) -> String {
    fs::write(team.home().join("blob"), content).expect("it can be written");
    let file = team.home().join("blob").display().to_string();
    team.git(
        "bob",
        "2026-11-02T12:00",
        &["hash-object", "-w", "--no-filters", &file],
    )
}

#[test]
fn misleading_trees_are_refused() {
    assert_found(SLIPS, Team::honest);
    assert_refused(SLIPS, Team::honest);
}

#[test]
fn evidence_committed_before_its_event_is_compared_with_it() {
    let team = Team::honest();
    team.with_server();
    let file = team.evidence().replace("photo", "other");
    team.write(&file, "another photo");
    team.commit("bob", "2026-11-02T12:00", "Another photo");
    team.push(&["origin", "main"])
        .expect("a file that nothing speaks of");
    let attach = |digest: &str| {
        let name = file.trim_start_matches("evidence/");
        event(
            "2026-11-02T12:10",
            "bob",
            &format!("  do: attach\n  file: {name}\n  sha256: \"{digest}\"\n"),
        )
    };
    team.slip_in("bob", "2026-11-02T12:10", &attach(&"1".repeat(64)));
    let said = team
        .push(&["origin", "main"])
        .expect_err("not what was attached");
    assert!(said.contains("[evidence-altered]"), "{said}");
    team.git(
        "bob",
        "2026-11-02T12:20",
        &["reset", "-q", "--hard", "HEAD~1"],
    );
    team.slip_in(
        "bob",
        "2026-11-02T12:10",
        &attach(&format!("{:x}", Sha256::digest("another photo"))),
    );
    team.push(&["origin", "main"])
        .expect("it is what was attached");
}
