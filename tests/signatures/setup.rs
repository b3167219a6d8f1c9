//! What `doctor` says of a clone's signatures, until they hold.

use std::fs;
use std::process::Command;

use super::people::is_there;
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// What is wrong with ann's clone; the merge driver is there, and git's configuration says who she is.
fn said(team: &Team) -> String {
    String::from_utf8_lossy(&team.run("ann", NOW, &["doctor"]).stdout).into_owned()
}

fn asked() -> Team {
    let team = Team::honest();
    team.configure("[user]\n\tname = ann\n\temail = ann@example.com\n");
    team.change_policy(
        "dan",
        "2026-11-02T11:40",
        "[audit]\n",
        "[audit]\nsigned = true\n",
    );
    team
}

#[test]
fn a_clone_is_set_up_for_keys_of_ssh_step_by_step() {
    if !is_there("ssh-keygen") {
        return;
    }
    let team = asked();
    assert!(
        said(&team).contains("git does not sign here"),
        "{}",
        said(&team)
    );
    team.configure("[gpg]\n\tformat = ssh\n");
    assert!(
        said(&team).contains("git has no signing key"),
        "{}",
        said(&team)
    );
    team.configure("[user]\n\tsigningKey = ~/id.pub\n");
    assert!(
        said(&team).contains("id, does not exist"),
        "{}",
        said(&team)
    );
    let file = team.home().join("id");
    let generated = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&file)
        .status();
    assert!(generated.expect("ssh-keygen runs").success());
    let key = fs::read_to_string(team.home().join("id.pub")).expect("a key");
    team.configure("[gpg \"ssh\"]\n\tallowedSignersFile = ~/signers\n");
    let list = team.home().join("signers");
    assert!(
        said(&team).contains("signers, does not exist, so no signature can be verified"),
        "{}",
        said(&team)
    );
    for (text, wrong) in [
        (
            String::new(),
            "does not have git's signing key for ann@example.com",
        ),
        (
            format!("bob@example.com {key}"),
            "is listed for bob@example.com, not for ann@example.com",
        ),
    ] {
        fs::write(&list, text).expect("a list");
        assert!(said(&team).contains(wrong), "{}", said(&team));
        let fixed = team.run("ann", NOW, &["doctor", "--fix"]);
        assert_eq!(
            fixed.status.code(),
            Some(1),
            "what would refuse every commit is not switched on"
        );
    }
    fs::write(&list, format!("ann@example.com {key}")).expect("a list");
    let fixed = team.run("ann", NOW, &["doctor", "--fix"]);
    assert!(fixed.status.success(), "{fixed:?}");
    assert_eq!(said(&team), "");
    team.ok("ann", NOW, &["note", &team.id, "--text", "signed"]);
    team.ok("ann", NOW, &["audit", "--range", "HEAD~1..HEAD"]);
    fs::copy(&list, team.root().join("signers")).expect("a list");
    team.configure(&format!(
        "[gpg \"ssh\"]\n\tallowedSignersFile = {}\n",
        team.root().join("signers").display()
    ));
    assert!(
        said(&team).contains("is part of the audited history"),
        "{}",
        said(&team)
    );
}

#[test]
fn a_clone_needs_a_secret_key_of_openpgp() {
    if !is_there("gpg") {
        return;
    }
    let team = asked();
    assert!(
        said(&team).contains("there is no secret key for <ann@example.com>"),
        "{}",
        said(&team)
    );
    assert!(
        said(&team).contains("--quick-generate-key \"ann <ann@example.com>\""),
        "{}",
        said(&team)
    );
    team.configure("[gpg]\n\tprogram = no-such-gpg\n");
    assert!(
        said(&team).contains("no-such-gpg was not found"),
        "{}",
        said(&team)
    );
}
