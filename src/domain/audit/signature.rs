//! The signatures of commits, as git verified them.

use std::collections::HashMap;

use crate::domain::finding::Finding;
use crate::domain::word::Word;

/// The signatures of a history.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Signatures {
    /// The signatures by commit id.
    pub of: HashMap<String, Signature>,
    /// Why no signature can be trusted here, for example if the list of signers is missing or part of
    /// the audited repository.
    pub in_doubt: Option<Finding>,
}

/// One commit's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// The kind of key.
    pub kind: KeyKind,
    /// The key's fingerprint; empty if unknown.
    pub key: String,
    /// The e-mail addresses that the key is trusted for.
    pub addresses: Vec<String>,
    /// The result of the verification.
    pub standing: Validity,
}

/// The kind of a signing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Word)]
pub(crate) enum KeyKind {
    /// SSH.
    #[word("SSH")]
    Ssh,
    /// OpenPGP.
    #[word("OpenPGP")]
    OpenPgp,
    /// X.509.
    #[word("X.509")]
    X509,
}

/// The result of git's verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// Good, by a trusted key (`G`).
    Good,
    /// The signature does not match; git also reports a revoked SSH key this way (`B`).
    Broken,
    /// By a key that is not trusted, or not at the date of the commit (`U`), or that is missing
    /// (`E`).
    Unknown,
    /// The signature has expired (`X`).
    Lapsed,
    /// By a key that has expired (`Y`).
    Expired,
    /// By a key that was revoked (`R`).
    Revoked,
}
