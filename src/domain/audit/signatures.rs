//! Which commits have to be signed, and whether they are, by whose git it was.

use std::collections::{BTreeMap, HashSet};

use super::fault::Fault;
use super::fault::fault;
use super::history::{Commit, History};
use super::policies::Policies;
use super::signature::{KeyKind, Signature, Validity};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, listed, message, text};
use crate::domain::policy::Policy;

/// Signs the commits of a branch anew.
const RESIGN: Command = Command::git("rebase --force-rebase --gpg-sign BRANCH");

/// By kind of key, for each committer's e-mail, how many commits they signed.
pub(crate) type Signers = BTreeMap<KeyKind, BTreeMap<String, usize>>;

/// The commits that have to be signed, by their ids: those whose own policy or a parent's says so (so that nobody
/// switches it off unsigned), and where the policy at the tip does, all but those that led to its being switched on.
pub(crate) fn to_be_signed(history: &History, tip: &Policy) -> Vec<String> {
    let policies = Policies::read(history, tip);
    demanded(history, &policies)
        .map(|commit| commit.id.clone())
        .collect()
}

fn demanded<'a>(history: &'a History, policies: &'a Policies) -> impl Iterator<Item = &'a Commit> {
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
    let mut before: HashSet<&str> = HashSet::new();
    while let Some(id) = open.pop() {
        if let Some(place) = places.get(id).filter(|_| before.insert(id)) {
            open.extend(history.commits[*place].parents.iter().map(String::as_str));
        }
    }
    let late = policies.tip().audit.signed;
    history.commits.iter().filter(move |commit| {
        own(commit) || of_parents(commit) || (late && !before.contains(commit.id.as_str()))
    })
}

/// The faults of signatures, and who is proven by which kind of key.
pub(super) fn check(history: &History, policies: &Policies) -> (Vec<Fault>, Signers) {
    let (mut faults, mut signers) = (Vec::new(), Signers::new());
    let Some(signatures) = &history.signatures else {
        return (faults, signers);
    };
    let demanded: Vec<&Commit> = demanded(history, policies).collect();
    if let (Some(finding), Some(last)) = (&signatures.in_doubt, demanded.last()) {
        return (vec![fault(last, "", finding.clone())], signers);
    }
    for commit in demanded {
        let signature = signatures.of.get(&commit.id);
        match (wrong(commit, signature), signature) {
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

/// What is wrong with a commit's signature, and what to do.
fn wrong(commit: &Commit, signature: Option<&Signature>) -> Option<(Message, Message)> {
    let Some(signature) = signature else {
        return Some(not_signed());
    };
    let by = key_of(signature);
    Some(match (signature.standing, signature.kind) {
        (Validity::Good, KeyKind::X509) => (
            message!(
                "the commit is signed by {by}, which is not held against addresses",
                by
            ),
            text!("sign with a key of SSH or OpenPGP"),
        ),
        (Validity::Good, KeyKind::Ssh | KeyKind::OpenPgp) => {
            return (!is_of(&signature.addresses, &commit.committer))
                .then(|| of_another(commit, signature, &by));
        }
        (Validity::Broken, KeyKind::Ssh) => (
            text!(
                "the signature of the commit does not hold: it was altered, or the key was revoked"
            ),
            sign_again(),
        ),
        (Validity::Broken, KeyKind::OpenPgp | KeyKind::X509) => (
            text!("the signature of the commit does not hold: it was altered"),
            sign_again(),
        ),
        (Validity::Unknown, KeyKind::OpenPgp) => (
            message!(
                "the commit is signed by {by}, which the keyring here does not have or does not \
                 trust",
                by
            ),
            text!(
                "once you know whose it is: gpg --import FILE, then gpg --quick-lsign-key \
                 FINGERPRINT"
            ),
        ),
        (Validity::Unknown, KeyKind::Ssh | KeyKind::X509) => (
            message!(
                "the commit is signed by {by}, which the list of signers does not have, or not for \
                 that date",
                by
            ),
            text!(
                "whoever keeps the list of signers adds a line to it: ADDRESS ssh-ed25519 KEY, or \
                 mends its dates"
            ),
        ),
        (Validity::Lapsed, _) => (
            message!(
                "the signature by {by} was to hold for a time that is over",
                by
            ),
            sign_again(),
        ),
        (Validity::Expired, _) => (
            message!("the commit is signed by {by}, which has expired", by),
            text!(
                "its owner extends it and hands it out again: gpg --quick-set-expire FINGERPRINT 2y"
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
        "have git sign from now on: {config}; what nobody has yet: {rebase}",
        config = Command::git("config commit.gpgsign true"),
        rebase = RESIGN
    );
    (text!("the commit is not signed"), hint)
}

fn sign_again() -> Message {
    message!(
        "sign it with a key that holds: {amend}, or {rebase}",
        amend = Command::git("commit --amend --no-edit -S"),
        rebase = RESIGN
    )
}

/// A good signature, but by a key that is vouched for other addresses than the committer's.
fn of_another(commit: &Commit, signature: &Signature, by: &Message) -> (Message, Message) {
    let committer = &commit.committer;
    let addresses = &signature.addresses;
    let message = if addresses.is_empty() {
        message!(
            "the commit of {committer} is signed by {by}, which is nobody's",
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
    let hint = text!(
        "everybody commits under an address of their own, and signs with the key that is vouched \
         for it"
    );
    (message, hint)
}

fn key_of(signature: &Signature) -> Message {
    let (kind, key) = (signature.kind, &signature.key);
    if key.is_empty() {
        message!("a key of {kind}", kind)
    } else {
        message!("the {kind} key {key}", kind, key)
    }
}

fn is_of(addresses: &[String], committer: &str) -> bool {
    !committer.is_empty()
        && addresses
            .iter()
            .any(|own| own.eq_ignore_ascii_case(committer))
}

#[cfg(test)]
mod tests;
