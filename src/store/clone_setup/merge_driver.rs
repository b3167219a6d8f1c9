//! The merge driver, set in a clone's git configuration.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::ailment::{Ailment, Remedy};
use super::search_path::is_on_path;
use crate::domain::case::document;
use crate::domain::message::{Command, Message, message, text};
use crate::git::{GitError, Repo, Sides};
use crate::store::StoreError;
use crate::store::paths::{CASES, POLICY, is_case_file};
use crate::store::repository::bytes_of;

/// The setting with the driver's command.
const DRIVER: &str = "merge.complaint.driver";

/// The driver's command. If the program is missing, git merges the text and marks conflicts.
const DRIVER_COMMAND: &str = "if command -v complaint >/dev/null 2>&1; then complaint merge-driver %O %A %B %P; else git merge-file %A %O %B; fi";

/// The line of .gitattributes that assigns the driver to cases.
const ATTRIBUTE: &str = "cases/**/*.yaml merge=complaint text eol=lf";

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
    let driver = match git.setting(DRIVER)? {
        None => Some(not_configured()),
        Some(driver) if driver != DRIVER_COMMAND => {
            (!unites(git, &driver)?).then(|| losing(&driver))
        }
        Some(_) => (!is_on_path("complaint")).then(not_on_path),
    };
    let found = [driver, unassigned(git, root)?];
    Ok(found.into_iter().flatten().collect())
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

/// A fault if git does not use the driver for cases.
fn unassigned(git: &Repo, root: &Path) -> Result<Option<Ailment>, StoreError> {
    let attributes = bytes_of(root, Path::new(".gitattributes")).unwrap_or_default();
    let has_line = String::from_utf8_lossy(&attributes)
        .lines()
        .any(|line| !line.trim_start().starts_with('#') && line.contains("merge=complaint"));
    if !has_line {
        return Ok(Some(Ailment::fault(
            text!(".gitattributes does not assign the merge driver to cases"),
            message!("add to it: {line}", line = ATTRIBUTE),
        )));
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
