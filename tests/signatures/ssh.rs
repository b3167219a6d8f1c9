//! Signatures by SSH keys, verified with git's list of allowed signers.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::people::{
    approve, assert_proves, commit, give_address, is_there, merge_from_before, note, reword,
    switch_off, take_address,
};
use super::{Twins, assert_distinguished};
use crate::support::kept::Recorded;
use crate::support::team::Team;

/// Disables signing for one git command.
const UNSIGNED: &[&str] = &["-c", "commit.gpgSign=false"];

/// The honest history from the commit in which the director required signatures. The list of
/// signers is in the home; eve has a key but is not on it.
pub(super) fn signed() -> Team {
    static FIRST: Recorded = Recorded::new();
    FIRST.team(begun)
}

fn begun() -> Team {
    let team = Team::honest();
    let keys = team.home().join("keys");
    fs::create_dir(&keys).expect("a folder");
    for who in ["ann", "bob", "sue", "dan", "eve"] {
        let generated = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", who, "-f"])
            .arg(keys.join(who))
            .status();
        assert!(generated.expect("ssh-keygen runs").success());
    }
    let lines = ["ann", "bob", "sue", "dan"].map(|who| signer(&team, who, ""));
    fs::write(team.home().join("signers"), lines.concat()).expect("a list");
    team.configure(
        "[gpg]\n\tformat = ssh\n[gpg \"ssh\"]\n\tallowedSignersFile = ~/signers\n[commit]\n\tgpgSign = true\n",
    );
    team.change_policy(
        "dan",
        "2026-11-02T11:40",
        "[audit]\n",
        "[audit]\nsigned = true\n",
    );
    team
}

/// A line in the list of signers.
fn signer(team: &Team, who: &str, options: &str) -> String {
    let key = fs::read_to_string(team.home().join(format!("keys/{who}.pub"))).expect("a key");
    format!("{who}@example.com {options} {key}")
}

/// git options to sign with somebody's key.
fn with_key(team: &Team, who: &str) -> [String; 2] {
    [
        "-c".to_owned(),
        format!(
            "user.signingKey={}",
            team.home().join("keys").join(who).display()
        ),
    ]
}

pub(super) fn note_with_key(team: &Team, who: &str, key: &str) {
    let [option, value] = with_key(team, key);
    note(team, who, "2026-11-02T12:10", &[&option, &value]);
}

fn noted(team: &Team) {
    note(team, "ann", "2026-11-02T12:10", &[]);
}

/// Sets the path of the list of signers in git's configuration.
fn move_list(team: &Team, file: &Path) {
    team.configure(&format!(
        "[gpg \"ssh\"]\n\tallowedSignersFile = {}\n",
        file.display()
    ));
}

/// Sets the path of the list of revoked keys in git's configuration.
fn revoke_by(team: &Team, list: &Path) {
    team.configure(&format!(
        "[gpg \"ssh\"]\n\trevocationFile = {}\n",
        list.display()
    ));
}

/// Adds eve's key for ann's address to a list of signers, and commits with it.
fn enter_eve(team: &Team, list: &Path) {
    move_list(team, list);
    let lines = ["ann", "bob", "sue", "dan"].map(|who| signer(team, who, ""));
    let of_eve = signer(team, "eve", "").replace("eve@", "ann@");
    fs::write(team.root().join("signers"), lines.concat() + &of_eve).expect("a list");
    note_with_key(team, "ann", "eve");
}

const TWINS: &[Twins] = &[
    (
        "an unsigned commit among signed ones",
        "unsigned",
        |team| note(team, "ann", "2026-11-02T12:10", UNSIGNED),
        noted,
    ),
    (
        "a signed commit that was altered",
        "unsigned",
        |team| {
            noted(team);
            reword(team);
        },
        noted,
    ),
    (
        "a colleague's key",
        "unsigned",
        |team| note_with_key(team, "ann", "bob"),
        |team| note_with_key(team, "bob", "bob"),
    ),
    (
        "a key that nobody knows",
        "unsigned",
        |team| note_with_key(team, "ann", "eve"),
        |team| {
            let list = team.home().join("signers");
            let with_eve = fs::read_to_string(&list).expect("the list")
                + &signer(team, "eve", "").replace("eve@", "ann@");
            fs::write(list, with_eve).expect("the list");
            note_with_key(team, "ann", "eve");
        },
    ),
    (
        "an approval in the supervisor's name, by whom git says she is, too",
        "unsigned",
        |team| {
            let [option, value] = with_key(team, "bob");
            approve(team, &[&option, &value]);
        },
        |team| approve(team, &[]),
    ),
    (
        "a key entered into a list of signers inside the repository",
        "unsigned",
        |team| enter_eve(team, &team.root().join("signers")),
        |team| {
            // A copy that git does not use is harmless.
            team.write(
                "signers",
                &fs::read_to_string(team.home().join("signers")).expect("the list"),
            );
            noted(team);
        },
    ),
    (
        "a list outside that is a link to one inside",
        "unsigned",
        |team| {
            let link = team.home().join("link");
            #[cfg(unix)]
            std::os::unix::fs::symlink(team.root().join("signers"), &link).expect("a link");
            enter_eve(team, &link);
        },
        |team| {
            let link = team.home().join("link");
            #[cfg(unix)]
            std::os::unix::fs::symlink(team.home().join("signers"), &link).expect("a link");
            move_list(team, &link);
            noted(team);
        },
    ),
    (
        "a list in another clone of the repository",
        "unsigned",
        |team| {
            let deployed = team.another("deployed");
            move_list(team, &deployed.root().join("signers"));
            fs::write(deployed.root().join("signers"), signer(team, "ann", "")).expect("a list");
            noted(team);
        },
        |team| {
            // A repository that holds only keys is a different one.
            team.git("dan", "2026-11-02T12:00", &["init", "-q", "../keyring"]);
            let list = team.home().join("keyring/signers");
            fs::copy(team.home().join("signers"), &list).expect("a list");
            team.beside("keyring")
                .commit("dan", "2026-11-02T12:00", "Keys");
            move_list(team, &list);
            noted(team);
        },
    ),
    (
        "a list that the repository's own configuration of git names",
        "unsigned",
        |team| {
            let list = team.home().join("eve's");
            fs::write(&list, signer(team, "eve", "").replace("eve@", "ann@")).expect("a list");
            let configuration =
                format!("[gpg \"ssh\"]\n\tallowedSignersFile = {}\n", list.display());
            team.write("gitconfig", &configuration);
            team.configure(&format!(
                "[include]\n\tpath = {}\n",
                team.root().join("gitconfig").display()
            ));
            note_with_key(team, "ann", "eve");
        },
        |team| {
            team.write(
                "gitconfig",
                "[gpg \"ssh\"]\n\tallowedSignersFile = ~/signers\n",
            );
            noted(team);
        },
    ),
    (
        "an address changed in the policy to that of one's own key",
        "policy-changed",
        take_address,
        give_address,
    ),
    (
        "the policy changed in the director's name",
        "unsigned",
        |team| {
            let [option, value] = with_key(team, "bob");
            team.write(
                "policy.toml",
                &team
                    .read("policy.toml")
                    .replace("up_to     = 500\n", "up_to     = 5000\n"),
            );
            commit(team, "dan", "2026-11-02T12:00", &[&option, &value]);
        },
        |team| {
            team.change_policy(
                "dan",
                "2026-11-02T12:00",
                "up_to     = 500\n",
                "up_to     = 5000\n",
            )
        },
    ),
    (
        "a revoked key",
        "unsigned",
        |team| {
            fs::copy(
                team.home().join("keys/bob.pub"),
                team.home().join("revoked"),
            )
            .expect("a list");
            revoke_by(team, &team.home().join("revoked"));
            note(team, "bob", "2026-11-02T12:10", &[]);
        },
        |team| {
            fs::copy(
                team.home().join("keys/eve.pub"),
                team.home().join("revoked"),
            )
            .expect("a list");
            revoke_by(team, &team.home().join("revoked"));
            note(team, "bob", "2026-11-02T12:10", &[]);
        },
    ),
    (
        "a key whose time is over",
        "unsigned",
        |team| {
            until_noon(team);
            note(team, "bob", "2026-11-02T12:10", &[]);
        },
        |team| {
            note(team, "bob", "2026-11-02T11:50", &[]);
            until_noon(team);
            noted(team);
        },
    ),
    (
        "signatures switched off by a clerk",
        "policy-changed",
        |team| {
            switch_off(team, "ann", &[]);
            note(team, "ann", "2026-11-02T12:10", UNSIGNED);
        },
        |team| {
            switch_off(team, "dan", &[]);
            note(team, "ann", "2026-11-02T12:10", UNSIGNED);
        },
    ),
    (
        "signatures switched off in the director's name",
        "unsigned",
        |team| switch_off(team, "dan", UNSIGNED),
        |team| switch_off(team, "dan", &[]),
    ),
    (
        "an unsigned branch from before signatures were asked for",
        "unsigned",
        |team| merge_from_before(team, UNSIGNED),
        |team| merge_from_before(team, &[]),
    ),
    (
        "an unsigned merge",
        "unsigned",
        |team| {
            team.diverge();
            let merge = ["merge", "-q", "--no-ff", "-m", "Merge", "side"];
            team.git("ann", "2026-11-02T13:00", &[UNSIGNED, &merge].concat());
        },
        |team| {
            team.diverge();
            team.git(
                "ann",
                "2026-11-02T13:00",
                &["merge", "-q", "--no-ff", "-m", "Merge", "side"],
            );
        },
    ),
];

/// Bob's key is valid for commits before noon.
fn until_noon(team: &Team) {
    let others = ["ann", "sue", "dan"].map(|who| signer(team, who, ""));
    let of_bob = signer(team, "bob", "valid-before=\"202611021200\"");
    fs::write(team.home().join("signers"), others.concat() + &of_bob).expect("the list");
}

#[test]
fn every_forgery_is_distinguished_from_its_honest_twin() {
    if is_there("ssh-keygen") {
        assert_distinguished(TWINS, signed);
    }
}

#[test]
fn the_hint_for_an_unsigned_commit_makes_the_audit_clean() {
    if !is_there("ssh-keygen") {
        return;
    }
    let team = signed();
    note(&team, "ann", "2026-11-02T12:10", UNSIGNED);
    let output = team.run("dan", "2026-12-31T12:00", &["audit"]);
    let said = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("rebase"), "{said}");
    let (_, resign) = said.split_once("not yet pushed: git ").expect("a hint");
    let command = resign.lines().next().expect("a command");
    let [option, value] = with_key(&team, "ann");
    let words = command.split(' ');
    let resigned: Vec<&str> = [&*option, &*value].into_iter().chain(words).collect();
    team.git("ann", "2026-11-02T12:20", &resigned);
    assert_eq!(team.audited(&[]), Vec::<String>::new());
}

#[test]
fn an_audit_says_whom_keys_prove() {
    if !is_there("ssh-keygen") {
        return;
    }
    let team = signed();
    let said = assert_proves(&team, "SSH");
    assert!(
        said.contains(
            "Not proven: who people were in 8 commits, made before signatures were required"
        ),
        "{said}"
    );
    let said = team.ok(
        "dan",
        "2026-12-31T12:00",
        &["audit", "--range", "HEAD~2..HEAD"],
    );
    assert!(
        said.contains("Not proven: that nobody else had those keys"),
        "{said}"
    );
}

#[test]
fn a_server_keeps_a_list_of_its_own() {
    if !is_there("ssh-keygen") {
        return;
    }
    let team = signed();
    let server = team.with_server();
    let list = server.root().join("keys");
    fs::rename(team.home().join("signers"), &list).expect("it can be moved");
    noted(&team);
    let said = team
        .push(&["origin", "main"])
        .expect_err("the list is gone");
    assert!(
        said.contains("[unsigned]") && said.contains("does not exist"),
        "{said}"
    );
    server.git(
        "dan",
        "2026-11-02T12:00",
        &["config", "gpg.ssh.allowedSignersFile", "keys"],
    );
    team.push(&["origin", "main"])
        .expect("the server has its own");
    note_with_key(&team, "ann", "bob");
    let said = team
        .push(&["origin", "main"])
        .expect_err("signed by somebody else");
    assert!(
        said.contains("the commit of ann@example.com is signed by bob@example.com"),
        "{said}"
    );
}

#[test]
fn an_unverifiable_signature_proves_nothing() {
    if !is_there("ssh-keygen") {
        return;
    }
    let team = signed();
    let said = |team: &Team| {
        let output = team.run("dan", "2026-12-31T12:00", &["audit"]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    move_list(&team, &team.home().join("nowhere"));
    assert!(said(&team).contains("does not exist"), "{}", said(&team));
    move_list(&team, &team.home().join("signers"));
    revoke_by(&team, &team.home().join("nowhere"));
    assert!(
        said(&team).contains("the list of revoked keys, ")
            && said(&team).contains("does not exist"),
        "{}",
        said(&team)
    );
    fs::write(team.home().join("gitconfig"), "[gpg]\n\tformat = ssh\n")
        .expect("git's configuration");
    assert!(
        said(&team).contains("git has no list of signers here"),
        "{}",
        said(&team)
    );
}
