//! Which commits must be signed, and whether their committers signed them.

use std::collections::{BTreeMap, HashSet};

use super::fault::Fault;
use super::fault::fault;
use super::history::{Commit, History};
use super::policies::Policies;
use super::signature::{KeyKind, Signature, Validity};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, listed, message, text};
use crate::domain::policy::Policy;

/// Signs the newest commit again. A rebase would sign more of them, but make new ones: each would be
/// judged as if its author had seen everything before it.
const RESIGN: Command = Command::git("commit --amend --no-edit -S");

/// By kind of key: the number of signed commits by committer's e-mail.
pub(crate) type Signers = BTreeMap<KeyKind, BTreeMap<String, usize>>;

/// The ids of the commits that must be signed: those whose own policy or a parent's policy requires
/// it (so the requirement cannot be switched off by an unsigned commit). If the policy at the tip
/// requires it, also all other commits, except the ancestors of the commit that switched it on.
pub(crate) fn to_be_signed(history: &History, tip: &Policy) -> Vec<String> {
    let policies = Policies::read(history, tip);
    required(history, &policies)
        .map(|commit| commit.id.clone())
        .collect()
}

fn required<'a>(history: &'a History, policies: &'a Policies) -> impl Iterator<Item = &'a Commit> {
    let of_parents = |commit: &Commit| {
        commit
            .parents
            .iter()
            .any(|parent| policies.signed_at(parent))
    };
    let own = |commit: &Commit| policies.signed_at(&commit.id);
    let places = history.places();
    let mut open: Vec<&str> = Vec::new();
    let switches = history
        .commits
        .iter()
        .filter(|commit| own(commit) && !of_parents(commit));
    open.extend(
        switches
            .flat_map(|commit| &commit.parents)
            .map(String::as_str),
    );
    let mut exempt: HashSet<&str> = HashSet::new();
    while let Some(id) = open.pop() {
        if let Some(place) = places.get(id).filter(|_| exempt.insert(id)) {
            open.extend(history.commits[*place].parents.iter().map(String::as_str));
        }
    }
    let tip_requires = policies.tip().audit.signed;
    history.commits.iter().filter(move |commit| {
        own(commit) || of_parents(commit) || (tip_requires && !exempt.contains(commit.id.as_str()))
    })
}

/// Checks the signatures; returns the faults and the verified signers.
pub(super) fn check(history: &History, policies: &Policies) -> (Vec<Fault>, Signers) {
    let (mut faults, mut signers) = (Vec::new(), Signers::new());
    let Some(signatures) = &history.signatures else {
        return (faults, signers);
    };
    let required: Vec<&Commit> = required(history, policies).collect();
    if let (Some(finding), Some(last)) = (&signatures.in_doubt, required.last()) {
        return (vec![fault(last, "", finding.clone())], signers);
    }
    for commit in required {
        let signature = signatures.of.get(&commit.id);
        match (problem(commit, signature), signature) {
            (Some((message, hint)), _) => {
                let finding = Finding::error(Code::Unsigned, Spot::default(), message).hint(hint);
                faults.push(fault(commit, "", finding));
            }
            (None, Some(signature)) => {
                *signers
                    .entry(signature.kind)
                    .or_default()
                    .entry(commit.committer.to_lowercase())
                    .or_default() += 1;
            }
            (None, None) => {}
        }
    }
    (faults, signers)
}

/// The problem with a commit's signature, and a hint.
fn problem(commit: &Commit, signature: Option<&Signature>) -> Option<(Message, Message)> {
    let Some(signature) = signature else {
        return Some(not_signed());
    };
    let by = key_name(signature);
    Some(match (signature.standing, signature.kind) {
        (Validity::Good, KeyKind::X509) => (
            message!(
                "the commit is signed by {by}, which is not checked for addresses",
                by
            ),
            text!("sign with an SSH or OpenPGP key"),
        ),
        (Validity::Good, KeyKind::Ssh | KeyKind::OpenPgp) => {
            return (!is_trusted_for(&signature.addresses, &commit.committer))
                .then(|| wrong_signer(commit, signature, &by));
        }
        (Validity::Broken, KeyKind::Ssh) => (
            text!(
                "the signature of the commit is invalid: the commit was altered, or the key was revoked"
            ),
            sign_again(),
        ),
        (Validity::Broken, KeyKind::OpenPgp | KeyKind::X509) => (
            text!("the signature of the commit is invalid: the commit was altered"),
            sign_again(),
        ),
        (Validity::Unknown, KeyKind::OpenPgp) => (
            message!(
                "the commit is signed by {by}, which is missing from the local keyring or not trusted",
                by
            ),
            text!(
                "once you have verified its owner: gpg --import FILE, then gpg --quick-lsign-key FINGERPRINT"
            ),
        ),
        (Validity::Unknown, KeyKind::Ssh | KeyKind::X509) => (
            message!(
                "the commit is signed by {by}, which is not on the list of signers, or not for that date",
                by
            ),
            text!(
                "the keeper of the list of signers adds a line: ADDRESS ssh-ed25519 KEY, or corrects the dates"
            ),
        ),
        (Validity::Lapsed, _) => (
            message!("the signature by {by} has expired", by),
            sign_again(),
        ),
        (Validity::Expired, _) => (
            message!("the commit is signed by {by}, which has expired", by),
            text!(
                "its owner extends it and publishes it again: gpg --quick-set-expire FINGERPRINT 2y"
            ),
        ),
        (Validity::Revoked, _) => (
            message!("the commit is signed by {by}, which was revoked", by),
            sign_again(),
        ),
    })
}

fn not_signed() -> (Message, Message) {
    let hint = message!(
        "make git sign from now on: {config}; then, if the commit is the newest and not yet pushed: \
         {resign}",
        config = Command::git("config commit.gpgsign true"),
        resign = RESIGN
    );
    (text!("the commit is not signed"), hint)
}

fn sign_again() -> Message {
    message!(
        "sign it with a valid key, if it is the newest and not yet pushed: {resign}",
        resign = RESIGN
    )
}

/// The problem of a good signature by a key that is not trusted for the committer's address.
fn wrong_signer(commit: &Commit, signature: &Signature, by: &Message) -> (Message, Message) {
    let committer = &commit.committer;
    let addresses = &signature.addresses;
    let message = if addresses.is_empty() {
        message!(
            "the commit of {committer} is signed by {by}, which is not registered for any address",
            committer,
            by
        )
    } else {
        message!(
            "the commit of {committer} is signed by {addresses}",
            committer,
            addresses = listed(addresses)
        )
    };
    let hint =
        text!("everyone commits with their own address, and signs with the key registered for it");
    (message, hint)
}

fn key_name(signature: &Signature) -> Message {
    let (kind, key) = (signature.kind, &signature.key);
    if key.is_empty() {
        message!("an {kind} key", kind)
    } else {
        message!("the {kind} key {key}", kind, key)
    }
}

fn is_trusted_for(addresses: &[String], committer: &str) -> bool {
    !committer.is_empty()
        && addresses
            .iter()
            .any(|own| own.eq_ignore_ascii_case(committer))
}

#[cfg(test)]
mod tests;
