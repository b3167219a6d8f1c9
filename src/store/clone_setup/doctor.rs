//! What is not set up right in one clone, and setting it right.

use crate::domain::finding::Hint;
use crate::domain::message::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::domain::case::document;
use crate::git::{Change, ChangeKind, Repo};
use crate::store::clone::{self, MERGE_DRIVER};
use crate::store::leftovers::{self, age};
use crate::store::repository::{CASES, Repository, bytes_of};
use crate::store::{Journal, StoreError, hooks, inspection, lock, signing, write};

/// Something that is not set up right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub what: Message,
    /// What to do about it.
    pub hint: Hint,
    /// Whether [`mend`] can set it right.
    pub remedy: Option<Remedy>,
    /// Whether it is a fault.
    pub weight: Weight,
}

/// How much is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Something does not work as it should.
    Fault,
    /// Something could be set up that need not be.
    Note,
}

/// What can be set right by the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Enter the merge driver in git's configuration.
    MergeDriver,
    /// Have git run the hook of a clone.
    Hook,
    /// Have git sign what is committed here.
    Sign,
    /// Remove a temporary file that a killed command left.
    Remove(PathBuf),
}

/// Everything that is not set up right, in no order of weight.
///
/// # Errors
/// When git fails.
pub fn examine(repository: &Repository) -> Result<Vec<Complaint>, StoreError> {
    let mut found = shared_addresses(repository);
    found.extend(abandoned(repository));
    let Some(git) = repository.git() else {
        found.push(told(
            "there is no git repository here, so there is no history",
            "git init",
        ));
        return Ok(found);
    };
    found.extend(uncommitted(git)?);
    found.extend(merging(git, repository.root())?);
    found.extend(identity(git, repository)?);
    found.extend(signing::examine(git, repository)?);
    found.extend(hooks::examine(git)?);
    found.extend(surroundings(git)?);
    found.extend(under_way(git));
    Ok(found)
}

/// Sets one thing right.
///
/// # Errors
/// When it cannot be.
pub fn mend(remedy: &Remedy, repository: &Repository) -> Result<(), StoreError> {
    match (remedy, repository.git()) {
        (Remedy::MergeDriver, Some(git)) => Ok(clone::set_merge_driver(git)?),
        (Remedy::Sign, Some(git)) => Ok(git.set("commit.gpgSign", "true")?),
        (Remedy::Hook, Some(git)) => hooks::install(git, hooks::PRE_COMMIT).map(drop),
        (Remedy::MergeDriver | Remedy::Hook | Remedy::Sign, None) => Ok(()),
        (Remedy::Remove(path), _) => {
            let failed = |source| write::WriteError::Io {
                path: path.clone(),
                source,
            };
            let _lock = lock::take(repository.root(), repository.git(), |_| {})?;
            Ok(fs::remove_file(repository.root().join(path)).map_err(failed)?)
        }
    }
}

pub(in crate::store) fn told(what: impl Into<Message>, hint: impl Into<Hint>) -> Complaint {
    Complaint {
        what: what.into(),
        hint: hint.into(),
        remedy: None,
        weight: Weight::Fault,
    }
}

/// The merge driver: configured, asked for by .gitattributes, and on the path.
fn merging(git: &Repo, root: &Path) -> Result<Vec<Complaint>, StoreError> {
    let mut found = Vec::new();
    let (key, line) = MERGE_DRIVER[1];
    let driver = git.setting(key)?;
    if driver
        .as_deref()
        .is_none_or(|driver| !driver.contains("merge-driver"))
    {
        let what = "git does not know the merge driver here, so it merges cases as text";
        let hint = format!(
            "complaint doctor --fix, or: git config {key} \"complaint merge-driver %O %A %B %P\""
        );
        found.push(Complaint {
            remedy: Some(Remedy::MergeDriver),
            ..told(what, hint)
        });
    } else if driver.as_deref() == Some(line) && !is_on_path("complaint") {
        let what =
            "the program is not on the path by the name 'complaint', so git merges cases as text";
        found.push(told(what, "put it into a folder of PATH"));
    }
    let attributes = bytes_of(root, Path::new(".gitattributes")).unwrap_or_default();
    let attributes = String::from_utf8_lossy(&attributes);
    if !attributes
        .lines()
        .any(|line| line.contains("merge=complaint"))
    {
        let what = ".gitattributes does not say that cases are merged by their events";
        found.push(told(
            what,
            "add to it: cases/**/*.yaml merge=complaint text eol=lf",
        ));
    }
    Ok(found)
}

/// Whether a program is on the path of programs, or is where its own path says.
pub(in crate::store) fn is_on_path(name: &str) -> bool {
    if Path::new(name).components().count() > 1 {
        return Path::new(name).is_file();
    }
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(&name).is_file()))
}

/// Who git says that the user is.
fn identity(git: &Repo, repository: &Repository) -> Result<Vec<Complaint>, StoreError> {
    let staff = &repository.policy().staff;
    let email = git
        .identity()?
        .map(|identity| identity.email)
        .filter(|email| !email.is_empty());
    let Some(email) = email else {
        return Ok(vec![told(
            "git does not know who you are",
            "git config user.email NAME@EXAMPLE.COM",
        )]);
    };
    let is = |own: &Option<String>| {
        own.as_ref()
            .is_some_and(|own| own.eq_ignore_ascii_case(&email))
    };
    let is_known = staff.is_empty() || staff.values().any(|staff| is(&staff.email));
    let what = format!("git's user.email, {email}, is of nobody on the staff list");
    let hint = "set it to the address in policy.toml: git config user.email ADDRESS; until then say who acts with --as";
    Ok((!is_known).then(|| told(what, hint)).into_iter().collect())
}

/// What lies in git's other settings and in the file system.
fn surroundings(git: &Repo) -> Result<Vec<Complaint>, StoreError> {
    let mut found = Vec::new();
    let is_set = |key: &str| -> Result<bool, StoreError> {
        Ok(git.setting(key)?.as_deref() == Some("true"))
    };
    if is_set("core.autocrlf")? {
        let what = "git rewrites line ends here (core.autocrlf)";
        found.push(told(
            what,
            "git config core.autocrlf false; .gitattributes keeps the line ends of cases",
        ));
    }
    if is_set("core.ignorecase")? {
        let what = "this file system does not tell upper from lower case: two names of evidence may fall together";
        found.push(told(
            what,
            "nothing to do, but mind it when you name files to attach",
        ));
    }
    if git.is_shallow() {
        found.push(told(
            "this clone lacks the older part of the history, so it cannot be audited",
            "git fetch --unshallow",
        ));
    }
    Ok(found)
}

/// What git is in the middle of, or was when it was killed: its locks, a merge or the like, a HEAD without a branch.
fn under_way(git: &Repo) -> Vec<Complaint> {
    let mut found = Vec::new();
    let heads = WalkDir::new(git.common_dir().join("refs/heads"))
        .into_iter()
        .filter_map(Result::ok);
    let heads = heads
        .map(DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "lock"));
    let fixed = ["index.lock", "HEAD.lock"].map(|name| git.git_dir().join(name));
    let shared = ["packed-refs.lock", "config.lock"].map(|name| git.common_dir().join(name));
    for lock in fixed.into_iter().chain(shared).chain(heads) {
        let Some(age) = age(&lock) else { continue };
        let name = lock
            .strip_prefix(git.common_dir())
            .unwrap_or(&lock)
            .display();
        let since = match age.as_secs() {
            seconds @ ..120 => format!("{seconds} seconds"),
            seconds => format!("{} minutes", seconds / 60),
        };
        let what = format!("git's {name} is {since} old: a git was killed, or still runs");
        found.push(told(
            what,
            format!("if no git runs here, remove {}", lock.display()),
        ));
    }
    if let Some(operation) = git.in_progress() {
        found.push(told(
            format!("a {operation} is under way, so nothing is put on record here"),
            operation.hint(),
        ));
    } else if git.is_detached() {
        let what = "HEAD is on no branch, so what is put on record here is in none";
        found.push(told(what, "git switch -c NAME makes a branch of it"));
    }
    found
}

/// Case files that are gone, that lack events, or have some that a command wrote and did not commit.
fn uncommitted(git: &Repo) -> Result<Vec<Complaint>, StoreError> {
    let gone = inspection::removed(git)?;
    let mut found: Vec<Complaint> = match gone.as_slice() {
        [] => Vec::new(),
        [file] => {
            let file = file.display();
            vec![told(
                format!("{file} is gone, though git's HEAD has it"),
                format!("git restore {file}"),
            )]
        }
        [first, ..] => {
            let what = format!(
                "{} case files are gone, though git's HEAD has them: {}, …",
                gone.len(),
                first.display()
            );
            vec![told(
                what,
                format!("complaint check names them; git restore {CASES} brings all back"),
            )]
        }
    };
    let noted: Vec<PathBuf> = Journal::of(git.git_dir()).paths()?.into_iter().collect();
    if noted.is_empty() {
        return Ok(found);
    }
    let changed = git.changed_against_head(&noted)?;
    for Change { path, .. } in changed
        .iter()
        .filter(|change| change.kind != ChangeKind::Deleted)
    {
        found.extend(compared(git, path)?);
    }
    Ok(found)
}

/// What a file with notes and HEAD do not have in common.
fn compared(git: &Repo, path: &Path) -> Result<Vec<Complaint>, StoreError> {
    let digests = |bytes: Option<Vec<u8>>| -> BTreeSet<String> {
        let case = bytes.and_then(|bytes| document::parse(&bytes).case);
        case.into_iter()
            .flat_map(|case| case.entries)
            .map(|entry| entry.digest.to_string())
            .collect()
    };
    let (head, ours) = (
        digests(git.head_blob(path)?),
        digests(bytes_of(git.base(), path).ok()),
    );
    let shown = path.display();
    let mut found = Vec::new();
    if !ours.is_subset(&head) {
        let what = format!("{shown} has events that are not committed");
        found.push(told(
            what,
            "the next command on that case commits them; git status shows all that differs",
        ));
    }
    if !head.is_subset(&ours) {
        let what = format!("{shown} lacks events that git's HEAD has");
        let hint = match found.is_empty() {
            true => format!("git restore {shown} brings them back"),
            false => "the next command on that case brings them back".to_owned(),
        };
        found.push(told(what, hint));
    }
    Ok(found)
}

/// Files of killed commands.
fn abandoned(repository: &Repository) -> Vec<Complaint> {
    let root = repository.root();
    let left = leftovers::abandoned(root, repository.git()).into_iter();
    left.map(|path| {
        let path = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
        let what = format!("{} was left by a command that was killed", path.display());
        Complaint {
            remedy: Some(Remedy::Remove(path)),
            ..told(what, "complaint doctor --fix removes it")
        }
    })
    .collect()
}

/// People whom git could not tell apart.
fn shared_addresses(repository: &Repository) -> Vec<Complaint> {
    let mut by_email: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, staff) in &repository.policy().staff {
        if let Some(email) = &staff.email {
            by_email
                .entry(email.to_lowercase())
                .or_default()
                .push(id.as_str());
        }
    }
    let shared = by_email.into_iter().filter(|(_, ids)| ids.len() > 1);
    shared
        .map(|(email, ids)| {
            let what = format!(
                "{} share the address {email}, so nobody can tell them apart",
                ids.join(" and ")
            );
            told(what, "give each an address of their own in policy.toml")
        })
        .collect()
}
