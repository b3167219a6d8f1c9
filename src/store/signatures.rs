//! The signatures of a history, asked of git, and whether its keys can be relied on.

use std::collections::HashMap;

use crate::domain::audit::{self, History, KeyKind, Signature, Signatures, Validity};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::Policy;
use crate::git::{GitError, Keys, Repo, Scheme, Signed};

/// Asks git for the signatures of those commits that have to have one; of no other, for each costs a process.
///
/// # Errors
/// When git fails.
pub fn verify(git: &Repo, history: &mut History, tip: &Policy) -> Result<(), GitError> {
    let commits = audit::to_be_signed(history, tip);
    if commits.is_empty() {
        return Ok(());
    }
    let keys = git.keys()?;
    if let Some(in_doubt) = judged_source(git, &keys)? {
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

/// The finding that what decides about signatures is part of what is judged.
///
/// # Errors
/// When git fails.
pub fn judged_source(git: &Repo, keys: &Keys) -> Result<Option<Finding>, GitError> {
    for (what, file) in &keys.sources {
        if git.is_judged(file)? {
            let message = format!(
                "{what}, {}, lies in what is judged, so signatures prove nothing",
                file.display()
            );
            let hint = "keep it where no commit can change it: on the server beside the repository, or in your home";
            return Ok(Some(
                Finding::error(Code::Unsigned, Spot::default(), message).hint(hint),
            ));
        }
    }
    Ok(None)
}

/// The finding that git cannot verify signatures here.
fn unverifiable(scheme: Scheme, keys: &Keys) -> Finding {
    let list = "git config gpg.ssh.allowedSignersFile FILE, which has a line for each: ADDRESS ssh-ed25519 KEY";
    let (message, hint) = match (scheme, &keys.signers) {
        (Scheme::Ssh, None) => (
            "git has no list of signers here, so it verifies no key of SSH".to_owned(),
            list,
        ),
        (Scheme::Ssh, Some(file)) if !file.is_file() => (
            format!("the list of signers, {}, is not there", file.display()),
            list,
        ),
        (Scheme::Ssh, Some(_)) => (
            "git cannot run ssh-keygen here, so it verifies no key of SSH".to_owned(),
            "install OpenSSH",
        ),
        (Scheme::OpenPgp | Scheme::X509, _) => (
            "git cannot run gpg here, so it verifies no key of OpenPGP".to_owned(),
            "install GnuPG, or see gpg.program",
        ),
    };
    Finding::error(Code::Unsigned, Spot::default(), message).hint(hint)
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
        // What git says in letters of its own some day proves nothing.
        _ => Validity::Broken,
    };
    Signature {
        kind,
        key: signed.key,
        addresses: signed.addresses,
        standing,
    }
}
