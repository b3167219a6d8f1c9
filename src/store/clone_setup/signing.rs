//! Checks that signatures of commits made in this clone will identify their author, if the policy
//! requires signatures.

use std::fs;

use super::ailment::{Ailment, Remedy};
use super::search_path::is_on_path;
use crate::domain::message::{Command, Message, listed, message, text};
use crate::git::{GitError, Identity, KeySources, Repo, SecretKey};
use crate::store::{Repository, StoreError, signatures};

/// Problems that prevent signatures or make them worthless.
///
/// # Errors
/// When git fails.
pub(super) fn examine(git: &Repo, repository: &Repository) -> Result<Vec<Ailment>, StoreError> {
    let is_signing = git.is_on("commit.gpgSign")?;
    let keys = git.key_sources()?;
    let committer = git.committer()?.unwrap_or_default();
    let format = git.setting("gpg.format")?;
    if !repository.policy().audit.signed {
        let unable = match format.as_deref() {
            _ if !is_signing => None,
            Some("ssh") => ssh_key(git, &keys)?.err(),
            Some("openpgp") | None => openpgp(git, &keys, &committer)?,
            Some(_) => None,
        };
        return Ok(unable.into_iter().collect());
    }
    let wrong = match format.as_deref() {
        Some("ssh") => ssh(git, &keys, &committer.email)?,
        Some("openpgp") | None => openpgp(git, &keys, &committer)?,
        Some(format) => Some(Ailment::fault(
            message!(
                "git signs with '{format}' here, which does not prove who signed",
                format
            ),
            sign_by_ssh(),
        )),
    };
    // Without a usable key, enabling signing would make every commit fail.
    let not_signing = (!is_signing).then(|| match wrong {
        None => unsigned().remedy(Remedy::Sign),
        Some(_) => unsigned(),
    });
    let judged = signatures::judged_source(git, &keys)?.map(|(what, file)| {
        Ailment::fault(signatures::is_judged(what, &file), signatures::keep_apart())
    });
    Ok([not_signing, wrong, judged].into_iter().flatten().collect())
}

fn unsigned() -> Ailment {
    Ailment::fault(
        text!("the policy requires signed commits, but git does not sign here"),
        Command::git("config commit.gpgSign true"),
    )
}

/// Checks signing with an SSH key, and the list that vouches for it.
fn ssh(git: &Repo, keys: &KeySources, email: &str) -> Result<Option<Ailment>, GitError> {
    let public = match ssh_key(git, keys)? {
        Ok(public) => public,
        Err(unable) => return Ok(Some(unable)),
    };
    let Some(signers) = &keys.signers else {
        return Ok(Some(Ailment::fault(
            text!(
                "git has no list of signers (gpg.ssh.allowedSignersFile), \
                 so no signature can be verified here"
            ),
            get_list(),
        )));
    };
    if !signers.exists() {
        return Ok(Some(Ailment::fault(
            message!(
                "the list of signers, {signers}, does not exist, \
                 so no signature can be verified here",
                signers
            ),
            get_list(),
        )));
    }
    let list = fs::read_to_string(signers).ok();
    let key = public.split_whitespace().nth(1);
    Ok(key
        .zip(list)
        .and_then(|(key, list)| unlisted_key(&list, key, email)))
}

fn get_list() -> Message {
    message!(
        "get it from its maintainer, and set its path: {command}",
        command = Command::git("config").with("gpg.ssh.allowedSignersFile FILE")
    )
}

/// The public half of git's SSH key, empty if it is not known; or why git cannot sign with it.
fn ssh_key(git: &Repo, keys: &KeySources) -> Result<Result<String, Ailment>, GitError> {
    if !is_on_path(&keys.ssh) {
        let what = message!(
            "{program} was not found, so commits cannot be signed",
            program = keys.ssh
        );
        return Ok(Err(Ailment::fault(what, text!("install OpenSSH"))));
    }
    let Some(key) = git.signing_key()? else {
        let is_found = git.setting("gpg.ssh.defaultKeyCommand")?.is_some();
        let what = text!("git has no signing key");
        return Ok(match is_found {
            true => Ok(String::new()),
            false => Err(Ailment::fault(what, make_ssh_key())),
        });
    };
    Ok(match literal_key(&key) {
        Some(public) => Ok(public.to_owned()),
        None => {
            let file = git
                .work_tree()
                .join(key.strip_suffix(".pub").unwrap_or(&key));
            if !file.exists() && std::env::var_os("SSH_AUTH_SOCK").is_none() {
                let what = message!("the signing key, {file}, does not exist", file);
                return Ok(Err(Ailment::fault(what, make_ssh_key())));
            }
            Ok(fs::read_to_string(file.with_added_extension("pub")).unwrap_or_default())
        }
    })
}

/// The key itself, if git's configuration has the key instead of a file.
fn literal_key(key: &str) -> Option<&str> {
    key.strip_prefix("key::")
        .or(key.starts_with("ssh-").then_some(key))
}

/// A fault if the list of signers does not assign the key to the address.
fn unlisted_key(list: &str, key: &str, email: &str) -> Option<Ailment> {
    let lines = list
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let principals: Vec<&str> = lines
        .filter(|line| line.split_whitespace().any(|field| field == key))
        .filter_map(|line| line.split_whitespace().next())
        .flat_map(|names| names.trim_matches('"').split(','))
        .collect();
    let what = match principals.as_slice() {
        [] => message!(
            "the list of signers does not have git's signing key for {email}",
            email
        ),
        some if some.iter().any(|name| name.eq_ignore_ascii_case(email)) => return None,
        some => message!(
            "git's signing key is listed for {others}, not for {email}",
            others = listed(some),
            email
        ),
    };
    let hint = message!(
        "ask the maintainer of the list of signers to add the line: {email} ssh-ed25519 KEY",
        email
    );
    Some(Ailment::fault(what, hint))
}

/// Checks signing with an OpenPGP key.
fn openpgp(
    git: &Repo,
    keys: &KeySources,
    committer: &Identity,
) -> Result<Option<Ailment>, GitError> {
    if !is_on_path(&keys.openpgp) {
        let what = message!(
            "{program} was not found, so commits cannot be signed",
            program = keys.openpgp
        );
        let hint = message!(
            "install GnuPG, or sign with an SSH key: {command}",
            command = sign_by_ssh()
        );
        return Ok(Some(Ailment::fault(what, hint)));
    }
    let email = &committer.email;
    let whose = git.signing_key()?.unwrap_or_else(|| format!("<{email}>"));
    let what = match git.secret_key(&whose)? {
        None => Some(message!("there is no secret key for {whose}", whose)),
        Some(key) => key_problem(&key, &whose, email),
    };
    Ok(what.map(|what| Ailment::fault(what, make_openpgp_key(committer))))
}

/// The reason that a secret key cannot be used for an address, if any.
fn key_problem(key: &SecretKey, whose: &str, email: &str) -> Option<Message> {
    let is_own = |own: &String| own.eq_ignore_ascii_case(email);
    match key.validity {
        'e' => Some(message!("the key of {whose} has expired", whose)),
        'r' => Some(message!("the key of {whose} was revoked", whose)),
        _ if key.addresses.iter().any(is_own) => None,
        _ => Some(message!(
            "git's signing key belongs to {others}, not to {email}",
            others = listed(&key.addresses),
            email
        )),
    }
}

fn sign_by_ssh() -> Command {
    Command::git("config gpg.format ssh")
}

/// How to create and configure an SSH key.
fn make_ssh_key() -> Message {
    message!(
        "ssh-keygen -t ed25519, then {choose} and {name}",
        choose = sign_by_ssh(),
        name = Command::git("config").with("user.signingKey FILE.pub")
    )
}

/// How to create an OpenPGP key; git looks it up by name and address.
fn make_openpgp_key(committer: &Identity) -> Message {
    let Identity { name, email } = committer;
    message!(
        "gpg --quick-generate-key \"{name} <{email}>\", or sign with an SSH key: {ssh}",
        name,
        email,
        ssh = make_ssh_key()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_listed_for_whom_git_says_one_is() {
        let list = "# ann@example.com ssh-ed25519 AAAA\n\
                    \"ann@example.com,a@example.com\" namespaces=\"git\" ssh-ed25519 AAAA\n\
                    bob@example.com ssh-ed25519 BBBB bob\n";
        let wrong = |key, email| {
            unlisted_key(list, key, email)
                .map(|ailment| ailment.what.in_english())
                .unwrap_or_default()
        };
        assert_eq!(wrong("AAAA", "a@EXAMPLE.com"), "");
        assert_eq!(wrong("BBBB", "bob@example.com"), "");
        assert!(
            wrong("BBBB", "ann@example.com")
                .contains("is listed for bob@example.com, not for ann@example.com")
        );
        assert!(wrong("CCCC", "ann@example.com").contains("does not have git's signing key"));
    }
}
