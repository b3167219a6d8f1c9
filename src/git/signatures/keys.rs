//! Where git finds the keys for verifying signatures. A person who can change the audited history
//! must not be able to change these keys.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::git::run::finish;
use crate::git::{GitError, Repo};

/// The settings that git uses to verify signatures.
const SETTINGS: &str =
    r"^gpg\.(program|openpgp\.program|ssh\.(program|allowedsignersfile|revocationfile))$";

/// The setting that names the list of signers, in git's spelling.
const SIGNERS: &str = "gpg.ssh.allowedsignersfile";

/// A source of trust for signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// A git configuration file.
    Configuration,
    /// The list of signers, for SSH.
    Signers,
    /// The list of revoked keys, for SSH.
    RevokedKeys,
    /// A program that verifies.
    Program,
    /// The keyring of GnuPG.
    Keyring,
}

/// Everything that git uses to verify signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeySources {
    /// The list of signers, for SSH; `None` if git has none configured.
    pub signers: Option<PathBuf>,
    /// The program for SSH.
    pub ssh: String,
    /// The program for OpenPGP.
    pub openpgp: String,
    /// All files that affect verification.
    pub files: Vec<(KeySource, PathBuf)>,
}

impl Repo {
    /// The key sources that git uses in this repository.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn key_sources(&self) -> Result<KeySources, GitError> {
        let mut command = self.git_read();
        command.args([
            "config",
            "-z",
            "--show-origin",
            "--type=path",
            "--get-regexp",
            SETTINGS,
        ]);
        let finished = finish(command, &[])?;
        if !matches!(finished.code, Some(0 | 1)) {
            return Err(GitError::recognise(&self.git_dir, &finished));
        }
        let text = String::from_utf8_lossy(&finished.stdout);
        let fields: Vec<&str> = text.split('\0').collect();
        let mut keys = KeySources {
            signers: None,
            ssh: "ssh-keygen".to_owned(),
            openpgp: "gpg".to_owned(),
            files: Vec::new(),
        };
        for (key, (origin, value)) in effective(&fields) {
            let file = self.work_tree.join(value);
            if let Some(origin) = origin.strip_prefix("file:") {
                keys.files
                    .push((KeySource::Configuration, self.work_tree.join(origin)));
            }
            match key {
                SIGNERS => {
                    keys.files.push((KeySource::Signers, file.clone()));
                    keys.signers = Some(file);
                }
                "gpg.ssh.revocationfile" => keys.files.push((KeySource::RevokedKeys, file)),
                "gpg.ssh.program" => {
                    keys.files.extend(program(value, file));
                    value.clone_into(&mut keys.ssh);
                }
                _ => {
                    keys.files.extend(program(value, file));
                    value.clone_into(&mut keys.openpgp);
                }
            }
        }
        let keyring = self
            .variable("GNUPGHOME")
            .map(|folder| (KeySource::Keyring, self.work_tree.join(folder).join("keys")));
        keys.files.extend(keyring);
        Ok(keys)
    }

    /// The configured signing key: a file, the key itself, or its owner.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn signing_key(&self) -> Result<Option<String>, GitError> {
        let mut command = self.git_read();
        command.args(["config", "-z", "--type=path", "--get", "user.signingKey"]);
        let finished = finish(command, &[])?;
        let key = String::from_utf8_lossy(&finished.stdout)
            .trim_end_matches('\0')
            .to_owned();
        Ok((finished.code == Some(0) && !key.is_empty()).then_some(key))
    }

    /// Whether a file is in a work tree of this history, so that a commit can change it.
    ///
    /// # Errors
    /// When a git repository around it cannot be read.
    pub(crate) fn is_judged(&self, file: &Path) -> Result<bool, GitError> {
        let real = file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
        let own = self
            .common_dir
            .canonicalize()
            .unwrap_or_else(|_| self.common_dir.clone());
        if real.starts_with(&own) {
            return Ok(false);
        }
        // Check the path both as written and with symbolic links resolved: a link on the way can be
        // part of the audited tree, too.
        let named = without_dots(file);
        let mut seen = BTreeSet::new();
        for folder in named
            .ancestors()
            .skip(1)
            .chain(real.parent())
            .filter(|folder| folder.is_dir())
        {
            let around = Repo::discover(folder)?;
            let new = around.filter(|around| seen.insert(around.work_tree.clone()));
            if new.is_some_and(|around| self.shares_history(&around, &own)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether `other` is this repository or a clone of it.
    fn shares_history(&self, other: &Repo, own: &Path) -> bool {
        let knows = || {
            let mut command = other.git_read();
            command.args(["rev-list", "--max-parents=0", self.end()]);
            let roots = finish(command, &[])
                .map(|finished| finished.stdout)
                .unwrap_or_default();
            String::from_utf8_lossy(&roots)
                .lines()
                .any(|root| matches!(self.commit_id(root), Ok(Some(_))))
        };
        other
            .common_dir
            .canonicalize()
            .is_ok_and(|common| common == own)
            || knows()
    }
}

/// The effective settings, in order: the last one wins if a name, or two names of the same setting,
/// occur repeatedly.
fn effective<'a>(fields: &[&'a str]) -> Vec<(&'a str, (&'a str, &'a str))> {
    let mut found: Vec<(&str, (&str, &str))> = Vec::new();
    for pair in fields.chunks_exact(2) {
        let (key, value) = pair[1].split_once('\n').unwrap_or((pair[1], ""));
        let key = if key == "gpg.openpgp.program" {
            "gpg.program"
        } else {
            key
        };
        found.retain(|(known, _)| *known != key);
        found.push((key, (pair[0], value)));
    }
    found
}

/// A program given by its path; `None` for a bare name, which is looked up in `PATH`.
fn program(value: &str, file: PathBuf) -> Option<(KeySource, PathBuf)> {
    (Path::new(value).components().count() > 1).then_some((KeySource::Program, file))
}

/// Removes `.` and `..` lexically, without resolving links.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => plain.push(part),
        }
    }
    plain
}
