//! What git says of the signatures of commits.

use std::collections::HashMap;

use crate::domain::finding::Finding;
use crate::domain::word::Word;

/// What git says of signatures.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Signatures {
    /// Those of the commits that have one, by the commits' ids.
    pub of: HashMap<String, Signature>,
    /// Why none of them proves anything here: whose keys they are is said by what is judged, or by nobody.
    pub in_doubt: Option<Finding>,
}

/// One commit's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// What the key is of.
    pub kind: KeyKind,
    /// The key's fingerprint; empty where it is not known.
    pub key: String,
    /// The e-mail addresses that the key is vouched for.
    pub addresses: Vec<String>,
    /// What became of it.
    pub standing: Validity,
}

/// Which program a key is of.
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

/// What git says of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// Good, by a key that is vouched for (`G`).
    Good,
    /// It is of something else; also what git says of an SSH key that was revoked (`B`).
    Broken,
    /// By a key that nobody vouches for, at least not at the date of the commit (`U`), or that is not there (`E`).
    Unknown,
    /// The signature was to hold for a time that is over (`X`).
    Lapsed,
    /// By a key whose time is over (`Y`).
    Expired,
    /// By a key that was revoked (`R`).
    Revoked,
}
