//! Signatures by OpenPGP keys, verified with the auditor's keyring.

use std::fs;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::Command;

use super::people::{approve, assert_proves, is_there, note, record, reword, switch_off};
use super::{Twins, assert_distinguished};
use crate::support::kept::Recorded;
use crate::support::team::Team;

/// Signs with the keyring of all secret keys, and verifies with the auditor's.
const PROGRAM: &str = r#"#!/bin/sh
for argument; do
    case $argument in
    -bsau) exec gpg --homedir "${0%/*}/people" ${FAKED:+--faked-system-time "$FAKED!"} --batch "$@" ;;
    esac
done
exec gpg --homedir "${0%/*}/auditor" "$@"
"#;

/// A team with keyrings; dropping it ends the gpg agents.
struct Signed(Team);

impl Deref for Signed {
    type Target = Team;

    fn deref(&self) -> &Team {
        &self.0
    }
}

impl AsRef<Team> for Signed {
    fn as_ref(&self) -> &Team {
        &self.0
    }
}

impl Drop for Signed {
    fn drop(&mut self) {
        end_agents(&self.0);
    }
}

fn end_agents(team: &Team) {
    for keyring in ["people", "auditor"] {
        let _ = Command::new("gpgconf")
            .arg("--homedir")
            .arg(team.home().join(keyring))
            .args(["--kill", "all"])
            .status();
    }
}

/// The honest history from the commit in which the director required signatures. The auditor has
/// the staff's keys and certified them; nobody knows eve's.
fn signed() -> Signed {
    static FIRST: Recorded = Recorded::new();
    let team = FIRST.team(|| {
        let team = begun();
        end_agents(&team);
        team
    });
    use_program(&team);
    Signed(team)
}

fn begun() -> Team {
    let team = Team::honest();
    for keyring in ["people", "auditor"] {
        let folder = team.home().join(keyring);
        fs::create_dir(&folder).expect("a folder");
        #[cfg(unix)]
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .expect("its rights");
    }
    generate(&team, "auditor", "audit <audit@example.com>", &[]);
    for who in ["ann", "bob", "sue", "dan"] {
        hand_over(
            &team,
            &generate(&team, "people", &format!("{who} <{who}@example.com>"), &[]),
        );
        certify(&team, &format!("{who}@example.com"));
    }
    generate(&team, "people", "eve <eve@example.com>", &[]);
    fs::write(team.home().join("gpg"), PROGRAM).expect("a program");
    #[cfg(unix)]
    fs::set_permissions(
        team.home().join("gpg"),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .expect("its rights");
    team.configure("[commit]\n\tgpgSign = true\n");
    use_program(&team);
    team.change_policy(
        "dan",
        "2026-11-02T11:40",
        "[audit]\n",
        "[audit]\nsigned = true\n",
    );
    team
}

fn use_program(team: &Team) {
    team.configure(&format!(
        "[gpg]\n\tprogram = {}\n",
        team.home().join("gpg").display()
    ));
}

/// Runs gpg with one of the keyrings and returns its output.
fn gpg(team: &Team, keyring: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("gpg");
    command.arg("--homedir").arg(team.home().join(keyring));
    command.args([
        "--batch",
        "--no-tty",
        "--quiet",
        "--yes",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
    ]);
    let output = command.args(arguments).output().expect("gpg runs");
    assert!(
        output.status.success(),
        "gpg {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Generates a key, which expires after 30 days if there are options; returns its fingerprint.
fn generate(team: &Team, keyring: &str, whose: &str, options: &[&str]) -> String {
    let (generate, expires) = (
        [
            "--status-fd",
            "1",
            "--quick-generate-key",
            whose,
            "ed25519",
            "sign",
        ],
        ["never"],
    );
    let expires = if options.is_empty() {
        &expires[..]
    } else {
        &["30d"]
    };
    let said = gpg(team, keyring, &[options, &generate, expires].concat());
    let line = said
        .lines()
        .find(|line| line.contains("KEY_CREATED"))
        .expect("a key");
    line.rsplit(' ').next().expect("a fingerprint").to_owned()
}

/// Copies the current state of a key to the auditor.
fn hand_over(team: &Team, key: &str) {
    let file = path(team, "key.asc");
    gpg(
        team,
        "people",
        &["--armor", "--output", &file, "--export", key],
    );
    gpg(team, "auditor", &["--import", &file]);
}

/// The auditor certifies the current addresses of a key.
fn certify(team: &Team, key: &str) {
    let fingerprint = fingerprint(team, key);
    gpg(team, "auditor", &["--quick-lsign-key", &fingerprint]);
}

fn fingerprint(team: &Team, key: &str) -> String {
    let listed = gpg(team, "people", &["--with-colons", "--list-keys", key]);
    let line = listed
        .lines()
        .find(|line| line.starts_with("fpr:"))
        .expect("a key");
    line.split(':').nth(9).expect("a fingerprint").to_owned()
}

fn path(team: &Team, file: &str) -> String {
    let path: PathBuf = team.home().join(file);
    path.to_str().expect("a path").to_owned()
}

fn noted(team: &Team) {
    note(team, "ann", "2026-11-02T12:10", &[]);
}

fn note_with_key(team: &Team, who: &str, key: &str) {
    note(
        team,
        who,
        "2026-11-02T12:10",
        &["-c", &format!("user.signingKey={key}")],
    );
}

/// Bob adds sue's address to his key as the primary one; the auditor fetches the key again.
fn add_address(team: &Team) {
    let (key, name) = (
        fingerprint(team, "bob@example.com"),
        "sue <sue@example.com>",
    );
    gpg(team, "people", &["--quick-add-uid", &key, name]);
    gpg(team, "people", &["--quick-set-primary-uid", &key, name]);
    hand_over(team, &key);
}

const TWINS: &[Twins] = &[
    (
        "an unsigned commit among signed ones",
        "unsigned",
        |team| {
            note(
                team,
                "ann",
                "2026-11-02T12:10",
                &["-c", "commit.gpgSign=false"],
            )
        },
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
        "an approval in the supervisor's name with one's own key",
        "unsigned",
        |team| approve(team, &["-c", "user.signingKey=bob@example.com"]),
        |team| approve(team, &[]),
    ),
    (
        "a key that nobody knows",
        "unsigned",
        |team| note_with_key(team, "ann", "eve@example.com"),
        noted,
    ),
    (
        "a key of one's own making with a colleague's address",
        "unsigned",
        |team| {
            let key = generate(
                team,
                "people",
                "ann <ann@example.com>",
                &["--allow-freeform-uid"],
            );
            hand_over(team, &key);
            note_with_key(team, "ann", &key);
        },
        |team| {
            let key = generate(
                team,
                "people",
                "ann <ann@example.com>",
                &["--allow-freeform-uid"],
            );
            hand_over(team, &key);
            gpg(team, "auditor", &["--quick-lsign-key", &key]);
            note_with_key(team, "ann", &key);
        },
    ),
    (
        "a colleague's address added to one's own key",
        "unsigned",
        |team| {
            add_address(team);
            let key = fingerprint(team, "bob@example.com");
            approve(team, &["-c", &format!("user.signingKey={key}")]);
        },
        |team| {
            add_address(team);
            note(
                team,
                "bob",
                "2026-11-02T12:10",
                &["-c", "user.signingKey=bob@example.com"],
            );
        },
    ),
    (
        "a revoked key",
        "unsigned",
        |team| {
            let file = path(
                team,
                &format!(
                    "people/openpgp-revocs.d/{}.rev",
                    fingerprint(team, "bob@example.com")
                ),
            );
            let certificate = fs::read_to_string(file)
                .expect("a certificate")
                .replace(":-----BEGIN", "-----BEGIN");
            fs::write(path(team, "revoked.asc"), certificate).expect("a file");
            gpg(team, "auditor", &["--import", &path(team, "revoked.asc")]);
            note(team, "bob", "2026-11-02T12:10", &[]);
        },
        |team| note(team, "bob", "2026-11-02T12:10", &[]),
    ),
    (
        "a key whose time is over",
        "unsigned",
        |team| {
            let key = generate(
                team,
                "people",
                "bob <bob@example.com>",
                &["--faked-system-time", "20200101T000000!"],
            );
            hand_over(team, &key);
            record(
                team,
                "bob",
                "2026-11-02T12:10",
                &["note", &team.id, "--text", "late"],
            );
            team.git("bob", "2026-11-02T12:10", &["add", "--all"]);
            let mut git = team.command("bob", "2026-11-02T12:10", "git");
            git.env("FAKED", "20200110T000000")
                .args(["-c", &format!("user.signingKey={key}")]);
            assert!(
                git.args(["commit", "-qm", "Late"])
                    .status()
                    .expect("git runs")
                    .success()
            );
        },
        |team| {
            let key = generate(
                team,
                "people",
                "bob <bob@example.com>",
                &["--allow-freeform-uid"],
            );
            hand_over(team, &key);
            gpg(team, "auditor", &["--quick-lsign-key", &key]);
            note_with_key(team, "bob", &key);
        },
    ),
    (
        "signatures switched off in the director's name",
        "unsigned",
        |team| switch_off(team, "dan", &["-c", "user.signingKey=bob@example.com"]),
        |team| switch_off(team, "dan", &[]),
    ),
];

#[test]
fn every_forgery_is_distinguished_from_its_honest_twin() {
    if is_there("gpg") && cfg!(unix) {
        assert_distinguished(TWINS, signed);
    }
}

#[test]
fn an_audit_says_whom_keys_prove() {
    if !is_there("gpg") || !cfg!(unix) {
        return;
    }
    assert_proves(&signed(), "OpenPGP");
}

#[test]
fn keyring_and_program_must_be_outside_the_repository() {
    if !is_there("gpg") || !cfg!(unix) {
        return;
    }
    let team = signed();
    let said = |keyring: &str| {
        let mut audit = team.command("dan", "2026-12-31T12:00", env!("CARGO_BIN_EXE_complaint"));
        let output = audit
            .arg("audit")
            .env("GNUPGHOME", team.root().join(keyring))
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(
        said("../auditor").starts_with("Proven"),
        "{}",
        said("../auditor")
    );
    assert!(
        said("keyring").contains("the keyring, ")
            && said("keyring").contains("is part of the audited history")
    );
    team.configure(&format!(
        "[gpg]\n\tprogram = {}\n",
        team.root().join("gpg").display()
    ));
    assert!(
        said("../auditor").contains("the program that verifies, "),
        "{}",
        said("../auditor")
    );
}
