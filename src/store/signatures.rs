//! Reads the signatures of a history from git, and checks that git's keys can be trusted.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::domain::audit::{self, History, KeyKind, Signature, Signatures, Validity};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Command, Message, message, text};
use crate::domain::policy::Policy;
use crate::git::{GitError, KeySource, KeySources, Repo, Scheme, Signed};

/// Verifies the signatures of the commits that must be signed, and of no others: each verification
/// costs a process.
///
/// # Errors
/// When git fails.
pub(crate) fn verify(git: &Repo, history: &mut History, tip: &Policy) -> Result<(), GitError> {
    let commits = audit::to_be_signed(history, tip);
    if commits.is_empty() {
        return Ok(());
    }
    let keys = git.key_sources()?;
    if let Some((what, file)) = judged_source(git, &keys)? {
        let in_doubt = unsigned(is_judged(what, &file)).hint(keep_apart());
        history.signatures = Some(Signatures {
            of: HashMap::new(),
            in_doubt: Some(in_doubt),
        });
        return Ok(());
    }
    if let Some(in_doubt) = missing_revocations(&keys) {
        history.signatures = Some(Signatures {
            of: HashMap::new(),
            in_doubt: Some(in_doubt),
        });
        return Ok(());
    }
    let signed = git.signatures(&commits.iter().map(String::as_str).collect::<Vec<_>>())?;
    let lacks_list = keys.signers.as_ref().is_some_and(|list| !list.is_file());
    let mut unseen = signed
        .values()
        .filter(|one| one.verdict == 'N' || (lacks_list && one.scheme == Scheme::Ssh));
    let in_doubt = unseen
        .next()
        .map(|signed| unverifiable(signed.scheme, &keys));
    let of = signed
        .into_iter()
        .map(|(commit, signed)| (commit, signature(signed)))
        .collect();
    history.signatures = Some(Signatures { of, in_doubt });
    Ok(())
}

/// A key source that is part of the audited history, if any.
///
/// # Errors
/// When git fails.
pub(super) fn judged_source(
    git: &Repo,
    keys: &KeySources,
) -> Result<Option<(KeySource, PathBuf)>, GitError> {
    for (what, file) in &keys.files {
        if git.is_judged(file)? {
            return Ok(Some((*what, file.clone())));
        }
    }
    Ok(None)
}

/// The message for a key source that is part of the audited history.
pub(super) fn is_judged(what: KeySource, file: &Path) -> Message {
    let what = match what {
        KeySource::Configuration => text!("git's configuration"),
        KeySource::Signers => text!("the list of signers"),
        KeySource::RevokedKeys => text!("the list of revoked keys"),
        KeySource::Program => text!("the program that verifies"),
        KeySource::Keyring => text!("the keyring"),
    };
    message!(
        "{what}, {file}, is part of the audited history, so signatures prove nothing",
        what,
        file
    )
}

/// The hint for a key source that is part of the audited history.
pub(super) fn keep_apart() -> Message {
    text!(
        "keep it where no commit can change it: \
         on the server outside the repository, or in your home directory"
    )
}

/// The finding that git cannot verify signatures here.
fn unverifiable(scheme: Scheme, keys: &KeySources) -> Finding {
    match (scheme, &keys.signers) {
        (Scheme::Ssh, None) => unsigned(text!(
            "git has no list of signers here, so it cannot verify SSH signatures"
        ))
        .hint(name_signers()),
        (Scheme::Ssh, Some(file)) if !file.is_file() => unsigned(message!(
            "the list of signers, {file}, does not exist",
            file
        ))
        .hint(name_signers()),
        (Scheme::Ssh, Some(_)) => unsigned(text!(
            "git cannot run ssh-keygen here, so it cannot verify SSH signatures"
        ))
        .hint(text!("install OpenSSH")),
        (Scheme::OpenPgp | Scheme::X509, _) => unsigned(text!(
            "git cannot run gpg here, so it cannot verify OpenPGP signatures"
        ))
        .hint(text!("install GnuPG, or see gpg.program")),
    }
}

/// The finding that the list of revoked keys is missing; git would verify without it.
fn missing_revocations(keys: &KeySources) -> Option<Finding> {
    let (_, file) = keys
        .files
        .iter()
        .find(|(what, file)| *what == KeySource::RevokedKeys && !file.is_file())?;
    let missing = message!("the list of revoked keys, {file}, does not exist", file);
    let hint = message!(
        "{command}; the file may be empty",
        command = Command::git("config").with("gpg.ssh.revocationFile FILE")
    );
    Some(unsigned(missing).hint(hint))
}

fn unsigned(message: Message) -> Finding {
    Finding::error(Code::Unsigned, Spot::default(), message)
}

fn name_signers() -> Hint {
    message!(
        "{command}; the file has one line per signer: ADDRESS ssh-ed25519 KEY",
        command = Command::git("config").with("gpg.ssh.allowedSignersFile FILE")
    )
    .into()
}

fn signature(signed: Signed) -> Signature {
    let kind = match signed.scheme {
        Scheme::Ssh => KeyKind::Ssh,
        Scheme::OpenPgp => KeyKind::OpenPgp,
        Scheme::X509 => KeyKind::X509,
    };
    let standing = match signed.verdict {
        'G' => Validity::Good,
        'U' | 'E' => Validity::Unknown,
        'X' => Validity::Lapsed,
        'Y' => Validity::Expired,
        'R' => Validity::Revoked,
        // Letters added by a future git prove nothing.
        _ => Validity::Broken,
    };
    Signature {
        kind,
        key: signed.key,
        addresses: signed.addresses,
        standing,
    }
}
