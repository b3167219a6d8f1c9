//! The guide's recipe for signed commits works.

use std::fs;
use std::path::Path;

use super::people::is_there;
use crate::support::repository::Repository;
use crate::support::team::Team;

/// The shell commands of the section, with the server's and `who`'s home inside the test's home.
fn recipe(team: &Team, who: &str) -> Vec<String> {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/signing.md"))
        .expect("the guide");
    let (_, section) = guide
        .split_once("## Signed commits\n")
        .expect("the section");
    let section = section.split("\n## ").next().expect("its text");
    let blocks = section
        .split("```sh\n")
        .skip(1)
        .map(|block| block.split("```").next().expect("its end"));
    let home = team.home().to_str().expect("a path");
    let own = |block: &str| {
        block
            .replace("/srv/", &format!("{home}/"))
            .replace("~/", &format!("{home}/{who}/"))
    };
    blocks
        .map(|block| own(block).replace("li.wei", who))
        .collect()
}

fn sh(place: &Repository, script: &str) {
    let output = place
        .command("ann", "2026-11-02T12:00", "sh")
        .args(["-ec", script])
        .output()
        .expect("sh runs");
    assert!(
        output.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_recipe_proves_a_small_team() {
    if !is_there("ssh-keygen") || !cfg!(unix) {
        return;
    }
    let team = Team::honest();
    let server = team.with_server().renamed("complaints.git");
    team.git(
        "dan",
        "2026-11-02T12:00",
        &["remote", "set-url", "origin", "../complaints.git"],
    );
    team.git(
        "ann",
        "2026-11-02T12:00",
        &["clone", "-q", "../complaints.git", "../clone"],
    );
    let (clone, now) = (team.beside("clone"), "2026-11-02T12:10");
    for (who, place) in [("dan", &*team), ("ann", &clone)] {
        let blocks = recipe(&team, who);
        let [own, servers] = blocks.as_slice() else {
            panic!("{blocks:?}")
        };
        let keys = team.home().join(who).join(".ssh");
        fs::create_dir_all(&keys).expect("a folder");
        sh(place, own);
        fs::copy(
            keys.join("complaints.pub"),
            server.root().join("complaints.pub"),
        )
        .expect("it is handed over");
        sh(&server, servers);
        sh(
            place,
            &format!(
                "git config gpg.ssh.allowedSignersFile {}",
                team.home().join("signers").display()
            ),
        );
    }
    team.change_policy("dan", now, "[audit]\n", "[audit]\nsigned = true\n");
    team.push(&["origin", "main"])
        .expect("the director's own commit");
    clone.git("ann", now, &["pull", "-q"]);
    clone.ok("ann", now, &["note", &team.id, "--text", "signed"]);
    clone.push(&["origin", "main"]).expect("ann's own commit");
    let said = clone.ok("ann", "2026-12-31T12:00", &["audit"]);
    assert!(
        said.contains(
            "SSH signatures, checked with the keys known here: ann@example.com (1), dan@example.com (1)."
        ),
        "{said}"
    );
    clone.git("ann", now, &["config", "commit.gpgSign", "false"]);
    clone.ok(
        "ann",
        "2026-11-02T12:20",
        &["note", &team.id, "--text", "unsigned"],
    );
    let said = clone.push(&["origin", "main"]).expect_err("unsigned");
    assert!(said.contains("[unsigned]"), "{said}");
}
