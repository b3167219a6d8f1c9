//! The merge driver, set in a clone's git configuration.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::ailment::{Ailment, Remedy};
use super::search_path::is_on_path;
use crate::domain::case::document;
use crate::domain::message::{Command, Message, all_of, message, text};
use crate::git::{GitError, Repo, Sides};
use crate::store::paths::{CASES, POLICY, is_case_file};
use crate::store::source::{Source, bytes_of};
use crate::store::{StoreError, WriteError};

/// The setting with the driver's command.
const DRIVER: &str = "merge.complaint.driver";

/// The driver's command. If the program is missing, git merges the text and marks conflicts.
const DRIVER_COMMAND: &str = "if command -v complaint >/dev/null 2>&1; then complaint merge-driver %O %A %B %P; else git merge-file %A %O %B; fi";

/// The line of .gitattributes that assigns the driver to cases.
const ATTRIBUTE: &str = "cases/**/*.yaml merge=complaint text eol=lf";

/// The file of that line.
const ATTRIBUTES: &str = ".gitattributes";

/// The line for git's own attributes of a clone, after the folder of the policy.
const CASES_ASSIGNED: &str = "cases/**/*.yaml merge=complaint";

/// The path of a case file, for trials.
const CASE_PATH: &str = "cases/2026/11/20261121-K7QM2X-trial.yaml";

/// The path of a file of evidence, for trials.
const EVIDENCE_PATH: &str = "evidence/20261121-K7QM2X-trial/00000000-photo.jpg";

/// A small case, and an event of each side.
const BASE: &str = "\
id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: trial
level: general
complainant:
  name: anonymous
summary: a trial of the merge driver
events:
- at: 2026-11-21T09:20:00+08:00
  by: clerk
  do: register
";
const OURS: &str = "- at: 2026-11-21T09:30:00+08:00\n  by: clerk\n  do: note\n  text: ours\n";
const THEIRS: &str = "- at: 2026-11-21T09:40:00+08:00\n  by: clerk\n  do: note\n  text: theirs\n";

/// Configures the merge driver in a clone.
///
/// # Errors
/// When the configuration cannot be written.
pub(crate) fn install(git: &Repo) -> Result<(), GitError> {
    git.set("merge.complaint.name", "every event of both sides")?;
    git.set(DRIVER, DRIVER_COMMAND)
}

/// Checks that the merge driver is configured, keeps the events of both sides, is assigned to cases,
/// and is on the path.
pub(super) fn examine(git: &Repo, root: &Path) -> Result<Vec<Ailment>, StoreError> {
    let found = [
        configured(git)?,
        unassigned(git, root)?,
        branches_without(git)?,
    ];
    Ok(found.into_iter().flatten().collect())
}

/// Checks that a bare repository can merge cases, as with `git merge-tree`.
pub(super) fn examine_server(git: &Repo, source: &Source) -> Result<Vec<Ailment>, StoreError> {
    let attributes = source.bytes(Path::new(ATTRIBUTES)).unwrap_or_default();
    let found = [configured(git)?, (!assigns(&attributes)).then(no_line)];
    Ok(found.into_iter().flatten().collect())
}

/// Assigns the driver to cases in git's own attributes of this clone, which hold for all branches.
pub(super) fn assign(git: &Repo) -> Result<(), StoreError> {
    let path = own_attributes(git);
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(git.common_dir().join("info"))?;
        let mut text = fs::read_to_string(&path).unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        fs::write(&path, text + &git.spelled(CASES_ASSIGNED) + "\n")
    };
    let io = |source| WriteError::Io {
        path: path.clone(),
        source,
    };
    Ok(write().map_err(io)?)
}

/// Checks the driver's command.
fn configured(git: &Repo) -> Result<Option<Ailment>, StoreError> {
    Ok(match git.setting(DRIVER)? {
        None => Some(not_configured()),
        Some(driver) if driver != DRIVER_COMMAND => {
            (!unites(git, &driver)?).then(|| losing(&driver))
        }
        Some(_) => (!is_on_path("complaint")).then(not_on_path),
    })
}

/// git reads the attributes of the branch that it merges into: a note if others have cases, but not
/// the line.
fn branches_without(git: &Repo) -> Result<Option<Ailment>, StoreError> {
    if assigns(&fs::read(own_attributes(git)).unwrap_or_default()) {
        return Ok(None);
    }
    let own = git.head_branch()?;
    let mut branches = git.branches()?;
    branches.retain(|branch| Some(branch) != own.as_ref());
    let files = branches
        .iter()
        .flat_map(|branch| [POLICY, ATTRIBUTES].map(|file| (branch.as_str(), Path::new(file))));
    let files = git.blobs_at(files)?;
    let lacking = branches.iter().zip(files.chunks(2)).filter(|(_, files)| {
        let line = files[1].as_deref().is_some_and(assigns);
        files[0].is_some() && !line
    });
    let names: Vec<&str> = lacking.map(|(branch, _)| short(branch)).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let what = message!(
        "git does not use the merge driver when it merges into a branch whose .gitattributes lacks \
         it: {branches}",
        branches = all_of(names)
    );
    let hint = message!(
        "{fix} assigns it here for every branch; or on each such branch, before a merge: {checkout}",
        fix = Command::new("doctor").with("--fix"),
        checkout = Command::git("checkout").with("BRANCH -- .gitattributes && git commit")
    );
    Ok(Some(Ailment::note(what, hint).remedy(Remedy::Attributes)))
}

/// git's attributes of this clone.
fn own_attributes(git: &Repo) -> PathBuf {
    git.common_dir().join("info/attributes")
}

/// A branch as git's commands take it.
fn short(branch: &str) -> &str {
    let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch);
    branch.strip_prefix("refs/remotes/").unwrap_or(branch)
}

/// Whether a driver, tried on a small case, keeps the events of both sides.
fn unites(git: &Repo, driver: &str) -> Result<bool, StoreError> {
    let folder = tempfile::tempdir().map_err(|source| StoreError::Read {
        path: std::env::temp_dir(),
        source,
    })?;
    let file = |name: &str, text: &str| -> Result<PathBuf, StoreError> {
        let path = folder.path().join(name);
        match fs::write(&path, text) {
            Ok(()) => Ok(path),
            Err(source) => Err(StoreError::Read { path, source }),
        }
    };
    let [base, ours, theirs] = [
        BASE.to_owned(),
        [BASE, OURS].concat(),
        [BASE, THEIRS].concat(),
    ];
    let ours = file("ours", &ours)?;
    let is_done = git.try_driver(
        driver,
        Sides {
            base: &file("base", &base)?,
            ours: &ours,
            theirs: &file("theirs", &theirs)?,
            path: CASE_PATH,
        },
    );
    let merged = fs::read(&ours).unwrap_or_default();
    let united = [BASE, OURS, THEIRS].concat();
    Ok(is_done && digests(&merged) == digests(united.as_bytes()))
}

fn digests(text: &[u8]) -> Option<BTreeSet<String>> {
    let case = document::parse(text).case?;
    let digests = case.entries.iter().map(|entry| entry.digest.to_string());
    Some(digests.collect())
}

fn not_configured() -> Ailment {
    let what = text!("the merge driver is not configured here, so git merges cases as text");
    Ailment::fault(what, configure()).remedy(Remedy::MergeDriver)
}

fn losing(driver: &str) -> Ailment {
    let what = message!(
        "the merge driver configured here loses events of one side: {driver}",
        driver
    );
    Ailment::fault(what, configure()).remedy(Remedy::MergeDriver)
}

fn configure() -> Message {
    message!(
        "{fix}, or: {configure}",
        fix = Command::new("doctor").with("--fix"),
        configure = Command::git("config")
            .with(DRIVER)
            .with("\"complaint merge-driver %O %A %B %P\"")
    )
}

fn not_on_path() -> Ailment {
    Ailment::fault(
        text!(
            "there is no program named 'complaint' on the PATH, \
             so git merges cases as text"
        ),
        text!("put it in a folder on the PATH"),
    )
}

/// Whether a file of attributes assigns the driver.
fn assigns(attributes: &[u8]) -> bool {
    String::from_utf8_lossy(attributes)
        .lines()
        .any(|line| !line.trim_start().starts_with('#') && line.contains("merge=complaint"))
}

fn no_line() -> Ailment {
    Ailment::fault(
        text!(".gitattributes does not assign the merge driver to cases"),
        message!("add to it: {line}", line = ATTRIBUTE),
    )
}

/// A fault if git does not use the driver for cases.
fn unassigned(git: &Repo, root: &Path) -> Result<Option<Ailment>, StoreError> {
    let attributes = bytes_of(root, Path::new(ATTRIBUTES)).unwrap_or_default();
    if !assigns(&attributes) {
        return Ok(Some(no_line()));
    }
    let mut cases = git.prepared_below(CASES)?;
    cases.retain(|path| is_case_file(Path::new(path)));
    let cases: Vec<&str> = [CASE_PATH]
        .into_iter()
        .chain(cases.iter().map(String::as_str))
        .collect();
    let merge = git.attributes(&["merge"], &cases)?;
    if let Some([path, _, value]) = merge.into_iter().find(|row| row[2] != "complaint") {
        let what = match path == CASE_PATH {
            true => message!(
                "git does not use the merge driver for cases: their attribute `merge` is '{value}'",
                value
            ),
            false => message!(
                "git does not use the merge driver for {path}: its attribute `merge` is '{value}'",
                path,
                value
            ),
        };
        return Ok(Some(Ailment::fault(what, remove_line())));
    }
    converted(git, &cases)
}

/// A fault if git changes cases, evidence or the policy when it checks them out or stores them.
fn converted(git: &Repo, cases: &[&str]) -> Result<Option<Ailment>, StoreError> {
    let others = [POLICY, EVIDENCE_PATH].into_iter();
    let paths: Vec<&str> = others.chain(cases.iter().copied()).collect();
    let values = git.attributes(&["filter", "working-tree-encoding", "ident"], &paths)?;
    let is_off = |value: &str| ["unspecified", "unset", ""].contains(&value);
    let converts = values.into_iter().find(|[_, _, value]| !is_off(value));
    Ok(converts.map(|[path, name, value]| {
        let what = message!(
            "git would change files such as {path}: their attribute `{name}` is '{value}'",
            path,
            name,
            value
        );
        Ailment::fault(what, remove_line())
    }))
}

fn remove_line() -> Message {
    text!("remove the line of .gitattributes or of git's info/attributes that sets it")
}
