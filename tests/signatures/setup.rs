//! `doctor`'s findings about signatures in a clone, until they work.

use std::fs;
use std::process::Command;

use super::people::is_there;
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// The findings in ann's clone, which has the merge driver and her identity in git's configuration.
fn doctor_findings(team: &Team) -> String {
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
        doctor_findings(&team).contains("git does not sign here"),
        "{}",
        doctor_findings(&team)
    );
    team.configure("[gpg]\n\tformat = ssh\n");
    assert!(
        doctor_findings(&team).contains("git has no signing key"),
        "{}",
        doctor_findings(&team)
    );
    team.configure("[user]\n\tsigningKey = ~/id.pub\n");
    assert!(
        doctor_findings(&team).contains("id, does not exist"),
        "{}",
        doctor_findings(&team)
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
        doctor_findings(&team).contains("signers, does not exist, so no signature can be verified"),
        "{}",
        doctor_findings(&team)
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
        assert!(
            doctor_findings(&team).contains(wrong),
            "{}",
            doctor_findings(&team)
        );
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
    assert_eq!(doctor_findings(&team), "");
    team.ok("ann", NOW, &["note", &team.id, "--text", "signed"]);
    team.ok("ann", NOW, &["audit", "--range", "HEAD~1..HEAD"]);
    fs::copy(&list, team.root().join("signers")).expect("a list");
    team.configure(&format!(
        "[gpg \"ssh\"]\n\tallowedSignersFile = {}\n",
        team.root().join("signers").display()
    ));
    assert!(
        doctor_findings(&team).contains("is part of the audited history"),
        "{}",
        doctor_findings(&team)
    );
}

#[test]
fn a_clone_needs_a_secret_key_of_openpgp() {
    if !is_there("gpg") {
        return;
    }
    let team = asked();
    assert!(
        doctor_findings(&team).contains("there is no secret key for <ann@example.com>"),
        "{}",
        doctor_findings(&team)
    );
    assert!(
        doctor_findings(&team).contains("--quick-generate-key \"ann <ann@example.com>\""),
        "{}",
        doctor_findings(&team)
    );
    team.configure("[gpg]\n\tprogram = no-such-gpg\n");
    assert!(
        doctor_findings(&team).contains("no-such-gpg was not found"),
        "{}",
        doctor_findings(&team)
    );
}
