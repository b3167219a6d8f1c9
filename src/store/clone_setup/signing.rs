//! Whether what is committed in a clone will be proven by its signature, where the policy asks for that.

use crate::domain::finding::Hint;
use crate::domain::message::text;
use std::fs;

use crate::git::{Identity, Keys, Repo};
use crate::store::doctor::{Complaint, Remedy, is_on_path, told};
use crate::store::repository::Repository;
use crate::store::{StoreError, signatures};

/// How a key of one's own is made and named, for SSH.
const MAKE_SSH: &str =
    "ssh-keygen -t ed25519, then git config gpg.format ssh and git config user.signingKey FILE.pub";

/// What keeps signatures from being made, or from being worth anything.
///
/// # Errors
/// When git fails.
pub(in crate::store) fn examine(
    git: &Repo,
    repository: &Repository,
) -> Result<Vec<Complaint>, StoreError> {
    if !repository.policy().signed {
        return Ok(Vec::new());
    }
    let keys = git.keys()?;
    let Identity { name, email } = git.committer()?.unwrap_or_default();
    let format = git.setting("gpg.format")?;
    let wrong = match format.as_deref() {
        Some("ssh") => of_ssh(git, &keys, &email)?,
        Some("openpgp") | None => of_openpgp(git, &keys, &name, &email)?,
        Some(other) => Some(told(
            format!("git signs by '{other}' here, which proves nobody"),
            "git config gpg.format ssh",
        )),
    };
    let is_signing = matches!(
        git.setting("commit.gpgsign")?.as_deref(),
        Some("true" | "yes" | "on" | "1")
    );
    let silent = (!is_signing).then(|| Complaint {
        // Switched on without a key, it would refuse every commit.
        remedy: wrong.is_none().then_some(Remedy::Sign),
        ..told(
            "the policy asks for signed commits, and git does not sign here",
            "git config commit.gpgSign true",
        )
    });
    let judged = signatures::judged_source(git, &keys)?;
    let judged = judged.map(|finding| Complaint {
        hint: finding.hint.unwrap_or_else(|| Hint::Say(text!(""))),
        ..told(finding.message, "")
    });
    Ok([silent, wrong, judged].into_iter().flatten().collect())
}

fn of_ssh(git: &Repo, keys: &Keys, email: &str) -> Result<Option<Complaint>, StoreError> {
    if !is_on_path(&keys.ssh) {
        return Ok(Some(told(
            format!("{} is not there, so nothing can be signed", keys.ssh),
            "install OpenSSH",
        )));
    }
    let Some(key) = git.signing_key()? else {
        let is_found = git.setting("gpg.ssh.defaultKeyCommand")?.is_some();
        return Ok((!is_found).then(|| told("git has no key to sign with", MAKE_SSH)));
    };
    let literal = key
        .strip_prefix("key::")
        .or(key.starts_with("ssh-").then_some(key.as_str()));
    let public = match literal {
        Some(public) => public.to_owned(),
        None => {
            let file = git
                .work_tree()
                .join(key.strip_suffix(".pub").unwrap_or(&key));
            if !file.exists() && std::env::var_os("SSH_AUTH_SOCK").is_none() {
                return Ok(Some(told(
                    format!("the key to sign with, {}, is not there", file.display()),
                    MAKE_SSH,
                )));
            }
            fs::read_to_string(file.with_added_extension("pub")).unwrap_or_default()
        }
    };
    if let Some(list) = keys.signers.as_deref().filter(|list| !list.exists()) {
        let what = format!(
            "the list of signers, {}, is not there, so no signature can be proven here",
            list.display()
        );
        return Ok(Some(told(
            what,
            "get it from whoever keeps it, or name it: git config gpg.ssh.allowedSignersFile FILE",
        )));
    }
    let list = keys
        .signers
        .as_deref()
        .and_then(|list| fs::read_to_string(list).ok());
    Ok(public
        .split_whitespace()
        .nth(1)
        .zip(list)
        .and_then(|(key, list)| of_another(&list, key, email)))
}

/// What is wrong where a list of signers does not have a key for an address.
fn of_another(list: &str, key: &str, email: &str) -> Option<Complaint> {
    let lines = list
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let principals: Vec<&str> = lines
        .filter(|line| line.split_whitespace().any(|field| field == key))
        .filter_map(|line| line.split_whitespace().next())
        .flat_map(|names| names.trim_matches('"').split(','))
        .collect();
    let what = match principals.as_slice() {
        [] => format!("the list of signers does not have the key that git signs with for {email}"),
        some if some.iter().any(|name| name.eq_ignore_ascii_case(email)) => return None,
        some => format!(
            "the key that git signs with is listed for {}, not for {email}",
            some.join(", ")
        ),
    };
    Some(told(
        what,
        format!("whoever keeps the list of signers adds a line to it: {email} ssh-ed25519 KEY"),
    ))
}

fn of_openpgp(
    git: &Repo,
    keys: &Keys,
    name: &str,
    email: &str,
) -> Result<Option<Complaint>, StoreError> {
    if !is_on_path(&keys.openpgp) {
        let hint = "install GnuPG, or sign with a key of SSH: git config gpg.format ssh";
        return Ok(Some(told(
            format!("{} is not there, so nothing can be signed", keys.openpgp),
            hint,
        )));
    }
    let whose = git.signing_key()?.unwrap_or_else(|| format!("<{email}>"));
    // git asks for the key by name and address.
    let make = format!(
        "gpg --quick-generate-key \"{name} <{email}>\", or sign with a key of SSH: {MAKE_SSH}"
    );
    let Some(key) = git.secret_key(&whose)? else {
        return Ok(Some(told(
            format!("there is no secret key of {whose} to sign with"),
            make,
        )));
    };
    let what = match key.validity {
        'e' => format!("the key of {whose} has expired"),
        'r' => format!("the key of {whose} was revoked"),
        _ if key
            .addresses
            .iter()
            .any(|own| own.eq_ignore_ascii_case(email)) =>
        {
            return Ok(None);
        }
        _ => format!(
            "the key that git signs with is of {}, not of {email}",
            key.addresses.join(", ")
        ),
    };
    Ok(Some(told(what, make)))
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
            of_another(list, key, email)
                .map(|complaint| complaint.what.in_english())
                .unwrap_or_default()
        };
        assert_eq!(wrong("AAAA", "a@EXAMPLE.com"), "");
        assert_eq!(wrong("BBBB", "bob@example.com"), "");
        assert!(
            wrong("BBBB", "ann@example.com")
                .contains("is listed for bob@example.com, not for ann@example.com")
        );
        assert!(wrong("CCCC", "ann@example.com").contains("does not have the key"));
    }
}
