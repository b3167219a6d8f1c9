//! Commit signatures as verified by the installed git, and the owners of their keys.
//!
//! For an OpenPGP key git names the first user id as chosen by the key's owner, certified or not.
//! So the keyring itself is queried for the key's certified addresses.

mod keys;

use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;
use std::process::Command;

use rayon::prelude::*;

use super::run::finish;
use super::{GitError, Repo};

pub(crate) use keys::{KeySource, KeySources};

/// Commits per git process: git spawns a process for each signature, so several work in parallel.
const SHARE: usize = 64;

/// A signature scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// With an SSH key.
    Ssh,
    /// With an OpenPGP key.
    OpenPgp,
    /// With an X.509 certificate.
    X509,
}

/// A commit's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// The signature scheme.
    pub scheme: Scheme,
    /// As `%G?` of `git log`: `G` for a good signature; `N` if git could not check it.
    pub verdict: char,
    /// The key's fingerprint; empty if unknown to git.
    pub key: String,
    /// The key's addresses according to the list of signers or the keyring.
    pub addresses: Vec<String>,
}

/// The most that is read of a commit, in bytes: its signature comes before its message.
const MAX_HEADER: u64 = 256 << 10;

impl Repo {
    /// The signatures of the signed ones of these commits, by commit id.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    pub(crate) fn signatures(&self, commits: &[&str]) -> Result<HashMap<String, Signed>, GitError> {
        if commits.is_empty() {
            return Ok(HashMap::new());
        }
        let raw = self.map_objects("commit", commits, |_, content| {
            let mut header = Vec::new();
            content.take(MAX_HEADER).read_to_end(&mut header)?;
            Ok(header)
        })?;
        let schemes: HashMap<&str, Scheme> = commits
            .iter()
            .zip(&raw)
            .filter_map(|(id, raw)| Some((*id, scheme(raw.as_deref()?)?)))
            .collect();
        let ids: Vec<&str> = commits
            .iter()
            .copied()
            .filter(|id| schemes.contains_key(id))
            .collect();
        let shares: Vec<Vec<(String, Signed)>> = ids
            .par_chunks(SHARE)
            .map(|share| self.verified(share, &schemes))
            .collect::<Result<_, _>>()?;
        let mut signed: HashMap<String, Signed> = shares.into_iter().flatten().collect();
        let keys = signed
            .values()
            .filter(|signed| signed.scheme == Scheme::OpenPgp && signed.verdict == 'G');
        let certified = self.certified(&keys.map(|signed| signed.key.clone()).collect())?;
        for signed in signed
            .values_mut()
            .filter(|signed| signed.scheme == Scheme::OpenPgp)
        {
            signed.addresses = certified.get(&signed.key).cloned().unwrap_or_default();
        }
        Ok(signed)
    }

    fn verified(
        &self,
        commits: &[&str],
        schemes: &HashMap<&str, Scheme>,
    ) -> Result<Vec<(String, Signed)>, GitError> {
        let mut command = self.git_read();
        command.args([
            "log",
            "-z",
            "--no-walk=unsorted",
            "--stdin",
            "--no-color",
            "--no-notes",
            "--no-mailmap",
        ]);
        command.args([
            "--no-show-signature",
            "--encoding=UTF-8",
            "--format=%H%x00%G?%x00%GS%x00%GF%x00%GP",
        ]);
        let answer = self.run(command, (commits.join("\n") + "\n").as_bytes())?;
        let text = String::from_utf8_lossy(&answer);
        let fields: Vec<&str> = text.split('\0').collect();
        let signed = |record: &[&str]| {
            let verdict = record[1].chars().next().unwrap_or('N');
            let scheme = schemes.get(record[0]).copied()?;
            let key = if record[4].is_empty() {
                record[3]
            } else {
                record[4]
            };
            let addresses = if record[2].is_empty() {
                Vec::new()
            } else {
                vec![record[2].to_owned()]
            };
            Some((
                record[0].to_owned(),
                Signed {
                    scheme,
                    verdict,
                    key: key.to_owned(),
                    addresses,
                },
            ))
        };
        Ok(fields.chunks_exact(5).filter_map(signed).collect())
    }

    /// The certified addresses of OpenPGP keys, by fingerprint.
    fn certified(&self, keys: &BTreeSet<String>) -> Result<HashMap<String, Vec<String>>, GitError> {
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let mut command = Command::new(self.key_sources()?.openpgp);
        command
            .args(["--batch", "--no-tty", "--with-colons", "--list-keys", "--"])
            .args(keys);
        Ok(certified(&String::from_utf8_lossy(
            &finish(command, &[])?.stdout,
        )))
    }
}

/// An OpenPGP key with its secret part, usable for signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecretKey {
    /// The validity as listed by gpg: `e` for expired, `r` for revoked, else the level of trust.
    pub validity: char,
    /// All addresses of its user ids, certified or not.
    pub addresses: Vec<String>,
}

impl Repo {
    /// The first OpenPGP secret key with this name, address or fingerprint.
    ///
    /// # Errors
    /// When gpg cannot be run.
    pub(crate) fn secret_key(&self, whose: &str) -> Result<Option<SecretKey>, GitError> {
        let mut command = Command::new(self.key_sources()?.openpgp);
        command.args([
            "--batch",
            "--no-tty",
            "--with-colons",
            "--list-secret-keys",
            "--",
            whose,
        ]);
        let listed = finish(command, &[])?.stdout;
        let listed = String::from_utf8_lossy(&listed);
        let mut lines = listed
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>())
            .skip_while(|line| line[0] != "sec");
        let Some(first) = lines.next() else {
            return Ok(None);
        };
        let names = lines
            .take_while(|line| line[0] != "sec")
            .filter(|line| line[0] == "uid");
        let addresses =
            names.filter_map(|line| Some(address(&line.get(9)?.replace("\\x3a", ":")).to_owned()));
        let validity = first
            .get(1)
            .and_then(|field| field.chars().next())
            .unwrap_or('-');
        Ok(Some(SecretKey {
            validity,
            addresses: addresses.collect(),
        }))
    }
}

/// The signature scheme, from a commit's header.
fn scheme(commit: &[u8]) -> Option<Scheme> {
    let text = String::from_utf8_lossy(commit);
    let headers = text.split("\n\n").next().unwrap_or_default();
    let begins = |line: &'_ str| {
        line.strip_prefix("gpgsig ")
            .or(line.strip_prefix("gpgsig-sha256 "))
            .map(str::to_owned)
    };
    let begin = headers.lines().find_map(begins)?;
    Some(match begin.as_str() {
        "-----BEGIN SSH SIGNATURE-----" => Scheme::Ssh,
        "-----BEGIN SIGNED MESSAGE-----" => Scheme::X509,
        _ => Scheme::OpenPgp,
    })
}

/// The addresses of fully valid user ids, from gpg's machine-readable list.
fn certified(listed: &str) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let (mut is_primary, mut key) = (false, String::new());
    for line in listed.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        match (fields[0], fields.get(9)) {
            ("pub", _) => is_primary = true,
            ("fpr", Some(fingerprint)) if is_primary => {
                (is_primary, key) = (false, (*fingerprint).to_owned())
            }
            ("uid", Some(name)) if matches!(fields[1], "f" | "u") => {
                found
                    .entry(key.clone())
                    .or_default()
                    .push(address(&name.replace("\\x3a", ":")).to_owned());
            }
            _ => {}
        }
    }
    found
}

/// The address in a user id: `Li Wei <li.wei@example.com>`, or the address alone.
fn address(name: &str) -> &str {
    let bracketed = name
        .rsplit_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    bracketed.map_or(name, |(address, _)| address).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_tells_by_its_header_how_it_is_signed() {
        let commit =
            |headers: &str| scheme(format!("tree 4b825d\n{headers}\nIt says gpgsig").as_bytes());
        assert_eq!(
            commit("gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n"),
            Some(Scheme::Ssh)
        );
        assert_eq!(
            commit("gpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n iHUE\n"),
            Some(Scheme::OpenPgp)
        );
        assert_eq!(
            commit("gpgsig -----BEGIN SIGNED MESSAGE-----\n MIIE\n"),
            Some(Scheme::X509)
        );
        assert_eq!(commit("\ngpgsig -----BEGIN SSH SIGNATURE-----\n"), None);
    }

    #[test]
    fn only_user_ids_that_are_vouched_for_count() {
        let listed = "tru::1:1795328917:0:3:1:5\n\
                      pub:f:255:22:2077FE4E29D86D4B:1795328915:::-:::scSC:::::ed25519:::0:\n\
                      fpr:::::::::C9C2E5B7E92D74D3C0A3DCB42077FE4E29D86D4B:\n\
                      uid:-::::1795328917::273B::Sue <sue@example.com>::::::::::0:\n\
                      uid:f::::1795328915::0F12::bob\\x3a <bob@example.com>::::::::::0:\n\
                      sub:f:255:22:0000000000000001:1795328915::::::s:::::ed25519::\n\
                      fpr:::::::::0000000000000000000000000000000000000001:\n\
                      uid:u::::1795328915::0F13::robert@example.com::::::::::0:\n";
        let found = certified(listed);
        let bob = [
            "bob@example.com".to_owned(),
            "robert@example.com".to_owned(),
        ];
        assert_eq!(found.len(), 1);
        assert_eq!(found["C9C2E5B7E92D74D3C0A3DCB42077FE4E29D86D4B"], bob);
    }
}
