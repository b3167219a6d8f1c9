//! Finds and fixes problems with the setup of a clone.

use std::collections::BTreeMap;
use std::fs;

use super::ailment::{Ailment, Remedy};
use super::{
    git_state, hooks, identity, leftovers, long_history, merge_driver, pulling, signing,
    uncommitted,
};
use crate::domain::message::{Command, all_of, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Staff;
use crate::domain::policy::addresses::WithoutAddress;
use crate::domain::time::Instant;
use crate::store::{Repository, StoreError, lock, recovery, write};

/// All problems with the setup, not sorted by severity. If git cannot read the newest commit, that
/// alone: the rest would fail.
///
/// # Errors
/// When git fails.
pub(crate) fn examine(repository: &Repository, now: Instant) -> Result<Vec<Ailment>, StoreError> {
    if let Some(git) = repository.git()
        && let Some(incomplete) = git_state::incomplete(git)?
    {
        return Ok(vec![incomplete]);
    }
    let mut found = shared_addresses(repository);
    found.extend(missing_addresses(repository));
    found.extend(abandoned(repository));
    let Some(git) = repository.git() else {
        found.push(Ailment::fault(
            text!("there is no git repository here, so there is no history"),
            Command::git("init"),
        ));
        return Ok(found);
    };
    if !repository.source().is_working_tree() {
        found.extend(merge_driver::examine_server(git, repository.source())?);
        found.extend(hooks::examine(git, hooks::PRE_RECEIVE)?);
        found.extend(long_history::examine(git)?);
        return Ok(found);
    }
    let zone = repository.policy().organisation.time_zone;
    found.extend(git_state::orphaned(git));
    found.extend(git_state::index(git)?);
    found.extend(uncommitted::examine(git, zone)?);
    found.extend(merge_driver::examine(git, repository.root())?);
    found.extend(identity::examine(git, repository.policy(), now)?);
    found.extend(signing::examine(git, repository)?);
    found.extend(pulling::examine(git)?);
    found.extend(hooks::examine(git, hooks::PRE_COMMIT)?);
    found.extend(long_history::examine(git)?);
    found.extend(git_state::surroundings(git)?);
    found.extend(git_state::under_way(git));
    Ok(found)
}

/// Applies a fix.
///
/// # Errors
/// When the fix fails.
pub(crate) fn mend(remedy: &Remedy, repository: &Repository) -> Result<(), StoreError> {
    match (remedy, repository.git()) {
        (Remedy::MergeDriver, Some(git)) => Ok(merge_driver::install(git)?),
        (Remedy::Sign, Some(git)) => Ok(git.set("commit.gpgSign", "true")?),
        (Remedy::Attributes, Some(git)) => merge_driver::assign(git),
        (Remedy::Pull, Some(git)) => Ok(pulling::install(git)?),
        (Remedy::Hook(name), Some(git)) => hooks::install(git, name).map(drop),
        (Remedy::CommitGraph, Some(git)) => Ok(git.write_commit_graph()?),
        (Remedy::Index, Some(git)) => {
            let _lock = lock::take(repository.root(), Some(git), |_| {})?;
            recovery::recover_index(git).map(drop)
        }
        (Remedy::Commit, Some(git)) => {
            let _lock = lock::take(repository.root(), Some(git), |_| {})?;
            recovery::recover(git).map(drop)
        }
        (
            Remedy::MergeDriver
            | Remedy::Attributes
            | Remedy::Pull
            | Remedy::Hook(_)
            | Remedy::Sign
            | Remedy::Index
            | Remedy::CommitGraph
            | Remedy::Commit,
            None,
        ) => Ok(()),
        (Remedy::Remove(path), _) => {
            let _lock = lock::take(repository.root(), repository.git(), |_| {})?;
            let removed = fs::remove_file(repository.root().join(path));
            let path = path.clone();
            Ok(removed.map_err(|source| write::WriteError::Io { path, source })?)
        }
    }
}

/// Temporary files of killed commands.
fn abandoned(repository: &Repository) -> impl Iterator<Item = Ailment> {
    let root = repository.root();
    let left = leftovers::abandoned(root, repository.git()).into_iter();
    left.map(move |path| {
        let path = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
        let what = message!("{path} was left by a command that was killed", path);
        let hint = message!(
            "{fix} removes it",
            fix = Command::new("doctor").with("--fix")
        );
        Ailment::fault(what, hint).remedy(Remedy::Remove(path))
    })
}

/// Staff members with the same e-mail address, which git cannot tell apart.
fn shared_addresses(repository: &Repository) -> Vec<Ailment> {
    let mut by_email: BTreeMap<String, Vec<&StaffId>> = BTreeMap::new();
    let present = |staff: &&Staff| staff.until.is_none();
    for (id, staff) in &repository.policy().staff {
        if let Some(email) = Some(staff).filter(present).and_then(|it| it.email.as_ref()) {
            by_email.entry(email.to_lowercase()).or_default().push(id);
        }
    }
    let shared = by_email.into_iter().filter(|(_, ids)| ids.len() > 1);
    shared
        .map(|(email, ids)| {
            let people = all_of(ids);
            let what = message!(
                "{people} share the address {email}, so git cannot tell them apart",
                people,
                email
            );
            let hint =
                text!("give each an address of their own in policy.toml; it need not be a mailbox");
            Ailment::fault(what, hint)
        })
        .collect()
}

/// Staff members without an address.
fn missing_addresses(repository: &Repository) -> Option<Ailment> {
    let lacking = WithoutAddress::of(&repository.policy().staff)?;
    Some(Ailment::note(lacking.what, lacking.hint))
}
